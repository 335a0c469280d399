"""What a change of a value would do to the papers: each sentence before and after, what is finished first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.document.alignment import Effort, Words, align, differences, gaps_between, words
from edusum.drafts.enums import SectionState
from edusum.drafts.naming_texts import Naming, texts_naming
from edusum.drafts.publishing import mark_of
from edusum.drafts.value_uses import ValueUse, address_of, shown_in, state_of, title_of
from edusum.metrics.changes import wanted
from edusum.metrics.figures import PENDING, Figure, Figures, Reading
from edusum.metrics.foreseeing import Foreseen, Wish, foreseen
from edusum.metrics.models import MetricValue, PendingChange
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.services import figures as read_figures
from edusum.metrics.units import format_reading
from edusum.orgs.models import Bureau

ORDER = [SectionState.APPROVED, SectionState.HANDED_IN, SectionState.WRITING, SectionState.UNTOUCHED, ""]


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences as they are and as they would be; `told` is the latter in pieces: (text, if it is new)."""

    before: str
    after: str

    @property
    def told(self) -> list[tuple[str, bool]]:
        found = differences(words(self.before), words(self.after), Words(), Effort())
        return [("".join(piece), side > 0) for side, piece in found if side >= 0]


@dataclass(frozen=True, slots=True)
class Touched:
    """A section or attachment that would read otherwise: its sentences, each as it is and as it would be."""

    where: ValueUse
    pairs: tuple["Pair", ...]

    @property
    def is_finished(self) -> bool:
        return self.where.state in {SectionState.APPROVED, SectionState.HANDED_IN}


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change that waits: the value as it is and as it is to be, and what it touches.

    `mark` is what a form that decides upon it sends back; `is_of_unit`: of another bureau than the reader's,
    whose papers are its own; `doubts`: what would not fit once it is let through.
    """

    change: PendingChange
    before: str
    after: str
    mark: str
    touched: tuple[Touched, ...] = ()
    is_of_unit: bool = False
    doubts: tuple[Foreseen, ...] = ()

    @property
    def finished_count(self) -> int:
        return sum(item.is_finished for item in self.touched)

    @property
    def is_doubtful(self) -> bool:
        """Whether something would not fit even if all that waits were let through."""
        return any(not doubt.is_settled for doubt in self.doubts)


def changes_shown(changes: Sequence[PendingChange], *, home: Bureau | None = None) -> list[ChangeShown]:
    """Each with what it would touch, save for those of other bureaus than `home` (None: all are its own).

    `bureau` and `metric` are at hand. As many queries for one time as for many changes of it, one for those
    of other bureaus, and three for what would not fit.
    """
    theirs = [change for change in changes if home is not None and change.bureau_id != home.pk]
    times: dict[tuple[int, int, str], list[PendingChange]] = {}
    for change in changes:
        if change in theirs:
            continue
        times.setdefault((change.bureau_id, change.year, change.period), []).append(change)
    shown = {item.change.pk: item for group in times.values() for item in _of_one_time(group)}
    shown |= {item.change.pk: item for item in _of_units(theirs)}
    wishes = [
        Wish(change.bureau_id, change.year, change.period, change.metric_id, wanted(change))
        for change in changes
    ]
    return [
        replace(shown[change.pk], doubts=doubts)
        for change, doubts in zip(changes, foreseen(wishes), strict=True)
    ]


def _of_units(changes: Sequence[PendingChange]) -> list[ChangeShown]:
    """Without the sentences: papers of other bureaus are not for the reader."""
    if not changes:
        return []
    values = MetricValue.objects.filter(
        bureau__in={change.bureau_id for change in changes},
        metric__in={change.metric_id for change in changes},
        year__in={change.year for change in changes},
    )
    readings = {(row.bureau_id, row.metric_id, row.year, row.period): reading_of(row) for row in values}
    shown = []
    for change in changes:
        key = (change.bureau_id, change.metric_id, change.year, change.period)
        figure = figure_of(change.metric, current=readings.get(key, PENDING))
        before, after = (_printed(figure, reading) for reading in (figure.current, wanted(change)))
        shown.append(ChangeShown(change, before, after, mark_of(change, figure.current), is_of_unit=True))
    return shown


def _of_one_time(changes: Sequence[PendingChange]) -> list[ChangeShown]:
    first = changes[0]
    bureau, year, period = first.bureau, first.year, first.period
    names = {change.metric.phrase_name for change in changes}
    found = texts_naming(names, bureau=bureau, years=[year, year + 1], period=period)
    years = {year, *(item.draft.year for item in found)}
    figures = {at: read_figures(bureau, at, period) for at in sorted(years)}
    return [_shown(change, found, figures) for change in changes]


def _shown(change: PendingChange, found: Iterable[Naming], figures: Mapping[int, Figures]) -> ChangeShown:
    name = change.metric.phrase_name
    after = {
        at: _changed(known, name, wanted(change), is_own=at == change.year) for at, known in figures.items()
    }
    touched = [
        _touched(
            item,
            name,
            figures[item.draft.year],
            after[item.draft.year],
            is_next=item.draft.year > change.year,
        )
        for item in found
        if name in item.names | item.listed or any(name in names for _, names in item.shown)
    ]
    figure = figures[change.year][name]
    return ChangeShown(
        change,
        _printed(figure, figure.current),
        _printed(figure, wanted(change)),
        mark_of(change, figure.current),
        tuple(sorted((item for item in touched if item.pairs or item.where.shown), key=_rank)),
    )


def _rank(item: Touched) -> tuple[int, int]:
    return ORDER.index(item.where.state), -item.where.draft.year


def _changed(figures: Figures, name: str, reading: Reading, *, is_own: bool) -> Figures:
    figure = figures[name]
    other = replace(figure, current=reading) if is_own else replace(figure, previous=reading)
    return {**figures, name: other}


def _touched(item: Naming, name: str, before: Figures, after: Figures, *, is_next: bool) -> Touched:
    old, new = item.printed(before), item.printed(after)
    pairs = [
        Pair("".join(old[a:b]), "".join(new[c:d]))
        for a, b, c, d in gaps_between(align(old, new), 0, len(old), 0, len(new))
    ]
    shown = shown_in(item, name, after)
    where = ValueUse(item.draft, title_of(item), address_of(item), state_of(item), (), shown, is_next)
    return Touched(where, tuple(pairs))


def _printed(figure: Figure, reading: Reading) -> str:
    if reading.is_filled:
        return format_reading(figure, reading)
    return "不适用" if reading.state == "not_applicable" else "待报"
