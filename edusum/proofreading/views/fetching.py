from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from edusum.drafts.models import Draft
from edusum.orgs.permissions import Action, require
from edusum.proofreading.access import Target
from edusum.proofreading.models import CheckedPaper


def target_of(request: HttpRequest, kind: str, pk: int) -> Target:
    """The draft or checked paper of that address: 404 for what one may not know of."""
    target: Target = draft_of(request, pk) if kind == "drafts" else paper_of(request, pk)
    require(request.user, Action.PROOFREAD, bureau=target.bureau)
    return target


def draft_of(request: HttpRequest, pk: int) -> Draft:
    return get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)


def paper_of(request: HttpRequest, pk: int) -> CheckedPaper:
    rows = CheckedPaper.objects.visible_to(request.user).select_related("bureau", "uploaded_by")
    return get_object_or_404(rows, pk=pk)
