"""A number in a text held against a metric: equal to it, against it, last year's, or unsure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from edusum.document.quantities import Quantity, words_behind
from edusum.document.tokens import FilterCall, Token
from edusum.library.filters import said
from edusum.metrics.figures import Figure, Figures, Reading
from edusum.metrics.series import GROWING_KINDS, change, change_percent, share_words
from edusum.metrics.units import format_reading, round_half_up, scale_of, unit_of

Kind = Literal["", "equal", "contradicts", "previous", "stale_year"]
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_LABELS = {"": "数值", "上年": "上年数值"}
_RISING = frozenset({"增长", "提高", "上升", "提升", "增加", "净增"})
_LONGER_UNITS = {
    "人": "次",
    "个": "月百点",
    "年": "级度代初底末",
    "分": "之钟",
    "次": "日",
    "所": "有",
    "件": "套",
}
"""After these units another sign makes another word of them: 人次, 个月, 个百分点, 年级, 所有."""
_SURE_FROM, _FARTHEST = Decimal(10), 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A token that can be put in, what it prints, and what it is called."""

    token: str
    printed: str
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """text[start:end] could be a token, or is wrong; `words` say it. Without kind all is well."""

    start: int
    end: int
    kind: Kind
    name: str = ""
    words: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def token(self) -> str:
        """What is put in first."""
        return self.choices[0].token if self.choices else ""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with the unit of a metric: where it ends, and how exact it claims to be."""

    end: int
    value: Decimal
    step: Decimal
    approximation: str


def against_value(
    text: str, number: Quantity, known: Sequence[Figure], *, is_sure: bool, is_stem: bool
) -> Spot | None:
    """A number told as a metric's value; of several metrics of that name the one that it equals."""
    judged = [(figure, _judged(text, number, figure)) for figure in known]
    fitting = [(figure, kind, end) for figure, (kind, end) in judged if end]
    equal = [item for item in fitting if item[1] == "equal"]
    if len(fitting) > 1 and len(equal) != 1:
        return None
    if not fitting:
        return None
    figure, kind, end = equal[0] if equal else fitting[0]
    if kind == "contradicts" and (not is_sure or (is_stem and not _is_near(number, figure))):
        return None
    if kind == "equal" and is_stem and not is_sure and number.value < _SURE_FROM:
        return None
    return Spot(
        number.start,
        end,
        kind,
        figure.name,
        _value_words(figure, kind, text[number.start : end]),
        _value_choices(figure, number, with_previous=kind == "previous") if kind else (),
    )


def against_change(
    text: str, number: Quantity, figure: Figure, *, start: int, verb: str, compares: bool
) -> Spot | None:
    """比上年增长3.4%, 提高2.1个百分点, 增加150人, said of a metric."""
    found = _measured_change(text, number, figure)
    if found is None or number.second is not None:
        return None
    end, actual = found
    told = number.value if verb in _RISING else -number.value
    calls = ["同比", "增减"] if compares else ["增幅", "同比", "增减"]
    choices = _choices([Token(figure.name, (FilterCall(call),)) for call in calls], {figure.name: figure})
    choices = _with_like_first(choices, text[start:end], number)
    if not choices:
        return None
    rounded = _rounded(actual, number.step)
    if told != rounded:
        is_rough = bool(number.approximation or figure.current.approximation or figure.previous.approximation)
        if is_rough and abs(abs(told) - abs(rounded)) <= number.step * 10 and told * rounded > 0:
            return Spot(start, end, "", figure.name)
        words = f"按填报的数，{figure.label}{choices[0].printed}；这里写的是“{text[start:end]}”。"
        return Spot(start, end, "contradicts", figure.name, words, choices)
    if text[number.start : end] not in choices[0].printed and number.step >= 1:
        return Spot(start, end, "", figure.name)
    words = f"这就是{figure.label}与{figure.since}比的变化，可以换成指标，数值改了文字跟着变。"
    return Spot(start, end, "equal", figure.name, words, choices)


def as_share(
    text: str, number: Quantity, part: Figure, wholes: Iterable[Figure], *, start: int
) -> Spot | None:
    """占63.8% of one of the metrics that were named before; nothing when it is none of theirs."""
    if text[number.end : number.end + 1] != "%":
        return None
    end = number.end + 1
    for whole in wholes:
        printed = share_words(part, whole)
        if printed and printed.removeprefix("约").removeprefix("占") == text[number.start : end].removeprefix(
            "约"
        ):
            token = Token(part.name, (FilterCall("占比", (whole.name,)),))
            choice = Choice(str(token), printed, f"占{whole.label}的比重")
            words = f"这就是{part.label}占{whole.label}的比重，可以换成指标，数值改了文字跟着变。"
            return Spot(start, end, "equal", part.name, words, (choice,))
    return None


