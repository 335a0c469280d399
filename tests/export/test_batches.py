import hashlib
import io
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from edusum.common.errors import EdusumError
from edusum.drafts.models import Draft
from edusum.export.batches import (
    UNFINISHED,
    delete_batch,
    exportable,
    progress_of,
    resume_batch,
    start_batch,
    zip_of,
)
from edusum.export.batching import BROKEN, GONE, NOT_ALLOWED, carry_on
from edusum.export.enums import ItemState
from edusum.export.models import ExportBatch, ExportRecord
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    ExportBatchFactory,
    ExportBatchItemFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


def draft_of(bureau, **fields) -> Draft:
    return started_draft(bureau=bureau, version=published_version({"全年工作": ["稳步发展。"]}), **fields)


def names_in(content: bytes) -> list[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_a_batch_is_one_zip_with_a_folder_for_each_bureau(bureau, editor):
    other = BureauFactory(full_name="邻区教育局")
    MembershipFactory(user=editor, bureau=other, role=Role.EDITOR)
    drafts = [draft_of(other), draft_of(bureau), draft_of(bureau, year=2024)]
    batch = start_batch(drafts=drafts, actor=editor)
    batch.refresh_from_db()
    archive = zip_of(batch=batch, actor=editor)
    assert names_in(archive.content) == [
        "示例区教育局/示例区教育局2025年工作总结.docx",
        "示例区教育局/示例区教育局2024年工作总结.docx",
        "邻区教育局/邻区教育局2025年工作总结.docx",
        "导出情况.txt",
    ]
    assert archive.changed == ()
    assert archive.name == f"批量导出{timezone.localtime(batch.created_at):%Y%m%d-%H%M}.zip"


def test_each_paper_of_a_batch_has_its_record_and_stands_in_the_zip_as_recorded(bureau, editor):
    batch = start_batch(drafts=[draft_of(bureau)], actor=editor)
    batch.refresh_from_db()
    record = ExportRecord.objects.get()
    assert record.exported_by == editor
    with ZipFile(io.BytesIO(zip_of(batch=batch, actor=editor).content)) as archive:
        paper = archive.read("示例区教育局/示例区教育局2025年工作总结.docx")
        told = archive.read("导出情况.txt").decode("utf-8-sig")
    assert hashlib.sha256(paper).hexdigest() == record.sha256
    assert told.splitlines() == [
        "文稿\t单位\t情况\t文件\t校验码（SHA-256）",
        "示例区教育局2025年工作总结\t示例区教育局\t已导出\t"
        f"示例区教育局/示例区教育局2025年工作总结.docx\t{record.sha256}",
    ]


def test_the_zip_is_the_same_each_time(bureau, editor):
    batch = start_batch(drafts=[draft_of(bureau)], actor=editor)
    batch.refresh_from_db()
    assert zip_of(batch=batch, actor=editor) == zip_of(batch=batch, actor=editor)


def test_papers_and_bureaus_of_one_name_are_told_apart(bureau, editor):
    double = BureauFactory(full_name="示例区/教育局")
    MembershipFactory(user=editor, bureau=double, role=Role.EDITOR)
    drafts = [draft_of(bureau, own_title="总结"), draft_of(bureau, own_title="总结"), draft_of(double)]
    batch = start_batch(drafts=drafts, actor=editor)
    batch.refresh_from_db()
    assert names_in(zip_of(batch=batch, actor=editor).content) == [
        "示例区教育局/总结.docx",
        "示例区教育局/总结（2）.docx",
        "示例区教育局（2）/示例区教育局2025年工作总结.docx",
        "导出情况.txt",
    ]


def test_gaps_do_not_stop_a_paper_but_are_told(bureau, editor):
    MetricDefinitionFactory(name="幼儿园数")
    draft = started_draft(bureau=bureau, version=published_version({"学前": ["共有{{ 幼儿园数 }}。"]}))
    batch = start_batch(drafts=[draft], actor=editor, reason="先送审。")
    batch.refresh_from_db()
    with ZipFile(io.BytesIO(zip_of(batch=batch, actor=editor).content)) as archive:
        told = archive.read("导出情况.txt").decode("utf-8-sig")
    assert "\t已导出，1 处待补，1 处必错没有处理（理由：先送审。）\t" in told


def test_without_a_reason_papers_with_open_errors_are_left_out_and_say_so(bureau, editor):
    MetricDefinitionFactory(name="幼儿园数")
    draft = started_draft(bureau=bureau, version=published_version({"学前": ["共有{{ 幼儿园数 }}。"]}))
    batch = start_batch(drafts=[draft, draft_of(bureau)], actor=editor)
    said = "还有 1 处必错没有处理。请先处理，或者写明为什么现在就要导出。"
    assert sorted(outcome(batch)) == [("done", ""), ("left_out", said)]


def outcome(batch) -> list[tuple[str, str]]:
    return list(batch.items.values_list("state", "reason"))


def waiting_batch(editor, *drafts) -> ExportBatch:
    batch = ExportBatchFactory(started_by=editor)
    for draft in drafts:
        ExportBatchItemFactory(batch=batch, draft=draft)
    return batch


def test_what_was_deleted_or_is_no_longer_allowed_is_left_out_and_says_why(bureau, editor):
    gone, kept, foreign = draft_of(bureau), draft_of(bureau), draft_of(BureauFactory())
    batch = waiting_batch(editor, gone, kept, foreign)
    gone.delete()
    carry_on(batch.pk)
    assert outcome(batch) == [
        (ItemState.LEFT_OUT, GONE),
        (ItemState.DONE, ""),
        (ItemState.LEFT_OUT, NOT_ALLOWED),
    ]
    batch.refresh_from_db()
    assert batch.finished_at is not None
    with ZipFile(io.BytesIO(zip_of(batch=batch, actor=editor).content)) as archive:
        assert f"\t未导出：{GONE}\t" in archive.read("导出情况.txt").decode("utf-8-sig")


def test_a_role_lost_on_the_way_counts_at_once(bureau, editor):
    batch = waiting_batch(editor, draft_of(bureau))
    editor.memberships.all().delete()
    carry_on(batch.pk)
    assert outcome(batch) == [(ItemState.LEFT_OUT, NOT_ALLOWED)]
    assert ExportRecord.objects.count() == 0


def test_one_broken_paper_does_not_hold_up_the_others(bureau, editor, caplog):
    broken, whole = draft_of(bureau), draft_of(bureau)
    broken.section_texts.update(text="{{ 稳步发展", state="writing", said_at_first=["broken"])
    batch = waiting_batch(editor, broken, whole)
    carry_on(batch.pk)
    assert outcome(batch) == [(ItemState.LEFT_OUT, BROKEN), (ItemState.DONE, "")]
    assert f"Draft {broken.pk} of batch {batch.pk} cannot be exported" in caplog.text


def test_a_batch_that_was_interrupted_goes_on_where_it_stopped(bureau, editor):
    batch = waiting_batch(editor, draft_of(bureau), draft_of(bureau))
    carry_on(batch.pk)
    first = list(batch.items.values_list("record", flat=True))
    batch.items.filter(position=batch.items.last().position).update(state=ItemState.WAITING, record=None)
    ExportBatch.objects.update(finished_at=None)
    batch.refresh_from_db()
    resume_batch(batch=batch, actor=editor)
    assert batch.items.first().record_id == first[0]
    assert [state for state, _ in outcome(batch)] == [ItemState.DONE, ItemState.DONE]


def test_progress_tells_how_far_it_is(bureau, editor):
    batch = waiting_batch(editor, draft_of(bureau), draft_of(bureau))
    progress = progress_of(batch, list(batch.items.all()))
    assert (progress.total, progress.settled, progress.is_finished) == (2, 0, False)
    assert (progress.current, progress.trouble) == ("示例区教育局2025年工作总结", "")


def test_a_batch_that_nobody_works_on_says_so(bureau, editor):
    batch = waiting_batch(editor, draft_of(bureau))
    batch.moved_at = timezone.now() - timezone.timedelta(minutes=1)
    assert progress_of(batch, list(batch.items.all())).trouble.startswith("后台任务现在没有运行")


def test_there_is_no_zip_before_the_end(bureau, editor):
    with pytest.raises(EdusumError) as refusal:
        zip_of(batch=waiting_batch(editor, draft_of(bureau)), actor=editor)
    assert str(refusal.value) == UNFINISHED


def test_the_zip_is_refused_to_who_lost_the_right(bureau, editor):
    batch = start_batch(drafts=[draft_of(bureau)], actor=editor)
    batch.refresh_from_db()
    editor.memberships.all().delete()
    editor = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(PermissionDenied):
        zip_of(batch=batch, actor=editor)


def test_a_zip_with_a_paper_that_changed_since_names_it(bureau, editor):
    batch = start_batch(drafts=[draft_of(bureau)], actor=editor)
    batch.refresh_from_db()
    ExportRecord.objects.update(sha256="0" * 64)
    assert zip_of(batch=batch, actor=editor).changed == ("示例区教育局/示例区教育局2025年工作总结.docx",)


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(0, "请至少选一份文稿。"), (201, "一批最多 200 份，现在选了 201 份，请分几批导出。")],
)
def test_none_and_too_many_are_refused(bureau, editor, count, sentence):
    with pytest.raises(EdusumError) as refusal:
        start_batch(drafts=[Draft(bureau=bureau)] * count, actor=editor)
    assert str(refusal.value) == sentence


def test_a_batch_with_a_paper_of_another_bureau_is_not_started(bureau, editor):
    with pytest.raises(PermissionDenied):
        start_batch(drafts=[draft_of(bureau), draft_of(BureauFactory())], actor=editor)
    assert ExportBatch.objects.count() == 0


def test_deleting_a_batch_keeps_the_records(bureau, editor):
    batch = start_batch(drafts=[draft_of(bureau)], actor=editor)
    delete_batch(batch=batch, actor=editor)
    assert (ExportBatch.objects.count(), ExportRecord.objects.count()) == (0, 1)


def test_only_what_one_may_export_is_offered(bureau, editor):
    own = draft_of(bureau)
    elsewhere = BureauFactory()
    draft_of(elsewhere)
    MembershipFactory(user=editor, bureau=elsewhere, role=Role.CONTRIBUTOR)
    assert list(exportable(editor)) == [own]
