"""How long a Word file takes, against the floor (one string, zipped) and against others who write such files.

`make bench` prints the table. All write the same paragraphs and headings in named styles; what they wrote is
read back and compared first. They take turns, and what is counted is processor time, theirs
and their children's: a busy machine does not tell. Those that are no part of the project (docx-js, Carbone,
pandoc) run when they are there: `npm install --prefix .venv/share/peers docx carbone`.

The floor makes one string and zips it with the other parts of the file, ready-made, each time. Ours keeps
those parts compressed, so it may come in below; the second row is the least there is: the string alone.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from statistics import median
from time import process_time
from typing import NamedTuple

import docx

from benchmarks import memory, peers
from benchmarks.papers import Paper, paper, table_paper
from edusum.export.word import to_docx

SIZES = (13_000, 200_000)
TURNS = {13_000: 100, 200_000: 24}
PEER_TURNS = {13_000: 7, 200_000: 3}
BARS = {13_000: 2.0, 200_000: 1.3}
TABLE_BAR, MEMORY_BAR = 10.0, 60.0
TABLE = (300, 8)
Side = Callable[[], bytes]


class Bar(NamedTuple):
    """What was promised, and whether it holds."""

    promise: str
    measured: str
    holds: bool


def main() -> None:
    bars = [bar for size in SIZES for bar in _text_bars(size)]
    bars += [_table_bar(), _memory_bar()]
    for bar in bars:
        sys.stdout.write(f"{'holds' if bar.holds else 'FAILS':<7}{bar.promise}: {bar.measured}\n")
    if not all(bar.holds for bar in bars):
        sys.exit("A bar does not hold.")


def _text_bars(size: int) -> list[Bar]:
    """The table of one size is printed, its bars are given back."""
    text = paper(size)
    floor, ours = _floor_of(text), (lambda: to_docx(text.document))
    for side in (floor, ours):
        _compare(text, side())
    times, ratio = _in_turns(ours, floor, TURNS[size])
    (_, alone), to_alone = _in_turns(ours, _floor_of(text, is_alone=True), TURNS[size])
    rows = {
        "floor: string + zip": times[1],
        "string + zip of the text alone": alone,
        "ours: to_docx": times[0],
    }
    others = {side.name: _median_of(side, text, PEER_TURNS[size]) for side in peers.present(text)}
    _print_rows(f"{size} characters, {len(text.blocks)} paragraphs", rows | others, times[0])
    slower = [name for name, time in others.items() if time <= times[0]]
    return [
        Bar(
            f"{size} characters: at most {BARS[size]} × the floor",
            f"{ratio:.2f} × ({to_alone:.2f} × the text alone)",
            ratio <= BARS[size],
        ),
        Bar(f"{size} characters: faster than {', '.join(others)}", ", ".join(slower) or "all", not slower),
    ]


def _table_bar() -> Bar:
    text = table_paper(*TABLE)
    name = f"table of {TABLE[0]} × {TABLE[1]}"
    times, ratio = _in_turns(lambda: to_docx(text.document), _floor_of(text), TURNS[SIZES[0]])
    _print_rows(name, {"floor: string + zip": times[1], "ours: to_docx": times[0]}, times[0])
    return Bar(f"{name}: at most {TABLE_BAR} × the floor", f"{ratio:.2f} ×", ratio <= TABLE_BAR)


def _memory_bar() -> Bar:
    above = memory.peak_above_idle(SIZES[-1])
    promise = f"{SIZES[-1]} characters: peak memory at most {MEMORY_BAR} MB above an idle process"
    return Bar(promise, f"{above:.1f} MB", above <= MEMORY_BAR)


def _floor_of(text: Paper, *, is_alone: bool = False) -> Side:
    """The simplest code that writes this text; the small parts are ours, ready-made."""
    return peers.floor(text, to_docx(text.document), is_alone=is_alone)


def _compare(text: Paper, word_file: bytes) -> None:
    found = [
        (item.style.name, item.text.replace("\n", ""))
        for item in docx.Document(BytesIO(word_file)).paragraphs
    ]
    if [item for item in found if item[1]] != [
        (peers.STYLE_NAMES[block.style], block.text) for block in text.blocks
    ]:
        sys.exit("The two sides do not write the same text in the same styles.")


def _median_of(side: peers.Peer, text: Paper, turns: int) -> float:
    """Milliseconds; the first turn, which is compared, also warms up."""
    times, word_file = side.timed(turns)
    _compare(text, word_file)
    return median(times)


def _in_turns(ours: Side, floor: Side, turns: int) -> tuple[tuple[float, float], float]:
    """Medians of both in milliseconds, and of each turn's own ratio."""
    pairs = [(_timed(ours), _timed(floor)) for _ in range(turns + 1)][1:]
    times = median(mine for mine, _ in pairs), median(least for _, least in pairs)
    return times, median(mine / least for mine, least in pairs)


def _timed(side: Side) -> float:
    began = process_time()
    side()
    return (process_time() - began) * 1000


def _print_rows(title: str, rows: dict[str, float], ours: float) -> None:
    lines = [f"{title:<44}{'median':>12}{'to ours':>10}"]
    lines += [f"  {name:<42}{time:9.2f} ms{time / ours:10.2f}" for name, time in rows.items()]
    sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main()
