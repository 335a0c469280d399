"""The papers of earlier years, and which of their sections a section can begin from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from edusum.drafts.arrivals import ARRIVED, with_arrival
from edusum.drafts.likeness import Candidate, alike, bare
from edusum.drafts.linking import AHEAD
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import Place, arranged, omitted, printed_heading, read_outline
from edusum.drafts.querysets import DraftQuerySet
from edusum.drafts.reading import with_shared_terms
from edusum.library.contents import markers, section_trees
from edusum.library.enums import Genre
from edusum.library.models import Phrase

OLDEST, MOST_PAPERS = 5, 12
"""So many years back, and so many papers, can be chosen from."""
SUMMARIES = {Genre.ANNUAL_SUMMARY, Genre.HALF_YEAR_SUMMARY}


@dataclass(frozen=True, slots=True)
class Before:
    """A section of an earlier paper; `is_guess`: it was found by likeness only."""

    row: SectionText
    title: str
    is_guess: bool = False
    is_chosen: bool = False

    @property
    def draft(self) -> Draft:
        return self.row.draft

    @property
    def where(self) -> str:
        return f"《{self.draft.title}》{self.title}"


class EarlierPapers:
    """Those of the bureau of a draft."""

    def __init__(self, draft: Draft, places: Iterable[Place] | None = None) -> None:
        """`places`: the sections of the draft, where they are at hand."""
        self.draft = draft
        self._given = places

    def answering(self, row: SectionText) -> Before | None:
        """The section of the year before that is the same: by its key, its heading, else by likeness."""
        read = _read(self.of_last_year())
        for draft, places in read.items():
            if found := self._same(row, draft, self._usable(places)):
                return _told(draft, found, places)
        for draft, places in read.items():
            if found := self._alike(row, places):
                return _told(draft, found, places, is_guess=True)
        return None

    def chosen(self, pk: int) -> Before | None:
        """The section that somebody chose; None where it can't be chosen."""
        row = SectionText.objects.filter(
            pk=pk, draft__bureau=self.draft.bureau_id, draft__year__lt=self.draft.year, is_omitted=False
        ).first()
        if row is None:
            return None
        (draft,) = self._drafts().filter(pk=row.draft_id)
        ((_, places),) = _read([draft]).items()
        place = next((item for item in places if item.row and item.row.pk == pk), None)
        return _told(draft, place, places, is_chosen=True) if place else None

    @cached_property
    def choices(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """All that can be begun from, by paper, the newest first: [(title, [(id, mark and heading)])]."""
        rows = with_arrival(self._drafts().filter(year__gte=self.draft.year - OLDEST).with_progress())
        last, offered = self.draft.year - 1, []
        for draft in rows:
            is_finished = 0 < draft.section_count == draft.finished_count
            if draft.year == last or is_finished:
                offered.append(draft)
        read = _read(with_shared_terms(offered[:MOST_PAPERS]))
        listed = [(_called(draft), self._listed(draft, places)) for draft, places in read.items()]
        return [(title, sections) for title, sections in listed if sections]

    def _drafts(self) -> DraftQuerySet[Draft]:
        return Draft.objects.filter(bureau=self.draft.bureau_id, year__lt=self.draft.year).with_names()

    def of_last_year(self) -> list[Draft]:
        """Papers of the year before, the nearest first."""
        own = self.draft
        genres = SUMMARIES if own.report_template.genre in SUMMARIES else {own.report_template.genre}
        rows = self._drafts().filter(
            year=own.year - 1, department=own.department_id, report_template__genre__in=genres
        )
        return sorted(rows, key=self._farness)

    def _farness(self, other: Draft) -> tuple[bool, bool, int]:
        is_other = other.report_template_id != self.draft.report_template_id
        return other.period != self.draft.period, is_other, -other.pk

    def _usable(self, places: list[Place]) -> list[Place]:
        left_out = omitted(places)
        return [item for item in places if getattr(item.row, "has_words", False) and item.pk not in left_out]

    def _same(self, row: SectionText, draft: Draft, places: list[Place]) -> Place | None:
        if draft.report_template_id == self.draft.report_template_id and not row.is_own:
            same = [item for item in places if not item.is_own and item.key == row.key]
            if same:
                return same[0]
        own = next((bare(str(item)) for item in self._own_places if item.row and item.row.pk == row.pk), "")
        same = [item for item in places if own and bare(str(item)) == own]
        return same[0] if len(same) == 1 else None

    def _alike(self, row: SectionText, places: list[Place]) -> Place | None:
        called = {bare(str(item)) for item in self._own_places}
        left = [item for item in self._usable(places) if bare(str(item)) not in called]
        family = self._candidates(self._own_places)
        mine = next((item for item in family if item.pk == row.pk), None)
        found = alike(mine, family, self._candidates(left, places)) if mine else None
        return next((item for item in left if found and item.row and item.row.pk == found.pk), None)

    def _candidates(self, shown: Iterable[Place], tree: Iterable[Place] = ()) -> list[Candidate]:
        shown = list(shown)
        above = {item.pk: item for item in [*tree, *shown]}
        return [
            Candidate(
                item.row.pk,
                item.heading,
                None if self.draft.department_id else item.row.department_id,
                _is_ahead(item, above),
            )
            for item in shown
            if item.row and item.heading
        ]

    @cached_property
    def _own_places(self) -> list[Place]:
        places = list(read_outline(self.draft) if self._given is None else self._given)
        left_out = omitted(places)
        return [item for item in places if item.pk not in left_out]

    def _listed(self, draft: Draft, places: list[Place]) -> list[tuple[int, str]]:
        titles = _titles(draft, places)
        return [(item.row.pk, titles[item.pk]) for item in self._usable(places) if item.row]


def _called(draft: Draft) -> str:
    """Its title, so that a paper written here and the same one that came in later are told apart."""
    return f"{draft.title}（{ARRIVED}）" if getattr(draft, "is_arrived", False) else draft.title


def _read(drafts: Iterable[Draft]) -> dict[Draft, list[Place]]:
    """The sections of each where they stand, in that order; two queries."""
    drafts = list(drafts)
    trees = section_trees({draft.version for draft in drafts})
    has_phrases = Exists(Phrase.objects.filter(section=OuterRef("section")))
    speaks = ~Q(text="") & (Q(text__isnull=False) | has_phrases)
    rows = (
        SectionText.objects.filter(draft__in=drafts).select_related("section").defer("text", "said_at_first")
    )
    by_draft: dict[int, list[SectionText]] = defaultdict(list)
    for row in rows.annotate(has_words=ExpressionWrapper(speaks, output_field=BooleanField())):
        by_draft[row.draft_id].append(row)
    return {draft: arranged(trees[draft.version_id], by_draft[draft.pk]) for draft in drafts}


def _told(draft: Draft, place: Place, places: list[Place], **how: bool) -> Before:
    if place.row is None:
        raise LookupError("the section has no text")
    place.row.draft = draft
    return Before(place.row, _titles(draft, places)[place.pk], **how)


def _titles(draft: Draft, places: list[Place]) -> dict[int, str]:
    """What lists call the sections, by `pk`: the mark and the heading."""
    marks = markers([(place, place.depth) for place in places], omitted(places))
    texts = draft.texts
    return {item.pk: f"{marks[item.pk]}{printed_heading(item, texts)}" or str(item) for item in places}


def _is_ahead(place: Place, above: Mapping[int, Place]) -> bool:
    """Whether it, or one above it, is of what is to come."""
    item: Place | None = place
    while item is not None:
        if any(word in item.heading for word in AHEAD):
            return True
        item = above.get(item.parent_id) if item.parent_id is not None else None
    return False
