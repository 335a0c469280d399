from decimal import Decimal

import pytest

from edusum.document.model import FigureRun, Paragraph, Run
from edusum.library.wording import PhraseText, Spoken, freeze, paragraphs, plain, speak, unknown_names
from edusum.metrics.figures import PENDING, Figure, Reading

TEXTS = {"单位全称": "示例区教育局", "本地": "我区", "年度": "2025", "单位简称": ""}


def figure(name, current=PENDING, previous=PENDING, kind="count", unit="人", decimals=0):
    return Figure(name, name, f"{name}数", unit, kind, decimals, current=current, previous=previous)


def filled(value):
    return Reading("filled", Decimal(value))


NOT_APPLICABLE = Reading("not_applicable")
FIGURES = {
    item.name: item
    for item in [
        figure("甲", filled("900"), filled("800")),
        figure("率", filled("97.3"), filled("95.2"), "percent", "%", 1),
        figure("新", filled("30"), NOT_APPLICABLE),
        figure("停", NOT_APPLICABLE, filled("3")),
        figure("待"),
        figure("零", filled("0"), filled("2")),
    ]
}


def said(*sources):
    phrases = [PhraseText(number, source, True) for number, source in enumerate(sources, 1)]
    return speak(phrases, FIGURES, TEXTS)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("{{ 本地 }}有{{ 甲 }}，{{ 甲|同比 }}。", "我区有900人，比上年增长12.5%。"),
        ("{{ 率|名称 }}达{{ 率 }}，{{ 率|同比 }}。", "率数达97.3%，比上年提高2.1个百分点。"),
        ("有{{ 待 }}，{{ 待|同比 }}。", "有【待补：待数】，【待补：待数】。"),
        ("有{{ 停 }}。", ""),
        ("有{{ 停 }}，占多数；另有{{ 甲 }}。其中{{ 零 }}缺课。", "其中0人缺课。"),
        ("先有{{ 甲 }}！后有{{ 停 }}？再有{{ 率 }}。", "先有900人！再有97.3%。"),
        ("“有{{ 停 }}。”另有{{ 甲 }}。", "另有900人。"),
        ("有{{ 新 }}，{{ 新|同比 }}。", "有30人。"),
        ("有{{ 新 }}，{{ 新|同比 }}", "有30人。"),
        ("有{{ 新 }}，{{ 新|同比 }}；有{{ 甲 }}。", "有30人；有900人。"),
        ("有{{ 新 }}；{{ 新|同比 }}，有{{ 甲 }}。", "有30人；有900人。"),
        ("{{ 新|同比 }}，有{{ 新 }}。", "有30人。"),
        ("{{ 新|同比 }}。", ""),
        ("{{ 新|同比 }}。有{{ 甲 }}。", "有900人。"),
        ("有{{ 新 }}，{{ 新|同比 }}，{{ 新|增减 }}！", "有30人！"),
        ("有{{ 新 }}、{{ 甲 }}，{{ 新|同比 }}。", "有30人、900人。"),
        ("有{{ 新 }}（{{ 新|同比 }}），有{{ 甲 }}。", "有30人，有900人。"),
        ("有{{ 新 }}（共{{ 甲 }}，{{ 新|同比 }}），稳定。", "有30人（共900人），稳定。"),
        ("有{{ 甲 }}（{{ 甲|占比(停) }}），{{ 甲|占比(零) }}。", "有900人。"),
        ("他说：“有{{ 新 }}，{{ 新|同比 }}。”", "他说：“有30人。”"),
        ("有{{ 新 }}（上年为{{ 新|上年 }}）。", "有30人。"),
        ("{% if 停 %}有{{ 停 }}。{% endif %}", ""),
        ("{% if 零 %}有{% else %}没有{% endif %}。", "没有。"),
        ("{% if 零 %}有{{ 零 }}{% endif %}。", ""),
        ("有{% for 项 in [甲, 零] %}{{ 项|名称 }}{{ 项 }}、{% endfor %}。", "有甲数900人、零数0人。"),
        ("一，{% if 零 %}二，{% endif %}。三", "一。三"),
        ("前{% if 待 > 1 %}有{% endif %}后", "【待补：待数】"),
        ("一句。\n\n  另一句{{ 停 }}。\n第三句。", "一句。\n第三句。"),
        ("　　缩进的一段。\r\n第二段，", "缩进的一段。\n第二段。"),
        ("　 \n", ""),
    ],
)
def test_sentences_and_clauses_about_what_is_not_applicable_fall_silent(source, read):
    spoken = said(source)
    assert plain(spoken.text, FIGURES, TEXTS) == read
    assert spoken.silent == (() if read else (1,))


