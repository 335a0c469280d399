from decimal import Decimal

import pytest

from edusum.document.tokens import parse
from edusum.library.filters import FILTERS, Shown, chain_problem, measure, show, silence
from edusum.metrics.figures import PENDING, Figure, Reading

NOT_APPLICABLE = Reading("not_applicable")


def reading(value, approximation=""):
    if isinstance(value, Reading):
        return value
    if isinstance(value, tuple):
        return Reading("filled", terms=(Decimal(value[0]), Decimal(value[1])), approximation=approximation)
    return Reading("filled", Decimal(value), approximation=approximation)


def figure(current, previous=PENDING, kind="count", unit="人", decimals=0, approximation=""):
    return Figure(
        "code", "甲", "甲类人数", unit, kind, decimals,
        current=reading(current, approximation), previous=reading(previous),
    )  # fmt: skip


def percent(current, previous=PENDING, decimals=1):
    return figure(current, previous, "percent", "%", decimals)


def money(current, previous=PENDING, unit="万元", decimals=2):
    return figure(current, previous, "money", unit, decimals)


def ratio(current, previous=PENDING, approximation=""):
    return figure(current, previous, "ratio", ":", 0, approximation)


def shown(source, of, **others):
    (token,) = parse(source)
    return show(token, {"甲": of, **others})


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (figure("900", "800"), "比上年增长12.5%"),
        (figure("774", "800"), "比上年下降3.3%"),
        (figure("800", "800"), "与上年持平"),
        (figure("1600", "800"), "比上年增长100%"),
        (figure("0", "800"), "比上年下降100%"),
        (figure("0", "0"), "与上年持平"),
        (figure("15", "0"), "比上年增加15人"),
        (figure("-3", "5"), "比上年减少8人"),
        (figure("5", "-3"), "比上年增加8人"),
        (figure("100001", "100000"), "比上年增加1人"),
        (figure("8005", "10000"), "比上年下降20%"),
        (figure("9995", "10000"), "比上年下降0.1%"),
        (figure("999999999999", "1"), "比上年增加999999999998人"),
        (figure("11", "1"), "比上年增加10人"),
        (figure("10", "1"), "比上年增长900%"),
        (figure("3", "10000"), "比上年下降99.97%"),
        (figure("1", "100000"), "比上年减少99999人"),
        (percent("97.3", "95.2"), "比上年提高2.1个百分点"),
        (percent("95.2", "97.3"), "比上年降低2.1个百分点"),
        (percent("97.3", "97.3"), "与上年持平"),
        (percent("97.34", "97.26"), "与上年持平"),
        (percent("97.35", "97.34"), "比上年提高0.1个百分点"),
        (percent("97.30", "95.20", 2), "比上年提高2.10个百分点"),
        (percent("100", "98"), "比上年提高2个百分点"),
        (percent("2", "0"), "比上年提高2个百分点"),
        (figure("3.2", "3.6", "percent", "‰", 1), "比上年降低0.4个千分点"),
        (money("39.072", "36", decimals=3), "比上年增长8.5%"),
        (money("36", "39.072", decimals=3), "比上年下降7.9%"),
        (figure("12.5", "12", "score", "分", 1), "比上年提高0.5分"),
        (figure("2.66", "3", "multiple", "倍", 2), "比上年降低0.34倍"),
        (figure("52", "40", "duration", "学时"), "比上年增加12学时"),
        (figure("1", "3", "rank", "位"), "比上年前移2位"),
        (figure("4", "3", "rank", "位"), "比上年后移1位"),
        (figure("1200", "1000", "rate_per_head", "元"), "比上年增长20%"),
        (figure("900", "1000", "area", "平方米"), "比上年下降10%"),
        (ratio(("1", "6.3"), ("1", "6.5")), "上年为1:6.5"),
        (ratio(("5", "5"), ("5", "5")), "与上年持平"),
        (ratio(("5", "5"), ("5", "5"), "about"), "与上年基本持平"),
        (figure("900", "800", approximation="near"), "比上年增长约12.5%"),
        (figure("800", "800", approximation="over"), "与上年基本持平"),
    ],
)
def test_year_on_year_the_verb_agrees_with_the_sign(of, said):
    assert shown("{{ 甲|同比 }}", of) == Shown(said)


