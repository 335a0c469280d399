from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from edusum.library.access import may_edit
from edusum.library.models import ReportTemplate
from edusum.orgs.permissions import Action, can_somewhere


def template_list(request: HttpRequest) -> HttpResponse:
    """The report templates a person may use, by genre, each with its versions."""
    if not can_somewhere(request.user, Action.VIEW_LIBRARY):
        raise PermissionDenied("模板库由统稿人和模板管理员查看，需要时请联系本单位的模板管理员。")
    templates = ReportTemplate.objects.open_to(request.user, Action.VIEW_LIBRARY).with_versions()
    for template in templates:
        template.may_edit = may_edit(request.user, template.bureau)
    genres = [
        (label, list(rows))
        for label, rows in groupby(templates, key=lambda template: template.get_genre_display())
    ]
    context = {"genres": genres, "may_edit": can_somewhere(request.user, Action.EDIT_LIBRARY)}
    return render(request, "library/template_list.html", context)
