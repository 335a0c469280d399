"""Words that are none: common words, idioms and fixed terms with one character of the same sound or look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from edusum.proofreading.lexicon import FUNCTION, Lexicon, lexicon
from edusum.proofreading.strangers import ordinary

_HANZI = re.compile("[\u4e00-\u9fff]+")
_PART = 4
_PAIR = 2
_REGIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕秦甘宁青蒙港澳")
_SMALLEST = frozenset("的于了个在和有是")


@dataclass(frozen=True, slots=True)
class Slip:
    """text[start:end] should be `right`; `place` is the wrong character's."""

    start: int
    end: int
    right: str
    place: int


@lru_cache(maxsize=4)
def known(text: str) -> bytes:
    """For each character 1 if it stands in some word together with the next one, else 0."""
    pairs = lexicon().pairs
    return bytes(pair in pairs for pair in map(add, text, text[1:]))


def is_covered(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the first character belongs to the words before it, the last to the words behind it."""
    flags = known(text)
    return start > 0 and bool(flags[start - 1]), end - 1 < len(flags) and bool(flags[end - 1])


def word_slips(text: str) -> Iterator[Slip]:
    """Two characters that are no word, belong to none beside them, and sound or look like a common one."""
    words = lexicon()
    flags = known(text)
    place = flags.find(0)
    while place >= 0:
        pair = text[place : place + _PAIR]
        if _is_doubtful(pair) and not _is_meant_so(text, place):
            right = _right(words, text, place, _meant(pair)) or _stranger(words, text, flags, place, pair)
            if right:
                yield right
        place = flags.find(0, place + 1)


@lru_cache(maxsize=1 << 15)
def _is_doubtful(pair: str) -> bool:
    """Whether some word is near; remembered, for the same pairs come again and again."""
    return len(pair) == _PAIR and bool(_meant(pair) or ordinary(pair, is_beside=False))


def _is_meant_so(text: str, place: int) -> bool:
    """早改早主动, 能推则推, 小宇, 硬起来, 在渝."""
    one, other = text[place], text[place + 1]
    if one in text[max(0, place - 2) : place] + text[place + _PAIR : place + _PAIR + 1]:
        return True
    if other in text[max(0, place - 1) : place] + text[place + _PAIR : place + _PAIR + _PAIR]:
        return True
    if one in "小老阿" and other in lexicon().given:
        return True
    return text.startswith(("起来", "下来", "下去"), place + 1) or (
        one in "在赴来驻离返" and other in _REGIONS
    )


def _meant(pair: str) -> tuple[str, ...]:
    """Common words of which one character differs, of the same sound or a similar look."""
    words = lexicon()
    if pair in words.loose or FUNCTION.issuperset(pair):
        return ()
    rights = words.by_sound.get(pair.translate(words.sounds), ()) + words.alike.get(pair, ())
    return tuple(word for word in rights if _odd_one(pair, word) is not None)


def _right(words: Lexicon, text: str, place: int, rights: tuple[str, ...]) -> Slip | None:
    before, behind = is_covered(text, place, place + 2)
    if before and behind:
        return None
    for word in rights:
        at = _odd_one(text[place : place + 2], word)
        if at is None or text[place + at] in FUNCTION or (before, behind)[at]:
            continue
        if (before or behind) and not _is_likelier(words, text, place, at, word):
            continue
        if not _is_name(words, text, place, place + at):
            return Slip(place, place + 2, word, place + at)
    return None


def _stranger(words: Lexicon, text: str, flags: bytes, place: int, pair: str) -> Slip | None:
    """The pair if it is likelier an ordinary word gone wrong than two words side by side."""
    covered = place > 0 and bool(flags[place - 1]), place + 1 < len(flags) and bool(flags[place + 1])
    if covered[0] and covered[1]:
        return None
    for word, at in ordinary(pair, covered[0] or covered[1]):
        if not covered[at] and not _is_name(words, text, place, place + at):
            return Slip(place, place + _PAIR, word, place + at)
    return None


def _odd_one(found: str, word: str) -> int | None:
    """Which of the two characters differs, if only one does."""
    if found[0] == word[0]:
        return None if found[1] == word[1] else 1
    return 0 if found[1] == word[1] else None


def _is_likelier(words: Lexicon, text: str, place: int, at: int, word: str) -> bool:
    """Whether the kept character, which could belong to the next word, rather belongs to this one."""
    kept = place + 1 - at
    beside = text[kept : kept + 2] if at == 0 else text[kept - 1 : kept + 1]
    return words.is_often(word) and text[kept] not in FUNCTION and beside not in words.common


def _is_name(words: Lexicon, text: str, start: int, place: int) -> bool:
    """Whether the odd character may be part of a person's or a village's name, or meant in jest."""
    if text[start - 1 : start] == "“" and text[start + 2 : start + 3] == "”":
        return True
    if text[place] in words.surnames and text[place + 1 : place + 2] in ("家", "氏", "某"):
        return True
    if text[place] not in words.given:
        return False
    return any(sign in words.surnames for sign in text[max(0, start - 2) : start + 1])


def term_slips(text: str) -> Iterator[Slip]:
    """Idioms and fixed terms of four characters and more with one of another look and the same sound."""
    fourfold = lexicon().fourfold
    coded = text.translate(lexicon().sounds)
    keys = [coded[start : start + _PART] for start in range(len(text) - _PART + 1)]
    end = 0
    for start, key in [(start, key) for start, key in enumerate(keys) if key in fourfold]:
        slip = _nearest(text, coded, start, fourfold[key]) if start >= end else None
        if slip:
            end = slip.end
            yield slip


def _nearest(text: str, coded: str, start: int, terms: tuple[str, ...]) -> Slip | None:
    if any(text.startswith(term, start) for term in terms):
        return None
    for term in terms:
        end = start + len(term)
        wrong = [place for place, sign in enumerate(term, start) if text[place : place + 1] != sign]
        if len(wrong) != 1 or coded[start:end] != term.translate(lexicon().sounds):
            continue
        place = wrong[0]
        if text[place] in _SMALLEST or _is_used(text, start, end, place):
            continue
        if _is_no_word(text, start, end, place, term):
            return Slip(start, end, term, place)
    return None


def _is_no_word(text: str, start: int, end: int, place: int, term: str) -> bool:
    """Whether the wrong character makes no word inside the term: of two words, not with its other half."""
    words = lexicon()
    if term not in words.collocations and 0 in known(text)[max(start, place - 1) : min(end - 1, place + 1)]:
        return True
    if (term not in words.collocations and term not in words.terms) or len(term) != _PART:
        return False
    number = (place - start) // 2
    if is_covered(text, start, end)[number]:
        return False
    first = start + number * 2
    half = text[first : first + 2]
    right = term[first - start : first - start + 2]
    return right in words.common and half not in words.common and half not in words.others


def broken_terms(text: str) -> Iterator[Slip]:
    """Fixed terms of the field with a character left out, or two in each other's place."""
    found = broken()
    keys = [text[start : start + _PART] for start in range(len(text) - _PART + 1)]
    for start, key in [(start, key) for start, key in enumerate(keys) if key in found]:
        for wrong, term, odd in found[key]:
            end = start + len(wrong)
            if text.startswith(wrong, start) and not _is_used(text, start, end, start + odd):
                yield Slip(start, end, term, start + odd)
                break


def _is_used(text: str, start: int, end: int, odd: int) -> bool:
    """Whether the character that stands alone in a broken term belongs to a word around it."""
    before, behind = is_covered(text, start, end)
    return (before and odd == start) or (behind and odd == end - 1)


@cache
def broken() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """By its first four characters what is left of a term, the term, and which character stands alone."""
    found: dict[str, tuple[tuple[str, str, int], ...]] = {}
    for term in sorted(lexicon().terms):
        if len(term) >= _PART and _HANZI.fullmatch(term):
            for wrong, odd in (*_swapped(term), *_shortened(term)):
                if wrong not in lexicon().terms:
                    found[wrong[:_PART]] = (*found.get(wrong[:_PART], ()), (wrong, term, odd))
    return found


def _swapped(term: str) -> Iterator[tuple[str, int]]:
    for at in range(len(term) - 1):
        wrong = term[:at] + term[at + 1] + term[at] + term[at + 2 :]
        flags = b"\0" + known(wrong) + b"\0"
        for odd in range(len(wrong)):
            if not flags[odd] and not flags[odd + 1] and wrong[odd] not in FUNCTION:
                yield wrong, odd
                break


def _shortened(term: str) -> Iterator[tuple[str, int]]:
    """One character of an inner two-character word left out, so that the other one belongs to nothing."""
    common = lexicon().common
    at = 0
    while len(term) > _PART and at < len(term) - 1:
        if term[at : at + 2] not in common:
            at += 1
            continue
        for odd, out in ((at, at + 1), (at + 1, at)):
            wrong = term[:out] + term[out + 1 :]
            left = min(odd, out)
            beside = wrong[max(0, left - 1) : left + 1], wrong[left : left + 2]
            if 0 < left < len(wrong) - 1 and term[odd] not in FUNCTION and not common.keys() & set(beside):
                yield wrong, left
        at += 2