@pytest.mark.parametrize(
    ("source", "of", "said"),
    [
        ("{{ 甲 }}", figure("749"), "749人"),
        ("{{ 甲 }}", figure("0"), "0人"),
        ("{{ 甲 }}", ratio(("1", "6.3")), "1:6.3"),
        ("{{ 甲 }}", ratio(("5", "5"), approximation="about"), "5:5左右"),
        ("{{ 甲|增减 }}", figure("15", "10"), "比上年增加5人"),
        ("{{ 甲|增减 }}", figure("10", "15"), "比上年减少5人"),
        ("{{ 甲|增减 }}", figure("10", "10"), "与上年持平"),
        ("{{ 甲|增减 }}", percent("97.3", "95.2"), "比上年提高2.1个百分点"),
        ("{{ 甲|增减 }}", ratio(("1", "6.3"), ("1", "6.5")), "上年为1:6.5"),
        ("{{ 甲|增减 }}", figure("15", "10", approximation="about"), "比上年增加约5人"),
        ("{{ 甲|增幅 }}", figure("900", "800"), "增长12.5%"),
        ("{{ 甲|增幅 }}", figure("800", "900"), "下降11.1%"),
        ("{{ 甲|增幅 }}", figure("900", "900"), "持平"),
        ("{{ 甲|增幅 }}", figure("15", "0"), "增加15人"),
        ("{{ 甲|增幅 }}", percent("95", "97.3"), "降低2.3个百分点"),
        ("{{ 甲|增幅 }}", ratio(("1", "6.3"), ("1", "6.5")), "上年为1:6.5"),
        ("{{ 甲|数值 }}", figure("749"), "749"),
        ("{{ 甲|数值 }}", percent("97.3"), "97.3"),
        ("{{ 甲|数值 }}", figure("500", approximation="over"), "逾500"),
        ("{{ 甲|上年 }}", percent("97.3", "95.2"), "95.2%"),
        ("{{ 甲|上年 }}", percent(PENDING, "95.2"), "95.2%"),
        ("{{ 甲|上年 }}", ratio(("1", "6.3"), ("1", "6.5")), "1:6.5"),
        ("{{ 甲|上年|数值 }}", percent("97.3", "95.2"), "95.2"),
        ("{{ 甲|万元 }}", money("390720", unit="元", decimals=0), "39.07万元"),
        ("{{ 甲|亿元 }}", money("12345.67"), "1.23亿元"),
        ("{{ 甲|万元|数值 }}", money("390720", unit="元", decimals=0), "39.07"),
        ("{{ 甲|万元|增减 }}", money("390720", "300000", "元", 0), "比上年增加9.07万元"),
        ("{{ 甲|亿元|同比 }}", money("12345.67", "11000"), "比上年增长12.2%"),
        ("{{ 甲|上年|万元 }}", money("390720", "300000", "元", 0), "30万元"),
        ("{{ 甲|万元|上年 }}", money("390720", "300000", "元", 0), "30万元"),
        ("{{ 甲|名称 }}", figure("749"), "甲类人数"),
        ("{{ 甲|名称 }}", figure(PENDING), "甲类人数"),
        ("{{ 甲|上年|名称 }}", figure("1", "2"), "上年甲类人数"),
        ("{{ 甲|占比(乙) }}", figure("645"), "占64.5%"),
    ],
)
def test_what_the_filters_print(source, of, said):
    assert shown(source, of, 乙=figure("1000")) == Shown(said)


