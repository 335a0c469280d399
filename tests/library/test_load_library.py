from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusum.library import services
from edusum.library.enums import VersionState
from edusum.library.files import read_library
from edusum.library.loading import trusted
from edusum.library.models import Phrase, PhraseMetric, ReportTemplate, Section, TemplateVersion
from edusum.metrics.models import MetricDefinition
from tests.library.library_files import ENROLMENT, RATIO, run, template


def refusal(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value)


@pytest.mark.django_db
def test_everything_new_comes_in_published(library):
    assert run() == [
        "新增 指标 enrolment 在校学生数",
        "新增 指标 ratio 毛入园率",
        "新增 模板 annual 年度总结",
        "1 templates, 2 metrics, 0 lint errors",
    ]
    version = TemplateVersion.objects.get()
    assert (version.number, version.state, version.published_by) == (1, VersionState.PUBLISHED, None)
    tree = [(section.key, depth, section.heading_form) for section, depth in services.section_tree(version)]
    assert tree == [("opening", 0, "none"), ("schools", 0, "own_line"), ("pre-school", 1, "run_in")]
    section = version.sections.get(key="pre-school")
    assert (section.is_added, section.table_caption) == (True, "主要指标")
    assert list(section.phrases.values_list("text", "starts_paragraph")) == [
        ("毛入园率达{{ 毛入园率 }}。", True),
        ("在校生{{ 在校生数 }}。", False),
    ]
    assert [row.metric.code for row in section.table_rows.all()] == ["ratio", "enrolment"]
    assert PhraseMetric.objects.count() == 2


@pytest.mark.django_db
def test_a_percentage_is_bounded_unless_the_file_says_otherwise(library):
    library([ENROLMENT, RATIO, RATIO | {"code": "gross", "name": "甲", "phrase_name": "甲", "maximum": None}])
    run()
    bounds = MetricDefinition.objects.order_by("pk").values_list("minimum", "maximum")
    assert list(bounds) == [(None, None), (0, 100), (0, None)]


@pytest.mark.django_db
def test_loading_again_changes_nothing(library):
    run()
    before = [
        list(model.objects.values()) for model in (MetricDefinition, ReportTemplate, TemplateVersion, Phrase)
    ]
    assert run() == [
        "保留 指标 enrolment 在校学生数",
        "保留 指标 ratio 毛入园率",
        "保留 模板 annual 年度总结",
        "1 templates, 2 metrics, 0 lint errors",
    ]
    assert before == [
        list(model.objects.values()) for model in (MetricDefinition, ReportTemplate, TemplateVersion, Phrase)
    ]


@pytest.mark.django_db
def test_what_was_edited_here_stays_and_is_told(library):
    run()
    MetricDefinition.objects.filter(code="ratio").update(definition_note="我们的口径", decimals=2)
    ReportTemplate.objects.update(name="我们的总结")
    assert run()[1:3] == [
        "冲突 指标 ratio 毛入园率：小数位数、口径与文件不同，按本系统的保留。",
        "冲突 模板 annual 年度总结：模板名称与文件不同，按本系统的保留。",
    ]
    assert MetricDefinition.objects.get(code="ratio").definition_note == "我们的口径"
    assert ReportTemplate.objects.get().name == "我们的总结"


@pytest.mark.django_db
def test_a_changed_file_makes_a_new_version_where_nobody_edited(library):
    run()
    data = template()
    data["sections"][0]["phrases"][0]["text"] = "新的开头。"
    library([ENROLMENT, RATIO], data)
    assert run()[2] == "新增 模板 annual 年度总结 第2版（文件已更新）"
    states = list(TemplateVersion.objects.values_list("number", "state"))
    assert states == [(2, VersionState.PUBLISHED), (1, VersionState.RETIRED)]
    library([ENROLMENT, RATIO], template())
    assert run()[2] == "新增 模板 annual 年度总结 第3版（文件已更新）"


@pytest.mark.django_db
@pytest.mark.parametrize("publish", [True, False])
def test_a_version_edited_here_stays_whatever_the_file_says(library, publish):
    run()
    copy = services.copy_version(version=TemplateVersion.objects.get(), actor=services.SYSTEM)
    if publish:
        services.publish_version(version=copy, actor=services.SYSTEM)
    assert run()[2] == "保留 模板 annual 年度总结"
    data = template()
    data["title"] = "{{ 年度 }}年总结"
    library([ENROLMENT, RATIO], data)
    assert run()[2] == "冲突 模板 annual 年度总结：正文与文件不同，按本系统的保留。"
    assert TemplateVersion.objects.count() == 2


