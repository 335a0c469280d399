import io
import re
from urllib.parse import quote

import docx
import pytest
from django.urls import reverse
from django.utils.html import escape

from edusum.accounts.models import User
from edusum.assembly.models import LayoutProfile
from edusum.assembly.profiles import save_profile
from edusum.export.models import ExportBatch, ExportRecord
from edusum.export.pdf import NOT_INSTALLED
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    ExhibitFactory,
    ExhibitMetricFactory,
    ExportBatchFactory,
    ExportBatchItemFactory,
    ExportRecordFactory,
    MetricDefinitionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
REASON = {"reason": "先送领导审阅。"}
"""The draft has a gap, which is a 必错."""


@pytest.fixture
def draft(client):
    MetricDefinitionFactory(name="幼儿园数")
    version = published_version({"学前教育": ["共有{{ 幼儿园数 }}。"]})
    draft = started_draft(bureau__full_name="示例区教育局", version=version)
    client.force_login(member(draft.bureau, Role.EDITOR))
    return draft


def test_the_page_before_the_download_lists_what_is_missing(client, draft):
    html = client.get(_url(draft)).content.decode()
    assert "还有 1 节没有交稿，1 项指标缺数" in html
    assert "</summary>幼儿园数</details>" in html
    assert ExportRecord.objects.count() == 0


def test_the_page_before_the_download_tells_of_a_first_page_without_text(client):
    draft = started_draft(version=published_version({"学前教育": [""]}))
    client.force_login(member(draft.bureau, Role.EDITOR))
    exhibit = ExhibitFactory(section_text=draft.section_texts.get(), caption="一览表", is_landscape=True)
    ExhibitMetricFactory(exhibit=exhibit)
    assert "正文一开头就是横排的表“一览表”，首页只有标题。" in client.get(_url(draft)).content.decode()


def test_the_download_has_the_papers_name_and_kind(client, draft):
    answer = client.post(_url(draft), REASON)
    name = quote("示例区教育局2025年工作总结.docx")
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert docx.Document(io.BytesIO(answer.content)).core_properties.title == "示例区教育局2025年工作总结"


def test_a_download_tells_the_page_that_it_has_come(client, draft):
    assert client.post(_url(draft), REASON | {"ticket": "abc123"}).cookies["download"].value == "abc123"
    text = client.get(_url(draft)).content.decode()
    assert "已导出“示例区教育局2025年工作总结.docx”，带着必错导出的原因已记在导出记录里" in text
    assert "download" not in client.post(_url(draft), REASON | {"ticket": ""}).cookies
    assert "请看浏览器的下载" not in client.get(_url(draft)).content.decode()


@pytest.mark.parametrize("file_format", ["word", "text", "pdf"])
def test_open_errors_ask_for_a_reason_and_what_was_typed_is_kept(client, draft, file_format):
    assert "还有 1 处必错没有处理" in client.get(_url(draft)).content.decode()
    refused = client.post(_url(draft), {"format": file_format, "reason": "  "})
    assert refused.status_code == 422
    assert "请先处理，或者写明为什么现在就要导出。" in refused.content.decode()
    assert ExportRecord.objects.count() == 0


def test_who_may_not_mend_is_not_told_to_mend(client, draft):
    mends = "请到<a", "改正，或者写明不是错误的理由"
    assert all(words in client.get(_url(draft)).content.decode() for words in mends)
    client.force_login(member(draft.bureau, Role.DIRECTOR))
    text = client.get(_url(draft)).content.decode()
    assert not any(words in text for words in mends)
    assert "请统稿人或写这一节的科室改正" in text


def test_the_reason_stands_in_the_record(client, draft):
    client.post(_url(draft), {"reason": "先送领导\n审阅"})
    record = ExportRecord.objects.get()
    assert (record.open_errors, record.errors_reason) == (1, "先送领导 审阅")
    assert "1 处<span" in client.get(_url(draft)).content.decode()


def test_a_paper_without_errors_is_asked_nothing(client):
    draft = started_draft(version=published_version({"学前教育": ["开学平稳有序。"]}))
    client.force_login(member(draft.bureau, Role.EDITOR))
    assert "必错没有处理" not in client.get(_url(draft)).content.decode()
    assert client.post(_url(draft))["Content-Type"].endswith("wordprocessingml.document")
    record = ExportRecord.objects.get()
    assert (record.open_errors, record.errors_reason) == (0, "")


