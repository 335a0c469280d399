import json
from contextlib import suppress
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusum.common.errors import EdusumError
from edusum.document.model import Document, FigureRun, Paragraph, Run, Section
from tests.export.papers import documents, rich_paper

GAP = FigureRun("【待补：公办园占比】", "公办园占比", "{{ 公办园占比 }}", is_gap=True)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(documents())
def test_a_document_comes_back_from_json_as_it_was(document):
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document


def test_json_names_its_schema():
    assert Document("总结").to_json() == {
        "schema": 2,
        "title": "总结",
        "sections": [],
        "salutation": "",
        "sign_off": None,
        "bureau": "",
        "year": 0,
        "genre": "",
        "subtitle": "",
        "speaker": "",
        "spoken_on": "",
        "addressee": "",
        "attachments": [],
        "letterhead": None,
        "imprint": None,
        "has_contents": False,
    }


@pytest.mark.parametrize("schema", [None, 0, 3, "1"])
def test_another_schema_is_refused_in_words(schema):
    with pytest.raises(EdusumError, match="格式与本系统不符"):
        Document.from_json({"schema": schema})


@given(st.sampled_from(["title", "sections", "sign_off", "year"]), json_values)
def test_a_damaged_snapshot_fails_in_no_other_way_than_in_words(field, value):
    with suppress(EdusumError):
        Document.from_json(rich_paper().to_json() | {field: value})


@pytest.mark.parametrize("field", ["sections", "sign_off", "title"])
def test_a_missing_field_is_refused_in_words(field):
    data = {key: value for key, value in rich_paper().to_json().items() if key != field}
    with pytest.raises(EdusumError, match="已损坏"):
        Document.from_json(data)


def test_reading_leaves_the_data_as_it_was():
    data = rich_paper().to_json()
    Document.from_json(data)
    assert data == rich_paper().to_json()


def test_sections_are_walked_in_reading_order():
    tree = Section(1, "一、", "甲", sections=(Section(2, "（一）", "乙"), Section(2, "（二）", "丙")))
    document = Document("总结", (tree, Section(1, "二、", "丁")))
    assert [section.heading for section in document.walk()] == ["甲", "乙", "丙", "丁"]


def test_gaps_are_told_in_reading_order():
    other = FigureRun("【待补：师生比】", "师生比", "{{ 师生比 }}", is_gap=True)
    filled = FigureRun("75%", "普惠率", "{{ 普惠率 }}")
    inner = Section(2, "（一）", "乙", blocks=(Paragraph((Run("为"), other)),))
    document = Document(
        "总结", (Section(1, "一、", "甲", blocks=(Paragraph((filled, GAP)),), sections=(inner,)),)
    )
    assert document.gaps() == [GAP, other]


def test_a_paragraph_reads_as_its_runs_joined():
    assert Paragraph((Run("占比"), GAP, Run("。"))).text == "占比【待补：公办园占比】。"


def test_nothing_of_a_document_can_be_changed():
    with pytest.raises(FrozenInstanceError):
        rich_paper().title = "别的题目"
