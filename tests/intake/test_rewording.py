import time

import pytest

from edusum.intake.paragraph_places import placed, spans_of
from edusum.intake.rewording import Known, Spot, parts_of, reworded

PUPILS = Known("在园幼儿数", "count", "人")
RATE = Known("毛入园率", "percent", "%")
MONEY = Known("教育投入", "money", "亿元")
PLACE = Known("评价位次", "rank", "位")
PARTIES = Known("党组织数", "count", "个")


def spot(text, figure, metric=None, *, unit, role="actual", label="甲", **more):
    start = text.index(figure)
    return Spot(start, start + len(figure), label, unit, role, metric, **more)


def phrases(text, spots, words=None):
    return [sentence.phrase for sentence in reworded(text, spots, words or {})]


def test_a_figure_becomes_the_token_of_its_metric():
    text = "在园幼儿达749人。"
    assert phrases(text, [spot(text, "749人", PUPILS, unit="人")]) == ["在园幼儿达{{ 在园幼儿数 }}。"]


@pytest.mark.parametrize(
    ("text", "figure", "metric", "unit", "more", "said"),
    [
        (
            "在园幼儿约1.2万人。",
            "1.2万人",
            PUPILS,
            "万人",
            {"is_approximate": True},
            "在园幼儿{{ 在园幼儿数|以万计 }}。",
        ),
        (
            "在园幼儿500人以上。",
            "500人",
            PUPILS,
            "人",
            {"is_approximate": True},
            "在园幼儿{{ 在园幼儿数 }}。",
        ),
        ("投入4100万元。", "4100万元", MONEY, "万元", {}, "投入{{ 教育投入|万元 }}。"),
        (
            "毛入园率上年为72.6%。",
            "72.6%",
            RATE,
            "%",
            {"years_back": 1},
            "毛入园率上年为{{ 毛入园率|上年 }}。",
        ),
        ("建有党组织四十八个。", "四十八个", PARTIES, "个", {}, "建有党组织{{ 党组织数|汉字 }}。"),
        ("评价居全市第3位。", "3位", PLACE, "位", {}, "评价居全市{{ 评价位次 }}。"),
    ],
)
def test_it_is_told_as_the_paper_tells_it(text, figure, metric, unit, more, said):
    assert phrases(text, [spot(text, figure, metric, unit=unit, **more)]) == [said]


@pytest.mark.parametrize(
    ("text", "figure", "more"),
    [
        ("在园幼儿749人。", "749人", {"unit": "人"}),
        ("在园幼儿占地749亩。", "749亩", {"metric": PUPILS, "unit": "亩"}),
        ("明年在园幼儿达800人。", "800人", {"metric": PUPILS, "unit": "人", "role": "target"}),
        ("2011年在园幼儿600人。", "600人", {"metric": PUPILS, "unit": "人", "years_back": 9}),
    ],
)
def test_a_figure_without_a_fitting_metric_keeps_its_sentence_as_it_was(text, figure, more):
    (sentence,) = reworded(text, [spot(text, figure, **more)], {})
    assert (sentence.phrase, sentence.lacking) == ("", (f"甲{figure}",))


def test_a_sentence_without_figures_is_no_phrase():
    assert phrases("我们召开了全区教育大会。", []) == [""]


def test_a_standard_stays_in_words():
    text = "按师生比1:6.3的标准配备，在园幼儿749人。"
    spots = [spot(text, "1:6.3", unit="", role="standard"), spot(text, "749人", PUPILS, unit="人")]
    assert phrases(text, spots) == ["按师生比1:6.3的标准配备，在园幼儿{{ 在园幼儿数 }}。"]


@pytest.mark.parametrize(
    ("text", "change", "unit", "said"),
    [
        ("在园幼儿749人，比上年增长3.4%。", "3.4%", "%", "在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|同比 }}。"),
        (
            "在园幼儿749人，比上年减少15人。",
            "15人",
            "人",
            "在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|增减 }}。",
        ),
        ("在园幼儿749人，增长3.4%。", "3.4%", "%", "在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|增幅 }}。"),
    ],
)
def test_a_change_since_last_year_follows_the_figure_before_it(text, change, unit, said):
    spots = [
        spot(text, "749人", PUPILS, unit="人"),
        spot(text, change, unit=unit, role="change", is_against_last_year=True),
    ]
    assert phrases(text, spots) == [said]


