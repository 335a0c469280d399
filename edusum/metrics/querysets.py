from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from edusum.orgs.querysets import BureauOwnedQuerySet


class MetricDefinitionQuerySet(models.QuerySet):
    def named(self, names: Iterable[str]) -> "MetricDefinitionQuerySet":
        return self.filter(phrase_name__in=list(names))

    def for_figures(self) -> "MetricDefinitionQuerySet":
        """With only the columns that a figure carries: a large library is read for every page."""
        return self.only("code", "name", "phrase_name", "unit", "kind", "decimals", "better_when")

    def active(self) -> "MetricDefinitionQuerySet":
        return self.filter(is_active=True)

    def called(self, words: str) -> list[int]:
        """The ids of those with a synonym that contains the words."""
        rows = self.values_list("pk", "synonyms")
        return [pk for pk, synonyms in rows if any(words in synonym for synonym in synonyms)]

    def chosen(self, codes: str) -> "MetricDefinitionQuerySet":
        """The metrics with these comma-separated codes; all when there are none."""
        return self.filter(code__in=codes.split(",")) if codes else self.all()


class MetricValueQuerySet(BureauOwnedQuerySet):
    def for_period(self, bureau: Any, year: int, period: str) -> "MetricValueQuerySet":
        return self.filter(bureau=bureau, year=year, period=period)

    def with_previous(self, bureau: Any, year: int, period: str) -> "MetricValueQuerySet":
        """This year's values and those of the year before."""
        return self.filter(Q(year=year) | Q(year=year - 1), bureau=bureau, period=period)

    def over_years(self, bureau: Any, years: range, period: str) -> "MetricValueQuerySet":
        """The values of that period in each of the years."""
        return self.filter(bureau=bureau, period=period, year__in=years)


class EvidenceQuerySet(models.QuerySet):
    def standing(self) -> "EvidenceQuerySet":
        """Those that nobody has taken away."""
        return self.filter(removed_at__isnull=True)


class OfATimeQuerySet(BureauOwnedQuerySet):
    def of(self, bureau: Any, year: int, period: str) -> "OfATimeQuerySet":
        return self.filter(bureau=bureau, year=year, period=period)


class MetricAssignmentQuerySet(OfATimeQuerySet):
    pass


class SubmissionQuerySet(OfATimeQuerySet):
    def handed_in(self) -> "SubmissionQuerySet":
        return self.filter(state="handed_in")


class ValueLockQuerySet(OfATimeQuerySet):
    pass


class PendingChangeQuerySet(OfATimeQuerySet):
    def waiting(self) -> "PendingChangeQuerySet":
        return self.filter(state="waiting")


class WorkbookImportQuerySet(OfATimeQuerySet):
    def visible_to(self, user: Any) -> "WorkbookImportQuerySet":
        """Seen by the people whose figures they are, and by those who handed them in for a unit."""
        own = user.memberships.values("bureau")
        return self.filter(Q(bureau__in=own) | Q(owner__in=own))

    def newest_first(self) -> "WorkbookImportQuerySet":
        return self.select_related("uploaded_by", "bureau").order_by("-pk")


class RollUpQuerySet(OfATimeQuerySet):
    pass
