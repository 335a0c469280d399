from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.document.model import FigureRun, Paragraph, Run
from edusum.library.wording import (
    PhraseText,
    Spoken,
    freeze,
    paragraphs,
    plain,
    speak,
    tidy_phrase,
    tidy_tokens,
    token_problems,
)
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
        ("有{{ 待 }}，{{ 待|同比 }}。", "有【待补：待数】，【待补：待数同比】。"),
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
        ("{% if not 停 %}没有发生。{% endif %}", ""),
        ("{% if 甲 < 停 %}少。{% else %}不少。{% endif %}", ""),
        ("前句。{% if 停 == 0 %}没有发生。{% endif %}", "前句。"),
        ("一句。\n\n  另一句{{ 停 }}。\n第三句。", "一句。\n第三句。"),
        ("　　缩进的一段。\r\n第二段，", "缩进的一段。\n第二段。"),
        ("　 \n", ""),
    ],
)
def test_sentences_and_clauses_about_what_is_not_applicable_fall_silent(source, read):
    spoken = said(source)
    assert plain(spoken.text, FIGURES, TEXTS) == read
    assert spoken.silent == (() if read else (1,))


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("办好幼儿园（含公办，民办）{{ 新|同比 }}，群众满意。", "群众满意。"),
        ("有{{ 新 }}，{{ 新|同比 }}（含民办，不含托班）。", "有30人。"),
        ("有{{ 新 }}，{{ 新|同比 }}（含民办，不含托班）；好。", "有30人；好。"),
        ("评为“先进，优秀”{{ 新|同比 }}。", ""),
        ("落实{{ 新|同比 }}《关于规范，提升的意见》，取得成效。", "取得成效。"),
        ("落实《关于{{ 新|同比 }}，提升的意见》，取得成效。", "取得成效。"),
        ("评为“{{ 新|同比 }}”，取得成效。", "取得成效。"),
        ("他说，“{{ 新|同比 }}。”", "他说。"),
        ("他说：“先有{{ 甲 }}。后有{{ 停 }}。”散会。", "散会。"),
        ("他说：“先有{{ 甲 }}。再{{ 新|同比 }}。”散会。", "他说：“先有900人。”散会。"),
        ("他说：“先有{{ 甲 }}。‘再{{ 新|同比 }}！’”散会。", "他说：“先有900人。”散会。"),
        ("有{{ 新 }}（共{{ 甲 }}（{{ 新|同比 }}，新增），稳），好。", "有30人（共900人（新增），稳），好。"),
        ("有{{ 新 }}（（（（{{ 新|同比 }}，新增）））），好。", "有30人，好。"),
        ("有{{ 新 }}（注：一。二{{ 停 }}。）另有{{ 甲 }}。", "另有900人。"),
        ("（含公办，{{ 新|同比 }}。有{{ 甲 }}。", "（含公办。有900人。"),
        ("有“{{ 新 }}，{{ 新|同比 }}）。有”{{ 甲 }}。", "有“30人。有”900人。"),
        ("一说：“有{{ 新 }}，{{ 新|同比 }}，好。", "一说：“有30人，好。"),
        ("有{{ 新 }}，{{ 新|同比 }}。”", "有30人。”"),
        ("“一句。\n二句{{ 停 }}。”\n三句。", "三句。"),
    ],
)
def test_brackets_quotations_and_titles_are_left_out_whole_or_not_at_all(source, read):
    assert plain(said(source).text, FIGURES, TEXTS) == read


PAIRS = ["（）", "“”", "‘’", "《》", "【】"]
words = st.sampled_from(["字", "，", "；", "、", "。", "！", "\n"])
figure_tokens = st.sampled_from(["{{ 甲 }}", "{{ 新|同比 }}", "{{ 停 }}", "{{ 待 }}"])
nested = st.recursive(
    st.one_of(words, figure_tokens),
    lambda inner: st.builds(
        lambda pair, parts: pair[0] + "".join(parts) + pair[1],
        st.sampled_from(PAIRS),
        st.lists(inner, max_size=5),
    ),
)


@given(st.lists(nested, max_size=12).map("".join))
def test_what_is_left_out_never_tears_a_pair(source):
    left = said(source).text
    marks = "".join(mark for mark in left if mark in "".join(PAIRS))
    for _ in marks:
        for pair in PAIRS:
            marks = marks.replace(pair, "")
    assert marks == ""


