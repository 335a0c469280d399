"""Numbers typed beside a metric's name: equal, against it, last year's, or left alone."""

import time
from decimal import Decimal

import pytest

from edusum.library.linking import Linker
from edusum.library.mentions import Lexicon
from edusum.metrics.figures import Figure, Reading


def filled(value, approximation=""):
    return Reading("filled", Decimal(value), approximation=approximation)


def figure(name, unit, now, before=None, *, kind="count", decimals=0, label="", approximation=""):
    return Figure(
        code=name,
        name=name,
        label=label or name,
        unit=unit,
        kind=kind,
        decimals=decimals,
        current=Reading() if now is None else filled(now, approximation),
        previous=Reading() if before is None else filled(before),
    )


FIGURES = {
    item.name: item
    for item in [
        figure("幼儿园数", "所", "58", "60"),
        figure("公办幼儿园数", "所", "37", "35"),
        figure("学前三年毛入园率", "%", "92.3", "90.2", kind="percent", decimals=1),
        figure("小学入学率", "%", "99.53", "99.41", kind="percent", decimals=2),
        figure("初中入学率", "%", "98.95", "98.72", kind="percent", decimals=2),
        figure("专任教师数", "人", "1286", "1248"),
        figure("骨干教师数", "人", "338", "300"),
        figure("教育经费总投入", "万元", "41200", "40000", kind="money", decimals=2),
        figure("在园幼儿数", "人", "12345", "12000"),
        figure("新增学位数", "个", None, "720"),
        figure("校园安全检查次数", "次", "500", "480", approximation="over"),
        figure("普职招生比", "", "1", kind="ratio"),
    ]
}
FIGURES["普职招生比"] = Figure(
    code="r", name="普职招生比", label="普职招生比", unit="", kind="ratio", decimals=0,
    current=Reading("filled", terms=(Decimal(5), Decimal(5))),
)  # fmt: skip
SYNONYMS = {"学前三年毛入园率": ["毛入园率"], "专任教师数": ["专任教师总数"]}
LINKER = Linker(FIGURES, Lexicon(FIGURES, SYNONYMS), year=2025, own=["全区", "我区"])


def found(text):
    return [(spot.kind, text[spot.start : spot.end], spot.token) for spot in LINKER.spots(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # equal: the token is offered
        ("学前三年毛入园率达92.3%。", [("equal", "92.3%", "{{ 学前三年毛入园率 }}")]),
        ("全区毛入园率为９２．３％", [("equal", "９２．３％", "{{ 学前三年毛入园率 }}")]),
        ("全区现有幼儿园58所，", [("equal", "58所", "{{ 幼儿园数 }}")]),
        ("全区现有58所幼儿园。", [("equal", "58所", "{{ 幼儿园数 }}")]),
        ("现有公办幼儿园37所。", [("equal", "37所", "{{ 公办幼儿园数 }}")]),
        ("专任教师1286名", [("equal", "1286名", "{{ 专任教师数 }}")]),
        ("教育经费总投入4.12亿元", [("equal", "4.12亿元", "{{ 教育经费总投入|亿元 }}")]),
        ("教育经费总投入41200万元", [("equal", "41200万元", "{{ 教育经费总投入 }}")]),
        ("普职招生比为5:5。", [("equal", "5:5", "{{ 普职招生比 }}")]),
        ("校园安全检查逾500次", [("equal", "逾500次", "{{ 校园安全检查次数 }}")]),
        # equal: what the words make of it
        (
            "专任教师1286人，比上年增加38人。",
            [
                ("equal", "1286人", "{{ 专任教师数 }}"),
                ("equal", "比上年增加38人", "{{ 专任教师数|增减 }}"),
            ],
        ),
        ("{{ 专任教师数 }}，比上年增长3%", [("equal", "比上年增长3%", "{{ 专任教师数|同比 }}")]),
        ("毛入园率提高2.1个百分点", [("equal", "提高2.1个百分点", "{{ 学前三年毛入园率|增幅 }}")]),
        (
            "专任教师由1248人增加到1286人",
            [("equal", "由1248人增加到1286人", "{{ 专任教师数|由到 }}")],
        ),
        (
            "现有幼儿园58所，其中公办幼儿园37所，占63.8%。",
            [
                ("equal", "58所", "{{ 幼儿园数 }}"),
                ("equal", "37所", "{{ 公办幼儿园数 }}"),
                ("equal", "占63.8%", "{{ 公办幼儿园数|占比(幼儿园数) }}"),
            ],
        ),
        ("毛入园率上年为90.2%", [("equal", "90.2%", "{{ 学前三年毛入园率|上年 }}")]),
        (
            "小学入学率、初中入学率分别达99.53%、98.95%",
            [("equal", "99.53%", "{{ 小学入学率 }}"), ("equal", "98.95%", "{{ 初中入学率 }}")],
        ),
        # against it
        ("学前三年毛入园率达93.2%。", [("contradicts", "93.2%", "{{ 学前三年毛入园率 }}")]),
        ("全区现有幼儿园85所", [("contradicts", "85所", "{{ 幼儿园数 }}")]),
        (
            "毛入园率比上年提高2.2个百分点",
            [("contradicts", "比上年提高2.2个百分点", "{{ 学前三年毛入园率|同比 }}")],
        ),
        (
            "毛入园率比上年下降2.1个百分点",
            [("contradicts", "比上年下降2.1个百分点", "{{ 学前三年毛入园率|同比 }}")],
        ),
        ("专任教师数逾1300人", [("contradicts", "逾1300人", "{{ 专任教师数 }}")]),
        # last year's
        ("学前三年毛入园率达90.2%。", [("previous", "90.2%", "{{ 学前三年毛入园率 }}")]),
        ("新增学位数720个", [("previous", "720个", "{{ 新增学位数 }}")]),
        # left alone
        ("专任教师逾1200人，近1300人", []),
        ("在园幼儿数1.2万人", []),
        ("新增学位数800个", []),
        ("城镇学前三年毛入园率达95%。", []),
        ("全国学前三年毛入园率达91%。", []),
        ("2023年学前三年毛入园率达70%。", []),
        ("力争学前三年毛入园率达95%。", []),
        ("学前三年毛入园率目标95%。", []),
        ("新建幼儿园3所。", []),
        ("民办幼儿园12所，专任教师300人。", []),
        ("改扩建学校5所，其中小学3所、幼儿园2所。", []),
        ("对5所幼儿园开展督导", []),
        ("专任教师1286人次", []),
        ("幼儿园58个月", []),
        ("《幼儿园数58所》“毛入园率达93%”", []),
        ("{{ 幼儿园数 }}", []),
        ("毛入园率【待补：学前三年毛入园率】", []),
        ("2026年工作打算：学前三年毛入园率达95%。", []),
        ("下一步，抓好建设。\n学前三年毛入园率达95%。", []),
        ("", []),
        ("没有数字。", []),
    ],
)  # fmt: skip
def test_what_is_certain_is_told_and_nothing_else(text, expected):
    assert found(text) == expected


