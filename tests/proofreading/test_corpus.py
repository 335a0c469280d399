"""Faultless papers stay without findings, and are what they say they are."""

import pytest

from edusum.proofreading.known import NOTHING
from edusum.proofreading.run import proofread
from tests.proofreading.papers import characters, papers

PAPERS = [pytest.param(paper, id=paper.name) for paper in papers()]
LEAST_CHARACTERS = 40_000
CHARACTERS_PER_SUSPECT = 2_000


@pytest.mark.parametrize("paper", PAPERS)
def test_a_faultless_paper_holds_nothing_that_is_certainly_wrong(paper):
    errors = [(finding.rule, finding.quote) for finding in paper.as_read.of("error")]
    assert errors == []


@pytest.mark.parametrize("paper", PAPERS)
def test_a_faultless_paper_of_an_unknown_year_holds_nothing_that_is_certainly_wrong(paper):
    errors = [(finding.rule, finding.quote) for finding in proofread(paper.source, NOTHING).of("error")]
    assert errors == []


@pytest.mark.parametrize("is_known", [True, False], ids=["year known", "year unknown"])
def test_faultless_papers_are_hardly_ever_suspected(is_known):
    suspects = [
        (paper.name, finding.rule, finding.quote)
        for paper in papers()
        for finding in (paper.as_read if is_known else proofread(paper.source, NOTHING)).of("suspect")
    ]
    assert len(suspects) <= characters() / CHARACTERS_PER_SUSPECT, suspects


def test_the_corpus_is_long_and_of_all_genres():
    assert characters() >= LEAST_CHARACTERS
    assert {paper.genre for paper in papers()} == {
        "annual_summary",
        "half_year_summary",
        "key_points",
        "campaign_summary",
        "supervision_summary",
        "leadership_summary",
        "department_summary",
        "law_report",
        "speech",
    }


@pytest.mark.parametrize("paper", PAPERS)
def test_every_fact_stands_in_its_paper_once_and_can_be_falsified(paper):
    for fact in paper.facts:
        assert paper.text.count(fact.quote) == 1, fact
        assert fact.number in fact.quote, fact
        assert fact.wrong != fact.number, fact
