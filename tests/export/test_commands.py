import docx
import pytest
from django.core.management import CommandError, call_command

from tests.factories import published_version, started_draft

pytestmark = pytest.mark.django_db


def test_a_draft_is_written_to_a_file_from_the_command_line(tmp_path, capsys):
    draft = started_draft(bureau__local_form="我县", version=published_version({"甲": ["{{ 本地 }}。"]}))
    out = tmp_path / "总结.docx"
    call_command("export_draft", draft.pk, out)
    assert "我县。" in [item.text for item in docx.Document(str(out)).paragraphs]
    assert capsys.readouterr().out == f"《{draft.title}》已写入 {out}\n"


def test_a_draft_that_does_not_exist_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"^没有编号为 7 的初稿。$"):
        call_command("export_draft", 7, tmp_path / "x.docx")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    draft = started_draft()
    with pytest.raises(CommandError, match=r"^无法写入 .*。$"):
        call_command("export_draft", draft.pk, tmp_path / "nowhere" / "x.docx")
