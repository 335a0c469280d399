"""The long proof of comments: generated papers and Word files, with remarks and changes anywhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from edusum.document.model import Document
from edusum.document.readers.docx import read
from edusum.document.readers.reading import fitting
from edusum.document.readers.source import SourceLine
from edusum.export.annotating import Change, Remark, annotated
from edusum.export.redline import Author
from edusum.export.word import to_docx
from edusum.proofreading.lines import printed
from tests.document.readers.words import levels, lists, numbered, p, word_file
from tests.export.commented import comments_of, without_changes
from tests.export.papers import documents
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors

BATCHES, EACH, EACH_LOOKED_AT = 3, 100, 15
PROOFREADER = Author("校核", datetime(2026, 1, 8, 1, 30, tzinfo=UTC))
PERSON = Author("示例人员", datetime(2026, 1, 8, 2, 30, tzinfo=UTC))
WORDS = st.text("甲乙丙丁，。 1２.%“”（）", max_size=12)
HOLD = settings(
    max_examples=EACH,
    derandomize=False,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def run(words: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


PIECES = st.one_of(
    WORDS.map(run),
    WORDS.map(lambda words: f'<w:ins w:id="90" w:author="a">{run(words)}</w:ins>'),
    WORDS.map(lambda words: f"<w:sdt><w:sdtContent>{run(words)}</w:sdtContent></w:sdt>"),
    st.just("<w:r><w:t>上</w:t><w:tab/><w:t>下</w:t></w:r>"),
    st.just("<w:r><w:t>前</w:t><w:br/><w:t>后</w:t></w:r>"),
)
PARAGRAPHS = st.one_of(
    st.lists(PIECES, max_size=4).map(lambda pieces: p(inner="".join(pieces))),
    WORDS.map(lambda words: numbered(words, 1)),
)
FILES = st.lists(PARAGRAPHS, min_size=1, max_size=5).map(
    lambda body: word_file("".join(body), numbering=lists(levels("chineseCounting %1、")))
)


@st.composite
def remarks(draw: st.DrawFn, lines: list[str], marks: list[int] | None = None) -> list[Remark]:
    """Each within a line, behind its automatic number: between lines there may be tables and charts."""
    told = []
    for number in draw(st.lists(st.integers(0, len(lines) - 1), max_size=8)) if lines else ():
        begin = sum(len(line) + 1 for line in lines[:number])
        mark = marks[number] if marks else 0
        start = draw(st.integers(mark, max(len(lines[number]) - 1, mark)))
        end = min(start + draw(st.integers(1, 30)), len(lines[number]))
        if start < end:
            told.append(Remark(begin + start, begin + end, (f"{begin + start}–{begin + end}", "理由")))
    return told


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_paper_of_ours_keeps_its_text_and_each_comment_stands_at_its_words(batch, tmp_path):
    kept: list[Path] = []

    @seed(batch)
    @HOLD
    @given(documents(), st.data())
    def hold(document: Document, data: st.DataObject) -> None:
        lines = [line.text for line in printed(document).source.lines]
        told = data.draw(remarks(lines))
        word = to_docx(document)
        done = annotated(word, lines, told, author=PROOFREADER)
        assert lines_of(done) == lines_of(word)
        assert breaches(done) == []
        stands_at_its_words(done, told, lines)
        path = tmp_path / f"{len(kept)}.docx"
        path.write_bytes(done)
        kept.append(path)

    hold()
    looked_at = kept[::EACH_LOOKED_AT]
    assert [errors for path in looked_at if (errors := audit_errors(path))] == []
    assert sdk_errors(looked_at) == {}


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_any_word_file_takes_changes_and_comments_and_gives_its_old_text_back(batch):
    @seed(batch)
    @HOLD
    @given(FILES, st.data())
    def hold(word: bytes, data: st.DataObject) -> None:
        lines, made = lines_of(word), []
        marks = [line.mark for line in read(word).lines]
        for _ in range(data.draw(st.integers(0, 6))):
            number = data.draw(st.integers(0, len(lines) - 1))
            start = data.draw(st.integers(marks[number], max(len(lines[number]), marks[number])))
            end = data.draw(st.integers(start, min(start + 5, max(len(lines[number]), start))))
            after = data.draw(st.text("新字", max_size=3))
            made.append(Change(number, start, end, lines[number][start:end], after, PERSON))
            lines[number] = lines[number][:start] + after + lines[number][end:]
        # without words an automatic number is not printed
        assume(all(line[mark:].strip() for line, mark in zip(lines, marks, strict=True) if mark))
        told = data.draw(remarks(lines, marks))
        done = annotated(word, lines, told, author=PROOFREADER, changes=made)
        asks = any(comment.said[0].startswith("这一段") for comment in comments_of(done))
        assert asks or joined(lines_of(done)) == joined(lines)
        assert joined(without_changes(done)) == joined(without_changes(word))
        if not asks:
            stands_at_its_words(done, told, lines)

    hold()


def lines_of(word: bytes) -> list[str]:
    return [fitting(line).text for line in read(word).lines]


def joined(lines: list[str]) -> str:
    """Without blanks, and with one kind of dot behind numbers."""
    return "".join(fitting(SourceLine("".join(lines))).text.split()).replace("．", ".")


def stands_at_its_words(done: bytes, told: list[Remark], lines: list[str]) -> None:
    """But for characters that no Word file holds."""
    text = "\n".join(lines)
    by_name = {comment.said[0]: comment for comment in comments_of(done)}
    for remark in told:
        words = joined([text[remark.start : remark.end]])
        comment = by_name.get(remark.paragraphs[0])
        if comment is None:
            assert any(remark.paragraphs[0] in other.said for other in by_name.values())
        elif words:
            about = joined([comment.about])
            assert about
            assert about in words or words in about
