"""What was taken from a table, as plain JSON: kept with the import until a person confirms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from edusum.metrics.figures import Reading


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure as the table has it. `seen` is what stood in the workbook when it was downloaded, None for a
    plain table; `typed` is what the cell shows; `doubts` are sentences on what to look at."""

    code: str
    cell: str
    typed: str
    reading: Reading
    seen: Reading | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken, and why."""

    cell: str
    name: str
    typed: str
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a table says: figures, cells at fault, remarks on the whole."""

    taken: tuple[Taken, ...] = ()
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


def reading_as_json(reading: Reading) -> dict[str, Any]:
    """Only what there is to say: {} is a pending reading."""
    told: dict[str, Any] = {}
    if reading.state != "pending":
        told["state"] = reading.state
    if reading.value is not None:
        told["value"] = str(reading.value)
    if reading.terms is not None:
        told["terms"] = [str(term) for term in reading.terms]
    if reading.approximation:
        told["approximation"] = reading.approximation
    if reading.note:
        told["note"] = reading.note
    return told


def reading_from_json(told: Mapping[str, Any]) -> Reading:
    terms = told.get("terms")
    return Reading(
        state=told.get("state", "pending"),
        value=Decimal(told["value"]) if "value" in told else None,
        terms=(Decimal(terms[0]), Decimal(terms[1])) if terms else None,
        approximation=told.get("approximation", ""),
        note=told.get("note", ""),
    )


def as_json(content: Content) -> dict[str, Any]:
    return {
        "taken": [_taken_as_json(taken) for taken in content.taken],
        "faults": [[fault.cell, fault.name, fault.typed, fault.words] for fault in content.faults],
        "remarks": list(content.remarks),
    }


def from_json(told: Mapping[str, Any]) -> Content:
    return Content(
        tuple(_taken_from_json(item) for item in told.get("taken", ())),
        tuple(Fault(*_four(item)) for item in told.get("faults", ())),
        tuple(told.get("remarks", ())),
    )


def _four(item: Sequence[str]) -> tuple[str, str, str, str]:
    cell, name, typed, words = item
    return cell, name, typed, words


def _taken_as_json(taken: Taken) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": taken.code,
        "cell": taken.cell,
        "typed": taken.typed,
        "reading": reading_as_json(taken.reading),
    }
    if taken.seen is not None:
        told["seen"] = reading_as_json(taken.seen)
    if taken.doubts:
        told["doubts"] = list(taken.doubts)
    return told


def _taken_from_json(told: Mapping[str, Any]) -> Taken:
    return Taken(
        told["code"],
        told["cell"],
        told["typed"],
        reading_from_json(told["reading"]),
        seen=reading_from_json(told["seen"]) if "seen" in told else None,
        doubts=tuple(told.get("doubts", ())),
    )
