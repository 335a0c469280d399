from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.library.phrasing import PhraseError, Problem, check, name_problem, names_used, render
from edusum.metrics.figures import PENDING, Figure, Reading

NAMES = {"在园幼儿数", "毛入园率", "经费", "停办", "待报", "上年缺"}
TEXTS = {"单位全称": "示例区教育局", "本地": "我区", "年度": "2025"}


def figure(name, current=PENDING, previous=PENDING, kind="count", unit="人", decimals=0):
    return Figure(name, name, name, unit, kind, decimals, current=current, previous=previous)


def filled(value):
    return Reading("filled", Decimal(value))


NOT_APPLICABLE = Reading("not_applicable")
FIGURES = {
    item.name: item
    for item in [
        figure("在园幼儿数", filled("900"), filled("800")),
        figure("毛入园率", filled("97.34"), filled("97.26"), "percent", "%", 1),
        figure("经费", filled("0"), filled("5"), "money", "万元", 2),
        figure("停办", NOT_APPLICABLE),
        figure("待报"),
        figure("上年缺", filled("3")),
    ]
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("文字。", "文字。"),
        ("{{ 在园幼儿数 }}", "{{ 在园幼儿数 }}"),
        ("达{{毛入园率}}，{{ 毛入园率 | 同比 }}。", "达{{ 毛入园率 }}，{{ 毛入园率|同比 }}。"),
        ("{{ 在园幼儿数|占比( 经费 ) }}", "{{ 在园幼儿数|占比(经费) }}"),
        ("{{ 经费|万元|增减 }}", "{{ 经费|万元|增减 }}"),
        ("{{ 本地 }}的{{ 待报 }}", "{{ 本地 }}的{{ 待报 }}"),
        ('{{ "文字" }}{{ 3 }}', "文字3"),
        ("抓{{ 条数 }}项：{{一是}}有{{ 经费 }}。", "抓{{ 条数 }}项：{{ 一是 }}有{{ 经费 }}。"),
        ("{% for 项 in [经费] %}{{ 一是 }}{{ 项 }}；{% endfor %}", "{{ 一是 }}{{ 经费 }}；"),
        ("甲{# 说明 #}乙", "甲乙"),
        ("{% if 在园幼儿数 %}有{% endif %}", "有"),
        ("{% if 经费 %}有{% else %}无{% endif %}", "无"),
        ("{% if 经费 == 0 %}未发生{% endif %}", "未发生"),
        ("{% if not 经费 %}零{% endif %}", "零"),
        ("{% if 在园幼儿数 > 在园幼儿数|上年 %}升{% else %}降{% endif %}", "升"),
        ("{% if 毛入园率 > 毛入园率|上年 %}升{% else %}平{% endif %}", "平"),
        ("{% if 在园幼儿数|增幅 >= 12.5 %}快{% endif %}", "快"),
        ("{% if 经费|增减 < -4 %}少{% endif %}", "少"),
        ("{% if 800 < 在园幼儿数 <= 900 %}中{% endif %}", "中"),
        ("{% if 1 == 经费 %}甲{% elif 在园幼儿数 != 1 %}乙{% else %}丙{% endif %}", "乙"),
        ('{% if 年度 == "2025" and 本地 != "我市" %}今{% endif %}', "今"),
        ('{% if "2025" == 年度 or 待报 %}今{% endif %}', "今"),
        ("{% if 单位全称 %}有名{% endif %}", "有名"),
        ("{% if 经费 > 3 %}有{% endif %}", ""),
        ("{% for 项 in [在园幼儿数, 经费] %}{{ 项|名称 }}{{ 项|同比 }}、{% endfor %}",
         "{{ 在园幼儿数|名称 }}{{ 在园幼儿数|同比 }}、{{ 经费|名称 }}{{ 经费|同比 }}、"),
        ("{% for 项 in (在园幼儿数, 经费) %}{% if 项 %}{{ 项|占比(在园幼儿数) }}{% endif %}{% endfor %}",
         "{{ 在园幼儿数|占比(在园幼儿数) }}"),
        ("{% for 项 in [在园幼儿数, 经费] %}{{ 经费|占比(项) }}{% endfor %}",
         "{{ 经费|占比(在园幼儿数) }}"),
        ("{% for 项 in [在园幼儿数, 待报, 查无此项] %}{{ 项 }}{{ 项|占比(在园幼儿数) }}、{% endfor %}",
         "{{ 在园幼儿数 }}{{ 在园幼儿数|占比(在园幼儿数) }}、{{ 待报 }}{{ 待报|占比(在园幼儿数) }}、"
         "{{ 查无此项 }}{{ 查无此项|占比(在园幼儿数) }}、"),
        ("{% if 经费 %}\n  有。\n{% else %}\n  无。\n{% endif %}\n", "  无。\n"),
    ],
)  # fmt: skip
def test_conditions_are_decided_and_names_print_their_tokens(source, text):
    assert check(source, metric_names={*NAMES, "查无此项"}) == []
    assert render(source, FIGURES, TEXTS) == text


