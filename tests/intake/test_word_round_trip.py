"""A paper is exported, edited in LibreOffice, saved as Word there, and taken back: only the edits differ."""

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest
from django.conf import settings as site

from edusum.common.libreoffice import Complaints, converted
from edusum.drafts.services import mark_of, save_section
from edusum.export.services import export_draft
from edusum.intake import deciding, returning
from edusum.intake.enums import ChangeKind
from edusum.orgs.enums import Role
from tests.factories import (
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
SECTIONS = {
    "学前教育扩容提质": [
        "全区新建幼儿园{{ 新建园 }}，毛入园率达{{ 毛入园率 }}。",
        "普惠性学位持续增加；收费管理更加规范。",
        "一是办园条件继续改善。二是保教质量稳步提高。",
    ],
    "义务教育优质均衡": [
        "控辍保学台账逐月更新，无一名学生失学。",
        "城乡学校结对{{ 结对 }}，教师交流常态化。",
    ],
    "下一步打算": ["抓好学位建设。", "抓好教师培训。"],
}
EDITS = [
    ("普惠性学位持续增加", "普惠性学位连年增加"),
    ("保教质量稳步提高", "保教质量明显提高"),
    ("抓好教师培训", "办好教师培训和教研活动"),
    ("义务教育优质均衡", "义务教育优质均衡发展"),
    ("97.3%", "97.8%"),
]
DIFFERENCES = [
    (
        ChangeKind.CHANGED,
        "全区新建幼儿园35所，毛入园率达97.3%。",
        "全区新建幼儿园35所，毛入园率达97.8%。",
        ["97.8%"],
    ),
    (ChangeKind.CHANGED, "普惠性学位持续增加；", "普惠性学位连年增加；", []),
    (ChangeKind.CHANGED, "二是保教质量稳步提高。", "二是保教质量明显提高。", []),
    (ChangeKind.HEADING, "义务教育优质均衡", "义务教育优质均衡发展", []),
    (ChangeKind.CHANGED, "抓好教师培训。", "办好教师培训和教研活动。", []),
]


@pytest.fixture
def draft(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    draft = started_draft(bureau__full_name="示例区教育局", version=published_version(SECTIONS))
    figures = {
        "新建园": ({"unit": "所"}, 35),
        "毛入园率": ({"percent": True, "decimals": 1}, "97.3"),
        "结对": ({"unit": "对"}, 24),
    }
    for name, (fields, value) in figures.items():
        metric = MetricDefinitionFactory(name=name, **fields)
        MetricValueFactory(metric=metric, bureau=draft.bureau, year=draft.year, value=value)
    return draft


def by_libreoffice(content: bytes, source: str, target: str, tmp_path) -> bytes:
    said = Complaints("busy", "too slow", "failed")
    return converted(
        content,
        source=source,
        target=target,
        program=site.SOFFICE,
        slots=tmp_path / "slots",
        timeout=120,
        complaints=said,
    )


def edited(odt: bytes) -> bytes:
    """The OpenDocument text with the edits in its words; its first member stays unpacked."""
    source, target = ZipFile(io.BytesIO(odt)), io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "content.xml":
                text = part.decode()
                for old, new in EDITS:
                    assert text.count(old) == 1, old
                    text = text.replace(old, new)
                part = text.encode()
            archive.writestr(ZipInfo(name), part, ZIP_STORED)
    return target.getvalue()


def told(paper):
    return [
        (change.kind, change.before, change.after, [item["typed"] for item in change.overtyped])
        for change in paper.changes.all()
    ]


def test_what_libreoffice_edited_and_saved_comes_back_as_exactly_these_differences(draft, tmp_path):
    editor = member(draft.bureau, Role.EDITOR)
    exported = export_draft(draft=draft, actor=editor).content
    there = by_libreoffice(exported, "docx", "odt", tmp_path)
    word = by_libreoffice(edited(there), "odt", "docx:MS Word 2007 XML", tmp_path)
    paper = returning.take_back(draft=draft, file=io.BytesIO(word), name="改.docx", actor=editor)
    assert (told(paper), paper.told, paper.snapshot) == (DIFFERENCES, [], draft.snapshots.get())


@pytest.mark.parametrize("target", ["docx:MS Word 2007 XML", "doc", "rtf", "odt"])
def test_what_libreoffice_only_saved_has_no_differences(draft, tmp_path, target):
    editor = member(draft.bureau, Role.EDITOR)
    exported = export_draft(draft=draft, actor=editor).content
    saved = by_libreoffice(exported, "docx", target, tmp_path)
    paper = returning.take_back(draft=draft, file=io.BytesIO(saved), name="改", actor=editor)
    assert told(paper) == []


def test_all_of_it_taken_over_reads_as_it_was_edited(draft, tmp_path):
    editor = member(draft.bureau, Role.EDITOR)
    row = draft.section_texts.get(section__heading="下一步打算")
    standing = "\n".join(SECTIONS["下一步打算"])
    save_section(section_text=row, text=standing + "\n抓好经费保障。", seen=mark_of(standing), actor=editor)
    exported = export_draft(draft=draft, actor=editor).content
    word = by_libreoffice(edited(by_libreoffice(exported, "docx", "odt", tmp_path)), "odt", "docx", tmp_path)
    paper = returning.take_back(draft=draft, file=io.BytesIO(word), name="改.docx", actor=editor)
    assert deciding.accept_all(paper=paper, actor=editor) == deciding.Taken(accepted=4, left=1)
    figure = paper.changes.first()
    deciding.accept_change(change=figure, actor=editor, figures={0: deciding.LINK})
    row.refresh_from_db()
    assert row.text == "抓好学位建设。\n办好教师培训和教研活动。\n抓好经费保障。"
