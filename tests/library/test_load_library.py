from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from edusum.library import services
from edusum.library.enums import VersionState
from edusum.library.models import Phrase, PhraseMetric, ReportTemplate, TemplateVersion
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
    bounds = MetricDefinition.objects.values_list("minimum", "maximum")
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
    assert lines[0].startswith("有误 “annual.yaml sections[0]（opening）”第2句第2行：")
    assert lines[1].startswith("有误 “annual.yaml sections[1]（schools）”第1行：")
    assert lines[2:] == ["1 templates, 2 metrics, 2 lint errors"]
    assert not MetricDefinition.objects.exists()


def change(*path, to):
    """The template with one place changed; None takes it out."""

    def apply(data):
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        if to is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = to

    return apply


PRE_SCHOOL = ("sections", 1, "sections", 0)
FAULTS = {
    "an unknown key": (change("author", to="甲"), "annual.yaml：没有“author”这个键"),
    "an unknown key of a section": (change(*PRE_SCHOOL, "colour", to=1), "sections[0]：没有“colour”这个键"),
    "a missing key": (change("title", to=None), "annual.yaml：缺少“title”。"),
    "a newer schema": (change("schema", to=2), "annual.yaml：文件格式应为 schema: 1，不是 2"),
    "another code than the file": (
        change("code", to="other"),
        "annual.yaml：代码“other”须与文件名“annual”一致。",
    ),
    "an unknown genre": (change("genre", to="poem"), "annual.yaml genre："),
    "text for a number": (
        change("sections", 0, "level", to="1"),
        "annual.yaml sections[0] level：这里应当是整数，不是 '1'。",
    ),
    "yes for text": (change("name", to=True), "annual.yaml name：这里应当是文字"),
    "a level too deep": (change(*PRE_SCHOOL, "level", to=5), "（pre-school） level："),
    "a level above its parent": (
        change(*PRE_SCHOOL, "level", to=1),
        "（pre-school）：层次须大于上级章节的层次（1）。",
    ),
    "a repeated key": (change(*PRE_SCHOOL, "key", to="opening"), "（pre-school）：标识“opening”出现了两次。"),
    "a heading too many": (change("sections", 0, "heading", to="多余"), "（opening）：无标题的章节不填标题"),
    "a heading too few": (change("sections", 1, "heading", to=""), "（schools）：无标题的章节不填标题"),
    "level 0 with a heading": (
        change(*PRE_SCHOOL, "level", to=0),
        "（pre-school） level：层次 0 只用于没有标题的导语、结语",
    ),
    "a level for what has no heading": (
        change("sections", 0, "level", to=1),
        "（opening） level：没有标题的章节是导语、结语，层次填 0；要有标题的，请改选标题形式。",
    ),
    "an unknown form": (change(*PRE_SCHOOL, "heading_form", to="x"), "（pre-school） heading_form："),
    "a metric that is not defined": (
        change(*PRE_SCHOOL, "table", "metrics", to=["nobody"]),
        "（pre-school）：指标表里的代码“nobody”没有定义。",
    ),
    "a metric twice in a table": (
        change(*PRE_SCHOOL, "table", "metrics", to=["ratio", "ratio"]),
        "指标“ratio”出现了两次。",
    ),
    "an empty phrase": (
        change("sections", 0, "phrases", 0, "text", to=" "),
        "（opening）：有一句措辞没有文字。",
    ),
    "lengths the wrong way round": (
        change("sections", 1, "suggested", to=[200, 100]),
        "建议字数应当是 [下限, 上限]。",
    ),
    "sections that are no list": (change("sections", to="甲"), "annual.yaml sections：这里应当是列表"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_template_that_is_not_as_it_must_be_is_refused_with_its_place(library, fault):
    apply, sentence = FAULTS[fault]
    data = template()
    apply(data)
    library([ENROLMENT, RATIO], data)
    place = sentence.replace("（pre-school）：标识", "：标识")
    assert place.partition("（pre-school）")[0] in refusal("--check")
    assert sentence.rpartition("：")[2] in refusal("--check")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("schema: 1\nschema: 1", "annual.yaml 第2行：不是合格的 YAML：键“schema”写了两次。"),
        ("a: &a [*a]", "annual.yaml 第1行：不是合格的 YAML：不能使用引用（*）。"),
        ("a: [1", "annual.yaml 第1行：不是合格的 YAML："),
        ("!!python/object:os.system {}", "不是合格的 YAML"),
        ("只有文字", "annual.yaml：这里应当是一组“键: 值”。"),
        ("a: \x00", "annual.yaml：不是合格的 YAML"),
        ("x: " + "[" * 3000, "不是合格的 YAML"),
        ("#" * 2_000_001, "annual.yaml：文件超过 2 MB"),
    ],
)
def test_a_file_that_is_no_template_is_refused(library, text, sentence):
    library([ENROLMENT], text)
    assert sentence in refusal("--check")


def test_a_file_in_another_encoding_is_refused(library, settings):
    (settings.FIXTURES_ROOT / "library" / "templates" / "annual.yaml").write_bytes("名称".encode("gbk"))
    assert refusal("--check") == "annual.yaml：文件不是 UTF-8 编码的文本，请另存为 UTF-8。"


def test_a_missing_file_is_told(settings, tmp_path):
    settings.FIXTURES_ROOT = tmp_path
    assert refusal("--check").startswith("metrics.yaml：文件读不到")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phrase_name": "在校 生"}, "metrics.yaml 第1条 phrase_name：名称“在校 生”只能由汉字"),
        ({"phrase_name": "年度"}, "metrics.yaml 第1条 phrase_name：措辞里的“年度”已另有用途"),
        ({"phrase_name": "同比"}, "metrics.yaml 第1条 phrase_name：措辞里的“同比”已另有用途"),
        ({"decimals": 9}, "metrics.yaml 第1条 decimals："),
        ({"kind": "colour"}, "metrics.yaml 第1条 kind："),
        ({"minimum": "0"}, "metrics.yaml 第1条 minimum：这里应当是数，不是 '0'。"),
        ({"code": "ratio"}, "metrics.yaml 第2条：代码“ratio”出现了两次。"),
        ({"phrase_name": "毛入园率"}, "metrics.yaml 第2条：措辞用名“毛入园率”出现了两次。"),
    ],
)
def test_a_metric_that_is_not_as_it_must_be_is_refused_with_its_place(library, change, sentence):
    library([ENROLMENT | change, RATIO])
    assert sentence in refusal("--check")


@pytest.mark.django_db
def test_the_real_library_loads_and_loads_again():
    assert run()[-1].endswith(" 0 lint errors")
    assert {line.split()[0] for line in run()[:-1]} == {"保留"}
