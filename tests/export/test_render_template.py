import docx
import pytest
from django.core.management import CommandError, call_command

from edusum.export.management.commands.render_template import Command
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    ReportTemplateFactory,
    TableRowFactory,
    TemplateVersionFactory,
    published_version,
)

pytestmark = pytest.mark.django_db

PHRASES = {"一年工作": ["{{ 本地 }}共有幼儿园{{ 幼儿园数 }}。"]}


@pytest.fixture
def kindergartens():
    return MetricDefinitionFactory(name="幼儿园数", unit="所", sample="58")


def test_a_template_is_written_with_sample_figures(tmp_path, capsys, kindergartens):
    version = published_version(PHRASES, report_template__code="annual")
    out = tmp_path / "总结.docx"
    call_command("render_template", "annual", "--sample", "--year", "2025", out)
    assert _paragraphs(out) == [
        "示例区教育局2025年工作总结",
        "一、一年工作",
        "我区共有幼儿园58所。",
        "示例区教育局",
        "2026年1月8日",
    ]
    assert capsys.readouterr().out == f"{_named(version)}已写入 {out}：共 1 节，1 处数值，其中 0 处待补。\n"


def test_with_a_bureau_its_own_figures_and_gaps_are_written(tmp_path, capsys, kindergartens):
    bureau = BureauFactory(local_form="我县")
    MetricValueFactory(metric=kindergartens, bureau=bureau, year=2024, value=7)
    published_version(PHRASES, report_template__code="annual")
    for year, said, gaps in (
        (2024, "我县共有幼儿园7所。", 0),
        (2025, "我县共有幼儿园【待补：幼儿园数】。", 1),
    ):
        call_command("render_template", "annual", "--bureau", bureau.pk, "--year", year, tmp_path / "a.docx")
        assert said in _paragraphs(tmp_path / "a.docx")
        assert f"1 处数值，其中 {gaps} 处待补。" in capsys.readouterr().out


def test_a_version_in_editing_is_written_where_none_is_published(tmp_path, capsys):
    section = TableRowFactory(section__version__report_template__code="annual").section
    call_command("render_template", "annual", tmp_path / "a.docx")
    assert f"{_named(section.version)}已写入" in capsys.readouterr().out


def test_the_published_version_is_preferred_to_a_newer_one_in_editing(tmp_path, capsys):
    published = published_version(report_template__code="annual")
    TemplateVersionFactory(report_template=published.report_template)
    call_command("render_template", "annual", tmp_path / "a.docx")
    assert capsys.readouterr().out.startswith(f"{_named(published)}已写入")


def test_a_bureaus_own_template_comes_before_the_shared_one_of_that_code(tmp_path, capsys):
    bureau = BureauFactory()
    shared = published_version(report_template__code="annual", report_template__name="共用")
    own = published_version(
        report_template__code="annual", report_template__name="自用", report_template__bureau=bureau
    )
    for options, version in ((["--bureau", bureau.pk], own), (["--sample"], shared)):
        call_command("render_template", "annual", *options, tmp_path / "a.docx")
        assert capsys.readouterr().out.startswith(f"{_named(version)}已写入")


def test_a_private_template_can_be_shown_with_samples_if_its_code_is_one_bureaus_alone(tmp_path, capsys):
    published_version(report_template__code="annual", report_template__bureau=BureauFactory())
    call_command("render_template", "annual", tmp_path / "a.docx")
    published_version(report_template__code="annual", report_template__bureau=BureauFactory())
    with pytest.raises(
        CommandError, match=r"^有 2 个单位有代码为“annual”的专用模板，请用 --bureau 指明单位。$"
    ):
        call_command("render_template", "annual", tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing"], "没有代码为“nothing”的报告模板。"),
        (["annual", "--bureau", "7777"], "没有编号为 7777 的单位。"),
        (["annual", "--year", "3000"], "年度须在 1949 至 2100 之间，不能是 3000。"),
        (["annual", "--year", "0"], "年度须在 1949 至 2100 之间，不能是 0。"),
        (["empty"], "模板“空模板”还没有任何版本。"),
    ],
)
def test_what_is_not_there_is_one_sentence(tmp_path, arguments, sentence):
    published_version(report_template__code="annual")
    ReportTemplateFactory(code="empty", name="空模板")
    with pytest.raises(CommandError) as refused:
        call_command("render_template", *arguments, tmp_path / "x.docx")
    assert str(refused.value) == sentence
    assert not (tmp_path / "x.docx").exists()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    published_version(report_template__code="annual")
    with pytest.raises(CommandError, match=r"^无法写入 .*。$"):
        call_command("render_template", "annual", tmp_path / "nowhere" / "x.docx")


@pytest.mark.parametrize("arguments", [[], ["annual"], ["annual", "--bureau", "1", "--sample", "x.docx"]])
def test_wrong_arguments_are_one_sentence_and_exit_code_1(arguments, capsys):
    with pytest.raises(SystemExit) as exit_code:
        Command().run_from_argv(["manage.py", "render_template", *arguments])
    assert exit_code.value.code == 1
    assert capsys.readouterr().err.startswith("命令的参数不对，请照这样写：manage.py render_template")


def _named(version):
    return f"《{version.report_template.name}》第{version.number}版"


def _paragraphs(path):
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
