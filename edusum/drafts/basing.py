"""Last year's words for a section, made fit to begin this year's with: its figures as tokens, its years moved
on where that is certain, and what somebody has to look at."""

from dataclasses import dataclass
from functools import cached_property

from edusum.document.model import FigureRun, Paragraph
from edusum.document.quantities import plain, quantities, quoted_stretches
from edusum.document.tokens import TOKEN
from edusum.document.years_told import shifted
from edusum.drafts.linking import linker_for
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import Sources, draft_sources, figures_named
from edusum.drafts.services import standing_text
from edusum.library import wording
from edusum.metrics.figures import Figure, Figures

_UNIT = 4


@dataclass(frozen=True, slots=True)
class Replaced:
    """What last year's text said of a metric, and the token that stands there now, as it prints this year."""

    label: str
    found: str
    token: str
    printed: str


@dataclass(frozen=True, slots=True)
class Base:
    """Last year's text for this year's paper, and all that was changed in it or has to be looked at.

    `numbers`: what is still typed, with a few words around it.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    replaced: tuple[Replaced, ...]
    token_count: int
    years: tuple[tuple[str, str], ...]
    doubtful_years: tuple[str, ...]
    numbers: tuple[str, ...]


class LastYear:
    """The same section in the paper of the year before, if that was written here."""

    def __init__(self, draft: Draft, row: SectionText, figures: Figures) -> None:
        self.draft = draft
        self.row = row
        self.figures = figures

    @cached_property
    def before(self) -> SectionText | None:
        """By its key in the same template, else by its heading in a paper of the same kind."""
        rows = SectionText.objects.filter(
            draft__bureau=self.draft.bureau_id,
            draft__year=self.draft.year - 1,
            draft__period=self.draft.period,
            draft__department=self.draft.department_id,
            draft__report_template__genre=self.draft.report_template.genre,
            is_omitted=False,
        ).select_related("section", "draft__version", "draft__bureau", "draft__report_template")
        found = [row for row in rows if not row.is_left_behind]
        same = [row for row in found if row.draft.report_template_id == self.draft.report_template_id]
        headings = {_heading(row): row for row in [*reversed(found), *reversed(same)] if _heading(row)}
        by_key = {row.key: row for row in same if not row.is_own}
        return by_key.get(self.row.key) or headings.get(_heading(self.row))

    @cached_property
    def sources(self) -> Sources | None:
        return draft_sources(self.before.draft) if self.before else None

    @cached_property
    def text(self) -> str:
        """With tokens; "" when there is none."""
        return standing_text(self.before, self.sources) if self.before and self.sources else ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """As it read last year."""
        if not self.sources:
            return ()
        return wording.paragraphs(self.text, self.sources.figures, self.sources.texts)

    @cached_property
    def figures_named(self) -> list[Figure]:
        """The metrics of last year's text with this year's readings, in the order of the text."""
        return figures_named(self.base.text if self.base else self.text, self.figures)

    @cached_property
    def base(self) -> Base | None:
        if not self.text or self.sources is None:
            return None
        linked, replaced = self._linked(self.sources.figures)
        moved = shifted(linked, year=self.draft.year)
        paragraphs = wording.paragraphs(moved.text, self.figures, self.draft.texts)
        return Base(
            text=moved.text,
            paragraphs=paragraphs,
            replaced=replaced,
            token_count=sum(isinstance(run, FigureRun) for item in paragraphs for run in item.runs),
            years=tuple(dict.fromkeys(moved.moved)),
            doubtful_years=tuple(dict.fromkeys(moved.doubtful)),
            numbers=_numbers_left(moved.text),
        )

    def _linked(self, figures: Figures) -> tuple[str, tuple[Replaced, ...]]:
        """The text with the numbers that were typed as tokens, where they were last year's values."""
        pieces: list[str] = []
        replaced: list[Replaced] = []
        end = 0
        linker = linker_for(self.draft, figures=figures, year=self.draft.year - 1)
        for spot in linker.spots(self.text):
            if spot.kind != "equal" or spot.name not in self.figures:
                continue
            pieces += [self.text[end : spot.start], spot.token]
            now = wording.plain(spot.token, self.figures, self.draft.texts)
            replaced.append(
                Replaced(figures[spot.name].label, self.text[spot.start : spot.end], spot.token, now)
            )
            end = spot.end
        return "".join([*pieces, self.text[end:]]), tuple(replaced)


def _heading(row: SectionText) -> str:
    """The words of its heading, as the template or the office has them."""
    heading = row.own_heading or (row.section.heading if row.section else "")
    return "".join(heading.split())


def _numbers_left(text: str) -> tuple[str, ...]:
    """The numbers that are still typed, each with the words around it; not years, titles and quotations."""
    shown = plain(TOKEN.sub(lambda match: "\ufffc" * len(match[0]), text))
    quoted = quoted_stretches(shown)
    found = []
    for item in quantities(shown):
        is_quoted = any(start <= item.start < end for start, end in quoted)
        if is_quoted or shown[item.end : item.end + 1] in {"年", "月", "日", "—", "、", "届", "号"}:
            continue
        found.append(_around(text, shown, item.start, item.end))
    return tuple(dict.fromkeys(found))


def _around(text: str, shown: str, start: int, end: int) -> str:
    before, behind = start, end
    while before > max(start - 8, 0) and shown[before - 1] not in "。，；、：\n\ufffc":
        before -= 1
    while behind < min(end + _UNIT, len(shown)) and shown[behind] not in "。，；、：\n\ufffc":
        behind += 1
    return text[before:behind]
