"""What in a section's text could be linked to a metric, or is left over from last year."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from edusum.document.years_told import stale_years
from edusum.drafts.models import Draft
from edusum.library.held_against import Choice, Spot
from edusum.library.linking import Linker
from edusum.library.mentions import Lexicon
from edusum.metrics.figures import Figures
from edusum.metrics.models import MetricDefinition
from edusum.metrics.services import figures as read_figures

AHEAD = ("打算", "计划", "下一步", "思路", "安排", "目标", "展望", "重点工作")
"""In sections of these headings numbers are meant for the year to come."""
_kept: dict[int, Lexicon] = {}
"""The last lexicon of this process, by what it was made from."""


def linker_for(draft: Draft, *, figures: Figures | None = None, year: int | None = None) -> Linker:
    """With this draft's figures, or others' of another year; three queries at most."""
    figures = read_figures(draft.bureau, draft.year, draft.period) if figures is None else figures
    bureau = draft.bureau
    return Linker(
        figures, lexicon(figures), year=year or draft.year, own=[bureau.whole_form, bureau.local_form]
    )


def lexicon(figures: Figures) -> Lexicon:
    """What the metrics may be called; made anew only when a metric was changed."""
    synonyms: Mapping[str, Collection[str]] = {
        name: tuple(words) for name, words in MetricDefinition.objects.values_list("phrase_name", "synonyms")
    }
    state = hash(tuple((name, figure.label, synonyms.get(name)) for name, figure in figures.items()))
    if state not in _kept:
        _kept.clear()
        _kept[state] = Lexicon(figures, synonyms)
    return _kept[state]


def section_spots(draft: Draft, text: str, *, heading: str = "") -> list[Spot]:
    """Numbers that could be tokens or contradict one, and years left over, in order, without overlaps."""
    is_ahead = any(word in heading for word in AHEAD)
    spots = linker_for(draft).spots(text, is_ahead=is_ahead)
    taken = [(spot.start, spot.end) for spot in spots]
    years = (
        spot
        for spot in year_spots(text, year=draft.year)
        if not any(start < spot.end and spot.start < end for start, end in taken)
    )
    return sorted([*spots, *years], key=lambda spot: spot.start)


def year_spots(text: str, *, year: int) -> Iterable[Spot]:
    """The years that are left over, each with the one that may be meant."""
    for item in stale_years(text, year=year):
        meant = item.year + 1
        yield Spot(
            item.start,
            item.end,
            "stale_year",
            words=f"本稿写的是{year}年，这里是{item.year}年，请核对是不是上一年的稿子留下的。",
            choices=(Choice(str(meant), str(meant), f"改为{meant}年"),),
        )


def as_json(text: str, spot: Spot) -> dict[str, Any]:
    """A spot for the editor; places count characters of the text as it was sent."""
    return {
        "start": spot.start,
        "end": spot.end,
        "kind": spot.kind,
        "found": text[spot.start : spot.end],
        "token": spot.token,
        "words": spot.words,
        "choices": [
            {"token": item.token, "printed": item.printed, "label": item.label, "words": item.printed}
            for item in spot.choices
        ],
    }
