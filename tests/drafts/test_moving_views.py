import pytest
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.models import Draft
from edusum.drafts.moving import move_draft
from edusum.drafts.reading import draft_sources
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import Role
from tests.factories import PhraseFactory, SectionFactory, TemplateVersionFactory, member, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=_published({"work": ("工作", "旧话。"), "safety": ("安全", "安全的话。")}))


@pytest.fixture
def editor(client, draft):
    user = member(draft.bureau, Role.EDITOR)
    client.force_login(user)
    return user


def test_the_desk_tells_the_editor_of_a_newer_version(client, draft, editor):
    assert _url(draft) not in _desk(client, draft)
    _newer(draft)
    assert "模板已出第2版，本稿用的是第1版。" in _desk(client, draft)
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR))
    assert _url(draft) not in _desk(client, draft)


def test_the_page_shows_the_words_before_and_after_and_changes_nothing(client, draft, editor):
    _newer(draft, {"work": ("工作", "新话。"), "more": ("新事", "新事的话。")})
    html = client.get(_url(draft)).content.decode()
    for words in ("新增 1 节", "去掉 1 节", "文字会变的 1 节", "旧话。", "新话。"):
        assert words in html
    assert Draft.objects.get().version_id == draft.version_id


def test_the_page_accounts_for_every_section_and_names_a_renamed_one_once(client, draft, editor):
    _newer(draft, {"work": ("全年工作", "新话。"), "safety": ("安全", "安全的话。")})
    html = client.get(_url(draft)).content.decode()
    assert "本稿现有 2 节：1 节不变，1 节文字会变，0 节只有其他改动，0 节去掉；另新增 0 节。" in html
    assert (html.count("全年工作"), html.count("原名“工作”")) == (1, 1)


def test_the_move_is_made_once_seen_and_told_on_the_desk(client, draft, editor):
    version = _newer(draft)
    answer = client.post(_url(draft), {"version": version.pk}, follow=True)
    html = answer.content.decode()
    assert "已换用第2版模板，改过的文字都保留着。" in html
    assert "从第1版换来" in html
    assert Draft.objects.get().version == version


def test_a_version_published_meanwhile_is_shown_first(client, draft, editor):
    seen = _newer(draft)
    _newer(draft)
    answer = client.post(_url(draft), {"version": seen.pk}, follow=True)
    assert "模板又有了新的版本" in answer.content.decode()
    assert Draft.objects.get().version_id == draft.version_id


def test_without_a_newer_version_one_is_back_on_the_desk(client, draft, editor):
    for send in (client.get, client.post):
        assert "不用换" in send(_url(draft), follow=True).content.decode()


def test_words_typed_while_the_section_went_are_shown_to_be_copied(client, draft, editor):
    row = draft.section_texts.get(section__key="safety")
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    seen = services.mark_of(services.standing_text(row, draft_sources(draft)))
    client.post(url, {"text": "写过的安全。", "seen": seen})
    move_draft(draft=draft, version=_newer(draft, {"work": ("工作", "旧话。")}), actor=editor)
    assert f'href="{url}">安全</a>' in _desk(client, draft)
    answer = client.post(url, {"text": "写了一小时的文字。", "seen": seen})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "写了一小时的文字。" in html
    assert "写过的安全。" in html
    history = client.get(f"{url}history/").content.decode()
    assert "第2版模板没有这一节，文字留存" in history
    assert "放回编辑框" not in history


def test_a_step_for_a_section_left_behind_is_told_in_words(client, draft, editor):
    row = draft.section_texts.get(section__key="safety")
    services.move_section(section_text=row, action="hand_in", actor=editor)
    move_draft(draft=draft, version=_newer(draft, {"work": ("工作", "旧话。")}), actor=editor)
    url = reverse("drafts:section_move", args=[draft.pk, row.pk])
    answer = client.post(url, {"action": "return", "note": "改"}, follow=True)
    assert "已不在这份材料现用的模板里" in answer.content.decode()


def test_the_page_takes_as_many_queries_for_one_section_as_for_three(client, draft, editor):
    counts = []
    for number in (1, 3):
        sections = {f"section-{index}": (f"第{index}项", "旧话。") for index in range(number)}
        draft = started_draft(version=_published(sections), bureau=draft.bureau)
        _newer(draft, {key: (heading, "新话。") for key, (heading, _) in sections.items()})
        counts.append(queries_of(lambda draft=draft: client.get(_url(draft))))
    assert counts[0] == counts[1]


def _newer(draft, sections=None):
    """A newer version of the draft's template, in use."""
    TemplateVersion.objects.filter(report_template=draft.report_template).update(state="retired")
    return _published(sections or {"work": ("工作", "新话。")}, report_template=draft.report_template)


def _published(sections, **fields):
    version = TemplateVersionFactory(**fields)
    for position, (key, (heading, text)) in enumerate(sections.items(), 1):
        section = SectionFactory(version=version, key=key, heading=heading, position=position)
        PhraseFactory(section=section, text=text)
    version.state = "published"
    version.save()
    return version


def _desk(client, draft):
    return client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()


def _url(draft):
    return reverse("drafts:draft_version", args=[draft.pk])
