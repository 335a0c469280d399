import re
from collections.abc import Iterator
from datetime import date, timedelta

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import within
from edusum.proofreading.reading import Reading

_FIRST = re.compile(r"[自从由]?(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})$")
_LAST = re.compile(
    r"日(?:起|开始)?[,，]?[至到—~-](?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:止|结束|为止)?[,，]?"
    r"(?:[^,，。;；\d\n]{0,8}[,，])?(?:活动|前后)?(?:历时|为期|共|持续|用时)"
)
_LONGEST_DATE = len("自2024年12月31")
_LEAP, _PLAIN = 2024, 2023


def duration(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for last in _LAST.finditer(plain) if "月" in plain else ():
        first = _FIRST.search(plain, max(0, last.start() - _LONGEST_DATE), last.start())
        found = [
            one
            for one in within(reading.numbers, last.end(), last.end() + 6)
            if one.unit in ("天", "日", "个月")
        ]
        if first is None or not found or not found[0].is_exact or found[0].unit == "个月":
            continue
        days = _days(first, last, reading.year)
        told = int(found[0].value)
        if days and not any(told in (one - 1, one) for one in days):
            yield Hit(
                first.start(),
                found[0].end,
                "起止日期与所说的天数对不上，请核对。",
                evidence=f"起止日期首尾都算共{days[0]}天，文中为"
                f"{reading.text[found[0].start : found[0].end]}",
            )


def _days(first: re.Match[str], last: re.Match[str], year: int) -> tuple[int, ...]:
    """How many days both ends make, in the year told or in either sort of year."""
    years = [int(first["year"] or year)] if first["year"] or year else [_PLAIN, _LEAP]
    found = []
    for one in years:
        try:
            begun = date(one, int(first["month"]), int(first["day"]))
            ended = date(int(last["year"] or one), int(last["month"]), int(last["day"]))
        except ValueError:
            return ()
        if ended < begun:
            ended = (
                ended.replace(year=one + 1)
                if ended.month != 2 or ended.day != 29
                else ended + timedelta(days=365)
            )
        found.append((ended - begun).days + 1)
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
