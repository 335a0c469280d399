from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.document.model import Document, Section, SignOff
from edusum.document.readers.source import SourceLine, SourceTable, SourceText
from edusum.intake.enums import TakenAs
from edusum.intake.layouts import Details, details_of, laid_out, paper_of, printed_date, take_as_word
from edusum.intake.models import Taking
from edusum.intake.storing import store_reading
from edusum.orgs.enums import Role
from tests.export.reading import outline, read
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors
from tests.factories import BureauFactory, member
from tests.factories.intake import SourceDocumentFactory

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = """示例区教育局2024年工作总结
各位领导：
一、学前教育普惠发展
(一)扩大普惠资源
新建公办幼儿园3所。
(三)提升保教质量
组织教师培训，开展教研活动。
二、义务教育优质均衡
共有专任教师5120人。
示例区教育局
二〇二五年一月八日
打印本页 关闭窗口"""


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def paper(bureau):
    return SourceDocumentFactory(bureau=bureau, text=TEXT)


# Without a database


def document(*markers, level=1):
    sections = tuple(Section(level=level, marker=mark, heading=f"标题{mark}") for mark in markers)
    return Document("工作总结", sections, sign_off=SignOff("示例区教育局", "二〇二五年一月八日"))


def marks(paper):
    return [section.marker for section in paper.walk()]


def test_the_details_are_those_of_the_paper():
    assert details_of(document("一、")) == Details(
        title="工作总结", signed_by="示例区教育局", signed_on="2025年1月8日", is_renumbered=True
    )


def test_marks_are_counted_anew_when_asked():
    read = document("1、", "1、", "", "3、")
    assert marks(laid_out(read, Details("工作总结", is_renumbered=True))) == ["一、", "二、", "", "三、"]
    assert marks(laid_out(read, Details("工作总结"))) == ["1、", "1、", "", "3、"]


def test_words_that_number_stay():
    asked = Details("工作总结", is_renumbered=True)
    assert marks(laid_out(document("一要", "二要"), asked)) == ["一要", "二要"]


def test_a_paper_in_parts_is_not_renumbered_unless_asked():
    assert not details_of(document("第一部分", "第二部分")).is_renumbered


def test_what_is_left_empty_is_left_out():
    shown = laid_out(document("一、"), Details("工作要点"))
    assert (shown.title, shown.sign_off, shown.salutation) == ("工作要点", None, "")


def test_beside_an_addressee_there_is_no_salutation():
    shown = laid_out(document("一、"), Details("总结", addressee="区政府：", salutation="各位领导："))
    assert (shown.addressee, shown.salutation) == ("区政府：", "")


def test_a_paper_needs_a_title():
    with pytest.raises(EdusumError, match="请填写标题"):
        laid_out(document("一、"), Details(" "))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2025年1月8日", "2025年1月8日"),
        ("２０２５年０１月０８日", "2025年1月8日"),
        ("二〇二五年一月八日", "2025年1月8日"),
        ("二○○九年十二月三十一日", "2009年12月31日"),
        ("二零一〇年十月二十日", "2010年10月20日"),
        ("年底", ""),
        ("", ""),
    ],
)
def test_dates_are_printed_in_arabic_digits(typed, printed):
    assert printed_date(typed) == printed


# With one


@pytest.mark.django_db
def test_the_word_file_passes_the_validators_and_says_what_the_paper_says(paper, editor, tmp_path):
    details = details_of(paper_of(paper))
    file = take_as_word(document=paper, details=details, actor=editor)
    path = tmp_path / "old.docx"
    path.write_bytes(file.content)
    assert (breaches(file.content), audit_errors(path), sdk_errors([path])) == ([], [], {})
    shown = laid_out(paper_of(paper), details)
    assert read(file.content) == outline(shown)
    assert (marks(shown), shown.salutation) == (["一、", "（一）", "（二）", "二、"], "各位领导：")
    assert shown.sign_off == SignOff("示例区教育局", "2025年1月8日")
    assert "打印本页" not in str(shown)


@pytest.mark.django_db
def test_tables_go_along(bureau, editor, tmp_path):
    row = SourceDocumentFactory(bureau=bureau, text=None)
    lines = ("2024年工作总结", "一、学校情况", "学校情况如下。", "二、下一步打算")
    table = SourceTable(3, (("学校", "人数"), ("一小", "120")))
    store_reading(document=row, source=SourceText("docx", tuple(map(SourceLine, lines)), tables=(table,)))
    row.refresh_from_db()
    file = take_as_word(document=row, details=Details("2024年工作总结"), actor=editor)
    path = tmp_path / "old.docx"
    path.write_bytes(file.content)
    assert (breaches(file.content), audit_errors(path), sdk_errors([path])) == ([], [], {})
    counts = Taking.objects.get().counts
    assert (counts["sections"], counts["tables"]) == (2, 1)


