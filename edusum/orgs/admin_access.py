"""Django's admin under the role table: who manages the library enters, a user's flags count for nothing."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse

from edusum.orgs.permissions import Action, can_somewhere


class RoleTableAdmin(admin.ModelAdmin):
    """Open to whoever may edit the library somewhere. No bulk actions: each write has its own page."""

    actions = None
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": self.opts.verbose_name_plural}
        return super().changelist_view(request, title | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": f"新建{self.opts.verbose_name}"}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What the user cannot see is not there, on every page of the admin too."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_somewhere(request.user, Action.EDIT_LIBRARY)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_somewhere(request.user, Action.EDIT_LIBRARY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_somewhere(request.user, Action.EDIT_LIBRARY)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_somewhere(request.user, Action.EDIT_LIBRARY)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_somewhere(request.user, Action.EDIT_LIBRARY)
