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

ALL, NO_ONE = "CcHhEPDM", ""
OK, MOVED, UNREADABLE = 200, 302, 422
SIGN_IN, SIGN_IN_AGAIN, REFUSED, MISSING = 302, 401, 403, 404


@dataclass(frozen=True, slots=True)
class Page:
    """One way into a page: who gets `answer`; the others of the bureau get `refusal`.

    `at` gives the arguments of the URL, `sent` the query or the form: "draft.pk" is read from the world, what
    has no dot stands for itself.
    `elsewhere` is what somebody with every role in another bureau gets: by default nothing where there is
    something to look for, and their own page where there is none.
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
        default = MISSING if any(map(is_of_the_world, self.at.values())) else self.answer
        closed = SIGN_IN if self.method == "get" else SIGN_IN_AGAIN
        return own | {
            "elsewhere": default if self.elsewhere is None else self.elsewhere,
            "nobody": closed if self.nobody is None else self.nobody,
        }

    def url(self, world: World) -> str:
        return reverse(self.name, kwargs=resolved(self.at, world))


def resolved(values: Mapping[str, object], world: World) -> dict[str, object]:
    return {
        name: attrgetter(value)(world) if is_of_the_world(value) else value for name, value in values.items()
    }


def is_of_the_world(value: object) -> bool:
    return isinstance(value, str) and "." in value


ACCOUNT = {"pk": "membership.user_id"}
DEPARTMENT = {"pk": "department.pk"}
BATCH = {"pk": "batch.pk"}
DRAFT = {"pk": "draft.pk"}
OUTDATED = {"pk": "outdated.pk"}
EDITING = {"object_id": "editing.pk"}
MOVE, UP = {"section_id": "section.pk"}, {"direction": "up"}
METRIC = {"object_id": "metric.pk"}
PUBLISHED = {"object_id": "published.pk"}
SECTION_EDITED = {"object_id": "section.pk"}
STEP = {"version_id": "editing.pk"}
TERM = {"object_id": "term.pk"}
TEMPLATE = {"object_id": "editing.report_template_id"}
WORKSHOP = {"pk": "editing.pk"}
OWN_TEMPLATE = {"pk": "editing.report_template_id"}
REVISION = {"pk": "editing.pk", "number": "revision.number"}
OF_BUREAU, BUREAU_ROW = {"bureau_id": "bureau.pk"}, {"object_id": "bureau.pk"}
SECTION = {"pk": "draft.pk", "section_pk": "section_text.pk"}
EXHIBIT = {"pk": "draft.pk", "exhibit_pk": "exhibit.pk"}
ATTACHMENT = {"pk": "draft.pk", "attachment_pk": "attachment.pk"}
DATE = "2026-01-08"
EDITED = {"text": "我区教育事业稳步发展。", "seen": ""}
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
    Page("library:phrase_guide", "M"),
    Page("library:phrase_try", "M", method="post", sent={"text": "好。"}),
    Page("library:phrase_words", "M", answer=MOVED),
    Page("library:phrase_words_data", "M"),
    Page("library:metric_uses", "M", at={"pk": "metric.pk"}, elsewhere=OK),
    Page("library:filter_uses", "M", at={"name": "同比"}),
    Page("library:sections_edit", "M", at=WORKSHOP),
    Page("library:sections_edit", "M", at=WORKSHOP, method="post", answer=MOVED),
    Page("library:sections_edit", "M", at={"pk": "published.pk"}, answer=MOVED, elsewhere=MOVED),
    Page("library:section_preview", "M", at=WORKSHOP, method="post"),
    Page("library:version_compare", "M", at={"old": "published.pk", "new": "editing.pk"}),
    Page("library:version_compare_with", "M", at=WORKSHOP, sent={"with": "published.pk"}, answer=MOVED),
    Page("library:version_export", "M", at=WORKSHOP),
    Page("library:version_export", "M", at={"pk": "published.pk"}, elsewhere=OK),
    Page("library:revision_list", "M", at=WORKSHOP),
    Page("library:revision_compare", "M", at=REVISION),
    Page(
        "library:revision_restore",
        "M",
        at=REVISION,
        method="post",
        sent={"seen": "revision.number"},
        answer=MOVED,
    ),
    Page("library:template_derive", "M", at={"pk": "published.pk"}, elsewhere=OK),
    Page(
        "library:template_derive",
        "M",
        at={"pk": "published.pk"},
        method="post",
        answer=UNREADABLE,
        elsewhere=UNREADABLE,
    ),
    Page("library:template_deviations", "M", at=OWN_TEMPLATE),
    Page(
        "library:template_follow",
        "M",
        at=OWN_TEMPLATE,
        method="post",
        sent={"version": "published.pk"},
        answer=MOVED,
    ),
    Page("library:template_import", "M"),
    Page("library:template_import", "M", method="post", answer=UNREADABLE),
    Page("library:template_import_confirm", "M", method="post", answer=MOVED),
    # drafts
    Page("drafts:draft_list"),
    Page("drafts:draft_start", "E"),
    Page("drafts:draft_start", "E", method="post", sent={"year": ""}, answer=UNREADABLE),
    Page("drafts:draft_detail", at=DRAFT),
    Page("drafts:draft_sections", "E", at=DRAFT),
    Page("drafts:draft_sections", "E", at=DRAFT, method="post", answer=UNREADABLE),
    Page("drafts:draft_version", "E", at=OUTDATED),
    Page("drafts:draft_version", "E", at=OUTDATED, method="post", answer=MOVED),
    Page("drafts:draft_formalities", "E", at=DRAFT),
    Page("drafts:draft_formalities", "E", at=DRAFT, method="post", sent={"title": "自拟"}, answer=MOVED),
    Page("drafts:draft_delete", "E", at=OUTDATED, method="post", answer=MOVED),
    Page("drafts:section_edit", at=SECTION),
    Page("drafts:section_edit", "CHE", at=SECTION, method="post", sent=EDITED, answer=MOVED),
    Page("drafts:section_preview", at=SECTION, method="post", sent=EDITED),
    Page("drafts:section_move", "CHE", at=SECTION, method="post", sent={"action": "hand_in"}, answer=MOVED),
    Page("drafts:section_history", at=SECTION),
    Page("drafts:section_exhibit_add", "CHE", at=SECTION),
    Page("drafts:section_exhibit_add", "CHE", at=SECTION, method="post", answer=UNREADABLE),
    Page("drafts:exhibit_edit", "CHE", at=EXHIBIT),
    Page("drafts:exhibit_edit", "CHE", at=EXHIBIT, method="post", answer=UNREADABLE),
    Page("drafts:exhibit_move", "CHE", at=EXHIBIT, method="post", answer=MOVED),
    Page("drafts:exhibit_delete", "CHE", at=EXHIBIT, method="post", answer=MOVED),
    Page("drafts:attachment_list", at=DRAFT),
    Page("drafts:attachment_add", "E", at=DRAFT),
    Page("drafts:attachment_add", "E", at=DRAFT, method="post", answer=UNREADABLE),
    Page("drafts:attachment_edit", "E", at=ATTACHMENT),
    Page("drafts:attachment_edit", "E", at=ATTACHMENT, method="post", answer=UNREADABLE),
    Page("drafts:attachment_move", "E", at=ATTACHMENT, method="post", answer=MOVED),
    Page("drafts:attachment_delete", "E", at=ATTACHMENT, method="post", answer=MOVED),
    Page("drafts:attachment_exhibit_add", "E", at=ATTACHMENT),
    Page("drafts:attachment_exhibit_add", "E", at=ATTACHMENT, method="post", answer=UNREADABLE),
    # assembly
    Page("assembly:draft_paper", at=DRAFT),
    Page("assembly:version_paper", "EM", at={"pk": "published.pk"}, elsewhere=OK),
    # export
    Page("export:draft_export", "HhEPD", at=DRAFT),
    Page("export:draft_export", "HhEPD", at=DRAFT, method="post"),
    Page("export:draft_export", "HhEPD", at=DRAFT, method="post", sent={"format": "text"}),
    Page("export:draft_export", "HhEPD", at=DRAFT, method="post", sent={"format": "exe"}, answer=MOVED),
    Page("export:draft_text", "HhEPD", at=DRAFT),
    Page("export:draft_redline", "HhEPD", at=DRAFT),
    Page("export:draft_redline", "HhEPD", at=DRAFT, method="post", sent={"do": "keep"}, answer=MOVED),
    Page("export:draft_redline", "HhEPD", at=DRAFT, method="post", sent={"old": "snapshot.pk", "new": "0"}),
    Page("export:export_download", "HhEPD", at={"pk": "export.pk"}),
    Page("export:export_download", "HhEPD", at={"pk": "export.pk"}, sent={"take": "changed"}),
    Page("export:batch_start", "HhEPD"),
    Page("export:batch_start", "HhEPD", method="post", answer=UNREADABLE),
    Page(
        "export:batch_start",
        "HhEPD",
        method="post",
        sent={"drafts": "draft.pk"},
        answer=MOVED,
        elsewhere=UNREADABLE,
    ),
    Page("export:batch_detail", "E", at=BATCH, refusal=MISSING),
    Page("export:batch_download", "E", at=BATCH, answer=MOVED, refusal=MISSING),
    Page("export:batch_resume", "E", at=BATCH, method="post", answer=MOVED, refusal=MISSING),
    Page("export:batch_delete", "E", at=BATCH, method="post", answer=MOVED, refusal=MISSING),
    Page("export:layout_sample", "M", at={"pk": "bureau.pk"}),
    # dashboard
    Page("dashboard:home"),
    # admin: what everybody shares, and what is the bureau's own
    Page("admin:index", "M"),
    Page("admin:login", answer=MOVED),
    Page("admin:app_list", "M", at={"app_label": "library"}),
    Page("admin:jsi18n", "M"),
    Page("admin:metrics_metricdefinition_changelist", "M"),
    Page("admin:metrics_metricdefinition_add", "M"),
    Page("admin:metrics_metricdefinition_add", "M", method="post"),
    Page("admin:metrics_metricdefinition_change", "M", at=METRIC, elsewhere=OK),
    Page("admin:metrics_metricdefinition_change", "M", at=METRIC, method="post", elsewhere=OK),
    Page("admin:metrics_metricdefinition_delete", "M", at=METRIC, elsewhere=OK),
    Page("admin:metrics_metricdefinition_history", "M", at=METRIC, elsewhere=OK),
    Page("admin:assembly_layoutprofile_changelist", "M", answer=MOVED),
    Page("admin:assembly_layoutprofile_add", NO_ONE, elsewhere=REFUSED),
    Page("admin:assembly_layoutprofile_change", "M", at=BUREAU_ROW),
    Page("admin:assembly_layoutprofile_change", "M", at=BUREAU_ROW, method="post"),
    Page("admin:assembly_layoutprofile_delete", NO_ONE, at=BUREAU_ROW),
    Page("admin:assembly_layoutprofile_history", "M", at=BUREAU_ROW),
    Page("admin:assembly_layoutprofile_sample", "M", at=OF_BUREAU, method="post"),
    Page("admin:assembly_layoutprofile_reset", "M", at=OF_BUREAU, method="post", answer=MOVED),
    Page("admin:library_term_changelist", "M"),
    Page("admin:library_term_add", "M"),
    Page("admin:library_term_add", "M", method="post"),
    Page("admin:library_term_change", "M", at=TERM, elsewhere=OK),
    Page("admin:library_term_change", "M", at=TERM, method="post", elsewhere=OK),
    Page("admin:library_term_delete", "M", at=TERM, elsewhere=OK),
    Page("admin:library_term_history", "M", at=TERM, elsewhere=OK),
    Page("admin:library_reporttemplate_changelist", "M"),
    Page("admin:library_reporttemplate_add", "M"),
    Page("admin:library_reporttemplate_add", "M", method="post"),
    Page("admin:library_reporttemplate_change", "M", at=TEMPLATE),
    Page("admin:library_reporttemplate_change", "M", at=TEMPLATE, method="post"),
    Page("admin:library_reporttemplate_delete", "M", at=TEMPLATE),
    Page("admin:library_reporttemplate_history", "M", at=TEMPLATE),
    Page("admin:library_templateversion_changelist", "M", answer=MOVED),
    Page("admin:library_templateversion_add", NO_ONE, elsewhere=REFUSED),
    Page("admin:library_templateversion_change", "M", at=EDITING),
    Page("admin:library_templateversion_change", "M", at=EDITING, method="post"),
    Page("admin:library_templateversion_change", "M", at=PUBLISHED, elsewhere=OK),
    Page("admin:library_templateversion_delete", NO_ONE, at=EDITING),
    Page("admin:library_templateversion_history", "M", at=EDITING),
    Page("admin:library_templateversion_publish", "M", at=STEP, method="post", answer=MOVED),
    Page("admin:library_templateversion_retire", "M", at=STEP, method="post", answer=MOVED),
    Page("admin:library_templateversion_copy", "M", at=STEP, method="post", answer=MOVED),
    Page("admin:library_section_changelist", "M", answer=MOVED),
    Page("admin:library_section_add", "M", sent={"version": "editing.pk"}, elsewhere=MISSING),
    Page("admin:library_section_change", "M", at=SECTION_EDITED),
    Page("admin:library_section_change", "M", at=SECTION_EDITED, method="post"),
    Page("admin:library_section_delete", "M", at=SECTION_EDITED),
    Page("admin:library_section_history", "M", at=SECTION_EDITED),
    Page(
        "admin:library_section_move",
        "M",
        at={"section_id": "section.pk"},
        method="post",
        sent={"direction": "up"},
        answer=MOVED,
    ),
]


UNNAMED = {
    "admin:unnamed <path:object_id>/": "Django's redirect of old links to …/change/",
    "admin:unnamed (?P<url>.*)$": "Django's answer to whatever is not in the admin: 404, or the sign-in page",
}


def test_every_page_has_a_row():
    assert sorted(set(names_of(get_resolver())) - {page.name for page in PAGES} - set(UNNAMED)) == []


def test_every_row_has_a_page():
    assert sorted({page.name for page in PAGES} | set(UNNAMED)) == sorted(set(names_of(get_resolver())))


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
        send = getattr(client, page.method)
        status = send(page.url(world), resolved(page.sent, world)).status_code
        transaction.set_rollback(True)
    return status


def names_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every URL below, with its namespace; one without a name by its route."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern, below)
        elif isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"unnamed {pattern.pattern}")
