"""What a phrase says at the ends of its figures' ranges: growth, fall, level, none, missing, 不适用.

For the editor, so that whoever writes a phrase sees every sentence it can become.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from edusum.library.wording import PhraseText, Texts, plain, speak
from edusum.metrics.figures import PENDING, Figure, Figures, Reading
from edusum.metrics.units import round_half_up

NOT_APPLICABLE = Reading("not_applicable")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a phrase says as people read it ("" for nothing), and in which cases it says just that."""

    labels: tuple[str, ...]
    text: str


def cases(figure: Figure) -> tuple[tuple[str, Figure], ...]:
    """The figure with its own readings (样例), then with others that make a phrase say something else."""
    return tuple(
        (label, replace(figure, current=current, previous=previous))
        for label, current, previous in _readings(figure)
    )


def sentences(source: str, names: Collection[str], figures: Figures, texts: Texts) -> tuple[Outcome, ...]:
    """What a phrase says when all the metrics of these names are in one case, equal ones told once.

    A metric that does not know a case stays as it is in `figures`. Raises PhraseError as `phrasing.render`.
    """
    varied = {name: dict(cases(figures[name])) for name in names if name in figures}
    labels = dict.fromkeys(label for known in varied.values() for label in known) or {"样例": None}
    found: dict[str, list[str]] = {}
    for label in labels:
        chosen = {name: known.get(label, figures[name]) for name, known in varied.items()}
        found.setdefault(_said(source, {**figures, **chosen}, texts), []).append(label)
    return tuple(Outcome(tuple(labels), text) for text, labels in found.items())


def _said(source: str, figures: Figures, texts: Texts) -> str:
    return plain(speak([PhraseText(0, source, True)], figures, texts).text, figures, texts)


def _readings(figure: Figure) -> Iterator[tuple[str, Reading, Reading]]:
    if figure.kind == "ratio" or figure.current.is_range:
        yield from _of_two_terms(figure)
    else:
        yield from _of_one_number(figure)
    yield "待补", PENDING, PENDING
    yield "不适用", NOT_APPLICABLE, figure.previous


def _of_two_terms(figure: Figure) -> Iterator[tuple[str, Reading, Reading]]:
    first, second = figure.current.terms or (Decimal(1), Decimal(5))
    now = replace(figure.current, state="filled", terms=(first, second))
    yield "样例", now, figure.previous if figure.previous.is_filled else now
    yield "有变化", now, replace(now, terms=(first, second + 1))
    yield "持平", now, now


def _of_one_number(figure: Figure) -> Iterator[tuple[str, Reading, Reading]]:
    low, high = _low_and_high(figure)
    is_sampled = figure.current.value is not None
    yield "样例", figure.current if is_sampled else high, figure.previous if is_sampled else low
    if figure.kind == "rank":
        yield "前移", low, high
        yield "后移", high, low
        yield "持平", high, high
        return
    yield "增长", high, low
    yield "下降", low, high
    yield "持平", high, high
    yield "为零", _filled(Decimal(0)), high
    yield "上年为零", high, _filled(Decimal(0))
    yield "上年待补", high, PENDING
    if figure.kind == "percent" and figure.unit in {"%", ""}:
        yield "100%", _filled(Decimal(100)), low


def _low_and_high(figure: Figure) -> tuple[Reading, Reading]:
    """Two positive readings that print differently: the sample, or 10, and a fifth less of it."""
    sample = figure.current.value
    high = abs(sample) if sample else Decimal(10)
    low = round_half_up(high * Decimal("0.8"), figure.decimals)
    if figure.kind == "rank" or not low or low == high:
        low, high = high, high + 2
    return _filled(low), _filled(high)


def _filled(value: Decimal) -> Reading:
    return Reading("filled", value)
