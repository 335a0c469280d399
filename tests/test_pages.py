"""Who sees what: every page of the site × own right role, other role, other bureau, nobody.

A row says which roles get in, by the letters of `tests.world`: C 填报人, H 科室负责人, E 统稿人, P 分管领导,
D 局长, M 模板管理员; c and h are C and H of another department than the section's. No URL is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from edusum.accounts.models import User
from tests.world import World, build_world

ALL = "CcHhEPDM"
OK, MOVED, UNREADABLE = 200, 302, 422
SIGN_IN, SIGN_IN_AGAIN, REFUSED, MISSING = 302, 401, 403, 404


@dataclass(frozen=True, slots=True)
class Page:
    """One way into a page: who gets `answer`; the others of the bureau get `refusal`.

    `at` gives the arguments of the URL, as values or as the names of things in the world. `elsewhere` is what
    somebody with every role in another bureau gets: by default nothing where there is something to look for,
    and their own page where there is none.
    """

    name: str
    allowed: str = ALL
    at: Mapping[str, object] = field(default_factory=dict)
    method: str = "get"
    sent: Mapping[str, object] = field(default_factory=dict)
    answer: int = OK
    refusal: int = REFUSED
    elsewhere: int | None = None
    nobody: int | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def expected(self) -> dict[str, int]:
        own = {letter: self.answer if letter in self.allowed else self.refusal for letter in ALL}
        default = MISSING if any(isinstance(value, str) for value in self.at.values()) else self.answer
        closed = SIGN_IN if self.method == "get" else SIGN_IN_AGAIN
        return own | {
            "elsewhere": default if self.elsewhere is None else self.elsewhere,
            "nobody": closed if self.nobody is None else self.nobody,
        }

    def url(self, world: World) -> str:
        named = {
            name: attrgetter(value)(world) if isinstance(value, str) else value
            for name, value in self.at.items()
        }
        return reverse(self.name, kwargs=named)


ACCOUNT = {"pk": "membership.user_id"}
DEPARTMENT = {"pk": "department.pk"}
DRAFT = {"pk": "draft.pk"}
SECTION = {"pk": "draft.pk", "section_pk": "section_text.pk"}
DATE = "2026-01-08"
EDITED = {"text": "全年工作顺利完成。", "base_revision": 0}
PAGES = [
    # accounts
    Page("accounts:sign_in", answer=MOVED, nobody=OK),
    Page("accounts:sign_in_again", answer=MOVED, nobody=MOVED),
    Page("accounts:sign_out", method="post", answer=MOVED, nobody=MOVED),
    Page("accounts:password_change"),
    # orgs
    Page("orgs:bureau_edit", "M"),
    Page("orgs:bureau_edit", "M", method="post", sent={"full_name": ""}, answer=UNREADABLE),
    Page("orgs:department_list", "M"),
    Page("orgs:department_create", "M"),
    Page("orgs:department_create", "M", method="post", sent={"name": "人事科", "position": 3}, answer=MOVED),
    Page("orgs:department_edit", "M", at=DEPARTMENT),
    Page("orgs:department_edit", "M", at=DEPARTMENT, method="post", sent={"name": ""}, answer=UNREADABLE),
    Page("orgs:account_list", "M"),
    Page("orgs:account_create", "M"),
    Page("orgs:account_create", "M", method="post", sent={"name": ""}, answer=UNREADABLE),
    Page("orgs:account_edit", "M", at=ACCOUNT),
    Page("orgs:account_edit", "M", at=ACCOUNT, method="post", sent={"name": ""}, answer=UNREADABLE),
    Page("orgs:account_reset", "M", at=ACCOUNT, method="post"),
    Page("orgs:account_deactivate", "M", at=ACCOUNT, method="post", answer=MOVED),
    Page("orgs:account_activate", "M", at=ACCOUNT, method="post", answer=MOVED),
    # metrics
    Page("metrics:metric_current", answer=MOVED),
    Page("metrics:metric_sheet", at={"year": 2025}),
    Page("metrics:metric_sheet", "CcHhE", at={"year": 2025}, method="post", answer=MOVED),
    # library
    Page("library:template_list", "EM"),
    # drafts
    Page("drafts:draft_list"),
    Page("drafts:draft_start", "E"),
    Page("drafts:draft_start", "E", method="post", sent={"year": ""}, answer=UNREADABLE),
    Page("drafts:draft_detail", at=DRAFT),
    Page(
        "drafts:draft_sign_date", "E", at=DRAFT, method="post", sent={"sign_date": "2026-01-08"}, answer=MOVED
    ),
    Page("drafts:section_edit", at=SECTION),
    Page("drafts:section_edit", "CHE", at=SECTION, method="post", sent=EDITED, answer=MOVED),
    Page("drafts:section_preview", at=SECTION, method="post", sent=EDITED),
    Page("drafts:section_move", "CHE", at=SECTION, method="post", sent={"action": "hand_in"}, answer=MOVED),
    Page("drafts:section_history", at=SECTION),
    # assembly
    Page("assembly:draft_paper", at=DRAFT),
    Page("assembly:version_paper", "EM", at={"pk": "published.pk"}, elsewhere=OK),
    # export
    Page("export:draft_export", "HhEPD", at=DRAFT),
    Page("export:draft_export", "HhEPD", at=DRAFT, method="post"),
    Page("export:export_download", "HhEPD", at={"pk": "export.pk"}),
    # dashboard
    Page("dashboard:home"),
]


def test_every_page_has_a_row():
    assert sorted(set(names_of(get_resolver())) - {page.name for page in PAGES}) == []


def test_every_row_has_a_page():
    assert sorted({page.name for page in PAGES} - set(names_of(get_resolver()))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_who_sees(page):
    world = build_world()
    visitors = world.people | {"elsewhere": world.outsider, "nobody": None}
    assert {name: visit(page, world, user) for name, user in visitors.items()} == page.expected()


def visit(page: Page, world: World, user: User | None) -> int:
    """The status that a visitor is answered with; what the visit changed is undone."""
    with transaction.atomic():
        client = Client()
        if user is not None:
            client.force_login(user)
        status = getattr(client, page.method)(page.url(world), page.sent).status_code
        transaction.set_rollback(True)
    return status


def names_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every URL below, with its namespace."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern, below)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield namespace + pattern.name
