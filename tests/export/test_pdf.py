"""Word → PDF by the LibreOffice of this machine, and by programs that behave badly."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edusum.common import libreoffice
from edusum.common.errors import EdusumError
from edusum.common.libreoffice import SLOTS
from edusum.export import pdf
from edusum.export.word import to_docx
from tests.export.papers import rich_paper


@pytest.fixture
def program(tmp_path):
    """Makes a program that runs these lines of shell in place of LibreOffice."""

    def write(*lines: str) -> str:
        path = tmp_path / "soffice"
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        path.chmod(0o755)
        return str(path)

    return write


def test_libreoffice_makes_a_pdf_of_our_word_file(tmp_path):
    content = pdf.to_pdf(to_docx(rich_paper()), program=shutil.which("soffice"), slots=tmp_path)
    assert content.startswith(b"%PDF-")
    assert b"%%EOF" in content[-16:]


def refusal(**options) -> str:
    with pytest.raises(EdusumError) as refused:
        pdf.to_pdf(b"PK", **options)
    return str(refused.value)


def test_without_libreoffice_one_is_told_what_to_do(tmp_path):
    assert refusal(program="", slots=tmp_path) == pdf.NOT_INSTALLED


@pytest.mark.parametrize(
    "lines",
    [
        ["exit 1"],
        ["exit 0"],
        ["echo no paper > paper.pdf"],
        ["mkdir paper.pdf"],
    ],
)
def test_a_conversion_that_gives_no_pdf_is_told(program, tmp_path, lines):
    assert refusal(program=program(*lines), slots=tmp_path) == pdf.FAILED


def test_a_program_that_cannot_be_run_is_told(tmp_path):
    assert refusal(program=str(tmp_path / "none"), slots=tmp_path) == pdf.FAILED


def test_a_conversion_that_takes_too_long_ends_with_all_that_it_started(program, tmp_path):
    slow = program(f"sleep 600 & echo $! > {tmp_path}/child", "sleep 600")
    assert refusal(program=slow, slots=tmp_path, timeout=0.5) == pdf.TOO_SLOW
    assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(pid: int) -> bool:
    """Whether the process is no more, or only waits to be reaped."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_the_program_is_told_nothing_of_the_site(program, tmp_path, monkeypatch):
    monkeypatch.setenv("EDUSUM_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("DATABASE_URL", "postgres://u:secret@h/n")
    told = tmp_path / "told"
    refusal(program=program(f"env > {told}", "exit 1"), slots=tmp_path)
    names = {line.partition("=")[0] for line in told.read_text().splitlines()}
    assert names & {"EDUSUM_SECRET_KEY", "DATABASE_URL"} == set()
    assert {"HOME", "PATH"} <= names


def test_no_more_than_two_run_at_once_and_a_third_is_told_to_wait(program, tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "PATIENCE", 0.3)
    gate = tmp_path / "gate"
    good = "printf '%%PDF-1.7' > paper.pdf"
    waiting = program(f"touch {tmp_path}/begun-$$", f"while [ ! -e {gate} ]; do sleep 0.05; done", good)
    options = {"program": waiting, "slots": tmp_path / "slots"}
    with ThreadPoolExecutor() as threads:
        runs = [threads.submit(pdf.to_pdf, b"PK", **options) for _ in range(SLOTS)]
        while len(list(tmp_path.glob("begun-*"))) < SLOTS:
            time.sleep(0.02)
        assert refusal(**options) == pdf.BUSY
        gate.touch()
        assert [run.result() for run in runs] == [b"%PDF-1.7"] * SLOTS
    assert pdf.to_pdf(b"PK", **options) == b"%PDF-1.7"
