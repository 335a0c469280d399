"""An old paper becomes last year's summary: what is proposed, how it would read, and the taking itself."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import transaction

from edusum.accounts.models import User
from edusum.assembly.services import document_of as paper_of
from edusum.common.errors import EdusumError
from edusum.document.model import Document
from edusum.document.tokens import defuse
from edusum.drafts.arriving import Arriving, Cover, figures_held, take_in_paper
from edusum.drafts.models import Draft
from edusum.intake.aligning import Part, aligned, matched_share
from edusum.intake.corrected import document_of
from edusum.intake.enums import ReadingState, TakenAs
from edusum.intake.matching import TAKEN_ROLES, normal
from edusum.intake.models import FoundQuantity, SourceDocument, Taking
from edusum.intake.old_sections import LEFT, OldSection, old_sections, placed, usual_choices
from edusum.intake.old_values import KEEP, Offer, entries_of, offers
from edusum.intake.tokening import Tokens
from edusum.library import wording
from edusum.library.context import text_names
from edusum.library.enums import Genre, period_of
from edusum.library.models import PhraseMetric, Section, TableRow, TemplateVersion
from edusum.library.services import markers, section_tree
from edusum.metrics.enums import ValueOrigin, period_label
from edusum.metrics.saving import Saved, save_values
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import Action, require

NOTE = "旧稿入库"
_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_SAME_GENRE = 0.25
"""What speaks for a template of the paper's genre, where a share of 1 says that all sections go together."""


