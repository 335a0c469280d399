import re

import pytest
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import draft_sources
from edusum.metrics.models import MetricValue
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    DraftFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": ["教育事业稳步发展。"]}))


@pytest.fixture
def editor(client, draft):
    user = member(draft.bureau, Role.EDITOR)
    client.force_login(user)
    return user


def test_the_editor_starts_a_draft_and_comes_to_its_desk(client):
    version = published_version()
    client.force_login(member(BureauFactory(full_name="示例区教育局"), Role.EDITOR))
    answer = client.post(reverse("drafts:draft_start"), {"version": version.pk, "year": 2025}, follow=True)
    assert answer.redirect_chain == [(reverse("drafts:draft_detail", args=[Draft.objects.get().pk]), 302)]
    assert "《示例区教育局2025年工作总结》已建立" in answer.content.decode()


def test_a_second_start_is_refused_keeps_the_choice_and_links_to_the_first(client, draft, editor):
    answer = client.post(reverse("drafts:draft_start"), {"version": draft.version_id, "year": 2025})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "本单位该年度的这份材料已在起草" in html
    assert reverse("drafts:draft_detail", args=[draft.pk]) in html
    assert 'value="2025"' in html


def test_versions_that_are_not_published_are_not_offered(client, editor):
    version = TemplateVersionFactory()
    answer = client.post(reverse("drafts:draft_start"), {"version": version.pk, "year": 2025})
    assert answer.status_code == 422
    assert Draft.objects.count() == 1


def test_templates_are_offered_by_genre_and_private_ones_say_so(client, draft, editor):
    published_version(report_template__genre="speech", report_template__name="讲话")
    published_version(report_template__bureau=draft.bureau, report_template__name="自用总结")
    published_version(report_template__bureau=BureauFactory(), report_template__name="别人的")
    html = client.get(reverse("drafts:draft_start")).content.decode()
    groups = re.findall(r'<optgroup label="([^"]*)">|<option[^>]*>([^<]*)</option>', html)
    assert ["".join(pair) for pair in groups] == [
        "年度工作总结",
        f"{draft.report_template.name}（第1版）",
        "自用总结（本单位专用，第1版）",
        "讲话稿",
        "讲话（第1版）",
    ]


def test_a_section_is_written_and_read_back(client, draft, editor):
    client.post(_section(draft), _typed(draft, "我区教育稳步发展。"))
    html = client.get(_section(draft)).content.decode()
    assert "我区教育稳步发展。</textarea>" in html
    assert "第 1 版" in html


def test_a_refused_save_keeps_what_was_typed_and_names_the_token(client, draft, editor):
    answer = client.post(_section(draft), _typed(draft, "共有{{ 在园幼儿 }}，很好。"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "没有名为“在园幼儿”的指标" in html
    assert "共有{{ 在园幼儿 }}，很好。</textarea>" in html
    assert "【待补：在园幼儿】</span>，很好。" in html


def test_a_conflict_shows_both_texts_and_the_next_save_is_deliberate(client, draft, editor):
    mine = _typed(draft, "我写的。")
    client.post(_section(draft), _typed(draft, "别人写的。"))
    answer = client.post(_section(draft), mine)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<pre class="conflict-text">我写的。</pre>' in html
    assert '<pre class="conflict-text">别人写的。</pre>' in html
    assert "有 1 处两边改得不一样，先后都留着" in html
    assert "别人写的。我写的。</textarea>" in html
    assert f'name="seen" value="{_typed(draft, "")["seen"]}"' in html
    assert 'name="base" value="别人写的。"' in html
    client.post(_section(draft), _typed(draft, "我写的。"))
    assert SectionText.objects.get().text == "我写的。"


def test_after_a_conflict_the_form_holds_both_changes_where_they_do_not_overlap(client, draft, editor):
    client.post(_section(draft), _typed(draft, "甲句。乙句。"))
    mine = _typed(draft, "甲句。\r\n乙句好。") | {"base": "甲句。乙句。"}
    client.post(_section(draft), _typed(draft, "开头。甲句。乙句。"))
    html = client.post(_section(draft), mine).content.decode()
    assert "编辑框里已合在一起" in html
    assert "开头。甲句。\n乙句好。</textarea>" in html
    assert SectionText.objects.get().text == "开头。甲句。乙句。"


def test_a_metric_that_a_section_newly_names_is_told_with_whose_sheet_it_is_on(client, draft, editor):
    MetricDefinitionFactory(name="幼儿园数")
    text = _typed(draft, "共有{{ 幼儿园数 }}所。") | {"base": "教育事业稳步发展。"}
    html = client.post(_section(draft), text, follow=True).content.decode()
    assert "本节已保存。本节新用到指标：幼儿园数，已列入指标填报。" in html
    again = _typed(draft, "共有{{ 幼儿园数 }}所！") | {"base": "共有{{ 幼儿园数 }}所。"}
    assert "本节新用到" not in client.post(_section(draft), again, follow=True).content.decode()


def test_a_preview_shows_the_typed_text_as_on_paper_and_saves_nothing(client, draft, editor):
    MetricDefinitionFactory(name="幼儿园数")
    url = reverse("drafts:section_preview", args=[draft.pk, draft.section_texts.get().pk])
    html = client.post(url, {"text": "共有{{ 幼儿园数 }}。<b>"}).content.decode()
    assert '<span class="chip chip-gap" title="幼儿园数">【待补：幼儿园数】</span>。&lt;b&gt;' in html
    assert SectionText.objects.get().text is None


def test_a_clerk_sees_another_departments_section_without_a_form_and_cannot_save(client, draft):
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR))
    assert "<textarea" not in client.get(_section(draft)).content.decode()
    assert client.post(_section(draft), _typed(draft, "改。")).status_code == 403


