import re
from collections.abc import Iterator
from datetime import date

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_DAY = re.compile(
    r"(?P<year>(?:19|20)(?<!\d\d\d)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号] ?"
    r"(?:\((?:星期|周|礼拜)(?P<told>[一二三四五六日天])[)上下早晚,]|星期(?P<bare>[一二三四五六日天])"
    r"|周(?P<short>[一二三四五六日])(?=[上下早晚,。;:)\n]|$))"
)
_WEEKDAYS = "一二三四五六日"


def wrong_weekday(reading: Reading) -> Iterator[Hit]:
    for match in _DAY.finditer(reading.plain):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        group = "told" if match["told"] else "bare" if match["bare"] else "short"
        right = _WEEKDAYS[day.weekday()]
        if match[group].replace("天", "日") == right:
            continue
        start, end = match.span(group)
        yield Hit(
            match.start(),
            match.end(),
            f"{day.year}年{day.month}月{day.day}日是星期{right}，请核对日期和星期。",
            evidence=f"{day.year}年{day.month}月{day.day}日为星期{right}，文中为星期{match[group]}",
            fix=Fix(start, end, right, f"改为“{right}”"),
        )


RULES = (
    Rule(
        code="wrong-weekday",
        family="residue",
        title="日期与星期不符",
        severity="error",
        kind="other",
        authority="公历；GB/T 15835—2011《出版物上数字用法》4.1.3",
        about="写明年、月、日和星期的，按公历推算是否相符。没有写年份的不推算。",
        find=wrong_weekday,
        cases=(
            Case("会议定于2024年3月5日（星期一）召开。", ("2024年3月5日（星期一）",)),
            Case("会议定于2024年3月5日（星期二）召开。"),
            Case("2024年9月1日（周六）全县中小学开学。", ("2024年9月1日（周六）",)),
            Case("考试时间为2025年6月7日星期天。", ("2025年6月7日星期天",)),
            Case("2024年2月29日周五，组织复查。", ("2024年2月29日周五",)),
            Case("2024年9月1日（星期天）全县中小学开学。"),
            Case("会议定于3月5日（星期一）召开。"),
            Case("2024年3月5日周三堂校长到会。"),
            Case("2024年2月30日（星期一）召开。"),
            Case("自2024年3月5日起，星期一统一升旗。"),
            Case("2024年3月5日（农历正月廿五）召开。"),
        ),
    ),
)
