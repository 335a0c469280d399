from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from edusum.drafts.models import Draft


def draft_of(request: HttpRequest, pk: int) -> Draft:
    """The draft, if it is of a bureau of theirs; else 404."""
    return get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)
