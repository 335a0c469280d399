"""Required sections stay in the paper, deleted ones leave a word, and the template's order comes back."""

import pytest
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.choosing import Choice, choose_sections, mark_of_choices, set_omitted
from edusum.drafts.deleting import WRITTEN, delete_draft
from edusum.drafts.errors import ChoiceError, OutlineError, StepRefusedError
from edusum.drafts.outline import read_outline
from edusum.drafts.outlining import (
    add_section,
    delete_section,
    place_section,
    rename_section,
    step_section,
)
from edusum.drafts.restoring import restore_order
from edusum.library.enums import VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db

USUAL = ["甲", "乙", "-乙一", "-乙二", "丙"]


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, editor):
    """甲, 乙 (optional) with 乙一 and 乙二 below it, 丙."""
    version = TemplateVersionFactory()
    SectionFactory(version=version, heading="甲")
    part = SectionFactory(version=version, heading="乙", is_optional=True)
    for heading in ("乙一", "乙二"):
        SectionFactory(version=version, heading=heading, parent=part, level=2)
    SectionFactory(version=version, heading="丙")
    version.state = VersionState.PUBLISHED
    version.save()
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


# What must be written

REFUSED_WAYS = {
    "one by one": (
        "模板规定“丙”必写，没有略去。确实不写的，请在“调整章节”里点这一节的“更多”，选“本稿不写”，写明理由。"
    ),
    "all at once": "下面有必写章节“丙”，不能一起省略；请先把它移到别处，或到“调整章节”里写明理由再略去。",
}


@pytest.mark.parametrize("way", ["one by one", "all at once"])
def test_what_must_be_written_does_not_go_with_what_it_was_moved_below(draft, editor, way):
    _add(draft, editor, "新")
    _put(draft, editor, "丙", below="新")
    words = REFUSED_WAYS[way]
    assert _refusal(draft, editor, "新", way) == words
    _put(draft, editor, "丙", below="乙")
    assert _refusal(draft, editor, "乙", way) == words
    assert not any(place.row.is_omitted for place in read_outline(draft))


@pytest.mark.parametrize("way", ["one by one", "all at once"])
def test_what_stands_below_an_optional_section_by_the_template_goes_with_it(draft, editor, way):
    own = _add(draft, editor, "新")
    _put(draft, editor, "乙", below="新")
    assert _refusal(draft, editor, "新", way) == ""
    own.refresh_from_db()
    off = [str(place) for place in read_outline(draft) if place.row.is_omitted]
    assert off == ["新", "乙", "乙一", "乙二"]


# What is deleted


def test_a_deleted_section_leaves_a_word_with_its_neighbour(draft, editor, bureau):
    department = DepartmentFactory(bureau=bureau, name="学前科")
    row = _add(draft, editor, "新", department=department)
    delete_section(section_text=row, actor=editor)
    told = [(item.action, item.author, item.note) for item in _row(draft, "丙").revisions.all()]
    assert told == [("place", editor, "删去了自己加的“新”，原由学前科填写")]


@pytest.mark.parametrize("step", ["add", "rename"])
def test_what_the_office_arranged_by_hand_keeps_the_draft(draft, editor, step):
    if step == "add":
        _add(draft, editor, "新")
    else:
        rename_section(section_text=_row(draft, "甲"), heading="甲新说", actor=editor)
    with pytest.raises(EdusumError) as refused:
        delete_draft(draft=draft, actor=editor)
    assert refused.value.message == WRITTEN


def test_what_came_from_last_year_alone_does_not_keep_the_draft(draft, bureau, editor):
    _add(draft, editor, "新")
    rename_section(section_text=_row(draft, "甲"), heading="甲新说", actor=editor)
    this = services.start_draft(bureau=bureau, year=2026, version=draft.version, actor=editor)
    assert _shown(this) == ["甲新说", "乙", "-乙一", "-乙二", "丙", "新"]
    delete_draft(draft=this, actor=editor)


# The template's order


def test_all_placing_is_undone_and_own_sections_stay_beside_what_they_stood_beside(draft, editor):
    own = _add(draft, editor, "新", beside="乙一")
    _put(draft, editor, "丙", below="乙")
    step_section(section_text=_row(draft, "甲"), direction="down", actor=editor)
    assert _shown(draft) == ["乙", "-丙", "-乙一", "-新", "-乙二", "甲"]
    assert restore_order(draft=draft, actor=editor) == 2
    assert _shown(draft) == ["甲", "乙", "-乙一", "-新", "-乙二", "丙"]
    newest = {heading: _row(draft, heading).revisions.first() for heading in ("丙", "乙一")}
    assert (newest["丙"].note, newest["乙一"]) == ("恢复模板的次序", None)
    own.refresh_from_db()
    assert own.revisions.count() == 1
    assert restore_order(draft=draft, actor=editor) == 0


def test_a_section_that_would_go_out_of_the_paper_is_named_and_nothing_moves(draft, editor):
    _put(draft, editor, "乙一", below="甲")
    set_omitted(section_text=_row(draft, "乙"), omitted=True, actor=editor)
    before = _shown(draft)
    with pytest.raises(OutlineError, match="“乙一”会回到本稿不写的章节下面"):
        restore_order(draft=draft, actor=editor)
    assert _shown(draft) == before


def test_the_page_offers_it_where_anything_was_placed(client, draft, editor):
    client.force_login(editor)
    page = reverse("drafts:draft_outline", args=[draft.pk])
    assert "恢复模板的次序" not in client.get(page).content.decode()
    _put(draft, editor, "丙", below="乙")
    assert "恢复模板的次序" in client.get(page).content.decode()
    answer = client.post(reverse("drafts:order_restore", args=[draft.pk]), follow=True)
    assert "已恢复模板的次序，移动了 1 节。" in answer.content.decode()
    assert _shown(draft) == USUAL


# What the tests say in short


def _row(draft, heading):
    return next(place.row for place in read_outline(draft) if str(place) == heading)


def _add(draft, editor, heading, *, beside="丙", **given):
    return add_section(draft=draft, heading=heading, beside=_row(draft, beside), actor=editor, **given)


def _put(draft, editor, heading, *, below):
    row, parent = _row(draft, heading), _row(draft, below)
    return place_section(section_text=row, parent=parent, index=0, actor=editor)


def _shown(draft):
    return [f"{'-' * place.depth}{place}" for place in read_outline(draft)]


def _refusal(draft, editor, heading, way):
    row = _row(draft, heading)
    try:
        if way == "one by one":
            set_omitted(section_text=row, omitted=True, actor=editor)
        else:
            rows = list(draft.section_texts.all())
            choices = {item.pk: Choice(is_on=item != row, form=item.form) for item in rows}
            choose_sections(draft=draft, choices=choices, seen=mark_of_choices(rows), actor=editor)
    except StepRefusedError as error:
        return error.message
    except ChoiceError as error:
        return error.problems[row.pk]
    return ""
