"""Every rule bites, and every known defect is found by somebody."""

import pytest

from edusum.export.word import to_docx
from tests.export.mutants import DEFECTS, MUTANTS, Mutant, broken
from tests.export.rules import RULES, breaches, sound
from tests.export.showcase import formal, report
from tests.export.validators import audit_errors, sdk_errors

SDK, AUDIT, OWN = "Open XML SDK", "openxml-audit", "own rules"
FOUND_BY = {
    "order of paragraph properties": [SDK, AUDIT],
    "unknown attribute": [SDK, AUDIT],
    "wrong value": [SDK, AUDIT],
    "cell without a paragraph": [AUDIT, OWN],
    "missing relation": [SDK, AUDIT, OWN],
    "missing style": [AUDIT, OWN],
    "missing part": [SDK, AUDIT, OWN],
    "no content type": [SDK, OWN],
    "order of settings": [SDK, AUDIT],
    "field not closed": [OWN],
    "malformed": [SDK, AUDIT, OWN],
    "drawing in exact lines": [OWN],
}


@pytest.fixture(scope="module")
def whole() -> bytes:
    return to_docx(report())


@pytest.mark.parametrize("paper", [report, formal])
def test_a_paper_with_everything_keeps_every_rule(paper, tmp_path):
    path = tmp_path / "paper.docx"
    path.write_bytes(to_docx(paper()))
    assert (breaches(path.read_bytes()), audit_errors(path), sdk_errors([path])) == ([], [], {})


@pytest.mark.parametrize("mutant", MUTANTS)
def test_each_rule_bites(whole, mutant: Mutant):
    found = {line.partition(":")[0] for line in breaches(broken(whole, mutant))}
    assert mutant.rule in found


def test_no_rule_is_without_a_mutant():
    assert {mutant.rule for mutant in MUTANTS} == {rule.__name__ for rule in (sound, *RULES)}


def test_every_known_defect_is_found_by_somebody(whole, tmp_path):
    paths = {name: tmp_path / f"{name}.docx" for name in DEFECTS}
    for name, mutant in DEFECTS.items():
        paths[name].write_bytes(broken(whole, mutant))
    by_sdk = sdk_errors(paths.values())
    found_by = {
        name: [
            *[SDK] * (path.name in by_sdk),
            *[AUDIT] * bool(audit_errors(path)),
            *[OWN] * bool(breaches(path.read_bytes())),
        ]
        for name, path in paths.items()
    }
    assert found_by == FOUND_BY
