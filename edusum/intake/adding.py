"""What the reader overlooked in an old paper, added by a person: headings and figures."""

import re
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.understanding.amounts import amounts
from edusum.document.understanding.plain import plain
from edusum.intake.guessing import year_of_figure
from edusum.intake.matching import Matcher
from edusum.intake.models import FoundHeading, FoundQuantity, SourceDocument
from edusum.orgs.permissions import Action, require

_N = "[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?:第{_N}(?:部分|章|节|[，,、])|{_N}[、.．是要]|[（(]{_N}[）)]|[0-9０-９]{{1,2}}[、.．]"
    r"|[（(][0-9０-９]{1,2}[）)]|[①-⑳])\s{0,4}"
)
_STOPS = "。；;！!？?\n"
_LONGEST_SIDE = 120
_MOST_PLACES = 500


@transaction.atomic
def add_heading(
    *, document: SourceDocument, text: str, level: int, actor: User, start: int | None = None
) -> FoundHeading:
    """A heading of the words at `start`, else where they first stand and none is yet. Raises EdusumError."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    whole, words = document.source_text.text, text.strip()
    taken = set(document.headings.filter(is_kept=True).values_list("start", flat=True))
    place = _place(whole, words, start, lambda at: at not in taken)
    if place is None:
        raise EdusumError("原文里没有找到这几个字（或者已经是标题），请照原文一字不差地写。")
    mark = _MARK.match(words)
    line_end = whole.find("\n", place)
    rest = whole[place + len(words) : line_end if line_end >= 0 else len(whole)]
    heading, _ = FoundHeading.objects.update_or_create(
        document=document,
        start=place,
        defaults={
            "end": place + len(words),
            "level": level,
            "marker": mark[0].strip() if mark else "",
            "words": words[mark.end() if mark else 0 :].strip() or words,
            "is_run_in": bool(rest.strip("。：:；; \u3000")),
            "is_inline": False,
            "is_kept": True,
        },
    )
    _touch(document)
    return heading


@transaction.atomic
def add_quantity(
    *, document: SourceDocument, quantity: FoundQuantity, words: str, actor: User, start: int | None = None
) -> FoundQuantity:
    """Keep `quantity` (label, value, unit, role) as a figure of the words at `start`.

    Without `start`, where they first stand; without value, that and the unit are read from the words.
    Raises EdusumError.
    """
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    whole, words = document.source_text.text, words.strip()
    taken = list(document.quantities.filter(is_kept=True).values_list("start", "end"))
    place = _place(
        whole,
        words,
        start,
        lambda at: not any(first < at + len(words) and at < last for first, last in taken),
    )
    if place is None:
        raise EdusumError("原文里没有找到这几个字（或者这里的数已经在列），请照原文一字不差地写，连同单位。")
    first, last = _figure(quantity, words)
    if not quantity.value:
        raise EdusumError("这几个字里没有读出数值，请把数值用数字写在“数值”里。")
    quantity.document, quantity.is_added, quantity.is_kept = document, True, True
    quantity.start, quantity.end = place + first, place + last
    quantity.quote_start, quote_end = _clause(whole, quantity.start, quantity.end)
    quantity.quote = whole[quantity.quote_start : quote_end]
    quantity.for_year = year_of_figure(quantity.role, "", "", document.year)
    quantity.metric = Matcher(document.bureau).sure(quantity.label, quantity.unit)
    document.quantities.filter(start=quantity.start, is_kept=False).delete()
    quantity.save()
    _touch(document)
    return quantity


def _place(whole: str, words: str, start: int | None, is_free: Callable[[int], bool]) -> int | None:
    """Where the words stand and nothing is yet; at `start` if that is such a place."""
    if not words:
        return None
    if start is not None and whole.startswith(words, start) and is_free(start):
        return start
    place = whole.find(words)
    for _ in range(_MOST_PLACES):
        if place < 0 or is_free(place):
            break
        place = whole.find(words, place + 1)
    return place if place >= 0 and is_free(place) else None


def _figure(quantity: FoundQuantity, words: str) -> tuple[int, int]:
    """Where in the words number and unit stand; what was not typed of them is taken from there."""
    read = amounts(plain(words))
    found = next((item for item in read if quantity.value in {"", item.value}), None)
    if found is None:
        return 0, len(words)
    if not quantity.value:
        quantity.value, quantity.unit = found.value, quantity.unit or found.unit
    return found.start, found.end


def _clause(whole: str, start: int, end: int) -> tuple[int, int]:
    first, last = start, end
    while first > 0 and start - first < _LONGEST_SIDE and whole[first - 1] not in _STOPS:
        first -= 1
    while last < len(whole) and last - end < _LONGEST_SIDE and whole[last] not in _STOPS:
        last += 1
    return first, last


def _touch(document: SourceDocument) -> None:
    SourceDocument.objects.filter(pk=document.pk).update(updated_at=timezone.now())
