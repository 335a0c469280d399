"""Findings told for the desk: their words as the paper has them, and what to do about a figure that lacks."""

import re
from dataclasses import replace

from edusum.proofreading.findings import Finding
from edusum.proofreading.reading import Reading

_QUOTED = re.compile("“([^“”\n]{1,200})”")


def as_printed(reading: Reading, finding: Finding) -> Finding:
    """What its message and reason quote from the folded text (【待补:…】) as it is printed (【待补：…】)."""
    printed = reading.text[finding.start : finding.end]
    folded = reading.plain[finding.start : finding.end]
    if printed == folded:
        return finding

    def own(match: re.Match[str]) -> str:
        at = folded.find(match[1])
        if at < 0 or match[1] in printed:
            return match[0]
        return f"“{printed[at : at + len(match[1])]}”"

    return replace(
        finding, message=_QUOTED.sub(own, finding.message), evidence=_QUOTED.sub(own, finding.evidence)
    )


def lacking(finding: Finding, name: str) -> Finding:
    """A place where a metric would print its value, if it had one: to be filled in, not to be written."""
    return replace(finding, message=f"指标“{name}”还没有数值，请去填报，填好以后这里自动补上。", fix=None)
