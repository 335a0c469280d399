import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.choosing import set_form
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.moving import MovePlan, move_draft, newer_version
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.enums import VersionState
from edusum.library.models import TemplateVersion
from edusum.metrics.models import MetricAssignment
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    exhibit_of,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def draft(bureau, editor):
    """Four sections: 学前 with 入园 under it, 义务, 安全."""
    version = _publish(
        [
            ("preschool", "学前", "", "学前平稳。"),
            ("kindergartens", "入园", "preschool", "入园平稳。"),
            ("compulsory", "义务", "", "义务平稳。"),
            ("safety", "安全", "", "安全平稳。"),
        ]
    )
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


def test_tables_and_charts_follow_their_section(draft, editor):
    kept, left = (draft.section_texts.get(section__key=key) for key in ("preschool", "safety"))
    for row in (kept, left):
        exhibit_of(MetricDefinitionFactory(), section_text=row, caption=row.section.heading)
    second = _revised(draft, [("preschool", "学前教育", "", "学前平稳。")])
    move_draft(draft=draft, version=second, actor=editor)
    draft.refresh_from_db()
    printed = read_draft(draft, draft_sources(draft))
    assert [[exhibit.caption for exhibit in item.exhibits] for item in printed] == [["学前"]]
    left.refresh_from_db()
    assert (left.is_left_behind, left.is_omitted, left.text, left.exhibits.count()) == (True, True, None, 1)
    assert not draft.section_texts.filter(section__key="compulsory").exists()


def test_a_newer_version_is_the_one_in_use_now(draft):
    assert newer_version(draft) is None
    editing = TemplateVersionFactory(report_template=draft.report_template)
    assert newer_version(draft) is None
    editing.delete()
    second = _revised(draft, [])
    assert newer_version(draft) == second


def test_the_plan_tells_what_comes_goes_and_changes(draft, editor):
    _write(draft, "安全", "自己写的安全。", editor)
    version = _revised(
        draft,
        [
            ("compulsory", "义务教育", "", "义务平稳。"),
            ("preschool", "学前", "", "学前向好。"),
            ("kindergartens", "入园", "compulsory", "入园平稳。"),
            ("new", "新事", "", "新事初成。"),
        ],
        title="{{ 单位全称 }}{{ 年度 }}年总结",
    )
    plan = MovePlan(draft, version)
    assert plan.title == "示例区教育局2025年总结"
    assert {
        "added": [item.after.title for item in plan.added],
        "left": [item.before.title for item in plan.left],
        "renamed": [(item.before.title, item.after.title) for item in plan.renamed],
        "reworded": [(item.before.text, item.after.text) for item in plan.reworded],
        "kept": [item.after.title for item in plan.kept],
    } == {
        "added": ["三、新事"],
        "left": ["三、安全"],
        "renamed": [("二、义务", "一、义务教育")],
        "reworded": [("学前平稳。", "学前向好。")],
        "kept": [],
    }
    assert "kindergartens" in {item.after.section.key for item in plan.moved}
    assert Draft.objects.get().version_id == draft.version_id


def test_a_section_that_moves_with_its_parent_is_not_told_again(draft):
    version = _revised(
        draft,
        [
            ("compulsory", "义务", "", ""),
            ("safety", "安全", "", ""),
            ("preschool", "学前", "", ""),
            ("kindergartens", "入园", "preschool", ""),
        ],
    )
    assert [item.after.section.key for item in MovePlan(draft, version).moved] == ["preschool"]


def test_another_table_is_told(draft):
    version = TemplateVersionFactory(report_template=draft.report_template)
    section = SectionFactory(version=version, key="preschool", heading="学前")
    TableRowFactory(section=section, metric=MetricDefinitionFactory())
    assert [item.after.heading for item in MovePlan(draft, version).other_tables] == ["学前"]


def test_a_version_that_reads_the_same_changes_nothing(draft):
    plan = MovePlan(draft, _revised(draft, _same()))
    assert plan.is_empty
    assert len(plan.unchanged) == plan.present_count == 4


def test_every_section_is_told_once_with_all_that_changes(draft):
    sections = [("compulsory", "义务教育", "", "义务平稳。"), ("preschool", "幼教", "", "幼教向好。")]
    sections += [("safety", "安全", "", "安全平稳。"), ("new", "新事", "", "新事初成。")]
    plan = MovePlan(draft, _revised(draft, sections))
    groups = [plan.unchanged, plan.rearranged, plan.reworded, plan.left, plan.added]
    told = [[(item.after or item.before).section.key for item in group] for group in groups]
    assert sorted(key for group in told for key in group) == sorted(
        ["preschool", "kindergartens", "compulsory", "safety", "new"]
    )
    assert told[1:] == [["compulsory"], ["preschool"], ["kindergartens"], ["new"]]
    assert "原名“义务”" in plan.rearranged[0].notes
    assert "原名“学前”" in plan.reworded[0].notes


