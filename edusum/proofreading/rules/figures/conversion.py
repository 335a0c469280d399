import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.misprints import is_mistyped, is_swapped
from edusum.proofreading.numbers import Number, meets, preceding, printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import scale_of

_SAME = re.compile(
    r"^(?:及|以上)?[,，(（]?(?:折合|折算|换算|约合|合|即|也就是|相当于|等于)(?:约|为|成|不少于)?$"
)
_FAR = len("以上,相当于不少于")
_LESSON = "学时"
_LESSONS = tuple(map(Decimal, ("35", "40", "45", "50", "60")))
_MONTHLY = re.compile(r"每(?:个)?月[^,，。;；\d]{0,8}$")
_YEARLY = re.compile(r"^(?:全年|每年|一年|年)(?!度)[^,，。;；月\d]{0,8}$")
_MONTHS = 12
_NEAR = 80
_UNITS = {
    "亩": ("area", Decimal(10_000) / 15),
    "平方米": ("area", Decimal(1)),
    "公顷": ("area", Decimal(10_000)),
    "平方公里": ("area", Decimal(1_000_000)),
    "吨": ("weight", Decimal(1000)),
    "公斤": ("weight", Decimal(1)),
    "千克": ("weight", Decimal(1)),
    "公里": ("length", Decimal(1000)),
    "千米": ("length", Decimal(1000)),
    "米": ("length", Decimal(1)),
    "小时": ("time", Decimal(60)),
    "分钟": ("time", Decimal(1)),
    "元": ("money", Decimal(1)),
    "人": ("人", Decimal(1)),
}


def conversion(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for one, other in itertools.pairwise(reading.numbers):
        if other.start - one.end > _FAR or one.line != other.line:
            continue
        if not _SAME.search(plain[one.end : other.start]):
            continue
        if one.unit not in _UNITS or other.unit not in _UNITS or one.per or other.per:
            yield from _of_share(reading, one, other)
            yield from _of_lessons(reading, one, other)
            continue
        kind, factor = _UNITS[one.unit]
        other_kind, divisor = _UNITS[other.unit]
        if kind != other_kind or (one.unit == other.unit and _is_plain(one) and _is_plain(other)):
            continue
        low, high = (one.value, one.value) if _is_limit(one) else (one.low, one.high)
        if meets(low * factor / divisor, high * factor / divisor, other):
            continue
        value = one.value * factor / divisor
        if abs(value / other.value - 1) < Decimal("0.01") if other.value else True:
            continue
        scale = scale_of(printed(reading, other))
        unit = printed(reading, other).lstrip("0123456789.,，．０１２３４５６７８９余多约 ")
        yield Hit(
            one.start,
            other.end,
            "换算前后的数字不相等，请核对。",
            evidence=f"{printed(reading, one)}={told(value / scale, 4)}{unit}，"
            f"文中为{printed(reading, other)}",
        )


def _is_limit(number: Number) -> bool:
    """不低于2小时 is as much as 120分钟 all the same."""
    return number.quantity.approximation in ("at_least", "under", "within")


def _is_plain(number: Number) -> bool:
    return number.quantity.unit == number.unit


def _of_share(reading: Reading, share: Number, claim: Number) -> Iterator[Hit]:
    """260名，其中骨干教师不少于20%，即不少于52名."""
    if share.kind != "share" or not claim.is_count:
        return
    wholes = [one for one in preceding(reading.numbers, share, 12) if one.unit == claim.unit]
    if not wholes or any(
        abs(one.value * share.value / 100 - claim.value) <= max(Decimal(1), one.value / 200) for one in wholes
    ):
        return
    whole = wholes[-1]
    if share.start - whole.start > _NEAR:
        return
    yield Hit(
        share.start,
        claim.end,
        "按这个百分比推算的数与所写的数不符，请核对。",
        evidence=f"{printed(reading, whole)}×{printed(reading, share)}="
        f"{told(whole.value * share.value / 100)}，"
        f"文中为{printed(reading, claim)}",
        severity="suspect",
    )


def _of_lessons(reading: Reading, one: Number, other: Number) -> Iterator[Hit]:
    """16学时，折合12小时: of forty minutes or of sixty."""
    if one.unit != _LESSON or other.unit != "小时" or not one.is_exact:
        return
    if any(meets(one.value * each / 60, one.value * each / 60, other) for each in _LESSONS):
        return
    yield Hit(
        one.start,
        other.end,
        "换算前后的数字不相等，请核对。",
        evidence=f"每学时按45分钟计，{printed(reading, one)}={told(one.value * 45 / 60)}小时，"
        f"文中为{printed(reading, other)}",
        severity="suspect",
    )


def of_months(reading: Reading) -> Iterator[Hit]:
    """每人每月多领120元，全年多领1,440元."""
    for one, other in itertools.pairwise(reading.numbers):
        if one.kind != "money" or one.unit != other.unit or one.sentence != other.sentence:
            continue
        if not (_MONTHLY.search(one.tail) and _YEARLY.search(other.tail)) or not one.is_exact:
            continue
        if any(meets(one.low * months, one.high * months, other) for months in range(1, _MONTHS + 1)):
            continue
        if is_mistyped(one.value * _MONTHS, other.value) or is_swapped(one.value * _MONTHS, other.value):
            scale = scale_of(printed(reading, other))
            yield Hit(
                one.start,
                other.end,
                "每月的数乘以12，与全年的数不相等，请核对。",
                evidence=f"{printed(reading, one)}×12={told(one.value * _MONTHS / scale, 4)}"
                f"{printed(reading, other).lstrip('0123456789.,，．')}，"
                f"文中为{printed(reading, other)}",
                severity="suspect",
            )


def conversions(reading: Reading) -> Iterator[Hit]:
    yield from conversion(reading)
    yield from of_months(reading)


RULES = (
    Rule(
        code="conversion",
        family="figures",
        title="单位换算不对",
        severity="error",
        kind="arithmetic",
        authority="《中华人民共和国法定计量单位》；1公顷=15亩",
        about="验算“折合”“合”“即”前后的面积、重量、长度、时间和金额，“每月”与“全年”的金额。四舍五入造成的差别不计。",
        find=conversions,
        cases=(
            Case("新校区占地120亩，折合10公顷。", ("120亩，折合10公顷",)),
            Case("新校区占地120亩，折合8公顷。"),
            Case("每天增加0.6小时，合46分钟。", ("0.6小时，合46分钟",)),
            Case("储备药品4.2吨，折合4020公斤。", ("4.2吨，折合4020公斤",)),
            Case("计划交流教师260名，其中骨干教师不少于20%，即不少于62名。", ("20%，即不少于62名",)),
            Case("每人每月多领120元，全年多领1404元。", ("120元，全年多领1404元",)),
            Case("人均培训16学时，折合11小时。", ("16学时，折合11小时",)),
            Case("每天活动2小时，也就是110分钟。", ("2小时，也就是110分钟",)),
            Case("每人每月多领120元，全年多领1440元。"),
            Case("每人每月补助120元，全年发放1200元。"),
            Case("每人每月补助120元，全年共发放43.2万元。"),
            Case("人均培训16学时，折合12小时。"),
            Case("每天增加0.6小时，合36分钟。"),
            Case("储备药品4.2吨，折合4200公斤。"),
            Case("占地50亩，约合3.3万平方米。"),
            Case("计划交流教师260名，其中骨干教师不少于20%，即不少于52名。"),
            Case("占地120亩，建筑面积8公顷。"),
            Case("服务时间由2小时延长到3小时，合计参与学生360人。"),
        ),
    ),
)