def test_phrases_follow_each_other_or_begin_a_paragraph():
    phrases = [
        PhraseText(1, "一{{ 甲 }}。", False),
        PhraseText(2, "二。", False),
        PhraseText(3, "停{{ 停 }}。", True),
        PhraseText(4, "三。", False),
        PhraseText(5, "停{{ 停 }}。", False),
        PhraseText(6, "四，", False),
        PhraseText(7, "五。", True),
    ]
    assert speak(phrases, FIGURES, TEXTS) == Spoken("一{{ 甲 }}。二。\n三。四。\n五。", (3, 5))


def test_no_phrases_say_nothing():
    assert speak([], FIGURES, TEXTS) == Spoken("", ())


def test_speaking_leaves_tokens_so_that_edited_and_unedited_text_go_one_way():
    assert said("{{ 本地 }}有{{甲}}，{{ 甲 |同比}}。").text == "{{ 本地 }}有{{ 甲 }}，{{ 甲|同比 }}。"


def test_freezing_writes_text_names_out_and_keeps_figures():
    assert freeze("{{ 本地 }}有{{ 甲|同比 }}{{ 单位简称 }}。", TEXTS) == "我区有{{ 甲|同比 }}。"


def test_freezing_keeps_text_names_that_are_not_known_and_what_people_typed():
    assert (
        freeze("{{ 下年度 }}{{ 年度|同比 }}{ 甲 }{{ 3 }}", TEXTS)
        == "{{ 下年度 }}{{ 年度|同比 }}{ 甲 }{{ 3 }}"
    )


@pytest.mark.parametrize("value", ["{{ 甲 }}", "{ 甲 }}", "{{", "}}"])
def test_a_text_value_never_becomes_a_token(value):
    frozen = freeze("{{{ 本地 }} 甲 }}", {"本地": value})
    assert plain(frozen, FIGURES, {}).count("900") == 0
    assert plain("{{ 本地 }}", FIGURES, {"本地": value}) == value


def test_runs_keep_the_metric_and_its_token_and_plain_text_runs_together():
    assert paragraphs("{{ 本地 }}有{{ 甲 |同比 }}，{{ 待 }}。\n\n 二{{ 年度 }}", FIGURES, TEXTS) == (
        Paragraph(
            (
                Run("我区有"),
                FigureRun("比上年增长12.5%", "甲", "{{ 甲|同比 }}"),
                Run("，"),
                FigureRun("【待补：待数】", "待", "{{ 待 }}", is_gap=True),
                Run("。"),
            )
        ),
        Paragraph((Run("二2025"),)),
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("写下的{{ 停 }}，{{ 新|同比 }}。", "写下的【不适用：停数】，【不适用：上年新数】。"),
        ("{{ 没有 }}和{{ 甲|没有 }}", "【待补：没有】和【不认识的写法：甲|没有】"),
        ("{{ 下年度 }}{{ 年度|同比 }}", "【待补：下年度】【待补：年度】"),
        ("{{ }}{{ 甲.x }}{% if 甲 %}{{ 甲", "{{ }}{{ 甲.x }}{% if 甲 %}{{ 甲"),
        ("{{ 甲|占比(²) }}", "【待补：²】"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_what_people_wrote_is_never_left_out_and_never_raises(text, read):
    assert plain(text, FIGURES, TEXTS) == read


def test_unknown_names_are_told_once_in_order():
    text = "{{ 乙 }}{{ 甲|占比(丙) }}{{ 乙|同比 }}{{ 本地 }}{{ 年度|同比 }}{{ 下年度 }}"
    assert unknown_names(text, FIGURES) == ["乙", "丙", "年度"]
