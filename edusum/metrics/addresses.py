"""Where the pages of a year or its first half are."""

from collections.abc import Mapping

from django.urls import reverse

from edusum.metrics.enums import Period


def page_address(
    name: str, year: int, period: str, asked: Mapping[str, object] | None = None, **place: object
) -> str:
    """The page `name` of that time, at this place besides, with what is `asked`; what is empty is not."""
    words = {key: value for key, value in (asked or {}).items() if value}
    if period != Period.YEAR:
        words = {"period": period, **words}
    return reverse(name, kwargs={"year": year, **place}, query=words or None)
