import hashlib
import io

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from edusum.assembly.models import Snapshot
from edusum.common.errors import EdusumError
from edusum.document.house import STANDARD_HOUSE, House
from edusum.document.model import Document
from edusum.export import pdf
from edusum.export.enums import Format
from edusum.export.models import ExportRecord
from edusum.export.services import export_draft, handed_out, remade, text_file
from edusum.export.styles import layout_of
from edusum.export.word import to_docx
from edusum.orgs.enums import Role
from tests.factories import ExportRecordFactory, member, published_version, started_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(
        bureau__full_name="示例区教育局", version=published_version({"全年工作": ["{{ 本地 }}稳步发展。"]})
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_an_export_is_a_word_file_with_a_record_and_a_snapshot(draft):
    editor = member(draft.bureau, Role.EDITOR)
    file = export_draft(draft=draft, actor=editor)
    assert file.name == "示例区教育局2025年工作总结.docx"
    assert "我区稳步发展。" in [item.text for item in docx.Document(io.BytesIO(file.content)).paragraphs]
    record = ExportRecord.objects.get()
    assert (
        record.format,
        record.filename,
        record.sha256,
        record.word_sha256,
        record.size,
        record.exported_by,
        record.snapshot.draft,
        record.layout_house,
    ) == (
        Format.WORD,
        file.name,
        digest(file.content),
        "",
        len(file.content),
        editor,
        draft,
        STANDARD_HOUSE,
    )


@pytest.mark.parametrize("file_format", [Format.WORD, Format.TEXT])
def test_an_earlier_export_comes_back_byte_for_byte_after_the_draft_went_on(draft, file_format):
    first = export_draft(draft=draft, actor=member(draft.bureau, Role.EDITOR), file_format=file_format)
    draft.section_texts.update(text="改写了。", state="writing")
    record = ExportRecord.objects.get()
    again = remade(record)
    assert again.is_same
    assert handed_out(record, again) == first


def test_exports_of_an_unchanged_draft_share_a_snapshot_and_each_tells_who_took_it(draft):
    first, second = member(draft.bureau, Role.EDITOR), member(draft.bureau, Role.DIRECTOR)
    export_draft(draft=draft, actor=first)
    export_draft(draft=draft, actor=second, file_format=Format.PDF)
    records = ExportRecord.objects.order_by("pk")
    assert [record.exported_by for record in records] == [first, second]
    assert {record.snapshot for record in records} == {Snapshot.objects.get()}


def test_an_earlier_export_keeps_the_house_of_that_time(draft):
    house = House(dot="．", is_mirrored=True)
    record = ExportRecordFactory(snapshot__draft=draft, house=house.to_json())
    document = Document.from_json(record.snapshot.document)
    assert record.layout_house == house
    assert remade(record).file.content == to_docx(document, layout_of(house))


def test_a_record_from_before_there_were_houses_is_in_the_standard(draft):
    record = ExportRecordFactory(snapshot__draft=draft, house=None)
    assert remade(record).file.content == to_docx(Document.from_json(record.snapshot.document))


def test_a_file_that_is_no_longer_the_same_is_known_by_its_digest(draft):
    record = ExportRecordFactory(snapshot__draft=draft, sha256="0" * 64)
    assert (remade(record).is_same, remade(record).was) == (False, "0" * 64)


def test_plain_text_opens_well_in_every_notepad(draft):
    file = export_draft(draft=draft, actor=member(draft.bureau, Role.EDITOR), file_format=Format.TEXT)
    assert file.name == "示例区教育局2025年工作总结.txt"
    assert file.content.startswith("\ufeff示例区教育局2025年工作总结\r\n".encode())
    assert b"\n" not in file.content.replace(b"\r\n", b"")
    assert text_file("a\nb") == b"\xef\xbb\xbfa\r\nb"


def test_a_pdf_keeps_the_digest_of_the_word_file_behind_it(draft):
    file = export_draft(draft=draft, actor=member(draft.bureau, Role.EDITOR), file_format=Format.PDF)
    assert (file.name, file.content[:5]) == ("示例区教育局2025年工作总结.pdf", b"%PDF-")
    record = ExportRecord.objects.get()
    assert record.sha256 == digest(file.content)
    assert record.word_sha256 == remade(record).file.sha256
    assert remade(record).is_same


def test_where_no_pdf_can_be_made_nothing_is_kept(draft, settings):
    settings.SOFFICE = ""
    with pytest.raises(EdusumError) as refusal:
        export_draft(draft=draft, actor=member(draft.bureau, Role.EDITOR), file_format=Format.PDF)
    assert str(refusal.value) == pdf.NOT_INSTALLED
    assert (ExportRecord.objects.count(), Snapshot.objects.count()) == (0, 0)


@pytest.mark.parametrize("file_format", [Format.WORD, Format.TEXT, Format.PDF])
def test_a_clerk_exports_nothing(draft, file_format):
    with pytest.raises(PermissionDenied):
        export_draft(draft=draft, actor=member(draft.bureau, Role.CONTRIBUTOR), file_format=file_format)
    assert (ExportRecord.objects.count(), Snapshot.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [{"format": "exe"}, {"format": "redline"}, {"format": "word", "word_sha256": "0" * 64}],
)
def test_the_database_keeps_no_record_that_could_not_be_made_again(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRecordFactory(**fields)
