"""What stands in the way of the library files is told and left; the rest comes in, and the site starts."""

import pytest

from edusum.library.models import LoadedItem, Phrase, ReportTemplate, Section, TemplateVersion
from edusum.metrics.definitions import delete_definition
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import SYSTEM
from tests.factories import MetricDefinitionFactory
from tests.library.library_files import ENROLMENT, RATIO, run, template

pytestmark = pytest.mark.django_db
LEFT_OUT = "冲突 模板 annual 年度总结：所用的指标“毛入园率”在本系统没有，或者措辞用名不同，没有载入。"
COUNT = "1 templates, 2 metrics, 0 lint errors"


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"phrase_name": "毛入园率", "name": "别的"}, "措辞用名“毛入园率”"),
        ({"name": "毛入园率", "phrase_name": "别的"}, "指标名称“毛入园率”"),
    ],
)
def test_a_name_that_is_taken_here_leaves_the_metric_and_its_templates_out(library, own, sentence):
    MetricDefinitionFactory(code="own", **own)
    told = [
        "新增 指标 enrolment 在校学生数",
        f"冲突 指标 ratio 毛入园率：本系统另有指标（代码 own）用了{sentence}，没有载入。",
        LEFT_OUT,
        COUNT,
    ]
    assert run() == told
    assert run() == ["保留 指标 enrolment 在校学生数", *told[1:]]
    assert sorted(MetricDefinition.objects.values_list("code", flat=True)) == ["enrolment", "own"]
    assert not ReportTemplate.objects.exists()


def test_once_the_name_is_free_all_comes_in(library):
    own = MetricDefinitionFactory(code="own", phrase_name="毛入园率", name="别的")
    run()
    own.delete()
    assert run()[1:3] == ["新增 指标 ratio 毛入园率", "新增 模板 annual 年度总结"]


def test_a_metric_of_the_same_code_that_phrases_call_otherwise_does_not_serve_a_template(library):
    MetricDefinitionFactory(code="ratio", name="毛入园率", phrase_name="入园率", kind="percent", unit="%")
    assert run()[1].startswith("冲突 指标 ratio 毛入园率：措辞用名、")
    assert run()[2] == LEFT_OUT


def test_a_new_version_whose_metric_is_not_here_leaves_the_old_one_in_use(library):
    library([ENROLMENT, RATIO], template() | {"sections": template()["sections"][:1]})
    run()
    delete_definition(definition=MetricDefinition.objects.get(code="ratio"), actor=SYSTEM)
    library([ENROLMENT, RATIO], template())
    assert run()[1:3] == ["跳过 指标 ratio 毛入园率：已在本系统删除，不再载入。", LEFT_OUT]
    assert (TemplateVersion.objects.count(), Section.objects.count(), Phrase.objects.count()) == (1, 1, 1)


def test_a_metric_that_was_deleted_here_does_not_come_back(library):
    library([ENROLMENT, RATIO])
    run()
    delete_definition(definition=MetricDefinition.objects.get(code="ratio"), actor=SYSTEM)
    told = [
        "保留 指标 enrolment 在校学生数",
        "跳过 指标 ratio 毛入园率：已在本系统删除，不再载入。",
        "0 templates, 2 metrics, 0 lint errors",
    ]
    assert [run(), run()] == [told, told]
    assert list(MetricDefinition.objects.values_list("code", flat=True)) == ["enrolment"]


def test_a_template_that_is_gone_does_not_come_back(library):
    LoadedItem.objects.create(kind="template", code="annual")
    assert run()[2] == "跳过 模板 annual 年度总结：已在本系统删除，不再载入。"
    assert not ReportTemplate.objects.exists()


def test_what_was_made_anew_here_under_the_same_code_is_kept_as_it_is(library):
    library([ENROLMENT, RATIO])
    run()
    delete_definition(definition=MetricDefinition.objects.get(code="ratio"), actor=SYSTEM)
    MetricDefinitionFactory(
        **RATIO | {"unit": "%", "minimum": 0, "maximum": 100, "definition_note": "我们的"}
    )
    assert run()[1] == "冲突 指标 ratio 毛入园率：口径与文件不同，按本系统的保留。"


def test_each_thing_that_came_in_is_remembered_once(library):
    run()
    run()
    assert list(LoadedItem.objects.values_list("kind", "code")) == [
        ("metric", "enrolment"),
        ("metric", "ratio"),
        ("template", "annual"),
    ]
