"""The verbs of terms, names that are right for some years only, and how they are read."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from edusum.common.words import quoted
from edusum.library.access import REFUSED, cleaned, may_edit
from edusum.library.errors import LibraryError
from edusum.library.models import Term
from edusum.library.year_names import NAMED_BY_YEAR, YearName
from edusum.orgs.actors import Actor


@transaction.atomic
def save_term(*, term: Term, actor: Actor) -> Term:
    """Store a new or changed term; raises LibraryError, PermissionDenied."""
    _require(actor)
    cleaned(term)
    problem = overlap_problem(term)
    if problem:
        raise LibraryError(problem, place=str(term))
    term.save()
    return term


@transaction.atomic
def delete_term(*, term: Term, actor: Actor) -> None:
    _require(actor)
    term.delete()


def overlap_problem(term: Term) -> str:
    """Why phrases could not tell which name of its series holds in a year, or ""."""
    if term.series not in NAMED_BY_YEAR:
        return ""
    others = Term.objects.filter(series=term.series).exclude(pk=term.pk)
    if term.last_year is not None:
        others = others.filter(first_year__lte=term.last_year)
    other = others.filter(Q(last_year__isnull=True) | Q(last_year__gte=term.first_year)).first()
    if other is None:
        return ""
    years = YearName(other.name, other.series, other.first_year, other.last_year).years
    return (
        f"与{quoted(other)}（{years}）的年度重叠。“{term.series}”同一年只能有一个名称，"
        f"请改起止年度，或者先改{quoted(other)}的年度。"
    )


def year_names() -> list[YearName]:
    """Every term as a plain value, series by series; one query."""
    rows = Term.objects.values_list("name", "series", "first_year", "last_year")
    return [YearName(*row) for row in rows]


def _require(actor: Actor) -> None:
    if not may_edit(actor, None):
        raise PermissionDenied(REFUSED)
