"""Findings for programs: `findings` holds 必错 and 疑似, `hints` the 提示."""

from typing import Any

from edusum.proofreading.findings import Finding
from edusum.proofreading.run import Proofread


def as_json(done: Proofread) -> dict[str, list[dict[str, Any]]]:
    """Every quote is text[start:end]; `fix` is null, or what to put in the place of which characters."""
    return {
        "findings": [_told(finding) for finding in done.of("error", "suspect")],
        "hints": [_told(finding) for finding in done.of("hint")],
    }


def _told(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    return {
        "kind": finding.kind,
        "rule": finding.rule,
        "severity": finding.severity,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "evidence": finding.evidence,
        "fix": fix and {"start": fix.start, "end": fix.end, "text": fix.words},
    }
