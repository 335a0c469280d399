"""Three papers as desks have them at the end of a year, each with what ends careers. Own writing."""

from tests.proofreading.papers import papers

FORMULA = """{bureau}{year}年工作总结
{year}年，全区教育系统认真落实区委、区政府部署，围绕办好群众家门口的学校，坚持问题导向，扎实推进各项改革任务。
一、学前教育
全年新建公办幼儿园3所，新增学位810个，组织园长和骨干教师培训12期、640人次，保教质量稳步提高。
坚持以游戏为基本活动，持续开展幼小衔接联合教研，各园都建立了家园共育制度，幼儿习惯养成得到家长普遍认可。
二、义务教育
投入资金4260万元改造校舍1.9万平方米，更新课桌椅6200套，为24所学校配齐实验器材和图书。
深入推进集团化办学，优质学校与薄弱学校结对共建、教师互派、教研同步，校际差距进一步缩小，群众满意度不断提升。
三、校园安全
组织安全检查4轮，排查隐患286处，全部按期整改到位，开展应急演练512场次，全年没有发生校园安全责任事故。
{bureau}
{next}年1月8日
"""
"""The same in three years, but for the year."""


def unchanged(bureau: str, year: int) -> str:
    return FORMULA.format(bureau=bureau, year=year, next=year + 1)


STRANGERS = """示例区教育局2025年工作总结
2025年，在{place}委、{level}政府的正确领导下，局长{former}带领全系统凝心聚力，各项工作取得新的进展。
一、教育教学
遴选示范课240节，组织教师听课评课，课堂面貌焕然一新。各中小学积极参加教研活动，教师专业水平稳步提升。
二、交流合作
{school}承办了校园足球现场会，全区48所学校组队观摩。
示例区教育局
2026年1月8日
"""
"""A chief who has left, and a neighbour's names: the paper was written over one of theirs."""

LONG_PAPER = "13-annual_summary"
_STATED = "全市教职工52200人"
_BEHIND = "选派支教教师305人，交流、支教人员中有部分教师同时承担教研帮扶任务。"
TWO_VALUES = ("52200", "52020")


def two_values() -> str:
    """One figure on the first page and, with another value, on the fifth."""
    text = next(paper.text for paper in papers() if paper.name == LONG_PAPER)
    assert text.count(_STATED) == text.count(_BEHIND) == 1
    return text.replace(_BEHIND, f"{_BEHIND}截至年底，{_STATED.replace(*TWO_VALUES)}。")
