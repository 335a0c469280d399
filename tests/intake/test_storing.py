import pytest

from edusum.common.errors import EdusumError
from edusum.intake.corrected import document_of
from edusum.intake.correcting import delete_document
from edusum.intake.enums import TakenAs
from edusum.intake.models import SourceDocument, Taking
from edusum.intake.receiving import path_of
from edusum.intake.storing import join_parts, split_again, understand_again
from edusum.orgs.enums import Role
from tests.factories import OLD_PAPER, SourceDocumentFactory, member

pytestmark = pytest.mark.django_db

BODY = "全区学校认真落实各项要求，" * 20
COLLECTION = "\n".join(
    f"第{number}篇：{year}年教育工作总结\n一、主要工作\n{BODY}建成学校{number}所。\n二、存在问题\n{BODY}"
    for number, year in enumerate((2021, 2022, 2023), 1)
)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "intake").mkdir()


@pytest.fixture
def collection():
    return SourceDocumentFactory(text=COLLECTION)


@pytest.fixture
def editor(collection):
    return member(collection.bureau, Role.EDITOR)


def test_what_was_understood_stands_in_rows_that_point_into_the_text():
    document = SourceDocumentFactory(text=OLD_PAPER)
    text = document.source_text.text
    assert [text[row.start : row.end] for row in document.headings.all()] == [
        "一、学前教育普惠发展",
        "二、义务教育优质均衡",
        "（一）办学条件不断改善",
        "（二）教师队伍不断壮大",
    ]
    figures = [
        (text[row.start : row.end], row.value, row.unit, row.for_year) for row in document.quantities.all()
    ]
    assert ("96.5%", "96.5", "%", 2024) in figures
    assert ("12600人", "12600", "人", 2024) in figures


def test_papers_of_one_file_become_papers_of_their_own(collection):
    parts = list(collection.parts.order_by("part"))
    assert [(row.part, row.title, row.year, row.headings.count()) for row in parts] == [
        (1, "2021年教育工作总结", 2021, 2),
        (2, "2022年教育工作总结", 2022, 2),
        (3, "2023年教育工作总结", 2023, 2),
    ]
    assert list(SourceDocument.objects.papers().order_by("part")) == parts
    assert collection.headings.count() == 0
    for row in parts:
        text = row.source_text.text
        assert [text[item.start : item.end] for item in row.headings.all()] == [
            "一、主要工作",
            "二、存在问题",
        ]


def test_parts_are_joined_and_parted_again(collection, editor):
    join_parts(document=collection, actor=editor)
    assert (collection.parts.count(), collection.headings.count() > 4) == (0, True)
    assert split_again(document=collection, actor=editor) == 3
    assert (collection.parts.count(), collection.headings.count()) == (3, 0)


def test_parts_something_was_made_of_are_not_joined(collection, editor):
    Taking.objects.create(document=collection.parts.first(), taken_as=TakenAs.WORD)
    with pytest.raises(EdusumError, match="不能再合成一篇"):
        join_parts(document=collection, actor=editor)


def test_one_paper_is_not_split():
    document = SourceDocumentFactory()
    with pytest.raises(EdusumError, match="只有一篇"):
        split_again(document=document, actor=member(document.bureau, Role.EDITOR))


def test_the_file_goes_with_the_last_paper_that_was_read_from_it(
    collection, editor, django_capture_on_commit_callbacks
):
    path = path_of(collection)
    path.write_text("x")
    kept = []
    for part in collection.parts.all():
        with django_capture_on_commit_callbacks(execute=True):
            delete_document(document=part, actor=editor)
        kept.append(path.exists())
    assert (kept, SourceDocument.objects.count()) == ([True, True, False], 0)


def test_to_understand_anew_takes_corrections_back():
    document = SourceDocumentFactory()
    document.headings.update(words="改过")
    understand_again(document=document, actor=member(document.bureau, Role.EDITOR))
    assert document.headings.first().words == "学前教育普惠发展"


def test_the_document_reads_as_people_corrected_it():
    row = SourceDocumentFactory(title="改定的标题")
    first, _, third, fourth = row.headings.all()
    first.words = "学前教育更加普惠"
    first.save()
    third.is_kept = False
    third.save()
    fourth.level = 1
    fourth.save()
    document = document_of(row)
    assert document.title == "改定的标题"
    assert [(item.level, item.marker, item.heading) for item in document.sections] == [
        (1, "一、", "学前教育更加普惠"),
        (1, "二、", "义务教育优质均衡"),
        (1, "（二）", "教师队伍不断壮大"),
    ]
    assert [block.text for block in document.sections[1].blocks] == [
        "（一）办学条件不断改善",
        "新建学校3所，增加学位4200个。",
    ]
    assert (document.sign_off.name, document.sign_off.date) == ("示例区教育局", "2025年1月8日")
