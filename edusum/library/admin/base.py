from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from edusum.common.http import row_number
from edusum.library import services
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_refusals import ToldInPlace
from edusum.orgs.models import Bureau


def workshop(version_id: int, section_id: int | None = None) -> str:
    """The address of the version's page, at the row of that section."""
    address = reverse("admin:library_templateversion_change", args=[version_id])
    return f"{address}#section-{section_id}" if section_id else address


def template_trail(template: ReportTemplate | None) -> list[tuple[str, str]]:
    """模板 › name, each with its address."""
    root = ("模板", reverse("library:template_list"))
    if template is None:
        return [root]
    return [root, (str(template), reverse("admin:library_reporttemplate_change", args=[template.pk]))]


def version_trail(version: TemplateVersion) -> list[tuple[str, str]]:
    return [*template_trail(version.report_template), (f"第{version.number}版", workshop(version.pk))]


class LibraryAdmin(ToldInPlace, RoleTableAdmin):
    """What belongs to a report template: written through services, whose refusals are told in place."""

    def owner(self, obj: Any) -> Bureau | None:
        """The bureau whose library the object belongs to; None for the shared one."""
        raise NotImplementedError

    def is_frozen(self, obj: Any) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is private to a bureau is seen by those who manage its library."""
        return super().has_view_permission(request, obj) and (obj is None or self._may_edit(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A frozen object is shown to be read; what is still sent to it is answered by its form."""
        if obj is None:
            return self.has_view_permission(request)
        return self._may_edit(request, obj) and (request.method == "POST" or not self.is_frozen(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self._may_edit(request, obj) and not self.is_frozen(obj)

    def _may_edit(self, request: HttpRequest, obj: Any) -> bool:
        return services.may_edit(request.user, self.owner(obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model.objects.visible_to(request.user)


class HiddenAdmin(LibraryAdmin):
    """Reached from the report templates: not in the index, and without a list of its own.

    Two who save or delete the same come one after the other, so the second sees what the first did.
    """

    def hold(self, pk: int | None) -> None:
        """Keep others from changing it until the transaction ends."""
        self.model.objects.select_for_update(of=("self",)).filter(pk=pk).first()

    def mark_of_all(self, obj: Any) -> str:
        """Tells whether anything that is deleted with the object has changed."""
        raise NotImplementedError

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with transaction.atomic():
            if request.method == "POST":
                self.hold(row_number(object_id))
            return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page carries the mark of what it shows; when that has changed it is shown and asked anew."""
        with transaction.atomic():
            if request.method == "POST":
                self.hold(row_number(object_id))
            found = self.get_object(request, object_id)
            mark = self.mark_of_all(found)
            may_delete = self.has_delete_permission(request, found)
            if request.method == "POST" and may_delete and request.POST.get("seen") != mark:
                messages.warning(
                    request, f"您打开这一页以后，“{found}”已被别人改过，还没有删除；请看过现有内容再决定。"
                )
                return redirect(request.get_full_path())
            return super().delete_view(request, object_id, {"mark": mark, **(extra_context or {})})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:library_reporttemplate_changelist")