def test_the_words_write_both_numbers():
    (spot,) = LINKER.spots("学前三年毛入园率达93.2%。")
    assert spot.words == "学前三年毛入园率填报的是92.3%，这里写的是93.2%。"
    (stale,) = LINKER.spots("学前三年毛入园率达90.2%。")
    assert stale.words == "90.2%是学前三年毛入园率上年的数，今年是92.3%。"
    assert [choice.printed for choice in stale.choices] == ["92.3%", "90.2%"]


def test_a_name_that_two_metrics_have_goes_with_the_one_that_has_the_number():
    figures = {name: FIGURES[name] for name in ("小学入学率", "初中入学率")}
    shared = Linker(figures, Lexicon(figures, dict.fromkeys(figures, ("净入学率",))), year=2025)
    spots = shared.spots("净入学率达98.95%，净入学率达97%")
    assert [(spot.kind, spot.name) for spot in spots] == [("equal", "初中入学率")]


def test_where_it_plans_ahead_a_different_number_is_no_fault():
    text = "学前三年毛入园率达95%，小学入学率达99.53%"
    assert [spot.kind for spot in LINKER.spots(text, is_ahead=True)] == ["equal"]


HOSTILE = [
    "专任教师1286人",
    "专任教师",
    "全区现有",
    "1,234,",
    "1.2",
    "比上年",
    "（《“",
    "{{ 专任教师数 }}",
    "{{ ",
    "、",
    "12万余人",
    "小学入学率、初中入学率分别达",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_its_work_grows_with_the_length_of_the_text(piece):
    """Four times the text takes less than nine times as long: nothing in it is quadratic."""

    def taken(length):
        text = (piece * length)[:length]
        best = 10.0
        for _ in range(3):
            start = time.perf_counter()
            LINKER.spots(text)
            best = min(best, time.perf_counter() - start)
        return best

    assert taken(20_000) < 0.02 + 8 * taken(5_000)


def test_a_sentence_in_passing_about_next_year_does_not_end_what_is_told_of_this_one():
    told = "学前三年毛入园率达93.2%。"
    assert found(f"2所学校将于2026年6月竣工。{told}") == found(told)
    assert found(f"2所学校将于2026年6月竣工，{told}") == []
    assert found(f"一、2026年工作打算\n{told}") == []