@pytest.mark.parametrize("steps", [["hand_in"], ["hand_in", "approve"]])
def test_words_written_while_the_section_moved_on_stay_with_the_reason(client, draft, editor, steps):
    row = draft.section_texts.get()
    row.department = DepartmentFactory(bureau=draft.bureau)
    row.save()
    sent = _typed(draft, "写了一小时的文字。")
    for step in steps:
        services.move_section(section_text=row, action=step, actor=editor)
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR, row.department))
    answer = client.post(_section(draft), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "写了一小时的文字。</textarea>" in html
    assert "本节现在是“" in html


def test_saving_and_handing_in_is_one_button(client, draft, editor):
    answer = client.post(_section(draft), _typed(draft, "写好了。", step="hand_in"), follow=True)
    row = SectionText.objects.get()
    assert (row.text, row.state) == ("写好了。", "handed_in")
    assert "本节已交稿。" in answer.content.decode()


def test_a_return_without_a_reason_keeps_all_that_was_typed(client, draft, editor):
    services.move_section(section_text=draft.section_texts.get(), action="hand_in", actor=editor)
    answer = client.post(_section(draft), _typed(draft, "顺手改的。", step="return", note=" "))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "退回时请写明原因" in html
    assert "顺手改的。</textarea>" in html
    assert SectionText.objects.get().state == "handed_in"


def test_who_wrote_sees_why_the_section_came_back(client, draft, editor):
    row = draft.section_texts.get()
    services.move_section(section_text=row, action="hand_in", actor=editor)
    services.move_section(section_text=row, action="return", actor=editor, note="请补农村学校")
    for url in (_section(draft), reverse("dashboard:home")):
        html = client.get(url).content.decode()
        assert "退回修改" in html
        assert "请补农村学校" in html


def test_an_earlier_revision_and_the_templates_words_come_back_into_the_editor_unsaved(client, draft, editor):
    for text in ("第一版。", "第二版。"):
        client.post(_section(draft), _typed(draft, text))
    for number, text in ((1, "第一版。"), (0, "教育事业稳步发展。")):
        html = client.get(_section(draft) + f"?revision={number}").content.decode()
        assert f"{text}</textarea>" in html
    assert SectionText.objects.get().text == "第二版。"
    assert client.get(_section(draft) + "?revision=9").status_code == 404
    for nonsense in ("x", "-1", "9" * 5000):
        assert "第二版。</textarea>" in client.get(_section(draft), {"revision": nonsense}).content.decode()


def test_an_earlier_revision_is_not_promised_where_the_section_cannot_be_changed(client, draft, editor):
    for step in ("hand_in", "approve"):
        services.move_section(section_text=draft.section_texts.get(), action=step, actor=editor)
    html = client.get(_section(draft) + "?revision=1").content.decode()
    assert "本节现在不能修改" in html
    assert "点“保存本节”后才生效" not in html


def test_a_new_sentence_of_the_template_is_told_on_the_section_and_in_the_list(client, editor):
    metric = MetricDefinitionFactory(name="撤并数", unit="所")
    version = published_version({"布局": ["稳步。", "{% if 撤并数 > 0 %}撤并{{ 撤并数 }}。{% endif %}"]})
    draft = started_draft(version=version, bureau=editor.memberships.get().bureau, year=2030)
    MetricValueFactory(metric=metric, bureau=draft.bureau, year=2030, value=0)
    client.post(_section(draft), _typed(draft, "稳步推进。"))
    MetricValue.objects.update(value=2)
    assert "模板给出了新的句子" in client.get(_section(draft)).content.decode()
    assert "有新句子" in client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()


def test_braces_that_read_as_nothing_are_refused_and_full_width_ones_understood(client, draft, editor):
    MetricDefinitionFactory(name="幼儿园数")
    answer = client.post(_section(draft), _typed(draft, "共有{{ 幼儿园数 。"))
    assert answer.status_code == 422
    client.post(_section(draft), _typed(draft, "共有｛｛幼儿园数｜同比｝｝。"))
    assert SectionText.objects.get().text == "共有{{幼儿园数|同比}}。"


def test_a_step_out_of_turn_is_told_in_words(client, draft, editor):
    answer = client.post(_section(draft) + "move/", {"action": "approve"}, follow=True)
    assert "本节现在是“未开始”，不能通过" in answer.content.decode()


@pytest.mark.parametrize("action", ["", "explode", "save"])
def test_a_step_nobody_knows_is_told_in_words(client, draft, editor, action):
    answer = client.post(_section(draft) + "move/", {"action": action}, follow=True)
    assert "没有认出这一步操作" in answer.content.decode()


def test_the_history_tells_who_did_what(client, draft, editor):
    client.post(_section(draft), _typed(draft, "第一版文字。"))
    client.post(_section(draft) + "move/", {"action": "hand_in"})
    html = client.get(_section(draft) + "history/").content.decode()
    assert html.index("第 2 版 · 交稿") < html.index("第 1 版 · 保存")
    assert "第一版文字。" in html
    assert editor.name in html


def test_an_optional_section_is_left_out_and_taken_in_again(client):
    version = TemplateVersionFactory()
    SectionFactory(version=version, is_optional=True)
    version.state = "published"
    version.save()
    draft = started_draft(version=version)
    client.force_login(member(draft.bureau, Role.EDITOR))
    for action, omitted in (("omit", True), ("include", False)):
        client.post(_section(draft) + "move/", {"action": action})
        assert SectionText.objects.get().is_omitted is omitted


def test_last_years_text_of_the_same_section_stands_beside(client, draft, editor):
    before = DraftFactory(bureau=draft.bureau, version=draft.version, year=2024)
    before.section_texts.create(section=draft.version.sections.get(), text="去年的文字。", state="writing")
    assert "去年的文字。" in client.get(_section(draft)).content.decode()


def test_the_date_under_the_paper_is_set_and_nonsense_is_refused(client, draft, editor):
    url = reverse("drafts:draft_formalities", args=[draft.pk])
    client.post(url, {"sign_date": "2026-01-08"})
    assert str(Draft.objects.get().sign_date) == "2026-01-08"
    assert client.post(url, {"sign_date": "2026-13-40"}).status_code == 422


def test_the_newest_year_comes_first_in_the_list(client):
    bureau = BureauFactory()
    client.force_login(member(bureau, Role.EDITOR))
    for year in (2024, 2026, 2025):
        started_draft(bureau=bureau, year=year)
    drafts = client.get(reverse("drafts:draft_list")).context["drafts"]
    assert [draft.year for draft in drafts] == [2026, 2025, 2024]


def test_lists_take_as_many_queries_for_one_row_as_for_three(client):
    bureau = BureauFactory()
    client.force_login(member(bureau, Role.EDITOR))
    title = "{{ 年度 }}年{{ 五年规划 }}规划实施情况总结"
    started_draft(bureau=bureau, version=published_version(title=title))
    one = queries_of(lambda: client.get(reverse("drafts:draft_list")))
    for _ in range(2):
        started_draft(bureau=bureau, version=published_version(title=title))
    assert queries_of(lambda: client.get(reverse("drafts:draft_list"))) == one


def test_the_desk_takes_as_many_queries_for_one_section_as_for_three(client):
    bureau = BureauFactory()
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    counts = []
    for number in (1, 3):
        draft = started_draft(
            bureau=bureau, version=published_version({f"第{i}节": ["好。"] for i in range(number)})
        )
        draft.section_texts.update(department=DepartmentFactory(bureau=bureau), updated_by=user)
        first = draft.section_texts.first()
        pages = (
            reverse("drafts:draft_detail", args=[draft.pk]),
            reverse("drafts:section_edit", args=[draft.pk, first.pk]),
        )
        counts.append([queries_of(lambda url=url: client.get(url)) for url in pages])
    assert counts[0] == counts[1]


def test_the_history_takes_as_many_queries_for_one_revision_as_for_three(client, draft, editor):
    url = _section(draft) + "history/"
    client.post(_section(draft), _typed(draft, "第一版。"))
    one = queries_of(lambda: client.get(url))
    for number in (1, 2):
        client.post(_section(draft), _typed(draft, f"再改{number}。"))
    assert queries_of(lambda: client.get(url)) == one


def _typed(draft, text, **more):
    """What the form of the section sends, as it is open now."""
    row = draft.section_texts.get()
    seen = services.mark_of(services.standing_text(row, draft_sources(row.draft)))
    return {"text": text, "seen": seen, **more}


def _section(draft):
    return reverse("drafts:section_edit", args=[draft.pk, draft.section_texts.get().pk])
