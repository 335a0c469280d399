"""A paper goes out, is edited in Word and comes back: what differs is offered, and taken over as decided."""

import io

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.drafts.models import Revision
from edusum.drafts.services import mark_of, save_section
from edusum.export.services import export_draft
from edusum.intake import deciding, returning
from edusum.intake.enums import ChangeKind, Decision
from edusum.intake.models import ReturnedPaper
from edusum.metrics.enums import ValueOrigin
from edusum.metrics.models import MetricValue, MetricValueRevision
from edusum.orgs.enums import Role
from tests.factories import (
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)
from tests.intake.outside import COMPULSORY, PRE_SCHOOL, edited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def draft():
    metric = MetricDefinitionFactory(name="新建园", unit="所")
    draft = started_draft(
        bureau__full_name="示例区教育局",
        version=published_version({"学前教育": PRE_SCHOOL, "义务教育": COMPULSORY}),
    )
    MetricValueFactory(metric=metric, bureau=draft.bureau, year=draft.year, value=35)
    return draft


@pytest.fixture
def editor(draft):
    return member(draft.bureau, Role.EDITOR)


def come_back(draft, editor, *changes):
    file = export_draft(draft=draft, actor=editor)
    return returning.take_back(draft=draft, file=edited(file.content, *changes), name=file.name, actor=editor)


def texts(draft):
    return {str(row.section): row.text for row in draft.section_texts.select_related("section")}


def told(paper):
    return [(change.kind, change.before, change.after) for change in paper.changes.all()]


def test_only_what_was_edited_outside_is_offered_and_the_draft_stays_as_it_is(draft, editor):
    paper = come_back(draft, editor, ("不断扩大", "进一步扩大"), ("学前教育", "学前教育普及普惠"))
    assert told(paper) == [
        (ChangeKind.HEADING, "学前教育", "学前教育普及普惠"),
        (ChangeKind.CHANGED, "新建幼儿园35所，覆盖面不断扩大。", "新建幼儿园35所，覆盖面进一步扩大。"),
    ]
    assert (paper.snapshot, paper.told, texts(draft)) == (
        draft.snapshots.get(),
        [],
        {"学前教育": None, "义务教育": None},
    )


def test_an_accepted_sentence_goes_in_as_a_revision_and_keeps_its_figure(draft, editor):
    paper = come_back(draft, editor, ("不断扩大", "进一步扩大"))
    deciding.accept_change(change=paper.changes.get(), actor=editor)
    revision = Revision.objects.get()
    assert (revision.text, revision.note, revision.author) == (
        "新建幼儿园{{ 新建园 }}，覆盖面进一步扩大。\n收费更加规范；入园更加方便。",
        "采用外改文稿“示例区教育局2025年工作总结.docx”的改动",
        editor,
    )
    assert paper.changes.get().decision == Decision.ACCEPTED


def test_an_accepted_heading_is_the_sections_own(draft, editor):
    paper = come_back(draft, editor, ("学前教育", "学前教育普及普惠"))
    deciding.accept_change(change=paper.changes.get(), actor=editor)
    row = draft.section_texts.get(section__heading="学前教育")
    assert (row.own_heading, row.text) == ("学前教育普及普惠", None)


def test_a_refused_change_leaves_the_draft_and_may_still_be_accepted(draft, editor):
    paper = come_back(draft, editor, ("工作扎实", "工作更加扎实"))
    deciding.refuse_change(change=paper.changes.get(), actor=editor)
    assert texts(draft)["义务教育"] is None
    deciding.accept_change(change=paper.changes.get(), actor=editor)
    assert texts(draft)["义务教育"] == "控辍保学工作更加扎实。"


@pytest.mark.parametrize(
    ("choice", "text", "value"),
    [
        (deciding.LINK, "新建幼儿园{{ 新建园 }}，覆盖面又有扩大。", 35),
        (deciding.KEEP, "新建幼儿园36所，覆盖面又有扩大。", 35),
        (deciding.PROPOSE, "新建幼儿园{{ 新建园 }}，覆盖面又有扩大。", 36),
    ],
)
def test_a_figure_that_was_typed_over_becomes_what_one_decides(draft, editor, choice, text, value):
    change = come_back(draft, editor, ("35所", "36所"), ("不断扩大", "又有扩大")).changes.get()
    deciding.accept_change(change=change, actor=editor, figures={0: choice})
    assert texts(draft)["学前教育"] == f"{text}\n{PRE_SCHOOL[1]}"
    assert MetricValue.objects.get().value == value


def test_a_value_from_outside_says_where_it_came_from(draft, editor):
    change = come_back(draft, editor, ("35所", "36所")).changes.get()
    deciding.accept_change(change=change, actor=editor, figures={0: deciding.PROPOSE})
    assert list(MetricValueRevision.objects.values_list("value", "origin")) == [(36, ValueOrigin.INTAKE)]


def test_a_figure_that_was_typed_over_is_not_taken_without_a_decision(draft, editor):
    change = come_back(draft, editor, ("35所", "36所")).changes.get()
    with pytest.raises(deciding.FigureOpenError):
        deciding.accept_change(change=change, actor=editor)
    assert texts(draft)["学前教育"] is None


