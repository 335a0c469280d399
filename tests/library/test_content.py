"""The report templates, metrics and demo figures that come with the system hang together."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from edusum.document.model import FigureRun
from edusum.library import phrasing, wording
from edusum.metrics.domains import DOMAINS
from edusum.metrics.entries import read_entry
from edusum.metrics.figures import PENDING, Figure, Reading

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TEMPLATES = sorted((FIXTURES / "library/templates").glob("*.yaml"))
TEMPLATE = "annual-haicang"
TEXTS = {
    "单位全称": "示例区教育局",
    "单位简称": "区教育局",
    "本地": "我区",
    "全域": "全区",
    "年度": "2025",
    "上年度": "2024",
    "下年度": "2026",
}
# code: (value or terms, approximation, as printed)
SOURCE_FIGURES = {
    "gross_pre_primary_enrolment_ratio": ("75", "", "75%"),
    "primary_enrolment_ratio": ("99.53", "", "99.53%"),
    "primary_on_time_graduation_rate": ("96.87", "", "96.87%"),
    "junior_secondary_enrolment_ratio": ("98.95", "", "98.95%"),
    "junior_secondary_on_time_graduation_rate": ("92.35", "", "92.35%"),
    "senior_secondary_enrolment_ratio": ("97.30", "", "97.30%"),
    "children_with_disabilities_enrolment_ratio": ("98.7", "", "98.7%"),
    "children_in_hardship_enrolment_ratio": ("100", "", "100%"),
    "schools_receiving_migrant_workers_children": ("6", "", "6所"),
    "migrant_workers_children": ("749", "", "749人"),
    "migrant_workers_children_primary": ("645", "", "645人"),
    "migrant_workers_children_secondary": ("104", "", "104人"),
    "migrant_children_fees_waived": ("39.072", "", "39.072万元"),
    "pupils_in_hardship_aided": ("310", "", "310名"),
    "general_vocational_intake_ratio": (("5", "5"), "about", "5:5左右"),
    "vocational_field_match_rate": ("95", "at_least", "95%以上"),
    "vocational_graduate_employment_rate": ("95.32", "", "95.32%"),
    "schools_merged": ("2", "", "2所"),
    "schools_planned_for_merger": ("6", "", "6所"),
    "secondary_computer_pupil_ratio": (("1", "6.3"), "", "1:6.3"),
    "primary_computer_pupil_ratio": (("1", "5.2"), "", "1:5.2"),
    "secondary_schools_with_multimedia_classrooms": ("6", "", "6所"),
    "secondary_multimedia_classrooms": ("208", "", "208间"),
    "secondary_multimedia_special_rooms": ("9", "", "9间"),
    "secondary_computer_rooms": ("15", "", "15间"),
    "secondary_digital_reading_rooms": ("6", "", "6间"),
    "secondary_language_laboratories": ("7", "", "7间"),
    "secondary_lesson_preparation_computers": ("453", "", "453台"),
    "primary_schools_with_multimedia_classrooms": ("21", "", "21所"),
    "primary_multimedia_classrooms": ("67", "", "67间"),
    "primary_multimedia_special_rooms": ("50", "", "50间"),
    "primary_computer_rooms": ("24", "", "24间"),
    "primary_digital_reading_rooms": ("2", "", "2间"),
    "primary_lesson_preparation_computers": ("319", "", "319台"),
}


@cache
def load(name):
    return yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8"))


@cache
def metrics():
    """Those that the template of the demo names, in phrases or tables."""
    sections = list(walk(template()["sections"]))
    phrases = [phrase["text"] for section in sections for phrase in section["phrases"]]
    names = {name for text in phrases for name in phrasing.names_used(text)}
    rows = {code for section in sections for code in section.get("table", {}).get("metrics", [])}
    return [metric for metric in every_metric() if metric["phrase_name"] in names or metric["code"] in rows]


def files(kind):
    """The files of metrics or relations by name, in the order in which they are read."""
    paths = sorted((FIXTURES / "library" / kind).glob("*.yaml"))
    return {path.name: load(f"library/{kind}/{path.name}") for path in paths}


def every_metric():
    return [metric for listed in files("metrics").values() for metric in listed]


def template():
    return load(f"library/templates/{TEMPLATE}.yaml")


def demo():
    return load("demo/demo.yaml")


def metric_names():
    return {metric["phrase_name"] for metric in every_metric()}


def walk(sections):
    for section in sections:
        yield section
        yield from walk(section.get("sections", []))


def reading(entry):
    """A value of demo.yaml as plain data."""
    terms = entry.get("terms")
    return Reading(
        state=entry.get("state", "filled"),
        value=None if terms else Decimal(entry["value"]),
        terms=tuple(Decimal(term) for term in terms) if terms else None,
        approximation=entry.get("approximation", ""),
        note=entry.get("note", ""),
    )


def figure(metric, current=PENDING, previous=PENDING):
    return Figure(
        code=metric["code"],
        name=metric["phrase_name"],
        label=metric["name"],
        unit=metric["unit"],
        kind=metric["kind"],
        decimals=metric["decimals"],
        better_when=metric["better_when"],
        current=current,
        previous=previous,
    )


def sample_of(metric, field):
    """A sample as it is read when someone types it."""
    limits = {name: metric[name] for name in ("kind", "unit", "decimals")}
    entry = read_entry(metric[field], **limits)
    return Reading("filled", entry.value, entry.terms, entry.approximation)


def demo_figures():
    this_year, last_year = demo()["values"][2025], demo()["values"][2024]
    return {
        metric["phrase_name"]: figure(
            metric, reading(this_year[metric["code"]]), reading(last_year[metric["code"]])
        )
        for metric in metrics()
    }


def empty_figures():
    return {metric["phrase_name"]: figure(metric) for metric in metrics()}


def section_text(section, figures):
    phrases = [
        wording.PhraseText(pk=number, text=phrase["text"], starts_paragraph=phrase["new_paragraph"])
        for number, phrase in enumerate(section["phrases"], start=1)
    ]
    return wording.speak(phrases, figures, TEXTS).text


def paper_texts(figures, edited):
    """Every section's token text by key, people's own texts in the place of the phrases."""
    return {
        section["key"]: edited.get(section["key"]) or section_text(section, figures)
        for section in walk(template()["sections"])
    }


def figure_runs(texts, figures):
    return [
        run
        for text in texts.values()
        for paragraph in wording.paragraphs(text, figures, TEXTS)
        for run in paragraph.runs
        if isinstance(run, FigureRun)
    ]


def plain_paper(texts, figures):
    return "\n".join(wording.plain(text, figures, TEXTS) for text in texts.values())


def value_of(entry):
    terms = entry.get("terms")
    return (tuple(terms) if terms else entry["value"], entry.get("approximation", ""))


def test_metric_codes_names_and_phrase_names_are_unique():
    for field in ("code", "name", "phrase_name"):
        repeated = [value for value, count in Counter(m[field] for m in every_metric()).items() if count > 1]
        assert (field, repeated) == (field, [])


def test_every_metric_has_a_sample_for_both_years_and_a_source():
    told = ("sample", "sample_previous", "source")
    assert [(m["code"], field) for m in every_metric() for field in told if field not in m] == []


def test_phrase_names_are_normal_identifiers_and_no_text_name():
    wrong = [
        name
        for name in metric_names()
        if not name.isidentifier()
        or unicodedata.normalize("NFKC", name) != name
        or name in phrasing.TEXT_NAMES
    ]
    assert wrong == []


def test_every_metric_says_what_it_counts():
    assert [m["code"] for m in every_metric() if not m["definition_note"].endswith("。")] == []


def test_the_34_source_figures_are_the_demo_values_of_2025():
    values = demo()["values"][2025]
    expected = {code: (value, approximation) for code, (value, approximation, _) in SOURCE_FIGURES.items()}
    assert len(SOURCE_FIGURES) == 34
    assert {code: value_of(values[code]) for code in SOURCE_FIGURES} == expected


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_demo_has_a_value_within_bounds_for_every_metric(year):
    values = demo()["values"][year]
    assert sorted(values) == sorted(metric["code"] for metric in metrics())
    outside = [
        metric["code"]
        for metric in metrics()
        if "value" in values[metric["code"]]
        and not (
            metric.get("minimum", 0)
            <= Decimal(values[metric["code"]]["value"])
            <= metric.get("maximum", Decimal("Infinity"))
        )
    ]
    assert outside == []


def test_demo_values_of_the_year_before_are_marked_as_examples():
    assert {value.get("note") for value in demo()["values"][2024].values()} == {"示例"}


@pytest.mark.parametrize("year", [2024, 2025])
def test_demo_parts_add_up(year):
    values = demo()["values"][year]
    total, primary, secondary = (
        int(values[code]["value"])
        for code in (
            "migrant_workers_children",
            "migrant_workers_children_primary",
            "migrant_workers_children_secondary",
        )
    )
    assert total == primary + secondary


def test_the_samples_are_the_demo_values():
    for year, field in ((2025, "sample"), (2024, "sample_previous")):
        values = {code: reading(value) for code, value in demo()["values"][year].items()}
        assert {m["code"]: replace(values[m["code"]], note="") for m in metrics()} == {
            m["code"]: sample_of(m, field) for m in metrics()
        }


def test_each_file_of_metrics_is_about_one_domain_in_the_order_people_read():
    assert [{metric["domain"] for metric in listed} for listed in files("metrics").values()] == [
        {domain} for domain in DOMAINS
    ]


def test_a_relation_lies_in_the_file_of_its_metric():
    homes = {metric["code"]: name for name, listed in files("metrics").items() for metric in listed}
    told = [(name, relation["metric"]) for name, listed in files("relations").items() for relation in listed]
    assert [(name, code) for name, code in told if homes[code] != name] == []


def test_phrases_call_a_metric_by_its_name_without_signs():
    bare = {metric["phrase_name"]: re.sub(r"\W", "", metric["name"]) for metric in every_metric()}
    assert {phrase_name: name for phrase_name, name in bare.items() if phrase_name != name} == {}


def test_the_families_are_those_of_the_sources():
    known = (Path(__file__).parent / "families.txt").read_text(encoding="utf-8").split()
    assert sorted({metric["family"] for metric in every_metric() if "family" in metric}) == sorted(known)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_phrase_of_a_template_is_sound(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = [
        (section["key"], phrase["text"], problem.message)
        for section in walk(data["sections"])
        for phrase in section.get("phrases", ())
        for problem in phrasing.check(phrase["text"], metric_names=metric_names())
    ]
    assert problems == []
    assert phrasing.check(data["title"], metric_names=metric_names(), allow_metrics=False) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_section_says_who_writes_it_and_what_belongs_there(path):
    sections = list(walk(yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]))
    told = ("guidance", "department", "source", "suggested")
    assert [(s["key"], field) for s in sections for field in told if not s.get(field)] == []


def test_the_departments_of_the_demo_write_its_template():
    assert {s["department"] for s in walk(template()["sections"])} <= set(demo()["departments"])


def test_table_rows_are_metrics():
    rows = [code for s in walk(template()["sections"]) for code in s.get("table", {}).get("metrics", [])]
    assert 6 <= len(rows) <= 10
    assert set(rows) <= {metric["code"] for metric in metrics()}


@pytest.mark.parametrize("edited", [False, True], ids=["phrases only", "with edited sections"])
def test_the_whole_paper_prints_all_34_figures_with_their_units(edited):
    figures = demo_figures()
    texts = paper_texts(figures, demo()["draft"]["texts"] if edited else {})
    printed = {
        run.name: run.text for run in figure_runs(texts, figures) if run.token == f"{{{{ {run.name} }}}}"
    }
    names = {metric["code"]: metric["phrase_name"] for metric in metrics()}
    expected = {names[code]: shown for code, (_, _, shown) in SOURCE_FIGURES.items()}
    assert {name: printed.get(name) for name in expected} == expected
    assert "【" not in plain_paper(texts, figures)


def test_the_paper_compares_with_last_year_at_least_six_times():
    figures = demo_figures()
    runs = figure_runs(paper_texts(figures, {}), figures)
    compared = [
        run for run in runs if any(f"|{word}" in run.token for word in ("同比", "增减", "增幅", "占比"))
    ]
    assert len(compared) >= 6


def test_the_paper_has_the_length_of_a_real_summary():
    figures = demo_figures()
    for edited in ({}, demo()["draft"]["texts"]):
        paper = plain_paper(paper_texts(figures, edited), figures)
        hanzi = sum("\u4e00" <= character <= "\u9fff" for character in paper)
        assert 2000 <= hanzi <= 4000


def test_demo_texts_name_known_sections_and_figures():
    texts = demo()["draft"]["texts"]
    assert set(texts) <= {section["key"] for section in walk(template()["sections"])}
    figures = demo_figures()
    assert [problem for text in texts.values() for problem in wording.token_problems(text, figures)] == []


def test_without_any_value_every_phrase_shows_a_gap_and_raises_nothing():
    paper = plain_paper(paper_texts(empty_figures(), {}), empty_figures())
    gaps = {metric["phrase_name"] for metric in metrics() if f"【待补：{metric['name']}】" in paper}
    phrases = [phrase["text"] for s in walk(template()["sections"]) for phrase in s["phrases"]]
    needed = [(text, phrasing.names_used(text) & metric_names()) for text in phrases]
    assert [text for text, names in needed if names and not names & gaps] == []
    assert "{{" not in paper


def test_a_bureau_without_last_year_compares_nothing():
    nothing = Reading(state="not_applicable")
    figures = {name: replace(figure, previous=nothing) for name, figure in demo_figures().items()}
    paper = plain_paper(paper_texts(figures, {}), figures)
    assert [sign for sign in ("比上年", "上年为", "持平", "【") if sign in paper] == []


def test_two_leaves_of_the_source_and_more_belong_to_the_contributors_department():
    own = [s for s in walk(template()["sections"]) if s["department"] == "基础教育科"]
    assert [s["key"] for s in own] == ["basic-education", "quality-schools", "school-layout"]
    assert [s.get("added", False) for s in own] == [False, False, False]


def test_one_accident_is_told_and_not_denied():
    figures = demo_figures()
    accidents = figures["校园安全责任事故起数"]
    figures[accidents.name] = replace(accidents, current=Reading("filled", Decimal(1)))
    paper = plain_paper(paper_texts(figures, {}), figures)
    assert "全年发生校园安全责任事故1起" in paper
    assert "未发生校园安全责任事故" not in paper


def test_a_year_without_mergers_says_so():
    figures = demo_figures()
    for name in ("撤并学校数", "拟撤并学校数"):
        figures[name] = replace(figures[name], current=Reading("filled", Decimal(0)))
    paper = plain_paper(paper_texts(figures, {}), figures)
    assert "年内没有撤并学校。" in paper
    assert "0所" not in paper
