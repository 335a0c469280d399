"""A figure as an old paper prints it, as the reading of a metric in the metric's unit."""

from decimal import Context, Decimal, InvalidOperation

from edusum.common.errors import EdusumError
from edusum.metrics.entries import RANGE
from edusum.metrics.figures import Reading
from edusum.metrics.units import scale_of

_SAME = {"位": "人", "名": "人", "家": "所", "百分点": "个百分点", "公里": "千米", "平米": "平方米"}
_WIDE = Context(prec=60)


def reading_in(
    value: str, *, upper: str, unit: str, approximation: str, kind: str, metric_unit: str
) -> Reading:
    """1.2万人 for a metric in 人 is 12000; a ratio has two terms, a range its ends.

    Raises EdusumError where the units do not fit, or the number is none the metric can have.
    """
    if kind == "ratio":
        return Reading("filled", None, _terms(value), "" if approximation == RANGE else approximation)
    wanted = metric_unit or ("%" if kind == "percent" else "")
    shift = _shift(unit, wanted)
    if upper:
        ends = (_decimal(value).scaleb(shift, _WIDE), _decimal(upper).scaleb(shift, _WIDE))
        return Reading("filled", None, ends, RANGE)
    return Reading("filled", _decimal(value).scaleb(shift, _WIDE), None, approximation)


def _shift(unit: str, wanted: str) -> int:
    base, exponent = _scale(unit)
    wanted_base, wanted_exponent = _scale(wanted)
    if base != wanted_base:
        raise EdusumError(f"旧稿里的单位是“{unit or '无'}”，指标的单位是“{wanted or '无'}”，请先改好单位。")
    return exponent - wanted_exponent


def _scale(unit: str) -> tuple[str, int]:
    base, exponent = scale_of(unit)
    return _SAME.get(base, base), exponent


def _terms(value: str) -> tuple[Decimal, Decimal]:
    first, colon, second = value.partition(":")
    if not colon:
        raise EdusumError("这项指标是比，旧稿里不是，请改成 1:6.3 这样的写法。")
    return _decimal(first), _decimal(second)


def _decimal(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise EdusumError(f"“{value[:20]}”不是能存的数，请先改好。") from error
    if not number.is_finite():
        raise EdusumError(f"“{value[:20]}”不是能存的数，请先改好。")
    return number
