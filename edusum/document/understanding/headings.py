"""Which marks are headings of the paper's structure, and what their words are."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from edusum.document.understanding.marks import REMOVED, Mark

LONGEST = 60
"""Characters of a heading that is cut at its sentence's end; a longer one is cut at its first comma."""
_LOOKED_AT = 200
_LONGEST_LINE = 100
_DIVISIONS = frozenset({"part", "chapter", "section"})
_NUMBERED = frozenset({"roman", "chinese", "chinese_paren", "arabic", "arabic_paren", "circled"})
_DOUBTFUL = frozenset({"bare", "letter", "decimal"})
STRUCTURAL = _DIVISIONS | _NUMBERED | _DOUBTFUL
_END = re.compile(r"[。;:!?\n]|——")
_COMMA = re.compile("[,、]")
_ROW = re.compile(r"[^ \n]{1,40} {1,20}[^\n]")
_BLANKS = re.compile(r"[ \n]{1,20}")
_NOTHING = f" {REMOVED}"
_SPACE = re.compile(" {1,40}")
_BARE_NO = frozenset(
    "年月日天周次个位名所项批种类些方般旦直切样起致点线级等流手心中小大初高实二三四五六七八九十百千万亿校班把带向"
    "部分律贯再定时会生步度道番回件份支股边面旁侧幼者来路组代期届成半家位岗票体支"
)
_SERIES_ENDS = frozenset("、年级等次轮期线类产月日季度名位号届批楼层环中小")
_ATTACHMENTS = re.compile(r"附件?\s{0,3}:")
_FOLLOWING_ATTACHMENT = re.compile(r"\n {0,40}\d{1,2}[.、]")
_LEAD_OF_BARE = re.compile(r"[^。;:!?\n]{4,70}(?:。|$)", re.MULTILINE)


class Found(NamedTuple):
    """A heading: its mark (None if it has none), its words text[words_start:end], where its body begins.

    `is_run_in`: the paragraph goes on behind it. `style_level`: what the file says of it, if anything.
    """

    mark: Mark | None
    start: int
    words_start: int
    end: int
    is_run_in: bool
    is_inline: bool = False
    style_level: int | None = None

    @property
    def kind(self) -> str:
        return self.mark.kind if self.mark else f"style {self.style_level or 0}"


def structure(plain: str, found: Iterable[Mark]) -> list[Found]:
    """The headings among the marks of a folded text, without enumerations (一是 …) and unmarked ones."""
    by_kind: dict[str, list[Mark]] = {}
    for mark in found:
        if mark.kind in STRUCTURAL and not _is_series(plain, mark):
            by_kind.setdefault(_family(mark), []).append(mark)
    attachments = list(_attachments(plain))
    accepted = [mark for same in by_kind.values() for mark in _accepted(plain, same)]
    accepted.sort(key=lambda mark: mark.start)
    is_flat = any(mark.border in {"soft", "gap"} for mark in accepted)
    headings = []
    last: dict[str, Found] = {}
    kept = list(_outside(accepted, attachments))
    for mark, after in zip(kept, _followers(kept), strict=True):
        is_inline = _is_inline(mark, last.get(mark.kind), after)
        heading = heading_at(plain, mark, is_flat=is_flat, is_inline=is_inline)
        if heading.end > heading.words_start:
            headings.append(heading)
            last[mark.kind] = heading
    return headings


def _followers(found: Sequence[Mark]) -> list[Mark | None]:
    """For each mark the next one of its kind."""
    followers: list[Mark | None] = []
    following: dict[str, Mark] = {}
    for mark in reversed(found):
        followers.append(following.get(mark.kind))
        following[mark.kind] = mark
    return followers[::-1]