@pytest.mark.parametrize(
    "condition",
    [
        "停办",
        "not 停办",
        "停办 == 0",
        "停办 != 0",
        "停办 < 5",
        "5 > 停办",
        "0 <= 停办 < 5",
        "停办 > 在园幼儿数",
        "在园幼儿数 > 停办",
        "停办 > 待报",
        "待报 > 停办",
        "停办|增减 > 0",
        "停办|上年 > 0",
        "在园幼儿数 and 停办",
        "停办 and 在园幼儿数",
        "停办 and 待报",
        "待报 and 停办",
        "经费 or not 停办",
        "停办 or 经费",
        "停办 or 待报",
        "新办|增减 > 0",
        "not 新办|增减 > 0",
        "无中生有|增幅 > 5",
    ],
)
def test_a_condition_on_what_is_not_applicable_leaves_its_block_nothing_to_say(condition):
    source = f"前。{{% if {condition} %}}有{{{{ 停办 }}}}。{{% else %}}没有发生。{{% endif %}}后。"
    figures = FIGURES | {
        "停办": figure("停办", NOT_APPLICABLE, NOT_APPLICABLE),
        "新办": figure("新办", filled("3"), NOT_APPLICABLE),
        "无中生有": figure("无中生有", filled("3"), filled("0")),
    }
    assert check(source, metric_names=figures) == []
    assert render(source, figures, TEXTS) == "前。\x00。后。"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("经费 and 停办", "无"),
        ("在园幼儿数 or 停办", "有"),
        ("not (在园幼儿数 or 停办)", "无"),
        ("5 < 经费 < 停办", "无"),
        ("在园幼儿数 > 0 or 停办 > 0", "有"),
        ("停办 and 经费", "无"),
        ("停办 or 在园幼儿数", "有"),
        ("not (停办 or 在园幼儿数)", "无"),
        ("停办 and 待报 and 经费", "无"),
        ("(停办 or 待报) or 在园幼儿数", "有"),
        ("(停办 and 经费) or 在园幼儿数", "有"),
    ],
)
def test_a_condition_that_others_settle_without_what_is_not_applicable_is_decided(condition, said):
    assert render(f"{{% if {condition} %}}有{{% else %}}无{{% endif %}}", FIGURES, TEXTS) == said


def test_an_outcome_that_hangs_on_what_is_not_applicable_is_not_supposed_for_a_missing_figure():
    source = "{% if 待报 > 0 %}{% if 停办 %}甲{% endif %}{{ 待报 }}{% else %}无{{ 待报 }}{% endif %}"
    assert render(source, FIGURES, TEXTS) == "无{{ 待报 }}"


