"""Phrases with conditions and lists, explained: what the help beside the phrases offers as examples."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    help: str
    source: str


PATTERNS = {
    "判断": Pattern(
        help="看指标的数值，只写出合乎条件的那一段：先看 if 后的条件，不合再看 elif，都不合就写 else 后的话。"
        "elif 和 else 可以没有；比较用 >、>=、<、<=、==（等于）、!=（不等于），并列条件用 and、or、not。",
        source="{% if 新建学校数 > 0 %}新建学校{{ 新建学校数 }}。{% elif 改建学校数 > 0 %}"
        "改建学校{{ 改建学校数 }}。{% else %}校舍规模保持稳定。{% endif %}",
    ),
    "列举": Pattern(
        help="把方括号里的指标逐个写出来：每个指标依次叫“项”，for 和 endfor 之间的话各写一遍。",
        source="{% for 项 in [小学数, 初中数] %}{{ 项|名称 }}{{ 项 }}，{% endfor %}合计{{ 学校总数 }}。",
    ),
}
