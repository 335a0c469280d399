import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from edusum.orgs.context_processors import rail
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, DepartmentFactory, UserFactory, member

pytestmark = pytest.mark.django_db
WRITERS = ["工作台", "起草", "指标"]


def rail_of(user, path="/"):
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return rail(request)["rail"]()


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.CONTRIBUTOR, [*WRITERS, "校核"]),
        (Role.SECTION_HEAD, [*WRITERS, "校核"]),
        (Role.EDITOR, [*WRITERS, "模板", "旧稿", "校核"]),
        (Role.DEPUTY, [*WRITERS, "校核"]),
        (Role.DIRECTOR, [*WRITERS, "校核"]),
        (Role.LIBRARY_MANAGER, [*WRITERS, "模板", "旧稿", "校核", "系统"]),
    ],
)
def test_the_rail_lists_what_the_role_allows(role, labels):
    assert [link.label for link in rail_of(member(BureauFactory(), role)).entries] == labels


def test_without_a_role_only_the_first_page_is_left():
    entries = rail_of(UserFactory())
    assert ([link.label for link in entries.entries], entries.roles) == (["工作台"], ())


def test_the_rail_names_role_and_department():
    department = DepartmentFactory(name="学前教育科")
    assert rail_of(member(department.bureau, Role.CONTRIBUTOR, department)).roles == ("学前教育科 · 填报人",)


@pytest.mark.parametrize(
    ("view", "arguments", "label"),
    [
        ("dashboard:home", [], "工作台"),
        ("assembly:draft_paper", [1], "起草"),
        ("assembly:version_paper", [1], "模板"),
        ("export:draft_export", [1], "起草"),
        ("metrics:metric_sheet", [2025], "指标"),
        ("admin:metrics_metricdefinition_changelist", [], "指标"),
        ("admin:library_reporttemplate_changelist", [], "模板"),
        ("library:phrase_guide", [], "模板"),
        ("intake:papers", [], "旧稿"),
        ("proofreading:rules", [], "校核"),
        ("orgs:bureau_edit", [], "系统"),
        ("accounts:password_change", [], None),
    ],
)
def test_the_entry_a_page_belongs_to_is_current(view, arguments, label):
    links = rail_of(member(BureauFactory(), Role.LIBRARY_MANAGER), reverse(view, args=arguments)).entries
    assert [link.label for link in links if link.is_current] == ([label] if label else [])


def test_a_page_without_an_address_has_no_current_entry(client):
    client.force_login(member(BureauFactory(), Role.EDITOR))
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()
    assert "aria-current" not in response.content.decode()
