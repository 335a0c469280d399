import pytest
from django.urls import reverse

from edusum.library import services
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    ReportTemplateFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LIST = reverse("library:template_list")


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def page(client, bureau):
    def visit(role=Role.LIBRARY_MANAGER):
        client.force_login(member(bureau, role))
        return client.get(LIST).content.decode()

    return visit


def test_it_lists_the_version_in_use_with_its_number_of_sections(page):
    version = published_version(
        {"一": ["好。"], "二": ["好。"]},
        report_template__name="年度总结",
        report_template__genre="annual_summary",
    )
    shown = page()
    assert "年度工作总结</h2>" in shown
    assert "年度总结" in shown
    assert '<td class="text-end" data-label="章节">2</td>' in shown
    assert f'href="{reverse("assembly:version_paper", args=[version.pk])}"' in shown


def test_genres_come_in_groups(page):
    for code, genre in (("a", "speech"), ("b", "annual_summary"), ("c", "speech")):
        ReportTemplateFactory(code=code, genre=genre)
    shown = page()
    assert shown.count("讲话稿</h2>") == shown.count("年度工作总结</h2>") == 1


def test_a_manager_is_led_to_the_version_to_edit_and_others_are_not(page):
    editing = services.copy_version(version=published_version(), actor=services.SYSTEM)
    address = reverse("admin:library_templateversion_change", args=[editing.pk])
    assert address in page()
    assert reverse("admin:library_reporttemplate_add") in page()
    assert "/admin/" not in page(Role.EDITOR)


def test_a_template_without_a_published_version_says_so(page):
    TemplateVersionFactory()
    assert "尚未发布" in page(Role.EDITOR)


def test_private_templates_of_another_bureau_are_not_there(page, bureau):
    ReportTemplateFactory(name="本单位的", bureau=bureau)
    ReportTemplateFactory(name="别人的", bureau=BureauFactory())
    shown = page()
    assert "本单位的" in shown
    assert "别人的" not in shown


@pytest.mark.parametrize(
    ("role", "advice"), [(Role.LIBRARY_MANAGER, "新建一个模板"), (Role.EDITOR, "请联系本单位的模板管理员")]
)
def test_an_empty_library_says_what_to_do(page, role, advice):
    shown = page(role)
    assert "还没有报告模板" in shown
    assert advice in shown


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SECTION_HEAD, Role.DEPUTY, Role.DIRECTOR])
def test_other_roles_are_refused(client, bureau, role):
    client.force_login(member(bureau, role))
    assert client.get(LIST).status_code == 403


def test_three_templates_take_as_many_queries_as_one(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    published_version(report_template__bureau=bureau)
    one = queries_of(lambda: client.get(LIST))
    published_version(report_template__bureau=bureau)
    services.copy_version(version=published_version(), actor=services.SYSTEM)
    assert queries_of(lambda: client.get(LIST)) == one