@pytest.mark.parametrize(
    ("source", "of", "said", "kind"),
    [
        ("{{ 甲 }}", figure(PENDING), "【待补：甲类人数】", "gap"),
        ("{{ 甲 }}", figure(NOT_APPLICABLE), "【不适用：甲类人数】", "silent_sentence"),
        ("{{ 甲 }}", figure(Reading("filled")), "【待补：甲类人数】", "gap"),
        ("{{ 没有 }}", figure("1"), "【待补：没有】", "gap"),
        ("{{ 甲|同比 }}", figure(PENDING, "1"), "【待补：甲类人数同比】", "gap"),
        ("{{ 甲|同比 }}", figure(PENDING, PENDING), "【待补：甲类人数同比】", "gap"),
        ("{{ 甲|增减 }}", figure(PENDING, "1"), "【待补：甲类人数增减】", "gap"),
        ("{{ 甲|增幅 }}", figure(PENDING, "1"), "【待补：甲类人数增幅】", "gap"),
        ("{{ 甲|占比(乙) }}", figure(PENDING), "【待补：甲类人数占比】", "gap"),
        ("{{ 甲|万元|增幅 }}", money(PENDING), "【待补：甲类人数增幅】", "gap"),
        ("{{ 甲|增减 }}", figure("1", PENDING), "【待补：上年甲类人数】", "gap"),
        ("{{ 甲|数值 }}", figure(PENDING), "【待补：甲类人数】", "gap"),
        ("{{ 甲|占比(丁) }}", figure(NOT_APPLICABLE), "【不适用：甲类人数】", "silent_sentence"),
        ("{{ 甲|同比 }}", figure("1", PENDING), "【待补：上年甲类人数】", "gap"),
        ("{{ 甲|同比 }}", figure(NOT_APPLICABLE, "1"), "【不适用：甲类人数】", "silent_sentence"),
        ("{{ 甲|同比 }}", figure("1", NOT_APPLICABLE), "【不适用：上年甲类人数】", "silent_clause"),
        ("{{ 甲|上年 }}", figure("1", PENDING), "【待补：上年甲类人数】", "gap"),
        ("{{ 甲|上年 }}", figure("1", NOT_APPLICABLE), "【不适用：上年甲类人数】", "silent_clause"),
        ("{{ 甲|占比(乙) }}", figure("1"), "【待补：乙】", "gap"),
        ("{{ 甲|占比(丙) }}", figure("1"), "【待补：甲类人数】", "gap"),
        ("{{ 甲|占比(丁) }}", figure("1"), "【不适用：甲类人数】", "silent_clause"),
        ("{{ 甲|占比(零) }}", figure("1"), "【不适用：甲类人数为0】", "silent_clause"),
        ("{{ 甲|占比(率) }}", figure("1"), "【不能算占比：甲类人数、甲类人数】", "gap"),
        ("{{ 甲|占比(率) }}", percent("1"), "【不能算占比：甲类人数、甲类人数】", "gap"),
        ("{{ 甲|占比(零) }}", figure("1", unit="所"), "【不适用：甲类人数为0】", "silent_clause"),
        ("{{ 甲|占比(一) }}", figure("1", unit="所"), "【不能算占比：甲类人数、甲类人数】", "gap"),
        ("{{ 甲|万元 }}", figure("1"), "【不能换算成万元：甲类人数】", "gap"),
        ("{{ 甲|亿元|同比 }}", percent("1", "1"), "【不能换算成亿元：甲类人数】", "gap"),
        ("{{ 甲|万元 }}", money(PENDING), "【待补：甲类人数】", "gap"),
        ("{{ 甲|哈哈 }}", figure("1"), "【不认识的写法：甲|哈哈】", "gap"),
        ("{{ 甲|同比|增减 }}", figure("1", "1"), "【不认识的写法：甲|同比|增减】", "gap"),
        ("{{ 甲|上年|同比 }}", figure("1", "1"), "【不认识的写法：甲|上年|同比】", "gap"),
        ("{{ 甲|占比 }}", figure("1"), "【不认识的写法：甲|占比】", "gap"),
        ("{{ 甲|占比(3) }}", figure("1"), "【不认识的写法：甲|占比(3)】", "gap"),
        ("{{ 甲|同比(乙) }}", figure("1", "1"), "【不认识的写法：甲|同比(乙)】", "gap"),
    ],
)
def test_what_is_missing_shows_as_a_gap_or_falls_silent(source, of, said, kind):
    others = {"丙": figure(PENDING), "丁": figure(NOT_APPLICABLE), "零": figure("0"), "一": figure("1")}
    others["率"] = percent("5")
    assert shown(source, of, **others) == Shown(said, kind)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{{ 甲 }}", None),
        ("{{ 甲|同比 }}", "silent_clause"),
        ("{{ 丁|同比 }}", "silent_sentence"),
        ("{{ 丁|名称 }}", None),
        ("{{ 没有 }}", None),
    ],
)
def test_silence_is_known_without_printing(source, kind):
    (token,) = parse(source)
    assert silence(token, {"甲": figure("1", NOT_APPLICABLE), "丁": figure(NOT_APPLICABLE)}) == kind


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("{{ 甲 }}", Decimal(15)),
        ("{{ 甲|上年 }}", Decimal(10)),
        ("{{ 甲|增减 }}", Decimal(5)),
        ("{{ 甲|增幅 }}", Decimal(50)),
        ("{{ 甲|数值 }}", Decimal(15)),
        ("{{ 甲|占比(乙) }}", Decimal(30)),
        ("{{ 率|增幅 }}", Decimal("2.1")),
        ("{{ 比 }}", Decimal("0.25")),
        ("{{ 甲|名称 }}", None),
        ("{{ 无 }}", Shown("【待补：甲类人数】", "gap")),
        ("{{ 率|占比(甲) }}", Shown("【不能算占比：甲类人数、甲类人数】", "gap")),
        ("{{ 新|增幅 }}", None),
        ("{{ 新|增减 }}", Decimal(3)),
        ("{{ 甲|由到 }}", Decimal(5)),
        ("{{ 甲|倍数 }}", Decimal("1.5")),
        ("{{ 甲|倍于(乙) }}", Decimal("0.3")),
        ("{{ 甲|完成率(乙) }}", Decimal(30)),
        ("{{ 率|全覆盖 }}", Decimal("97.3")),
        ("{{ 甲|发生 }}", Decimal(15)),
        ("{{ 甲|没有 }}", Decimal(15)),
        ("{{ 甲|汉字 }}", Decimal(15)),
        ("{{ 甲|以万计 }}", Decimal(15)),
        ("{{ 段 }}", Decimal(3)),
        ("{{ 新|倍数 }}", None),
    ],
)
def test_numbers_for_conditions_are_those_printed(source, number):
    (token,) = parse(source)
    figures = {
        "甲": figure("15", "10"),
        "乙": figure("50"),
        "率": percent("97.34", "95.2"),
        "比": ratio(("1", "4")),
        "无": figure(PENDING),
        "新": figure("3", "0"),
        "段": figure(Reading("filled", terms=(Decimal(3), Decimal(5)), approximation="range")),
    }
    assert measure(token, figures) == number


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_explained_with_an_example_that_reads_as_a_token(name):
    found = FILTERS[name]
    source, arrow, outcome = found.example.partition(" → ")
    (token,) = parse(source)
    assert (token.filters[-1].name, arrow, bool(outcome), found.help[-1]) == (name, " → ", True, "。")
    assert chain_problem(token.filters) == ""