def test_a_missing_figure_and_one_that_is_not_applicable_stand_side_by_side_in_a_phrase():
    source = "{% if 待报 > 0 %}有{{ 待报 }}。{% endif %}{% if 停办 == 0 %}没有{{ 停办 }}。{% endif %}后。"
    assert render(source, FIGURES, TEXTS) == "有{{ 待报 }}。\x00。后。"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ 项 }}、", "{{ 在园幼儿数 }}、{{ 经费 }}、"),
        ("，{{ 项 }}，{{ 停办 }}", "，\x00"),
        ("{% if 项 > 0 %}{{ 项 }}、{% endif %}", "{{ 在园幼儿数 }}、"),
        ("{% if 项 %}有{% else %}无{% endif %}{{ 项|名称 }}。",
         "有{{ 在园幼儿数|名称 }}。无{{ 经费|名称 }}。"),
        ("{{ 项 }}，{{ 项|占比(经费) }}；", "{{ 在园幼儿数 }}；{{ 经费 }}；"),
        ("共{{ 项 }}（{{ 项|上年 }}，{{ 停办|上年 }}）。",
         "共{{ 在园幼儿数 }}（{{ 在园幼儿数|上年 }}，{{ 停办|上年 }}）。"
         "共{{ 经费 }}（{{ 经费|上年 }}，{{ 停办|上年 }}）。"),
    ],
)  # fmt: skip
def test_a_member_of_a_list_that_is_not_applicable_is_left_out(body, said):
    source = f"{{% for 项 in [在园幼儿数, 停办, 经费] %}}{body}{{% endfor %}}"
    assert check(source, metric_names=NAMES) == []
    assert render(source, FIGURES, TEXTS) == said


