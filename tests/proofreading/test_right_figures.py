"""Right figures in many wordings, by people who did not know the rules: silence, and what slips show."""

import json
from pathlib import Path

import pytest

from edusum.document.readers.source import from_text
from edusum.proofreading.known import NOTHING, Known
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import proofread

FOLDER = Path(__file__).with_name("right")
TEXTS = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.txt"))]
WITH_FACTS = sorted(FOLDER.glob("*.json"))
FIGURES = {code for code, rule in all_rules().items() if rule.family == "figures"}
RECALL = 0.85


@pytest.mark.parametrize("path", TEXTS)
def test_right_figures_are_never_doubted(path):
    found = proofread(from_text(path.read_text("utf-8")), NOTHING, codes=FIGURES)
    doubted = [(finding.rule, finding.quote) for finding in found.findings if finding.severity != "hint"]
    assert doubted == []


@pytest.mark.proof
def test_of_their_figures_made_false_most_are_found():
    missed, count = [], 0
    for path in WITH_FACTS:
        told = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8")
        known = Known(year=told["year"], genre=told["genre"], bureau=told["bureau"])
        for fact in told["facts"]:
            count += 1
            assert text.count(fact["quote"]) == 1
            start = text.index(fact["quote"])
            end = start + len(fact["quote"]) + len(fact["wrong"]) - len(fact["number"])
            wrong = text.replace(fact["quote"], fact["quote"].replace(fact["number"], fact["wrong"], 1))
            found = proofread(from_text(wrong), known, codes=FIGURES).findings
            if not any(one.start < end and one.end > start and one.severity != "hint" for one in found):
                missed.append((path.stem, fact["number"], fact["wrong"]))
    assert count > 300
    assert len(missed) <= count * (1 - RECALL), missed
