"""Django's admin under the role table: who manages the library enters, flags of the user count for nothing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from edusum.orgs.permissions import Action, can_somewhere


class RoleTableAdmin(admin.ModelAdmin):
    """Open to whoever may edit the library somewhere. No bulk actions: each write goes through its own page."""

    actions = None
    show_facets = admin.ShowFacets.NEVER

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
