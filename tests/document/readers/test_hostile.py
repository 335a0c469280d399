"""No file brings a reader down: it gives text, or a sentence, within seconds and within its memory."""

import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import limited, reading
from tests.document.readers import hostile_circles, hostile_kinds, hostile_words, measured
from tests.document.readers.hostile import EITHER, READS, Hostile

CORPUS = [*hostile_kinds.corpus, *hostile_words.corpus, *hostile_circles.corpus]
_MEMORY = 500 * 1024
"""Kilobytes."""


def judge(file: Hostile, read) -> None:
    """Text where text is expected, else a sentence with the words that are; `read` takes nothing."""
    try:
        source = read()
    except EdusumError as error:
        said = str(error)
        assert said.endswith("。"), said
        assert file.expected != READS, said
        assert file.expected in said
    else:
        assert file.expected in {READS, EITHER}, source.text[:200]
        assert source.text.strip() or source.tables
        source.text.encode()


@pytest.mark.parametrize("file", [file for file in CORPUS if not file.is_heavy], ids=repr)
def test_a_hostile_file_gives_text_or_a_sentence(file):
    content = file.make()
    judge(file, lambda: reading.read(content))


def test_the_corpus_is_large_and_no_file_stands_in_it_twice():
    assert len(CORPUS) >= 120
    assert len({file.name for file in CORPUS}) == len(CORPUS)


@pytest.fixture(scope="module")
def elsewhere():
    """A process that has no children but the readers of this corpus."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.mark.proof
@pytest.mark.parametrize("file", CORPUS, ids=repr)
def test_in_its_own_process_no_hostile_file_takes_ten_seconds_or_500_megabytes(file, elsewhere, tmp_path):
    content = file.make()
    begun = time.monotonic()
    outcome, kilobytes = elsewhere.submit(measured.read, content, _office(), tmp_path).result()
    assert time.monotonic() - begun < limited.SECONDS + 2

    def read():
        if isinstance(outcome, str):
            raise EdusumError(outcome)
        return outcome

    judge(file, read)
    assert kilobytes < _MEMORY


def _office() -> str:
    return shutil.which("soffice") or ""
