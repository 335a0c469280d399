"""All sections of a version on one page: department, days, length, saved together."""

import pytest
from django.urls import reverse

from edusum.library.bulk import Settings
from edusum.library.models import Section
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.library.admin.reading import said, text, workshop
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def desk(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    return client


@pytest.fixture
def version():
    version = TemplateVersionFactory()
    for heading, department in (("甲", "基教科"), ("乙", "办公室"), ("丙", "基教科")):
        SectionFactory(
            version=version, heading=heading, department_name=department, suggested_min=100, suggested_max=300
        )
    return version


def address(version):
    return reverse("library:sections_edit", args=[version.pk])


def opened(desk, version):
    """What the page sends when nothing is changed on it."""
    sheet = desk.get(address(version)).context["sheet"]
    return sent_by(sheet)


def sent_by(sheet):
    fields = [row[name] for row in sheet for name in row.fields]
    return {field.html_name: field.value() for field in fields if field.value() not in {None, False}}


def field(section, name):
    return f"s{section.pk}-{name}"


def named(version, heading):
    return version.sections.get(heading=heading)


def stored(version):
    return list(version.sections.values_list("heading", "department_name", "due_days", "is_optional"))


def test_the_rows_come_in_reading_order_with_their_marks(desk, version):
    SectionFactory(version=version, heading="甲一", parent=named(version, "甲"), level=2)
    page = desk.get(address(version))
    rows = [(row.marker, str(row.instance), row.depth) for row in page.context["sheet"]]
    assert rows == [("一、", "甲", 0), ("（一）", "甲一", 1), ("二、", "乙", 0), ("三、", "丙", 0)]


def test_departments_in_use_are_offered(desk, version, bureau):
    DepartmentFactory(bureau=bureau, name="督导室")
    DepartmentFactory(name="别处的科")
    page = desk.get(address(version))
    assert page.context["known"] == ["督导室"]
    assert page.context["sheet"].departments == ["基教科", "办公室"]


def test_one_save_stores_all_changed_rows(desk, version):
    first, second = named(version, "甲"), named(version, "乙")
    form = opened(desk, version) | {
        field(first, "department_name"): "学前科",
        field(first, "due_days"): "12",
        field(second, "is_optional"): "on",
    }
    page = desk.post(address(version), form, follow=True)
    assert page.redirect_chain[-1][0] == workshop(version)
    assert said(page) == ["已保存 2 节的改动。"]
    assert stored(version) == [
        ("甲", "学前科", 12, False),
        ("乙", "办公室", None, True),
        ("丙", "基教科", None, False),
    ]


def test_saving_nothing_new_says_so(desk, version):
    assert said(desk.post(address(version), opened(desk, version), follow=True)) == ["没有改动，无需保存。"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due_days": "0"}, "确保该值大于或等于1"),
        ({"due_days": "400"}, "确保该值小于或等于366"),
        ({"due_days": "三"}, "输入整数"),
        ({"department_name": "科" * 41}, "不超过40字符"),
        ({"suggested_min": "500"}, "建议字数的上限不能小于下限。"),
    ],
)
def test_one_fault_is_told_in_place_and_nothing_is_saved(desk, version, change, sentence):
    before = stored(version)
    first, second = named(version, "甲"), named(version, "乙")
    form = opened(desk, version) | {field(second, "department_name"): "督导室"}
    form |= {field(first, name): value for name, value in change.items()}
    page = desk.post(address(version), form)
    assert page.status_code == 422
    assert sentence in text(page)
    assert "有1节填写有误，已在下面标出，没有保存。" in text(page)
    assert 'value="督导室"' in page.content.decode()
    assert stored(version) == before


def test_a_row_that_another_changed_is_told_and_nothing_is_lost(desk, version):
    first, second = named(version, "甲"), named(version, "乙")
    form = opened(desk, version) | {field(first, "department_name"): "我的科", field(second, "due_days"): "9"}
    Section.objects.filter(pk=first.pk).update(department_name="别人的科")

    page = desk.post(address(version), form)

    assert page.status_code == 422
    assert "有1节已被别人改过" in text(page)
    assert "别人已改为：别人的科，不限期，100–300字。" in text(page)
    rows = {str(row.instance): row for row in page.context["sheet"]}
    assert rows["甲"].stored == Settings("别人的科", None, False, 100, 300)
    assert (rows["甲"]["department_name"].value(), rows["乙"]["due_days"].value()) == ("我的科", "9")
    assert named(version, "乙").due_days is None
    assert said(desk.post(address(version), sent_by(page.context["sheet"]), follow=True)) == [
        "已保存 2 节的改动。"
    ]
    assert named(version, "甲").department_name == "我的科"


