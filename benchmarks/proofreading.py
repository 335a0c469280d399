"""How long it takes to look a paper through with all rules, against reading the same text in the same run.

Reading is what an old paper gets: every figure with its name. Proofreading leaves most names out, so the bare
`understand()`, which names figures when asked, is told too, without a bar.

`make bench` prints the table; `--rules` tells the share of each rule. The sides take turns, so that a busy
machine slows both. Ten times the text may take twelve times as long.
"""

import gc
import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import NamedTuple

from benchmarks.papers import paper
from edusum.document.readers import text
from edusum.document.readers.source import SourceText, from_text
from edusum.document.understanding.understand import understand
from edusum.export.text import to_text
from edusum.proofreading.known import Known
from edusum.proofreading.reading import Reading
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import findings_of, proofread
from tests.proofreading.papers import papers

CHARACTERS, TENFOLD, LONG, SECTION, ROUNDS = 20_000, 10, 500_000, 800, 9
SECONDS_BAR, READING_BAR, TENFOLD_BAR, TYPING_BAR = 0.200, 4.0, 12.0, 0.030
KNOWN = Known(year=2025)


class Timing(NamedTuple):
    """Medians in seconds of the processor; `ratio` is that of each turn's own two times."""

    ours: float
    theirs: float
    ratio: float


def main() -> None:
    whole, section = real(CHARACTERS), real(SECTION)
    if "--rules" in sys.argv:
        sys.stdout.write(_shares(whole))
        return
    whole_source, section_source = from_text(whole), from_text(section)
    data = whole.encode()
    all_over = _against(lambda: _looked_through(whole_source), lambda: understand(text.read(data)).quantities)
    grown = _against(*_tenfold(whole))
    bare = _against(lambda: _looked_through(whole_source), lambda: understand(text.read(data)))
    figures = _against(lambda: _looked_through(_generated()), lambda: understand(_generated()).quantities)
    typing = _alone(lambda: proofread(section_source, KNOWN, is_local=True))
    long = _once(lambda: _looked_through(from_text(real(LONG))))
    rows = (
        (
            f"{len(whole)} characters, all rules",
            all_over.ours,
            f"{SECONDS_BAR * 1000:.0f}ms",
            all_over.ours <= SECONDS_BAR,
        ),
        ("against reading the same text", all_over.ratio, f"{READING_BAR:g}×", all_over.ratio <= READING_BAR),
        ("against reading without naming figures", bare.ratio, "told ×", True),
        (
            "against reading a generated paper",
            figures.ratio,
            f"{READING_BAR:g}×",
            figures.ratio <= READING_BAR,
        ),
        ("ten times the text", grown.ratio, f"{TENFOLD_BAR:g}×", grown.ratio <= TENFOLD_BAR),
        (
            f"a section of {len(section)} while typing",
            typing,
            f"{TYPING_BAR * 1000:.0f}ms",
            typing <= TYPING_BAR,
        ),
        (f"{LONG} characters", long, "told", True),
    )
    for name, value, bar, holds in rows:
        shown = f"{value:.2f}×" if bar.endswith("×") else f"{value * 1000:.1f}ms"
        sys.stdout.write(f"{name:38}{shown:>12}{bar:>8}  {'holds' if holds else 'DOES NOT HOLD'}\n")
    if not all(holds for *_, holds in rows):
        sys.exit("A bar does not hold.")


def real(characters: int) -> str:
    """So much of the project's own papers, one behind the other."""
    written = "\n".join(item.text for item in papers())
    times = characters // len(written) + 1
    cut = (f"{written}\n" * times)[:characters]
    return cut[: cut.rindex("。") + 1]


def _generated() -> SourceText:
    return from_text(to_text(paper(CHARACTERS).document))


def _looked_through(source: SourceText) -> object:
    return proofread(source, KNOWN)


def _tenfold(once: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """The same words ten times over would be a paper full of repetitions, so all papers are taken."""
    short, long = from_text(once[: len(once) // 4]), from_text(real(len(once) // 4 * TENFOLD))
    return lambda: _looked_through(long), lambda: _looked_through(short)


def _against(ours: Callable[[], object], theirs: Callable[[], object]) -> Timing:
    ours(), theirs()
    turns = [(_once(ours), _once(theirs)) for _ in range(ROUNDS)]
    return Timing(
        median(mine for mine, _ in turns),
        median(other for _, other in turns),
        median(mine / other for mine, other in turns),
    )


def _alone(work: Callable[[], object]) -> float:
    work()
    return median(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    work()
    return process_time() - started


def _shares(written: str) -> str:
    """What each rule takes, the slowest first; what is shared is reckoned to whoever asks first."""
    source = from_text(written)
    understood = understand(source)
    times = {"understanding": _alone(lambda: understand(source))}
    shared = Reading(source, KNOWN, understood=understood)
    times["sentences"] = _once(lambda: shared.sentences)
    times["numbers"] = _once(lambda: shared.numbers)
    for code, rule in all_rules().items():
        times[code] = _alone(lambda rule=rule: findings_of(shared, [rule]))  # type: ignore[misc]
    whole = sum(times.values())
    lines = [f"{name:34}{seconds * 1000:9.2f}ms{seconds / whole:8.1%}" for name, seconds in _slowest(times)]
    return "\n".join([*lines, f"{'together':34}{whole * 1000:9.2f}ms", ""])


def _slowest(times: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(times.items(), key=lambda item: -item[1])


if __name__ == "__main__":
    main()
