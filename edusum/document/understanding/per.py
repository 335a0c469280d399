"""Amounts reckoned by the head, by the class, by the year: 生均600元 is 元/生, 每年3次 is 次/年."""

import re

EACH = re.compile("每|生均|人手")
"""Words without which nothing is reckoned by the head."""
_AVERAGE = re.compile(r"生均(?:标准|不低于|不少于|经费)?(?:达到|达|为|约|近|超过)?$")
_BY_WHAT = re.compile(
    r"每(?:一)?(?:(?P<class>个?(?:教学)?班)|(?P<school>所(?:中小学|学校|小学|中学|幼儿园)|校)"
    r"|(?P<county>个?县)|(?P<town>个?乡镇)|(?P<pupil>生)"
    r"|(?P<person>[名位个]?(?:[^，。；,;\n、年月周]{0,8}?)(?:教师|学生|党员|成员|干部|校长"
    r"|人员|职工|教职工|副校长|人))(?!均))"
)
_HAND = re.compile(r"人手$")
_TIME = re.compile(r"每(?:个|一)?(学年|学期|年|月|周|天|日|星期)")
_SIGN = {"class": "班", "school": "校", "county": "县", "town": "乡镇", "pupil": "生", "person": "人"}
_TIME_SIGNS = frozenset(["年", "月", "天", "日", "周", "学年", "学期"])
_TIMES = {"日": "天", "星期": "周"}


def per(before: str, unit: str, kind: str) -> str:
    """The unit with what it is reckoned by, from the words of the clause before the number."""
    if EACH.search(before) is None:
        return unit
    times = [_TIMES.get(match[1], match[1]) for match in _TIME.finditer(before)][-1:]
    if unit.count("/") == 1 and "·" not in unit and times and unit.partition("/")[2] not in _TIME_SIGNS:
        return f"{unit}·{times[0]}"
    if "/" in unit or kind in ("share", "points", "倍", "time") or not unit:
        return unit
    if _HAND.search(before):
        return f"{unit}/人"
    if kind == "money" and (_AVERAGE.search(before) or (times and "生均" in before)):
        return "/".join([unit, "·".join(["生", *times])])
    whole = [_SIGN[match.lastgroup or ""] for match in _BY_WHAT.finditer(before)][-1:]
    if not whole and not times:
        return unit
    if whole == ["人"] and unit in ("人", "名", "位", "人次"):
        whole = []
    return "/".join([unit, "·".join(whole + times)]) if whole or times else unit
