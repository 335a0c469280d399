"""A paper that was written elsewhere comes in as a finished draft."""

import datetime as dt

import pytest

from edusum.common.errors import EdusumError
from edusum.drafts.arriving import Arriving, Cover, take_in_paper
from edusum.drafts.errors import DepartmentError, DraftExistsError, OutlineError, UnreadableTextError
from edusum.drafts.models import Draft
from edusum.drafts.outline import read_outline
from edusum.metrics.models import ValueLock
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, member, published_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def version():
    return published_version({"学前教育": ["平稳。"], "义务教育": ["平稳。"], "职业教育": ["平稳。"]})


@pytest.fixture
def take_in(bureau, version, editor):
    def take(*sections, year=2020, cover=None, **fields):
        return take_in_paper(
            **({"bureau": bureau, "version": version, "actor": editor, "note": "旧稿入库"} | fields),
            year=year,
            sections=sections,
            cover=cover or Cover(),
        )

    return take


@pytest.fixture
def keys(version):
    return {section.heading: section.key for section in version.sections.all()}


def kept(draft):
    """Depth and heading of what the paper has, in reading order."""
    return [
        (place.depth, place.heading)
        for place in read_outline(draft)
        if not (place.row and place.row.is_omitted)
    ]


def test_sections_in_the_templates_order_stay_at_their_places(take_in, keys):
    draft = take_in(
        Arriving("学前教育", "好。", keys["学前教育"]), Arriving("职业教育", "好。", keys["职业教育"])
    )
    assert kept(draft) == [(0, "学前教育"), (0, "职业教育")]
    assert set(draft.section_texts.values_list("own_rank", flat=True)) == {None}


def test_sections_in_another_order_stand_as_the_paper_has_them(take_in, keys):
    draft = take_in(
        Arriving("职业教育", "好。", keys["职业教育"]),
        Arriving("校园安全", "好。"),
        Arriving("校车", "好。", parent=1),
        Arriving("幼儿教育", "好。", keys["学前教育"]),
    )
    assert kept(draft) == [(0, "职业教育"), (0, "校园安全"), (1, "校车"), (0, "幼儿教育")]


def test_the_cover_keeps_what_differs_from_the_templates_words(take_in, keys):
    cover = Cover("示例区教育局2020年工作总结", "示例区教育和体育局", dt.date(2021, 1, 8))
    draft = take_in(Arriving("学前教育", "好。", keys["学前教育"]), cover=cover)
    assert (draft.own_title, draft.own_signatory, draft.sign_date) == (
        "",
        "示例区教育和体育局",
        dt.date(2021, 1, 8),
    )


def test_what_it_names_is_held(take_in, keys):
    MetricDefinitionFactory(name="幼儿园数", unit="所")
    take_in(Arriving("学前教育", "有{{ 幼儿园数 }}。", keys["学前教育"]))
    assert list(ValueLock.objects.values_list("metric__name", "year")) == [("幼儿园数", 2020)]


@pytest.mark.parametrize(
    ("sections", "error", "words"),
    [
        ([Arriving("甲", "好。", "gone")], OutlineError, "模板里的章节刚有变动"),
        ([Arriving("甲", "{{ 没有的指标 }}")], UnreadableTextError, "没有的指标"),
        ([Arriving("甲", "好" * 20_001)], EdusumError, "“甲”有 20001 字"),
        ([Arriving(f"第{number}件", "好。") for number in range(61)], OutlineError, "超过 60 节"),
        (
            [Arriving(f"第{number}层", "好。", parent=number - 1 if number else None) for number in range(5)],
            OutlineError,
            "最多 4 层",
        ),
    ],
)
def test_what_cannot_be_kept_so_is_told_and_nothing_is_stored(take_in, sections, error, words):
    with pytest.raises(error, match=words):
        take_in(*sections)
    assert not Draft.objects.exists()


def test_a_second_one_of_that_year_is_refused(take_in, keys):
    section = Arriving("学前教育", "好。", keys["学前教育"])
    first = take_in(section)
    with pytest.raises(DraftExistsError) as told:
        take_in(section)
    assert told.value.draft_id == first.pk


def test_a_departments_paper_needs_its_department(take_in):
    version = published_version({"工作": ["平稳。"]}, report_template__genre="department_summary")
    with pytest.raises(DepartmentError):
        take_in(Arriving("工作", "好。"), version=version)
