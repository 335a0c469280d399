import io
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.document.readers.reading import read
from edusum.export.annotations import annotated_draft, annotated_paper
from edusum.export.models import ExportRecord
from edusum.export.services import handed_out, remade
from edusum.orgs.enums import Role
from edusum.proofreading.checking import check_paper
from edusum.proofreading.deciding import waive
from edusum.proofreading.mending import apply_fix
from edusum.proofreading.receiving import Handed, receive_file, receive_text
from tests.document.readers.words import p, word_file
from tests.export.commented import comments_of, without_changes
from tests.factories import BureauFactory, member, published_version, started_draft

pytestmark = pytest.mark.django_db
FAULTY = "全区幼儿园开学平稳有序，，幼儿全部到园。"


@pytest.fixture
def draft():
    return started_draft(bureau__full_name="示例区教育局", version=published_version({"学前教育": [FAULTY]}))


@pytest.fixture
def clerk():
    return member(BureauFactory(full_name="示例区教育局"), Role.CONTRIBUTOR)


def handed_in(clerk, data: bytes, name: str = "总结.docx"):
    return receive_file(bureau=_bureau(clerk), handed=Handed(io.BytesIO(data), name), actor=clerk)


def test_a_draft_goes_out_with_its_findings_as_comments_and_a_record(draft):
    editor = member(draft.bureau, Role.EDITOR)
    file = annotated_draft(draft=draft, actor=editor)
    assert file.name == "示例区教育局2025年工作总结（校核批注）.docx"
    [comment] = [item for item in comments_of(file.content) if item.about == "，，"]
    assert comment.said[0].startswith("【必错·体例核对】")
    assert comment.said[-1].startswith("依据：GB/T 15834")
    record = ExportRecord.objects.get()
    assert (record.format, record.open_errors, record.errors_reason) == ("comments", 1, "")


def test_the_same_file_can_be_made_again_when_nothing_is_wrong_any_more(draft):
    editor = member(draft.bureau, Role.EDITOR)
    file = annotated_draft(draft=draft, actor=editor)
    draft.section_texts.update(text="开学平稳。", state="writing")
    record = ExportRecord.objects.with_snapshot().get()
    assert remade(record).is_same
    assert handed_out(record, remade(record)).content == file.content


def test_who_may_not_export_gets_no_draft_with_comments(draft):
    with pytest.raises(PermissionDenied):
        annotated_draft(draft=draft, actor=member(draft.bureau, Role.CONTRIBUTOR))


def test_a_word_file_comes_back_as_it_was_with_comments_and_what_was_mended(clerk):
    data = word_file(p("示例区教育局2025年工作总结") + p(FAULTY) + p("各校课后服务按时开展。，家长满意。"))
    paper = handed_in(clerk, data)
    checked = check_paper(paper)
    first, second = (item for item in checked.errors if item.finding.rule == "doubled-marks")
    apply_fix(checked=checked, found=first, actor=clerk)
    paper.refresh_from_db()
    paper.__dict__.pop("source_text", None)
    content = annotated_paper(paper=paper, actor=clerk).content
    assert [line.text for line in read(content).lines][1] == FAULTY.replace("，，", "，")
    assert without_changes(content)[1] == FAULTY
    assert second.finding.quote in [comment.about for comment in comments_of(content)]
    assert "，，" not in [comment.about for comment in comments_of(content)]


def test_what_was_waived_is_no_comment(clerk):
    paper = handed_in(clerk, word_file(p("示例区教育局2025年工作总结") + p(FAULTY)))
    [found] = (item for item in check_paper(paper).errors if item.finding.rule == "doubled-marks")
    waive(target=paper, found=found, reason="原文如此。", actor=clerk)
    assert "，，" not in [
        item.about for item in comments_of(annotated_paper(paper=paper, actor=clerk).content)
    ]


@pytest.mark.parametrize("is_file", [True, False])
def test_text_comes_back_in_the_official_layout_with_comments(clerk, is_file):
    text = f"示例区教育局2025年工作总结\n一、学前教育\n{FAULTY}\n二、义务教育\n各校按时开学。\n"
    if is_file:
        paper = handed_in(clerk, text.encode(), "总结.txt")
    else:
        paper = receive_text(bureau=_bureau(clerk), text=text, actor=clerk)
    content = annotated_paper(paper=paper, actor=clerk).content
    assert "，，" in [comment.about for comment in comments_of(content)]
    with ZipFile(io.BytesIO(content)) as archive:
        assert "word/styles.xml" in archive.namelist()


def test_the_download_is_a_word_file_with_a_name(client, clerk):
    client.force_login(clerk)
    paper = handed_in(clerk, word_file(p(FAULTY)))
    answer = client.get(reverse("export:annotated_paper", args=[paper.pk]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "%E6%A0%A1%E6%A0%B8%E6%89%B9%E6%B3%A8" in answer["Content-Disposition"]


def _bureau(user):
    return user.memberships.get().bureau
