import pytest
from django.urls import reverse

from edusum.library.enums import VersionState
from edusum.library.models import TemplateVersion
from tests.factories import (
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    published_version,
)
from tests.library.admin.reading import lines_of, said, seen, text, url, workshop

pytestmark = pytest.mark.django_db


def test_the_workshop_shows_the_tree_with_marks_departments_phrases_and_faults(desk):
    version = TemplateVersionFactory()
    first = SectionFactory(version=version, heading="各类教育", department_name="基础教育科")
    child = SectionFactory(version=version, parent=first, level=2, heading="学前教育")
    PhraseFactory(section=child, text="好。")
    PhraseFactory(section=child, text="{{ 没有的 }}")
    page = desk.get(workshop(version))
    lines = [
        (line.marker, str(line.section), depth, line.phrases, line.problems) for line, depth in lines_of(page)
    ]
    assert lines == [("一、", "各类教育", 0, 0, 0), ("（一）", "学前教育", 1, 2, 1)]
    assert "基础教育科" in text(page)
    assert "需要改正的1处" in text(page)
    assert "“学前教育”第2句第1行：" in text(page)
    assert reverse("assembly:version_paper", args=[version.pk]) in page.content.decode()


def test_title_and_salutation_are_saved(desk):
    version = TemplateVersionFactory()
    form = {"title": "{{ 年度 }}年总结", "salutation": "同志们：", "has_sign_off": "on", "note": "初版"}
    form["due_days"] = "20"
    desk.post(workshop(version), form | seen(desk, workshop(version)))
    version.refresh_from_db()
    assert (version.title, version.salutation, version.due_days, version.note) == (
        "{{ 年度 }}年总结",
        "同志们：",
        20,
        "初版",
    )


def test_a_faulty_title_is_told_at_its_place_and_stays_typed(desk):
    version = TemplateVersionFactory()
    page = desk.post(workshop(version), {"title": "{{ 年度 年总结", "salutation": ""})
    assert page.context["adminform"].errors["title"][0].startswith("第1行：")
    assert "{{ 年度 年总结" in page.content.decode()


def test_publishing_says_what_follows(desk):
    version = SectionFactory().version
    page = desk.post(url("templateversion_publish", version.pk), follow=True)
    assert said(page) == [f"“{version}”已发布，以后新建的初稿使用这一版。"]
    assert TemplateVersion.objects.get().state == VersionState.PUBLISHED
    assert "复制为新版本" in page.content.decode()


def test_publishing_with_faults_leads_to_the_list_of_them(desk):
    version = PhraseFactory(text="{{ 没有的 }}").section.version
    page = desk.post(url("templateversion_publish", version.pk), follow=True)
    assert said(page) == ["还有措辞错误，没有发布；请先改好下面列出的问题。"]
    assert "需要改正的1处" in text(page)
    assert TemplateVersion.objects.get().state == VersionState.EDITING


def test_publishing_twice_or_nothing_is_refused_in_words(desk):
    empty, published = TemplateVersionFactory(), published_version()
    assert "还没有章节" in said(desk.post(url("templateversion_publish", empty.pk), follow=True))[0]
    assert "已经发布" in said(desk.post(url("templateversion_publish", published.pk), follow=True))[0]


def test_a_published_version_can_be_retired(desk):
    version = published_version()
    page = desk.post(url("templateversion_retire", version.pk), follow=True)
    assert said(page) == [f"“{version}”已停用，不能再用它新建初稿。"]
    assert "不能停用" in said(desk.post(url("templateversion_retire", version.pk), follow=True))[0]


def test_a_copy_opens_and_a_second_one_leads_to_the_first(desk):
    version = published_version()
    page = desk.post(url("templateversion_copy", version.pk), follow=True)
    copy = TemplateVersion.objects.get(state=VersionState.EDITING)
    assert page.redirect_chain[-1][0] == workshop(copy)
    page = desk.post(url("templateversion_copy", version.pk), follow=True)
    assert f"“{copy}”正在编辑中" in said(page)[0]
    assert f'<a href="{workshop(copy)}">' in said(page)[0]


@pytest.mark.parametrize(
    "step", ["templateversion_publish", "templateversion_retire", "templateversion_copy"]
)
def test_the_steps_of_a_version_are_not_taken_by_looking(desk, step):
    assert desk.get(url(step, TemplateVersionFactory().pk)).status_code == 405


def test_a_version_to_edit_can_be_deleted_while_another_stays(desk):
    version = published_version()
    desk.post(url("templateversion_copy", version.pk))
    copy = TemplateVersion.objects.get(state=VersionState.EDITING)
    address = url("templateversion_delete", copy.pk)
    desk.post(address, {"post": "yes"} | seen(desk, address))
    assert list(TemplateVersion.objects.all()) == [version]
    only = TemplateVersionFactory()
    assert desk.post(url("templateversion_delete", only.pk), {"post": "yes"}).status_code == 403


def test_versions_and_sections_have_no_list_of_their_own(desk):
    for name in ("templateversion_changelist", "section_changelist"):
        assert desk.get(url(name)).url == url("reporttemplate_changelist")
    assert desk.get(url("templateversion_add")).status_code == 403
    apps = desk.get(reverse("admin:index")).context["app_list"]
    assert {model["object_name"] for app in apps for model in app["models"]} == {
        "ReportTemplate",
        "LayoutProfile",
        "MetricDefinition",
        "Term",
    }