def test_after_the_move_the_draft_stands_on_the_new_version(draft, editor):
    DepartmentFactory(bureau=draft.bureau, name="新科")
    version = _revised(draft, [*_same(), ("new", "新事", "", "新事初成。")], department_name="新科")
    moved = move_draft(draft=draft, version=version, actor=editor)
    assert moved.version == version
    assert [(item.title, item.text) for item in _readings(draft)][-1] == ("四、新事", "新事初成。")
    assert draft.section_texts.get(section__key="new").department.name == "新科"
    move = moved.moves.get()
    assert (move.from_version, move.to_version, move.moved_by) == (draft.version, version, editor)


def test_what_people_wrote_stays_word_for_word_with_its_history_and_state(draft, editor):
    row = _write(draft, "义务", "自己写的义务。", editor)
    for step in ("hand_in", "approve"):
        services.move_section(section_text=row, action=step, actor=editor)
    version = _revised(draft, [("compulsory", "义务教育", "", "全新的话。")])
    move_draft(draft=draft, version=version, actor=editor)
    after = SectionText.objects.get(pk=row.pk)
    assert (after.text, after.state, after.revisions.count(), after.section.version) == (
        "自己写的义务。",
        "approved",
        3,
        version,
    )


def test_only_new_sentences_of_the_new_version_are_offered_beside_peoples_words(draft, editor):
    row = _write(draft, "义务", "自己写的义务。", editor)
    version = _revised(draft, [("compulsory", "义务", "", "义务平稳。")], more=["义务新句。"])
    move_draft(draft=draft, version=version, actor=editor)
    [reading] = [item for item in _readings(draft) if item.section_text.pk == row.pk]
    assert (reading.text, reading.offered) == ("自己写的义务。", ("义务新句。",))


@pytest.mark.parametrize("steps", [["hand_in"], ["hand_in", "approve"]])
def test_what_was_handed_in_as_the_template_said_it_keeps_these_words(draft, editor, steps):
    row = draft.section_texts.get(section__key="safety")
    for step in steps:
        services.move_section(section_text=row, action=step, actor=editor)
    version = _revised(draft, [("safety", "安全", "", "安全向好。")])
    assert [item.after.heading for item in MovePlan(draft, version).kept] == ["安全"]
    move_draft(draft=draft, version=version, actor=editor)
    row.refresh_from_db()
    assert (row.text, row.revisions.first().action) == ("安全平稳。", "version")
    assert row.revisions.first().note == "第2版模板，文字保持原样"


def test_what_nobody_touched_speaks_the_new_phrases(draft, editor):
    move_draft(draft=draft, version=_revised(draft, [("safety", "安全", "", "安全向好。")]), actor=editor)
    assert [item.text for item in _readings(draft)] == ["安全向好。"]


def test_a_section_without_a_place_is_left_behind_with_its_words_and_one_nobody_touched_goes(draft, editor):
    row = _write(draft, "安全", "自己写的安全。", editor)
    set_form(section_text=draft.section_texts.get(section__key="preschool"), form="short", actor=editor)
    move_draft(draft=draft, version=_revised(draft, [("compulsory", "义务", "", "好。")]), actor=editor)
    row.refresh_from_db()
    assert (row.text, row.is_omitted, row.is_left_behind) == ("自己写的安全。", True, True)
    assert row.revisions.first().note == "第2版模板没有这一节，文字留存"
    assert [item.heading for item in _readings(draft)] == ["义务"]
    assert draft.section_texts.count() == 2


def test_words_handed_in_as_the_template_said_them_are_left_behind_too(draft, editor):
    row = draft.section_texts.get(section__key="safety")
    services.move_section(section_text=row, action="hand_in", actor=editor)
    move_draft(draft=draft, version=_revised(draft, [("compulsory", "义务", "", "好。")]), actor=editor)
    row.refresh_from_db()
    assert (row.text, row.revisions.first().text) == ("安全平稳。", "安全平稳。")


def test_what_was_left_behind_comes_back_with_a_later_version(draft, editor):
    row = _write(draft, "安全", "自己写的安全。", editor)
    move_draft(draft=draft, version=_revised(draft, [("compulsory", "义务", "", "好。")]), actor=editor)
    draft = Draft.objects.get()
    version = _revised(draft, [("safety", "校园安全", "", "安全向好。")])
    [added] = MovePlan(draft, version).added
    assert added.after.text == "自己写的安全。"
    move_draft(draft=draft, version=version, actor=editor)
    row.refresh_from_db()
    assert (row.text, row.is_omitted, row.section.heading) == ("自己写的安全。", False, "校园安全")


def test_what_is_off_stays_off_and_takes_along_what_is_new_under_it(draft, editor):
    draft.section_texts.filter(section__key__in=["preschool", "kindergartens"]).update(is_omitted=True)
    sections = [*_same(), ("toddlers", "托育", "preschool", "托育起步。")]
    move_draft(draft=draft, version=_revised(draft, sections, is_optional=True), actor=editor)
    off = draft.section_texts.filter(is_omitted=True).values_list("section__key", flat=True)
    assert set(off) == {"preschool", "kindergartens", "toddlers"}


