"""A version read as plain data: its tree, its phrases, its faults."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol

from django.utils import timezone

from edusum.document.numbering import marker
from edusum.library import phrasing
from edusum.library.context import SERIES, sample_figures
from edusum.library.enums import HeadingForm
from edusum.library.errors import Advice, PhraseProblem
from edusum.library.filters import FILTERS
from edusum.library.models import Phrase, Section, TableRow, TemplateVersion
from edusum.library.repeats import repeated
from edusum.library.terms import year_names
from edusum.library.wording import PhraseText
from edusum.library.year_names import advice_on_names
from edusum.metrics.models import MetricDefinition


def section_tree(version: TemplateVersion) -> list[tuple[Section, int]]:
    """The sections in reading order, each with its depth (0 at the root) and whether it closes; one query."""
    return _tree(version.sections.order_by("position", "pk"))


def section_trees(versions: Iterable[TemplateVersion]) -> dict[int, list[Section]]:
    """The sections of each version in reading order, by its id; one query."""
    found: dict[int, list[Section]] = {version.pk: [] for version in versions}
    for section in Section.objects.filter(version__in=list(found)).order_by("position", "pk"):
        found[section.version_id].append(section)
    return {pk: [section for section, _ in _tree(sections)] for pk, sections in found.items()}


def _tree(sections: Iterable[Section]) -> list[tuple[Section, int]]:
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in sections:
        children[section.parent_id].append(section)
    tree = list(_walk(children, None, 0))
    is_headed = False
    for section, _ in tree:
        is_headed = is_headed or bool(section.heading)
        section.is_closing = is_headed and not section.heading
    return tree


def _walk(
    children: Mapping[int | None, Sequence[Section]], parent: int | None, depth: int
) -> Iterator[tuple[Section, int]]:
    for section in children.get(parent, ()):
        yield section, depth
        yield from _walk(children, section.pk, depth + 1)


def phrases_of(version: TemplateVersion) -> dict[int, tuple[PhraseText, ...]]:
    """The phrases of every section that has some, by the section's id, in order; one query."""
    found: dict[int, list[PhraseText]] = defaultdict(list)
    for phrase in Phrase.objects.filter(section__version=version):
        found[phrase.section_id].append(
            PhraseText(
                pk=phrase.pk,
                text=phrase.text,
                starts_paragraph=phrase.starts_paragraph,
                form=phrase.form,
            )
        )
    return {section: tuple(phrases) for section, phrases in found.items()}


def metric_names() -> frozenset[str]:
    """Every word that stands for a metric in phrases."""
    return frozenset(MetricDefinition.objects.values_list("phrase_name", flat=True))


def metric_name_problem(name: str) -> str:
    """Why phrases cannot call a metric this, as a Chinese sentence; "" if they can."""
    if name in phrasing.TEXT_NAMES or name in FILTERS:
        return f"措辞里的“{name}”已另有用途，请给指标换一个名称。"
    return phrasing.name_problem(name)


def problems_of(version: TemplateVersion) -> list[PhraseProblem]:
    """Every fault in the title, the salutation, the headings and the phrases, in reading order."""
    names, phrases, nearness = metric_names(), phrases_of(version), phrasing.Nearness()
    problems = version_problems(version)
    for section, _ in section_tree(version):
        problems += heading_problems(section)
        texts = [phrase.text for phrase in phrases.get(section.pk, ())]
        problems += phrase_problems(section, texts, names, nearness)
    return problems


def version_problems(version: TemplateVersion) -> list[PhraseProblem]:
    """Faults in what stands before the sections."""
    return [
        *plain_problems("标题措辞", version.title),
        *plain_problems("称呼", version.salutation),
    ]


def heading_problems(section: Section) -> list[PhraseProblem]:
    return [
        *plain_problems(str(section), section.heading, section.pk),
        *plain_problems(f"{section} 指标表题", section.table_caption, section.pk),
    ]


def plain_problems(place: str, source: str, section_id: int | None = None) -> list[PhraseProblem]:
    """Faults in text that may name the bureau and the year, but no metric."""
    found = phrasing.check(source, metric_names=(), allow_metrics=False)
    return [PhraseProblem(place, 0, problem.line, problem.message, section_id) for problem in found]


