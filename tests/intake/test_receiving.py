import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.intake import receiving
from edusum.intake.enums import ReadingState
from edusum.intake.models import IntakeBatch, SourceDocument
from edusum.intake.reading import read_again, read_waiting
from edusum.intake.receiving import Handed, folder, path_of, receive_file, receive_many, receive_text
from edusum.orgs.enums import Role
from tests.factories import OLD_PAPER, BureauFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


def handed(text: str = OLD_PAPER, name: str = "总结.txt") -> Handed:
    return Handed(io.BytesIO(text.encode()), name)


def kept_files() -> int:
    return len(list(folder().glob("*")))


def test_a_file_is_kept_read_and_understood(bureau, editor):
    row = receive_file(bureau=bureau, handed=handed(), actor=editor).document
    row.refresh_from_db()
    assert (row.name, row.state, row.title, row.genre, row.year, row.uploaded_by) == (
        "总结.txt",
        ReadingState.READ,
        "示例区教育局2024年工作总结",
        "annual_summary",
        2024,
        editor,
    )
    assert [str(heading) for heading in row.headings.filter(level=1)] == [
        "一、学前教育普惠发展",
        "二、义务教育优质均衡",
    ]
    assert path_of(row).read_text() == OLD_PAPER


def test_the_same_file_leads_to_the_one_there_is(bureau, editor):
    first = receive_file(bureau=bureau, handed=handed(), actor=editor).document
    again = receive_file(bureau=bureau, handed=handed(name="又一份.txt"), actor=editor)
    assert (again.is_known, again.document.pk, kept_files()) == (True, first.pk, 1)
    elsewhere = BureauFactory()
    other = receive_file(bureau=elsewhere, handed=handed(), actor=member(elsewhere, Role.EDITOR))
    assert (other.is_known, kept_files()) == (False, 2)


def test_an_empty_file_one_too_large_and_nothing_pasted_leave_nothing(bureau, editor, monkeypatch):
    monkeypatch.setattr(receiving, "MAX_FILE", 1000)
    for text, sentence in (("", "是空的"), ("教" * 400, "超过 50 MB")):
        with pytest.raises(EdusumError, match=sentence):
            receive_file(bureau=bureau, handed=handed(text), actor=editor)
    with pytest.raises(EdusumError, match="没有粘贴文字"):
        receive_text(bureau=bureau, text=" \n ", actor=editor)
    assert (kept_files(), SourceDocument.objects.count()) == (0, 0)


def test_who_fills_in_figures_takes_no_papers_in(bureau):
    with pytest.raises(PermissionDenied):
        receive_file(bureau=bureau, handed=handed(), actor=member(bureau, Role.DIRECTOR))
    assert SourceDocument.objects.count() == 0


def test_pasted_text_is_kept_as_a_file_named_by_its_first_words(bureau, editor):
    row = receive_text(bureau=bureau, text=f"\n{OLD_PAPER}", actor=editor).document
    assert row.name == "粘贴的文字：示例区教育局2024年工作总结.txt"


def test_what_cannot_be_read_says_why_and_is_read_again_on_request(bureau, editor):
    broken = Handed(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(200)), "图.docx")
    row = receive_file(bureau=bureau, handed=broken, actor=editor).document
    row.refresh_from_db()
    assert (row.state, row.source, bool(row.problem)) == (ReadingState.FAILED, None, True)
    path_of(row).write_text(OLD_PAPER)
    read_again(document=row, actor=editor)
    row.refresh_from_db()
    assert (row.state, row.problem) == (ReadingState.READ, "")


def test_a_paper_that_was_read_is_not_read_over_its_corrections(bureau, editor):
    row = receive_file(bureau=bureau, handed=handed(), actor=editor).document
    row.headings.update(words="改过")
    read_waiting(row.pk)
    read_again(document=row, actor=editor)
    assert {heading.words for heading in row.headings.all()} == {"改过"}


def test_many_files_and_those_of_zips_become_one_batch(bureau, editor):
    known = receive_file(bureau=bureau, handed=handed(OLD_PAPER.replace("48", "40")), actor=editor).document
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("历年/2023.txt", OLD_PAPER.replace("2024", "2023"))
        target.writestr("历年/同一份.txt", OLD_PAPER)
        target.writestr("历年/见过的.txt", OLD_PAPER.replace("48", "40"))
    files = [handed(), Handed(archive, "历年.zip"), handed("", "空.txt")]
    batch = receive_many(bureau=bureau, files=files, actor=editor)
    assert [(row.name, row.state) for row in batch.documents.order_by("pk")] == [
        ("总结.txt", "read"),
        ("2023.txt", "read"),
    ]
    assert [(item["name"], item["document"]) for item in batch.left_out] == [
        ("历年/同一份.txt", None),
        ("历年/见过的.txt", known.pk),
        ("空.txt", None),
    ]
    assert batch.finished_at is not None


def test_a_batch_takes_so_many_files_and_says_where_it_stopped(bureau, editor, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_FILES", 1)
    files = [handed(OLD_PAPER + word, f"{word}.txt") for word in "甲乙丙"]
    batch = receive_many(bureau=bureau, files=files, actor=editor)
    assert (batch.documents.count(), [item["name"] for item in batch.left_out]) == (1, ["乙.txt"])
    assert IntakeBatch.objects.count() == 1
