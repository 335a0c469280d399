"""All that is stored of a bureau's figures for a time, read in few queries whatever their number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from edusum.metrics import warnings
from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Period, RelationKind
from edusum.metrics.figures import PENDING, Figure, Reading
from edusum.metrics.locking import Held, held_values
from edusum.metrics.models import (
    Evidence,
    MetricAssignment,
    MetricDefinition,
    MetricValue,
    MetricValueRevision,
    PendingChange,
    RelationOperand,
    Submission,
)
from edusum.metrics.relations import Relation
from edusum.metrics.services import SINCE, figure_of
from edusum.metrics.trends import YEARS
from edusum.metrics.warnings import Doubt
from edusum.orgs.models import Bureau, Department

READING_FIELDS = ("state", "value", "first_term", "second_term", "approximation", "note")


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored beside a reading of this year."""

    reason: str = ""
    by: str = ""
    on_behalf_of: str = ""
    evidence: int = 0


NOTHING = Stored()


@dataclass(frozen=True)
class Facts:
    """A bureau's figures of a year or its first half, with the years before and all that hangs on them.

    By metric code: `readings` (by year), `stored`; by metric id: `owners`, `changes`.
    """

    bureau: Bureau
    year: int
    period: str
    library: list[MetricDefinition]
    readings: Mapping[str, Mapping[int, Reading]]
    stored: Mapping[str, Stored]
    relations: list[Relation]
    owners: Mapping[int, Department]
    submissions: list[Submission]
    held: Held
    changes: Mapping[int, PendingChange] = field(default_factory=dict)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """By phrase name."""
        since = SINCE[Period(self.period)]
        return {
            one.phrase_name: figure_of(
                one,
                current=self.readings.get(one.code, {}).get(self.year, PENDING),
                previous=self.readings.get(one.code, {}).get(self.year - 1, PENDING),
                since=since,
            )
            for one in self.library
        }

    @cached_property
    def doubts(self) -> dict[str, list[Doubt]]:
        """By the code of the metric beside which they are told."""
        found = warnings.warnings_of(
            self.figures.values(), self.relations, past=self.readings, year=self.year
        )
        return warnings.by_code(found)

    def needs_a_look(self, code: str) -> bool:
        """Whether something is doubtful that nobody has given a reason for."""
        doubts = [doubt for doubt in self.doubts.get(code, ()) if not doubt.is_hint]
        return bool(doubts) and not self.stored.get(code, NOTHING).reason

    def related_to(self, codes: set[str]) -> set[str]:
        """These, and what is told by them or tells them."""
        groups = [{relation.metric, *relation.codes} for relation in self.relations]
        return codes.union(*(group for group in groups if group & codes))


def facts_of(bureau: Bureau, year: int, period: str) -> Facts:
    """Seven queries."""
    library = sorted(MetricDefinition.objects.order_by("position", "pk"), key=_place)
    codes = {one.pk: one.code for one in library}
    readings: dict[str, dict[int, Reading]] = {}
    stored: dict[str, Stored] = {}
    for row in _values(bureau, year, period):
        code = codes[row["metric_id"]]
        readings.setdefault(code, {})[row["year"]] = _reading(row)
        if row["year"] == year:
            by = row["updated_by__name"] or row["updated_by__username"] or ""
            stored[code] = Stored(row["reason"], by, row["behalf"] or "", row["papers"])
    assigned = MetricAssignment.objects.of(bureau, year, period).select_related("department")
    owners = {row.metric_id: row.department for row in assigned}
    submitted = Submission.objects.of(bureau, year, period).select_related("department", "handed_in_by")
    submissions = list(submitted)
    waiting = PendingChange.objects.waiting().of(bureau, year, period).select_related("asked_by")
    return Facts(
        bureau=bureau,
        year=year,
        period=period,
        library=library,
        readings=readings,
        stored=stored,
        relations=relations_known(),
        owners=owners,
        submissions=submissions,
        held=held_values(
            bureau, year, period, owners={pk: row.pk for pk, row in owners.items()}, known=submissions
        ),
        changes={row.metric_id: row for row in waiting},
    )


def relations_known() -> list[Relation]:
    """Every relation as a plain value; one query."""
    rows = RelationOperand.objects.order_by("relation_id", "position", "pk").values_list(
        "relation_id",
        "relation__metric__code",
        "relation__kind",
        "relation__is_overlapping",
        "role",
        "metric__code",
    )
    gathered: dict[int, tuple[str, str, bool, list[tuple[str, str]]]] = {}
    for pk, code, kind, is_overlapping, role, operand in rows:
        gathered.setdefault(pk, (code, kind, is_overlapping, []))[3].append((role, operand))
    return [
        Relation(code, RelationKind(kind).value, tuple(operands), is_overlapping)
        for code, kind, is_overlapping, operands in gathered.values()
    ]


def _values(bureau: Bureau, year: int, period: str) -> Any:
    """The values of the years shown; what hangs on them only for this year."""
    papers = (
        Evidence.objects.standing()
        .filter(metric_value=OuterRef("pk"))
        .order_by()
        .values("metric_value")
        .annotate(count=Count("pk"))
        .values("count")
    )
    latest = MetricValueRevision.objects.filter(metric_value=OuterRef("pk")).order_by("-pk")
    rows = MetricValue.objects.over_years(bureau, range(year - YEARS, year + 1), period).order_by()
    return rows.annotate(
        papers=Case(
            When(year=year, then=Coalesce(Subquery(papers), 0)), default=0, output_field=IntegerField()
        ),
        behalf=Case(
            When(year=year, then=Subquery(latest.values("on_behalf_of__name")[:1])),
            default=Value(""),
            output_field=CharField(),
        ),
    ).values(
        "metric_id",
        "year",
        *READING_FIELDS,
        "reason",
        "updated_by__name",
        "updated_by__username",
        "papers",
        "behalf",
    )


def _reading(row: Mapping[str, Any]) -> Reading:
    terms = None
    if row["first_term"] is not None and row["second_term"] is not None:
        terms = (row["first_term"], row["second_term"])
    return Reading(row["state"], row["value"], terms, row["approximation"], row["note"])


def _place(metric: MetricDefinition) -> int:
    return DOMAINS.index(metric.domain) if metric.domain in DOMAINS else len(DOMAINS)
