"""What is known about a paper is read in few queries, however much it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusum.assembly.services import take_snapshot
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import BureauKind
from edusum.proofreading.knowing import directory_of, known_for_draft, known_for_paper, place_of, settings_of
from edusum.proofreading.known import KnownName, Setting
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    NameEntryFactory,
    RuleSettingFactory,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return BureauFactory(full_name="示例市教育局", short_name="市教育局")


@pytest.fixture
def bureau(city):
    return BureauFactory(full_name="示例区教育局", short_name="区教育局", parent=city)


def test_the_directory_holds_own_names_units_and_departments_and_who_stands_above_is_no_other(bureau, city):
    BureauFactory(full_name="示例区第一中学", short_name="区一中", kind=BureauKind.SCHOOL, parent=bureau)
    BureauFactory(full_name="邻近县教育局", short_name="县教育局", parent=city)
    DepartmentFactory(bureau=bureau, name="基教科")
    DepartmentFactory(bureau=bureau, name="电教科", is_active=False)
    NameEntryFactory(
        bureau=bureau, kind="person", name="何文远", post="局长", rank=1, aliases=["文远同志"], is_former=True
    )
    NameEntryFactory(name="别处的学校")
    directory = directory_of(bureau)
    assert set(directory.names) == {
        KnownName("office", "示例区教育局", ("区教育局",)),
        KnownName("place", "示例区"),
        KnownName("school", "示例区第一中学", ("区一中",)),
        KnownName("office", "基教科"),
        KnownName("office", "电教科", is_former=True),
        KnownName("person", "何文远", ("文远同志",), "局长", 1, is_former=True),
    }
    assert set(directory.others) >= {"邻近县教育局", "邻近县"}
    assert not {"示例市", "示例市教育局", "示例区"} & set(directory.others)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("示例区教育局", "示例区"),
        ("示例县教育和体育局", "示例县"),
        ("示例市教体局", "示例市"),
        ("第一中学", ""),
    ],
)
def test_a_bureau_is_called_after_its_place(name, place):
    assert place_of(BureauFactory.build(full_name=name)) == place


def test_a_bureau_has_its_own_mind_about_rules(bureau):
    RuleSettingFactory(bureau=bureau, rule="a", is_on=False, severity="")
    RuleSettingFactory(bureau=bureau, rule="b", severity="hint")
    RuleSettingFactory(rule="c")
    assert settings_of(bureau) == {"a": Setting(is_on=False), "b": Setting(severity="hint")}


def test_of_a_draft_all_is_known_and_last_years_paper_as_it_went_out(bureau):
    version = published_version({"学前教育": ["全区学前教育稳步发展。"]})
    last = started_draft(bureau=bureau, version=version, year=2024)
    draft = started_draft(bureau=bureau, version=version, year=2025)
    assert "全区学前教育稳步发展。" in known_for_draft(draft).previous
    take_snapshot(draft=last, actor=SYSTEM)
    row = last.section_texts.get()
    row.text, row.state = "后来又改过的话。", "writing"
    row.save()
    known = known_for_draft(draft)
    assert (known.year, known.bureau, known.previous_year, known.genre) == (
        2025,
        "示例区教育局",
        2024,
        "annual_summary",
    )
    assert "后来又改过的话" not in known.previous
    assert known.linker is not None


def test_figures_are_held_against_a_paper_of_ones_own_bureau_and_year_only(bureau):
    metric = MetricDefinitionFactory(name="幼儿园数", unit="所")
    MetricValueFactory(metric=metric, bureau=bureau, year=2025, value=58)
    own = CheckedPaperFactory(bureau=bureau, text="示例区教育局2025年工作总结\n幼儿园58所。")
    foreign = CheckedPaperFactory(bureau=bureau, text="某某学校2025年工作总结\n幼儿园3所。")
    unyeared = CheckedPaperFactory(bureau=bureau, text="示例区教育局有幼儿园58所。")
    given = CheckedPaperFactory(bureau=bureau, year=2025, text="示例区教育局有幼儿园58所。")
    told = [
        (bool(known.figures), known.linker is not None, known.year)
        for known in map(known_for_paper, (own, foreign, unyeared, given))
    ]
    assert told == [(True, True, 2025), (False, False, 2025), (False, False, 0), (True, True, 2025)]


def test_how_much_is_known_takes_no_more_queries(bureau):
    draft = started_draft(bureau=bureau)
    paper = CheckedPaperFactory(bureau=bureau)

    def queries():
        counted = []
        for ask, target in ((known_for_draft, draft), (known_for_paper, paper)):
            ask(target)
            with CaptureQueriesContext(connection) as captured:
                ask(target)
            counted.append(len(captured))
        return counted

    def more():
        NameEntryFactory(bureau=bureau)
        DepartmentFactory(bureau=bureau)
        BureauFactory(parent=bureau)
        BureauFactory()
        RuleSettingFactory(bureau=bureau, rule=f"rule-{RuleSettingFactory._meta.model.objects.count()}")
        MetricValueFactory(bureau=bureau, year=2025, metric=MetricDefinitionFactory())

    more()
    with_one = queries()
    more()
    more()
    assert queries() == with_one
    assert max(with_one) <= 12