def _is_inline(mark: Mark, before: Found | None, after: Mark | None) -> bool:
    """（2） amid a paragraph is a heading only where （1） was one; 2. is one behind a full stop."""
    if mark.opens_paragraph:
        return False
    if after and after.number == mark.number + 1:
        amid = mark.kind in {"arabic_paren", "circled"} or after.border != "sentence"
        if after.opens_paragraph or not amid:
            return False
    if mark.border == "sentence" and mark.kind not in {"arabic_paren", "circled"}:
        return False
    if before is None or before.mark is None or before.is_inline or mark.border == "comma":
        return True
    return before.mark.number != mark.number - 1


def heading_at(plain: str, mark: Mark, *, is_flat: bool = False, is_inline: bool = False) -> Found:
    """The heading that begins with a mark; `is_flat`: the paper has spaces where lines should end."""
    after = mark.after
    if plain[after : after + 1] == "\n" and mark.border == "line":
        after = _next_words(plain, after)
    end = words_end(plain, after, is_amid=is_inline or not mark.opens_paragraph, is_flat=is_flat)
    rest = behind(plain, end)
    is_run_in = rest < len(plain) and plain[rest] != "\n" and not _ends_at_space(plain, end)
    return Found(mark, mark.start, after, end, is_run_in, is_inline)


def _next_words(plain: str, start: int) -> int:
    """Where the words of a mark stand that has a line for itself: in the next one, if that is short."""
    match = _BLANKS.match(plain, start)
    after = match.end() if match else start
    end = plain.find("\n", after, after + LONGEST)
    return after if end >= 0 or len(plain) - after < LONGEST else start


def words_end(plain: str, start: int, *, is_amid: bool = False, is_flat: bool = False) -> int:
    """Where the words of a heading end: with the sentence, with the line, a long one at its first comma."""
    limit = min(len(plain), start + _LOOKED_AT)
    match = _END.search(plain, start, limit)
    end = match.start() if match else limit
    space = _SPACE.search(plain, start, end)
    if space and space.start() - start >= 2 and (is_flat or _goes_on(plain, start, space)):
        return space.start()
    is_own_line = not is_amid and (end == len(plain) or plain[end] == "\n")
    if end - start > LONGEST and not (is_own_line and end - start <= _LONGEST_LINE):
        comma = _COMMA.search(plain, start + 2, end)
        return comma.start() if comma else min(end, start + LONGEST)
    return end


def behind(plain: str, end: int) -> int:
    """Where the text goes on behind the words of a heading and their end stop."""
    if end < len(plain) and plain[end] in "。;:!?,、":
        end += 1
    while end < len(plain) and plain[end] in _NOTHING:
        end += 1
    return end


def _goes_on(plain: str, start: int, space: re.Match[str]) -> bool:
    """Whether the line goes on for long: the space before was the end of a heading."""
    if space.start() - start < 6:
        return False
    end = plain.find("\n", space.end(), space.end() + _LOOKED_AT)
    return (end if end >= 0 else min(len(plain), space.end() + _LOOKED_AT)) - space.end() > 40


def _ends_at_space(plain: str, end: int) -> bool:
    return end < len(plain) and plain[end] == " "


def _family(mark: Mark) -> str:
    """Marks that number one run: 1. and 1、 go together, 1.1 only with 1.2."""
    if mark.kind == "bare":
        return "bare" + ("" if mark.tail else " tight")
    if mark.kind == "arabic":
        return "arabic" if mark.tail not in {"", ","} else f"arabic {mark.tail}"
    if mark.kind == "chinese":
        return "chinese" if mark.tail != "," else "chinese ,"
    return f"decimal {mark.tail}" if mark.kind == "decimal" else mark.kind


def _is_series(plain: str, mark: Mark) -> bool:
    """一、二年级 三、四线 are no headings: the next number comes at once; nor is the row of a table."""
    if mark.kind == "bare":
        return not mark.tail and plain[mark.end : mark.end + 1] in _BARE_NO
    if mark.kind == "arabic" and not mark.tail:
        return _ROW.match(plain, mark.after) is not None
    if mark.kind != "chinese" or mark.tail != "、":
        return False
    follower = plain[mark.after : mark.after + 1]
    numbers = "一二三四五六七八九十"
    if follower not in numbers or not follower or numbers.index(follower) + 1 != mark.number % 10 + 1:
        return False
    return plain[mark.after + 1 : mark.after + 2] in _SERIES_ENDS