def phrase_problems(
    section: Section,
    texts: Sequence[str],
    names: Collection[str],
    nearness: phrasing.Nearness | None = None,
) -> list[PhraseProblem]:
    """Those that are checked together share `nearness`."""
    nearness = nearness or phrasing.Nearness()
    return [
        PhraseProblem(str(section), number, problem.line, problem.message, section.pk)
        for number, text in enumerate(texts, 1)
        for problem in phrasing.check(text, metric_names=names, nearness=nearness)
    ]


def advice_on(version: TemplateVersion, departments: Collection[str]) -> list[Advice]:
    """What is allowed but seldom meant: sections that say nothing, departments that are not among these,
    names that are right in some years only, words that a phrase would say twice."""
    tree, spoken = section_tree(version), phrases_of(version)
    names, year = year_names(), timezone.localdate().year
    figures = sample_figures()
    parents = {section.parent_id for section, _ in tree}
    tables = set(TableRow.objects.filter(section__version=version).values_list("section", flat=True))
    found: list[Advice] = []
    for section, _ in tree:
        phrases = spoken.get(section.pk, ())
        is_silent = not phrases and section.pk not in parents | tables
        said = "\n".join([section.heading, *(phrase.text for phrase in phrases)])
        messages = [
            *(["还没有措辞，起草时这一节是空的。"] if is_silent else []),
            *_advice_on_department(section.department_name, departments),
            *(f"的{message}" for message in advice_on_names(said, year, names, tuple(SERIES))),
            *(
                f"第{number}句：{message}"
                for number, phrase in enumerate(phrases, 1)
                for message in repeated(phrase.text, figures)
            ),
        ]
        found += [Advice(section.pk, f"“{section}”{message}") for message in messages]
    return found


def _advice_on_department(name: str, departments: Collection[str]) -> list[str]:
    if not name or name in departments:
        return []
    return [f"的建议科室“{name}”在本单位没有，起草时会归统稿人。"]


UNSEEN = frozenset({"id", "version", "position"})


def mark_of(section: Section) -> str:
    """A short mark of a stored section with its phrases and table: a save can tell what it stands upon."""
    fields = [field.attname for field in section._meta.concrete_fields if field.name not in UNSEEN]
    seen = [
        [getattr(section, name) for name in fields],
        list(section.phrases.values_list("text", "starts_paragraph", "form")),
        list(section.table_rows.values_list("metric_id", flat=True)),
    ]
    return sha256(json.dumps(seen).encode()).hexdigest()[:16]


def mark_of_version(version: TemplateVersion) -> str:
    """As `mark_of`, for what stands before the sections."""
    seen = [version.title, version.salutation, version.has_sign_off, version.due_days, version.note]
    return sha256(json.dumps(seen).encode()).hexdigest()[:16]


def marks_of(sections: Iterable[Section]) -> str:
    """The same for several sections at once."""
    marks = [[section.pk, mark_of(section)] for section in sections]
    return sha256(json.dumps(marks).encode()).hexdigest()[:16]


class Numbered(Protocol):
    """What counts for the mark before a heading."""

    @property
    def pk(self) -> Any: ...
    @property
    def parent_id(self) -> Any: ...
    @property
    def level(self) -> int: ...
    @property
    def heading_form(self) -> str: ...
    @property
    def marker_style(self) -> str: ...


def markers(tree: Sequence[tuple[Numbered, int]], omitted: Collection[int] = ()) -> dict[int, str]:
    """The printed mark of every section by its id ("" for none); siblings of one style count together.

    Sections whose ids are in `omitted` carry no mark and do not count.
    """
    counts: dict[tuple[int | None, int, str], int] = defaultdict(int)
    marks: dict[int, str] = {}
    for section, _ in tree:
        marks[section.pk] = ""
        if section.pk not in omitted and section.level and section.heading_form != HeadingForm.NONE:
            run = (section.parent_id, section.level, section.marker_style)
            counts[run] += 1
            marks[section.pk] = marker(counts[run], level=section.level, style=section.marker_style)
    return marks
