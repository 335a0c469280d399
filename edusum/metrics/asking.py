"""Whose figures a page is about, one's own bureau's or those of a unit below it (`?unit=<pk>`), and when."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from edusum.common.http import row_number
from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.metrics.access import may_fill_for_unit, may_see_as_unit
from edusum.metrics.enums import Period
from edusum.orgs.models import Bureau
from edusum.orgs.services import home_bureau


def bureau_asked(request: HttpRequest, *, to_look: bool = False) -> Bureau | None:
    """The home bureau (None for who has no role), or the unit below that the address names.

    Raises Http404 unless the user may fill for that unit; `to_look`: unless they may see or fill its figures.
    """
    home = home_bureau(request.user)  # type: ignore[arg-type]  # the sign-in middleware lets nobody else pass
    sent = request.GET.get("unit", "")
    if not sent or (home and sent == str(home.pk)):
        return home
    pk = row_number(sent)
    unit = Bureau.objects.filter(pk=pk).first() if pk else None
    user = request.user
    if unit is None or not (may_fill_for_unit(user, unit) or (to_look and may_see_as_unit(user, unit))):  # type: ignore[arg-type]
        raise Http404
    return unit


def unit_asked(request: HttpRequest, home: Bureau) -> Bureau:
    """The unit below whose own units are asked for (`?of=`), or one's own bureau; else Http404."""
    pk = row_number(request.GET.get("of"))
    if pk is None or pk == home.pk:
        return home
    unit: Bureau = get_object_or_404(Bureau.objects.select_related("parent"), pk=pk)
    if home not in unit.above():
        raise Http404
    return unit


def is_unit(request: HttpRequest, bureau: Bureau | None) -> bool:
    """Whether the page is about a unit below, not about one's own bureau."""
    home = home_bureau(request.user)  # type: ignore[arg-type]
    return bureau is not None and (home is None or home.pk != bureau.pk)


def period_asked(request: HttpRequest, year: int) -> str:
    """The part of the year of the address; raises Http404 for a year that cannot be."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return part_of_year(request.GET.get("period", ""))


def part_of_year(sent: str) -> str:
    """The whole year for what is none of its parts."""
    return sent if sent in Period.values else Period.YEAR.value
