"""The figures that a draft lacks, wherever they would be printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from edusum.document.model import GAP_IN_TABLE, Document, FigureRun, Paragraph, Table
from edusum.proofreading.findings import Severity
from edusum.proofreading.known import Known, Setting
from edusum.proofreading.registry import all_rules

RULE = "left-open"
"""The rule that finds them in text; tables hold no words that a rule could point at."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`key` of its section, `name` of the metric; `table` is the caption of the table in a row of which it
    lacks, None in text."""

    key: str
    name: str
    table: str | None = None


def gaps_of(document: Document) -> Iterator[Gap]:
    """As many as `Document.gaps`, in the same order."""
    for section in document.walk_all():
        for block in section.blocks:
            if isinstance(block, Paragraph):
                runs = (run for run in block.runs if isinstance(run, FigureRun) and run.is_gap)
                yield from (Gap(section.key, run.name) for run in runs)
            elif isinstance(block, Table):
                rows = (row for row in block.rows if GAP_IN_TABLE in row)
                yield from (Gap(section.key, row[0], block.caption) for row in rows)


def gravity(known: Known) -> Severity | None:
    """How grave a figure that lacks is to the bureau; None where it does not want to be told."""
    rule = all_rules()[RULE]
    setting = known.settings.get(rule.code, Setting(is_on=rule.is_on))
    return (setting.severity or rule.severity) if setting.is_on else None