def test_rows_that_one_left_alone_keep_what_others_made_of_them(desk, version):
    form = opened(desk, version) | {field(named(version, "乙"), "due_days"): "9"}
    version.sections.filter(heading="甲").update(department_name="别人的科", heading="甲改")
    assert said(desk.post(address(version), form, follow=True)) == ["已保存 1 节的改动。"]
    assert stored(version)[:2] == [("甲改", "别人的科", None, False), ("乙", "办公室", 9, False)]


def test_sections_that_are_gone_or_new_meanwhile_are_no_stumbling_block(desk, version):
    first, second = named(version, "甲"), named(version, "乙")
    form, gone = opened(desk, version), field(first, "due_days")
    first.delete()
    SectionFactory(version=version, heading="丁")
    page = desk.post(address(version), form | {field(second, "due_days"): "9"}, follow=True)
    assert said(page) == ["已保存 1 节的改动。"]
    page = desk.post(address(version), form | {gone: "9"})
    assert "有1节已被别人删除" in text(page)
    assert named(version, "丁").due_days is None


def test_a_whole_department_is_renamed_to_be_looked_at_and_then_saved(desk, version):
    second = named(version, "乙")
    form = opened(desk, version) | {field(second, "due_days"): "9", "old": "基教科", "new": "义教科"}
    page = desk.post(address(version), form | {"replace": "1"})
    assert "已把2节的“基教科”改为“义教科”，还没有保存" in text(page)
    assert stored(version)[0] == ("甲", "基教科", None, False)
    assert [row.was_replaced for row in page.context["sheet"]] == [True, False, True]
    desk.post(address(version), sent_by(page.context["sheet"]))
    assert stored(version) == [
        ("甲", "义教科", None, False),
        ("乙", "办公室", 9, False),
        ("丙", "义教科", None, False),
    ]


def test_renaming_without_saying_which_department_is_told(desk, version):
    page = desk.post(address(version), opened(desk, version) | {"replace": "1", "old": "", "new": "义教科"})
    assert (page.status_code, "请先选定要改的科室" in text(page)) == (422, True)


@pytest.mark.parametrize("seen", ["", "x", "[]", '["甲", {}, 1, 2, 3]', "null"])
def test_a_broken_mark_changes_nothing_by_itself(desk, version, seen):
    before = stored(version)
    form = opened(desk, version) | {field(named(version, "甲"), "seen"): seen}
    desk.post(address(version), form)
    assert stored(version) == before


def test_a_published_version_leads_back_and_keeps_what_was_typed(desk):
    section = published_version().sections.get()
    page = desk.get(address(section.version), follow=True)
    assert page.redirect_chain[-1][0] == workshop(section.version)
    assert "已经发布" in said(page)[0]
    sent = {field(section, "department_name"): "办公室", field(section, "seen"): "[]"}
    page = desk.post(address(section.version), sent)
    assert (page.status_code, "已经发布" in text(page)) == (422, True)
    assert 'value="办公室"' in page.content.decode()


def test_an_empty_version_says_what_to_do_first(desk):
    assert "还没有章节" in text(desk.get(address(TemplateVersionFactory())))


def test_three_sections_take_as_many_queries_as_one(desk):
    version = SectionFactory().version
    one = queries_of(lambda: desk.get(address(version)))
    SectionFactory.create_batch(2, version=version)
    assert queries_of(lambda: desk.get(address(version))) == one


@pytest.mark.parametrize("seen", [None, "", "x"])
def test_a_row_without_a_readable_mark_overwrites_nothing_and_is_shown(desk, version, seen):
    row = named(version, "甲")
    form = opened(desk, version) | {field(row, "department_name"): "办公室", field(row, "seen"): seen}
    page = desk.post(address(version), {name: value for name, value in form.items() if value is not None})
    assert (page.status_code, "别人已改为：基教科" in text(page)) == (422, True)
    assert stored(version)[0][1] == "基教科"
    desk.post(address(version), sent_by(page.context["sheet"]))
    assert stored(version)[0][1] == "办公室"
