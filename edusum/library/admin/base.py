from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from edusum.library import services
from edusum.orgs.admin_access import RoleTableAdmin
from edusum.orgs.admin_refusals import ToldInPlace
from edusum.orgs.models import Bureau


def workshop(version_id: int, section_id: int | None = None) -> str:
    """The address of the version's page, at the row of that section."""
    address = reverse("admin:library_templateversion_change", args=[version_id])
    return f"{address}#section-{section_id}" if section_id else address


class LibraryAdmin(ToldInPlace, RoleTableAdmin):
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


class HiddenAdmin(LibraryAdmin):
    """Reached from the report templates: not in the index, and without a list of its own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:library_reporttemplate_changelist")
