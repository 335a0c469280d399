"""What was measured of each rule on the project's own test texts: published beside the rules."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Measure:
    """`found` of the `seeded` faults were found; `false` were told where there was none."""

    seeded: int = 0
    found: int = 0
    false: int = 0

    @property
    def recall(self) -> str:
        return _percent(self.found, self.seeded)

    @property
    def precision(self) -> str:
        return _percent(self.found, self.found + self.false)


@dataclass(frozen=True)
class Measured:
    """`rules` by their codes; `total` of all, `clean_characters` is how long the faultless texts are."""

    rules: dict[str, Measure]
    total: Measure
    clean_characters: int


@cache
def measured() -> Measured | None:
    """None where nothing was measured yet."""
    try:
        told: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    except FileNotFoundError:
        return None
    rules = {
        code: Measure(int(row.get("seeded", 0)), int(row.get("found", 0)), int(row.get("false", 0)))
        for code, row in told.get("rules", {}).items()
    }
    total = Measure(
        sum(row.seeded for row in rules.values()),
        sum(row.found for row in rules.values()),
        sum(row.false for row in rules.values()),
    )
    return Measured(rules, total, int(told.get("clean_characters", 0)))


def _percent(part: int, whole: int) -> str:
    """97.5%, 100%; "" of nothing."""
    if not whole:
        return ""
    return f"{round(100 * part / whole, 1):g}%"
