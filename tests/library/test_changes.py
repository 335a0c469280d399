import pytest

from edusum.library.changes import FieldShown, line, shown, summary
from edusum.library.comparing import Pair, Piece, compare
from edusum.library.files import PhraseFile, SectionFile, TemplateFile
from tests.factories import MetricDefinitionFactory
from tests.queries import queries_of

VERSION = {"title": "{{ 年度 }}年总结", "salutation": "", "has_sign_off": True, "due_days": None, "note": ""}


def section(key, *inner, heading=None, phrases=(), metrics=(), **fields):
    texts = tuple(PhraseFile(text, starts_paragraph=True) for text in phrases)
    own = {"key": key, "heading": key if heading is None else heading}
    return SectionFile("", own | fields, texts, metrics, inner)


def template(*sections, **version):
    return TemplateFile("", {}, VERSION | version, sections)


def whole(before, after):
    return Pair((Piece(before, differs=True),), (Piece(after, differs=True),))


def fields(before, after):
    return {field.label: field.pair for field in shown(compare(before, after)).sections[0].fields}


OLD = template(section("甲"), section("乙"), section("丙"), section("丁", phrases=["好。"]))
NEW = template(
    section("丙"),
    section("甲"),
    section("新"),
    section("丁", phrases=["很好。"]),
    title="{{ 年度 }}年工作总结",
)


def test_a_summary_counts_what_became_of_the_sections():
    assert summary(compare(OLD, NEW)) == "新增 1 节、删去 1 节、修改 1 节、移动 1 节，标题措辞有改动"


def test_equal_states_have_no_summary():
    told = shown(compare(OLD, OLD))
    assert (told.summary, told.is_same) == ("", True)


def test_a_line_says_what_was_done():
    assert line(compare(OLD, NEW)) == "修改标题措辞；移动“丙”；删去“乙”，等 5 处"


def test_a_line_never_grows_too_long():
    old = template(*(section(f"a{number}", heading="甲" * 120) for number in range(5)))
    assert len(line(compare(old, template()))) == 200


def test_a_note_alone_is_told():
    assert line(compare(OLD, template(*OLD.sections, note="试用"))) == "修改版本说明"


def test_sections_carry_what_became_of_them():
    told = shown(compare(OLD, NEW))
    assert [(part.title, part.marks) for part in told.sections] == [
        ("丙", ("moved",)),
        ("甲", ()),
        ("乙", ("removed",)),
        ("新", ("added",)),
        ("丁", ("changed",)),
    ]


def test_unchanged_neighbours_are_gathered():
    old = template(section("甲"), section("乙"), section("丙"))
    new = template(section("甲"), section("乙"), section("新"), section("丙"))
    groups = shown(compare(old, new)).groups
    assert [(differs, [part.title for part in parts]) for differs, parts in groups] == [
        (False, ["甲", "乙"]),
        (True, ["新"]),
        (False, ["丙"]),
    ]


def test_an_opening_without_heading_has_a_name():
    told = shown(compare(template(), template(section("opening", heading=""))))
    assert told.sections[0].title == "导语"


def test_settings_are_shown_as_people_know_them():
    old = template(
        section("甲", heading_form="run_in", is_optional=False, due_days=None, department_name="办公室")
    )
    new = template(
        section("甲", heading_form="own_line", is_optional=True, due_days=7, department_name="督导室")
    )
    assert fields(old, new) == {
        "标题形式": whole("段首（后接正文）", "独立成行"),
        "可省略": whole("否", "是"),
        "几天内交稿": whole("不限", "7"),
        "建议科室": whole("办公室", "督导室"),
    }


def test_long_texts_show_the_words_that_differ():
    old = template(section("甲", guidance="写办学规模，两三句话即可。"))
    new = template(section("甲", guidance="写办学条件，两三句话即可。"))
    assert fields(old, new) == {
        "写作提示": Pair(
            (Piece("写办学"), Piece("规模", differs=True), Piece("，两三句话即可。")),
            (Piece("写办学"), Piece("条件", differs=True), Piece("，两三句话即可。")),
        )
    }


def test_what_was_filled_in_first_is_shown_against_nothing():
    old, new = template(section("甲", guidance="")), template(section("甲", guidance="写规模。"))
    assert fields(old, new) == {"写作提示": whole("（空）", "写规模。")}


def test_a_section_that_moved_says_from_where_to_where():
    old = template(section("甲", section("子")), section("乙"))
    new = template(section("甲"), section("乙", section("子")), section("丙"))
    moved = shown(compare(old, new)).sections[2]
    assert (moved.marks, moved.fields) == (("moved",), (FieldShown("上级章节", whole("“甲”", "“乙”")),))
    back = shown(compare(template(section("甲", section("子"))), template(section("甲"), section("子"))))
    assert back.sections[1].fields == (FieldShown("上级章节", whole("“甲”", "（最外层）")),)


def test_a_section_that_moved_among_its_neighbours_says_what_it_stood_behind():
    old = template(section("甲"), section("乙"), section("丙"))
    new = template(section("丙"), section("甲"), section("乙"))
    assert fields(old, new) == {"排在": whole("“乙”之后", "最前")}


@pytest.mark.django_db
def test_tables_are_shown_by_the_names_of_metrics_in_one_query():
    MetricDefinitionFactory(code="pupils", name="在校学生数")
    MetricDefinitionFactory(code="schools", name="学校数")
    old = template(section("甲", metrics=("pupils",)), section("乙", metrics=("schools",)))
    new = template(section("甲", metrics=("pupils", "gone")), section("乙"))
    comparison = compare(old, new)
    first, second = shown(comparison).sections
    assert first.fields == (
        FieldShown(
            "指标表",
            Pair((Piece("在校学生数"),), (Piece("在校学生数"), Piece("、gone", differs=True))),
        ),
    )
    assert second.fields == (FieldShown("指标表", whole("学校数", "（不设表）")),)
    assert queries_of(lambda: shown(comparison)) == 1
