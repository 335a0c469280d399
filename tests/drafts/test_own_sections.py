"""What a section of the office's own is to the rest: split off, taken away, left out, printed, handed in."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.assembly.services import document_of
from edusum.drafts import choosing, services
from edusum.drafts.errors import DepartmentError, OutlineError
from edusum.drafts.models import SectionText
from edusum.drafts.needs import codes_needed
from edusum.drafts.outline import read_outline
from edusum.drafts.outlining import (
    add_section,
    delete_section,
    place_section,
    rename_section,
    split_section,
    step_section,
)
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import HeadingForm, VersionState
from edusum.metrics.needs import Papers
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    ExhibitFactory,
    MetricDefinitionFactory,
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


def test_a_section_is_split_among_departments_that_are_told(draft, bureau, editor):
    first, second = DepartmentFactory.create_batch(2, bureau=bureau)
    writer = member(bureau, Role.CONTRIBUTOR, first)
    part = _row(draft, "甲")
    found = split_section(
        section_text=part, parts=[("甲一", first), ("甲二", second), ("甲三", None)], actor=editor
    )
    assert _shown(draft)[1:5] == ["一、甲", "-（一）甲一", "-（二）甲二", "-（三）甲三"]
    assert [row.department for row in found] == [first, second, None]
    assert [item.action for item in found[0].revisions.all()] == ["assign", "add"]
    assert "甲一" in writer.notices.get().words


def test_what_is_handed_in_or_names_nothing_is_not_split(draft, editor):
    row = _row(draft, "甲")
    with pytest.raises(OutlineError, match="请写明要拆成哪几部分"):
        split_section(section_text=row, parts=[], actor=editor)
    services.save_section(section_text=row, text="写好了。", seen=_seen(row), actor=editor, step="hand_in")
    with pytest.raises(OutlineError, match="本节已交稿，不能再拆分"):
        split_section(section_text=_row(draft, "甲"), parts=[("甲一", None)], actor=editor)
    assert _shown(draft) == USUAL


def test_an_own_section_without_words_goes_for_good(draft, editor):
    row = _add(draft, editor, "新")
    delete_section(section_text=row, actor=editor)
    assert _shown(draft) == USUAL
    with pytest.raises(OutlineError, match="刚被别人删去"):
        delete_section(section_text=row, actor=editor)


def test_what_holds_anything_stays(draft, editor):
    row = _add(draft, editor, "新", beside="丙")
    below = _add(draft, editor, "新一", beside="新", where="below")
    assert _why_kept(row, editor) == "这一节下面还有章节，请先移走或删去。"
    exhibit = ExhibitFactory(section_text=below)
    assert _why_kept(below, editor) == "这一节里有表和图，先删去它们，才能删除章节。"
    exhibit.delete()
    for text in ("有话说。", ""):
        below.refresh_from_db()
        services.save_section(section_text=below, text=text, seen=_seen(below), actor=editor)
        assert "有人写过文字，不能删；不需要的可以略去" in _why_kept(below, editor)
    assert _why_kept(_row(draft, "甲"), editor) == "模板里的章节不能删，不需要的可以略去。"


def test_an_own_section_is_left_out_with_what_stands_below_it(draft, editor):
    row = _add(draft, editor, "新", beside="甲")
    below = _add(draft, editor, "新一", beside="新", where="below")
    choosing.set_omitted(section_text=row, omitted=True, actor=editor)
    below.refresh_from_db()
    assert below.is_omitted
    assert [item.heading for item in document_of(draft).sections] == ["", "甲", "乙", "丙", ""]
    choosing.set_omitted(section_text=row, omitted=False, actor=editor)
    assert [item.marker for item in document_of(draft).sections] == ["", "一、", "二、", "三、", "四、", ""]


def test_the_paper_prints_an_own_section_in_its_place_with_its_words_under_a_key_that_stays(draft, editor):
    row = _add(draft, editor, "新", beside="乙一")
    services.save_section(section_text=row, text="新的一句。", seen=_seen(row), actor=editor)
    _step(draft, editor, "新", "up")
    printed = document_of(draft).sections[2].sections
    assert [(item.key, item.level, item.marker, item.heading) for item in printed] == [
        (f"own-{row.pk}", 2, "（一）", "新"),
        (_row(draft, "乙一").key, 2, "（二）", "乙一"),
        (_row(draft, "乙二").key, 2, "（三）", "乙二"),
    ]
    assert printed[0].blocks[0].text == "新的一句。"


def test_the_figures_an_own_section_names_are_needed(draft, bureau, editor):
    metric = MetricDefinitionFactory()
    row = _add(draft, editor, "新")
    services.save_section(
        section_text=row, text=f"共{{{{ {metric.phrase_name} }}}}。", seen=_seen(row), actor=editor
    )
    papers = Papers(bureau=bureau, year=2025, period=draft.period, departments=None)
    assert codes_needed(papers) == {metric.code}


def test_an_own_section_with_sections_below_can_be_handed_in_without_words(draft, editor):
    row = _add(draft, editor, "新")
    with pytest.raises(Exception, match="本节还没有文字"):
        services.move_section(section_text=row, action="hand_in", actor=editor)
    _add(draft, editor, "新一", beside="新", where="below")
    assert services.move_section(section_text=row, action="hand_in", actor=editor).state == "handed_in"


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SECTION_HEAD, Role.DIRECTOR, Role.LIBRARY_MANAGER])
def test_only_the_office_arranges(draft, bureau, editor, role):
    department = DepartmentFactory(bureau=bureau) if role in {Role.CONTRIBUTOR, Role.SECTION_HEAD} else None
    other, row = member(bureau, role, department), _row(draft, "甲")
    own = _add(draft, editor, "新")
    steps = [
        lambda: add_section(draft=draft, heading="再", beside=None, actor=other),
        lambda: rename_section(section_text=row, heading="再", actor=other),
        lambda: place_section(section_text=row, parent=None, index=3, actor=other),
        lambda: step_section(section_text=row, direction="down", actor=other),
        lambda: split_section(section_text=row, parts=[("再", None)], actor=other),
        lambda: delete_section(section_text=own, actor=other),
    ]
    before = _shown(draft)
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()
    assert _shown(draft) == before


def test_a_department_of_another_bureau_is_given_nothing(draft, editor):
    with pytest.raises(DepartmentError):
        add_section(draft=draft, heading="新", beside=None, department=DepartmentFactory(), actor=editor)
    with pytest.raises(DepartmentError):
        split_section(section_text=_row(draft, "甲"), parts=[("甲一", DepartmentFactory())], actor=editor)
    assert _shown(draft) == USUAL


def test_the_database_keeps_own_sections_headed_and_ranked(draft):
    for fields in ({"own_rank": 1}, {"own_heading": "新"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SectionText.objects.create(draft=draft, **fields)


def test_two_sections_below_each_other_are_both_printed(draft):
    part, first = _row(draft, "乙"), _row(draft, "乙一")
    SectionText.objects.filter(pk=part.pk).update(own_parent=first, own_rank=1)
    assert sorted(item.strip("-")[-1] for item in _shown(draft)) == sorted(item[-1] for item in USUAL)


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
