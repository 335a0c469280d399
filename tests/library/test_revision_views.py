import pytest
from django.urls import reverse

from edusum.library import services
from edusum.library.services import PhraseInput
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    SectionFactory,
    TemplateVersionFactory,
    VersionRevisionFactory,
    member,
)
from tests.library.admin.reading import section_form, seen
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return member(BureauFactory(), Role.LIBRARY_MANAGER, name="苏景文")


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def section():
    return SectionFactory(heading="学前教育", key="a")


def say(section, actor, text):
    services.save_phrases(section=section, phrases=[PhraseInput(text)], actor=actor)


def url(name, version, *number):
    return reverse(f"library:revision_{name}", args=[version.pk, *number])


def restore(desk, version, number, seen=None):
    seen = version.revisions.first().number if seen is None else seen
    return desk.post(url("restore", version, number), {"seen": seen}, follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_the_list_says_what_was_done_and_by_whom(desk, section, manager):
    say(section, manager, "一。")
    shown = desk.get(url("list", section.version)).content.decode()
    assert "修改“学前教育”的措辞" in shown
    assert "苏景文" in shown
    assert url("compare", section.version, 1) in shown
    assert url("compare", section.version, 2) not in shown


def test_a_version_without_changes_says_so(desk):
    assert "还没有修改" in desk.get(url("list", TemplateVersionFactory())).content.decode()


def test_three_revisions_take_as_many_queries_as_one(desk):
    version = TemplateVersionFactory()
    VersionRevisionFactory(version=version)
    one = queries_of(lambda: desk.get(url("list", version)))
    VersionRevisionFactory.create_batch(2, version=version)
    assert queries_of(lambda: desk.get(url("list", version))) == one


def test_a_revision_is_shown_beside_what_stands_there_now(desk, section, manager):
    say(section, manager, "入园率提高。")
    say(section, manager, "入学率提高。")
    shown = desk.get(url("compare", section.version, 2)).content.decode()
    assert "入<del>园</del>率提高。" in shown
    assert "入<ins>学</ins>率提高。" in shown
    assert "恢复到这一步" in shown


def test_going_back_is_told_and_seen(desk, section, manager):
    say(section, manager, "一。")
    say(section, manager, "二。")
    page = restore(desk, section.version, 2, seen=3)
    assert said(page) == ["已恢复到第 2 次修改后的内容；想撤销，可在修改记录里再恢复到前一步。"]
    assert section.phrases.get().text == "一。"


@pytest.mark.parametrize("outdated", [2, "", "x", "9" * 5000])
def test_what_others_did_meanwhile_is_shown_first(desk, section, manager, outdated):
    say(section, manager, "一。")
    say(section, manager, "二。")
    page = restore(desk, section.version, 2, seen=outdated)
    assert page.status_code == 409
    assert "这一版又有人改过，没有恢复" in page.content.decode()
    assert section.phrases.get().text == "二。"
    assert page.context["newest"] == 3


def test_a_metric_that_is_gone_is_told(desk, section, manager):
    gone = MetricDefinitionFactory(code="gone")
    services.save_table(section=section, metrics=[gone], actor=manager)
    services.save_table(section=section, metrics=[], actor=manager)
    gone.delete()
    assert said(restore(desk, section.version, 2))[1] == "指标表里的gone已从指标库删去，没有恢复。"


def test_a_published_version_is_read_but_does_not_go_back(desk, section, manager):
    say(section, manager, "一。")
    services.publish_version(version=section.version, actor=manager)
    assert "恢复到这一步" not in desk.get(url("compare", section.version, 1)).content.decode()
    assert "已经发布，不能再修改" in said(restore(desk, section.version, 1))[0]


def test_a_revision_of_another_version_is_not_there(desk, section):
    other = VersionRevisionFactory(number=7)
    assert desk.get(url("compare", section.version, other.number)).status_code == 404


def test_one_save_of_a_section_is_one_revision(desk, section):
    metric = MetricDefinitionFactory()
    form = section_form([(1, "好。", True)], [metric], heading="各类教育")
    address = reverse("admin:library_section_change", args=[section.pk])
    desk.post(address, form | seen(desk, address))
    assert [revision.what for revision in section.version.revisions.all()] == [
        "修改“各类教育”的标题、措辞、指标表",
        "修改以前的内容",
    ]


def test_a_new_section_with_its_phrases_is_one_revision(desk, section):
    address = f"{reverse('admin:library_section_add')}?version={section.version_id}"
    desk.post(address, section_form([(1, "好。", True)], heading="校园安全"))
    assert section.version.revisions.first().what == "新增“校园安全”"
    assert section.version.revisions.count() == 2


def test_a_save_that_is_refused_is_none(desk, section):
    form = section_form([(1, "{{ 没有这个 }}", True)], heading="各类教育")
    address = reverse("admin:library_section_change", args=[section.pk])
    desk.post(address, form | seen(desk, address))
    assert not section.version.revisions.exists()


def test_only_looking_is_none(desk, section):
    form = section_form([(1, "好。", True)], show="")
    address = reverse("admin:library_section_change", args=[section.pk])
    desk.post(address, form | seen(desk, address))
    assert not section.version.revisions.exists()


def test_what_an_earlier_release_wrote_and_nobody_can_read_is_told(desk, section):
    VersionRevisionFactory(version=section.version, number=1, content={"schema": 0})
    page = desk.get(url("compare", section.version, 1), follow=True)
    assert said(page) == ["第 1 次修改后的内容是较早的格式，现在读不出来，没法对照。"]
