import hashlib
import io

import docx
import pytest
from django.core.exceptions import PermissionDenied

from edusum.export.models import ExportRecord
from edusum.export.services import export_draft, word_file
from edusum.orgs.enums import Role
from tests.factories import member, published_version, started_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(
        bureau__full_name="示例区教育局", version=published_version({"全年工作": ["{{ 本地 }}稳步发展。"]})
    )


def test_an_export_is_a_word_file_with_a_record_and_a_snapshot(draft):
    editor = member(draft.bureau, Role.EDITOR)
    file = export_draft(draft=draft, actor=editor)
    assert file.name == "示例区教育局2025年工作总结.docx"
    assert "我区稳步发展。" in [item.text for item in docx.Document(io.BytesIO(file.content)).paragraphs]
    record = ExportRecord.objects.get()
    assert (record.filename, record.sha256, record.size, record.exported_by, record.snapshot.draft) == (
        file.name,
        hashlib.sha256(file.content).hexdigest(),
        len(file.content),
        editor,
        draft,
    )


def test_an_earlier_export_comes_back_byte_for_byte_after_the_draft_went_on(draft):
    first = export_draft(draft=draft, actor=member(draft.bureau, Role.EDITOR))
    draft.section_texts.update(text="改写了。", state="writing")
    assert word_file(ExportRecord.objects.get().snapshot) == first


def test_a_clerk_exports_nothing(draft):
    with pytest.raises(PermissionDenied):
        export_draft(draft=draft, actor=member(draft.bureau, Role.CONTRIBUTOR))
    assert ExportRecord.objects.count() == 0
