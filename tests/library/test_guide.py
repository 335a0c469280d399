"""The guide says nothing that the engine does not do."""

from dataclasses import replace
from pathlib import Path

import pytest

from edusum.document.model import FigureRun
from edusum.library.guide import FIGURES, UNFIT, UNREPORTED, filter_helps, text_examples, topics
from edusum.library.metric_files import read_metrics
from edusum.library.patterns import BLANK, PATTERNS
from edusum.library.phrasing import TEXT_NAMES, check
from edusum.library.samples import Sampled, sample_figures
from edusum.library.vocabulary import FILTERS, PLACEHOLDER
from edusum.metrics.figures import Figure

FIXTURES = Path(__file__).parents[2] / "fixtures" / "library"
TEXTS = {name: name for name in TEXT_NAMES}
TOPICS = topics(TEXTS)
EXAMPLES = [
    *(example for topic in TOPICS for example in topic.examples),
    *(found.example for found in filter_helps(TEXTS)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_every_example_is_a_sound_phrase_about_the_guides_own_figures(example):
    assert check(example.source, metric_names=FIGURES) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_no_example_says_less_than_it_should(example):
    gaps = [
        run.text
        for paragraph in example.paragraphs
        for run in paragraph.runs
        if isinstance(run, FigureRun) and run.is_gap
    ]
    assert example.paragraphs
    assert gaps in ([], ["【待补：新增幼儿学位数】"])


def test_every_filter_that_people_write_is_explained():
    assert [found.name for found in filter_helps(TEXTS)] == [name for name in FILTERS if name != PLACEHOLDER]


def test_a_few_sentences_are_as_officials_write_them():
    said = {example.source: example.paragraphs[0].text for example in EXAMPLES}
    assert said["在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|同比 }}。"] == "在园幼儿4620人，比上年增长3.4%。"
    assert said["毛入园率{{ 学前三年毛入园率|由到 }}。"] == "毛入园率由72.6%提高到75%。"
    assert (
        said["现有幼儿园{{ 幼儿园数 }}。示范高中{{ 不适用指标 }}，示范带动作用明显。"] == "现有幼儿园46所。"
    )
    assert (
        said["现有幼儿园{{ 幼儿园数 }}{% if 不适用指标 > 0 %}，示范高中{{ 不适用指标 }}{% endif %}。"]
        == "现有幼儿园46所。"
    )


def test_the_text_names_are_told_with_what_they_read_as():
    assert text_examples(TEXTS) == tuple((name, name) for name in TEXT_NAMES)


def test_each_topic_has_its_place_on_the_page():
    anchors = [topic.anchor for topic in TOPICS]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_is_a_phrase_once_its_blank_is_filled(name):
    source = PATTERNS[name].source
    assert BLANK in source
    assert check(source.replace(BLANK, "在园幼儿数"), metric_names=FIGURES) == []


def test_its_figures_are_those_of_the_library():
    """But for the two that only show what is not there."""
    metrics = {metric.fields["phrase_name"]: metric for metric in read_metrics(FIXTURES)}
    own = FIGURES.keys() - {UNREPORTED, UNFIT}
    there = sample_figures([sampled(metrics[name].fields) for name in own])
    assert {name: replace(FIGURES[name], code="") for name in own} == {
        name: replace(figure, code="") for name, figure in there.items()
    }


def sampled(fields):
    names = ("code", "phrase_name", "name", "unit", "kind", "decimals")
    figure = Figure(*(fields[name] for name in names))
    return Sampled(figure, fields["sample"], fields["sample_previous"])


@pytest.mark.parametrize("name", [name for name in FILTERS if name != PLACEHOLDER])
def test_what_completion_tells_of_a_filter_is_what_it_prints(name):
    source, _, said = FILTERS[name].example.partition(" → ")
    (told,) = [found.example for found in filter_helps(TEXTS) if found.name == name]
    assert (told.source, told.paragraphs[0].text) == (source, said)