def _accepted(plain: str, same: Sequence[Mark]) -> Iterator[Mark]:
    """The marks of one family that are headings; some need a sibling to be believed."""
    if same[0].kind == "bare":
        yield from _bare(plain, same)
        return
    for place, mark in enumerate(same):
        has_sibling = _goes_before(same[place - 1], mark) if place else False
        if place + 1 < len(same):
            has_sibling = has_sibling or _goes_before(mark, same[place + 1])
        if _RULES[mark.border](mark, has_sibling) and (has_sibling or not _needs_sibling(plain, mark)):
            yield mark


def _goes_before(one: Mark, other: Mark) -> bool:
    """Whether two marks follow each other in a run; 1、2、3号 is none."""
    return other.number == one.number + 1 and other.start > one.after


def _needs_sibling(plain: str, mark: Mark) -> bool:
    """2、3月 and 2 所学校 are numbers, unless 1、 or 3、 stands where they would be headings."""
    if mark.kind != "arabic":
        return mark.kind in _DOUBTFUL or mark.tail == ","
    return mark.tail in {"", ","} or (mark.tail == "、" and plain[mark.after : mark.after + 1].isdigit())


_RULES: dict[str, Callable[[Mark, bool], bool]] = {
    "line": lambda mark, has_sibling: True,
    "soft": lambda mark, has_sibling: mark.kind in _NUMBERED or has_sibling,
    "gap": lambda mark, has_sibling: has_sibling,
    "sentence": lambda mark, has_sibling: has_sibling or mark.kind in _NUMBERED - {"chinese", "roman"},
    "clause": lambda mark, has_sibling: has_sibling and mark.kind in _NUMBERED,
    "comma": lambda mark, has_sibling: (
        mark.kind in {"arabic_paren", "circled", "chinese_paren"} and has_sibling
    ),
}


def _bare(plain: str, same: Sequence[Mark]) -> Iterator[Mark]:
    """一加强领导。… 二强化督导。…: numbers that lost their mark; a run from 一 on, each with a paragraph."""
    able = [mark for mark in same if mark.opens_paragraph and _LEAD_OF_BARE.match(plain, mark.after)]
    run: list[Mark] = []
    for mark, follower in pairwise([*able, None]):
        if mark is None:
            break
        if mark.number == 1:
            run = [mark]
        elif run and mark.number == run[-1].number + 1:
            run.append(mark)
        else:
            run = []
        if len(run) >= 2 and (follower is None or follower.number != mark.number + 1):
            yield from run
            run = []


def _attachments(plain: str) -> Iterator[tuple[int, int]]:
    """Where attachments are listed: behind 附件： and the numbered lines below it."""
    for match in _ATTACHMENTS.finditer(plain):
        near = max(0, match.start() - 40)
        line_start = plain.rfind("\n", near, match.start()) + 1
        if (near and not line_start) or plain[line_start : match.start()].strip():
            continue
        end = _line_end(plain, match.end())
        while (follower := _FOLLOWING_ATTACHMENT.match(plain, end)) is not None:
            following = _line_end(plain, follower.end())
            if following - follower.end() > LONGEST:
                break
            end = following
        yield match.start(), end


def _line_end(plain: str, start: int) -> int:
    end = plain.find("\n", start)
    return len(plain) if end < 0 else end


def _outside(found: Sequence[Mark], spans: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    place = 0
    for mark in found:
        while place < len(spans) and spans[place][1] <= mark.start:
            place += 1
        if place == len(spans) or mark.start < spans[place][0]:
            yield mark
