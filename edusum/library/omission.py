"""Leaving out of token text what has nothing to say: sentences, clauses, members and items of a list.

Text is cut only outside pairs (（）, “”, 《》 …), so that a pair goes as a whole or stays as a whole; inside
brackets and quotation marks the same is then done again.
"""

import re
from collections import Counter

from edusum.document.tokens import remembered, tokens_in
from edusum.library.filters import silence
from edusum.library.lists import ITEM, UNSAID
from edusum.metrics.figures import Figures

NOTHING = "\x00"
"""Stands in token text for a block with nothing to say, a condition or a list: its clause is left out."""
_MEMBER = "\x02"
"""Stands for such a block that brings the 、 after it: a member of an enumeration that goes on without it."""

_PAIRS = {"（": "）", "“": "”", "‘": "’", "《": "》", "【": "】", "「": "」", "『": "』"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_CLOSING = "".join(_OPENERS)
_PAIR_MARK = re.compile(f"[{''.join(_PAIRS)}{_CLOSING}]")
_LEAD_IN = re.compile(r"(?:其中|据统计|同时|此外|另外)[。！？]+\n*")
_ENDS = f"，；：。！？\\s{_CLOSING}"
_LAST_MEMBERS = re.compile(rf"{_MEMBER}+(?=[{_ENDS}]|$)")
_JOINED = re.compile(rf"、{NOTHING}(?=[、{_ENDS}]|$)")
_ANNOUNCED = re.compile(rf"(?<=：)(?:{NOTHING}[、，；]+)+(?=[^、{NOTHING}{_ENDS}])")
_BLOCK_START = re.compile(rf"[\s、，；：。！？]*(?:{ITEM.pattern})?")
_CUT_INSIDE = frozenset("（“‘「『")
_DEEPEST_CUT = 3

_SENTENCE = re.compile(rf"[^。！？\n]+[。！？]*[{_CLOSING}]*\n*|[。！？\n]+")
_CLAUSE = re.compile(r"[^，；]+[，；]*|[，；]+")
_JOINTS = "，；：、"
_LOST_MARKS = re.compile(r"(?<![，、；：])[，、；：]+(?=[。！？；])")
_NO_WORDS = re.compile(r"[\s，、；：。！？]*")
_STRENGTH = {"，": 1, "；": 2, "。": 3, "！": 3, "？": 3}


def has_words(text: str) -> bool:
    """There is more in it than blanks and marks."""
    return not _NO_WORDS.fullmatch(text)


@remembered
def tidy(text: str) -> str:
    """Without blank lines and marks that lost their clause; "" when no word is left."""
    lines = map(str.strip, _LOST_MARKS.sub("", text).split("\n"))
    return "\n".join(line for line in lines if has_words(line))


def without_silence(text: str, figures: Figures, deepest: int = _DEEPEST_CUT) -> str:
    """The text without sentences, clauses and numbered items about what is 不适用."""
    text = _without_members(text)
    if ITEM.search(text):
        return "\n".join(_line(line, figures, deepest) for line in text.split("\n"))
    return _without_sentences(text, figures, deepest)


def without_unsaid(text: str) -> str:
    """The text without the sentences that announce a list of which nothing is left."""
    sentences = _cut(_SENTENCE, text)
    return "".join(
        "\n" * sentence.endswith("\n") if UNSAID in sentence else sentence for sentence in sentences
    )


def member(text: str, figures: Figures) -> str | None:
    """A member of a list, with the marks around it, without what is silent in it; None when all of it is."""
    if not _is_silent(text, figures):
        return text
    before, words, after = edges(text)
    left = without_silence(words, figures).rstrip(_JOINTS)
    return f"{before}{left}{after}" if has_words(left) else None


def no_members(before: str, after: str) -> str:
    """What stands for a list when all its members are silent, each of which has these marks around it.

    A list that goes on from words before it (、甲、乙) is no loss to its clause.
    """
    return "" if before.startswith("、") else f"{before}{NOTHING}{after}"


def no_block(before: str, after: str) -> str:
    """What stands for an if block whose condition hangs on what is 不适用; `around` tells its marks.

    A block that brings a 、 is one member of an enumeration, which goes on without it.
    """
    return _MEMBER if not before and after == "、" else no_members(before, after)


def around(first: str, last: str) -> tuple[str, str]:
    """What a silent block that begins and ends with these texts leaves before and after the nothing in it.

    Its marks, so that only its own clauses or sentences go; the mark of its item, so that the item goes; its
    brackets, so that they alone go.
    """
    start = _starting(first)
    words, marks = _ending(last)
    is_bracketed = first[len(start) :].startswith("（") and words.endswith("）")
    return (f"{start}（", f"）{marks}") if is_bracketed else (start, marks)


def is_silenced(text: str) -> bool:
    """Whether token text holds a block with nothing to say."""
    return NOTHING in text or _MEMBER in text


def _starting(text: str) -> str:
    found = _BLOCK_START.match(text)
    return found[0] if found else ""


def _ending(text: str) -> tuple[str, str]:
    """The words of what a block ends with, and the marks after them or, in a quotation, at its end."""
    body = text.rstrip()
    spoken = body if body.endswith("）") else body.rstrip(_CLOSING)
    words = spoken.rstrip("、，；：。！？")
    return words, f"{spoken[len(words) :]}{text[len(body) :]}"


def _without_members(text: str) -> str:
    """The text without silent members of enumerations that go on; where nothing is left stands NOTHING.

    Likewise without silent clauses after 其中： when others follow.
    """
    if not is_silenced(text):
        return text
    text = _LAST_MEMBERS.sub(NOTHING, text).replace(_MEMBER, "")
    return _ANNOUNCED.sub("", _JOINED.sub("", text))


def edges(text: str) -> tuple[str, str, str]:
    """The marks and blanks before the words, the words, those after them."""
    words = text.rstrip(" \t\n\u3000、，；：。！？")
    inner = words.lstrip(" \t\n\u3000、，；：")
    return words[: len(words) - len(inner)], inner, text[len(words) :]


def _is_silent(text: str, figures: Figures) -> bool:
    return is_silenced(text) or any(silence(token, figures) for token in tokens_in(text))


def _without_sentences(text: str, figures: Figures, deepest: int) -> str:
    if not _is_silent(text, figures):
        return text
    return "".join(_sentence(sentence, figures, deepest) for sentence in _cut(_SENTENCE, text))


def _line(line: str, figures: Figures, deepest: int) -> str:
    """A line with numbered items: each goes alone, with its mark; the last one left gets the end mark.

    An item is what its mark's sentence says of it; what follows that sentence stays. Words that announce
    items which are all gone carry UNSAID.
    """
    introduction, *items = _at_items(line)
    kept = [_without_sentences(introduction, figures, deepest)]
    is_any_left = False
    for item in items:
        mark, first, rest = _parts(item)
        said = _without_sentences(first, figures, deepest)
        if has_words(said):
            is_any_left = True
            kept.append(mark + said)
        elif is_any_left:
            kept[-1] = _ended(kept[-1], first)
        kept += filter(None, [_without_sentences(rest, figures, deepest)])
    if items and not is_any_left:
        kept[0] = _unannounced(kept[0], items[-1], has_more=len(kept) > 1)
    return "".join(kept)


def _unannounced(introduction: str, last: str, *, has_more: bool) -> str:
    """What announced items that are all gone: a sentence that ends with them, or one to be left out."""
    if not introduction.rstrip().endswith("："):
        return _ended(introduction, last)
    return introduction + UNSAID + ("。" if has_more else "")


def _ended(kept: str, dropped: str) -> str:
    return _closed(kept, dropped) if kept.endswith(tuple(_JOINTS)) else kept


def _at_items(line: str) -> list[str]:
    """The line cut before the marks of its items, but not inside pairs; the first piece has no mark."""
    places = [match.start() for match in ITEM.finditer(_veiled(line))]
    return [line[start:stop] for start, stop in zip([0, *places], [*places, len(line)], strict=True)]


def _parts(item: str) -> tuple[str, str, str]:
    """The mark, the sentence it stands in, what follows it."""
    mark, _, body = item.partition("}}")
    first = next(iter(_cut(_SENTENCE, body)), "")
    return f"{mark}}}}}", first, body[len(first) :]


def _sentence(sentence: str, figures: Figures, deepest: int) -> str:
    if any(silence(token, figures) == "silent_sentence" for token in tokens_in(sentence)):
        return "\n" if sentence.endswith("\n") else ""
    return _without_clauses(sentence, figures, deepest) if _is_silent(sentence, figures) else sentence


def _without_clauses(sentence: str, figures: Figures, deepest: int) -> str:
    """The sentence without silent clauses, inside pairs first; its end mark moves to the last one left."""
    kept: list[str] = []
    for clause in _cut(_CLAUSE, _with_pairs_cut(sentence, figures, deepest)):
        if not _is_silent(clause, figures):
            kept.append(clause)
        elif kept:
            kept[-1] = _closed(kept[-1], clause)
    if kept and _LEAD_IN.fullmatch(kept[-1]):
        lead_in = kept.pop()
        kept = [*kept[:-1], *(_closed(last, lead_in) for last in kept[-1:])]
    return "".join(kept) or ("\n" if sentence.endswith("\n") else "")


def _with_pairs_cut(sentence: str, figures: Figures, deepest: int) -> str:
    if not deepest:
        return sentence
    pieces, end = [], 0
    for start, stop in _outermost(sentence):
        pieces += [sentence[end:start], _pair(sentence[start:stop], figures, deepest)]
        end = stop
    return "".join([*pieces, sentence[end:]])


def _pair(pair: str, figures: Figures, deepest: int) -> str:
    """A bracket or quotation without its silent clauses; one left empty goes, but a quotation is then kept
    as it is, since its clause can't do without it."""
    inside = pair[1:-1]
    if pair[0] not in _CUT_INSIDE or not _is_silent(inside, figures):
        return pair
    left = without_silence(inside, figures, deepest - 1).rstrip(_JOINTS)
    if has_words(left):
        return f"{pair[0]}{left}{pair[-1]}"
    return "" if pair[0] == "（" else pair


def _closed(kept: str, dropped: str) -> str:
    """`kept` with the end mark of the clause dropped after it, if that is the stronger one."""
    words, text = kept.rstrip(_JOINTS), dropped.rstrip("\n")
    own = kept[len(words) :]
    mark, closers = _end(text)
    return words + (mark if _strength(mark) > _strength(own) else own) + closers + dropped[len(text) :]


def _end(clause: str) -> tuple[str, str]:
    """The mark a clause ends with, and the closing marks after it that close nothing in the clause."""
    body = clause.rstrip(_CLOSING)
    mark = body[len(body.rstrip("，；。！？")) :]
    closed_here = set(_pairs(clause).values())
    closers = [clause[place] for place in range(len(body), len(clause)) if place not in closed_here]
    return mark, "".join(closers)


def _strength(marks: str) -> int:
    return max((_STRENGTH.get(mark, 0) for mark in marks), default=0)


# Pairs


def _cut(pattern: re.Pattern[str], text: str) -> list[str]:
    """The text in pieces as the pattern finds them outside pairs."""
    return [text[match.start() : match.end()] for match in pattern.finditer(_veiled(text))]


def _veiled(text: str) -> str:
    """The text, as long as it is, with pairs blotted out, but for an end mark before the closing one."""
    pieces, end = [], 0
    for start, stop in _outermost(text):
        pair = text[start:stop]
        words = pair.rstrip(_CLOSING)
        hidden = len(words.rstrip("。！？")) if words[-1] in "。！？" else len(pair)
        pieces += [text[end:start], "□" * hidden, pair[hidden:]]
        end = stop
    return "".join([*pieces, text[end:]])


def _outermost(text: str) -> list[tuple[int, int]]:
    """Where pairs that are in no other begin and end."""
    found: list[tuple[int, int]] = []
    for opener, closer in sorted(_pairs(text).items()):
        if not found or opener >= found[-1][1]:
            found.append((opener, closer + 1))
    return found


def _pairs(text: str) -> dict[int, int]:
    """The place of every opening mark that is closed, with the place where it is."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    kinds: Counter[str] = Counter()
    for match in _PAIR_MARK.finditer(text):
        mark, opener = match[0], _OPENERS.get(match[0])
        if opener is None:
            waiting.append(match.start())
            kinds[mark] += 1
        elif kinds[opener]:
            found[_taken(waiting, opener, kinds, text)] = match.start()
    return found


def _taken(waiting: list[int], opener: str, kinds: Counter[str], text: str) -> int:
    """The last place where `opener` waits; what waits after it stays open for good."""
    while True:
        place = waiting.pop()
        kinds[text[place]] -= 1
        if text[place] == opener:
            return place
