"""Files and text come in without any set-up, and go without a trace."""

import io

import pytest

from edusum.common.errors import EdusumError
from edusum.orgs.enums import Role
from edusum.proofreading import receiving
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.receiving import (
    Handed,
    delete_paper,
    folder,
    path_of,
    receive_file,
    receive_text,
    set_year,
)
from tests.factories import FAULTY_PAPER, BureauFactory, WaiverFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def clerk(bureau):
    return member(bureau, Role.DIRECTOR)


def handed(text=FAULTY_PAPER, name="总结.txt"):
    return Handed(io.BytesIO(text.encode()), name)


def test_a_file_is_kept_with_its_text(bureau, clerk):
    paper = receive_file(bureau=bureau, handed=handed(name="C:\\稿\\总结.txt"), actor=clerk, year=2025)
    told = (paper.name, paper.kind, paper.size, paper.year, paper.uploaded_by, paper.source_text.text)
    assert told == ("总结.txt", "txt", len(FAULTY_PAPER.encode()), 2025, clerk, FAULTY_PAPER)
    assert path_of(paper).read_text() == FAULTY_PAPER


def test_pasted_text_is_named_by_its_first_words(bureau, clerk):
    paper = receive_text(bureau=bureau, text=f"\n {FAULTY_PAPER}", actor=clerk)
    assert (paper.name, paper.kind, paper.stored_name) == (
        "示例区教育局2025年工作总结",
        "pasted",
        "",
    )


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("示例区教育局\n2026年工作总结和2027年工作打算\n各校开学平稳。", "稿.txt", 2026),
        ("示例区教育局工作总结\n各校开学平稳。", "2025年总结.txt", 2025),
        ("示例区教育局工作总结\n各校开学平稳。\n2026年1月8日", "稿.txt", 2025),
        ("示例区教育局工作总结\n各校开学平稳。\n2025年12月20日", "稿.txt", 2025),
        ("关于开学工作的通知\n各校：\n请做好开学工作。\n2026年1月8日", "稿.txt", None),
    ],
)
def test_the_year_is_told_by_title_name_or_sign_off(bureau, clerk, text, name, year):
    paper = receive_file(bureau=bureau, handed=handed(text, name), actor=clerk)
    assert paper.year == year


def test_what_cannot_be_read_leaves_nothing(bureau, clerk, monkeypatch):
    monkeypatch.setattr(receiving, "MAX_FILE", 1000)
    for text in ("", "教" * 400, "\n\n \n", "\x00\x01\x02" * 30):
        with pytest.raises(EdusumError):
            receive_file(bureau=bureau, handed=handed(text), actor=clerk)
    with pytest.raises(EdusumError, match="没有收到文件"):
        receive_text(bureau=bureau, text=" \n", actor=clerk)
    assert (list(folder().glob("*")), CheckedPaper.objects.count()) == ([], 0)


def test_reasons_go_along_to_the_next_state_of_the_same_file(bureau, clerk):
    first = receive_file(bureau=bureau, handed=handed(), actor=clerk)
    WaiverFactory(paper=first, reason="原文如此。", waived_by=clerk)
    again = receive_file(bureau=bureau, handed=handed(f"{FAULTY_PAPER}\n新的一段。"), actor=clerk)
    assert [(row.reason, row.waived_by) for row in again.waivers.all()] == [("原文如此。", clerk)]
    others = [
        receive_file(bureau=bureau, handed=handed(name="别的.txt"), actor=clerk),
        receive_file(bureau=bureau, handed=handed(), actor=member(bureau, Role.EDITOR)),
    ]
    assert [paper.waivers.count() for paper in others] == [0, 0]


def test_a_paper_goes_with_its_file(bureau, clerk, django_capture_on_commit_callbacks):
    paper = receive_file(bureau=bureau, handed=handed(), actor=clerk)
    set_year(paper=paper, year=2024, actor=clerk)
    assert CheckedPaper.objects.get().year == 2024
    with django_capture_on_commit_callbacks(execute=True):
        delete_paper(paper=paper, actor=clerk)
    assert (list(folder().glob("*")), CheckedPaper.objects.count()) == ([], 0)


def test_a_docx_that_is_plain_text_inside_is_refused_with_what_to_do(bureau, clerk):
    with pytest.raises(EdusumError, match="里面却是纯文本，不是 Word 文件，没有收下"):
        receive_file(bureau=bureau, handed=handed(name="总结.DOCX"), actor=clerk)
    assert CheckedPaper.objects.count() == 0
    assert list(folder().iterdir()) == []
