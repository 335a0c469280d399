"""Who keeps the metrics: all bureaus share them, so the library managers of any bureau do."""

from django.core.exceptions import PermissionDenied

from edusum.orgs.actors import Actor, System
from edusum.orgs.permissions import Action, can_somewhere

REFUSED = "指标由模板管理员维护，需要修改时请联系本单位的模板管理员。"


def require(actor: Actor) -> None:
    """Raise PermissionDenied (a 403 page) unless the actor may change metrics."""
    if not isinstance(actor, System) and not can_somewhere(actor, Action.EDIT_LIBRARY):
        raise PermissionDenied(REFUSED)
