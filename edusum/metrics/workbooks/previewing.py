"""What an import would change, judged against the figures as they are now."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edusum.accounts.models import User
from edusum.metrics import warnings
from edusum.metrics.access import departments_served
from edusum.metrics.facts import Facts, facts_of
from edusum.metrics.figures import Figure, Reading
from edusum.metrics.models import MetricDefinition, WorkbookImport
from edusum.metrics.series import change_label
from edusum.metrics.units import format_reading
from edusum.metrics.warnings import Doubt
from edusum.metrics.workbooks.content import Fault, Taken, from_json, reading_as_json
from edusum.metrics.workbooks.offering import others_words

STATES = {"pending": "待报", "not_applicable": "不适用"}


@dataclass(frozen=True, slots=True)
class Step:
    """One figure that would change: from `now` to `reading`. `seen` in words is what stood in the workbook
    when it was downloaded, `stands` what does now, both "" unless others changed the figure or its remark
    since; `held` says what a change waits for."""

    metric_id: int
    code: str
    name: str
    cell: str
    typed: str
    now: Reading
    reading: Reading
    now_words: str
    words: str
    before_words: str
    change: str
    seen: str = ""
    stands: str = ""
    held: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    asks_reason: bool = False

    @property
    def is_conflict(self) -> bool:
        return bool(self.seen)

    @property
    def note(self) -> str:
        """The remark that comes with it, where it is another."""
        return self.reading.note if self.reading.note != self.now.note else ""

    @property
    def is_emptied(self) -> bool:
        return self.now.is_filled and self.reading.state == "pending"


@dataclass(frozen=True, slots=True)
class Preview:
    """`mark` tells two previews apart; `same` counts figures that are already as the table has them."""

    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]
    same: int
    mark: str

    @property
    def fault_count(self) -> int:
        return len(self.faults)

    @property
    def conflict_count(self) -> int:
        return sum(step.is_conflict for step in self.steps)

    @property
    def held_count(self) -> int:
        return sum(bool(step.held) for step in self.steps)

    @property
    def doubt_count(self) -> int:
        return sum(bool(step.doubts) for step in self.steps)

    @property
    def asking_count(self) -> int:
        """How many figures leap so far that one asks why."""
        return sum(step.asks_reason for step in self.steps)

    @property
    def is_right(self) -> bool:
        """Whether it can be confirmed without a further look at single figures."""
        return not self.faults and not self.conflict_count and not self.asking_count


def preview_of(row: WorkbookImport, actor: User) -> Preview:
    """Ten queries, whatever the number of figures."""
    content = from_json(row.content)
    facts = facts_of(row.bureau, row.year, row.period)
    served = departments_served(actor, row.bureau)
    metrics = {metric.code: metric for metric in facts.library}
    steps: list[Step] = []
    same = 0
    faults = list(content.faults)
    for taken in content.taken:
        metric = metrics.get(taken.code)
        if metric is None:
            faults.append(Fault(taken.cell, taken.code, taken.typed, "这项指标已经删除，请重新下载填报表。"))
            continue
        figure = facts.figures[metric.phrase_name]
        reading = _wanted(taken, figure.current)
        others = others_words(facts.owners, metric.pk, served)
        if reading == figure.current:
            same += 1
            continue
        if others:
            faults.append(
                Fault(taken.cell, metric.name, taken.typed, f"这项指标{others}，请联系该科室填报。")
            )
            continue
        steps.append(_step(taken, metric, figure, reading, facts))
    mark = _mark(steps)
    return Preview(
        tuple(_doubted(steps, facts)),
        tuple(faults),
        content.remarks,
        same=same,
        mark=mark,
    )


def said(figure: Figure, reading: Reading) -> str:
    """A reading as people read it: 逾500人, 不适用, 待报."""
    return format_reading(figure, reading) if reading.is_filled else STATES[reading.state]


def _wanted(taken: Taken, now: Reading) -> Reading:
    """The reading with the remark as it stands, unless another was written into the workbook."""
    return taken.reading if _is_remarked(taken) else replace(taken.reading, note=now.note)


def _is_remarked(taken: Taken) -> bool:
    """Whether the workbook says something of the remark; a plain table never does."""
    return taken.seen is not None and _plain(taken.reading.note) != _plain(taken.seen.note)


def _step(taken: Taken, metric: MetricDefinition, figure: Figure, reading: Reading, facts: Facts) -> Step:
    now, seen = figure.current, taken.seen
    is_moved = seen is not None and replace(seen, note="") != replace(now, note="")
    is_reworded = seen is not None and _is_remarked(taken) and now.note not in {seen.note, taken.reading.note}
    return Step(
        metric_id=metric.pk,
        code=metric.code,
        name=metric.name,
        cell=taken.cell,
        typed=taken.typed,
        now=figure.current,
        reading=reading,
        now_words=said(figure, figure.current),
        words=said(figure, reading),
        before_words=said(figure, figure.previous) if figure.previous.state != "pending" else "",
        change=change_label(replace(figure, current=reading)),
        seen=_stood(figure, seen, is_reworded) if seen is not None and (is_moved or is_reworded) else "",
        stands=_stood(figure, now, is_reworded) if is_moved or is_reworded else "",
        held=facts.held.words(metric.pk),
        doubts=taken.doubts,
    )


def _stood(figure: Figure, reading: Reading, is_reworded: bool) -> str:
    """58所, and where the remarks differ: 58所（说明：含民办园）."""
    words = said(figure, reading)
    return f"{words}（{f'说明：{reading.note}' if reading.note else '没有说明'}）" if is_reworded else words


def _plain(note: str) -> str:
    """As a workbook comes back: one line."""
    return " ".join(note.split())


def _doubted(steps: Sequence[Step], facts: Facts) -> list[Step]:
    """With what the sheet would say of the figures once they are stored."""
    readings = {step.code: step.reading for step in steps}
    figures = [
        replace(figure, current=readings.get(figure.code, figure.current))
        for figure in facts.figures.values()
    ]
    found = warnings.by_code(
        doubt
        for doubt in warnings.warnings_of(figures, facts.relations, past=facts.readings, year=facts.year)
        if readings.keys() & {doubt.code, *doubt.codes}
    )
    by_step: dict[str, list[Doubt]] = {step.code: list(found.get(step.code, ())) for step in steps}
    for code, doubts in found.items():
        if code not in by_step:
            beside = next(step.code for step in steps if any(step.code in doubt.codes for doubt in doubts))
            by_step[beside] += [doubt for doubt in doubts if doubt not in by_step[beside]]
    return [
        replace(
            step,
            doubts=(*step.doubts, *dict.fromkeys(doubt.words for doubt in by_step[step.code])),
            asks_reason=any(doubt.asks_reason for doubt in by_step[step.code]),
        )
        for step in steps
    ]


def _mark(steps: Sequence[Step]) -> str:
    told = [[step.code, reading_as_json(step.now), list(step.held)] for step in steps]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]