@pytest.mark.parametrize(
    ("source", "gap"),
    [
        ("前{% if 待报 %}有{% endif %}后", "{{ 待报|待定 }}"),
        ("{% if 待报 > 3 %}有{% endif %}", "{{ 待报|待定 }}"),
        ("{% if 3 < 待报 %}有{% endif %}", "{{ 待报|待定 }}"),
        ("{% if 在园幼儿数 > 待报 %}有{{ 在园幼儿数 }}{% endif %}", "{{ 待报|待定 }}"),
        ("{% if 上年缺|增减 > 0 %}有{% endif %}", "{{ 上年缺|待定 }}"),
        ("{% if 上年缺 > 上年缺|上年 %}有{% endif %}", "{{ 上年缺|待定 }}"),
        ("{% if 查无此项 == 1 %}有{% endif %}", "{{ 查无此项|待定 }}"),
        ('{% if 下年度 == "2026" %}有{% endif %}', "{{ 下年度|待定 }}"),
        ("{% for 项 in [经费, 待报] %}{% if 项 %}有{% endif %}{% endfor %}", "{{ 待报|待定 }}"),
    ],
)
def test_a_condition_on_a_missing_figure_that_no_outcome_names_leaves_only_its_gap(source, gap):
    assert render(source, FIGURES, TEXTS) == gap


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% if 待报 > 0 %}撤并{{ 待报 }}。{% endif %}", "撤并{{ 待报 }}。"),
        ("{% if 待报 == 0 %}未发生。{% else %}发生{{ 待报 }}。{% endif %}", "发生{{ 待报 }}。"),
        ("{% if not 待报 %}没有。{% else %}有{{ 待报 }}。{% endif %}", "有{{ 待报 }}。"),
        ("{% if 待报 == 0 and 查无此项 == 0 %}无。{% else %}有{{ 待报 }}。{% endif %}", "有{{ 待报 }}。"),
        ("{% if 待报|增减 > 0 %}{{ 待报|增减 }}。{% endif %}", "{{ 待报|增减 }}。"),
    ],
)
def test_a_condition_on_a_missing_figure_gives_the_outcome_that_names_it(source, said):
    assert render(source, FIGURES, TEXTS) == said


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("{{ 毛入学率 }}", 1, "没有叫“毛入学率”的指标，是不是想写“毛入园率”？"),
        ("一\n{{ xyz }}", 2, "没有叫“xyz”的指标，请在指标库里查准它的“措辞用名”。"),
        ("{{ 经费|同期比 }}", 1, "没有叫“同期比”的写法，是不是想写“同比”？"),
        ("{{ 经费|xyz }}", 1,
         "没有叫“xyz”的写法，能用的有：同比、增减、增幅、由到、倍数、倍于、占比、完成率、位次、全覆盖、"
         "发生、没有、汉字、数值、上年、万元、亿元、以万计、名称。"),
        ("{{ 一是|数值 }}", 1,
         "“一是”只能单独写成 {{ 一是 }}，不能接写法，也不能放在条件、括号和 for 里。"),
        ("甲\n{% if 条数 > 2 %}乙{% endif %}", 2,
         "“条数”只能单独写成 {{ 条数 }}，不能接写法，也不能放在条件、括号和 for 里。"),
        ("{% for 一是 in [经费] %}乙{% endfor %}", 1,
         "“一是”是措辞里给条目编号用的，不能作名称，请换一个。"),
        ("{{ 经费|同比|增减 }}", 1, "写法“同比”已经写成了文字，后面不能再接“增减”，请去掉一个。"),
        ("{{ 经费|上年|同比 }}", 1, "写法“上年”后面不能再接“同比”，请去掉一个。"),
        ("{{ 经费|同比(停办) }}", 1, "写法“同比”后面不带括号，请写成“|同比”。"),
        ("{{ 经费|占比 }}", 1,
         "写法“占比”要带括号，请照这样写：{{ 小学在校生数|占比(义务教育在校生数) }} → 占67.2%。"),
        ("{{ 年度|同比 }}", 1, "“年度”是文字，后面不能接写法，请去掉竖线及其后的内容。"),
        ("\n\n{{ 经费.单位 }}", 3, "措辞里不能用点号取属性，请只用文字、名称、写法、if 和 for。"),
        ("{{ 经费 + 1 }}", 1, "措辞里不能用加减乘除，请只用文字、名称、写法、if 和 for。"),
        ("{{ 经费 > 1 }}", 1, "措辞里不能用花括号里的比较，请只用文字、名称、写法、if 和 for。"),
        ("{% if true %}甲{% endif %}", 1,
         "措辞里不能用单独的真假、空值或小数，请只用文字、名称、写法、if 和 for。"),
        ("{% if 经费 == '一' %}甲{% endif %}", 1, "文字不能与数比较，请两边都用指标和数，或者两边都用文字。"),
        ("{% if 年度 > '2024' %}甲{% endif %}", 1, "文字只能用 == 或 != 比较。"),
        ("{% if 经费 in [1, 2] %}甲{% endif %}", 1, "条件里不能用 in，请用 ==、!=、>、>=、<、<= 比较。"),
        ("{% if 经费|名称 %}甲{% endif %}", 1, "写法“名称”写出的是文字，不能放在条件里，请去掉它。"),
        ("{% if 经费 > 9000000000000 %}甲{% endif %}", 1,
         "这里只能写不超过 100 个字的文字，或绝对值不超过一万亿的数。"),
        ("{% if 经费 %}甲", 1, "“if”没有收尾，请在后面补上 {% endif %}。"),
        ("甲\n{% for 项 in [经费] %}乙", 2, "“for”没有收尾，请在后面补上 {% endfor %}。"),
        ("{% 如果 经费 %}", 1,
         "不认识标签“如果”，或它放错了位置；能用的是 if、elif、else、endif、for、endfor。"),
        ("{{ 经费", 1, "“{{ 经费”后面缺了 }}，请补上。"),
        ("甲\n全区{{ 经费 。\n好。", 2, "“{{ 经费”后面缺了 }}，请补上。"),
        ("{{ 经费|同比，{{ 停办 }}。", 1, "“{{ 经费|同比”后面缺了 }}，请补上。"),
        ("{% if 经费 > 0 甲{% endif %}", 1, "“{% if 经费”后面缺了 %}，请补上。"),
        ("甲\n乙｛｛ 经费 ｝｝。", 2,
         "这里的花括号是全角的；指标请写成 {{ 名称 }}，两边各两个半角花括号。"),
        ("{{ 经费}", 1, "“{{ 经费”后面缺了 }}，请补上。"),
        ("{ 经费 }", 1, "文字里不能有花括号；指标请写成 {{ 名称 }}，两边各两个。"),
        ("{{ 经费｜同比 }}", 1, "花括号里不能用“｜”；里面的标点要用半角，竖线写 |，括号写 ()。"),
        ("{% if %}甲{% endif %}", 1, "花括号里缺了名称或数，请补上，或删去这对花括号。"),
        ("{{ }}", 1, "花括号里缺了名称或数，请补上，或删去这对花括号。"),
        ("{% if 经费 == %}甲{% endif %}", 1, "花括号里的“%}”不该在这里，请检查前后有没有漏写或多写。"),
        ("{{ 经费| }}", 1, "花括号里的“}}”不该在这里，请检查前后有没有漏写或多写。"),
        ("{% if 经费 3 %}甲{% endif %}", 1, "花括号里的整数不该在这里，请检查前后有没有漏写或多写。"),
        ("{% if 经费 1.5 %}甲{% endif %}", 1, "花括号里的小数不该在这里，请检查前后有没有漏写或多写。"),
        ("{{ 经费|'x' }}", 1, "花括号里的带引号的文字不该在这里，请检查前后有没有漏写或多写。"),
        ("{{ 经费 3 }}", 1, "写到整数就读不懂了；一对花括号里只写一个名称和它的写法。"),
        ("{{ '经费 }}", 1, "花括号里的引号没有成对，请补上另一个引号，或删去这一个。"),
        ("{% %}", 1, "{% 后面要先写 if、elif、else、endif、for 或 endfor。"),
        ("{% for 3 in [经费] %}{% endfor %}", 1,
         "for 后面要先写一个名称，如“项”，再写 in 和方括号。"),
        ("{{ 经费 停办 }}", 1, "写到“停办”就读不懂了；一对花括号里只写一个名称和它的写法。"),
        ("{{ 经费, 停办 }}", 1, "措辞里不能用逗号隔开的几个名称，请只用文字、名称、写法、if 和 for。"),
        ("{{ Ａ班 }}", 1, "名称“Ａ班”里有全角字母、数字或异体字，请改写成“A班”。"),
        ("{{ loop }}", 1, "“loop”是措辞语言自己的词，不能作名称，请换一个。"),
        ("{% for 经费 in [停办] %}{% endfor %}", 1, "for 的“经费”与指标同名，请换一个，如“项”。"),
        ("{% for 年度 in [停办] %}{% endfor %}", 1, "for 的“年度”与已有名称相同，请换一个，如“项”。"),
        ("{% for 项 in 经费 %}{% endfor %}", 1,
         "for 只能写成 {% for 项 in [指标甲, 指标乙] %}，方括号里是指标名。"),
        ("{% for 项 in ['甲'] %}{% endfor %}", 1, "这里只能写指标名，请改成指标的“措辞用名”。"),
        ("甲\x07", 1, "这里有看不见的控制字符，请删去后重新输入。"),
        ("字" * 4001, 1, "这条措辞有 4001 个字，最多 4000 个，请分成几条。"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_what_to_do(source, line, message):
    assert check(source, metric_names=NAMES) == [Problem(line, message)]


def test_every_fault_is_told_in_order():
    source = "{{ 甲 }}\n{{ 经费.x }}\n{{ 乙|丙 }}"
    assert [problem.line for problem in check(source, metric_names=NAMES)] == [1, 2, 3, 3]


def test_at_most_twenty_faults_are_told():
    source = "".join(f"{{{{ 名{number} }}}}" for number in range(100))
    assert len(check(source, metric_names=NAMES)) == 20


def test_where_only_texts_may_stand_a_metric_is_refused():
    assert check("{{ 单位全称 }}{{ 年度 }}年工作总结", metric_names=NAMES, allow_metrics=False) == []
    only = (
        "只能用：单位全称、单位简称、本地、全域、年度、上年度、下年度、五年规划、普法规划、"
        "下年五年规划、下年普法规划。"
    )
    assert check("{{ 经费 }}\n{{ 一是 }}", metric_names=NAMES, allow_metrics=False) == [
        Problem(1, f"这里不能用“经费”，{only}"),
        Problem(2, f"这里不能用“一是”，{only}"),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("在园幼儿", "“在园幼儿”是“在园幼儿数”的别名，请写 {{ 在园幼儿数 }}。"),
        ("入园幼儿", "没有叫“入园幼儿”的指标，是不是想写“在园幼儿数”、“毛入园率”？"),
        ("教育投人", "没有叫“教育投人”的指标，是不是想写“经费”？"),
    ],
)
def test_other_words_for_a_metric_lead_to_its_name(name, message):
    synonyms = {"在园幼儿": "在园幼儿数", "教育投入": "经费"}
    found = check(f"{{{{ {name} }}}}", metric_names=NAMES, synonyms=synonyms)
    assert found == [Problem(1, message)]


