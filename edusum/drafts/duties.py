"""Whose the metrics of a draft are, and when all of it is due, as its sections and its template suggest."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from edusum.accounts.models import User
from edusum.document.tokens import tokens_in
from edusum.drafts.models import Draft, ExhibitMetric, SectionText
from edusum.drafts.outline import Place, read_outline
from edusum.library.models import PhraseMetric, TableRow
from edusum.metrics.assigning import Duty, assign_metrics, take_up_metrics
from edusum.metrics.enums import Period
from edusum.metrics.models import MetricDefinition

Rows = QuerySet[SectionText]
Pairs = Iterable[tuple[int, int]]
"""The id of a section's text with that of a metric it names."""


def due_day(days: int | None, usual: int | None, *, year: int, period: str) -> dt.date | None:
    """So many days (of a section, else as usual in its version) from today or, while it is not over, from the
    end of the time that is told of; None for no limit."""
    wanted = days or usual
    return max(timezone.localdate(), last_day(year, period)) + dt.timedelta(days=wanted) if wanted else None


def last_day(year: int, period: str) -> dt.date:
    """Of the year or its first half."""
    return dt.date(year, 6, 30) if period == Period.FIRST_HALF else dt.date(year, 12, 31)


def assign_figures(draft: Draft, *, actor: User, rows: Container[int] | None = None) -> int:
    """Give each metric that the draft, or these sections of it (ids of their texts), name to the first
    department whose section names it, with the day of that section; what is assigned already stays.

    Returns how many were given.
    """
    places = [place for place in read_outline(draft) if place.row and not place.row.is_omitted]
    if rows is not None:
        places = [place for place in places if place.row and place.row.pk in rows]
    duties = suggested_duties(places, metrics_of(draft))
    done = assign_metrics(
        bureau=draft.bureau, year=draft.year, period=draft.period, duties=duties, actor=actor, only_new=True
    )
    return done.count


def take_up(row: SectionText, names: Collection[str], *, actor: User) -> list[str]:
    """What a section names (phrase names) and is nobody's becomes its department's, with its day.

    Call it in the transaction that stores the words. Returns what people call the metrics that were given;
    sections of the office, or of a department out of use, take nothing.
    """
    if not names or row.is_omitted or row.department is None or not row.department.is_active:
        return []
    found = {item.pk: item for item in MetricDefinition.objects.named(names)}
    draft = row.draft
    taken = take_up_metrics(
        bureau=draft.bureau,
        year=draft.year,
        period=draft.period,
        metrics=found,
        duty=Duty(row.department.pk, row.due_on),
        actor=actor,
    )
    return [found[metric].name for metric in taken]


def names_added(text: str, before: str | None) -> set[str]:
    """The metrics (phrase names) that a text names and the one before it did not."""
    return _names(text) - _names(before or "")


def _names(text: str) -> set[str]:
    return {name for token in tokens_in(text) for name in token.names()}


def suggested_duties(places: Iterable[Place], metrics: Mapping[int, set[int]]) -> dict[int, Duty]:
    """By metric id; sections of the office, or of a department out of use, give nothing away."""
    duties: dict[int, Duty] = {}
    for place in places:
        row = place.row
        if row is None or row.department is None or not row.department.is_active:
            continue
        for metric in sorted(metrics.get(row.pk, ())):
            duties.setdefault(metric, Duty(row.department.pk, row.due_on))
    return duties


def metrics_of(draft: Draft) -> dict[int, set[int]]:
    """The metrics (ids) that each section names (by the id of its text); five queries."""
    rows = SectionText.objects.filter(draft=draft)
    found: dict[int, set[int]] = defaultdict(set)
    for row, metric in [*_spoken(rows), *_listed(rows), *_shown(rows), *_written(rows)]:
        found[row].add(metric)
    return dict(found)


def _spoken(rows: Rows) -> Pairs:
    texts = "phrase__section__section_texts"
    return PhraseMetric.objects.filter(
        Q(phrase__form="") | Q(phrase__form=F(f"{texts}__form")),
        **{f"{texts}__in": rows, f"{texts}__text": None},
    ).values_list(texts, "metric")


def _listed(rows: Rows) -> Pairs:
    texts = "section__section_texts"
    return TableRow.objects.filter(**{f"{texts}__in": rows}).values_list(texts, "metric")


def _shown(rows: Rows) -> Pairs:
    shown = ExhibitMetric.objects.filter(exhibit__section_text__in=rows)
    return shown.values_list("exhibit__section_text", "metric")


def _written(rows: Rows) -> Pairs:
    named = {row: _names(text or "") for row, text in rows.exclude(text=None).values_list("pk", "text")}
    wanted = set().union(*named.values())
    metrics = dict(MetricDefinition.objects.named(wanted).values_list("phrase_name", "pk")) if wanted else {}
    return [(row, metrics[name]) for row, names in named.items() for name in names if name in metrics]