@pytest.mark.parametrize(
    ("items", "read"),
    [
        ("甲, 新, 零", "有甲数900人、新数30人、零数0人。"),
        ("甲, 停, 零", "有甲数900人、零数0人。"),
        ("停, 甲, 零", "有甲数900人、零数0人。"),
        ("甲, 零, 停", "有甲数900人、零数0人。"),
        ("停, 待, 停", "有待数【待补：待数】。"),
        ("停, 停", ""),
    ],
)
def test_a_list_leaves_out_its_members_that_are_not_applicable(items, read):
    source = f"有{{% for 项 in [{items}] %}}{{{{ 项|名称 }}}}{{{{ 项 }}}}、{{% endfor %}}。"
    assert plain(said(source).text, FIGURES, TEXTS) == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("{{ 甲|名称 }}{{ 甲|增幅 }}{% for 项 in [零, 停, 新] %}，{{ 项|名称 }}{{ 项|增幅 }}{% endfor %}。",
         "甲数增长12.5%，零数下降100%。"),
        ("{{ 甲|名称 }}{{ 甲|增幅 }}{% for 项 in [停, 新] %}，{{ 项|名称 }}{{ 项|增幅 }}{% endfor %}。",
         "甲数增长12.5%。"),
        ("有{{ 甲 }}{% for 项 in [停, 停] %}、{{ 项 }}{% endfor %}。", "有900人。"),
        ("前句。{% for 项 in [停, 停] %}{{ 项|名称 }}有{{ 项 }}。{% endfor %}后句。", "前句。后句。"),
        ("前句。{% for 项 in [停, 停] %}{% if 项 %}有{{ 项 }}。{% endif %}{% endfor %}后句。",
         "前句。后句。"),
        ("前句。有{% for 项 in [停, 停] %}{{ 项 }}、{% endfor %}共{{ 甲 }}；好。后句。", "前句。好。后句。"),
        ("有{% for 项 in [新, 停, 甲] %}{{ 项 }}，{{ 项|同比 }}；{% endfor %}均达标。",
         "有30人；900人，比上年增长12.5%；均达标。"),
        ("有{% for 项 in [新, 甲] %}{{ 项 }}（{{ 项|同比 }}）、{% endfor %}。",
         "有30人、900人（比上年增长12.5%）。"),
        ("有{{ 甲 }}（{% for 项 in [停, 停] %}{{ 项 }}、{% endfor %}），好。", "有900人，好。"),
        ("{% for 项 in [甲, 停] %}{% if 项 %}有{{ 项 }}{% else %}没{{ 项|名称 }}{% endif %}、{% endfor %}。",
         "有900人。"),
        ("{% for 项 in [甲, 停] %}{{ 项 }}、{% endfor %}另有{{ 停 }}。后句。", "后句。"),
    ],
)  # fmt: skip
def test_a_list_leaves_the_words_around_it_in_order(source, read):
    assert plain(said(source).text, FIGURES, TEXTS) == read


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


@given(
    st.lists(
        st.sampled_from(["字", "{", "}", "{{", "}}", " ", "甲", "{{ 甲 }}", "{{ 本地 }}", "{{ 单位简称 }}"]),
        max_size=10,
    ).map("".join),
    st.sampled_from(["我区", "", "甲", "{{ 甲 }}", "{", "}"]),
)
def test_freezing_what_is_frozen_changes_nothing(text, name):
    texts = {"本地": name, "单位简称": ""}
    frozen = freeze(text, texts)
    assert freeze(frozen, texts) == frozen
    assert frozen.count("{{ 甲 }}") == text.count("{{ 甲 }}")


