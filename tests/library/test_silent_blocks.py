"""A condition on what is 不适用 silences its own block; the words around it stay and stay in order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.library.phrasing import check
from edusum.library.wording import PhraseText, plain, speak
from tests.library.test_wording import FIGURES, NOT_APPLICABLE, TEXTS, figure, filled

KNOWN = {
    "学校": figure("学校", filled("3"), unit="所"),
    "新建": figure("新建", filled("2"), unit="所"),
    "改建": figure("改建", NOT_APPLICABLE, unit="所"),
    "扩建": figure("扩建", NOT_APPLICABLE, unit="所"),
    "事故": figure("事故", NOT_APPLICABLE, unit="起"),
    "零": FIGURES["零"],
    "待": FIGURES["待"],
}


def said(source, figures=KNOWN):
    assert check(source, metric_names=figures) == []
    return plain(speak([PhraseText(1, source, True)], figures, TEXTS).text, figures, TEXTS)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        # whole sentences
        ("{% if 改建 > 0 %}改建学校{{ 改建 }}。{% endif %}", ""),
        ("{% if 改建 > 0 %}改建学校{% endif %}", ""),
        ("有{{ 学校 }}。{% if 改建 > 0 %}改建{{ 改建 }}。{% endif %}群众满意。", "有3所。群众满意。"),
        ("有{{ 学校 }}。{% if 改建 > 0 %}改建。{% else %}没有改建。{% endif %}群众满意。",
         "有3所。群众满意。"),
        ("{% if 事故 == 0 %}没有发生。{% elif 学校 > 0 %}有{{ 学校 }}。{% else %}好！{% endif %}后句。",
         "后句。"),
        ("前句。\n{% if 改建 > 0 %}\n  改建{{ 改建 }}。\n  又一句。\n{% endif %}\n后句。", "前句。\n后句。"),
        ("他说：{% if 改建 > 0 %}“改建{{ 改建 }}。”{% else %}“没有改建。”{% endif %}后句。", "后句。"),
        ("前句。{% if 改建 > 0 %}（改建{{ 改建 }}。）{% endif %}后句。", "前句。后句。"),
        ("有{{ 学校 }}{% if 改建 > 0 %}。改建{{ 改建 }}{% endif %}。", "有3所。"),
        ("前句。{% if 学校 > 0 %}有{{ 学校 }}{% if 改建 > 0 %}，改建{{ 改建 }}{% endif %}。{% endif %}后句。",
         "前句。有3所。后句。"),
        # clauses
        ("全年{% if 事故 == 0 %}未发生事故{% else %}发生事故{{ 事故 }}{% endif %}。", ""),
        ("全年{% if 事故 == 0 %}未发生事故。{% else %}发生事故{{ 事故 }}。{% endif %}后句。", "后句。"),
        ("新建{{ 学校 }}{% if 改建 > 0 %}，改建学校{{ 改建 }}{% endif %}。", "新建3所。"),
        ("新建{{ 学校 }}{% if 改建 == 0 %}。{% else %}，改建{{ 改建 }}。{% endif %}后句。",
         "新建3所。后句。"),
        ("新建{{ 学校 }}，{% if 改建 > 0 %}改建{{ 改建 }}{% else %}没有改建{% endif %}；好。",
         "新建3所；好。"),
        ("新建{{ 学校 }}{% if 改建 > 0 %}（含改建{{ 改建 }}）{% endif %}，好。", "新建3所，好。"),
        ("新建{{ 学校 }}（含{% if 改建 > 0 %}改建{{ 改建 }}{% endif %}），好。", "新建3所，好。"),
        ("据统计，{% if 改建 > 0 %}改{{ 改建 }}，{% endif %}{% if 新建 > 0 %}新建{{ 新建 }}，{% endif %}好。",
         "据统计，新建2所，好。"),
        ("据统计，{% if 改建 > 0 %}改{{ 改建 }}，{% endif %}{% if 扩建 > 0 %}扩{{ 扩建 }}，{% endif %}好。",
         "据统计，好。"),
        ("有{{ 学校 }}。据统计，{% if 改建 > 0 %}改建{{ 改建 }}{% else %}没有改建{% endif %}。", "有3所。"),
        ("有{{ 学校 }}，其中：{% if 改建 > 0 %}改建{{ 改建 }}；{% endif %}新建{{ 新建 }}。",
         "有3所，其中：新建2所。"),
        ("有{{ 学校 }}，其中：{% if 改建 > 0 %}改建{{ 改建 }}；{% endif %}"
         "{% if 扩建 > 0 %}扩建{{ 扩建 }}。{% endif %}好。", "有3所。好。"),
        ("{% if 学校 > 0 and 改建 > 0 %}，{% endif %}{% if 新建 > 0 %}有{{ 新建 }}{% endif %}。", "有2所。"),
        # members of an enumeration
        ("有{% if 改建 > 0 %}改建{{ 改建 }}、{% endif %}新建{{ 新建 }}。", "有新建2所。"),
        ("有新建{{ 新建 }}{% if 改建 > 0 %}、改建{{ 改建 }}{% endif %}。", "有新建2所。"),
        ("有新建{{ 新建 }}、{% if 改建 > 0 %}改建{{ 改建 }}{% else %}改建不多{% endif %}。", "有新建2所。"),
        ("有{% if 新建 > 0 %}新{{ 新建 }}、{% endif %}{% if 改建 > 0 %}改{{ 改建 }}、{% endif %}，好。",
         "有新2所，好。"),
        ("有{% if 扩建 > 0 %}扩{{ 扩建 }}、{% endif %}{% if 改建 > 0 %}改{{ 改建 }}、{% endif %}。后句。",
         "后句。"),
        # numbered items
        ("{{ 一是 }}甲；{% if 改建 > 0 %}{{ 一是 }}改建{{ 改建 }}；{% endif %}{{ 一是 }}乙。",
         "一是甲；二是乙。"),
        ("抓{{ 条数 }}件：{% if 改建 > 0 %}{{ 一是 }}改{{ 改建 }}；{% endif %}{{ 一是 }}甲；{{ 一是 }}乙。",
         "抓两件：一是甲；二是乙。"),
        ("{{ 一是 }}甲。{{ 一是 }}乙。{% if 改建 > 0 %}含{{ 改建 }}。{% endif %}{{ 一是 }}丙。",
         "一是甲。二是乙。三是丙。"),
        ("{{ 一是 }}甲；{% if 改建 > 0 %}{{ 一是 }}改{{ 改建 }}；{{ 一是 }}扩建。{% endif %}", "甲。"),
        ("前句。抓：{% if 改建 > 0 %}{{ 一是 }}改{{ 改建 }}；{% endif %}{{ 一是 }}扩{{ 扩建 }}。", "前句。"),
        # lists
        ("{% for 项 in [新建, 改建, 学校] %}{{ 项|名称 }}{% if 项 > 2 %}，{{ 项 }}{% endif %}；{% endfor %}",
         "新建数；学校数，3所。"),
        ("{% for 项 in [新建, 学校] %}{{ 项 }}{% if 项|增减 > 0 %}，增势好{% endif %}；{% endfor %}好。",
         "2所；3所；好。"),
        # beside what is zero or missing
        ("{% if 零 > 0 %}有{{ 零 }}。{% endif %}{% if 改建 > 0 %}改{{ 改建 }}。{% endif %}后句。", "后句。"),
        ("{% if 待 > 0 %}有{{ 待 }}。{% endif %}{% if 改建 > 0 %}改{{ 改建 }}。{% endif %}后句。",
         "有【待补：待数】。后句。"),
    ],
)  # fmt: skip
def test_a_block_about_what_is_not_applicable_takes_only_what_hangs_on_it(source, read):
    figures = {
        name: replace(item, previous=NOT_APPLICABLE) if name in {"新建", "学校"} else item
        for name, item in KNOWN.items()
    }
    assert said(source, figures) == read


PIECES = [
    "字",
    "，",
    "；",
    "、",
    "。",
    "：",
    "\n",
    "（",
    "）",
    "“",
    "”",
    "{{ 学校 }}",
    "{{ 改建 }}",
    "{{ 一是 }}",
]
words = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
blocks = st.builds(
    lambda condition, yes, no: f"{{% if {condition} %}}{yes}{{% else %}}{no}{{% endif %}}",
    st.sampled_from(["改建 > 0", "学校 > 0", "待", "改建 and 待", "学校 or 改建"]),
    words,
    words,
)


@given(st.lists(st.one_of(words, blocks), max_size=8).map("".join))
def test_whatever_stands_around_a_silent_block_no_sign_of_it_is_left(source):
    text = said(source)
    assert not {"\x00", "\x01", "\x02"} & set(text)
    assert "【不适用" not in text
