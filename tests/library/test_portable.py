import pytest

from edusum.library.files import PhraseFile, SectionFile, TemplateFile, handed_in
from edusum.library.portable import export_text, file_name, plain_file_name, template_file, with_metrics
from edusum.metrics.models import Relation
from tests.factories import (
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    related,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

DEFAULTS = {
    "marker_style": "auto",
    "guidance": "",
    "department_name": "",
    "is_optional": False,
    "is_added": False,
    "source": "",
    "due_days": None,
    "suggested_min": None,
    "suggested_max": None,
    "table_caption": "",
}


def codes(file):
    return {metric.code for metric in file.metrics}


def test_a_version_is_one_plain_value():
    version = TemplateVersionFactory(
        report_template__code="annual", report_template__name="年度总结", title="{{ 年度 }}年总结", note="甲"
    )
    later = SectionFactory(version=version, key="b", heading="乙", position=20)
    first = SectionFactory(version=version, key="a", heading="甲", position=10, guidance="一\r\n二")
    inner = SectionFactory(version=version, key="c", heading="丙", level=2, parent=later)
    PhraseFactory(section=first, text="好。\r\n又好。", starts_paragraph=False, form="short")
    TableRowFactory(section=inner, metric__code="pupils")
    own = {"heading_form": "own_line"} | DEFAULTS
    assert template_file(version) == TemplateFile(
        place="年度总结 第1版",
        fields={
            "code": "annual",
            "name": "年度总结",
            "genre": "annual_summary",
            "description": "",
            "source": "",
        },
        version={
            "title": "{{ 年度 }}年总结",
            "salutation": "",
            "has_sign_off": True,
            "due_days": None,
            "note": "甲",
        },
        sections=(
            SectionFile(
                "甲",
                own | {"key": "a", "level": 1, "heading": "甲", "guidance": "一\n二"},
                (PhraseFile("好。\n又好。", False, "short"),),
                (),
                (),
            ),
            SectionFile(
                "乙",
                own | {"key": "b", "level": 1, "heading": "乙"},
                (),
                (),
                (SectionFile("丙", own | {"key": "c", "level": 2, "heading": "丙"}, (), ("pupils",), ()),),
            ),
        ),
    )


def test_a_file_is_named_as_people_call_the_version():
    version = TemplateVersionFactory(
        report_template__code="annual", report_template__name="总结/计划（框架）"
    )
    assert file_name(version) == "总结_计划（框架）第1版.yaml"
    assert plain_file_name(version) == "annual-v1.yaml"


def test_it_takes_along_the_metrics_that_phrases_name_and_tables_list():
    named, listed, _other = MetricDefinitionFactory.create_batch(3)
    phrase = PhraseFactory(text=f"共{{{{ {named.phrase_name} }}}}。")
    TableRowFactory(section=phrase.section, metric=listed)
    assert codes(with_metrics(template_file(phrase.section.version))) == {named.code, listed.code}


def test_with_a_metric_come_its_weight_and_the_terms_of_its_ratio():
    pupils = MetricDefinitionFactory(code="pupils", aggregation="sum")
    entrants = MetricDefinitionFactory(code="entrants", aggregation="sum")
    ratio = MetricDefinitionFactory(code="ratio", percent=True, aggregation="ratio")
    mean = MetricDefinitionFactory(code="mean", percent=True, aggregation="weighted_mean", weight=entrants)
    related(ratio, "ratio_of", numerator=pupils, denominator=entrants)
    related(MetricDefinitionFactory(code="other"), "part_of", whole=pupils)
    row = TableRowFactory(metric=ratio)
    TableRowFactory(section=row.section, metric=mean)
    file = with_metrics(template_file(row.section.version))
    assert codes(file) == {"pupils", "entrants", "ratio", "mean"}
    assert [given.relation.metric for given in file.relations] == ["ratio"]


def test_what_is_exported_can_be_handed_in():
    pupils = MetricDefinitionFactory(aggregation="sum")
    ratio = MetricDefinitionFactory(percent=True, aggregation="ratio", synonyms=["入园率"], sample="75.5")
    related(ratio, "ratio_of", numerator=pupils, denominator=MetricDefinitionFactory(aggregation="sum"))
    row = TableRowFactory(metric=ratio, section__table_caption="主要指标")
    PhraseFactory(section=row.section, text=f"共{{{{ {pupils.phrase_name} }}}}。")
    version = row.section.version
    there = with_metrics(template_file(version))
    again = handed_in(export_text(version).encode(), file_name(version))
    assert again.template.digest == there.template.digest
    assert [metric.fields for metric in again.metrics] == [metric.fields for metric in there.metrics]
    assert [file.relation for file in again.relations] == [file.relation for file in there.relations]


def test_a_domain_that_is_no_more_becomes_another():
    row = TableRowFactory(metric__domain="老领域")
    [metric] = with_metrics(template_file(row.section.version)).metrics
    assert metric.fields["domain"] == "其他"


def test_a_large_version_takes_as_many_queries_as_a_small_one():
    version = TemplateVersionFactory()
    first = TableRowFactory(section__version=version)
    related(first.metric, "part_of", whole=MetricDefinitionFactory())
    few = queries_of(lambda: export_text(version))
    for _ in range(2):
        row = TableRowFactory(section__version=version)
        PhraseFactory(section=row.section, text=f"{{{{ {row.metric.phrase_name} }}}}")
        related(row.metric, "part_of", whole=MetricDefinitionFactory())
    assert queries_of(lambda: export_text(version)) == few
    assert Relation.objects.count() == 3
