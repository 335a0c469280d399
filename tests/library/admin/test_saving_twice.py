"""Two who edit one section: the second sees what the first saved, and loses nothing of their own."""

import pytest

from edusum.library import services
from edusum.library.models import Phrase, Section
from edusum.library.services import PhraseInput
from edusum.orgs.actors import SYSTEM
from tests.factories import MetricDefinitionFactory, PhraseFactory, SectionFactory, published_version
from tests.library.admin.reading import section_form, text, url

pytestmark = pytest.mark.django_db
CHANGED = "本节已被别人改过（也可能是您在别的窗口改的）。您填写的内容还在"


@pytest.fixture
def section():
    section = SectionFactory(heading="各类教育", department_name="基教科")
    save(section, "第一句。", "第二句。", "第三句。")
    return section


def save(section, *phrases):
    inputs = [PhraseInput(phrase) for phrase in phrases]
    services.save_phrases(section=section, phrases=inputs, actor=SYSTEM)


def opened(desk, section):
    """What the page sends when nothing is changed on it."""
    page = desk.get(url("section_change", section.pk))
    form = {"seen": page.context["adminform"].form["seen"].value()}
    phrases = [row for row in page.context["inline_admin_formsets"][0].formset.forms if row.instance.pk]
    form |= {"department_name": section.department_name}
    typed = section_form(phrases=[(i, row.instance.text, True) for i, row in enumerate(phrases, 1)])
    ids = {f"phrases-{number}-id": row.instance.pk for number, row in enumerate(phrases)}
    return typed | ids | form | {"phrases-INITIAL_FORMS": len(ids)}


def send(desk, section, form):
    return desk.post(url("section_change", section.pk), form)


def texts(section):
    return [phrase.text for phrase in section.phrases.all()]


def typed_again(page):
    """The stopped page as the browser sends it back."""
    form = page.context["adminform"].form
    phrases = page.context["inline_admin_formsets"][0].formset
    shown = {key: value for key, value in form.data.items() if not key.startswith("phrases-")}
    assert {**phrases.data}.items() >= {"phrases-INITIAL_FORMS": 0}.items()
    return shown | phrases.data


def test_a_stale_page_is_stopped_shows_both_and_is_saved_the_second_time(desk, section):
    stale = opened(desk, section) | {"phrases-0-text": "我的第一句。", "heading": "我的标题"}
    save(section, "别人的第一句。", "第二句。")
    Section.objects.update(department_name="办公室")

    page = send(desk, section, stale)

    assert CHANGED in text(page)
    stored = page.context["adminform"].form.stored
    assert stored.fields == [("标题", "各类教育"), ("建议科室", "办公室")]
    assert stored.phrases == ["别人的第一句。", "第二句。"]
    shown = page.content.decode()
    for phrase in ("我的第一句。", "第二句。", "第三句。", "别人的第一句。", 'value="我的标题"'):
        assert phrase in shown
    assert texts(section) == ["别人的第一句。", "第二句。"]
    assert send(desk, section, typed_again(page)).status_code == 302
    assert texts(section) == ["我的第一句。", "第二句。", "第三句。"]


def test_going_back_in_the_browser_and_saving_again_is_stopped_once(desk, section):
    form = opened(desk, section) | {"phrases-0-text": "改一次。"}
    assert send(desk, section, form).status_code == 302
    page = send(desk, section, form | {"phrases-1-text": "再改一次。"})
    assert CHANGED in text(page)
    assert send(desk, section, typed_again(page)).status_code == 302
    assert texts(section) == ["改一次。", "再改一次。", "第三句。"]


def test_saving_the_same_again_needs_no_second_look(desk, section):
    form = opened(desk, section)
    ids = set(section.phrases.values_list("pk", flat=True))
    assert send(desk, section, form).status_code == 302
    assert ids.isdisjoint(section.phrases.values_list("pk", flat=True))
    assert send(desk, section, form).status_code == 302
    assert texts(section) == ["第一句。", "第二句。", "第三句。"]


