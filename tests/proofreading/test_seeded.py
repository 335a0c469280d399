"""Faults seeded in faultless papers are found. A hundred of them here; all of them with `make proof`."""

import json
import sys

import pytest

from edusum.proofreading.registry import all_rules
from tests.proofreading.seeding.__main__ import FILE, written
from tests.proofreading.seeding.changes import MUTATORS, mutations
from tests.proofreading.seeding.measure import Measured, judged, measured

SAMPLE, FEWEST, LEAST_OF_SAMPLE = 100, 1_500, 0.8
BARS = {"all": 0.9, "facts": 0.95, "numbering": 0.95}


def test_there_are_mutations_enough_and_each_changes_something():
    every = mutations()
    assert len(every) >= FEWEST
    untouched = [
        item for item in every if item.is_told and item.known == item.paper.known and not item.source.tables
    ]
    assert untouched == []


def test_of_a_sample_of_seeded_faults_most_are_found():
    every = mutations()
    sample = Measured([judged(mutation) for mutation in every[:: len(every) // SAMPLE]])
    missed = [
        (item.mutation.mutator.name, item.mutation.paper.name, item.mutation.words)
        for item in sample.outcomes
        if not item.right
    ]
    assert sample.recall() >= LEAST_OF_SAMPLE, missed


def test_every_rule_is_seeded_by_a_mutator():
    rows = json.loads(FILE.read_text("utf-8"))["rules"]
    assert [code for code in all_rules() if not rows.get(code, {}).get("seeded")] == []


def test_a_mutator_aims_at_a_rule_there_is():
    assert {mutator.aim for mutator in MUTATORS.values()} <= set(all_rules())
    assert {mutation.aim for mutation in mutations()} <= set(all_rules())


@pytest.mark.proof
def test_seeded_faults_are_found_as_often_as_is_published(capsys):
    done = measured()
    with capsys.disabled():
        sys.stdout.write(f"\n{done.table()}\n{len(done.outcomes)} mutations\n")
    told = {"all": done.recall(), **{name: done.recall([name]) for name in ("facts", "numbering")}}
    assert {name: share for name, share in told.items() if share < BARS[name]} == {}
    assert FILE.read_text("utf-8") == written(done), "run python -m tests.proofreading.seeding --write"
