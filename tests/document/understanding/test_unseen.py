"""Papers labelled by somebody who did not know the rules: how much is read as people read it."""

import json
from collections import Counter
from pathlib import Path

from edusum.document.readers.source import from_text
from edusum.document.understanding.understand import understand

FOLDER = Path(__file__).with_name("unseen")
LABELS = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
LEAST_HEADINGS, LEAST_VALUES = 0.97, 0.93


def agreement(wanted: Counter, allowed: Counter, found: Counter) -> tuple[int, int, int]:
    """Found as wanted, wanted in all, found in all; what is allowed only counts neither way."""
    hits = (wanted & found).total()
    return hits, wanted.total(), found.total() - ((found - wanted) & allowed).total()


def f1(parts: list[tuple[int, int, int]]) -> float:
    hits, wanted, found = (sum(column) for column in zip(*parts, strict=True))
    return 2 * hits / (wanted + found)


def read(name: str):
    return understand(from_text((FOLDER / name).read_text(encoding="utf-8")))


def headings(rows) -> Counter:
    return Counter((marker.strip("、.．， ,"), words[:4]) for marker, words in rows)


def values(rows) -> Counter:
    return Counter(row[0].replace(",", "") for row in rows)


def test_headings_and_values_are_read_as_people_read_them():
    in_headings, in_values = [], []
    for name, label in LABELS.items():
        read_as = read(name)
        found = headings((item.marker, item.words) for item in read_as.headings)
        in_headings.append(agreement(headings(label["headings"]), headings(label["more_headings"]), found))
        found = values((item.value, item.unit) for item in read_as.quantities)
        in_values.append(agreement(values(label["values"]), values(label.get("more_values", [])), found))
    assert (f1(in_headings) >= LEAST_HEADINGS, f1(in_values) >= LEAST_VALUES) == (True, True), (
        f1(in_headings),
        f1(in_values),
    )
