"""Idioms and fixed terms of four characters and more: one character wrong, lost, or out of its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from edusum.proofreading.lexicon import FUNCTION, entries, lexicon
from edusum.proofreading.slips import Slip, is_covered, known, pairs_of
from edusum.proofreading.strangers import strangers

_HANZI = re.compile("[\u4e00-\u9fff]+")
_PART = 4
_LEAST, _LEAST_TERM = 3, 3
_FARTHEST = 2
_LONG = 6
_SMALLEST = frozenset("的于了个在和有是")
_LINKS = frozenset("的了和与在及对将把为是以由从向全各县市区省州校局年名所个")


def term_slips(text: str) -> Iterator[Slip]:
    """Idioms and fixed terms with one character of another look or sound."""
    slips = sorted((*_of_sound(text), *_of_looks(text)), key=lambda slip: slip.start)
    end = 0
    for slip in slips:
        if slip.start >= end:
            end = slip.end
            yield slip


def _of_sound(text: str) -> Iterator[Slip]:
    fourfold = lexicon().fourfold
    coded = text.translate(lexicon().sounds)
    keys = [coded[start : start + _PART] for start in range(len(text) - _PART + 1)]
    for start, key in [(start, key) for start, key in enumerate(keys) if key in fourfold]:
        if not _is_phrase(text[start : start + _PART]):
            slip = _nearest(text, coded, start, fourfold[key])
            if slip:
                yield slip


def _is_phrase(words: str) -> bool:
    lists = lexicon()
    is_listed = words in lists.terms or words in lists.idioms
    return is_listed or words in lists.collocations or words in _variants()


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
        if _is_set(text, start, place, term) or _is_no_word(text, start, end, place, term):
            return Slip(start, end, term, place)
    return None


def _is_set(text: str, start: int, place: int, term: str) -> bool:
    """Whether the phrase lets no other character stand in it, even where that makes a word: 名列前矛."""
    words = lexicon()
    if text[place] in FUNCTION or not (term in words.terms or term in words.idioms):
        return False
    end = start + len(term)
    around = text[max(start, place - 1) : place + 1], text[place : min(end, place + 2)]
    are_words = any(pair in words.common or pair in words.others for pair in around)
    return term in words.idioms or len(term) >= _LONG or not are_words


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


def _is_used(text: str, start: int, end: int, odd: int) -> bool:
    """Whether the character that stands alone in a broken term belongs to a word around it."""
    before, behind = is_covered(text, start, end)
    return (before and odd == start) or (behind and odd == end - 1)


def _of_looks(text: str) -> Iterator[Slip]:
    """如火如茶: a character that makes no word with one beside it, and its look-alike an idiom or a term."""
    heads, tails = _ends()
    begins = bytes(map(heads.__contains__, pairs_of(text))) + b"\0\0\0"
    ends = bytes(map(tails.__contains__, pairs_of(text))) + b"\0\0\0"
    flags = known(text) + b"\0"
    for match in _with_alikes().finditer(text):
        place = match.start()
        before, behind = place and flags[place - 1], flags[place]
        if before and behind:
            continue
        if ends[place + 2] and not behind:
            yield from _alike_at(text, place, place)
        if place > 0 and ends[place + 1]:
            yield from _alike_at(text, place, place - 1)
        if place > 1 and begins[place - 2]:
            yield from _alike_at(text, place, place - 2)
        if place > 2 and begins[place - 3] and not before:
            yield from _alike_at(text, place, place - 3)


@cache
def _with_alikes() -> re.Pattern[str]:
    """Characters that others look like, but those which often stand alone."""
    return re.compile(f"[{''.join(strangers().look_alikes.keys() - FUNCTION)}]")


def _alike_at(text: str, place: int, start: int) -> Iterator[Slip]:
    words = lexicon()
    found, at = text[start : start + _PART], place - start
    for other in strangers().look_alikes[text[place]] if len(found) == _PART else ():
        right = f"{found[:at]}{other}{found[at + 1 :]}"
        if (right in words.idioms or right in words.terms) and not _is_right(text, start, place):
            yield Slip(start, start + _PART, right, place)


@cache
def _ends() -> tuple[frozenset[str], frozenset[str]]:
    """How idioms and terms of four characters begin, and how they end."""
    words = [*lexicon().idioms, *(term for term in lexicon().terms if len(term) == _PART)]
    return frozenset([word[:2] for word in words]), frozenset([word[2:] for word in words])


def _is_right(text: str, start: int, place: int) -> bool:
    """Whether the phrase is in order as it is, or the character belongs to a word around it."""
    found, end = text[start : start + _PART], start + _PART
    return _is_phrase(found) or _is_used(text, start, end, place)


@cache
def _variants() -> frozenset[str]:
    """Phrases that are in order beside others which differ in one character."""
    return frozenset(word for line in entries("variants.txt") for word in line.split())


@dataclass(frozen=True, slots=True)
class Broken:
    """What is left of `term`; its character number `odd` has lost its neighbour."""

    words: str
    term: str
    odd: int

    @property
    def is_sure(self) -> bool:
        """Whether the odd character cannot be a word beside the rest: 转作风, 讲实效 are in order."""
        is_within = 0 < self.odd < len(self.words) - 1
        is_whole = len(self.words) == len(self.term)
        return self.words[self.odd] in _bound() or (len(self.words) >= _PART and (is_within or is_whole))


def broken_terms(text: str) -> Iterator[Slip]:
    """Fixed terms of the field with a character left out, or out of its place: 义教育, 特教师岗.

    Looked for around characters that stand alone in the text: one of the two that were parted always does.
    """
    flags = b"\0" + bytes(map(lexicon().inner.__getitem__, pairs_of(text))) + b"\0"
    signs, end = _signs(), 0
    lone = [
        place
        for place, (sign, before, behind) in enumerate(zip(text, flags, flags[1:], strict=False))
        if not before and not behind and sign in signs
    ]
    for place in lone:
        found = _broken_at(text, place) if place >= end else None
        start = place - found.odd if found else place
        if found and not (
            _has_lone_neighbour(flags, text, start) or _is_one_of_like(text, start, found.words)
        ):
            end = start + len(found.words)
            yield Slip(start, end, found.term, place)


@cache
def _signs() -> frozenset[str]:
    """Characters of terms, but those which often stand alone."""
    return frozenset(_by_sign().keys() - FUNCTION)


def _has_lone_neighbour(flags: bytes, text: str, start: int) -> bool:
    """Whether the character before stands alone too, and with the term's first makes something unknown."""
    before = text[start - 1 : start]
    is_lone = start > 1 and not flags[start - 1] and _HANZI.fullmatch(before) is not None
    return is_lone and before not in _LINKS


