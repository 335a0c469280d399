import re

import pytest
from django.urls import reverse

from edusum.drafts import choosing, services
from edusum.drafts.choosing import Choice, mark_of_choices
from edusum.drafts.models import Draft
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    PhraseFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

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
def version():
    return _version()


@pytest.fixture
def draft(bureau, editor, version):
    return services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)


def test_the_start_page_tells_what_comes_of_the_choice_and_asks_the_form_only_where_there_are_two(
    client, editor, version
):
    plain = published_version(report_template__name="没有详简的模板")
    for chosen, asked in ((version, True), (plain, False)):
        html = client.get(
            reverse("drafts:draft_start"),
            {"version": chosen.pk, "year": 2024},
            headers={"HX-Request": "true"},
        ).content.decode()
        assert "<h1>" not in html
        assert "《示例区教育局2024年工作总结》" in html
        assert ("详写" in html) is asked
    assert "共 1 节。" in html


def test_a_paper_with_something_to_choose_is_begun_in_the_chosen_form_and_leads_to_its_sections(
    client, editor, version
):
    sent = {"version": version.pk, "year": 2025, "form": "short"}
    answer = client.post(reverse("drafts:draft_start"), sent, follow=True)
    draft = Draft.objects.get()
    assert answer.redirect_chain == [(_url(draft), 302)]
    assert "请先选定要写的章节。" in answer.content.decode()
    assert set(draft.section_texts.values_list("form", flat=True)) == {"short"}


def test_a_form_nobody_knows_is_refused(client, editor, version):
    sent = {"version": version.pk, "year": 2025, "form": "longer"}
    assert client.post(reverse("drafts:draft_start"), sent).status_code == 422


def test_the_page_shows_the_tree_with_departments_and_days(client, draft):
    department = DepartmentFactory(bureau=draft.bureau, name="基础教育科")
    draft.section_texts.filter(section__key="safety").update(department=department, due_on="2025-11-11")
    html = client.get(_url(draft)).content.decode()
    assert html.count("必写") == 3
    assert "基础教育科" in html
    assert "2025年11月11日" in html
    assert html.count("<select") == 1


def test_sections_are_chosen_and_the_desk_says_how_many(client, draft):
    answer = client.post(_url(draft), _sent(draft, off=["safety"], short=["safety"]), follow=True)
    assert "已保存，改动 2 节。" in answer.content.decode()
    rows = draft.section_texts.order_by("pk").values_list("section__key", "is_omitted", "form")
    assert list(rows) == [("work", False, "full"), ("safety", True, "short"), ("drills", True, "full")]


def test_what_must_be_written_cannot_be_sent_away(client, draft):
    sent = _sent(draft)
    del sent[f"on-{_row(draft, 'work').pk}"]
    client.post(_url(draft), sent)
    assert not draft.section_texts.filter(is_omitted=True).exists()


def test_choices_upon_an_older_state_come_back_with_a_word_and_can_be_saved_then(client, draft, editor):
    mine = _sent(draft, off=["safety"])
    choosing.set_form(section_text=_row(draft, "safety"), form="short", actor=editor)
    answer = client.post(_url(draft), mine)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "您选用期间，章节已有变动" in html
    mark = mark_of_choices(draft.section_texts.all())
    assert f'name="seen" value="{mark}"' in html
    client.post(_url(draft), mine | {"seen": mark})
    assert _row(draft, "safety").is_omitted


def test_nonsense_for_a_form_is_told_at_its_section(client, draft):
    sent = _sent(draft) | {f"form-{_row(draft, 'safety').pk}": "longer"}
    answer = client.post(_url(draft), sent)
    assert answer.status_code == 422
    assert '<p class="sheet-error">' in answer.content.decode()


def test_the_desk_leads_to_the_choice_where_there_is_one_and_only_the_editor(client, draft, bureau):
    desk = reverse("drafts:draft_detail", args=[draft.pk])
    assert _url(draft) in client.get(desk).content.decode()
    plain = started_draft(bureau=bureau)
    assert "选用章节" not in client.get(reverse("drafts:draft_detail", args=[plain.pk])).content.decode()
    client.force_login(member(bureau, Role.CONTRIBUTOR))
    assert "选用章节" not in client.get(desk).content.decode()


def test_a_section_is_switched_to_the_other_form_on_its_own_page(client, draft):
    row = _row(draft, "safety")
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    for label, action in (("改为简写", "short"), ("改为详写", "full")):
        assert f'value="{action}">{label}</button>' in client.get(url).content.decode()
        answer = client.post(f"{url}move/", {"action": action}, follow=True)
        assert f"本节已{label}" in answer.content.decode()
    assert list(row.revisions.values_list("action", flat=True)) == ["full", "short"]


def test_the_form_of_what_was_handed_in_cannot_be_chosen_any_more(client, draft, editor):
    row = _row(draft, "safety")
    services.move_section(section_text=row, action="hand_in", actor=editor)
    assert re.search(r"<select[^>]* disabled", client.get(_url(draft)).content.decode())
    client.post(_url(draft), _sent(draft, short=["safety"]))
    assert _row(draft, "safety").form == "full"
    assert (
        "改为简写" not in client.get(reverse("drafts:section_edit", args=[draft.pk, row.pk])).content.decode()
    )


def test_a_section_in_one_form_offers_no_other(client, draft):
    url = reverse("drafts:section_edit", args=[draft.pk, _row(draft, "work").pk])
    assert "改为简写" not in client.get(url).content.decode()


def test_the_page_takes_as_many_queries_for_one_section_as_for_three(client, bureau, editor):
    counts = []
    for headings in (["甲"], ["甲", "乙", "丙"]):
        draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in headings}))
        counts.append(queries_of(lambda draft=draft: client.get(_url(draft))))
    assert counts[0] == counts[1]


def test_saving_many_choices_asks_for_the_figures_once(client, draft, django_assert_max_num_queries):
    choices = {row.pk: Choice(True, "short") for row in draft.section_texts.all()}
    with django_assert_max_num_queries(24):
        choosing.choose_sections(
            draft=draft,
            choices=choices,
            seen=mark_of_choices(draft.section_texts.all()),
            actor=draft.started_by,
        )


def _version():
    """甲 must be there; 安全 in two forms and due in ten days can be left out with 演练 under it."""
    version = TemplateVersionFactory()
    SectionFactory(version=version, key="work", heading="甲", position=1)
    safety = SectionFactory(
        version=version, key="safety", heading="安全", position=2, is_optional=True, due_days=10
    )
    SectionFactory(version=version, key="drills", heading="演练", parent=safety, level=2)
    for form, text in (("full", "详细地说。"), ("short", "简单说。")):
        PhraseFactory(section=safety, text=text, form=form)
    version.state = "published"
    version.save()
    return version


def _sent(draft, off=(), short=()):
    """What the page sends."""
    rows = list(draft.section_texts.select_related("section"))
    on = {f"on-{row.pk}": "on" for row in rows if row.section.key not in off}
    forms = {f"form-{row.pk}": "short" for row in rows if row.section.key in short}
    return {"seen": mark_of_choices(rows), **on, **forms}


def _row(draft, key):
    return draft.section_texts.get(section__key=key)


def _url(draft):
    return reverse("drafts:draft_sections", args=[draft.pk])
