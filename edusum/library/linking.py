"""Numbers typed into a text that a metric already has: those that could be its token, and those that
contradict it. Whatever is not certain is left alone.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TypeVar

from edusum.document.quantities import Quantity, plain, quantities, quoted_stretches
from edusum.document.tokens import TOKEN, Token, tokens_in
from edusum.library.held_against import (
    Spot,
    against_change,
    against_movement,
    against_previous,
    against_value,
    as_share,
)
from edusum.library.mentions import Lexicon, Mention
from edusum.metrics.figures import Figures

T = TypeVar("T")
_MAX_SPOTS, _SMALLEST_SURE = 200, 10
_HIDDEN, _TOKEN_END = "\ufffc", "\ufffd"
_LONGEST_LEAD, _MAX_WHOLES = 40, 12
_NOUN_ENDS = frozenset(["", "，", "。", "；", "、", "\n"])
_SENTENCE = re.compile(r"[^。；！？\n]+")
_BEGINS = re.compile(r"(?:^|[。；！？\n])[　 ]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)])?(?:到|在)?$")
_CLAUSE_END = re.compile(r"[，、：,:（）()\ufffc]")
_VALUE = re.compile(
    r"(?:已经?|仅|均|共|总共|就|现|合计|累计|全年|稳定|保持|巩固|进一步|也|人数|总数|数量|比例)?"
    r"(?:达到?了?|为|是|有|共有?|在|(?:提高|提升|上升|增加|增长|下降|降低|减少)到|增至|升至|降到|降至|共计)?"
    r"[:：]?"
)
_EACH, _AND = re.compile(r"(?:则|也)?分别(?:达到?|为|是|有|共有)?"), frozenset("、和与及")
_VERB = r"(?:增长|提高|上升|提升|增加|下降|降低|减少|净增|净减)"
_PAST = r"(?:上年|去年|上一年)"
_CHANGE = re.compile(rf"[，,、；（]?(?P<compare>(?:比|较){_PAST}(?:同期|末|底)?|同比)?(?P<verb>{_VERB})了?")
_SHARE = re.compile(r"[，,（]?(?P<share>占(?:比|比为|比达)?)")
_PREVIOUS = re.compile(rf"[，,（]?(?:{_PAST})(?:同期|末|底)?(?:为|是|达|的|仅)?")
_FROM = re.compile(rf"[，,]?(?P<since>(?:由|从)(?:{_PAST}(?:同期|末|底)?的?)?)")
_TO = re.compile(r"(?:提高|增加|上升|增长|提升|降低|减少|下降|压减)(?:到了?|至|为)|变为|(?:到|至)")
_ELSEWHEN = (
    r"力争|目标|计划|预计|争取|确保|规划|明年|下年|来年|下一步|将|拟|要求|不低于|应|往年|此前|曾|当时|以前|"
    r"标准|全国|全省|全州|平均"
)
_PART = re.compile("其中|：")
_GOAL = re.compile("的(?:任务|目标|要求|标准)")
_COMPARED = re.compile(rf"(?:比|较|与|同|由|从){_PAST}")
_NEUTRAL = (
    r"其中|全年|年末|年底|目前|现在|截至目前|现有|共有|拥有|设有|建有|有|本年|今年|年内|期末|"
    r"一年来|[一二三四五六七八九十]是|全年共|共|总共|使|实现|推动"
)


@dataclass(slots=True)
class _Subject:
    """The metric that is talked about, and where its last words end."""

    names: tuple[str, ...]
    end: int
    is_sure: bool
    """Whether a number that differs is wrong, and not that of something else."""
    is_stem: bool = False
    is_narrowed: bool = False
    """Whether words before it may make it something else; then only a number hardly met twice will do."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a text: what it names and counts, and where in it things stop being certain."""

    text: str
    mentions: list[Mention]
    numbers: list[Quantity]
    tokens: list[tuple[int, Token]]
    breaks: list[int]
    """Where its clauses begin."""
    elsewhen: int
    """From where on it tells of another time or place."""
    part: int
    """From where on it tells of parts of something."""
    is_ahead: bool
    """Whether it tells of the year to come."""

    def clause_before(self, place: int) -> str:
        """What stands in the clause before a place; long ones only as far as they matter."""
        start = self.breaks[bisect_right(self.breaks, place) - 1]
        return self.text[max(start, place - _LONGEST_LEAD) : place]


