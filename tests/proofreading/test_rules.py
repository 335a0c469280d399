"""Every rule is tried on its own table of cases, with nothing else running."""

import pytest

from edusum.document.readers.source import from_text
from edusum.proofreading.findings import FAMILIES, SEVERITIES
from edusum.proofreading.known import NOTHING, Known, Setting
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import proofread

RULES = all_rules()
CASES = [
    pytest.param(rule, case, id=f"{rule.code}-{number}")
    for rule in RULES.values()
    for number, case in enumerate(rule.cases, 1)
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_rule_points_at_the_faulty_words_and_at_nothing_else(rule, case):
    done = proofread(from_text(case.text), case.known or NOTHING, codes={rule.code})
    assert [finding.quote for finding in done.findings] == list(case.finds)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_explains_itself_with_a_faulty_and_a_right_example(rule):
    assert {bool(case.finds) for case in rule.cases} == {True, False}
    assert (rule.family in FAMILIES, rule.severity in SEVERITIES) == (True, True)
    assert all(words.strip() for words in (rule.title, rule.authority, rule.about))


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_after_its_fixes_a_text_gives_the_rule_nothing_more_to_fix(rule, case):
    text = case.text
    for _ in range(5):
        done = proofread(from_text(text), case.known or NOTHING, codes={rule.code})
        fixes = [finding.fix for finding in done.findings if finding.fix]
        if not fixes:
            break
        first = fixes[0]
        text = text[: first.start] + first.words + text[first.end :]
    assert fixes == []


def test_a_fault_keeps_its_fingerprint_when_something_changes_elsewhere():
    before = "各校开学工作平稳有序，，师生全部到校。全县投入350万元。"
    after = "今年以来，各项工作开局良好。各校开学工作平稳有序，，师生全部到校。全县投入360万元。"
    mended = before.replace("平稳有序，，", "平稳，，")
    prints = [
        [finding.fingerprint for finding in proofread(from_text(text), codes={"doubled-marks"}).findings]
        for text in (before, after, mended)
    ]
    assert prints[0] == prints[1] != prints[2]


def test_a_bureau_switches_a_rule_off_or_grades_it_anew():
    text = from_text("各校开学工作平稳有序，，师生全部到校。")
    for setting, wanted in ((Setting(is_on=False), []), (Setting(severity="hint"), ["hint"])):
        known = Known(settings={"doubled-marks": setting})
        found = proofread(text, known, codes={"doubled-marks"}).findings
        assert [finding.severity for finding in found] == wanted
