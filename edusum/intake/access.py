"""Who takes papers in, and where."""

from django.core.exceptions import PermissionDenied

from edusum.accounts.models import User
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import ALLOWED, Action, memberships_of

REFUSED = "旧稿入库由统稿人和模板管理员办理，需要时请联系他们。"


def taking_bureau(user: User) -> Bureau:
    """The bureau whose papers a person takes in; raises PermissionDenied (a 403 page) for all others."""
    for membership in memberships_of(user):
        if user.is_active and membership.role in ALLOWED[Action.TAKE_IN]:
            bureau: Bureau = membership.bureau
            return bureau
    raise PermissionDenied(REFUSED)
