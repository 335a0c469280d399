"""Where report templates use metrics and filters: plain values, in as many queries for one as for many."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from edusum.common.words import quoted
from edusum.library.enums import CLOSING
from edusum.library.models import Phrase, PhraseMetric, Section, TableRow, TemplateVersion
from edusum.library.querysets import bureaus_of, closes
from edusum.metrics.models import MetricDefinition
from edusum.metrics.uses import UseLine
from edusum.orgs.actors import Actor, System
from edusum.orgs.permissions import Action

AROUND = 18
_STATEMENT = re.compile(r"\{%\s*(?P<word>\w+)(?P<rest>[^%]*)%\}")
_KINDS = {"if": "条件", "elif": "条件", "for": "逐个列举"}
_ATOM = re.compile(r"\{\{.*?\}\}|（(?:条件|逐个列举)：[^）]*）|.")
_SECTION = "section__version__report_template__bureau"


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase or a row of a table; `excerpt` is what the phrase says around the name, "" for a row."""

    template: str
    owner: str
    version: int
    state: str
    section: str
    excerpt: str
    template_id: int
    version_id: int
    section_id: int
    phrase_id: int | None = None

    @property
    def address(self) -> str:
        return reverse("admin:library_section_change", args=[self.section_id])

    def __str__(self) -> str:
        said = f"措辞{quoted(self.excerpt)}" if self.excerpt else "指标表"
        template = f"{quoted(self.template)}（{self.owner}）"
        return f"{template}第{self.version}版（{self.state}）{quoted(self.section)}：{said}"


@dataclass(frozen=True, slots=True)
class Uses:
    """The places a person may see, in the order of templates, versions and sections; the rest is counted."""

    places: tuple[Place, ...]
    hidden: int = 0

    @property
    def about_hidden(self) -> str:
        return f"另有 {self.hidden} 处在其他单位的专用模板里" if self.hidden else ""

    def __bool__(self) -> bool:
        return bool(self.places or self.hidden)


def where_used(metric: MetricDefinition, user: Actor) -> Uses:
    """The phrases that name the metric and the tables that list it."""
    phrases = _placed(Phrase.objects.filter(metric_uses__metric=metric))
    rows = _placed(TableRow.objects.filter(metric=metric))
    return _seen([*phrases, *rows], metric.phrase_name, user)


def where_filter_used(name: str, user: Actor) -> Uses:
    """The phrases that use the filter."""
    called = re.compile(rf"\{{[{{%][^{{}}]*\|\s*{re.escape(name)}(?!\w)")
    phrases = _placed(Phrase.objects.filter(text__contains=name))
    return _seen([phrase for phrase in phrases if called.search(phrase.text)], name, user)


class TemplateUses:
    """What the library tells of a metric's uses; see `metrics.uses.Provider`."""

    def lines(self, metric: MetricDefinition, actor: Actor) -> list[str]:
        uses = where_used(metric, actor)
        places = {str(place): UseLine(str(place), place.address) for place in uses.places}
        return [*places.values(), *filter(None, [uses.about_hidden])]

    def counts(self, metrics: Sequence[MetricDefinition], actor: Actor) -> dict[int, int]:
        found: Counter[int] = Counter()
        for rows, bureau in (
            (PhraseMetric.objects, "phrase__section__version__report_template__bureau"),
            (TableRow.objects, "section__version__report_template__bureau"),
        ):
            seen = rows.filter(_owner_is_seen(bureau, actor), metric__in=metrics)
            counted = seen.order_by().values_list("metric").annotate(Count("pk"))
            found.update(dict(counted))
        return found


def _owner_is_seen(bureau: str, actor: Actor) -> Q:
    if isinstance(actor, System):
        return Q()
    return Q(**{f"{bureau}__isnull": True}) | Q(**{f"{bureau}__in": bureaus_of(actor, Action.EDIT_LIBRARY)})


def _placed(rows: Any) -> Any:
    return rows.select_related(_SECTION).annotate(closes=closes("section__"))


def _seen(rows: Sequence[Any], name: str, user: Actor) -> Uses:
    visible = _visible({row.section.version_id for row in rows}, user)
    seen = [row for row in rows if row.section.version_id in visible]
    order = _reading_order(visible)
    seen.sort(key=lambda row: (*_version_key(row.section.version), order[row.section_id]))
    return Uses(tuple(_place(row, name) for row in seen), len(rows) - len(seen))


def _version_key(version: TemplateVersion) -> tuple[str, int, int]:
    template = version.report_template
    return template.name, template.pk, -version.number


def _reading_order(versions: Iterable[int]) -> dict[int, int]:
    """The place of every section of these versions."""
    found: dict[int | None, list[int]] = defaultdict(list)
    rows = Section.objects.filter(version__in=versions).order_by("position", "pk")
    for section, parent in rows.values_list("pk", "parent_id"):
        found[parent].append(section)
    return {section: place for place, section in enumerate(_walk(found, None))}


def _walk(children: Mapping[int | None, Sequence[int]], parent: int | None) -> Iterator[int]:
    for section in children.get(parent, ()):
        yield section
        yield from _walk(children, section)


def _visible(versions: Iterable[int], user: Actor) -> set[int]:
    found = TemplateVersion.objects.filter(pk__in=versions)
    if not isinstance(user, System):
        found = found.open_to(user, Action.EDIT_LIBRARY)
    return set(found.values_list("pk", flat=True))


def _place(row: Any, name: str) -> Place:
    version = row.section.version
    text = getattr(row, "text", "")
    return Place(
        template=str(version.report_template),
        owner=version.report_template.owner_label,
        version=version.number,
        state=version.get_state_display(),
        section=CLOSING if row.closes else str(row.section),
        excerpt=excerpt(text, name),
        template_id=version.report_template_id,
        version_id=version.pk,
        section_id=row.section_id,
        phrase_id=row.pk if text else None,
    )


def excerpt(text: str, name: str) -> str:
    """The words around the name, cut between tokens where that makes them short.

    A condition or a list is shown in words if it names it, else left out.
    """
    called = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    shown = _STATEMENT.sub(lambda match: _in_words(match, called), " ".join(text.split()))
    atoms = _ATOM.findall(shown)
    places = [place for place, atom in enumerate(atoms) if len(atom) > 1 and called.search(atom)]
    start = places[0] if places else 0
    before = _within(reversed(atoms[:start]))
    after = _within(atoms[start + 1 :])
    words = "".join(atoms[start - before : start + 1 + after])
    return f"{'……' if before < start else ''}{words}{'……' if start + 1 + after < len(atoms) else ''}"


def _in_words(statement: re.Match[str], called: re.Pattern[str]) -> str:
    kind = _KINDS.get(statement["word"])
    return f"（{kind}：{statement['rest'].strip()}）" if kind and called.search(statement["rest"]) else ""


def _within(atoms: Iterable[str]) -> int:
    """How many of these come to no more than AROUND characters."""
    return sum(1 for length in accumulate(map(len, atoms)) if length <= AROUND)
