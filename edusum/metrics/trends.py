"""A few years of a figure as a line too small for numbers: where its points lie, and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.series import amount
from edusum.metrics.units import approximately, format_bare

WIDTH, HEIGHT, EDGE = 88, 22, 3
YEARS = 5
"""How many years the line shows, this one included."""


@dataclass(frozen=True, slots=True)
class Trend:
    """`lines` are the points of each unbroken stretch ("3,19 24.5,15"), `dots` (x, y) of years that stand
    alone; `last` is where the latest value lies; `words` tell every year. Empty without two values."""

    lines: tuple[str, ...] = ()
    dots: tuple[tuple[str, str], ...] = ()
    last: tuple[str, str] = ("", "")
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


def trend(figure: Figure, readings: Mapping[int, Reading], year: int) -> Trend:
    """The line of the years up to `year`; a year without a number is a gap."""
    years = range(year - YEARS + 1, year + 1)
    numbers = [amount(figure, readings[at]) if at in readings else None for at in years]
    known = [number for number in numbers if number is not None]
    if len(known) < 2:
        return Trend()
    low, high = min(known), max(known)
    points = [
        None if number is None else (_x(index), _y(number, low, high)) for index, number in enumerate(numbers)
    ]
    stretches = _stretches(points)
    words = "，".join(
        f"{at}年 {_said(figure, readings[at])}"
        for at, number in zip(years, numbers, strict=True)
        if number is not None
    )
    return Trend(
        tuple(" ".join(",".join(point) for point in stretch) for stretch in stretches if len(stretch) > 1),
        tuple(stretch[0] for stretch in stretches if len(stretch) == 1),
        stretches[-1][-1],
        words,
    )


def _said(figure: Figure, reading: Reading) -> str:
    return approximately(format_bare(figure, reading), reading)


def _x(index: int) -> str:
    return f"{EDGE + (WIDTH - 2 * EDGE) * index / (YEARS - 1):g}"


def _y(number: Decimal, low: Decimal, high: Decimal) -> str:
    share = Decimal("0.5") if low == high else (number - low) / (high - low)
    return f"{EDGE + (HEIGHT - 2 * EDGE) * float(1 - share):.1f}"


def _stretches(points: Sequence[tuple[str, str] | None]) -> list[list[tuple[str, str]]]:
    stretches: list[list[tuple[str, str]]] = [[]]
    for point in points:
        if point is not None:
            stretches[-1].append(point)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]
