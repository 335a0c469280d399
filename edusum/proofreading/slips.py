"""Words that are none: common words of two characters of which one sounds or looks like the right one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from edusum.proofreading.lexicon import FUNCTION, Lexicon, lexicon
from edusum.proofreading.strangers import ordinary

_PAIR = 2
_KEPT = 100_000
_ENDINGS = frozenset("出完掉住率")
_PLACES, _OFFICES = frozenset("区县市镇乡州"), frozenset("教政委人公财督纪")
_REGIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕秦甘宁青蒙港澳")


@dataclass(frozen=True, slots=True)
class Slip:
    """text[start:end] should be `right`; `place` is the wrong character's."""

    start: int
    end: int
    right: str
    place: int


def pairs_of(text: str) -> tuple[str, ...]:
    """Each character with the next one; remembered, for every list is held against them, unless very many."""
    return _pairs_of(text) if len(text) <= _KEPT else tuple(map(add, text, text[1:]))


@lru_cache(maxsize=1)
def _pairs_of(text: str) -> tuple[str, ...]:
    return tuple(map(add, text, text[1:]))


@lru_cache(maxsize=4)
def known(text: str) -> bytes:
    """For each character 1 if it stands in some word together with the next one, else 0."""
    return bytes(map(lexicon().pairs.__getitem__, pairs_of(text)))


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
    """早改早主动, 能推则推, 小宇, 硬起来, 在渝, 清出: a verb with its result, 青堤区教育局."""
    one, other = text[place], text[place + 1]
    if other in _ENDINGS or (other in _PLACES and text[place + 2 : place + 3] in _OFFICES):
        return True
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
    if words.loose[pair] or FUNCTION.issuperset(pair):
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


def stands_apart(text: str, place: int, at: int) -> bool:
    """Whether nothing around explains the pair: a name, a word said again, a word put in jest."""
    return not _is_meant_so(text, place) and not _is_name(lexicon(), text, place, place + at)
