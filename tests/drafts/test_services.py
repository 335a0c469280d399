from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.errors import DraftExistsError, SectionChangedError, StepRefusedError, UnknownFiguresError
from edusum.drafts.models import Draft, SectionText
from edusum.library.enums import VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    DraftFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SectionFactory,
    SectionTextFactory,
    TemplateVersionFactory,
    member,
    published_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


def test_a_draft_opens_every_section_untouched_and_gives_it_to_the_department_of_that_name(bureau, editor):
    department = DepartmentFactory(bureau=bureau, name="基础教育科")
    DepartmentFactory(name="安全科")
    version = TemplateVersionFactory()
    SectionFactory(version=version, heading="甲", department_name="基础教育科")
    SectionFactory(version=version, heading="乙", department_name="安全科")
    version.state = VersionState.PUBLISHED
    version.save()
    draft = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    assert draft.title == "示例区教育局2025年工作总结"
    rows = draft.section_texts.values_list("section__heading", "department", "state", "text")
    assert list(rows) == [("甲", department.pk, "untouched", None), ("乙", None, "untouched", None)]


def test_a_second_draft_of_bureau_year_and_template_is_refused_with_the_first_to_open(bureau, editor):
    version = published_version()
    first = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    with pytest.raises(DraftExistsError) as refused:
        services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    assert (refused.value.draft_id, Draft.objects.count()) == (first.pk, 1)


def test_the_database_keeps_one_draft_per_bureau_year_and_template():
    draft = DraftFactory()
    with pytest.raises(IntegrityError):
        DraftFactory(bureau=draft.bureau, version=draft.version)


def test_a_version_in_editing_or_of_another_bureau_starts_no_draft(bureau, editor):
    private = published_version(report_template__bureau=BureauFactory())
    for version in (TemplateVersionFactory(), private):
        with pytest.raises(EdusumError, match="没有发布或已停用"):
            services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_starts_a_draft(bureau, role):
    with pytest.raises(PermissionDenied):
        services.start_draft(
            bureau=bureau, year=2025, version=published_version(), actor=member(bureau, role)
        )


def test_the_first_edit_freezes_the_text_with_its_tokens_and_keeps_a_revision(bureau, editor):
    row = _started(bureau, editor, ["{{ 本地 }}共有幼儿园{{ 幼儿园数 }}。"])
    saved = _save(row, "我区现有幼儿园{{ 幼儿园数 }}。\r\n\r\n  成效明显。 ", editor)
    assert (saved.text, saved.state) == ("我区现有幼儿园{{ 幼儿园数 }}。\n成效明显。", SectionState.WRITING)
    revision = saved.revisions.get()
    assert (revision.number, revision.action, revision.author, revision.text) == (
        1,
        SectionAction.SAVE,
        editor,
        saved.text,
    )


def test_saving_what_the_phrases_say_is_no_edit(bureau, editor):
    row = _started(bureau, editor, ["{{ 本地 }}共有幼儿园{{ 幼儿园数 }}。"])
    saved = _save(row, "我区共有幼儿园{{ 幼儿园数 }}。", editor)
    assert (saved.text, saved.state, saved.revisions.count()) == (None, SectionState.UNTOUCHED, 0)


def test_an_emptied_section_stays_empty(bureau, editor):
    row = _started(bureau, editor, ["教育事业稳步发展。"])
    assert _save(row, "", editor).text == ""


def test_what_each_phrase_said_at_the_first_edit_is_remembered(bureau, editor):
    row = _started(
        bureau, editor, ["{{ 本地 }}稳步发展。", "{% if 幼儿园数 > 9 %}达{{ 幼儿园数 }}。{% endif %}"]
    )
    MetricValueFactory(metric=_kindergartens(), bureau=bureau, value=Decimal(3))
    saved = _save(row, "稳步发展，成效明显。", editor)
    first, second = row.section.phrases.all()
    assert saved.said_at_first == {str(first.pk): "我区稳步发展。", str(second.pk): ""}


def test_a_save_upon_an_older_revision_is_refused_and_tells_what_stands_there(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    _save(row, "第一个人写的。", editor)
    with pytest.raises(SectionChangedError) as refused:
        _save(row, "第二个人写的。", editor)
    assert refused.value.current == "第一个人写的。"
    assert SectionText.objects.get().text == "第一个人写的。"


def test_a_token_of_no_metric_is_refused_by_name(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(UnknownFiguresError, match="“在园幼儿数”"):
        _save(row, "共有{{ 在园幼儿数 }}。", editor)
    assert SectionText.objects.get().text is None


def test_an_over_long_text_is_refused(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(EdusumError, match="最多 20000 字"):
        _save(row, "好" * 20_001, editor)


def test_control_characters_from_other_programs_are_dropped(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    assert _save(row, "成效\x0b明显\x00。\ud800", editor).text == "成效明显。"


def test_a_section_goes_from_hand_to_hand(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    row.department = DepartmentFactory(bureau=bureau)
    row.save()
    clerk = member(bureau, Role.CONTRIBUTOR, row.department)
    head = member(bureau, Role.SECTION_HEAD, row.department)
    services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=clerk)
    services.move_section(section_text=row, action=SectionAction.RETURN, actor=head, note="请补数")
    services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=clerk)
    services.move_section(section_text=row, action=SectionAction.APPROVE, actor=head)
    assert list(row.revisions.order_by("number").values_list("action", "state", "author", "note")) == [
        ("hand_in", "handed_in", clerk.pk, ""),
        ("return", "writing", head.pk, "请补数"),
        ("hand_in", "handed_in", clerk.pk, ""),
        ("approve", "approved", head.pk, ""),
    ]


def test_a_step_out_of_turn_is_refused_with_the_state(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(StepRefusedError, match="本节现在是“未开始”，不能通过"):
        services.move_section(section_text=row, action=SectionAction.APPROVE, actor=editor)


def test_an_approved_section_cannot_be_saved(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    for action in (SectionAction.HAND_IN, SectionAction.APPROVE):
        services.move_section(section_text=row, action=action, actor=editor)
    with pytest.raises(StepRefusedError):
        _save(row, "改一改。", editor, base=2)


def test_only_optional_sections_can_be_left_out(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(StepRefusedError, match="必写章节"):
        services.set_omitted(section_text=row, omitted=True, actor=editor)


def test_the_database_refuses_text_in_an_untouched_section():
    row = SectionTextFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionText.objects.filter(pk=row.pk).update(text="有字")


def _kindergartens():
    return MetricDefinitionFactory._meta.model.objects.filter(phrase_name="幼儿园数").first() or (
        MetricDefinitionFactory(name="幼儿园数", unit="所")
    )


def _started(bureau, editor, phrases):
    _kindergartens()
    version = published_version({"全年工作": phrases})
    draft = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    return draft.section_texts.select_related("section").get()


def _save(row, text, actor, base=0):
    return services.save_section(section_text=row, text=text, base_revision=base, actor=actor)
