"""What is proposed for an old paper: the report templates it may come into, and which draft it will serve."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from edusum.document.tokens import defuse
from edusum.drafts.models import Draft
from edusum.intake.ahead import Told, ahead_places
from edusum.intake.aligning import Part, aligned, matched_share
from edusum.intake.corrected import document_of
from edusum.intake.matching import TAKEN_ROLES, normal
from edusum.intake.models import FoundQuantity, SourceDocument
from edusum.intake.old_sections import OldSection, old_sections
from edusum.intake.serving import Around, Standing
from edusum.library import wording
from edusum.library.context import text_names
from edusum.library.enums import Genre
from edusum.library.models import PhraseMetric, Section, TableRow, TemplateVersion
from edusum.library.services import markers, section_tree
from edusum.orgs.models import Department

_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_SAME_GENRE = 0.25
"""What speaks for a template of the paper's genre, where a share of 1 says that all sections go together."""
_CONTENT = 2_000
"""So many characters of a section say what it is about."""


@dataclass(frozen=True, slots=True)
class Target:
    """A section of a template version, as lists call it."""

    section: Section
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template version that a paper may come into: which of its sections the paper's are (places → keys).

    `score` says how well they go together, `standing` where it will stand among the bureau's drafts.
    """

    version: TemplateVersion
    targets: Sequence[Target]
    keys: Mapping[int, str]
    score: float
    standing: Standing

    @property
    def existing(self) -> Draft | None:
        """This paper of that year, if there is one."""
        return self.standing.existing

    @property
    def matched(self) -> int:
        return len(self.keys)

    @property
    def is_of_department(self) -> bool:
        return bool(self.version.report_template.genre == Genre.DEPARTMENT_SUMMARY)


class OldPaper:
    """A paper as people corrected it, with what its sections speak of."""

    def __init__(self, document: SourceDocument) -> None:
        self.row = document
        self.document = document_of(document)
        self.sections: list[OldSection] = old_sections(self.document)

    @cached_property
    def figures(self) -> list[FoundQuantity]:
        rows = self.row.quantities.filter(is_kept=True, metric__isnull=False, role__in=TAKEN_ROLES)
        found = list(rows.select_related("metric"))
        for item in found:
            item.document = self.row
        return found

    def parts(self, year: int) -> list[Part]:
        """As a paper of that year has them."""
        ahead = ahead_places(
            [
                Told(item.heading, item.parent, self._begins(place))
                for place, item in enumerate(self.sections)
            ],
            year=year,
        )
        return [
            Part(
                normal(item.heading),
                item.level,
                item.parent,
                metrics=self._metrics_in(item),
                content=normal("".join(item.paragraphs)[:_CONTENT]),
                is_ahead=place in ahead,
            )
            for place, item in enumerate(self.sections)
        ]

    @property
    def mark(self) -> str:
        """Of its outline; a form carries it, so that its places mean what the person saw."""
        told = [[item.level, item.heading, len(item.paragraphs)] for item in self.sections]
        return hashlib.sha256(json.dumps(told).encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def table_count(self) -> int:
        return sum(item.table_count for item in self.sections)

    @property
    def sign_date(self) -> dt.date | None:
        """The day under the paper, if it is one."""
        found = _DATE.search(self.document.sign_off.date) if self.document.sign_off else None
        try:
            return dt.date(*map(int, found.groups())) if found else None
        except ValueError:
            return None

    def _begins(self, place: int) -> str:
        """The first words of a section, or of the first one below it that has any."""
        for below, item in enumerate(self.sections[place:]):
            if below and item.level <= self.sections[place].level:
                break
            if item.paragraphs:
                return item.paragraphs[0]
        return ""

    def _metrics_in(self, section: OldSection) -> frozenset[int]:
        text = "\n".join([section.heading, *section.paragraphs])
        return frozenset(
            row.metric_id for row in self.figures if row.metric_id is not None and defuse(row.quote) in text
        )


def candidates(paper: OldPaper, *, year: int, department: Department | None = None) -> list[Candidate]:
    """The versions that a draft of the bureau may have, the one that fits best first."""
    bureau = paper.row.bureau
    versions = list(TemplateVersion.objects.usable_by(bureau).select_related("report_template"))
    texts = text_names(bureau, year)
    about = _metrics_by_section(versions)
    around = Around(bureau, year)
    parts = paper.parts(year)
    found = []
    for version in versions:
        targets = _targets(version, texts)
        sections = _parts_of(targets, texts, about, year)
        pairs = aligned(parts, sections)
        is_same_genre = version.report_template.genre == paper.row.genre
        found.append(
            Candidate(
                version=version,
                targets=targets,
                keys={place: targets[other].section.key for place, other in pairs.items()},
                score=matched_share(parts, pairs, sections) + (_SAME_GENRE if is_same_genre else 0),
                standing=around.standing(version, department),
            )
        )
    return sorted(found, key=lambda item: (-item.score, item.version.report_template.name))


def usual_candidate(paper: OldPaper, found: Sequence[Candidate]) -> Candidate | None:
    """The one whose template a draft of the next year has already, else the one that fits best.

    Those that the year has already come last.
    """
    free = [item for item in found if not item.existing]
    return serving_candidate(paper, free) or next(iter([*free, *found]), None)


def serving_candidate(paper: OldPaper, found: Iterable[Candidate]) -> Candidate | None:
    """The first of the paper's genre that will stand beside a draft of the next year, section by section."""
    genre = paper.row.genre
    same = (item for item in found if not genre or item.version.report_template.genre == genre)
    return next((item for item in same if item.standing.serves), None)


def _parts_of(
    targets: Sequence[Target], texts: wording.Texts, about: Mapping[int, set[int]], year: int
) -> list[Part]:
    places = {item.section.pk: place for place, item in enumerate(targets)}
    headings = [wording.headline(item.section.heading, texts) for item in targets]
    parents = [places.get(item.section.parent_id or 0) for item in targets]
    told = [Told(heading, parent) for heading, parent in zip(headings, parents, strict=True)]
    ahead = ahead_places(told, year=year)
    return [
        Part(
            words=normal(heading),
            level=item.section.level if item.section.heading else 0,
            parent=parent,
            about=normal(item.section.guidance),
            metrics=frozenset(about.get(item.section.pk, ())),
            is_ahead=place in ahead,
        )
        for place, (item, heading, parent) in enumerate(zip(targets, headings, parents, strict=True))
    ]


def _targets(version: TemplateVersion, texts: wording.Texts) -> list[Target]:
    tree = section_tree(version)
    marks = markers([(section, depth) for section, depth in tree], set())
    return [
        Target(
            section, f"{marks[section.pk]}{wording.headline(section.heading, texts)}" or str(section), depth
        )
        for section, depth in tree
    ]


def _metrics_by_section(versions: Iterable[TemplateVersion]) -> dict[int, set[int]]:
    """What the phrases and tables of each section name (ids); two queries."""
    ids = [version.pk for version in versions]
    named = PhraseMetric.objects.filter(phrase__section__version__in=ids)
    listed = TableRow.objects.filter(section__version__in=ids)
    found: dict[int, set[int]] = {}
    for section, metric in [
        *named.values_list("phrase__section", "metric"),
        *listed.values_list("section", "metric"),
    ]:
        found.setdefault(section, set()).add(metric)
    return found