def against_previous(text: str, number: Quantity, figure: Figure) -> Spot | None:
    """上年为72.6%, said of a metric."""
    kind, end = _kind_of(text, number, figure, figure.previous)
    if not end:
        return None
    printed = format_reading(figure, figure.previous)
    choices = _choices([Token(figure.name, (FilterCall("上年"),))], {figure.name: figure})
    if not kind or not choices:
        return Spot(number.start, end, "", figure.name)
    if kind == "contradicts":
        words = f"{figure.label}{figure.since}填报的是{printed}，这里写的是{text[number.start : end]}。"
    else:
        words = f"这就是{figure.label}{figure.since}的数，可以换成指标。"
    return Spot(number.start, end, kind, figure.name, words, choices)


def against_movement(
    text: str, first: Quantity, second: Quantity, figure: Figure, *, start: int, between: re.Pattern[str]
) -> Spot | None:
    """由72.6%提高到75%, said of a metric."""
    kind, middle = _kind_of(text, first, figure, figure.previous)
    if not middle or not between.fullmatch(text[middle : second.start]):
        return None
    later, end = _kind_of(text, second, figure, figure.current)
    choices = _choices([Token(figure.name, (FilterCall("由到"),))], {figure.name: figure})
    if not end or not choices:
        return None
    if "contradicts" in {kind, later}:
        words = f"按填报的数，{figure.label}{choices[0].printed}；这里写的是“{text[start:end]}”。"
        return Spot(start, end, "contradicts", figure.name, words, choices)
    if kind == later == "equal":
        words = f"这就是{figure.label}从{figure.since}到今年的变化，可以换成指标，数值改了文字跟着变。"
        return Spot(start, end, "equal", figure.name, words, choices)
    return Spot(start, end, "", figure.name)


# A number and a reading


def _judged(text: str, number: Quantity, figure: Figure) -> tuple[Kind, int]:
    """As `_kind_of` this year's reading; what is not, but last year's, is told as that."""
    kind, end = _kind_of(text, number, figure, figure.current)
    if not end or kind == "equal" or (kind == "" and figure.current.is_filled):
        return kind, end
    before, _ = _kind_of(text, number, figure, figure.previous)
    if before == "equal" and figure.current.state != "not_applicable":
        return "previous", end
    return kind, end


def _kind_of(text: str, number: Quantity, figure: Figure, reading: Reading) -> tuple[Kind, int]:
    """Whether the number is that reading, and where it ends; 0 when it is no number of that metric."""
    if number.second is not None:
        return _ratio(number, figure, reading, words_behind(text, number.end))
    found = _measured(text, number, figure)
    if found is None:
        return "", 0
    if figure.kind in {"rank", "ratio"} or reading.is_range or reading.value is None:
        return "", found.end
    _, exponent = scale_of(unit_of(figure))
    actual = round_half_up(reading.value, figure.decimals).scaleb(exponent)
    if found.approximation == reading.approximation and found.value == actual:
        return "equal", found.end
    if found.approximation or reading.approximation:
        return "" if _is_consistent(found, actual, reading) else "contradicts", found.end
    if _rounded(actual, found.step) == found.value and found.step.scaleb(-exponent) >= 1 and number.scale:
        return "", found.end
    if _rounded(actual, found.step) == found.value and found.step < Decimal(10) ** exponent:
        return "equal" if found.value == actual else "", found.end
    return "contradicts", found.end


def _ratio(number: Quantity, figure: Figure, reading: Reading, behind: tuple[int, str]) -> tuple[Kind, int]:
    if figure.kind != "ratio":
        return "", 0
    end, approximation = behind
    approximation = approximation or number.approximation
    if reading.terms is None or reading.approximation != approximation:
        return "", end
    return "equal" if (number.value, number.second) == reading.terms else "contradicts", end


def _measured(text: str, number: Quantity, figure: Figure) -> _Measured | None:
    unit = unit_of(figure)
    base, _ = scale_of(unit)
    end = _unit_end(text, number.end, base)
    if not end:
        return None
    end, behind = words_behind(text, end)
    return _Measured(end, number.value, number.step, behind or number.approximation)


