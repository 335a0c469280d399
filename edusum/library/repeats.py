"""Words beside a figure that it already says itself: a unit or a verb that would be read twice.

Nothing is wrong with such a phrase as a phrase, so this is advice to its author.
"""

import re
from collections.abc import Iterator

from edusum.document.tokens import Token, spelled
from edusum.library.filters import said
from edusum.metrics.figures import Figures

_CHANGES = ("增长", "下降", "增加", "减少", "提高", "降低", "上升")
_AGAINST = ("比上年", "较上年", "与上年", "同比", *_CHANGES)
OPENINGS: dict[str, tuple[str, ...]] = {
    "同比": _AGAINST,
    "增减": _AGAINST,
    "增幅": _CHANGES,
    "由到": ("由", "从", *_CHANGES),
    "倍数": ("是", "为", "达"),
    "倍于": ("是", "为", "达"),
    "占比": ("占", "占比", "占比为", "占比达"),
    "完成率": ("完成", "完成率", "完成率为", "完成率达"),
    "位次": ("位居", "位列", "居"),
    "全覆盖": ("达", "达到", "实现", "覆盖率", "覆盖率为"),
    "发生": ("发生", "未发生"),
    "没有": ("有",),
}
"""Filters, each with words that it says itself and that must not stand before it."""
_TAIL = re.compile(r"[^\d\s]+$")


def repeated(source: str, figures: Figures) -> tuple[str, ...]:
    """Chinese sentences on what a phrase would say twice, read with these figures; the samples do."""
    return tuple(dict.fromkeys(_repeats(source, figures)))


def _repeats(source: str, figures: Figures) -> Iterator[str]:
    pieces = [("", None), *spelled(source), ("", None)]
    for (before, _), (spelling, token), (after, _) in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if token is None or token.name not in figures:
            continue
        outcome = said(token, figures)
        if isinstance(outcome, str):
            yield from _before(before, spelling, token, outcome)
            yield from _after(spelling, outcome, after, figures[token.name].unit)


def _before(before: str, spelling: str, token: Token, outcome: str) -> Iterator[str]:
    """A verb that the last filter says, or the 第 of a rank."""
    openings = OPENINGS.get(token.filters[-1].name, ()) if token.filters else ()
    known = ("第",) if outcome.startswith("第") else openings
    word = max((word for word in known if before.endswith(word)), key=len, default="")
    if word:
        yield (
            f"“{word}{spelling}”会读成“{word}{outcome}”，这个写法自己会带出动词，请删去前面的“{word}”。"
            if token.filters
            else f"“{word}{spelling}”会读成“{word}{outcome}”，请删去前面的“{word}”。"
        )


def _after(spelling: str, outcome: str, after: str, unit: str) -> Iterator[str]:
    tail = _TAIL.search(outcome)
    words = (unit, tail[0] if tail else "")
    word = max((word for word in words if word and outcome.endswith(word)), key=len, default="")
    if word and after.startswith(word) and not after.startswith("均", len(word)):
        yield f"“{spelling}{word}”会读成“{outcome}{word}”，单位已随数值写出，请删去后面的“{word}”。"
