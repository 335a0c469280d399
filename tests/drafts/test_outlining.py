import pytest

from edusum.drafts import choosing, services
from edusum.drafts.errors import OutlineChangedError, OutlineError
from edusum.drafts.models import MAX_HEADING
from edusum.drafts.outline import read_outline
from edusum.drafts.outlining import (
    add_section,
    delete_section,
    mark_of_outline,
    place_section,
    rename_section,
    step_section,
)
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import HeadingForm, VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db

USUAL = ["导语", "一、甲", "二、乙", "-（一）乙一", "-（二）乙二", "三、丙", "结语"]


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, editor):
    """An opening, 甲, 乙 with 乙一 and 乙二 below it, 丙, a closing."""
    version = TemplateVersionFactory()
    SectionFactory(version=version, **BARE)
    SectionFactory(version=version, heading="甲", is_optional=True)
    part = SectionFactory(version=version, heading="乙", is_optional=True)
    for heading in ("乙一", "乙二"):
        SectionFactory(version=version, heading=heading, parent=part, level=2)
    SectionFactory(version=version, heading="丙")
    SectionFactory(version=version, **BARE)
    version.state = VersionState.PUBLISHED
    version.save()
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


BARE = {"heading": "", "heading_form": HeadingForm.NONE, "level": 0}


def test_a_draft_nobody_arranged_stands_as_its_template(draft):
    assert _shown(draft) == USUAL


@pytest.mark.parametrize(
    ("beside", "where", "expected"),
    [
        (
            "甲",
            "after",
            ["导语", "一、甲", "二、新", "三、乙", "-（一）乙一", "-（二）乙二", "四、丙", "结语"],
        ),
        (
            "甲",
            "before",
            ["导语", "一、新", "二、甲", "三、乙", "-（一）乙一", "-（二）乙二", "四、丙", "结语"],
        ),
        (
            "甲",
            "below",
            ["导语", "一、甲", "-（一）新", "二、乙", "-（一）乙一", "-（二）乙二", "三、丙", "结语"],
        ),
        (
            "乙一",
            "after",
            ["导语", "一、甲", "二、乙", "-（一）乙一", "-（二）新", "-（三）乙二", "三、丙", "结语"],
        ),
        (
            "乙二",
            "below",
            ["导语", "一、甲", "二、乙", "-（一）乙一", "-（二）乙二", "--1.新", "三、丙", "结语"],
        ),
        ("结语", "after", [*USUAL[:-1], "四、新", "结语"]),
        (
            "导语",
            "before",
            ["导语", "一、新", "二、甲", "三、乙", "-（一）乙一", "-（二）乙二", "四、丙", "结语"],
        ),
    ],
)
def test_a_section_is_added_beside_or_below_another_and_the_marks_follow(
    draft, editor, beside, where, expected
):
    row = _add(draft, editor, "新", beside=beside, where=where)
    assert _shown(draft) == expected
    assert [(item.action, item.author, item.note) for item in row.revisions.all()] == [("add", editor, "")]


def test_beside_none_it_comes_last_but_before_the_closing(draft, editor):
    add_section(draft=draft, heading="新", beside=None, actor=editor)
    assert _shown(draft) == [*USUAL[:-1], "四、新", "结语"]


def test_a_new_section_has_its_department_and_day_and_no_words(draft, bureau, editor):
    department = DepartmentFactory(bureau=bureau)
    row = add_section(
        draft=draft, heading="新", beside=None, department=department, due_on="2025-12-15", actor=editor
    )
    row.refresh_from_db()
    assert (row.department, str(row.due_on), row.state, row.text, row.key) == (
        department,
        "2025-12-15",
        "untouched",
        None,
        f"own-{row.pk}",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("（三）学前教育", "学前教育"),
        ("四、职业教育。", "职业教育"),
        ("1.高中教育", "高中教育"),
        ("第二部分　下一步", "下一步"),
        ("1.5万个学位", "1.5万个学位"),
        ("一体化推进", "一体化推进"),
        ("  安 全\n稳定 ", "安 全 稳定"),
    ],
)
def test_a_mark_that_was_typed_before_a_heading_falls_away(draft, editor, typed, kept):
    assert _add(draft, editor, typed).own_heading == kept


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (" 一、", "请写一个标题。"),
        ("长" * (MAX_HEADING + 1), f"标题有 121 字，最多 {MAX_HEADING} 字，请写短一些。"),
        ("{{ 幼儿园数 }}", "花括号里只能写年度和名称，如 {{ 年度 }}、{{ 单位全称 }}，不能写指标。"),
        ("{{ 年度", "花括号里只能写年度和名称，如 {{ 年度 }}、{{ 单位全称 }}，不能写指标。"),
        ("甲", "这一级已有“甲”，请换一个标题。"),
    ],
)
def test_a_heading_that_cannot_be_printed_is_refused_in_words(draft, editor, typed, message):
    with pytest.raises(OutlineError) as refused:
        _add(draft, editor, typed)
    assert refused.value.message == message
    assert _shown(draft) == USUAL


