"""What phrases say while they are typed, without a database."""

from decimal import Decimal

import pytest

from edusum.document import model as paper
from edusum.library import phrasing
from edusum.library.previews import TypedPhrase, Voice, preview
from edusum.metrics.figures import PENDING, Figure, Reading

TEXTS = {"全域": "全区"}


def reading(value):
    return PENDING if value is None else Reading("filled", Decimal(value))


def figure(name, value, previous=None):
    return Figure(name, name, name, "人", "count", 0, current=reading(value), previous=reading(previous))


FIGURES = {
    "在园数": figure("在园数", 749, 666),
    "待报数": figure("待报数", None),
    "无此事": Figure("无此事", "无此事", "无此事", "人", "count", 0, current=Reading("not_applicable")),
}
VOICE = Voice(FIGURES, TEXTS)


def previewed(*texts, **options):
    return preview([TypedPhrase(row, text) for row, text in enumerate(texts)], VOICE, **options)


def said(phrase):
    return "／".join(paragraph.text for paragraph in phrase.paragraphs)


def test_each_phrase_is_told_with_its_row_and_number():
    found = previewed("", "{{ 全域 }}有{{ 在园数 }}。", "  ", "好。")
    assert [(phrase.row, phrase.number, said(phrase)) for phrase in found.phrases] == [
        (0, 0, ""),
        (1, 1, "全区有749人。"),
        (2, 0, ""),
        (3, 2, "好。"),
    ]
    assert [paragraph.text for paragraph in found.paragraphs] == ["全区有749人。", "好。"]


def test_figures_and_gaps_are_runs_of_their_own():
    (phrase,) = previewed("有{{ 在园数 }}，{{ 待报数 }}。").phrases
    assert phrase.paragraphs[0].runs == (
        paper.Run("有"),
        paper.FigureRun("749人", "在园数", "{{ 在园数 }}"),
        paper.Run("，"),
        paper.FigureRun("【待补：待报数】", "待报数", "{{ 待报数 }}", is_gap=True),
        paper.Run("。"),
    )


def test_a_faulty_phrase_is_told_by_line_and_left_off_the_paper():
    found = previewed("好。", "一\n{{ 在园书 }}。", "完。")
    (faulty,) = found.faulty
    assert (faulty.number, faulty.problems[0].line, said(faulty), faulty.outcomes) == (2, 2, "", ())
    assert "“在园数”" in faulty.problems[0].message
    assert [paragraph.text for paragraph in found.paragraphs] == ["好。", "完。"]


def test_other_words_for_a_metric_are_known():
    (phrase,) = previewed("{{ 幼儿数 }}。", synonyms={"幼儿数": "在园数"}).phrases
    assert "在园数" in phrase.problems[0].message


def test_items_are_numbered_over_the_whole_section_and_close_up_where_one_is_silent():
    found = previewed(
        "{{ 一是 }}抓投入；", "{{ 一是 }}抓{{ 无此事 }}；", "{{ 一是 }}抓质量。", "{{ 一是 }}抓安全。"
    )
    assert [said(phrase) for phrase in found.phrases] == ["一是抓投入；", "", "二是抓质量。", "三是抓安全。"]


def test_a_phrase_that_goes_on_in_the_paragraph_is_told_alone_and_stands_with_the_one_before():
    typed = [TypedPhrase(0, "甲。"), TypedPhrase(1, "乙。", starts_paragraph=False)]
    found = preview(typed, VOICE)
    assert [said(phrase) for phrase in found.phrases] == ["甲。", "乙。"]
    assert [paragraph.text for paragraph in found.paragraphs] == ["甲。乙。"]


@pytest.mark.parametrize(("form", "whole"), [("full", ["甲。", "长。"]), ("short", ["甲。", "短。"])])
def test_phrases_of_the_other_form_are_told_but_not_put_on_the_paper(form, whole):
    typed = [
        TypedPhrase(0, "甲。"),
        TypedPhrase(1, "长。", form="full"),
        TypedPhrase(2, "短。", form="short"),
    ]
    found = preview(typed, VOICE, form=form)
    assert [said(phrase) for phrase in found.phrases] == ["甲。", "长。", "短。"]
    assert [paragraph.text for paragraph in found.paragraphs] == whole


def test_both_ends_of_its_range_are_told():
    (phrase,) = previewed("在园{{ 在园数 }}，{{ 在园数|同比 }}。").phrases
    changes = {label: outcome.text for outcome in phrase.changes for label in outcome.labels}
    assert changes["增长"].startswith("在园749人，比上年增长")
    assert "下降" in changes["下降"]
    assert changes["持平"] == "在园749人，与上年持平。"
    assert "【待补：在园数】" in changes["待补"]
    assert changes["不适用"] == ""
    assert "样例" not in changes


def test_a_phrase_without_metrics_has_no_other_ends():
    (phrase,) = previewed("{{ 全域 }}稳步发展。").phrases
    assert phrase.changes == ()


def test_on_paper_the_section_has_its_heading():
    found = previewed("好。")
    heading = paper.Section(level=2, marker="（一）", heading="学前教育", is_run_in=True)
    assert found.on_paper(heading) == paper.Section(
        2, "（一）", "学前教育", is_run_in=True, blocks=(paper.Paragraph((paper.Run("好。"),)),)
    )


def test_names_are_compared_within_one_budget_whatever_is_typed():
    figures = {f"指标{number}": figure(f"指标{number}", 1) for number in range(600)}
    known = len(figures) + len(phrasing.TEXT_NAMES) + len(phrasing.LIST_NAMES)
    typed = [
        TypedPhrase(row, "".join(f"{{{{ 指标{row}乘{number} }}}}" for number in range(20)))
        for row in range(120)
    ]
    found = preview(typed, Voice(figures, TEXTS))
    told = [problem.message for phrase in found.phrases for problem in phrase.problems]
    assert len(told) == 2400
    assert sum("是不是想写" in message for message in told) == -(-phrasing.MAX_NEARNESS // known)


def test_an_unknown_name_is_told_alike_in_every_phrase():
    first, second = previewed("{{ 在园 }}。", "{{ 在园 }}。").phrases
    assert first.problems == second.problems


def test_what_is_typed_is_remembered_apart_from_what_is_stored():
    source = "{{ 在园数 }}，在园。"
    with phrasing.typing():
        typed = phrasing.read_phrase(source)
        assert phrasing.read_phrase(source) is typed
    previewed(source, *(f"{{{{ 在园数 }}}}{number}。" for number in range(100)))
    stored = phrasing.read_phrase(source)
    assert stored is not typed
    assert stored == typed
    assert phrasing.read_phrase(source) is stored