def test_freezing_an_empty_name_never_joins_the_braces_beside_it():
    assert freeze("{{{ 单位简称 }}{ 甲 }}和{{ 甲 }}", TEXTS) == "｛｛ 甲 ｝｝和{{ 甲 }}"
    assert freeze("{{ {{ 本地 }} }}", {"本地": "甲"}) == "｛｛ 甲 ｝｝"


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
        ("{{ 无此 }}和{{ 甲|无此 }}", "【待补：无此】和【不认识的写法：甲|无此】"),
        ("{{ 一是 }}和{{ 条数 }}", "【待补：一是】和【待补：条数】"),
        ("{{ 下年度 }}{{ 年度|同比 }}", "【待补：下年度】【待补：年度】"),
        ("{{ }}{{ 甲.x }}{% if 甲 %}{{ 甲", "{{ }}{{ 甲.x }}{% if 甲 %}{{ 甲"),
        ("{{ 甲|占比(²) }}", "【待补：²】"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_what_people_wrote_is_never_left_out_and_never_raises(text, read):
    assert plain(text, FIGURES, TEXTS) == read


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("有{{ 甲 }}，{{ 甲|同比 }}，{{ 本地 }}{{ 甲|占比(率) }}{ 单 }。", []),
        ("", []),
        ("{{ 小学 }}和{{ 小学|同比 }}。", ["没有名为“小学”的指标，请核对花括号里的名称。"]),
        ("{{ 在园幼儿 }}", ["没有名为“在园幼儿”的指标，是不是想写“在园幼儿数”？"]),
        ("{{ 单位全程 }}", ["没有名为“单位全程”的指标，是不是想写“单位全称”、“单位简称”？"]),
        ("{{ 甲|占比(在园幼儿) }}", ["没有名为“在园幼儿”的指标，是不是想写“在园幼儿数”？"]),
        ("{{ 年度|同比 }}", ["“年度”是文字，后面不能接写法，请去掉竖线及其后的内容。"]),
        ("{{ 甲|同期比 }}", ["没有叫“同期比”的写法，是不是想写“同比”？"]),
        ("{{ 甲|无此 }}",
         ["没有叫“无此”的写法，能用的有：同比、增减、增幅、由到、倍数、倍于、占比、完成率、位次、全覆盖、"
          "发生、没有、汉字、数值、上年、万元、亿元、以万计、名称。"]),
        ("{{ 一是 }}抓{{ 甲 }}",
         ["“一是”只用在模板的措辞里，这里请直接写出序号，不用花括号。"]),
        ("{{ 甲|同比|增减 }}", ["写法“同比”已经写成了文字，后面不能再接“增减”，请去掉一个。"]),
        ("{{ 甲|占比 }}",
         ["写法“占比”要带括号，请照这样写：{{ 小学在校生数|占比(义务教育在校生数) }} → 占67.2%。"]),
        ("达{{ 小学入学率 。",
         ["花括号没有写完整：“{{ 小学入学率 。”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("达{{ 小学入学率 达到百分之九十八，好。",
         ["花括号没有写完整：“{{ 小学入学率 达到百……”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("达甲 }}。", ["花括号没有写完整：“达甲 }}”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("达｛｛甲", ["花括号没有写完整：“｛｛甲”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{{ 甲 }", ["花括号没有写完整：“{{ 甲 }”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{{ 甲 {{ 率 }}", ["花括号没有写完整：“{{ 甲”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{{ 甲.x }}{{ }}",
         ["花括号没有写完整：“{{ 甲.x }}”，请写成 {{ 指标名 }} 或删去花括号。",
          "花括号没有写完整：“{{ }}”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{% if 甲 %}", ["花括号没有写完整：“{% if 甲 %}”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{{ 甲\n}}",
         ["花括号没有写完整：“{{ 甲”，请写成 {{ 指标名 }} 或删去花括号。",
          "花括号没有写完整：“}}”，请写成 {{ 指标名 }} 或删去花括号。"]),
        ("{{ 小学 }}{{ 甲{{ 甲|同比|增减 }}{{ 小学 }}{{ 甲",
         ["没有名为“小学”的指标，请核对花括号里的名称。",
          "花括号没有写完整：“{{ 甲”，请写成 {{ 指标名 }} 或删去花括号。",
          "写法“同比”已经写成了文字，后面不能再接“增减”，请去掉一个。"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_typed_tokens_is_told_once_in_order(text, problems):
    figures = FIGURES | {"在园幼儿数": figure("在园幼儿数", filled("900"))}
    assert token_problems(text, figures) == problems


def test_at_most_twenty_problems_of_tokens_are_told():
    text = "".join(f"{{{{ 名{number} }}}}" for number in range(1000)) + "{{"
    assert token_problems(text, FIGURES) == [
        f"没有名为“名{number}”的指标，请核对花括号里的名称。" for number in range(20)
    ]


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("达｛｛甲｜同比｝｝。", "达{{甲|同比}}。"),
        ("达{{ 甲｜同比 }}。", "达{{ 甲|同比 }}。"),
        ("达｛｛　甲｜占比（乙）｝｝（含｜）。", "达{{ 甲|占比(乙)}}（含｜）。"),
        ("达{｛甲｝}、{{乙}}。", "达{{甲}}、{{乙}}。"),
        ("达｛｛甲 乙｝｝、｛｛甲｝、｛甲｝。", "达｛｛甲 乙｝｝、｛｛甲｝、｛甲｝。"),
        ("达｛｛甲\n｝｝。", "达｛｛甲\n｝｝。"),
        ("", ""),
    ],
)
def test_tokens_typed_in_full_width_become_tokens(typed, tidied):
    assert tidy_tokens(typed) == tidied
    assert tidy_tokens(tidied) == tidied


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("全区现有教师｛｛专任教师数｝｝。", "全区现有教师{{专任教师数}}。"),
        ("｛｛ 甲｜占比（乙） ｝｝，{{ 甲｜同比 }}", "{{ 甲|占比(乙) }}，{{ 甲|同比 }}"),
        ("｛% if 甲 ＞ 0 %｝有。｛％ endif ％｝", "{% if 甲 > 0 %}有。{% endif %}"),
        ("｛% for 项 in ［甲，乙］ %｝{{ 项 }}｛% endfor %｝", "{% for 项 in [甲,乙] %}{{ 项 }}{% endfor %}"),
        ("{% if 年度 == '（' %}（甲，乙）{% endif %}", "{% if 年度 == '（' %}（甲，乙）{% endif %}"),
        ("  甲\r\n乙  ", "甲\n乙"),
        ("乙｛｛ 甲 ｝。｛%怎样%｝", "乙｛｛ 甲 ｝。｛%怎样%｝"),
    ],
)
def test_a_phrase_typed_in_full_width_is_stored_in_half_width_where_it_can_be_read(typed, stored):
    assert tidy_phrase(typed) == stored
