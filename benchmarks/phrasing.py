"""How long a whole paper takes to be worded, against plain Jinja with the same text, values and filters.

`make bench` prints the table. Both sides have their templates compiled beforehand and take turns, so that a
busy machine slows both. What they print is compared first: it is the same text.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from statistics import median
from time import process_time
from typing import NamedTuple

from jinja2 import Environment

from edusum.library.filters import FILTERS
from edusum.library.wording import PhraseText, paragraphs, plain, speak
from edusum.metrics.figures import Figure, Figures, Reading
from edusum.metrics.series import amount
from edusum.metrics.units import format_reading

CHARACTERS, VALUES, SECTIONS, ROUNDS = 13_000, 200, 25, 200
BOUND, WORDED = 1.5, "speak and plain text"
Side = Callable[[], str]
TEXTS = {"全域": "全区", "年度": "2025"}
KINDS = (
    ("count", "人", 0, "749", "666"),
    ("percent", "%", 2, "97.35", "95.2"),
    ("money", "万元", 2, "39.07", "36"),
    ("count", "所", 0, "35", "35"),
    ("rank", "位", 0, "3", "5"),
)
SHAPES = (
    "坚持把这项工作摆在突出位置，健全机制、压实责任，{{ 全域 }}达{{ 甲 }}，{{ 甲|同比 }}。",
    "{{ 年度 }}年完善办法、规范流程、加强指导，各校各园认真落实，达{{ 甲 }}。",
    "{% if 甲 > 0 %}针对群众关心的问题逐项整改、逐个销号，共有{{ 甲 }}，{{ 甲|增减 }}。{% endif %}",
    "加大统筹力度，优化资源配置，{{ 甲|由到 }}，基础进一步夯实。",
    "推动责任落实到岗到人，实现{{ 甲 }}，为{{ 甲|倍数 }}，群众满意度持续提升。",
)
PADDING = "坚持问题导向、目标导向、结果导向相统一，"


class Timing(NamedTuple):
    """Medians, times in milliseconds; `ratio` is that of each turn's own two times."""

    ours: float
    theirs: float
    ratio: float


class ComparedFigure(Figure):
    """A figure as plain Jinja needs it in conditions."""

    def __gt__(self, other: int) -> bool:
        return (amount(self, self.current) or Decimal(0)) > other


def main() -> None:
    reference, ours = sides()
    _report(len(reference()), {name: _against(reference, side) for name, side in ours.items()})


def sides() -> tuple[Side, dict[str, Side]]:
    """Plain Jinja, and our ways to word the same paper."""
    figures = {f"指标{number}号": _figure(number) for number in range(VALUES)}
    sections = list(_sections(list(figures)))
    source = "\n".join(phrase.text for section in sections for phrase in section)
    ours = {
        WORDED: lambda: _worded(sections, figures),
        "speak and runs": lambda: _in_runs(sections, figures),
    }
    return _jinja(source, figures), ours


def _figure(number: int) -> ComparedFigure:
    kind, unit, decimals, current, previous = KINDS[number % len(KINDS)]
    now, before = (Reading("filled", Decimal(text) + number) for text in (current, previous))
    name = f"指标{number}号"
    return ComparedFigure(name, name, name, unit, kind, decimals, current=now, previous=before)


def _sections(names: Sequence[str]) -> Iterator[list[PhraseText]]:
    """Phrases that name every figure, in sections, together as long as the paper is to be."""
    texts = [SHAPES[place % len(SHAPES)].replace("甲", name) for place, name in enumerate(names)]
    missing = CHARACTERS - sum(map(len, texts)) - len(texts)
    repeats, rest = divmod(max(missing, 0), len(PADDING))
    for place in range(repeats):
        texts[place % len(texts)] = PADDING + texts[place % len(texts)]
    texts[-1] = PADDING[:rest] + texts[-1]
    size = len(texts) // SECTIONS
    for start in range(0, len(texts), size):
        yield [PhraseText(start, text, True) for text in texts[start : start + size]]


def _jinja(source: str, figures: Figures) -> Side:
    environment = Environment(autoescape=False, finalize=_printed)  # noqa: S701 -- the text is no page
    environment.filters.update({name: found.function for name, found in FILTERS.items()})
    template = environment.from_string(source)
    values = {**figures, **TEXTS}
    return lambda: template.render(values)


def _printed(value: object) -> object:
    return format_reading(value, value.current) if isinstance(value, Figure) else value


def _worded(sections: Sequence[Sequence[PhraseText]], figures: Figures) -> str:
    return "\n".join([plain(text, figures, TEXTS) for text in _spoken(sections, figures)])


def _spoken(sections: Sequence[Sequence[PhraseText]], figures: Figures) -> list[str]:
    return [speak(section, figures, TEXTS).text for section in sections]


def _in_runs(sections: Sequence[Sequence[PhraseText]], figures: Figures) -> str:
    papers = [paragraphs(text, figures, TEXTS) for text in _spoken(sections, figures)]
    return "\n".join(paragraph.text for paper in papers for paragraph in paper)


def _against(reference: Side, side: Side) -> Timing:
    """Both taken in turns, so that whatever else the machine does weighs on both; they print the same."""
    if reference() != side():
        sys.exit("The two sides do not print the same text.")
    turns = [(_timed(side), _timed(reference)) for _ in range(ROUNDS)]
    return Timing(
        median(ours for ours, _ in turns),
        median(theirs for _, theirs in turns),
        median(ours / theirs for ours, theirs in turns),
    )


def _timed(side: Side) -> float:
    began = process_time()
    side()
    return (process_time() - began) * 1000


def _report(characters: int, timings: dict[str, Timing]) -> None:
    lines = [
        f"{CHARACTERS} characters of template, {characters} of text, {VALUES} values, {SECTIONS} sections",
        f"{f'medians of {ROUNDS}':<22}{'ours':>11}{'plain Jinja2':>16}{'ratio':>8}",
    ]
    for name, timing in timings.items():
        lines.append(f"{name:<22}{timing.ours:8.3f} ms{timing.theirs:13.3f} ms{timing.ratio:8.2f}")
    sys.stdout.write("\n".join(lines) + "\n")
    if timings[WORDED].ratio > BOUND:
        sys.exit(f"The phrase language takes more than {BOUND} times as long as plain Jinja2.")


if __name__ == "__main__":
    main()
