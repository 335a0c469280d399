"""The tables and charts of a draft as they read now: their captions, figures, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from edusum.document.model import FigureRun, Paragraph
from edusum.drafts.enums import ExhibitKind
from edusum.drafts.fitting import drawn, misfit
from edusum.drafts.models import Attachment, Draft, Exhibit, ExhibitMetric
from edusum.library import wording
from edusum.metrics.figures import Figure, Figures, Reading
from edusum.metrics.services import history
from edusum.metrics.units import unit_of

History = Mapping[str, Mapping[int, Reading]]
_MOST_NAMED, _MOST_LISTED = 3, 6
"""Up to how many metrics are named in a sentence, and listed without being asked."""
_MOST_COLUMNS, _LONG_NOTE = 5, 20
"""Up to how many columns beside the names, and how long notes, an upright page holds."""


@dataclass(frozen=True, slots=True)
class ExhibitReading:
    """A table or chart with its figures in order; a trend has its `years` and their readings by code."""

    exhibit: Exhibit
    caption: str
    figures: tuple[Figure, ...]
    years: tuple[int, ...] = ()
    history: History = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.exhibit.kind

    @property
    def called(self) -> str:
        return f"{self.exhibit.get_kind_display()}“{self.caption}”"

    @property
    def parts(self) -> tuple[Figure, ...]:
        """The figures that are shown: in a share those of which there can be something."""
        if self.kind != ExhibitKind.SHARE:
            return self.figures
        return tuple(figure for figure in self.figures if figure.current.state != "not_applicable")

    @property
    def missing(self) -> tuple[Figure, ...]:
        """The figures that are still to be reported for the paper's own time."""
        if self.kind == ExhibitKind.TABLE and not self.exhibit.has_current:
            return ()
        return tuple(figure for figure in self.figures if figure.current.state == "pending")

    @property
    def problem(self) -> str:
        """Why a chart can't be drawn though nothing is missing, in a sentence; "" if it can."""
        if found := misfit(self.kind, self.figures):
            return found
        return self._share_problem() if self.kind == ExhibitKind.SHARE and not self.missing else ""

    def _share_problem(self) -> str:
        for figure in self.parts:
            if figure.current.value is None:
                return f"“{figure.label}”填的是区间，画不出它占多少。"
            if figure.current.value < 0:
                return f"“{figure.label}”是负数，画不出它占多少。"
        return "" if any(figure.current.value for figure in self.parts) else "各项都没有数量，画不出构成。"

    @property
    def unit(self) -> str:
        return unit_of(self.figures[0]) if self.figures else ""

    @property
    def gap_label(self) -> str:
        return f"{len(self.missing)} 项待补"

    @property
    def told(self) -> list[str]:
        """What people should know before it is printed, in sentences."""
        named = self._named(self.missing)
        told = [self.problem] if self.problem else []
        if self._is_cramped:
            told.append("列多、说明长，竖排的一页上会挤，建议勾选“横排”。")
        if named and self.kind == ExhibitKind.SHARE:
            told.append(f"{named}还没有数值，补齐以前不画图，纸上印【待补】。")
        elif named:
            told.append(f"{named}还没有数值，纸上印【待补】。")
        return [*told, *(f"{note}，图下会注明。" for note in self.notes)]

    def _named(self, figures: Sequence[Figure]) -> str:
        """By their labels; many as a number: what is listed below says which."""
        if len(figures) > _MOST_NAMED:
            return f"{len(figures)} 项指标"
        return "、".join(figure.label for figure in figures)

    @property
    def _is_cramped(self) -> bool:
        """Whether an upright page is narrow for the columns of the table."""
        if self.kind != ExhibitKind.TABLE or self.exhibit.is_landscape:
            return False
        has_long_note = any(len(figure.current.note) > _LONG_NOTE for figure in self.figures)
        return len(self.exhibit.columns) > _MOST_COLUMNS or (self.exhibit.has_note and has_long_note)

    @property
    def has_many(self) -> bool:
        """Whether a list of its metrics would be longer than people care to read at once."""
        return len(self.figures) > _MOST_LISTED

    @property
    def notes(self) -> list[str]:
        """What the reader must know beside the drawing, in words without a full stop; what is told of several
        figures is told once."""
        if self.kind == ExhibitKind.TABLE:
            return []
        of: dict[str, list[str]] = defaultdict(list)
        for figure in self.figures:
            told = self._trend_notes(figure) if self.kind == ExhibitKind.TREND else self._notes(figure)
            for said in told:
                of[said].append(figure.label)
        return [f"{self._several(labels)}{said}" for said, labels in of.items()]

    def _several(self, labels: Sequence[str]) -> str:
        is_all = len(labels) == len(self.figures)
        return "各项均" if is_all and len(labels) > _MOST_NAMED else "、".join(labels)

    def _trend_notes(self, figure: Figure) -> Iterator[str]:
        readings = self.history.get(figure.code, {})
        gaps = [year for year in self.years[:-1] if drawn(figure, readings[year]) is None]
        if gaps:
            yield f"缺{_years(gaps)}的数值"
        yield from _of_this_time(figure)
        rough = [year for year in self.years if drawn(figure, readings[year]) and _is_rough(readings[year])]
        if rough:
            yield f"{_years(rough)}为约数"

    def _notes(self, figure: Figure) -> Iterator[str]:
        yield from _of_this_time(figure)
        if self.kind == ExhibitKind.COMPARISON and drawn(figure, figure.previous) is None:
            yield f"没有{figure.since}数值"
        if figure.current.value is not None and _is_rough(figure.current):
            yield "为约数"