def _unit_end(text: str, place: int, unit: str) -> int:
    """Where the unit ends that stands there; 0 if it is another one."""
    spellings = {"人": ("人", "名"), "所": ("所", "家"), "岁": ("周岁", "岁")}.get(unit, (unit,))
    found = next((item for item in spellings if item and text.startswith(item, place)), "")
    end = place + len(found)
    if not found or text[end : end + 1] in set(_LONGER_UNITS.get(found, "")):
        return 0
    return end


def _measured_change(text: str, number: Quantity, figure: Figure) -> tuple[int, Decimal] | None:
    """Where the change ends, and what it is, in the unit in which it is told."""
    if text.startswith("个百分点", number.end):
        moved = change(figure) if figure.kind == "percent" and unit_of(figure) == "%" else None
        return None if moved is None else (number.end + 4, moved)
    if text.startswith("%", number.end):
        percent = change_percent(figure) if figure.kind in GROWING_KINDS else None
        return None if percent is None else (number.end + 1, percent)
    found, moved = _measured(text, number, figure), change(figure)
    if found is None or moved is None or figure.kind in {"percent", "rank"}:
        return None
    _, exponent = scale_of(unit_of(figure))
    return found.end, moved.scaleb(exponent)


def _is_consistent(found: _Measured, actual: Decimal, reading: Reading) -> bool:
    """Whether words such as 逾, 近, 约 may stand for the actual number; both told roughly: about the same."""
    reach = _reach(found.value, found.step)
    if reading.approximation and (not found.approximation or found.approximation != reading.approximation):
        return abs(found.value - actual) <= max(reach, abs(actual) / 10)
    return {
        "over": found.value <= actual < found.value + reach,
        "near": found.value - reach < actual <= found.value,
        "about": abs(actual - found.value) <= reach,
        "at_least": actual >= found.value,
        "under": actual <= found.value,
        "within": actual <= found.value,
    }[found.approximation]


def _reach(value: Decimal, step: Decimal) -> Decimal:
    """What the last digit that is not zero is worth: 3400 → 100, 1.2万 → 1000."""
    digits = int(value / step)
    zeros = len(str(digits)) - len(str(digits).rstrip("0")) if digits else 0
    return step.scaleb(zeros)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), context=_WIDE) * step


def _is_near(number: Quantity, figure: Figure) -> bool:
    if figure.current.value is None:
        return False
    _, exponent = scale_of(unit_of(figure))
    actual = figure.current.value.scaleb(exponent)
    return actual / _FARTHEST <= number.value <= actual * _FARTHEST


# Words and tokens


def _value_words(figure: Figure, kind: Kind, written: str) -> str:
    current = format_reading(figure, figure.current) if figure.current.is_filled else ""
    if kind == "equal":
        return f"这就是{figure.label}，可以换成指标，数值改了文字跟着变。"
    if kind == "previous":
        now = f"今年是{current}" if current else "今年的还没有填报"
        return f"{written}是{figure.label}{figure.since}的数，{now}。"
    return f"{figure.label}填报的是{current}，这里写的是{written}。"


def _value_choices(figure: Figure, number: Quantity, *, with_previous: bool) -> tuple[Choice, ...]:
    calls: list[tuple[str, ...]] = [()]
    if number.scale and figure.kind == "money":
        calls.insert(0 if not figure.unit.startswith(number.scale) else 1, (f"{number.scale}元",))
    elif number.scale and not figure.unit.startswith(number.scale):
        calls.insert(0, ("以万计",))
    if with_previous:
        calls.append(("上年",))
    tokens = [Token(figure.name, tuple(FilterCall(item) for item in names)) for names in calls]
    if not figure.current.is_filled:
        spelled = Choice(str(tokens[0]), f"【待补：{figure.label}】", "数值")
        return (spelled, *_choices(tokens[1:], {figure.name: figure}))
    return _choices(tokens, {figure.name: figure})


def _choices(tokens: Iterable[Token], figures: Figures) -> tuple[Choice, ...]:
    """Those that print something other than a gap, each print once."""
    found: dict[str, Choice] = {}
    for token in tokens:
        printed = said(token, figures)
        if isinstance(printed, str):
            alone = token.alone or ""
            found.setdefault(printed, Choice(str(token), printed, _LABELS.get(alone, alone)))
    return tuple(found.values())


def _with_like_first(choices: tuple[Choice, ...], written: str, number: Quantity) -> tuple[Choice, ...]:
    """The one that prints just this first, else one that tells it in the same unit."""
    unit = re.sub(r"^.*[0-9]", "", written)
    return tuple(
        sorted(choices, key=lambda item: (item.printed != written, not item.printed.endswith(unit or "。")))
    )
