"""Phrases that try to reach or to exhaust the process: each refused, quickly, at its place."""

import gc
import sys
from contextlib import contextmanager
from decimal import Decimal
from time import process_time

import pytest

from edusum.library.phrasing import PhraseError, check, render
from edusum.library.wording import PhraseText, freeze, paragraphs, speak, tidy_tokens, token_problems
from edusum.metrics.figures import Figure, Reading
from tests.library.hostile import BOMBS, ESCAPES, HOSTILE, NAMES

LONGEST = 0.2
REACHING = (
    "exec",
    "import",
    "open",
    "os.",
    "subprocess.",
    "socket.",
    "sqlite3.",
    "ctypes.",
    "shutil.",
    "pty.",
)
"""What Python's audit events are called when something outside is reached or code is run."""
FIGURES = {
    "甲": Figure("c", "甲", "甲", "人", "count", 0, current=Reading("filled", Decimal(3))),
    "停": Figure("c", "停", "停", "人", "count", 0, current=Reading("not_applicable")),
}
watched: list[list[str]] = []


def _watch(event, _):
    if watched and event.startswith(REACHING):
        watched[-1].append(event)


sys.addaudithook(_watch)


@contextmanager
def watching():
    """The audit events that reach something, for as long as it takes."""
    watched.append([])
    try:
        yield watched[-1]
    finally:
        watched.pop()


@contextmanager
def bounded(seconds=LONGEST):
    """It takes no longer, not counting what Python tidies up after other tests in the meantime."""
    gc.disable()
    began = process_time()
    try:
        yield
        taken = process_time() - began
    finally:
        gc.enable()
    assert taken < seconds


@pytest.fixture(autouse=True, scope="module")
def warm():
    assert check("{% if 甲 > 1 %}{{ 甲 }}{% endif %}{{ 乙 }}", metric_names={"甲"})
    assert render("{{ 甲 }}", FIGURES, {}) == "{{ 甲 }}"


def test_what_reaches_out_would_be_noticed():
    with watching() as reached, open(__file__) as file:
        exec(file.readline())
    assert reached == ["open", "exec"]


def test_there_are_escapes_and_bombs_enough():
    assert len(ESCAPES) >= 60
    assert len(BOMBS) >= 30


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:20])
def test_a_hostile_phrase_is_refused_quickly_and_reaches_nothing(source):
    with watching() as reached, bounded():
        problems = check(source, metric_names={"甲", "乙"})
    assert problems
    assert reached == []


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:20])
def test_a_hostile_phrase_is_not_rendered_either(source):
    with watching() as reached, bounded(), pytest.raises(PhraseError):
        render(source, FIGURES, {"年度": "2025"})
    assert reached == []


@pytest.mark.parametrize("name", NAMES)
def test_a_word_of_jinja_or_python_is_only_a_missing_figure(name):
    source = f"{{{{ {name} }}}}"
    assert check(source, metric_names={"甲"})
    with watching() as reached:
        assert render(source, FIGURES, {}) == source
        assert paragraphs(source, FIGURES, {})[0].text == f"【待补：{name}】"
    assert reached == []


def test_a_phrase_of_every_move_runs_no_code():
    source = (
        "{% if 甲 > 1 and not 甲|上年 == 2 or 年度 == '2025' %}{{ 一是 }}{{ 甲|倍数 }}{% else %}无{% endif %}"
        "{% for 项 in [甲, 停] %}{{ 项|占比(甲) }}、{% endfor %}"
    )
    with watching() as reached:
        speak([PhraseText(1, source, True)], FIGURES, {"年度": "2025"})
    assert reached == []


def test_text_names_with_braces_stay_tokens_until_they_are_resolved():
    assert render("{{ 本地 }}", {}, {"本地": "{{ 甲 }}"}) == "{{ 本地 }}"


def test_many_unknown_names_in_typed_text_are_looked_up_in_time():
    names = [f"第{number}项学前三年毛入园率指标" for number in range(200)]
    figures = {name: Figure("c", name, name, "人", "count", 0) for name in names}
    text = "".join(f"{{{{ 毛入园率|占比({name}) }}}}" for name in names) + "{{" * 5000
    with bounded():
        assert len(token_problems(text, figures)) == 2


def test_many_unknown_names_are_looked_up_in_time():
    names = {f"第{number}项学前三年毛入园率指标" for number in range(500)}
    source = "".join(f"{{{{ 毛入园率{number} }}}}" for number in range(120))
    synonyms = {f"又名{name}": name for name in names}
    with bounded():
        assert len(check(source, metric_names=names, synonyms=synonyms)) == 20


@pytest.mark.parametrize(
    "body",
    [
        "，" * 180,
        "。" * 180,
        "（" * 180,
        "（" * 90 + "”" * 90,
        "（" * 90 + "）" * 90,
        "“。”" * 60,
        "（" * 80 + "{{ 停|上年 }}，字" + "）" * 80,
        "“" + "（{{ 停|上年 }}，字）" * 12 + "”",
        "\n" * 180,
        "，字" * 90,
        "{{ 甲 }}，" * 16,
        "{{ 一是 }}" * 18,
        "{{ 一是 }}{{ 停 }}。" * 8,
        "{{ 条数 }}{{ 一是 }}" * 9,
    ],
)
def test_the_longest_loop_is_worded_in_time(body):
    source = "{% for 项 in [" + "甲, " * 49 + "甲] %}" + body + "{% endfor %}{{ 停 }}字"
    with bounded():
        assert check(source, metric_names={"甲", "停"}) == []
        spoken = speak([PhraseText(1, source, True)], FIGURES, {})
        paragraphs(spoken.text, FIGURES, {})


@pytest.mark.parametrize("body", ["（" * 3900, "“。”" * 1300, "{{ 停|上年 }}，" * 120, "{{ 一是 }}字" * 190])
def test_the_longest_phrase_is_worded_in_time(body):
    with bounded():
        spoken = speak([PhraseText(1, body, True)], FIGURES, {})
        paragraphs(spoken.text, FIGURES, {})


@pytest.mark.parametrize(
    "text", ["{{" * 50_000, "{{ 甲|" * 20_000, "{{ 甲|占比(" + "乙, " * 40_000, "{{ " + "甲" * 100_000]
)
def test_long_text_that_people_typed_is_read_in_time(text):
    with bounded(5 * LONGEST):
        paragraphs(text, {}, {})
        token_problems(tidy_tokens(text), {})
        freeze(text, {})
