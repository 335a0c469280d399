from decimal import Decimal

import pytest

from edusum.library.extremes import Outcome, cases, sentences
from edusum.library.phrasing import PhraseError
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.units import format_reading

TEXTS = {"本地": "我区"}


def figure(kind="count", unit="人", decimals=0, current=PENDING, previous=PENDING):
    return Figure("c", "甲", "甲数", unit, kind, decimals, current=current, previous=previous)


def filled(value):
    return Reading("filled", Decimal(value))


def shown(of):
    return {
        label: " ".join(
            format_reading(one, reading) if reading.is_filled else reading.state
            for reading in (one.current, one.previous)
        )
        for label, one in cases(of)
    }


def test_a_count_grows_falls_stays_is_none_and_is_missing():
    assert shown(figure(current=filled("749"), previous=filled("666"))) == {
        "样例": "749人 666人",
        "增长": "749人 599人",
        "下降": "599人 749人",
        "持平": "749人 749人",
        "为零": "0人 749人",
        "上年为零": "749人 0人",
        "上年待补": "749人 pending",
        "待补": "pending pending",
        "不适用": "not_applicable 666人",
    }


def test_a_rate_can_be_full():
    assert shown(figure("percent", "%", 1, filled("97.3"), filled("95.2")))["100%"] == "100% 77.8%"


def test_a_rank_moves_forward_and_back_and_is_never_none():
    assert shown(figure("rank", "位", 0, filled("3"), filled("5"))) == {
        "样例": "第3位 第5位",
        "前移": "第3位 第5位",
        "后移": "第5位 第3位",
        "持平": "第5位 第5位",
        "待补": "pending pending",
        "不适用": "not_applicable 第5位",
    }


def test_a_ratio_and_a_range_only_differ():
    ratio = Reading("filled", terms=(Decimal(1), Decimal("6.3")))
    years = Reading("filled", terms=(Decimal(3), Decimal(5)), approximation="range")
    assert shown(figure("ratio", "", 0, ratio))["有变化"] == "1:6.3 1:7.3"
    assert shown(figure("duration", "年", 0, years))["有变化"] == "3—5年 3—6年"


@pytest.mark.parametrize(
    ("kind", "decimals", "value"),
    [("count", 0, "1"), ("percent", 1, "0.1"), ("money", 2, "0"), ("rank", 0, "1")],
)
def test_growth_and_fall_always_print_differently(kind, decimals, value):
    for label, one in cases(figure(kind, "", decimals, filled(value))):
        if label in {"增长", "下降", "前移", "后移"}:
            assert format_reading(one, one.current) != format_reading(one, one.previous)


def test_a_metric_without_a_sample_has_cases_too():
    assert shown(figure())["增长"] == "10人 8人"


def test_a_phrase_is_told_in_every_case_and_equal_sentences_once():
    source = "{% if 甲 == 0 %}{{ 本地 }}没有事故。{% else %}{{ 本地 }}有{{ 甲 }}，{{ 甲|增减 }}。{% endif %}"
    figures = {"甲": figure("count", "起", current=filled("10"), previous=filled("8"))}
    assert sentences(source, ["甲"], figures, TEXTS) == (
        Outcome(("样例", "增长"), "我区有10起，比上年增加2起。"),
        Outcome(("下降",), "我区有8起，比上年减少2起。"),
        Outcome(("持平",), "我区有10起，与上年持平。"),
        Outcome(("为零",), "我区没有事故。"),
        Outcome(("上年为零",), "我区有10起，比上年增加10起。"),
        Outcome(("上年待补",), "我区有10起，【待补：上年甲数】。"),
        Outcome(("待补",), "我区有【待补：甲数】，【待补：甲数增减】。"),
        Outcome(("不适用",), ""),
    )


def test_a_metric_that_does_not_know_a_case_stays_as_it_is():
    figures = {"甲": figure(current=filled("10")), "乙": figure("rank", "位", current=filled("3"))}
    outcomes = sentences("{{ 甲 }}，{{ 乙 }}。", ["甲", "乙"], figures, TEXTS)
    assert Outcome(("为零",), "0人，第3位。") in outcomes


def test_a_phrase_without_metrics_has_one_sentence():
    assert sentences("好。", [], {}, TEXTS) == (Outcome(("样例",), "好。"),)


def test_a_phrase_that_is_refused_is_not_told():
    with pytest.raises(PhraseError):
        sentences("{{ 甲.x }}", ["甲"], {"甲": figure()}, TEXTS)
