"""Differences between two states of a template in the words that people read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edusum.library.comparing import Clock, Comparison, FieldChange, Pair, Piece, SectionChange, compare_texts
from edusum.library.enums import CLOSING, OPENING
from edusum.library.models import Section, TemplateVersion
from edusum.metrics.models import MetricDefinition

Names = Mapping[str, str]
"""The names of metrics by their codes."""
EMPTY = {
    "parent": "（最外层）",
    "position": "最前",
    "due_days": "不限",
    "suggested_min": "不限",
    "suggested_max": "不限",
}
WHERE = {"parent": "上级章节", "position": "排在"}
"""Fields that tell of a move."""
TOLD, LONGEST = 3, 200
SHORT = 12
"""Values of up to so many characters are shown whole."""


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A setting that differs: what it is called, and both values with the words that differ."""

    label: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section with what became of it; `marks` are the names of badges, none when nothing did."""

    change: SectionChange
    marks: tuple[str, ...]
    fields: tuple[FieldShown, ...]
    phrases: tuple[Pair, ...]

    @property
    def title(self) -> str:
        return _title(self.change)


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as a page shows it. `groups` are runs of sections: (whether they differ, sections)."""

    fields: tuple[FieldShown, ...]
    sections: tuple[SectionShown, ...]
    summary: str

    @property
    def is_same(self) -> bool:
        return not self.summary

    @property
    def groups(self) -> list[tuple[bool, list[SectionShown]]]:
        found: list[tuple[bool, list[SectionShown]]] = []
        for section in self.sections:
            differs = bool(section.marks)
            if not found or found[-1][0] != differs or differs:
                found.append((differs, []))
            found[-1][1].append(section)
        return found


def shown(comparison: Comparison) -> Shown:
    """One query at most."""
    names = _names(comparison)
    return Shown(
        tuple(_fields(TemplateVersion, comparison.fields, comparison.clock)),
        tuple(_section(change, names, comparison.clock) for change in comparison.sections),
        summary(comparison),
    )


def summary(comparison: Comparison) -> str:
    """新增 2 节、删去 1 节、修改 3 节、移动 1 节; "" when nothing differs."""
    counts = {
        "新增": comparison.count("added"),
        "删去": comparison.count("removed"),
        "修改": sum(_is_altered(change) for change in comparison.sections),
        "移动": sum(change.moved for change in comparison.sections),
    }
    told = [f"{word} {count} 节" for word, count in counts.items() if count]
    labels = [_label(TemplateVersion, change.name) for change in comparison.fields]
    return "，".join(filter(None, ["、".join(told), f"{'、'.join(labels)}有改动" if labels else ""]))


def line(comparison: Comparison) -> str:
    """What was done, in one line: 修改“学前教育”的措辞；新增“校园安全”."""
    told = list(_told(comparison)) or ["修改版本说明"]
    rest = f"，等 {len(told)} 处" if len(told) > TOLD else ""
    return "；".join(told[:TOLD])[: LONGEST - len(rest)] + rest


def _told(comparison: Comparison) -> Iterator[str]:
    labels = [_label(TemplateVersion, change.name) for change in comparison.fields]
    if labels:
        yield f"修改{'、'.join(labels)}"
    for change in comparison.changes:
        if change.fate in {"added", "removed"}:
            yield f"{'新增' if change.fate == 'added' else '删去'}“{_title(change)}”"
        elif change.moved:
            altered = "、".join(_altered(change))
            yield f"移动“{_title(change)}”{f'并修改{altered}' if altered else ''}"
        else:
            yield f"修改“{_title(change)}”的{'、'.join(_altered(change))}"


def _is_altered(change: SectionChange) -> bool:
    return change.fate == "changed" and bool(_altered(change))


def _altered(change: SectionChange) -> list[str]:
    labels = [_label(Section, field.name) for field in change.fields if field.name not in WHERE]
    return [*labels, *(["措辞"] if change.phrases else []), *(["指标表"] if change.table else [])]


def _title(change: SectionChange) -> str:
    pieces = change.heading.after or change.heading.before
    return "".join(piece.text for piece in pieces) or (CLOSING if change.is_closing else OPENING)


def _label(model: Any, name: str) -> str:
    return WHERE.get(name) or str(model._meta.get_field(name).verbose_name)


# A section


def _section(change: SectionChange, names: Names, clock: Clock) -> SectionShown:
    headingless = [field for field in change.fields if field.name != "heading"]
    table = [_table(change.table, names, clock)] if change.table else []
    fields = (*_fields(Section, headingless, clock), *table)
    return SectionShown(change, tuple(_marks(change)), fields, change.phrases)


def _marks(change: SectionChange) -> Iterator[str]:
    if change.fate in {"added", "removed"}:
        yield change.fate
    if change.moved:
        yield "moved"
    if _is_altered(change):
        yield "changed"


def _fields(model: Any, changes: Iterable[FieldChange], clock: Clock) -> Iterator[FieldShown]:
    for change in changes:
        before, after = (_value(model, change.name, value) for value in (change.before, change.after))
        is_long = min(len(before), len(after)) > SHORT
        pair = compare_texts(before, after, clock) if is_long else _whole(before, after)
        yield FieldShown(_label(model, change.name), pair)


def _whole(before: str, after: str) -> Pair:
    return Pair((Piece(before, differs=True),), (Piece(after, differs=True),))


def _value(model: Any, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or (value == "" and name not in WHERE):
        return EMPTY.get(name, "（空）")
    if name in WHERE:
        return f"“{value or OPENING}”{'之后' if name == 'position' else ''}"
    return str(dict(model._meta.get_field(name).flatchoices).get(value, value))


def _table(change: FieldChange, names: Names, clock: Clock) -> FieldShown:
    before, after = ("、".join(names.get(code, code) for code in codes) for codes in _codes(change))
    told = compare_texts(before, after, clock) if before and after else _emptied(before, after)
    return FieldShown("指标表", told)


def _emptied(before: str, after: str) -> Pair:
    return _whole(before or "（不设表）", after or "（不设表）")


def _codes(change: FieldChange) -> tuple[Sequence[str], Sequence[str]]:
    return change.before, change.after


def _names(comparison: Comparison) -> Names:
    changes = [change.table for change in comparison.sections if change.table]
    codes = {code for change in changes for side in _codes(change) for code in side}
    if not codes:
        return {}
    return dict(MetricDefinition.objects.filter(code__in=codes).values_list("code", "name"))