def test_the_year_in_a_heading_is_written_out(draft, editor):
    _add(draft, editor, "｛｛年度｝｝年打算", beside="丙")
    assert _shown(draft)[-2] == "四、2025年打算"


def test_below_an_opening_and_below_the_fourth_level_nothing_can_stand(draft, editor):
    with pytest.raises(OutlineError, match="没有标题，下面不能加章节"):
        _add(draft, editor, "新", beside="导语", where="below")
    _add(draft, editor, "三层", beside="乙一", where="below")
    _add(draft, editor, "四层", beside="三层", where="below")
    with pytest.raises(OutlineError, match="章节最多 4 层，这里不能再加下一层。"):
        _add(draft, editor, "五层", beside="四层", where="below")
    assert "五层" not in "".join(_shown(draft))


def test_below_what_the_paper_leaves_out_nothing_can_be_added(draft, editor):
    choosing.set_omitted(section_text=_row(draft, "乙"), omitted=True, actor=editor)
    with pytest.raises(OutlineError, match="“乙一”本稿不写，请先恢复它"):
        _add(draft, editor, "新", beside="乙一", where="below")


def test_a_section_of_the_template_is_called_otherwise_and_again_as_it_was(draft, editor):
    rename_section(section_text=_row(draft, "乙一"), heading="乙一新说", actor=editor)
    assert _shown(draft)[3] == "-（一）乙一新说"
    row = rename_section(section_text=_row(draft, "乙一新说"), heading="", actor=editor)
    assert _shown(draft) == USUAL
    assert [(item.action, item.note) for item in row.revisions.all()] == [
        ("rename", "原标题“乙一新说”"),
        ("rename", "原标题“乙一”"),
    ]


def test_a_heading_that_stays_leaves_no_trace(draft, editor):
    for heading in ("甲", "一、甲", ""):
        row = rename_section(section_text=_row(draft, "甲"), heading=heading, actor=editor)
        assert (row.own_heading, row.revisions.count()) == ("", 0)


def test_an_own_section_needs_a_heading_and_an_opening_has_none(draft, editor):
    row = _add(draft, editor, "新")
    for found, message in ((row, "请写一个标题。"), (_row(draft, "导语"), "没有标题的导语、结语位置固定")):
        with pytest.raises(OutlineError, match=message):
            rename_section(section_text=found, heading=" ", actor=editor)


@pytest.mark.parametrize(
    ("moved", "parent", "index", "expected", "told"),
    [
        (
            "丙",
            None,
            1,
            ["导语", "一、丙", "二、甲", "三、乙", "-（一）乙一", "-（二）乙二", "结语"],
            "“丙”移到第 2 个。",
        ),
        (
            "丙",
            "乙",
            0,
            ["导语", "一、甲", "二、乙", "-（一）丙", "-（二）乙一", "-（三）乙二", "结语"],
            "“丙”移到“乙”下面。",
        ),
        (
            "乙",
            "甲",
            0,
            ["导语", "一、甲", "-（一）乙", "--1.乙一", "--2.乙二", "二、丙", "结语"],
            "“乙”移到“甲”下面。",
        ),
        (
            "乙二",
            None,
            0,
            ["导语", "一、乙二", "二、甲", "三、乙", "-（一）乙一", "四、丙", "结语"],
            "“乙二”移到最外层。",
        ),
        ("丙", None, 99, USUAL, "“丙”还在原来的位置。"),
    ],
)
def test_a_section_is_put_anywhere_with_all_below_it(draft, editor, moved, parent, index, expected, told):
    row, home = _row(draft, moved), _row(draft, parent) if parent else None
    assert place_section(section_text=row, parent=home, index=index, actor=editor) == told
    assert _shown(draft) == expected
    row.refresh_from_db()
    is_moved = expected != USUAL
    assert [item.action for item in row.revisions.all()] == (["place"] if is_moved else [])


