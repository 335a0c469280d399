"""What stands around the text of a paper, set on one page and printed as official papers have it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from edusum.assembly.services import document_of
from edusum.common.errors import EdusumError
from edusum.document.model import Imprint, Letterhead, SignOff
from edusum.drafts.errors import FormalitiesChangedError
from edusum.drafts.formalities import formalities_of, long_mark, mark_of_formalities, set_formalities
from edusum.drafts.models import Draft, Formalities
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    FormalitiesFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def draft(bureau):
    version = published_version(salutation="同志们：")
    return started_draft(bureau=bureau, version=version, sign_date=dt.date(2026, 1, 8))


def url(draft):
    return reverse("drafts:draft_formalities", args=[draft.pk])


def stored(draft):
    return formalities_of(Draft.objects.get(pk=draft.pk))


def test_a_plain_paper_has_none(draft):
    document = document_of(draft)
    assert (document.letterhead, document.imprint, document.has_contents) == (None, None, False)
    assert (document.salutation, document.sign_off) == ("同志们：", SignOff("示例区教育局", "2026年1月8日"))
    assert not Formalities.objects.exists()


def test_everything_stands_on_the_paper_as_it_is_printed(draft, editor):
    values = {
        "subtitle": "——在全区教育工作会议上的讲话",
        "speaker": "张　三",
        "spoken_on": dt.date(2026, 1, 9),
        "addressee": "各中小学、幼儿园:",
        "note": "(此件公开发布)",
        "has_letterhead": True,
        "number": "示教[2026]3号",
        "signers": "李四 王五",
        "serial": "7",
        "secrecy": "秘密*1年",
        "urgency": "加急",
        "copies_to": "抄送：区委办公室。",
        "issued_by": "示例区教育局办公室",
        "issued_on": dt.date(2026, 1, 12),
    }
    set_formalities(draft=draft, values=values, actor=editor)
    document = document_of(Draft.objects.with_names().get())
    assert (document.subtitle, document.speaker, document.spoken_on) == (
        "在全区教育工作会议上的讲话",
        "张 三",
        "2026年1月9日",
    )
    assert (document.addressee, document.salutation) == ("各中小学、幼儿园：", "")
    assert document.sign_off == SignOff("示例区教育局", "2026年1月8日", "此件公开发布")
    assert document.letterhead == Letterhead(
        mark="示例区教育局文件",
        number="示教〔2026〕3号",
        signers=("李四", "王五"),
        serial="000007",
        secrecy="秘密★1年",
        urgency="加急",
    )
    assert document.imprint == Imprint("区委办公室", "示例区教育局办公室", "2026年1月12日")


def test_a_letterhead_that_is_off_is_kept_and_not_printed(draft, editor):
    set_formalities(
        draft=draft, values={"mark": "示例区教育局文件", "number": "示教〔2026〕3号"}, actor=editor
    )
    assert document_of(Draft.objects.with_names().get()).letterhead is None
    assert stored(draft).number == "示教〔2026〕3号"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_the_editor_sets_them(draft, bureau, role):
    with pytest.raises(PermissionDenied):
        set_formalities(draft=draft, values={"subtitle": "副"}, actor=member(bureau, role))


@pytest.mark.parametrize("values", [{"number": "示教2026-3"}, {"urgency": "特快"}, {"mark": "局" * 61}])
def test_what_cannot_be_printed_so_is_not_kept(draft, editor, values):
    with pytest.raises(EdusumError):
        set_formalities(draft=draft, values=values, actor=editor)
    assert not Formalities.objects.exists()


def test_what_somebody_else_set_meanwhile_is_not_overwritten(draft, editor):
    seen = mark_of_formalities(draft, formalities_of(draft))
    set_formalities(draft=draft, values={"subtitle": "别人的"}, actor=editor)
    with pytest.raises(FormalitiesChangedError):
        set_formalities(draft=draft, values={"subtitle": "我的"}, actor=editor, seen=seen)
    assert stored(draft).subtitle == "别人的"


def test_the_database_knows_the_degrees_of_urgency():
    with pytest.raises(IntegrityError):
        FormalitiesFactory(urgency="特快")


def test_the_page_keeps_what_is_typed(client, draft, editor):
    answer = client.post(url(draft), {"number": "示教(2026)3号", "has_letterhead": "on", "spoken_on": ""})
    assert answer.url == url(draft)
    page = client.get(url(draft)).content.decode()
    assert 'value="示教〔2026〕3号"' in page
    assert stored(draft).updated_by == editor


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"number": "示教〔2026〕第3号"}, "发文字号里不写“第”字"),
        ({"serial": "abc"}, "份号是 1 至 999999 的数字"),
        ({"secrecy": "内部"}, "密级只能是绝密、机密或秘密"),
        ({"issued_on": "2029-01-08"}, "印发日期应在 2025 年或 2026 年"),
        ({"speaker": "{{ 年度 }}"}, "不能用花括号"),
    ],
)
def test_the_page_says_what_is_wrong_and_keeps_it_in_the_form(client, draft, editor, sent, said):
    answer = client.post(url(draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{next(iter(sent.values()))}"' in page
    assert not Formalities.objects.exists()


def test_of_two_people_the_second_sees_what_the_first_set(client, draft, editor):
    FormalitiesFactory(draft=draft, speaker="原来的")
    seen = mark_of_formalities(draft, formalities_of(draft))
    set_formalities(draft=draft, values={"speaker": "别人的", "own_title": "新题"}, actor=editor)
    sent = {"speaker": "我的", "title": "我的题", "seen": seen}
    answer = client.post(url(draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<dt>讲话人</dt><dd>别人的</dd>" in page
    assert "<dt>自拟标题</dt><dd>新题</dd>" in page
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(url(draft), again).status_code == 302
    assert stored(draft).speaker == "我的"


def test_a_paper_that_nobody_signs_has_no_note_to_stand_below(client, bureau, editor):
    version = TemplateVersionFactory(has_sign_off=False)
    page = client.get(url(started_draft(bureau=bureau, version=version))).content.decode()
    assert 'name="note"' not in page
    assert 'name="sign_date"' not in page


def test_with_a_letterhead_there_are_no_contents(client, draft, editor):
    both = {"has_letterhead": True, "has_contents": True}
    with pytest.raises(EdusumError, match="有版头的公文首页要有正文，不印目录"):
        set_formalities(draft=draft, values=both, actor=editor)
    answer = client.post(url(draft), dict.fromkeys(both, "on"))
    assert [(item.anchor, item.sentence) for item in answer.context["form"].faults()] == [
        ("id_has_contents", "有版头的公文首页要有正文，不印目录；要印目录，请不印版头。")
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        FormalitiesFactory(draft=draft, **both)
    set_formalities(draft=draft, values={"has_contents": True}, actor=editor)
    assert document_of(Draft.objects.with_names().get()).has_contents


def test_what_is_wrong_stands_at_the_top_and_leads_to_its_field(client, draft, editor):
    page = client.post(url(draft), {"number": "3号", "secrecy": "内部"}).content.decode()
    told = page[page.index('role="alert" data-first-fault') : page.index("formal-group")]
    assert "没有保存：有 2 处要改。" in told
    assert '<a href="#id_number">发文字号</a>：发文字号里要有用括号括起来的四位年份' in told
    assert '<a href="#id_secrecy">密级</a>：密级只能是绝密、机密或秘密' in told
    assert "js/first_fault" in page
    assert "data-first-fault" not in client.get(url(draft)).content.decode()


def test_after_saving_the_page_tells_what_was_changed(client, draft, editor):
    sent = {"speaker": "张三", "secrecy": "秘密", "sign_date": "2026-01-08"}
    page = client.post(url(draft), sent, follow=True).content.decode()
    assert "公文要素已保存，改了讲话人、密级。可以看纸样，或回到起草。" in page
    sent |= {"seen": mark_of_formalities(draft, stored(draft))}
    assert "公文要素没有改动。" in client.post(url(draft), sent, follow=True).content.decode()


def test_a_mark_that_is_long_is_advised_against_and_one_that_is_too_long_refused(client, draft, editor):
    sent = {"mark": "局" * 23, "has_letterhead": "on", "sign_date": "2026-01-08"}
    page = client.post(url(draft), sent, follow=True).content.decode()
    assert "有 23 个字，印出来字会压窄，建议改用规范化简称。" in page
    answer = client.post(url(draft), {"mark": "局" * 31})
    assert "发文机关标志有 31 个字，红色大字一行印不下，最多 30 个字" in answer.content.decode()
    sent = {"mark": "局" * 30, "seen": mark_of_formalities(draft, stored(draft))}
    client.post(url(draft), sent)
    assert (stored(draft).mark, long_mark(draft, stored(draft))) == ("局" * 30, "")


@pytest.mark.parametrize(
    ("genre", "first", "folded"),
    [("speech", "讲话稿", ["版头", "版记"]), ("annual_summary", "标题与落款", ["讲话稿"])],
)
def test_what_a_genre_needs_comes_first_and_what_it_hardly_has_is_folded(
    client, draft, editor, genre, first, folded
):
    type(draft.report_template).objects.update(genre=genre)
    groups = list(client.get(url(draft)).context["form"].groups())
    assert (groups[0].title, [group.title for group in groups if group.is_folded]) == (first, folded)
    sent = {"speaker": "{", "number": "{"}
    opened = client.post(url(draft), sent).context["form"].groups()
    assert [group.title for group in opened if group.is_folded] == [
        title for title in folded if title == "版记"
    ]
