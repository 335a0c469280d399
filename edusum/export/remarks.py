"""Findings in the words of comments."""

from collections.abc import Iterable, Iterator

from edusum.export.annotating import Remark
from edusum.proofreading.findings import FAMILIES, SEVERITIES, Finding


def remarks_on(findings: Iterable[Finding]) -> list[Remark]:
    return [Remark(item.start, item.end, tuple(_lines(item))) for item in findings]


def _lines(finding: Finding) -> Iterator[str]:
    """How grave it is and what is wrong; why; what to put instead; on what authority."""
    yield f"【{SEVERITIES[finding.severity]}·{FAMILIES[finding.family]}】{finding.message}"
    if finding.evidence:
        yield f"理由：{finding.evidence}"
    if finding.fix:
        yield f"改法：{finding.fix.label or f'改为“{finding.fix.words}”'}"
    if finding.authority:
        yield f"依据：{finding.authority}"
