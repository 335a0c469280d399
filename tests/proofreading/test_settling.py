"""Findings are mended, waived and given to people; what they say holds through re-checks."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.drafts.models import Notice
from edusum.export.annotations import annotated_paper
from edusum.orgs.enums import Role
from edusum.proofreading.checking import check, close_mended
from edusum.proofreading.deciding import give, given_to, take_back_waiver, waive
from edusum.proofreading.errors import ElsewhereError, LinkedWordsError, MovedOnError
from edusum.proofreading.mending import apply_fix, mend_sentence, sentence_of, undo_last
from edusum.proofreading.models import CheckedPaper, FindingAssignment, PaperFix
from edusum.proofreading.receiving import delete_paper, set_year
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    UserFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db
DOUBLED = "doubled-marks"


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def paper(bureau, editor):
    return CheckedPaperFactory(bureau=bureau, uploaded_by=editor)


@pytest.fixture
def draft(bureau):
    """Two sections; what the first says was written by hand, with a figure in it."""
    metric = MetricDefinitionFactory(name="幼儿园数", phrase_name="幼儿园数", unit="所", decimals=0)
    MetricValueFactory(metric=metric, bureau=bureau, year=2025, value=58)
    version = published_version({"学前教育": ["好。"], "义务教育": ["各校开学平稳有序，，学生到校。"]})
    row = started_draft(bureau=bureau, version=version, year=2025)
    write(row, "学前教育", "各园开园平稳。\n全区有幼儿园{{ 幼儿园数 }}，，都已开园。幼儿全部到园。")
    return row


def write(draft, heading, text):
    row = draft.section_texts.get(section__heading=heading)
    row.text, row.state = text, "writing"
    row.save()


def doubled(target):
    """What that one rule finds; other rules may find other things."""
    return [item for item in check(target).open if item.finding.rule == DOUBLED]


def text_of(draft, heading):
    return draft.section_texts.get(section__heading=heading).text


def lines_of(paper):
    return CheckedPaper.objects.get(pk=paper.pk).source_text.text.split("\n")


# Looking through


def test_findings_of_a_draft_know_their_section(draft):
    assert [(item.part.title, item.part.row.section.heading) for item in doubled(draft)] == [
        ("一、学前教育", "学前教育"),
        ("二、义务教育", "义务教育"),
    ]
    checked = check(draft)
    assert {item.part.title for item in checked.of_section(doubled(draft)[0].part.key)} == {"一、学前教育"}


def test_findings_of_a_paper_are_told_by_its_headings(paper):
    assert [item.part.title for item in doubled(paper)] == ["一、学前教育", "二、义务教育"]
    assert [line.kind for line in check(paper).lines] == ["title", "heading", "text", "heading", "text"]


def test_the_same_words_twice_are_told_apart_by_their_place(bureau):
    twice = CheckedPaperFactory(bureau=bureau, text="平稳有序，，到校。\n平稳有序，，到校。")
    first, second = doubled(twice)
    assert first.finding.fingerprint == second.finding.fingerprint
    named = check(twice).named
    print_ = first.finding.fingerprint
    assert (named(print_).line, named(print_, second.finding.start).line, named("none")) == (0, 1, None)


# Mending


def test_a_fix_changes_the_section_as_a_revision_that_says_why(draft, editor):
    found = doubled(draft)[0]
    apply_fix(checked=check(draft), found=found, actor=editor)
    told = "各园开园平稳。\n全区有幼儿园{{ 幼儿园数 }}，都已开园。幼儿全部到园。"
    assert text_of(draft, "学前教育") == told
    revision = draft.section_texts.get(section__heading="学前教育").revisions.first()
    assert (revision.text, revision.note, revision.author) == (told, "校核：标点重复", editor)
    assert [item.part.title for item in doubled(draft)] == ["二、义务教育"]


def test_a_fix_of_what_the_phrases_say_is_the_first_edit(draft, editor):
    apply_fix(checked=check(draft), found=doubled(draft)[1], actor=editor)
    assert text_of(draft, "义务教育") == "各校开学平稳有序，学生到校。"


def test_what_a_metric_prints_is_changed_where_its_value_is(draft, editor):
    checked, found = check(draft), doubled(draft)[0]
    begin = checked.source.text.index("58")
    linked = at_place(found, begin, begin + 2, "60")
    with pytest.raises(LinkedWordsError, match="由指标“幼儿园数”自动印出"):
        apply_fix(checked=checked, found=linked, actor=editor)
    assert "{{ 幼儿园数 }}，，" in text_of(draft, "学前教育")


def at_place(found, start, end, words):
    """The same finding as if its fix were for these characters."""
    fix = replace(found.finding.fix, start=start, end=end, words=words)
    return replace(found, finding=replace(found.finding, fix=fix))


def test_a_heading_is_changed_on_its_own_page(draft, editor):
    checked = check(draft)
    heading = at_place(doubled(draft)[0], *place_of(checked, "学前教育"), "幼儿教育")
    line = next(n for n, line in enumerate(checked.lines) if "学前教育" in line.text)
    with pytest.raises(ElsewhereError):
        apply_fix(checked=checked, found=replace(heading, line=line), actor=editor)


def place_of(checked, words):
    begin = checked.source.text.index(words)
    return begin, begin + len(words)


def test_a_sentence_is_written_anew_with_its_figures(draft, editor):
    checked, found = check(draft), doubled(draft)[0]
    before = sentence_of(checked, found).words
    assert before == "全区有幼儿园{{ 幼儿园数 }}，，都已开园。"
    after = "全区{{ 幼儿园数 }}幼儿园都已开园。"
    mend_sentence(checked=checked, found=found, before=before, after=after, actor=editor)
    assert text_of(draft, "学前教育") == f"各园开园平稳。\n{after}幼儿全部到园。"


def test_words_that_changed_meanwhile_are_not_overwritten(draft, editor):
    checked, found = check(draft), doubled(draft)[0]
    write(draft, "学前教育", "各园开园平稳。\n另一个人写的话，，很好。")
    with pytest.raises(MovedOnError):
        apply_fix(checked=checked, found=found, actor=editor)
    with pytest.raises(MovedOnError):
        mend_sentence(
            checked=check(draft), found=doubled(draft)[0], before="旧话", after="新话", actor=editor
        )
    assert text_of(draft, "学前教育") == "各园开园平稳。\n另一个人写的话，，很好。"


def test_a_paper_keeps_every_change_and_the_last_can_be_undone(paper, editor):
    apply_fix(checked=check(paper), found=doubled(paper)[0], actor=editor)
    paper = CheckedPaper.objects.get(pk=paper.pk)
    checked, (found,) = check(paper), doubled(paper)
    mend_sentence(
        checked=checked,
        found=found,
        before=sentence_of(checked, found).words,
        after="各校课后服务按时开展，家长普遍满意。",
        actor=editor,
    )
    assert lines_of(paper)[2] == "全区幼儿园开学平稳有序，幼儿全部到园。"
    assert next((fix.number, fix.line, fix.start, fix.end, fix.after) for fix in PaperFix.objects.all()) == (
        1,
        2,
        11,
        13,
        "，",
    )
    assert undo_last(paper=paper, actor=editor).number == 2
    assert lines_of(paper)[4] == "各校课后服务按时开展。，家长普遍满意。"
    undo_last(paper=paper, actor=editor)
    with pytest.raises(EdusumError, match="没有可撤销的修改"):
        undo_last(paper=paper, actor=editor)
    assert lines_of(paper) == lines_of(CheckedPaperFactory())


def test_a_department_mends_its_own_sections_alone(draft, bureau, editor):
    department, next_door = DepartmentFactory.create_batch(2, bureau=bureau)
    draft.section_texts.filter(section__heading="学前教育").update(department=department)
    checked, found = check(draft), doubled(draft)[0]
    for who in (member(bureau, Role.CONTRIBUTOR, next_door), member(bureau, Role.DIRECTOR)):
        with pytest.raises(PermissionDenied):
            apply_fix(checked=checked, found=found, actor=who)
        with pytest.raises(PermissionDenied):
            waive(target=draft, found=found, reason="并非如此", actor=who)
    apply_fix(checked=checked, found=found, actor=member(bureau, Role.CONTRIBUTOR, department))


# Waiving


def test_a_waiver_holds_while_the_words_stand_and_ends_with_them(draft, editor):
    waive(target=draft, found=doubled(draft)[0], reason=" 引文\n如此 ", actor=editor)
    assert [item.part.title for item in doubled(draft)] == ["二、义务教育"]
    (kept,) = check(draft).waived
    assert (kept.waiver.reason, kept.waiver.waived_by, kept.waiver.quote) == ("引文 如此", editor, "，，")
    write(draft, "学前教育", "新写的一段。\n全区有幼儿园{{ 幼儿园数 }}，，都已开园。")
    assert [item.part.title for item in doubled(draft)] == ["二、义务教育"]
    write(draft, "学前教育", "全区有幼儿园{{ 幼儿园数 }}，，都已按时开园。")
    assert [item.part.title for item in doubled(draft)] == ["一、学前教育", "二、义务教育"]


def test_a_waiver_needs_a_reason_and_can_be_taken_back(paper, editor):
    found = doubled(paper)[0]
    with pytest.raises(EdusumError, match="请写明为什么不是错误"):
        waive(target=paper, found=found, reason="  ", actor=editor)
    waive(target=paper, found=found, reason="原文如此", actor=editor)
    take_back_waiver(target=paper, found=check(paper).waived[0], actor=editor)
    assert len(doubled(paper)) == 2


# Giving


def test_what_is_given_is_told_once_and_closed_when_it_is_mended(draft, bureau, editor):
    department = DepartmentFactory(bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    found = doubled(draft)[0]
    for _ in range(2):
        give(target=draft, found=found, actor=editor, department=department, note="请今天改好")
    notice = Notice.objects.get(user=clerk)
    assert notice.words.startswith("请修改校核发现的问题：“，，”")
    assert notice.words.endswith("（请今天改好）")
    assert notice.address.endswith(f"/proofreading/drafts/{draft.pk}/?at={found.finding.fingerprint}")
    assert given_to(clerk, bureau) == [(draft, [found.finding.fingerprint])]
    assert check(draft).named(found.finding.fingerprint).assignment.department == department
    assert close_mended(check(draft)) == 0
    apply_fix(checked=check(draft), found=found, actor=editor)
    assert close_mended(check(draft)) == 1
    assert (given_to(clerk, bureau), FindingAssignment.objects.get().done_at is None) == ([], False)


def test_it_is_given_to_people_and_departments_of_the_bureau_by_those_who_may(paper, bureau, editor):
    found = doubled(paper)[0]
    leaver = member(bureau, Role.DEPUTY)
    leaver.is_active = False
    leaver.save()
    refused = [
        {},
        {"department": DepartmentFactory()},
        {"department": DepartmentFactory(bureau=bureau, is_active=False)},
        {"person": UserFactory()},
        {"person": leaver},
    ]
    for whom in refused:
        with pytest.raises(EdusumError):
            give(target=paper, found=found, actor=editor, **whom)
    with pytest.raises(PermissionDenied):
        give(target=paper, found=found, actor=member(bureau, Role.DIRECTOR), person=editor)
    director = member(bureau, Role.DIRECTOR)
    assert not CheckedPaper.objects.visible_to(director).exists()
    give(target=paper, found=found, actor=editor, person=director)
    assert CheckedPaper.objects.visible_to(director).get() == paper


def test_whom_one_finding_of_a_paper_was_given_settles_that_one_alone(bureau, editor):
    text = "各校开学平稳有序，，学生到校。\n各园开园平稳。，幼儿到园。"
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text=text)
    department = DepartmentFactory(bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    give(target=paper, found=doubled(paper)[0], actor=editor, department=department)
    mine, other = doubled(paper)
    with pytest.raises(PermissionDenied):
        apply_fix(checked=check(paper), found=other, actor=clerk)
    for found in (mine, other):  # a 必错 is none only if who holds the paper says so
        with pytest.raises(PermissionDenied):
            waive(target=paper, found=found, reason="原文如此", actor=clerk)
    suspect = replace(mine, finding=replace(mine.finding, severity="suspect"))
    waive(target=paper, found=suspect, reason="原文如此", actor=clerk)
    take_back_waiver(target=paper, found=check(paper).waived[0], actor=clerk)
    apply_fix(checked=check(paper), found=mine, actor=clerk)
    assert (close_mended(check(CheckedPaper.objects.get(pk=paper.pk))), given_to(clerk, bureau)) == (1, [])
    for step in (
        lambda: set_year(paper=paper, year=2024, actor=clerk),
        lambda: delete_paper(paper=paper, actor=clerk),
        lambda: annotated_paper(paper=paper, actor=clerk),
        lambda: give(target=paper, found=other, actor=clerk, person=editor),
    ):
        with pytest.raises(PermissionDenied):
            step()
    undo_last(paper=paper, actor=clerk)
    close_mended(check(CheckedPaper.objects.get(pk=paper.pk)))
    assert given_to(clerk, bureau) == [(paper, [mine.finding.fingerprint])]
    paper = CheckedPaper.objects.get(pk=paper.pk)
    apply_fix(checked=check(paper), found=doubled(paper)[1], actor=editor)
    with pytest.raises(PermissionDenied):
        undo_last(paper=paper, actor=clerk)


def test_a_department_without_an_account_is_not_asked(paper, bureau, editor):
    empty = DepartmentFactory(bureau=bureau, name="安全科")
    with pytest.raises(EdusumError, match="安全科还没有账户"):
        give(target=paper, found=doubled(paper)[0], actor=editor, department=empty)
    give(target=paper, found=doubled(paper)[0], actor=editor, person=editor)
    assert FindingAssignment.objects.get().person == editor


def test_a_sentence_mended_by_hand_keeps_what_was_left_alone(bureau, editor):
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text="各校，，共58所开学。")
    checked, (found,) = check(paper), doubled(paper)
    before = sentence_of(checked, found).words
    after = "各校，，共59所开学。"
    mend_sentence(checked=checked, found=found, before=before, after=after, actor=editor)
    assert [(fix.start, fix.before, fix.after) for fix in PaperFix.objects.all()] == [(5, "58", "59")]
    assert lines_of(paper) == [after]