def test_a_synonym_of_a_metric_that_is_gone_leads_nowhere_wrong():
    assert check("{{ 在园幼儿数 }}", metric_names=NAMES, synonyms={"在园幼儿数": "旧名"}) == []


def test_names_used_are_metrics_from_text_conditions_arguments_and_lists():
    source = (
        "{{ 本地 }}{{ 甲|占比(乙) }}{% if 丙 > 丁|上年 %}{% for 项 in [戊] %}{{ 项 }}{% endfor %}{% endif %}"
    )
    assert names_used(source) == {"甲", "乙", "丙", "丁", "戊"}


@pytest.mark.parametrize("use", [names_used, lambda source: render(source, FIGURES, TEXTS)])
def test_a_phrase_that_is_refused_is_never_used(use):
    with pytest.raises(PhraseError) as refusal:
        use("一\n{{ 经费.单位 }}")
    assert (refusal.value.line, refusal.value.place) == (2, "第2行")


@pytest.mark.parametrize(
    ("name", "is_fit"),
    [
        ("学前三年毛入园率", True),
        ("A类", True),
        ("_x1", True),
        ("职普比(招生)", False),
        ("1年级", False),
        ("Ａ类", False),
        ("\uf900", False),
        ("if", False),
        ("loop", False),
        ("一是", False),
        ("条数", False),
        ("None", False),
        ("名" * 61, False),
    ],
)
def test_which_words_can_be_names(name, is_fit):
    assert (name_problem(name) == "") is is_fit


readings = st.sampled_from([PENDING, Reading("not_applicable"), filled("0"), filled("-2.5"), filled("1E+9")])


@given(current=readings, previous=readings, kind=st.sampled_from(["count", "percent", "money", "rank"]))
def test_no_state_of_a_figure_raises(current, previous, kind):
    figures = {"甲": figure("甲", current, previous, kind), "乙": figure("乙", previous, current, kind)}
    source = (
        "{% if 甲 > 乙 or 甲|增幅 > 1 and not 乙|占比(甲) %}{{ 甲|同比 }}{% elif 乙 %}{{ 乙 }}{% endif %}"
    )
    assert isinstance(render(source, figures, {}), str)


def test_a_missing_whole_that_a_share_names_keeps_the_sentence():
    source = "{% if 学生总数 > 0 %}其中小学{{ 小学人数 }}，{{ 小学人数|占比(学生总数) }}。{% endif %}"
    assert render(source, {}, {}) == "其中小学{{ 小学人数 }}，{{ 小学人数|占比(学生总数) }}。"
