"""Parts of the three pages about figures: filling them, who has handed in, what they add up to."""

from typing import Any

from django import template

from edusum.common.years import FIRST_YEAR, LAST_YEAR
from edusum.metrics.addresses import page_address
from edusum.metrics.enums import Period
from edusum.metrics.handing import bar_of
from edusum.orgs.permissions import Action, can
from edusum.orgs.services import home_bureau

register = template.Library()
PAGES = {
    "sheet": "metrics:metric_sheet",
    "submissions": "metrics:submission_list",
    "rollup": "metrics:rollup_detail",
}


@register.inclusion_tag("metrics/_submission_parts.html")
def submission_bar(bureau: Any, year: int, period: str, user: Any, known: Any = None) -> dict[str, Any]:
    """Whose figures of the sheet are handed in."""
    return {"parts": bar_of(bureau, year, period, user=user, known=known)}


@register.inclusion_tag("metrics/_submission_acts.html")
def submission_acts(bureau: Any, year: int, period: str, user: Any, known: Any = None) -> dict[str, Any]:
    """The ways to hand in; the first is the page's main step."""
    parts = bar_of(bureau, year, period, user=user, known=known)
    return {"parts": [part for part in parts if part.address]}


@register.inclusion_tag("metrics/_figure_tabs.html", takes_context=True)
def figure_tabs(context: Any, current: str, year: int, period: str) -> dict[str, Any]:
    """`{% figure_tabs "sheet" year period %}`: the pages of a time, and the times of the page one is at.

    What the page is cut down to stays from time to time, but not from page to page.
    """
    request = context["request"]
    home = home_bureau(request.user)
    sees_units = home is not None and can(request.user, Action.VIEW_UNITS, bureau=home)
    kept = request.GET.copy()
    for name in ("back", "page", "period"):
        kept.pop(name, None)
    unit = kept.get("unit", "")
    before, after = year - 1, year + 1
    return {
        "pages": [
            (
                label,
                page_address(PAGES[name], year, period, {"unit": unit} if name == "sheet" else {}),
                name == current,
            )
            for name, label in (("sheet", "填报"), ("submissions", "上报情况"), ("rollup", "汇总"))
            if name != "rollup" or sees_units
        ],
        "before": (before, page_address(PAGES[current], before, period, kept.dict()))
        if before >= FIRST_YEAR
        else None,
        "after": (after, page_address(PAGES[current], after, period, kept.dict()))
        if after <= LAST_YEAR
        else None,
        "periods": [
            (one.label, page_address(PAGES[current], year, one.value, kept.dict()), one == period)
            for one in Period
        ],
    }