@pytest.mark.django_db
def test_the_taking_is_recorded(paper, editor):
    file = take_as_word(document=paper, details=Details("2024年工作总结"), actor=editor)
    taking = Taking.objects.get()
    assert (taking.taken_as, taking.filename, taking.taken_by) == (TakenAs.WORD, file.name, editor)
    assert file.name == "2024年工作总结.docx"


@pytest.mark.django_db
def test_who_takes_no_papers_in_gets_none(paper, bureau):
    with pytest.raises(PermissionDenied):
        take_as_word(document=paper, details=Details("总结"), actor=member(bureau, Role.DIRECTOR))
    assert not Taking.objects.exists()


# The page


def url(paper):
    return reverse("intake:word", kwargs={"pk": paper.pk})


FILLED = {"title": "2024年工作总结", "is_renumbered": "on", "signed_on": "二〇二五年一月八日"}


@pytest.mark.django_db
def test_the_page_shows_the_paper_before_anything_is_made(client, paper, editor):
    client.force_login(editor)
    page = client.get(url(paper)).content.decode()
    assert 'value="2025年1月8日"' in page
    assert "（二）" in page
    assert not Taking.objects.exists()


@pytest.mark.django_db
def test_changed_details_are_shown_first_when_asked(client, paper, editor):
    client.force_login(editor)
    page = client.post(url(paper), FILLED | {"do": "show", "title": "另一个标题"}).content.decode()
    assert page.count("另一个标题") >= 2
    assert not Taking.objects.exists()


@pytest.mark.django_db
def test_the_button_hands_the_file_over(client, paper, editor):
    client.force_login(editor)
    answer = client.post(url(paper), FILLED)
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    assert "2024年工作总结.docx" in unquote(answer["Content-Disposition"])


@pytest.mark.django_db
def test_a_paper_without_a_title_can_be_given_one(client, bureau, editor):
    paper = SourceDocumentFactory(bureau=bureau, text="各项工作都已完成，群众比较满意。")
    client.force_login(editor)
    assert client.get(url(paper)).status_code == 200
    assert client.post(url(paper), {"title": "安全工作总结"})["Content-Type"] == DOCX


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "told"), [({"title": ""}, "请填写标题。"), ({"signed_on": "年底"}, "成文日期请写成")]
)
def test_what_cannot_be_printed_is_told(client, paper, editor, sent, told):
    client.force_login(editor)
    answer = client.post(url(paper), FILLED | sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()


@pytest.mark.django_db
def test_half_width_marks_are_counted_offered_and_changed(client, bureau, editor):
    text = "示例区教育局2024年工作总结\n一、学前教育\n新建公办幼儿园3所,增加学位(含民办)720个。"
    paper = SourceDocumentFactory(bureau=bureau, text=text)
    client.force_login(editor)
    page = client.get(url(paper)).content.decode()
    assert "已把 3 处半角标点改为全角" in page
    assert "3所，增加学位（含民办）720个" in page
    as_it_is = client.post(url(paper), FILLED | {"do": "show"}).content.decode()
    assert "3所,增加学位(含民办)720个" in as_it_is
    client.post(url(paper), FILLED | {"is_full_width": "on"})
    assert Taking.objects.get().counts["marks"] == 3
    shown = client.get(reverse("intake:paper", kwargs={"pk": paper.pk})).content.decode()
    assert "已把 3 处半角标点改为全角" in shown


@pytest.mark.django_db
def test_what_was_typed_is_there_the_next_time_and_the_file_can_be_had_again(client, paper, editor):
    client.force_login(editor)
    first = client.post(url(paper), FILLED | {"signed_by": "示例区教育局办公室", "salutation": "各位代表"})
    page = client.get(url(paper)).content.decode()
    assert 'value="示例区教育局办公室"' in page
    assert 'value="各位代表："' in page
    taking = Taking.objects.get()
    link = f"{url(paper)}?again={taking.pk}"
    assert link in client.get(reverse("intake:paper", kwargs={"pk": paper.pk})).content.decode()
    again = client.get(link)
    assert (again["Content-Type"], again.content) == (DOCX, first.content)
    assert Taking.objects.count() == 1
    assert client.get(f"{url(paper)}?again=999999").status_code == 404


@pytest.mark.django_db
def test_doubts_that_are_left_are_told_with_the_way_back(client, paper, editor):
    client.force_login(editor)
    page = client.get(url(paper)).content.decode()
    assert f"原稿还有 {len(paper.findings)} 处疑点" in page
    assert f"{reverse('intake:paper', kwargs={'pk': paper.pk})}#findings" in page
