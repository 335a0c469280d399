from decimal import Decimal

from edusum.metrics.figures import Figure, Reading
from edusum.proofreading.known import Linked
from edusum.proofreading.typed import Head, typed

FIGURES = {
    "园数": Figure("k", "园数", "园数", "所", "count", 0, current=Reading("filled", Decimal(12))),
    "待报": Figure("w", "待报", "待报", "所", "count", 0),
}
TEXTS = {"本地": "我区"}


def test_the_printed_lines_are_those_of_the_paper():
    written = typed("  {{本地}}有{{ 园数 }}。\n\n 再一段 ", FIGURES, TEXTS, Head("（一）学前", 2))
    assert [line.text for line in written.source.lines] == ["（一）学前", "我区有12所。", "再一段"]
    assert written.linked == (Linked(9, 12, "园数", "{{ 园数 }}"),)


def test_a_heading_in_the_line_comes_before_the_first_paragraph():
    written = typed("有{{ 园数 }}。\n又", FIGURES, TEXTS, Head("（一）学前", 2, is_run_in=True))
    assert [line.text for line in written.source.lines] == ["（一）学前。有12所。", "又"]


def test_every_printed_character_leads_to_where_it_was_typed():
    text = "  {{本地}}有{{ 园数 }}。\n\n 再一段 "
    written = typed(text, FIGURES, TEXTS)
    printed = written.source.text
    assert printed == "我区有12所。\n再一段"
    spans = {
        words: written.typed_span(at := printed.index(words), at + len(words)) for words in ("有", "再一段")
    }
    assert {words: text[slice(*span)] for words, span in spans.items() if span} == {
        "有": "有",
        "再一段": "再一段",
    }
    for words, expected in {"2所": "{{ 园数 }}", "所。": "{{ 园数 }}。"}.items():
        start = printed.index(words)
        span = written.typed_span(start, start + len(words))
        assert span is not None
        assert text[slice(*span)] == expected


def test_words_of_the_heading_were_not_typed_here():
    written = typed("有话。", {}, {}, Head("一、学前"))
    assert written.typed_span(0, 4) is None


def test_a_missing_figure_is_known_as_one():
    written = typed("有{{ 待报 }}。", FIGURES, TEXTS)
    assert (written.source.text, written.gaps) == ("有【待补：待报】。", {1})


def test_braces_that_are_no_token_are_words():
    text = "有{{ 园数。"
    written = typed(text, FIGURES, TEXTS)
    assert written.source.text == text
    assert written.typed_span(0, len(text)) == (0, len(text))
