import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.choosing import Choice, choose_sections, mark_of_choices, set_form
from edusum.drafts.errors import ChoiceError, StepRefusedError
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, editor):
    """甲 (required), 乙 (optional) with 乙一 under it, 丙 (optional) in two forms."""
    version = TemplateVersionFactory()
    SectionFactory(version=version, heading="甲")
    part = SectionFactory(version=version, heading="乙", is_optional=True)
    SectionFactory(version=version, heading="乙一", parent=part, level=2)
    spoken = SectionFactory(version=version, heading="丙", is_optional=True)
    for form, text in (("", "开头。"), ("full", "详细地说。"), ("short", "简单说。")):
        PhraseFactory(section=spoken, text=text, form=form, starts_paragraph=False)
    version.state = VersionState.PUBLISHED
    version.save()
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


def test_a_section_speaks_in_the_form_the_draft_was_begun_in(draft, bureau, editor):
    assert _texts(draft)["丙"] == "开头。详细地说。"
    short = services.start_draft(bureau=bureau, year=2024, version=draft.version, actor=editor, form="short")
    assert _texts(short)["丙"] == "开头。简单说。"


def test_one_section_goes_over_to_the_other_form_and_its_history_says_so(draft, editor):
    saved = set_form(section_text=_row(draft, "丙"), form="short", actor=editor)
    assert _texts(draft)["丙"] == "开头。简单说。"
    assert [(item.action, item.author) for item in saved.revisions.all()] == [("short", editor)]


def test_setting_the_form_that_is_set_leaves_no_trace(draft, editor):
    assert set_form(section_text=_row(draft, "丙"), form="full", actor=editor).revisions.count() == 0


def test_words_that_people_wrote_stay_in_the_other_form_and_nothing_is_offered_as_new(draft, editor):
    row = _row(draft, "丙")
    services.save_section(section_text=row, text="自己写的。", seen=_seen(row), actor=editor)
    for form in ("short", "full"):
        set_form(section_text=row, form=form, actor=editor)
        reading = _readings(draft)["丙"]
        assert (reading.text, reading.offered) == ("自己写的。", ())


def test_sections_and_forms_are_chosen_in_one_save(draft, editor):
    count = _choose(draft, editor, off=["乙"], short=["丙"])
    assert count == 3
    assert {item.heading: (item.is_omitted, item.marker) for item in _readings(draft).values()} == {
        "甲": (False, "一、"),
        "乙": (True, ""),
        "乙一": (True, ""),
        "丙": (False, "二、"),
    }
    assert _texts(draft)["丙"] == "开头。简单说。"
    actions = {
        row.section.heading: list(row.revisions.values_list("action", flat=True)) for row in _rows(draft)
    }
    assert actions == {"甲": [], "乙": ["omit"], "乙一": ["omit"], "丙": ["short"]}


def test_a_section_that_comes_back_brings_along_what_must_stand_under_it(draft, editor):
    _choose(draft, editor, off=["乙"])
    _choose(draft, editor)
    assert {row.is_omitted for row in _rows(draft)} == {False}


def test_choosing_what_is_chosen_changes_nothing(draft, editor):
    assert _choose(draft, editor) == 0
    assert all(row.revision_number == 0 for row in _rows(draft))


def test_a_section_that_must_be_there_cannot_be_off_and_then_nothing_is_saved(draft, editor):
    with pytest.raises(ChoiceError) as refused:
        _choose(draft, editor, off=["甲", "乙"])
    assert refused.value.problems == {_row(draft, "甲").pk: "本节是必写章节，不能省略。"}
    assert not any(row.is_omitted for row in _rows(draft))


def test_the_form_of_what_was_handed_in_is_settled(draft, editor):
    row = _row(draft, "丙")
    services.move_section(section_text=row, action="hand_in", actor=editor)
    with pytest.raises(StepRefusedError, match="要改请先退回"):
        set_form(section_text=row, form="short", actor=editor)
    with pytest.raises(ChoiceError) as refused:
        _choose(draft, editor, short=["丙"])
    assert refused.value.problems == {row.pk: "本节已交，写法不能再改；要改请先退回。"}
    assert _texts(draft)["丙"] == "开头。详细地说。"


def test_choices_upon_an_older_state_are_refused(draft, editor):
    seen = mark_of_choices(_rows(draft))
    _choose(draft, editor, off=["乙"])
    with pytest.raises(EdusumError, match="您选用期间，章节已有变动"):
        _choose(draft, editor, off=["丙"], seen=seen)


def test_choices_that_leave_a_section_out_of_sight_are_refused(draft, editor):
    with pytest.raises(EdusumError, match="您选用期间，章节已有变动"):
        choose_sections(draft=draft, choices={}, seen=mark_of_choices(_rows(draft)), actor=editor)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_chooses(draft, role):
    person = member(draft.bureau, role)
    with pytest.raises(PermissionDenied):
        _choose(draft, person)
    with pytest.raises(PermissionDenied):
        set_form(section_text=_row(draft, "丙"), form="short", actor=person)


def _choose(draft, actor, off=(), short=(), seen=None):
    rows = _rows(draft)
    choices = {
        row.pk: Choice(row.section.heading not in off, "short" if row.section.heading in short else "full")
        for row in rows
    }
    return choose_sections(draft=draft, choices=choices, seen=seen or mark_of_choices(rows), actor=actor)


def _rows(draft):
    return list(draft.section_texts.select_related("section"))


def _row(draft, heading):
    return draft.section_texts.get(section__heading=heading)


def _readings(draft):
    return {item.heading: item for item in read_draft(draft, draft_sources(draft))}


def _texts(draft):
    return {heading: item.text for heading, item in _readings(draft).items()}


def _seen(row):
    return services.mark_of(services.standing_text(row, draft_sources(row.draft)))
