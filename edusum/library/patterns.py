"""Phrases with conditions and lists, ready to be put in: 指标 stands for the metric to be chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    help: str
    source: str


BLANK = "指标"
PATTERNS = {
    "if 有才写": Pattern(
        help="数值大于零才写这一句，为零时整句不出现。",
        source="{% if 指标 > 0 %}新建学校{{ 指标 }}。{% endif %}",
    ),
    "if 有无各写": Pattern(
        help="大于零和为零各写一句；elif 和 else 可以没有，也可以多写几个 elif。",
        source="{% if 指标 > 0 %}新建学校{{ 指标 }}。{% else %}校舍规模保持稳定。{% endif %}",
    ),
    "if 看增减": Pattern(
        help="增加时写一句，减少时换一句，持平时不写。",
        source="{% if 指标|增减 > 0 %}规模持续扩大。{% elif 指标|增减 < 0 %}规模有所回落。{% endif %}",
    ),
    "for 逐个列举": Pattern(
        help="方括号里的指标逐个写出来：每个指标依次叫“项”，for 和 endfor 之间的话各写一遍。",
        source="{% for 项 in [指标, 指标] %}{{ 项|名称 }}{{ 项 }}，{% endfor %}",
    ),
}