def test_what_must_be_there_now_comes_back(draft, editor):
    move_draft(draft=draft, version=_revised(draft, _same(), is_optional=True), actor=editor)
    draft.refresh_from_db()
    draft.section_texts.filter(section__key="safety").update(is_omitted=True)
    move_draft(draft=draft, version=_revised(draft, _same()), actor=editor)
    assert not draft.section_texts.filter(is_omitted=True).exists()


def test_what_the_office_left_out_though_it_must_be_there_stays_out(draft, editor):
    draft.section_texts.filter(section__key="safety").update(is_omitted=True)
    move_draft(draft=draft, version=_revised(draft, _same()), actor=editor)
    assert [row.section.key for row in draft.section_texts.filter(is_omitted=True)] == ["safety"]


def test_new_sections_are_written_as_the_others_are(draft, editor):
    draft.section_texts.update(form="short")
    move_draft(draft=draft, version=_revised(draft, [*_same(), ("new", "新事", "", "好。")]), actor=editor)
    assert set(draft.section_texts.values_list("form", flat=True)) == {"short"}


def test_figures_of_new_sections_are_given_to_their_departments_and_no_others(draft, bureau, editor):
    department = DepartmentFactory(bureau=bureau, name="学前科")
    named, freed = MetricDefinitionFactory.create_batch(2)
    row = _write(draft, "安全", f"有{{{{ {freed.phrase_name} }}}}。", editor)
    draft.section_texts.filter(pk=row.pk).update(department=department)
    TemplateVersion.objects.filter(report_template=draft.report_template).published().update(state="retired")
    version = TemplateVersionFactory(report_template=draft.report_template)
    SectionFactory(version=version, key="safety", heading="安全")
    new = SectionFactory(version=version, key="new", heading="新事", department_name="学前科")
    TableRowFactory(section=new, metric=named)
    version.state = VersionState.PUBLISHED
    version.save()
    move_draft(draft=draft, version=version, actor=editor)
    assert list(MetricAssignment.objects.values_list("metric", "department")) == [(named.pk, department.pk)]


def test_nobody_can_write_in_what_is_left_behind(draft, editor):
    row = _write(draft, "安全", "自己写的安全。", editor)
    move_draft(draft=draft, version=_revised(draft, [("compulsory", "义务", "", "好。")]), actor=editor)
    with pytest.raises(EdusumError, match="已不在这份材料现用的模板里"):
        services.save_section(section_text=row, text="再写。", seen="", actor=editor)


def test_only_the_newer_version_in_use_can_be_moved_to(draft, editor):
    second = _revised(draft, _same())
    _revised(draft, _same())
    for version in (second, draft.version, TemplateVersionFactory()):
        with pytest.raises(EdusumError, match="没有换版"):
            move_draft(draft=draft, version=version, actor=editor)
    assert Draft.objects.get().version == draft.version


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_moves_a_draft(draft, role):
    version = _revised(draft, _same())
    with pytest.raises(PermissionDenied):
        move_draft(draft=draft, version=version, actor=member(draft.bureau, role))


def _same():
    return [
        ("preschool", "学前", "", "学前平稳。"),
        ("kindergartens", "入园", "preschool", "入园平稳。"),
        ("compulsory", "义务", "", "义务平稳。"),
        ("safety", "安全", "", "安全平稳。"),
    ]


def _revised(draft, sections, more=(), title=None, **fields):
    """A newer version in use of the draft's template; `more` are phrases of its last section."""
    TemplateVersion.objects.filter(report_template=draft.report_template).published().update(state="retired")
    titled = {"title": title} if title else {}
    version = _publish(sections, more, report_template=draft.report_template, **titled, section=fields)
    return TemplateVersion.objects.select_related("report_template").get(pk=version.pk)


def _publish(sections, more=(), section=None, **fields):
    """(key, heading, key of the parent or "", phrase) in reading order."""
    version = TemplateVersionFactory(**fields)
    made = {}
    for position, (key, heading, parent, text) in enumerate(sections, 1):
        made[key] = SectionFactory(
            version=version,
            key=key,
            heading=heading,
            parent=made.get(parent),
            level=2 if parent else 1,
            position=position,
            **section or {},
        )
        if text:
            PhraseFactory(section=made[key], text=text)
    for text in more:
        PhraseFactory(section=made[sections[-1][0]], text=text)
    version.state = VersionState.PUBLISHED
    version.save()
    return version


def _write(draft, heading, text, actor):
    row = draft.section_texts.get(section__heading=heading)
    seen = services.mark_of(services.standing_text(row, draft_sources(draft)))
    return services.save_section(section_text=row, text=text, seen=seen, actor=actor)


def _readings(draft):
    draft = Draft.objects.with_names().get(pk=draft.pk)
    return read_draft(draft, draft_sources(draft))
