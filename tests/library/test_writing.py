import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.library.files import HandedIn, PhraseFile, TemplateFile, handed_in, read_template, template_from
from edusum.library.metric_files import MetricFile, RelationFile
from edusum.library.writing import plain, written
from edusum.metrics.relations import Relation
from tests.library.library_files import template

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "library" / "templates"
FILES = sorted(FOLDER.glob("*.yaml"))
METRIC = {
    "code": "ratio",
    "name": "毛入园率",
    "phrase_name": "毛入园率",
    "synonyms": ["入园率"],
    "unit": "%",
    "kind": "percent",
    "domain": "学前教育",
    "decimals": 1,
    "definition_note": "",
    "better_when": "neutral",
    "minimum": Decimal(0),
    "maximum": Decimal("99.5"),
    "family": "",
    "source": "",
    "aggregation": "ratio",
    "sample": "75",
    "sample_previous": "",
}


def metric(**fields):
    return MetricFile("", METRIC | fields)


def read_again(file):
    return handed_in(written(file).encode(), "annual.yaml")


def contents(files):
    return [(file.fields, file.weight) for file in files]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_template_of_the_library_is_written_as_it_is_read(path):
    there = read_template(path)
    again = handed_in(written(HandedIn(there)).encode(), path.name).template
    assert (again, again.digest) == (there, there.digest)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_as_json_it_is_the_same_too(path):
    there = read_template(path)
    assert template_from(json.loads(json.dumps(plain(there))), path.name) == there


def test_it_reads_like_what_people_write():
    read = template_from(template(), "annual.yaml")
    assert written(HandedIn(read)).splitlines()[:16] == [
        "# 报告模板文件：在“模板库”里用“导入模板文件”读入。",
        "schema: 1",
        "code: annual",
        "name: 年度总结",
        "genre: annual_summary",
        "title: '{{ 单位全称 }}{{ 年度 }}年总结'",
        "sections:",
        "  - key: opening",
        "    level: 0",
        "    heading_form: none",
        "    phrases:",
        "      - text: 开头。",
        "  - key: schools",
        "    level: 1",
        "    heading: 各类教育",
        "    department: 基础教育科",
    ]


def test_long_lines_stay_whole_and_several_lines_stand_as_they_are():
    long = "全区教育系统稳步发展" * 40
    read = template_from(template() | {"description": long, "note": "一句。\n又一句。"}, "annual.yaml")
    text = written(HandedIn(read))
    assert f"description: {long}\n" in text
    assert "note: |-\n  一句。\n  又一句。\n" in text


def count(code):
    return metric(code=code, name=code, phrase_name=code, synonyms=[], kind="count", aggregation="sum")


def unbounded(code):
    names = {"code": code, "name": code, "phrase_name": code, "synonyms": [], "aggregation": "none"}
    return metric(**names, minimum=None, maximum=None)


def test_metrics_and_relations_come_along():
    ratio = RelationFile("", Relation("ratio", "ratio_of", (("numerator", "a"), ("denominator", "b"))), 1)
    metrics = (metric(), count("a"), count("b"), unbounded("c"))
    there = HandedIn(template_from(template(), "annual.yaml"), metrics, (ratio,))
    again = read_again(there)
    assert contents(again.metrics) == contents(there.metrics)
    assert [file.relation for file in again.relations] == [ratio.relation]


def test_a_sum_is_written_by_its_parts():
    total = RelationFile("", Relation("a", "sum_of", (("part", "b"), ("part", "c")), True), 1, "甲文", "注")
    there = HandedIn(template_from(template(), "annual.yaml"), tuple(map(count, "abc")), (total,))
    [again] = read_again(there).relations
    assert (again.relation, again.source, again.note) == (total.relation, "甲文", "注")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@given(texts)
def test_whatever_people_type_comes_back(typed):
    read = template_from(template(), "annual.yaml")
    section = read.sections[0]
    there = TemplateFile(
        "annual.yaml",
        read.fields | {"description": typed},
        read.version | {"note": typed, "title": f"a{typed}"},
        (
            type(section)(
                section.place,
                section.fields | {"guidance": typed, "table_caption": typed},
                (PhraseFile(f"a{typed}".strip(), starts_paragraph=False, form="short"),),
                (),
                (),
            ),
        ),
    )
    assert read_again(HandedIn(there)).template == there


@pytest.mark.parametrize("limits", [(None, None), (100, None), (None, 300), (100, 300)])
def test_a_section_may_have_one_limit_of_its_length(limits):
    data = template()
    data["sections"][0]["suggested"] = list(limits)
    read = template_from(data, "annual.yaml")
    fields = read_again(HandedIn(read)).template.sections[0].fields
    assert (fields["suggested_min"], fields["suggested_max"]) == limits