class Linker:
    """Looks for what can be linked in texts of one paper: its figures, its year, its words for its area."""

    def __init__(self, figures: Figures, lexicon: Lexicon, *, year: int, own: Collection[str] = ()) -> None:
        self._figures = figures
        self._lexicon = lexicon
        own_words = "|".join(re.escape(word) for word in own if word)
        neutral = rf"{_NEUTRAL}|{year}年(?:末|底)?" + (f"|{own_words}" if own_words else "")
        self._all_neutral = re.compile(rf"(?:{neutral})*")
        self._ends_neutral = re.compile(rf"(?:{neutral})$")
        self._ahead = re.compile(rf"下一步|明年|来年|下年度|新的一年|(?<!\d){year + 1}年")
        self._elsewhen = re.compile(rf"{_ELSEWHEN}|{_PAST}|(?<!\d)(?!{year}年)(?:19|20)\d{{2}}(?=年)")

    def spots(self, text: str, *, is_ahead: bool = False) -> list[Spot]:
        """What can be linked in a text with tokens, in order, without overlaps; 200 at most.

        Where it speaks of the year to come (all of it, if `is_ahead`), a number that differs is no fault.
        """
        found: list[Spot] = []
        until = 0 if is_ahead else self._until(text)
        for sentence in self._sentences(text):
            found += [
                spot
                for spot in self._in_sentence(sentence)
                if spot.kind == "equal" or (spot.kind and spot.start < until and not sentence.is_ahead)
            ]
            if len(found) >= _MAX_SPOTS:
                break
        return _without_overlaps(found)[:_MAX_SPOTS]

    def _until(self, text: str) -> int:
        """From where on a text speaks of the year to come: a sentence or heading begins with it."""
        places = (found.start() for found in self._ahead.finditer(text))
        return next((place for place in places if _BEGINS.search(text, max(place - 8, 0), place)), len(text))

    def _sentences(self, text: str) -> Iterator[_Sentence]:
        """Those that count something and name something."""
        shown, tokens = _without_tokens(text)
        quoted = quoted_stretches(shown)
        mentions = deque(self._lexicon.mentions(shown))
        numbers = deque(item for item in quantities(shown) if not _is_within(item.start, quoted))
        places = deque(tokens)
        for found in _SENTENCE.finditer(shown):
            start, end = found.span()
            named = _taken(mentions, attrgetter("start"), end)
            counted = _taken(numbers, attrgetter("start"), end)
            linked = _taken(places, itemgetter(0), end)
            if counted and (named or linked):
                yield self._sentence(shown, start, end, named, counted, linked)

    def _sentence(
        self,
        text: str,
        start: int,
        end: int,
        mentions: list[Mention],
        numbers: list[Quantity],
        tokens: list[tuple[int, Token]],
    ) -> _Sentence:
        told = list(text[start:end])
        for item in mentions:
            told[item.start - start : item.end - start] = _HIDDEN * (item.end - item.start)
        plainly = _COMPARED.sub(lambda match: _HIDDEN * len(match[0]), "".join(told))
        elsewhen, part = self._elsewhen.search(plainly), _PART.search(plainly)
        return _Sentence(
            text,
            mentions,
            numbers,
            tokens,
            [start, *(start + match.end() for match in _CLAUSE_END.finditer(plainly))],
            start + elsewhen.start() if elsewhen else end,
            start + part.start() if part else end,
            bool(self._ahead.search(text, start, end)),
        )

    def _in_sentence(self, sentence: _Sentence) -> Iterator[Spot]:
        subject: _Subject | None = None
        seen: list[str] = []
        done = -1
        things: list[tuple[int, Mention | Token | int]] = [
            *((item.start, item) for item in sentence.mentions),
            *sentence.tokens,
            *((item.start, place) for place, item in enumerate(sentence.numbers)),
        ]
        for at, thing in sorted(things, key=itemgetter(0)):
            if isinstance(thing, Token):
                names = [name for name in thing.names() if name in self._figures]
                end = sentence.text.find(_TOKEN_END, at) + 1
                subject = _Subject(tuple(names[:1]), end, is_sure=True) if names else None
                seen += names
            elif isinstance(thing, Mention):
                subject = self._subject(sentence, thing)
                seen += thing.names if len(thing.names) == 1 else ()
            elif at >= done and subject and (each := self._each(sentence, subject, thing)) is not None:
                yield from (spot for spot in each if spot.kind)
                done, subject = each[-1].end if each else done, None
            elif at >= done:
                spot = self._spot(sentence, subject, thing, seen) if subject else None
                spot = spot or self._before_noun(sentence, sentence.numbers[thing])
                if spot is None or _GOAL.match(sentence.text, spot.end):
                    continue
                done = spot.end
                if spot.kind:
                    yield spot
                if subject is not None:
                    subject.names, subject.end = (spot.name,), spot.end

    def _subject(self, sentence: _Sentence, mention: Mention) -> _Subject | None:
        """The metric that these words mean; None when they tell of another time or place."""
        if mention.start > sentence.elsewhen:
            return None
        clause = sentence.clause_before(mention.start)
        all_neutral = self._all_neutral.fullmatch(clause)
        is_neutral = bool(all_neutral or (not mention.is_stem and self._ends_neutral.search(clause)))
        is_sure = mention.start <= sentence.part and is_neutral and (not mention.is_stem or bool(clause))
        return _Subject(
            mention.names, mention.end, is_sure, is_stem=mention.is_stem, is_narrowed=not is_neutral
        )

    def _spot(self, sentence: _Sentence, subject: _Subject, place: int, seen: list[str]) -> Spot | None:
        """What the number is to its subject; a spot without kind is understood and right as it is."""
        number, text = sentence.numbers[place], sentence.text
        if number.start - subject.end > _LONGEST_LEAD:
            return None
        lead = text[subject.end : number.start]
        known = [self._figures[name] for name in subject.names]
        if _VALUE.fullmatch(lead):
            if subject.is_narrowed and not number.is_distinct:
                return None
            spot = against_value(text, number, known, is_sure=subject.is_sure, is_stem=subject.is_stem)
            subject.is_narrowed = subject.is_narrowed and not (spot and spot.kind)
            return None if subject.is_narrowed else spot
        if len(known) != 1 or subject.is_narrowed:
            return None
        figure = known[0]
        if moved := _CHANGE.fullmatch(lead):
            start = subject.end + moved.start("compare" if moved["compare"] else "verb")
            return against_change(
                text, number, figure, start=start, verb=moved["verb"], compares=bool(moved["compare"])
            )
        if share := _SHARE.fullmatch(lead):
            names = [name for name in dict.fromkeys(seen[: -_MAX_WHOLES - 1 : -1]) if name != figure.name]
            wholes = [self._figures[name] for name in names]
            return as_share(text, number, figure, wholes, start=subject.end + share.start("share"))
        if _PREVIOUS.fullmatch(lead):
            return against_previous(text, number, figure)
        if (since := _FROM.fullmatch(lead)) and place + 1 < len(sentence.numbers):
            start, following = subject.end + since.start("since"), sentence.numbers[place + 1]
            return against_movement(text, number, following, figure, start=start, between=_TO)
        return None

    def _each(self, sentence: _Sentence, subject: _Subject, place: int) -> list[Spot] | None:
        """甲、乙分别达1人、2人: a number for each; empty if they don't go together, None if it isn't said."""
        text, first = sentence.text, sentence.numbers[place]
        if not (0 <= first.start - subject.end <= _LONGEST_LEAD):
            return None
        if not _EACH.fullmatch(text, subject.end, first.start):
            return None
        last = bisect_right(sentence.mentions, subject.end - 1, key=attrgetter("start"))
        chain = sentence.mentions[max(last - _MAX_WHOLES, 0) : last]
        while len(chain) > 1 and not all(text[a.end : b.start] in _AND for a, b in pairwise(chain)):
            chain.pop(0)
        found: list[Spot] = []
        for mention, number in zip(chain, sentence.numbers[place:], strict=False):
            known = [self._figures[name] for name in mention.names]
            spot = against_value(text, number, known, is_sure=subject.is_sure, is_stem=mention.is_stem)
            if spot is None or (found and text[found[-1].end : number.start] not in _AND):
                return []
            found.append(spot)
        return (
            found if len(found) == len(chain) and text[found[-1].end : found[-1].end + 1] not in _AND else []
        )

    def _before_noun(self, sentence: _Sentence, number: Quantity) -> Spot | None:
        """58所幼儿园: only to be offered, and only where nothing narrows it."""
        text, mentions = sentence.text, sentence.mentions
        place = bisect_right(mentions, number.end, key=attrgetter("start"))
        if place == len(mentions) or number.value < _SMALLEST_SURE or number.start > sentence.elsewhen:
            return None
        mention = mentions[place]
        clause = sentence.clause_before(number.start)
        if not self._all_neutral.fullmatch(clause) or text[mention.end : mention.end + 1] not in _NOUN_ENDS:
            return None
        known = [self._figures[name] for name in mention.names]
        spot = against_value(text, number, known, is_sure=False, is_stem=True)
        return spot if spot and spot.kind == "equal" and spot.end == mention.start else None


def _without_tokens(text: str) -> tuple[str, list[tuple[int, Token]]]:
    """The text with signs for each token that stand for nothing, the last one another; where they begin."""
    pieces: list[str] = []
    found: list[tuple[int, Token]] = []
    end = 0
    for match in TOKEN.finditer(text):
        pieces.append(plain(text[end : match.start()]))
        pieces.append(_HIDDEN * (len(match[0]) - 1) + _TOKEN_END)
        found.append((match.start(), tokens_in(match[0])[0]))
        end = match.end()
    pieces.append(plain(text[end:]))
    return "".join(pieces), found


def _taken(waiting: "deque[T]", place_of: Callable[[T], int], end: int) -> list[T]:
    """What is first in the queue as long as it stands before a place; it leaves the queue."""
    found = []
    while waiting and place_of(waiting[0]) < end:
        found.append(waiting.popleft())
    return found


def _is_within(place: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _without_overlaps(spots: list[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda item: item.start):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return kept