def test_a_change_goes_by_the_name_of_its_figure():
    text = "在园幼儿749人，另有教师80人，在园幼儿比上年增加15人。"
    spots = [
        spot(text, "749人", PUPILS, unit="人", label="在园幼儿数"),
        spot(text, "80人", PARTIES, unit="人", label="教师数"),
    ]
    change = spot(text, "15人", unit="人", role="change", label="在园幼儿增加数")
    assert phrases(text, [spots[0], change]) == [
        "在园幼儿{{ 在园幼儿数 }}，另有教师80人，在园幼儿{{ 在园幼儿数|增减 }}。"
    ]
    assert phrases(text, [*spots, change]) == [""]


def test_a_change_of_a_rate_is_told_in_points():
    text = "毛入园率达75%，同比提高2.4个百分点。"
    spots = [spot(text, "75%", RATE, unit="%"), spot(text, "2.4个百分点", unit="个百分点", role="change")]
    assert phrases(text, spots) == ["毛入园率达{{ 毛入园率 }}，{{ 毛入园率|同比 }}。"]


def test_a_change_since_another_year_has_no_token():
    text = "在园幼儿749人，增长3.4%。"
    spots = [spot(text, "749人", PUPILS, unit="人"), spot(text, "3.4%", unit="%", role="change")]
    assert phrases(text, spots) == [""]


def test_from_last_years_to_this_years_is_one_token():
    text = "毛入园率由上年的72.6%提高到75%。"
    spots = [spot(text, "72.6%", RATE, unit="%", years_back=1), spot(text, "75%", RATE, unit="%")]
    assert phrases(text, spots) == ["毛入园率{{ 毛入园率|由到 }}。"]


def test_years_and_names_move_along_outside_of_figures():
    text = "2024年，全区在园幼儿749人。"
    words = {"2024年": "{{ 年度 }}年", "全区": "{{ 全域 }}"}
    spots = [spot(text, "749人", PUPILS, unit="人")]
    assert phrases(text, spots, words) == ["{{ 年度 }}年，{{ 全域 }}在园幼儿{{ 在园幼儿数 }}。"]


def test_marks_become_those_of_chinese_texts():
    text = "在园幼儿749人,其中1:2的班额;收费稳定"
    spots = [spot(text, "749人", PUPILS, unit="人"), spot(text, "1:2", unit="", role="standard")]
    assert phrases(text, spots)[0] == "在园幼儿{{ 在园幼儿数 }}，其中1:2的班额。"


def test_of_several_clauses_those_with_known_figures_are_phrases_of_one_paragraph():
    text = "在园幼儿749人；新建园所3所；毛入园率75%。收费稳定。"
    spots = [
        spot(text, "749人", PUPILS, unit="人"),
        spot(text, "3所", unit="所"),
        spot(text, "75%", RATE, unit="%"),
    ]
    found = [(sentence.phrase, sentence.starts_paragraph) for sentence in reworded(text, spots, {})]
    assert found == [
        ("在园幼儿{{ 在园幼儿数 }}。", True),
        ("", False),
        ("毛入园率{{ 毛入园率 }}。", False),
        ("", False),
    ]


@pytest.mark.parametrize(
    "text", ["在园幼儿749人{{ 别的 }}。", "新增班__个，在园幼儿749人。", "××县在园幼儿749人。"]
)
def test_braces_and_what_was_masked_never_become_a_phrase(text):
    assert phrases(text, [spot(text, "749人", PUPILS, unit="人")]) == [""]


def test_a_phrase_is_shown_in_pieces():
    assert parts_of("共{{ 甲 }}人。") == [("共", False), ("{{ 甲 }}", True), ("人。", False)]


def test_paragraphs_are_found_again_though_something_was_cut_out_of_them():
    source = "标题\n第一段开头，第3页然后结尾。\n第二段有12人。"
    found = list(placed(source, ["第一段开头，然后结尾。", "第二段有12人。"]))
    start = source.index("12人")
    assert [list(spans_of(paragraph, [(start, start + 3)])) for paragraph in found] == [[], [(0, (4, 7))]]
    assert "".join(source[place] for place in found[0].places) == "第一段开头，然后结尾。"


def test_what_is_not_in_the_text_has_no_places():
    assert [paragraph.places for paragraph in placed("甲乙丙", ["丁戊", "乙丙"])] == [(), (1, 2)]


def test_a_long_paragraph_takes_no_time():
    text = "在园幼儿749人，" * 20_000
    began = time.perf_counter()
    (paragraph,) = placed(text, [text])
    reworded(paragraph.text, [], {})
    assert time.perf_counter() - began < 2