def test_an_unknown_format_is_refused_and_nothing_is_kept(client, draft):
    answer = client.post(_url(draft), {"format": "redline"}, follow=True)
    assert "没有这种导出格式" in answer.content.decode()
    assert ExportRecord.objects.count() == 0


def test_a_record_tells_who_when_what_and_the_whole_digest(client, draft):
    client.post(_url(draft), REASON | {"format": "text"})
    record = ExportRecord.objects.get()
    html = client.get(_url(draft)).content.decode()
    assert f'id="sha-{record.pk}">{record.sha256}</code>' in html
    assert 'data-label="快照">第1份</td>' in html
    assert "纯文本</td>" in html
    assert record.exported_by.name in html
    assert "1 处</td>" in html


def test_records_number_the_snapshots_of_their_draft(client, draft):
    ExportRecordFactory(snapshot__draft=started_draft(bureau=draft.bureau))
    client.post(_url(draft), REASON)
    client.post(_url(draft), REASON | {"format": "text"})
    draft.section_texts.update(text="改写了。", state="writing")
    old = draft.snapshots.get()
    client.post(reverse("export:draft_redline", args=[draft.pk]), {"old": old.pk, "new": 0})
    html = client.get(_url(draft)).content.decode()
    assert re.findall(r'data-label="快照">(.*?)</td>', html) == ["第2份，对照第1份", "第1份", "第1份"]


def test_without_libreoffice_the_page_says_what_to_do_instead_of_offering_a_button(client, draft, settings):
    settings.SOFFICE = ""
    html = client.get(_url(draft)).content.decode()
    assert NOT_INSTALLED in html
    assert "导出 PDF</button>" not in html
    told = client.post(_url(draft), REASON | {"format": "pdf"}, follow=True).content.decode()
    assert f"没有导出。{NOT_INSTALLED}" in told


def test_an_earlier_export_can_be_taken_again(client, draft):
    first = client.post(_url(draft), REASON).content
    again = client.get(_record_url(ExportRecord.objects.get()))
    assert again.content == first


def test_a_file_that_changed_since_is_told_before_it_is_given(client, draft):
    record = ExportRecordFactory(snapshot__draft=draft)
    told = client.get(_record_url(record))
    assert told["Content-Type"].startswith("text/html")
    assert "系统升级后，生成文件的写法有变" in told.content.decode()
    assert record.sha256 in told.content.decode()
    taken = client.get(_record_url(record), {"take": "changed"})
    assert taken.content.startswith(b"PK")


def test_a_snapshot_that_cannot_be_read_is_told(client, draft):
    record = ExportRecordFactory(snapshot__draft=draft, snapshot__document={"schema": 99})
    html = client.get(_record_url(record)).content.decode()
    assert "现在不能重新生成这份文件" in html
    assert "请用原版本的系统打开" in html


def test_the_text_page_shows_what_is_to_be_copied(client, draft):
    html = client.get(reverse("export:draft_text", args=[draft.pk])).content.decode()
    assert "示例区教育局2025年工作总结\n\n　　一、学前教育\n　　共有【待补：幼儿园数】。" in html
    assert ExportRecord.objects.count() == 0


def test_what_has_open_errors_is_copied_once_somebody_said_why(client, draft):
    text = client.get(reverse("export:draft_text", args=[draft.pk])).content.decode()
    assert "data-copy=" not in text
    refused = client.post(_url(draft), {"format": "text", "do": "copy"})
    assert (refused.status_code, "data-copy=" in refused.content.decode()) == (422, False)
    assert ExportRecord.objects.count() == 0
    answer = client.post(_url(draft), REASON | {"format": "text", "do": "copy"})
    assert "data-copy=" in answer.content.decode()
    record = ExportRecord.objects.get()
    assert (record.format, record.open_errors, record.errors_reason) == ("text", 1, "先送领导审阅。")


def test_what_has_no_open_errors_is_copied_at_once(client, draft):
    draft.section_texts.update(text="开学平稳。", state="writing")
    text = client.get(reverse("export:draft_text", args=[draft.pk])).content.decode()
    assert "data-copy=" in text


def test_the_list_of_exports_takes_as_many_queries_for_one_as_for_three(client, draft):
    client.post(_url(draft), REASON)
    one = queries_of(lambda: client.get(_url(draft)))
    client.post(_url(draft), REASON)
    client.post(_url(draft), REASON)
    assert queries_of(lambda: client.get(_url(draft))) == one