def test_all_at_once_leaves_out_what_needs_a_decision(draft, editor):
    paper = come_back(
        draft, editor, ("35所", "36所"), ("收费更加规范", "收费行为更加规范"), ("工作扎实", "工作更加扎实")
    )
    assert deciding.accept_all(paper=paper, actor=editor) == deciding.Taken(accepted=2, left=1)
    assert texts(draft) == {
        "学前教育": "新建幼儿园{{ 新建园 }}，覆盖面不断扩大。\n收费行为更加规范；入园更加方便。",
        "义务教育": "控辍保学工作更加扎实。",
    }


def write(draft, heading, text, actor):
    row = draft.section_texts.get(section__heading=heading)
    standing = {"义务教育": COMPULSORY[0], "学前教育": "\n".join(PRE_SCHOOL)}[heading]
    save_section(section_text=row, text=text, seen=mark_of(standing), actor=actor)


def test_what_was_changed_here_meanwhile_is_kept_and_a_clash_is_left_to_people(draft, editor):
    file = export_draft(draft=draft, actor=editor)
    write(draft, "义务教育", "控辍保学工作取得实效。", editor)
    write(draft, "学前教育", PRE_SCHOOL[0] + "\n收费一律公示；入园更加方便。", editor)
    outside = edited(file.content, ("工作扎实", "工作更加扎实"), ("入园更加方便", "入园更便捷"))
    paper = returning.take_back(draft=draft, file=outside, name=file.name, actor=editor)
    free, clash = paper.changes.all()
    deciding.accept_change(change=free, actor=editor)
    assert texts(draft)["学前教育"] == PRE_SCHOOL[0] + "\n收费一律公示；入园更便捷。"
    with pytest.raises(deciding.BothChangedError):
        deciding.accept_change(change=clash, actor=editor)
    deciding.accept_change(change=clash, actor=editor, despite_conflict=True)
    assert texts(draft)["义务教育"] == "控辍保学工作更加扎实。"


def test_what_the_draft_says_already_is_no_change(draft, editor):
    file = export_draft(draft=draft, actor=editor)
    write(draft, "义务教育", "控辍保学工作更加扎实。", editor)
    outside = edited(file.content, ("工作扎实", "工作更加扎实"))
    assert told(returning.take_back(draft=draft, file=outside, name="a.docx", actor=editor)) == []


def test_a_paper_without_our_marks_is_matched_by_its_words(draft, editor):
    paper = come_back(draft, editor, ("edusum_", "other_"), ("工作扎实", "工作更加扎实"))
    assert told(paper) == [(ChangeKind.CHANGED, "控辍保学工作扎实。", "控辍保学工作更加扎实。")]
    assert paper.told == ["文件里没有导出时留下的标记，各处改动是按文字比对出来的，请多核对。"]


def test_a_paper_of_an_earlier_export_is_held_against_what_was_exported_then(draft, editor):
    first = export_draft(draft=draft, actor=editor)
    write(draft, "义务教育", "控辍保学工作取得实效。", editor)
    export_draft(draft=draft, actor=editor)
    outside = edited(first.content, ("收费更加规范", "收费行为更加规范"))
    paper = returning.take_back(draft=draft, file=outside, name="a.docx", actor=editor)
    assert (paper.snapshot, told(paper)) == (
        draft.snapshots.last(),
        [(ChangeKind.CHANGED, "收费更加规范；", "收费行为更加规范；")],
    )


def test_a_date_or_title_changed_outside_is_told_and_cannot_be_accepted(draft, editor):
    paper = come_back(draft, editor, ("示例区教育局2025年工作总结", "示例区教育局2025年总结"))
    change = paper.changes.get()
    assert (change.kind, change.section_text) == (ChangeKind.UNPLACED, None)
    with pytest.raises(EdusumError, match="不属于任何一节"):
        deciding.accept_change(change=change, actor=editor)


def test_the_same_file_is_known_again_and_kept_once(draft, editor):
    file = export_draft(draft=draft, actor=editor)
    first = returning.take_back(draft=draft, file=io.BytesIO(file.content), name="a.docx", actor=editor)
    with pytest.raises(returning.KnownPaperError) as caught:
        returning.take_back(draft=draft, file=io.BytesIO(file.content), name="b.docx", actor=editor)
    assert (caught.value.pk, len(list(returning.folder().iterdir()))) == (first.pk, 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "另一份材料，与本稿毫无关系。".encode()])
def test_what_cannot_be_this_paper_is_refused_and_nothing_is_kept(draft, editor, content):
    with pytest.raises(EdusumError):
        returning.take_back(draft=draft, file=io.BytesIO(content), name="a.docx", actor=editor)
    assert not ReturnedPaper.objects.exists()
    assert list(returning.folder().iterdir()) == []


def test_who_may_not_take_papers_in_is_refused(draft, editor):
    file = export_draft(draft=draft, actor=editor)
    with pytest.raises(PermissionDenied):
        returning.take_back(
            draft=draft, file=io.BytesIO(file.content), name="a", actor=member(draft.bureau, Role.DEPUTY)
        )
