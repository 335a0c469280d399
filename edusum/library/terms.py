"""The verbs of terms, names that are right for some years only, and how they are read."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from edusum.library.access import REFUSED, cleaned, may_edit
from edusum.library.models import Term
from edusum.library.year_names import YearName
from edusum.orgs.actors import Actor


@transaction.atomic
def save_term(*, term: Term, actor: Actor) -> Term:
    """Store a new or changed term; raises LibraryError, PermissionDenied."""
    _require(actor)
    cleaned(term).save()
    return term


@transaction.atomic
def delete_term(*, term: Term, actor: Actor) -> None:
    _require(actor)
    term.delete()


def year_names() -> list[YearName]:
    """Every term as a plain value, series by series; one query."""
    rows = Term.objects.values_list("name", "series", "first_year", "last_year")
    return [YearName(*row) for row in rows]


def _require(actor: Actor) -> None:
    if not may_edit(actor, None):
        raise PermissionDenied(REFUSED)
