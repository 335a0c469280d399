"""What holds for every rule, whoever wrote it."""

import re
from collections import Counter
from importlib import import_module
from pkgutil import walk_packages

import pytest

from edusum.document.readers.source import from_text
from edusum.proofreading import rules
from edusum.proofreading.findings import FAMILIES
from edusum.proofreading.known import NOTHING
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import proofread

RULES = [pytest.param(rule, id=code) for code, rule in all_rules().items()]
LEAST_FAULTY, LEAST_RIGHT = 3, 4
_SENTENCES = re.compile(r"[^\n]*[一-龥][^\n]*[。！？][”）]?")


def test_no_code_is_given_twice():
    modules = [
        import_module(module.name)
        for module in walk_packages(rules.__path__, f"{rules.__name__}.")
        if not module.ispkg
    ]
    codes = Counter(rule.code for module in modules for rule in module.RULES)
    assert [code for code, count in codes.items() if count > 1] == []
    assert set(codes) == set(all_rules())


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_tried_on_faulty_and_on_right_texts(rule):
    faulty = [case for case in rule.cases if case.finds]
    right = [case for case in rule.cases if not case.finds]
    assert (len(faulty) >= LEAST_FAULTY, len(right) >= LEAST_RIGHT) == (True, True)
    assert len({case.text for case in rule.cases if case.known is None}) == sum(
        case.known is None for case in rule.cases
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks_chinese_in_full_sentences(rule):
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.code)
    assert _SENTENCES.fullmatch(rule.about), rule.about
    assert re.search("[一-龥]", rule.title)
    assert rule.title[-1] not in "。，；"
    assert re.search("[一-龥]", rule.authority)


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_finds_is_told_in_full_sentences(rule):
    for case in rule.cases:
        for finding in proofread(from_text(case.text), case.known or NOTHING, codes={rule.code}).findings:
            assert _SENTENCES.fullmatch(finding.message), finding.message
            assert finding.family in FAMILIES
            assert (0 <= finding.start < finding.end <= len(case.text)) is True
            if finding.fix:
                assert case.text[finding.fix.start : finding.fix.end] != finding.fix.words


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_lives_in_the_room_of_its_family(rule):
    assert rule.find.__module__.split(".")[-2] == rule.family or rule.find.__module__.endswith(rule.family)