@pytest.mark.django_db
def test_a_template_retired_here_is_not_revived(library):
    run()
    services.retire_version(version=TemplateVersion.objects.get(), actor=services.SYSTEM)
    data = template() | {"title": "{{ 年度 }}年总结"}
    library([ENROLMENT, RATIO], data)
    assert run()[2] == "冲突 模板 annual 年度总结：正文与文件不同，按本系统的保留。"


@pytest.mark.django_db
def test_with_verbosity_0_only_the_count_is_said(library):
    assert run(verbosity=0) == ["1 templates, 2 metrics, 0 lint errors"]


def test_check_reads_files_without_a_database(library):
    assert run("--check") == [
        "合格 指标 enrolment 在校学生数",
        "合格 指标 ratio 毛入园率",
        "合格 模板 annual 年度总结",
        "1 templates, 2 metrics, 0 lint errors",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_faulty_phrases_are_listed_and_nothing_is_loaded(library, arguments):
    data = template()
    data["sections"][0]["phrases"] = [{"text": "好。"}, {"text": "一\n{{ 在校生 }}"}]
    data["sections"][1]["heading"] = "{{ 在校生数 }}"
    library([ENROLMENT, RATIO], data)
    said = StringIO()
    with pytest.raises(CommandError, match="措辞有 2 处错误，什么也没有载入。"):
        call_command("load_library", *arguments, stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("有误 “annual.yaml 第1个一级章节‘无标题’”第2句第2行：")
    assert lines[1].startswith("有误 “annual.yaml 第2个一级章节‘{{ 在校生数 }}’”第1行：")
    assert lines[2:] == ["1 templates, 2 metrics, 2 lint errors"]
    assert not MetricDefinition.objects.exists()


@pytest.mark.django_db
def test_days_marks_and_forms_come_in(library):
    data = template()
    data["sections"][1] |= {"due_days": 20, "marker_style": "yao"}
    data["sections"][0]["phrases"] = [{"text": "详。", "form": "full"}, {"text": "略。", "form": "short"}]
    library([ENROLMENT, RATIO], data)
    run()
    assert Section.objects.values_list("due_days", "marker_style").get(key="schools") == (20, "yao")
    opening = Section.objects.get(key="opening")
    assert list(opening.phrases.values_list("text", "form")) == [("详。", "full"), ("略。", "short")]


@pytest.mark.django_db
def test_a_file_that_says_only_what_older_releases_could_say_has_its_digest_of_then(library):
    run()
    assert TemplateVersion.objects.get().loaded_digest == (
        "6ecf1fd22fecc884735816fb7a169aeb5da40b126af088b72d87b8a987e8fed2"
    )


@pytest.mark.django_db
def test_a_template_takes_as_many_queries_however_long_it_is(library):
    def queries(copies):
        data = template()
        data["sections"] += [
            {**section, "key": f"{section['key']}-{number}", "sections": []}
            for number in range(copies)
            for section in template()["sections"][1:]
        ]
        library([ENROLMENT, RATIO], data)
        with CaptureQueriesContext(connection) as captured:
            run()
        return len(captured)

    queries(1)
    assert queries(2) == queries(5)


@pytest.mark.django_db
def test_what_came_in_as_it_is_is_not_verified_again(library, settings):
    run()
    files = read_library(settings.FIXTURES_ROOT / "library")
    assert [template.place for template in trusted(files)] == ["annual.yaml"]
    library([ENROLMENT], template())
    files = read_library(settings.FIXTURES_ROOT / "library")
    assert trusted(files) == []


@pytest.mark.django_db
def test_a_template_that_came_in_is_refused_once_its_metric_is_gone_from_the_files(library):
    run()
    data = template()
    data["sections"][1]["sections"][0].pop("table")
    library([ENROLMENT], data)
    with pytest.raises(CommandError, match="措辞有 1 处错误"):
        run()


@pytest.mark.django_db
def test_the_real_library_loads_and_loads_again():
    assert run()[-1].endswith(" 0 lint errors")
    assert {line.split()[0] for line in run()[:-1]} == {"保留"}
