"""What the page frame shows beside every page: where the user may go, and who they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from edusum.orgs.permissions import Action, can_somewhere, memberships_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail; `action` is what a role must allow for it to be shown (None: everybody)."""

    label: str
    view_name: str
    action: Action | None
    namespaces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool
    mark: str
    """The end of the id of its count."""


@dataclass(frozen=True, slots=True)
class Rail:
    entries: tuple[Link, ...]
    roles: tuple[str, ...]


ENTRIES = (
    Entry("工作台", "dashboard:home", None, frozenset({"dashboard"})),
    Entry("起草", "drafts:draft_list", Action.VIEW, frozenset({"drafts", "assembly", "export"})),
    Entry("指标", "metrics:metric_current", Action.VIEW, frozenset({"metrics"})),
    Entry("模板", "library:template_list", Action.VIEW_LIBRARY, frozenset({"library"})),
    Entry("旧稿", "intake:papers", Action.TAKE_IN, frozenset({"intake"})),
    Entry("校核", "proofreading:papers", Action.PROOFREAD, frozenset({"proofreading"})),
    Entry("系统", "orgs:account_list", Action.MANAGE_BUREAU, frozenset({"orgs"})),
)
BELONGS_ELSEWHERE = {
    "assembly:version_paper": "library",
    "intake:returned_papers": "drafts",
    "intake:returned_paper": "drafts",
}
IN_ADMIN = {"metrics": "metrics", "assembly": "orgs"}


Counter = Callable[[Any], Mapping[str, int]]
_counters: list[Counter] = []


def add_counter(counter: Counter) -> None:
    """From now on ask it too: for a user it answers how many things wait, by the view name of an entry."""
    if counter not in _counters:
        _counters.append(counter)


def counted(user: Any) -> dict[str, int]:
    """How many things wait for the user, by the mark of the entry; a page asks for it once it stands."""
    found = {name: count for counter in _counters for name, count in counter(user).items()}
    return {_mark(entry): found.get(entry.view_name, 0) for entry in _entries_of(user)}


def _entries_of(user: Any) -> list[Entry]:
    """What the user's rail has."""
    return [entry for entry in ENTRIES if entry.action is None or can_somewhere(user, entry.action)]


def _mark(entry: Entry) -> str:
    return entry.view_name.replace(":", "-")


def rail(request: HttpRequest) -> dict[str, Callable[[], Rail]]:
    """`rail` for templates; read from the database only where a page shows it."""
    return {"rail": lambda: _rail(request)}


def _rail(request: HttpRequest) -> Rail:
    user = request.user
    current = _namespace(request)
    return Rail(
        entries=tuple(
            Link(
                entry.label,
                reverse(entry.view_name),
                current in entry.namespaces,
                _mark(entry),
            )
            for entry in _entries_of(user)
        ),
        roles=tuple(_role(membership) for membership in memberships_of(user)),
    )


def _namespace(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.namespace == "admin":
        app = match.view_name.removeprefix("admin:").partition("_")[0]
        return IN_ADMIN.get(app, "library")
    return BELONGS_ELSEWHERE.get(match.view_name, match.namespace)


def _role(membership: object) -> str:
    place = f"{membership.department} · " if membership.department else ""
    return f"{place}{membership.get_role_display()}"
