"""Findings in the words of comments."""

from collections.abc import Iterable, Iterator

from edusum.document.readers.source import SourceText
from edusum.export.annotating import InTable, Remark
from edusum.proofreading.findings import FAMILIES, SEVERITIES, Finding
from edusum.proofreading.table_cells import cell_of


def remarks_on(findings: Iterable[Finding], source: SourceText) -> list[Remark]:
    """`source`: what was proofread."""
    return [Remark(item.start, item.end, tuple(_lines(item)), cell=_cell(source, item)) for item in findings]


def _cell(source: SourceText, finding: Finding) -> InTable | None:
    cell = cell_of(source, finding)
    return InTable(cell.head, cell.words, cell.column) if cell else None


def _lines(finding: Finding) -> Iterator[str]:
    """How grave it is and what is wrong; why; what to put instead; on what authority."""
    yield f"【{SEVERITIES[finding.severity]}·{FAMILIES[finding.family]}】{finding.message}"
    if finding.evidence:
        yield f"理由：{finding.evidence}"
    if finding.fix:
        yield f"改法：{finding.fix.label or f'改为“{finding.fix.words}”'}"
    if finding.authority:
        yield f"依据：{finding.authority}"
