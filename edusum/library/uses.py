"""Where report templates use metrics and filters: plain values, in as many queries for one as for many."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from edusum.library.models import Phrase, PhraseMetric, Section, TableRow, TemplateVersion
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor, System

AROUND = 18
_SECTION = "section__version__report_template"


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase or a row of a table; `excerpt` is what the phrase says around the name, "" for a row."""

    template: str
    version: int
    state: str
    section: str
    excerpt: str
    version_id: int
    section_id: int
    phrase_id: int | None = None

    def __str__(self) -> str:
        said = f"措辞“{self.excerpt}”" if self.excerpt else "指标表"
        return f"“{self.template}”第{self.version}版（{self.state}）“{self.section}”：{said}"


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
    phrases = Phrase.objects.filter(metric_uses__metric=metric).select_related(_SECTION)
    rows = TableRow.objects.filter(metric=metric).select_related(_SECTION)
    return _seen([*phrases, *rows], metric.phrase_name, user)


def where_filter_used(name: str, user: Actor) -> Uses:
    """The phrases that use the filter."""
    called = re.compile(rf"\{{[{{%][^{{}}]*\|\s*{re.escape(name)}(?!\w)")
    phrases = Phrase.objects.filter(text__contains=name).select_related(_SECTION)
    return _seen([phrase for phrase in phrases if called.search(phrase.text)], name, user)


class TemplateUses:
    """What the library tells of a metric's uses; see `metrics.uses.Provider`."""

    def lines(self, metric: MetricDefinition, actor: Actor) -> list[str]:
        uses = where_used(metric, actor)
        return [*dict.fromkeys(map(str, uses.places)), *filter(None, [uses.about_hidden])]

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
    return Q(**{f"{bureau}__isnull": True}) | Q(**{f"{bureau}__in": actor.memberships.values("bureau")})


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
    return set((found if isinstance(user, System) else found.visible_to(user)).values_list("pk", flat=True))


def _place(row: Any, name: str) -> Place:
    version = row.section.version
    text = getattr(row, "text", "")
    return Place(
        template=str(version.report_template),
        version=version.number,
        state=version.get_state_display(),
        section=str(row.section),
        excerpt=excerpt(text, name),
        version_id=version.pk,
        section_id=row.section_id,
        phrase_id=row.pk if text else None,
    )


def excerpt(text: str, name: str) -> str:
    """The words around the name, cut where that makes them short."""
    found = max(text.find(name), 0)
    start, stop = max(found - AROUND, 0), found + len(name) + AROUND
    words = " ".join(text[start:stop].split())
    return f"{'……' if start else ''}{words}{'……' if stop < len(text) else ''}"