def _is_one_of_like(text: str, start: int, words: str) -> bool:
    """抓普及、控辍学: cut to the length of the phrase that stands before or behind it in a list."""
    size = len(words)
    end = start + size
    if (start and _HANZI.match(text[start - 1])) or _HANZI.match(text, end):
        return False
    before, behind = text[max(0, start - size - 2) : start], text[end : end + size + 2]
    return (before[-1:] == "、" and [*map(len, _HANZI.findall(before))][-1:] == [size]) or (
        behind[:1] == "、" and [*map(len, _HANZI.findall(behind))][:1] == [size]
    )


def _broken_at(text: str, place: int) -> Broken | None:
    for key in (text[place : place + 2], text[max(0, place - 1) : place + 1]):
        for found in _forms(key, text[place]) if len(key) > 1 else ():
            if place >= found.odd and text.startswith(found.words, place - found.odd):
                return found
    return None


@cache
def _bound() -> frozenset[str]:
    """Characters that hardly ever are a word of their own."""
    return frozenset("".join(entries("bound.txt")))


@cache
def _by_sign() -> Mapping[str, frozenset[str]]:
    """Terms by each of their characters."""
    found: dict[str, list[str]] = {}
    for term in lexicon().terms:
        if len(term) >= _LEAST_TERM and _HANZI.fullmatch(term):
            for sign in term:
                found.setdefault(sign, []).append(term)
    return {sign: frozenset(terms) for sign, terms in found.items()}


@lru_cache(maxsize=1 << 13)
def _forms(pair: str, odd: str) -> tuple[Broken, ...]:
    """Broken terms in which the two stand side by side and the one of them stands alone."""
    by_sign = _by_sign()
    terms = by_sign.get(pair[0], frozenset()) & by_sign.get(pair[1], frozenset())
    return tuple(
        sorted(
            (
                form
                for term in terms
                for words in broken(term)
                for at, sign in enumerate(words)
                if sign == odd and pair in words[max(0, at - 1) : at + 2]
                if (form := Broken(words, term, at)).is_sure
            ),
            key=lambda form: (-form.odd, len(form.words), form.words, [-ord(sign) for sign in form.term]),
        )
    )


@lru_cache(maxsize=1 << 11)
def broken(term: str) -> tuple[str, ...]:
    """What becomes of a term of which a character is lost or stands up to two places from its own."""
    terms = lexicon().terms
    places = range(len(term))
    lost = [term[:at] + term[at + 1 :] for at in places if len(term) > _LEAST]
    moved = [
        "".join(_moved(term, at, to))
        for at in places
        for to in places
        if at != to and abs(at - to) <= _FARTHEST
    ]
    return tuple(
        words for words in dict.fromkeys((*lost, *moved)) if words not in terms and words not in term
    )


def _moved(term: str, at: int, to: int) -> list[str]:
    signs = list(term)
    signs.insert(to, signs.pop(at))
    return signs