def test_steps_go_one_place_or_one_level(draft, editor):
    assert _step(draft, editor, "丙", "up") == "“丙”移到第 3 个。"
    assert _shown(draft)[2:4] == ["二、丙", "三、乙"]
    assert _step(draft, editor, "丙", "deeper") == "“丙”移到“甲”下面。"
    assert _shown(draft)[1:4] == ["一、甲", "-（一）丙", "二、乙"]
    _step(draft, editor, "丙", "shallower")
    _step(draft, editor, "丙", "down")
    assert _shown(draft) == USUAL


@pytest.mark.parametrize(
    ("moved", "direction", "message"),
    [
        ("甲", "up", "“甲”已经在最前面，没有移动。"),
        ("丙", "down", "“丙”已经在最后面，没有移动。"),
        ("甲", "deeper", "“甲”前面没有同级章节，或已是最里一层，不能再放低一层。"),
        ("甲", "shallower", "“甲”已经在最外层，没有移动。"),
        ("导语", "down", "没有标题的导语、结语位置固定，不能移动，也不能改标题。"),
    ],
)
def test_a_step_that_cannot_be_says_why(draft, editor, moved, direction, message):
    with pytest.raises(OutlineError) as refused:
        _step(draft, editor, moved, direction)
    assert (refused.value.message, _shown(draft)) == (message, USUAL)


def test_a_section_goes_neither_below_itself_nor_too_deep_nor_out_of_the_paper(draft, editor):
    _add(draft, editor, "三层", beside="乙一", where="below")
    before = _shown(draft)
    with pytest.raises(OutlineError, match="不能放到它自己下面"):
        place_section(section_text=_row(draft, "乙"), parent=_row(draft, "三层"), index=0, actor=editor)
    place_section(section_text=_row(draft, "甲"), parent=_row(draft, "三层"), index=0, actor=editor)
    with pytest.raises(OutlineError, match="章节最多 4 层，“乙”和它下面的章节放不到那里。"):
        place_section(section_text=_row(draft, "乙"), parent=_row(draft, "丙"), index=0, actor=editor)
    place_section(section_text=_row(draft, "甲"), parent=None, index=1, actor=editor)
    choosing.set_omitted(section_text=_row(draft, "乙"), omitted=True, actor=editor)
    with pytest.raises(OutlineError, match="放到下面就不印了"):
        place_section(section_text=_row(draft, "甲"), parent=_row(draft, "乙"), index=0, actor=editor)
    choosing.set_omitted(section_text=_row(draft, "乙"), omitted=False, actor=editor)
    assert _shown(draft) == before


def test_a_place_meant_in_an_older_tree_is_refused(draft, editor):
    seen = mark_of_outline(read_outline(draft))
    _step(draft, editor, "丙", "up")
    with pytest.raises(OutlineChangedError, match="刚被别人调整过，没有移动"):
        place_section(section_text=_row(draft, "甲"), parent=None, index=3, seen=seen, actor=editor)


# What the tests say in short


def _add(draft, editor, heading, *, beside="丙", where="after"):
    return add_section(draft=draft, heading=heading, beside=_row(draft, beside), where=where, actor=editor)


def _step(draft, editor, heading, direction):
    return step_section(section_text=_row(draft, heading), direction=direction, actor=editor)


def _row(draft, heading):
    return next(place.row for place in read_outline(draft) if str(place) == heading)


def _shown(draft):
    return [f"{'-' * item.depth}{item.title}" for item in read_draft(draft, draft_sources(draft))]


def _seen(row):
    return services.mark_of(services.standing_text(row, draft_sources(row.draft)))


def _why_kept(row, editor):
    with pytest.raises(OutlineError) as refused:
        delete_section(section_text=row, actor=editor)
    return refused.value.message
