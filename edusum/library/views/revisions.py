"""What was changed in a version, by whom, and back to an earlier state of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from edusum.common.errors import EdusumError
from edusum.common.http import row_number
from edusum.library.changes import shown
from edusum.library.comparing import compare
from edusum.library.errors import LibraryError
from edusum.library.models import TemplateVersion, VersionRevision
from edusum.library.portable import template_file
from edusum.library.restoring import RevisionOutdatedError, restore_revision
from edusum.library.revisions import KEPT, content_of
from edusum.library.services import may_edit
from edusum.library.views.access import version_to_edit, version_to_view


@require_safe
def revision_list(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_to_view(request, pk)
    revisions = list(version.revisions.select_related("author").defer("content"))
    context = {"version": version, "revisions": revisions, "kept": KEPT}
    return render(request, "library/revision_list.html", context)


@require_safe
def revision_compare(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a revision held beside what stands there now."""
    version = version_to_view(request, pk)
    revision = _revision(version, number)
    try:
        return _page(request, version, revision)
    except LibraryError:
        messages.error(request, f"第 {number} 次修改后的内容是较早的格式，现在读不出来，没法对照。")
        return redirect("library:revision_list", version.pk)


@require_POST
def revision_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    version = version_to_edit(request, pk)
    revision = _revision(version, number)
    seen = row_number(request.POST.get("seen")) or 0
    try:
        gone = restore_revision(revision=revision, actor=request.user, seen=seen)
    except RevisionOutdatedError as error:
        return _page(request, version, revision, refusal=error.message)
    except EdusumError as error:
        messages.error(request, str(error))
        return redirect("library:revision_list", version.pk)
    messages.success(request, f"已恢复到第 {number} 次修改后的内容；想撤销，可在修改记录里再恢复到前一步。")
    if gone:
        messages.warning(request, f"指标表里的{'、'.join(gone)}已从指标库删去，没有恢复。")
    return redirect("admin:library_templateversion_change", version.pk)


def _revision(version: TemplateVersion, number: int) -> VersionRevision:
    revisions = VersionRevision.objects.select_related("author", "version__report_template")
    revision: VersionRevision = get_object_or_404(revisions, version=version, number=number)
    return revision


def _page(
    request: HttpRequest, version: TemplateVersion, revision: VersionRevision, refusal: str = ""
) -> HttpResponse:
    newest = version.revisions.values_list("number", flat=True).first()
    may_restore = not version.is_frozen and may_edit(request.user, version.report_template.bureau)
    context = {
        "version": version,
        "revision": revision,
        "newest": newest,
        "may_restore": may_restore,
        "left": f"第 {revision.number} 次修改后",
        "right": "现在",
        "shown": shown(compare(content_of(revision), template_file(version))),
        "only_changes": "changes" in request.GET,
        "refusal": refusal,
    }
    return render(request, "library/revision_compare.html", context, status=409 if refusal else 200)
