"""What the word lists hold, and that reading a text against them stays quick and quiet."""

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from edusum.document.readers.source import from_text
from edusum.document.understanding.understand import understand
from edusum.proofreading import confusions, lexicon, spelling
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import proofread
from edusum.proofreading.set_phrases import broken

LIBRARY = Path(__file__).parents[2] / "fixtures" / "library"
ROOT = Path(__file__).parents[2]
LONGEST_LOADING = 0.4
"""Seconds; about 0.1 on a quiet machine."""
LOADING = """
from time import process_time
from edusum.proofreading.spelling import misspellings
began = process_time()
misspellings("各校认真落实立德树人根本任务。")
print(process_time() - began)
"""
WORDS = [code for code, rule in all_rules().items() if rule.family == "words"]
LISTS = ("never_right.txt", "never_right_open.txt", "in_context.txt", "spun.txt")


@pytest.mark.parametrize("name", LISTS)
def test_no_entry_of_a_list_corrects_a_word_to_itself(name):
    pairs = [
        tuple(part.split("!")[0].rstrip("?").split(">"))
        for line in lexicon.entries(name)
        for part in line.split()
        if ">" in part
    ]
    assert [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1] or not all(pair)] == []


def test_the_lists_are_as_long_as_they_are_said_to_be():
    never = sum(len(found) for found in confusions._never().values())
    beside = sum(len(found) for found in confusions._contexts().values())
    words = lexicon.lexicon()
    damaged = sum(len(broken(term)) for term in words.terms)
    assert (never > 1900, beside > 1000, len(words.fourfold) > 20_000, damaged > 10_000) == (
        True,
        True,
        True,
        True,
    )


def test_the_lists_are_read_in_a_moment():
    """In a process of their own, as when a desk starts; the time is that of the processor."""
    done = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert float(done.stdout) < LONGEST_LOADING


def test_the_templates_of_the_library_hold_next_to_nothing_that_looks_misspelt():
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(LIBRARY.rglob("*.yaml")))
    found = spelling.misspellings(text)
    assert [text[item.start : item.end] for item in found if item.is_certain] == []
    assert len(found) * 50_000 < len(text)


HOSTILE = [
    "",
    "的" * 20_000,
    "了" * 20_001,
    "教育" * 10_000,
    "开展" * 10_000,
    "一二三四五六七八九十" * 2_000,
    "有针对性的" * 4_000,
    "进行了认真地" * 3_500,
    "“" * 20_000,
    "1" * 20_000,
    "13800138000" * 1_800,
    "62" + "0 " * 10_000,
    "三个代表" * 5_000,
    "党的“" * 7_000,
    "a" * 20_000 + "\n" + "縣" * 20_000,
    "\ud800\udfff\u0000\ufffe责职" * 500,
    "English only, 1,234,567.80 and 1.2.3; nothing else. " * 400,
    "保持共产党员先进性教" * 2_000,
    "既" * 10_000 + "使" * 10_000,
    "《物权法" * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_without_error_in_time_that_grows_with_its_length_alone(text):
    source = from_text(text)
    understood = understand(source)
    began = process_time()
    done = proofread(source, understood=understood, codes=WORDS)
    assert process_time() - began < 2
    assert all(0 <= item.start < item.end <= len(text) for item in done.findings)


def test_a_traditional_paper_is_held_against_the_lists_in_simplified_characters():
    text = "全縣教育工作總結\n各科室要明確責職，讀書活動尉然成風，教師隊伍建設得到加強。"
    done = proofread(from_text(text), codes={"never-right", "term-slip"})
    assert [finding.quote for finding in done.findings] == ["責職", "尉然成風"]


def test_one_slip_is_told_once():
    done = proofread(from_text("消除了一批安全隐换，落实了立德树仁的根本任务。"), codes=WORDS)
    assert [(finding.quote, finding.fix.words) for finding in done.findings if finding.fix] == [
        ("隐换", "隐患"),
        ("立德树仁", "立德树人"),
    ]
