"""Units below a bureau: added, pasted, moved, taken away."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.orgs.enums import Role
from edusum.orgs.models import Bureau
from edusum.orgs.units import LinesError, add_unit, add_units, change_unit, delete_unit, read_lines
from tests.factories import BureauFactory, MetricValueFactory, member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="甲市教育局", kind="city")


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


def below(bureau):
    return sorted(
        Bureau.objects.filter(parent=bureau).values_list("full_name", "short_name", "kind", "local_form")
    )


def paste(bureau, manager, text, kind="school"):
    return add_units(bureau=bureau, above=bureau, kind=kind, text=text, actor=manager)


def test_a_pasted_list_becomes_units_that_call_themselves_by_their_kind(bureau, manager):
    assert paste(bureau, manager, "甲市第一小学\t一小\n\n甲市第二小学\n") == 2
    assert below(bureau) == [
        ("甲市第一小学", "一小", "school", "我校"),
        ("甲市第二小学", "甲市第二小学", "school", "我校"),
    ]


def test_a_line_may_name_the_unit_above(bureau, manager):
    paste(bureau, manager, "甲县教育局", kind="county")
    assert paste(bureau, manager, "甲县一中，一中，甲县教育局") == 1
    assert Bureau.objects.get(full_name="甲县一中").parent.full_name == "甲县教育局"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("一小\n一小", "第 2 行“一小”：在清单里重复了。"),
        ("一小\n甲市教育局", "第 2 行“甲市教育局”：已有同名的单位。"),
        ("一小\n二小\t\t乙县教育局", "第 2 行“二小”：没有叫“乙县教育局”的上级单位。"),
        ("一小\n\t二小", "第 2 行：缺单位全称。"),
        ("一小\n二/小", "第 2 行“二/小”：名称里不能有"),
        ("一小\n" + "长" * 61, "第 2 行“" + "长" * 20 + "”："),
    ],
)
def test_one_wrong_line_and_nothing_is_added(bureau, manager, text, problem):
    if "\t二小" in text:
        text = text.replace("\t二小", ",二小")
    with pytest.raises(LinesError) as refusal:
        paste(bureau, manager, text)
    assert refusal.value.problems[0].startswith(problem)
    assert below(bureau) == []


def test_all_that_is_wrong_is_told_at_once_and_each_thing_once(bureau, manager):
    with pytest.raises(LinesError) as refusal:
        paste(bureau, manager, "一小\n一小\n二/小\n甲市教育局\t\t乙县教育局\n三小\t\t丙县教育局\n,四小")
    assert refusal.value.problems == (
        "第 2 行“一小”：在清单里重复了。",
        "第 3 行“二/小”：名称里不能有括号 {}、尖括号、斜杠、冒号、星号、问号或引号等符号。",
        "第 4 行“甲市教育局”：已有同名的单位。",
        "第 4 行“甲市教育局”：没有叫“乙县教育局”的上级单位。",
        "第 5 行“三小”：没有叫“丙县教育局”的上级单位。",
        "第 6 行：缺单位全称。",
    )
    assert below(bureau) == []


def test_who_stands_under_a_wrong_line_is_not_told_so_too(bureau, manager):
    with pytest.raises(LinesError) as refusal:
        paste(bureau, manager, "甲/县教育局\n乙县教育局\t\t甲/县教育局", kind="county")
    assert [words[:7] for words in refusal.value.problems] == ["第 1 行“甲"]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("单位全称\t简称\t上级单位", "甲县一中\t一中\t甲县教育局"),
        ("序号\t学校名称\t上级单位名称\t简称", "1\t甲县一中\t甲县教育局\t一中"),
    ],
)
def test_a_heading_tells_which_column_is_which(bureau, manager, heading, line):
    county = BureauFactory(parent=bureau, full_name="甲县教育局")
    assert paste(bureau, manager, f"\n{heading}\n{line}\n") == 1
    assert below(county) == [("甲县一中", "一中", "school", "我校")]


def test_a_school_that_is_called_like_a_heading_in_part_is_no_heading(bureau, manager):
    assert paste(bureau, manager, "育才学校\n实验学校") == 2


def test_an_empty_or_endless_list_is_refused(bureau, manager):
    with pytest.raises(EdusumError, match="清单是空的"):
        paste(bureau, manager, " \n\n")
    with pytest.raises(EdusumError, match="一次最多 3000 行"):
        paste(bureau, manager, "\n".join(f"{number}小" for number in range(3001)))


def test_columns_may_be_parted_by_tabs_commas_or_wide_spaces():
    told = [
        (line.full_name, line.short_name, line.above) for line in read_lines("甲,乙,丙\n甲\t\t丙\n甲  乙")
    ]
    assert told == [("甲", "乙", "丙"), ("甲", "", "丙"), ("甲", "乙", "")]


def test_a_unit_moves_under_another_but_never_under_its_own(bureau, manager):
    first, second = BureauFactory.create_batch(2, parent=bureau)
    inner = BureauFactory(parent=first, kind="school")
    change_unit(bureau=bureau, unit=inner, above=second, full_name="一中", short_name="一中", actor=manager)
    inner.refresh_from_db()
    assert (inner.parent, inner.full_name) == (second, "一中")
    for above, refusal in ((inner, "移到它自己或它的下属单位之下"), (second, "移到它自己")):
        with pytest.raises(EdusumError, match=refusal):
            change_unit(
                bureau=bureau, unit=second, above=above, full_name="乙", short_name="乙", actor=manager
            )
    with pytest.raises(EdusumError, match="学校之下不再设单位"):
        change_unit(bureau=bureau, unit=first, above=inner, full_name="甲", short_name="甲", actor=manager)


def test_nobody_reaches_into_another_tree(bureau, manager):
    stranger = BureauFactory()
    with pytest.raises(EdusumError, match="不在本单位之下"):
        change_unit(
            bureau=bureau, unit=stranger, above=bureau, full_name="甲", short_name="甲", actor=manager
        )
    with pytest.raises(EdusumError, match="上级单位不在本单位之下"):
        add_unit(bureau=bureau, above=stranger, kind="school", full_name="甲", actor=manager)
    with pytest.raises(PermissionDenied):
        add_unit(
            bureau=bureau, above=bureau, kind="school", full_name="甲", actor=member(bureau, Role.EDITOR)
        )


def test_a_name_is_taken_once(bureau, manager):
    with pytest.raises(ValidationError, match=r"已存在|唯一|同名|甲市教育局"):
        add_unit(bureau=bureau, above=bureau, kind="school", full_name="甲市教育局", actor=manager)


def test_only_a_unit_without_anything_is_taken_away(bureau, manager):
    empty, filled, inhabited, above = BureauFactory.create_batch(4, parent=bureau)
    MetricValueFactory(bureau=filled)
    member(inhabited, Role.EDITOR)
    BureauFactory(parent=above)
    delete_unit(bureau=bureau, unit=empty, actor=manager)
    for unit in (filled, inhabited, above):
        with pytest.raises(EdusumError, match=r"不能删去|先移走"):
            delete_unit(bureau=bureau, unit=unit, actor=manager)
    assert Bureau.objects.filter(parent=bureau).count() == 3


def test_the_pages_add_move_and_refuse(bureau, manager):
    client = Client()
    client.force_login(manager)
    sent = {"above": bureau.pk, "kind": "county", "full_name": "甲县教育局", "short_name": ""}
    assert client.post(reverse("orgs:unit_create"), sent).status_code == 302
    again = client.post(reverse("orgs:unit_create"), sent)
    assert again.status_code == 422
    county = Bureau.objects.get(full_name="甲县教育局")
    pasted = {"above": county.pk, "kind": "school", "text": "一小\n一小"}
    refused = client.post(reverse("orgs:unit_paste"), pasted)
    assert refused.content.decode().count("第 2 行“一小”：在清单里重复了。") == 1
    assert client.post(reverse("orgs:unit_paste"), pasted | {"text": "一小\n二小"}).url.endswith(
        f"?of={county.pk}"
    )
    page = client.get(reverse("orgs:unit_list"), {"of": county.pk, "q": "二"}).content.decode()
    assert "二小" in page
    assert "一小" not in page
    unit = Bureau.objects.get(full_name="一小")
    moved = {"above": bureau.pk, "full_name": "一小", "short_name": "一小"}
    assert client.post(reverse("orgs:unit_edit", args=[unit.pk]), moved).url == reverse("orgs:unit_list")
    assert client.get(reverse("orgs:unit_list"), {"of": BureauFactory().pk}).status_code == 404


def test_the_list_takes_as_many_queries_for_three_units_as_for_one(bureau, manager):
    client = Client()
    client.force_login(manager)
    address = reverse("orgs:unit_list")
    BureauFactory(parent=bureau)
    before = queries_of(lambda: client.get(address))
    for unit in BureauFactory.create_batch(2, parent=bureau):
        member(unit, Role.EDITOR)
    assert queries_of(lambda: client.get(address)) == before