@dataclass(frozen=True, slots=True)
class AttachmentReading:
    """An attachment as it stands: its name and text as printed, its tables and charts."""

    attachment: Attachment
    name: str
    paragraphs: tuple[Paragraph, ...]
    exhibits: tuple[ExhibitReading, ...] = ()

    @property
    def gaps(self) -> set[str]:
        """The figures that are missing here, by phrase name."""
        return gaps_of(self.paragraphs) | missing_in(self.exhibits)

    @property
    def gap_label(self) -> str:
        return f"{len(self.gaps)} 项待补"

    @property
    def is_empty(self) -> bool:
        """Whether a page of its own is printed and nothing stands on it yet."""
        return not (self.attachment.is_apart or self.paragraphs or self.exhibits)

    @property
    def content_label(self) -> str:
        """What there is to print: 正文，表和图 2 张."""
        if self.attachment.is_apart:
            return "另附文件"
        parts = {"正文": bool(self.paragraphs), f"表和图 {len(self.exhibits)} 张": bool(self.exhibits)}
        return "，".join(words for words, holds in parts.items() if holds) or "还没有内容"


def exhibits_in_sections(
    draft: Draft, figures: Figures, texts: wording.Texts
) -> dict[int, tuple[ExhibitReading, ...]]:
    """By the ids of the section texts; three queries at most."""
    rows = Exhibit.objects.filter(section_text__draft=draft)
    return _by_place("section_text_id", _read(rows, draft, figures, texts))


def read_attachments(draft: Draft, figures: Figures, texts: wording.Texts) -> list[AttachmentReading]:
    """The attachments in order; four queries at most."""
    attachments = list(draft.attachments.select_related("updated_by"))
    rows = Exhibit.objects.filter(attachment__draft=draft)
    exhibits = _by_place("attachment_id", _read(rows, draft, figures, texts)) if attachments else {}
    return [
        AttachmentReading(
            attachment,
            name=wording.plain(attachment.name, {}, texts),
            paragraphs=wording.paragraphs(attachment.text, figures, texts),
            exhibits=exhibits.get(attachment.pk, ()),
        )
        for attachment in attachments
    ]


def read_exhibit(exhibit: Exhibit, draft: Draft, figures: Figures, texts: wording.Texts) -> ExhibitReading:
    """One alone; three queries at most."""
    return _read(Exhibit.objects.filter(pk=exhibit.pk), draft, figures, texts)[0]


def _read(
    rows: "QuerySet[Exhibit]", draft: Draft, figures: Figures, texts: wording.Texts
) -> list[ExhibitReading]:
    metrics = ExhibitMetric.objects.select_related("metric")
    exhibits = list(rows.prefetch_related(Prefetch("rows", queryset=metrics)))
    trends = [row for row in exhibits if row.kind == ExhibitKind.TREND]
    codes = {item.metric.code for row in trends for item in row.rows.all()}
    first = min((trend_years(draft.year, row.year_count)[0] for row in trends), default=draft.year)
    past = history(draft.bureau, codes, first, draft.year, draft.period) if codes else {}
    return [
        ExhibitReading(
            row,
            caption=wording.plain(row.caption, {}, texts),
            figures=tuple(figures[item.metric.phrase_name] for item in row.rows.all()),
            years=trend_years(draft.year, row.year_count) if row.kind == ExhibitKind.TREND else (),
            history=past if row.kind == ExhibitKind.TREND else {},
        )
        for row in exhibits
    ]


def _by_place(name: str, readings: Iterable[ExhibitReading]) -> dict[int, tuple[ExhibitReading, ...]]:
    places: dict[int, list[ExhibitReading]] = defaultdict(list)
    for reading in readings:
        places[getattr(reading.exhibit, name)].append(reading)
    return {place: tuple(found) for place, found in places.items()}


def _of_this_time(figure: Figure) -> Iterator[str]:
    """What stands in place of a number that is reported."""
    if figure.current.state == "not_applicable":
        yield "不适用"
    elif figure.current.is_range:
        yield "填的是区间，没有画出"


def _is_rough(reading: Reading) -> bool:
    return bool(reading.approximation)


def _years(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in years)


def missing_in(exhibits: Iterable[ExhibitReading]) -> set[str]:
    """The figures that these tables and charts lack, by phrase name."""
    return {figure.name for exhibit in exhibits for figure in exhibit.missing}


def gaps_of(paragraphs: Iterable[Paragraph]) -> set[str]:
    """The figures that stand as gaps in these paragraphs, by phrase name."""
    runs = [run for item in paragraphs for run in item.runs if isinstance(run, FigureRun)]
    return {run.name for run in runs if run.is_gap}


def trend_years(year: int, count: int) -> tuple[int, ...]:
    """So many years that end with this one."""
    return tuple(range(year - count + 1, year + 1))
