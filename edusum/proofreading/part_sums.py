"""Whether listed parts make up the total they stand under, and how sure that is."""

import re
from decimal import Decimal

from edusum.document.understanding.numerals import numeral
from edusum.proofreading.divisions import Whole
from edusum.proofreading.misprints import is_swapped
from edusum.proofreading.numbers import Verdict
from edusum.proofreading.sums import FEW, SLIGHT, Parts, added, is_slip

_CHAPTERS = re.compile(
    r"(?P<number>\d{1,2}|[二两三四五六七八九十]{1,3})(?P<sort>章|编|篇|个?部分|个?板块)[、,，]?共?$"
)
_HALF, _MOST_OF, _HARDLY_LESS, _CLOSE, _ALL_BUT = (
    Decimal("0.5"),
    Decimal("0.75"),
    Decimal("0.85"),
    Decimal("0.92"),
    Decimal("0.95"),
)
_BY_KIND = "按从分"
_TWICE_AS_MUCH, _TOO_MUCH = 2, 4


def chapters_of(plain: str, found: Parts) -> tuple[re.Match[str], int] | None:
    """一共五章、32条，其中…: how many chapters are told, and how many have their articles told."""
    told = _CHAPTERS.search(plain, max(0, found.total.start - 12), found.total.start)
    count = len(found.parts)
    if not told or not found.opener.startswith("其中") or not added(found.parts).meets(found.total):
        return None
    number = numeral(told["number"]) if not told["number"].isdigit() else None
    value = number.value if number else int(told["number"]) if told["number"].isdigit() else count
    return (told, count) if value != count and abs(value - count) <= FEW < count else None


def judge(found: Parts) -> tuple[Verdict, bool]:
    """The verdict, and whether it is certain."""
    parts, total = found.parts, found.total
    runs = [parts] if found.is_listed else [parts[:count] for count in range(2, len(parts) + 1)] + [parts[1:]]
    runs += [found.every[:count] for count in range(len(parts) + 1, len(found.every) + 1)]
    wholes = [total, *found.others]
    sums = [added(run) for run in runs if len(run) > 1]
    if any(one.meets(whole) for one in sums for whole in wholes):
        return "holds", True
    whole = added(parts)
    share = whole.value / total.value if total.value else Decimal(0)
    left = total.value - whole.value
    if (len(parts) > FEW and parts[0].value * 2 == whole.value) or left in [one.value for one in found.later]:
        return "holds", True
    if share < 1 and found.wholeness != "sure" and whole.value in [one.value for one in found.later]:
        return "holds", True
    if found.is_crossed and found.wholeness == "open" and not (found.is_listed and is_slip(parts, total)):
        return "uncertain", False
    return _of_more(found, share) if share > 1 else _of_less(found, share)


def _of_more(found: Parts, share: Decimal) -> tuple[Verdict, bool]:
    """Parts that come to more than their total."""
    whole, value = found.wholeness, added(found.parts).value
    near = SLIGHT * 3 if found.is_listed and len(found.parts) > FEW else SLIGHT
    is_near = share <= 1 + near or is_slip(found.parts, found.total)
    is_other = share > 1 + SLIGHT or found.opener[0] in _BY_KIND
    if whole != "sure" and is_other and any(other.value >= value for other in found.others):
        return "uncertain", False
    if found.is_listed and (whole != "open" or found.is_bracketed):
        return "fails", share <= _TWICE_AS_MUCH and (whole == "sure" or found.is_bracketed)
    is_denied = found.total.value < max(part.value for part in found.parts) and not found.others
    if found.is_listed and (is_near or is_denied):
        return "fails", False
    is_many = len(found.parts) > FEW or found.parts[0].kind == "money" or whole == "sure" or is_near
    return ("fails", False) if is_many and found.is_divided and share < _TOO_MUCH else ("uncertain", False)


def _of_less(found: Parts, share: Decimal) -> tuple[Verdict, bool]:
    """Parts that do not make up their total: perhaps not all of them are told."""
    if found.has_more:
        return "uncertain", False
    whole = found.wholeness
    if found.is_bracketed and not found.is_among and found.is_listed and share >= _MOST_OF:
        return "fails", share >= _CLOSE
    fails = _is_short_of(found, whole, share)
    return ("fails", found.is_listed and whole == "sure") if fails else ("uncertain", False)


def _is_short_of(found: Parts, whole: Whole, share: Decimal) -> bool:
    parts, total, few = found.parts, found.total, len(found.parts) == FEW
    match whole:
        case "sure":
            is_much = share >= (_HALF if found.is_listed else _CLOSE)
            return is_much or (found.is_listed and is_slip(parts, total, FEW, of_part=3))
        case "told":
            return share >= _CLOSE or is_slip(parts, total, FEW, of_part=3)
        case "likely":
            is_much = not few and share >= _ALL_BUT and total.unit != "所"
            return is_much or is_slip(parts, total, FEW if found.is_listed else 3, of_part=3, is_strict=True)
        case "half":
            return is_slip(parts, total, 3 if found.is_listed else 4, is_strict=True)
        case _:
            is_near = share >= (_CLOSE if few else _HARDLY_LESS)
            is_meant = is_near and is_slip(parts, total, 3 if found.is_listed else 5, is_strict=True)
            return is_meant or is_swapped(added(parts).value, total.value)