def test_a_moved_section_is_not_a_changed_one(desk, section):
    form = opened(desk, section)
    SectionFactory(version=section.version)
    services.move_section(section=section, parent=None, index=1, actor=SYSTEM)
    assert send(desk, section, form).status_code == 302


@pytest.mark.parametrize("change", ["heading", "table"])
def test_a_changed_heading_or_table_is_seen_too(desk, section, change):
    form = opened(desk, section)
    if change == "heading":
        Section.objects.update(heading="改过的")
    else:
        services.save_table(section=section, metrics=[MetricDefinitionFactory(name="学校数")], actor=SYSTEM)
    page = send(desk, section, form)
    assert CHANGED in text(page)
    stored = page.context["adminform"].form.stored
    assert (stored.fields, stored.metrics) == (
        ([("标题", "改过的")], []) if change == "heading" else ([], ["学校数"])
    )


def test_a_changed_due_date_and_a_changed_length_of_a_phrase_are_seen_and_nothing_is_lost(desk, section):
    form = opened(desk, section) | {"due_days": "5", "phrases-0-form": "short"}
    Section.objects.update(due_days=12)
    page = send(desk, section, form)
    assert CHANGED in text(page)
    assert page.context["adminform"].form.stored.fields == [("几天内交稿", "12")]
    again = typed_again(page)
    services.save_phrases(section=section, phrases=[PhraseInput("第一句。", form="full")], actor=SYSTEM)
    page = send(desk, section, again)
    assert CHANGED in text(page)
    assert page.context["adminform"].form.stored.phrases == ["第一句。"]
    assert send(desk, section, typed_again(page)).status_code == 302
    section.refresh_from_db()
    lengths = list(section.phrases.values_list("text", "form"))
    assert (section.due_days, lengths) == (5, [("第一句。", "short"), ("第二句。", ""), ("第三句。", "")])


def test_phrases_marked_for_deletion_stay_away_from_a_stopped_page(desk, section):
    form = opened(desk, section) | {"phrases-1-DELETE": "on", "phrases-2-text": "{{ 没有的 }}"}
    page = send(desk, section, form)
    rows = page.context["inline_admin_formsets"][0].formset.forms
    assert [row["text"].value() for row in rows] == ["第一句。", "{{ 没有的 }}"]
    assert texts(section) == ["第一句。", "第二句。", "第三句。"]


def test_a_row_that_is_new_comes_last(desk, section):
    page = desk.get(url("section_change", section.pk))
    formset = page.context["inline_admin_formsets"][0].formset
    assert [row["position"].value() for row in (*formset.forms, formset.empty_form)] == [1, 2, 3, None, None]


@pytest.mark.parametrize("total", ["", "x", "99999999999", "-1"])
def test_a_page_with_a_broken_count_of_rows_changes_nothing(desk, section, total):
    form = opened(desk, section) | {"phrases-TOTAL_FORMS": total}
    assert send(desk, section, form).status_code == 200
    assert texts(section) == ["第一句。", "第二句。", "第三句。"]


def test_a_section_that_only_may_be_read_carries_no_mark(desk):
    section = published_version().sections.get()
    assert 'name="seen"' not in desk.get(url("section_change", section.pk)).content.decode()


def test_the_line_on_top_says_how_many_places_and_leads_to_the_first(desk, section):
    PhraseFactory(section=section)
    form = opened(desk, section) | {"phrases-1-text": "{{ 没有的 }}", "level": 9}
    page = send(desk, section, form)
    assert [(mistake.label, mistake.anchor) for mistake in page.context["mistakes"]] == [
        ("层次", "id_level"),
        ("第 2 句措辞", "id_phrases-1-text"),
    ]
    assert "有2处要改：层次、第2句措辞。" in text(page)
    assert '<a href="#id_phrases-1-text">第 2 句措辞</a>' in page.content.decode()
    assert "<title>有误：" in page.content.decode()
    assert Phrase.objects.count() == 4