def test_a_batch_from_ticking_to_the_zip(client, draft):
    started = client.post(reverse("export:batch_start"), REASON | {"drafts": [draft.pk]}, follow=True)
    assert "导出完成，共 1 份" in started.content.decode()
    batch = ExportBatch.objects.get()
    zipped = client.get(reverse("export:batch_download", args=[batch.pk]))
    assert zipped.content.startswith(b"PK")
    assert "下载压缩包" in client.get(reverse("export:batch_start")).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ([], "请至少选一份文稿。"),
        ([99999999], "选中的文稿里有的已被删除"),
        (["x"], "选中的文稿里有的已被删除"),
    ],
)
def test_a_batch_that_cannot_start_says_why_and_keeps_the_ticks(client, draft, sent, sentence):
    answer = client.post(reverse("export:batch_start"), {"drafts": [*sent, *([draft.pk] if sent else [])]})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert (f'id="draft-{draft.pk}" checked' in html) == bool(sent)
    assert ExportBatch.objects.count() == 0


def test_the_drafts_of_a_batch_can_be_narrowed_down(client, draft):
    older = started_draft(bureau=draft.bureau, version=draft.version, year=2023)
    html = client.get(reverse("export:batch_start"), {"year": "2023", "genre": "nonsense"}).content.decode()
    assert escape(older.title) in html
    assert escape(draft.title) not in html


def test_progress_is_asked_for_by_htmx_until_the_end(client, draft):
    batch = ExportBatchItemFactory(batch__started_by=_user(client), draft=draft).batch
    url = reverse("export:batch_detail", args=[batch.pk])
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part
    assert "已处理 0 份，共 1 份" in part
    client.post(reverse("export:batch_resume", args=[batch.pk]))
    assert 'hx-trigger="every' not in client.get(url).content.decode()


def test_a_zip_whose_papers_changed_is_told_before_it_is_given(client, draft):
    client.post(reverse("export:batch_start"), REASON | {"drafts": [draft.pk]})
    ExportRecord.objects.update(sha256="0" * 64)
    url = reverse("export:batch_download", args=[ExportBatch.objects.get().pk])
    assert "压缩包里有 1 份文件与当时导出的不完全相同" in client.get(url).content.decode()
    assert client.get(url, {"take": "changed"}).content.startswith(b"PK")


def test_the_pages_of_batches_take_as_many_queries_for_one_as_for_three(client, draft):
    batch = ExportBatchFactory(started_by=_user(client))

    def grow():
        other = started_draft(bureau=draft.bureau)
        record = ExportRecordFactory(snapshot__draft=other)
        ExportBatchItemFactory(batch=batch, draft=other, state="done", record=record)
        ExportBatchItemFactory(batch__started_by=_user(client), draft=other)

    urls = [reverse("export:batch_start"), reverse("export:batch_detail", args=[batch.pk])]
    grow()
    one = [queries_of(lambda url=url: client.get(url)) for url in urls]
    grow()
    grow()
    assert [queries_of(lambda url=url: client.get(url)) for url in urls] == one


def test_a_layout_sample_shows_what_is_saved_or_what_is_asked(client, draft):
    client.force_login(member(draft.bureau, Role.LIBRARY_MANAGER))
    url = reverse("export:layout_sample", args=[draft.bureau.pk])
    standard = client.get(url).content
    name = quote("版式样张.docx")
    assert client.get(url)["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    save_profile(profile=LayoutProfile(bureau=draft.bureau, is_mirrored=True), actor=SYSTEM)
    assert client.get(url, {"format": "docx"}).content != standard
    refused = client.get(url, {"line_pitch": "99"})
    assert (refused.status_code, "版式设置里有不能用的选项" in refused.content.decode()) == (422, True)


def test_a_layout_sample_as_pdf_or_why_there_is_none(client, draft, settings):
    client.force_login(member(draft.bureau, Role.LIBRARY_MANAGER))
    url = reverse("export:layout_sample", args=[draft.bureau.pk])
    sample = client.get(url, {"format": "pdf"})
    assert sample.content.startswith(b"%PDF-")
    assert quote("版式样张.pdf") in sample["Content-Disposition"]
    settings.SOFFICE = ""
    assert NOT_INSTALLED in client.get(url, {"format": "pdf"}).content.decode()


def _user(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def _url(draft):
    return reverse("export:draft_export", args=[draft.pk])


def _record_url(record):
    return reverse("export:export_download", args=[record.pk])
