import re
from collections.abc import Iterator
from datetime import date, timedelta

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import within
from edusum.proofreading.reading import Reading

_SPAN = re.compile(
    r"(?:自|从|由)?(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:起|开始)?[,，]?(?:至|到|—|-|~)"
    r"(?:(?P<last_year>20\d\d)年)?(?P<last_month>\d{1,2})月(?P<last_day>\d{1,2})日(?:止|结束|为止)?[,，]?"
    r"(?:[^,，。;；\d\n]{0,8}[,，])?(?:活动|前后)?(?:历时|为期|共|持续|用时)"
)
_LEAP, _PLAIN = 2024, 2023


def duration(reading: Reading) -> Iterator[Hit]:
    if "月" not in reading.plain:
        return
    for match in _SPAN.finditer(reading.plain):
        found = [
            one
            for one in within(reading.numbers, match.end(), match.end() + 6)
            if one.unit in ("天", "日", "个月")
        ]
        if not found or not found[0].is_exact or found[0].unit == "个月":
            continue
        days = _days(match, reading.year)
        told = int(found[0].value)
        if days and not any(told in (one - 1, one) for one in days):
            yield Hit(
                match.start(),
                found[0].end,
                "起止日期与所说的天数对不上，请核对。",
                evidence=f"起止日期首尾都算共{days[0]}天，文中为"
                f"{reading.text[found[0].start : found[0].end]}",
            )


def _days(match: re.Match[str], year: int) -> tuple[int, ...]:
    """How many days both ends make, in the year told or in either sort of year."""
    years = [int(match["year"] or year)] if match["year"] or year else [_PLAIN, _LEAP]
    found = []
    for one in years:
        try:
            first = date(one, int(match["month"]), int(match["day"]))
            last = date(int(match["last_year"] or one), int(match["last_month"]), int(match["last_day"]))
        except ValueError:
            return ()
        if last < first:
            last = (
                last.replace(year=one + 1)
                if last.month != 2 or last.day != 29
                else last + timedelta(days=365)
            )
        found.append((last - first).days + 1)
    return tuple(dict.fromkeys(found))


RULES = (
    Rule(
        code="duration",
        family="figures",
        title="起止日期与天数不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、能够互相验算",
        about="用起止日期推算“历时…天”，首尾算不算在内都可以。只说“…个月”“近…天”时不作判断。",
        find=duration,
        cases=(
            Case(
                "活动自11月12日起至12月11日止，历时20天。",
                ("自11月12日起至12月11日止，历时20天",),
            ),
            Case("活动自11月12日起至12月11日止，历时30天。"),
            Case("整治从3月1日至3月31日，历时21天。", ("从3月1日至3月31日，历时21天",)),
            Case("培训自7月10日至7月19日，为期12天。", ("自7月10日至7月19日，为期12天",)),
            Case("2024年2月20日至3月5日，历时25天。", ("2024年2月20日至3月5日，历时25天",)),
            Case("整治从3月1日至3月31日，历时31天。"),
            Case("培训自7月10日至7月19日，为期9天。"),
            Case("督查自9月1日至11月30日，历时近3个月。"),
            Case("2024年2月20日至3月5日，历时15天。"),
            Case("9月1日至9月20日，共检查学校35所。"),
            Case("自12月25日起至1月5日止，历时12天。"),
        ),
    ),
)
