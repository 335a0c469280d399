from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.library import services
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.models import Bureau


def workshop(version_id: int) -> str:
    return reverse("admin:library_templateversion_change", args=[version_id])


class LibraryAdmin(RoleTableAdmin):
    """What belongs to a report template: written through services, whose refusals are told in place."""

    def owner(self, obj: Any) -> Bureau | None:
        """The bureau whose library the object belongs to; None for the shared one."""
        raise NotImplementedError

    def is_frozen(self, obj: Any) -> bool:
        return False

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

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except EdusumError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except EdusumError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.get_full_path())


class HiddenAdmin(LibraryAdmin):
    """Reached from the report templates: not in the index, and without a list of its own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:library_reporttemplate_changelist")
