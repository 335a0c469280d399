from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.common.errors import EdusumError
from edusum.drafts import choosing, services
from edusum.drafts.enums import SectionAction, SectionState
from edusum.drafts.errors import (
    DraftExistsError,
    NoteMissingError,
    SectionChangedError,
    StepRefusedError,
    UnreadableTextError,
)
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import draft_sources
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


def test_a_save_upon_an_older_text_is_refused_and_tells_what_stands_there(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    seen = _seen(row)
    _save(row, "第一个人写的。", editor)
    with pytest.raises(SectionChangedError) as refused:
        _save(row, "第二个人写的。", editor, seen)
    assert refused.value.current == "第一个人写的。"
    assert SectionText.objects.get().text == "第一个人写的。"


def test_a_token_of_no_metric_is_refused_by_name(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(UnreadableTextError, match="“在园幼儿数”"):
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


def test_saving_an_untouched_form_freezes_nothing_though_the_phrases_say_more_by_now(bureau, editor):
    phrases = ["稳步发展。", "{% if 幼儿园数 > 2 %}幼儿园达{{ 幼儿园数 }}。{% else %}幼儿园不多。{% endif %}"]
    row = _started(bureau, editor, phrases)
    value = MetricValueFactory(metric=_kindergartens(), bureau=bureau, value=Decimal(1))
    seen, text = _seen(row), "稳步发展。\n幼儿园不多。"
    value.value = Decimal(3)
    value.save()
    assert _save(row, text, editor, seen).text is None
    with pytest.raises(SectionChangedError):
        _save(row, text + "改了。", editor, seen)
    with pytest.raises(SectionChangedError):
        _save(row, text, editor, seen, step=SectionAction.HAND_IN)


def test_a_section_is_saved_and_handed_in_at_once_or_not_at_all(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    saved = _save(row, "成效明显。", editor, step=SectionAction.HAND_IN)
    assert (saved.text, saved.state) == ("成效明显。", SectionState.HANDED_IN)
    with pytest.raises(NoteMissingError):
        _save(row, "再改。", editor, step=SectionAction.RETURN)
    assert SectionText.objects.get().text == "成效明显。"


def test_a_section_without_words_is_not_handed_in(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    _save(row, "", editor)
    with pytest.raises(StepRefusedError, match="本节还没有文字"):
        services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=editor)


def test_a_return_says_why_and_says_it_until_the_section_is_handed_in_again(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=editor)
    services.move_section(section_text=row, action=SectionAction.RETURN, actor=editor, note="数字不对")
    _save(row, "改了。", editor)
    [standing] = SectionText.objects.with_last_turn()
    assert (standing.is_returned, standing.last_turn_note, standing.last_turn_author) == (
        True,
        "数字不对",
        editor.name,
    )
    services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=editor)
    assert [item.is_returned for item in SectionText.objects.with_last_turn()] == [False]


def test_who_writes_is_told_when_the_section_has_been_handed_in_meanwhile(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    row.department = DepartmentFactory(bureau=bureau)
    row.save()
    clerk = member(bureau, Role.CONTRIBUTOR, row.department)
    services.move_section(section_text=row, action=SectionAction.HAND_IN, actor=editor)
    with pytest.raises(StepRefusedError, match="本节现在是“已交”，您不能保存"):
        _save(row, "还没写完。", clerk)


def test_a_section_left_out_takes_along_what_stands_under_it(bureau, editor):
    version = TemplateVersionFactory()
    part = SectionFactory(version=version, is_optional=True)
    SectionFactory(version=version, parent=part, level=2)
    version.state = VersionState.PUBLISHED
    version.save()
    draft = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    row = draft.section_texts.get(section=part)
    for omitted in (True, False):
        choosing.set_omitted(section_text=row, omitted=omitted, actor=editor)
        assert list(draft.section_texts.values_list("is_omitted", flat=True)) == [omitted] * 2


def test_the_title_follows_the_bureaus_name(bureau, editor):
    draft = services.start_draft(bureau=bureau, year=2025, version=published_version(), actor=editor)
    bureau.full_name = "新区教育局"
    bureau.save()
    assert Draft.objects.with_names().get(pk=draft.pk).title == "新区教育局2025年工作总结"


def test_an_approved_section_cannot_be_saved(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    for action in (SectionAction.HAND_IN, SectionAction.APPROVE):
        services.move_section(section_text=row, action=action, actor=editor)
    with pytest.raises(StepRefusedError):
        _save(row, "改一改。", editor)


def test_only_optional_sections_can_be_left_out(bureau, editor):
    row = _started(bureau, editor, ["稳步发展。"])
    with pytest.raises(StepRefusedError, match="模板规定“全年工作”必写，没有略去"):
        choosing.set_omitted(section_text=row, omitted=True, actor=editor)


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


def _seen(row):
    row = SectionText.objects.get(pk=row.pk)
    return services.mark_of(services.standing_text(row, draft_sources(row.draft)))


def _save(row, text, actor, seen=None, **step):
    seen = _seen(row) if seen is None else seen
    return services.save_section(section_text=row, text=text, seen=seen, actor=actor, **step)
