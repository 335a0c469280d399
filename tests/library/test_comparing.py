from time import process_time

import pytest

from edusum.library.comparing import (
    SECONDS,
    Clock,
    Comparison,
    FieldChange,
    Pair,
    Piece,
    SectionChange,
    compare,
    compare_texts,
)
from edusum.library.files import PhraseFile, SectionFile, TemplateFile

TITLE = "{{ 单位全称 }}{{ 年度 }}年工作总结"


def section(key, *, heading="学前教育", phrases=(), metrics=(), sections=(), **fields):
    texts = tuple(PhraseFile(text, starts_paragraph=True) for text in phrases)
    return SectionFile("", {"key": key, "heading": heading, **fields}, texts, tuple(metrics), tuple(sections))


def template(*sections, title=TITLE):
    return TemplateFile("", {"code": "annual"}, {"title": title}, sections)


def same(text):
    return Pair((Piece(text),), (Piece(text),))


def test_nothing_differs_between_equal_templates():
    one = template(section("a", phrases=["新建幼儿园。"]))
    comparison = compare(one, one)
    assert comparison == Comparison((), (SectionChange("a", "same", 0, same("学前教育")),))
    assert comparison.changes == ()


def test_a_changed_title_is_told_by_its_field():
    changed = template(title="{{ 年度 }}年总结")
    assert compare(template(), changed).fields == (FieldChange("title", TITLE, "{{ 年度 }}年总结"),)


def test_the_words_that_differ_are_marked_on_both_sides():
    assert compare_texts("新建幼儿园，扩大学位。", "新建小学，扩大学位。", Clock()) == Pair(
        (Piece("新建"), Piece("幼儿园", differs=True), Piece("，扩大学位。")),
        (Piece("新建"), Piece("小学", differs=True), Piece("，扩大学位。")),
    )


def test_phrases_are_matched_where_they_are_alike_and_told_apart_where_not():
    old = template(section("a", phrases=["新建幼儿园。", "学前三年毛入园率达九成。", "保育质量提高。"]))
    new = template(section("a", phrases=["新建幼儿园。", "学前三年毛入园率达八成。", "收费公开透明。"]))
    assert compare(old, new).sections == (
        SectionChange(
            "a",
            "changed",
            0,
            same("学前教育"),
            phrases=(
                same("新建幼儿园。"),
                Pair(
                    (Piece("学前三年毛入园率达"), Piece("九", differs=True), Piece("成。")),
                    (Piece("学前三年毛入园率达"), Piece("八", differs=True), Piece("成。")),
                ),
                Pair(before=(Piece("保育质量提高。", differs=True),)),
                Pair(after=(Piece("收费公开透明。", differs=True),)),
            ),
        ),
    )


def test_how_a_phrase_is_set_counts_as_a_change_of_it():
    old = template(SectionFile("", {"key": "a", "heading": "甲"}, (PhraseFile("乙。", True),), (), ()))
    new = template(
        SectionFile("", {"key": "a", "heading": "甲"}, (PhraseFile("乙。", False, "short"),), (), ())
    )
    assert [pair.differs for pair in compare(old, new).sections[0].phrases] == [True]


def test_a_removed_section_is_told_after_the_one_it_followed():
    old = template(section("a"), section("gone", heading="旧事", phrases=["旧话。"]), section("b"))
    new = template(section("a"), section("new", heading="新事"), section("b"))
    assert [(change.key, change.fate) for change in compare(old, new).sections] == [
        ("a", "same"),
        ("gone", "removed"),
        ("new", "added"),
        ("b", "same"),
    ]
    gone = compare(old, new).sections[1]
    assert gone == SectionChange(
        "gone",
        "removed",
        0,
        Pair(before=(Piece("旧事", differs=True),)),
        phrases=(Pair(before=(Piece("旧话。", differs=True),)),),
    )


def test_what_stood_first_and_is_gone_comes_first():
    assert [
        change.key
        for change in compare(template(section("gone"), section("a")), template(section("a"))).sections
    ] == [
        "gone",
        "a",
    ]


def test_a_section_under_another_parent_has_moved_and_the_others_have_not():
    old = template(section("a", sections=[section("child")]), section("b"))
    new = template(section("a"), section("b", sections=[section("child")]))
    moved = [(change.key, change.fate, change.moved, change.depth) for change in compare(old, new).sections]
    assert moved == [("a", "same", False, 0), ("b", "same", False, 0), ("child", "changed", True, 1)]


def test_of_a_new_order_only_what_left_its_place_has_moved():
    old = template(section("a"), section("b"), section("c"), section("d"))
    new = template(section("d"), section("a"), section("b"), section("c"))
    assert [change.key for change in compare(old, new).sections if change.moved] == ["d"]


def test_what_stands_under_a_moved_section_has_not_moved_itself():
    old = template(section("a"), section("b"), section("c", sections=[section("d"), section("e")]))
    new = template(section("c", sections=[section("d"), section("e")]), section("a"), section("b"))
    assert [change.key for change in compare(old, new).sections if change.moved] == ["c"]


def test_settings_and_tables_are_told_with_both_values():
    old = template(section("a", department_name="办公室", metrics=["schools"]))
    new = template(section("a", department_name="督导室", metrics=["schools", "pupils"]))
    [change] = compare(old, new).changes
    assert change.fields == (FieldChange("department_name", "办公室", "督导室"),)
    assert change.table == FieldChange("table", ("schools",), ("schools", "pupils"))


def test_without_time_no_words_are_compared():
    old, new = (
        template(section("a", phrases=["新建幼儿园。"])),
        template(section("a", phrases=["新建小学。"])),
    )
    gone, new_one = (Piece("新建幼儿园。", differs=True),), (Piece("新建小学。", differs=True),)
    assert compare(old, new, seconds=0).sections[0].phrases == (Pair(before=gone), Pair(after=new_one))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["甲乙" * 2000] * 60, ["乙甲甲" * 1333] * 60),
        (["甲", "乙"] * 1500, ["乙", "甲", "甲"] * 1000),
        ([f"{'甲乙' * 1990}{number}" for number in range(60)], [f"{'乙甲甲' * 1330}{n}" for n in range(60)]),
    ],
)
def test_no_phrases_take_long_to_compare(before, after):
    old, new = template(section("a", phrases=before)), template(section("a", phrases=after))
    begun = process_time()
    (change,) = compare(old, new).sections
    assert process_time() - begun < SECONDS + 3
    assert "".join(piece.text for pair in change.phrases for piece in pair.before) == "".join(before)
    assert "".join(piece.text for pair in change.phrases for piece in pair.after) == "".join(after)