@dataclass(frozen=True, slots=True)
class Target:
    """A section of a template version, as lists call it."""

    section: Section
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template version that a paper may come into: which of its sections the paper's are (places → keys).

    `score` says how well they go together; `existing` is this paper of that year, if there is one.
    """

    version: TemplateVersion
    targets: Sequence[Target]
    keys: Mapping[int, str]
    score: float
    existing: Draft | None = None

    @property
    def matched(self) -> int:
        return len(self.keys)

    @property
    def is_of_department(self) -> bool:
        return bool(self.version.report_template.genre == Genre.DEPARTMENT_SUMMARY)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person confirmed: what becomes of each section (places of the paper), and of each figure.

    `places` has a key of the template or one of the words of `old_sections`; `figures` the mark of a reading
    or KEEP by `Offer.key`; `seen` the marks of what was stored then.
    """

    version: TemplateVersion
    year: int
    department: Department | None = None
    places: Mapping[int, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    sign_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was made: the draft, what happened to the values, how many figures in the text are live."""

    draft: Draft
    saved: Saved
    linked: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How it would be; nothing of it is stored."""

    paper: Document
    title: str
    saved: Saved
    linked: int


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

    @cached_property
    def parts(self) -> list[Part]:
        return [
            Part(normal(item.heading), item.level, item.parent, metrics=self._metrics_in(item))
            for item in self.sections
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

    def _metrics_in(self, section: OldSection) -> frozenset[int]:
        text = "\n".join([section.heading, *section.paragraphs])
        return frozenset(
            row.metric_id for row in self.figures if row.metric_id is not None and defuse(row.quote) in text
        )


# What is proposed


def candidates(paper: OldPaper, *, year: int, department: Department | None = None) -> list[Candidate]:
    """The versions that a draft of the bureau may have, the one that fits best first."""
    bureau = paper.row.bureau
    versions = list(TemplateVersion.objects.usable_by(bureau).select_related("report_template"))
    texts = text_names(bureau, year)
    about = _metrics_by_section(versions)
    found = [_candidate(paper, version, texts, about, year, department) for version in versions]
    return sorted(found, key=lambda item: (-item.score, item.version.report_template.name))


def _candidate(
    paper: OldPaper,
    version: TemplateVersion,
    texts: wording.Texts,
    about: Mapping[int, set[int]],
    year: int,
    department: Department | None,
) -> Candidate:
    targets = _targets(version, texts)
    places = {item.section.pk: place for place, item in enumerate(targets)}
    parts = [
        Part(
            words=normal(wording.headline(item.section.heading, texts)),
            level=item.section.level if item.section.heading else 0,
            parent=places.get(item.section.parent_id or 0),
            about=normal(item.section.guidance),
            metrics=frozenset(about.get(item.section.pk, ())),
        )
        for item in targets
    ]
    found = aligned(paper.parts, parts)
    score = matched_share(paper.parts, found, parts)
    is_same_genre = version.report_template.genre == paper.row.genre
    return Candidate(
        version=version,
        targets=targets,
        keys={place: targets[other].section.key for place, other in found.items()},
        score=score + (_SAME_GENRE if is_same_genre else 0),
        existing=_existing(version, paper.row.bureau, year, department),
    )


def _targets(version: TemplateVersion, texts: wording.Texts) -> list[Target]:
    tree = section_tree(version)
    marks = markers([(section, depth) for section, depth in tree], set())
    return [
        Target(
            section, f"{marks[section.pk]}{wording.headline(section.heading, texts)}" or str(section), depth
        )
        for section, depth in tree
    ]


def _existing(
    version: TemplateVersion, bureau: Bureau, year: int, department: Department | None
) -> Draft | None:
    genre = version.report_template.genre
    draft = Draft(
        bureau=bureau,
        year=year,
        period=period_of(genre),
        report_template_id=version.report_template_id,
        department=department if genre == Genre.DEPARTMENT_SUMMARY else None,
    )
    found: Draft | None = Draft.objects.same_paper(draft).with_names().first()
    return found


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


def usual_places(paper: OldPaper, candidate: Candidate) -> dict[int, str]:
    return usual_choices(paper.sections, candidate.keys)


def offers_for(paper: OldPaper, version: TemplateVersion, year: int) -> list[Offer]:
    return offers(paper.row, year=year, period=period_of(version.report_template.genre))


# What is done


def take_as_summary(*, document: SourceDocument, wish: Wish, actor: User) -> Taken:
    """Make the finished draft of that year, with its values; all of it or nothing.

    Values that something holds become pending changes. Raises DraftExistsError, ValuesChangedError,
    EdusumError where anything else speaks against it, PermissionDenied.
    """
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    with transaction.atomic():
        held = _held(document)
        paper = OldPaper(held)
        _refuse_changed(paper, wish)
        saved = _save(paper, wish, actor)
        sections = _arriving(paper, wish)
        draft = take_in_paper(
            bureau=held.bureau,
            year=wish.year,
            version=wish.version,
            department=wish.department,
            sections=sections,
            cover=_cover(paper, wish),
            note=f"{NOTE}：{held.name}",
            actor=actor,
        )
        linked = figures_held(draft)
        Taking.objects.create(
            document=held,
            taken_as=TakenAs.SUMMARY,
            draft=draft,
            counts={
                "sections": len(sections),
                "values": saved.changed,
                "proposed": saved.proposed,
                "linked": linked,
            },
            taken_by=actor,
        )
    return Taken(draft, saved, linked)


def preview_summary(*, document: SourceDocument, wish: Wish, actor: User) -> Preview:
    """What `take_as_summary` would make, read and taken back again. Raises what that raises."""
    with transaction.atomic():
        taken = take_as_summary(document=document, wish=wish, actor=actor)
        paper = paper_of(taken.draft)
        preview = Preview(paper, taken.draft.title, taken.saved, taken.linked)
        transaction.set_rollback(True)
    return preview


def _held(document: SourceDocument) -> SourceDocument:
    rows = SourceDocument.objects.select_for_update(of=("self",)).select_related("bureau")
    held: SourceDocument | None = rows.filter(pk=document.pk, state=ReadingState.READ).first()
    if held is None:
        raise EdusumError("这份旧稿已被删去，或者还没有识别完，请回到旧稿列表查看。")
    if held.parts.exists():
        raise EdusumError("这个文件里有几篇材料，请打开其中一篇再存。")
    return held


def _refuse_changed(paper: OldPaper, wish: Wish) -> None:
    if wish.mark != paper.mark:
        raise EdusumError("这份旧稿的大纲刚被改过，下面已按现在的大纲重新比对，请再核对一次。")
    if all(choice == LEFT for choice in wish.places.values()):
        raise EdusumError("没有选任何一节，请至少把一节放进模板或单独成节。")


def _save(paper: OldPaper, wish: Wish, actor: User) -> Saved:
    period = period_of(wish.version.report_template.genre)
    found = offers_for(paper, wish.version, wish.year)
    saved = Saved()
    for year, entries in sorted(entries_of(found, wish.figures, wish.seen).items()):
        one = save_values(
            bureau=paper.row.bureau,
            year=year,
            period=period,
            entries=entries,
            actor=actor,
            origin=ValueOrigin.INTAKE,
        )
        saved = replace(saved, changed=saved.changed + one.changed, proposed=saved.proposed + one.proposed)
    return saved


def _arriving(paper: OldPaper, wish: Wish) -> list[Arriving]:
    period = period_of(wish.version.report_template.genre)
    bureau = paper.row.bureau
    figures = read_figures(bureau, wish.year, period)
    tokens = Tokens(Draft(bureau=bureau, year=wish.year, period=period), paper.figures, figures)
    return [
        Arriving(
            heading=item.heading,
            text="\n".join(tokens.linked(line, heading=item.heading) for line in item.paragraphs),
            key=item.key,
            parent=item.parent,
        )
        for item in placed(paper.sections, wish.places)
    ]


def _cover(paper: OldPaper, wish: Wish) -> Cover:
    sign_off = paper.document.sign_off
    return Cover(
        title=defuse(paper.row.title or paper.document.title),
        signatory=defuse(sign_off.name) if sign_off else "",
        sign_date=wish.sign_date,
    )


def told_of(taken: Taken) -> str:
    """What a person is told once the paper is in."""
    told = [f"已存为《{taken.draft.title}》，各节都是“通过”。"]
    if taken.saved.changed:
        told.append(f"存入指标值 {taken.saved.changed} 项。")
    if taken.saved.proposed:
        told.append(f"另有 {taken.saved.proposed} 项已锁定，改动等统稿人发布。")
    if taken.linked:
        told.append(f"正文里有 {taken.linked} 处数字已与指标相连。")
    year = period_label(taken.draft.year + 1, taken.draft.period)
    told.append(f"起草{year}的同一份材料时，“上年”一栏就是它。")
    return "".join(told)


__all__ = ["KEEP", "Candidate", "OldPaper", "Preview", "Taken", "Wish", "candidates", "take_as_summary"]
