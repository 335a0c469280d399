import pytest

from edusum.intake.correcting import give_metric
from edusum.intake.matching import Matcher
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, SourceDocumentFactory, member

pytestmark = pytest.mark.django_db

TEXT = "示例区教育局2024年工作总结\n一、办学\n全区有幼儿园48所，小学教师1200人。"


@pytest.fixture
def kindergartens():
    return MetricDefinitionFactory(name="幼儿园数", unit="所", synonyms=["幼儿园所数"], domain="学前教育")


def test_a_figure_of_the_same_name_and_unit_is_sure(kindergartens):
    matcher = Matcher(BureauFactory())
    found = [
        matcher.sure(label, unit)
        for label, unit in [
            ("幼儿园数", "所"),
            ("幼儿园所数", "所"),
            ("全区幼儿园", "所"),
            ("幼兒園數", "所"),
        ]
    ]
    assert found == [kindergartens] * 4
    assert [matcher.sure("幼儿园数", "人"), matcher.sure("公办幼儿园数", "所"), matcher.sure("", "所")] == [
        None
    ] * 3


def test_units_that_count_the_same_are_no_difference():
    students = MetricDefinitionFactory(name="在校生数", unit="人")
    assert [Matcher(BureauFactory()).sure("在校生", unit) for unit in ("万人", "名", "所")] == [
        students,
        students,
        None,
    ]


def test_near_names_are_offered_the_likeliest_first_with_the_reason(kindergartens):
    public = MetricDefinitionFactory(name="公办幼儿园数", unit="所", domain="学前教育")
    MetricDefinitionFactory(name="校舍面积", unit="平方米", domain="基本建设")
    offered = Matcher(BureauFactory()).proposals("公办园幼儿园数", "所")
    assert [(item.metric, item.reason) for item in offered] == [
        (public, "名称相近"),
        (kindergartens, "名称相近"),
    ]
    other_unit = Matcher(BureauFactory()).proposals("幼儿园数", "人")
    assert [(item.metric, item.reason) for item in other_unit] == [(kindergartens, "名称相同，但单位不同")]


def test_what_is_sure_is_taken_when_a_paper_is_read(kindergartens):
    document = SourceDocumentFactory(text=TEXT)
    row = document.quantities.get(value="48")
    assert (row.metric, row.is_metric_confirmed) == (kindergartens, False)


def test_what_a_person_chose_is_taken_the_next_time_in_this_bureau_alone():
    teachers = MetricDefinitionFactory(name="义务教育教师", unit="人")
    document = SourceDocumentFactory(text=TEXT)
    editor = member(document.bureau, Role.EDITOR)
    row = document.quantities.get(value="1200")
    give_metric(quantity=row, metric=teachers, actor=editor)
    later = SourceDocumentFactory(text=TEXT.replace("1200", "1300"), bureau=document.bureau)
    elsewhere = SourceDocumentFactory(text=TEXT)
    assert [later.quantities.get(value="1300").metric, elsewhere.quantities.get(value="1200").metric] == [
        teachers,
        None,
    ]
