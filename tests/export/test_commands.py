import docx
import pytest
from django.core.management import CommandError, call_command
from docx.oxml.ns import qn

from edusum.assembly.models import LayoutProfile, Snapshot
from edusum.assembly.profiles import save_profile
from edusum.export.management.commands.export_draft import Command
from edusum.export.models import ExportRecord
from edusum.orgs.actors import SYSTEM
from tests.factories import published_version, started_draft

pytestmark = pytest.mark.django_db


def test_a_draft_is_written_to_a_file_from_the_command_line(tmp_path, capsys):
    draft = started_draft(bureau__local_form="我县", version=published_version({"甲": ["{{ 本地 }}。"]}))
    out = tmp_path / "总结.docx"
    call_command("export_draft", draft.pk, out)
    assert "我县。" in [item.text for item in docx.Document(str(out)).paragraphs]
    assert (Snapshot.objects.count(), ExportRecord.objects.get().exported_by) == (1, None)
    assert capsys.readouterr().out == f"《{draft.title}》已写入 {out}\n"


def test_a_draft_that_does_not_exist_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"^没有编号为 7 的初稿。$"):
        call_command("export_draft", 7, tmp_path / "x.docx")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    draft = started_draft()
    with pytest.raises(CommandError, match=r"^无法写入 .*。$"):
        call_command("export_draft", draft.pk, tmp_path / "nowhere" / "x.docx")
    assert ExportRecord.objects.count() == 0


@pytest.mark.parametrize("arguments", [[], ["一", "x.docx"], ["1"]])
def test_wrong_arguments_are_one_sentence_and_exit_code_1(arguments, capsys):
    with pytest.raises(SystemExit) as exit_code:
        Command().run_from_argv(["manage.py", "export_draft", *arguments])
    assert exit_code.value.code == 1
    assert capsys.readouterr().err == "命令的参数不对，请照这样写：manage.py export_draft ID OUT.docx\n"


def test_a_draft_and_a_template_are_written_in_the_bureaus_own_layout(tmp_path):
    version = published_version({"甲": ["{{ 本地 }}。"]}, report_template__code="annual")
    draft = started_draft(version=version)
    save_profile(profile=LayoutProfile(bureau=draft.bureau, body_font="华文仿宋"), actor=SYSTEM)
    call_command("export_draft", draft.pk, tmp_path / "draft.docx")
    call_command("render_template", "annual", "--bureau", draft.bureau_id, tmp_path / "template.docx")
    assert [body_font(tmp_path / name) for name in ("draft.docx", "template.docx")] == ["华文仿宋"] * 2


def body_font(path):
    fonts = docx.Document(str(path)).styles["Normal"].element.rPr.rFonts
    return fonts.get(qn("w:eastAsia"))
