"""What helps writing phrases: preview, words, guide, and where metrics and filters are used."""

from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.library.models import Phrase, Section
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    PhraseMetricFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
)
from tests.library.admin.reading import section_form, seen, text
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}
GUIDE = reverse("library:phrase_guide")


@pytest.fixture
def bureau():
    return BureauFactory(short_name="甲局", whole_form="全甲区")


@pytest.fixture
def desk(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    return client


@pytest.fixture
def enrolment():
    return MetricDefinitionFactory(
        phrase_name="在园数", name="在园幼儿数", sample="749", sample_previous="666", synonyms=["入园人数"]
    )


def preview(desk, version, phrases, **fields):
    address = reverse("library:section_preview", args=[version.pk])
    return desk.post(address, section_form(phrases=phrases, **fields), **PART)


# Preview


def test_the_phrases_being_typed_are_told_and_nothing_is_stored(desk, enrolment):
    section = PhraseFactory(text="原来的。").section
    typed = [(2, "共{{ 在园数 }}，{{ 在园数|同比 }}。", True), (1, "好。", True)]
    page = preview(desk, section.version, typed, section=section.pk)
    told = {item.row: (item.number, item.paragraphs[0].text) for item in page.context["preview"].phrases}
    assert told == {1: (1, "好。"), 0: (2, "共749人，比上年增长12.5%。")}
    shown = page.content.decode()
    assert '<div id="phrases-0-told" hx-swap-oob="innerHTML">' in shown
    assert "<html" not in shown
    assert [phrase.text for phrase in section.phrases.all()] == ["原来的。"]


def test_errors_come_with_sentence_and_line_and_the_nearest_names(desk, enrolment):
    version = TemplateVersionFactory()
    typed = [(1, "好。", True), (2, "一\n{{ 在园书 }}", True), (3, "{{ 入园人数 }}", True)]
    shown = text(preview(desk, version, typed))
    assert "第2句第2行：没有叫“在园书”的指标，是不是想写“在园数”？" in shown
    assert "第3句第1行：" in shown
    assert "有2句要改，没有列入纸样：第2句、第3句。" in shown


def test_a_bureaus_own_figures_can_be_chosen(desk, bureau, enrolment):
    MetricValueFactory(metric=enrolment, bureau=bureau, year=2024, value=Decimal(1200))
    typed = [(1, "{{ 全域 }}{{ 年度 }}年{{ 在园数 }}，{{ 在园数|同比 }}。", True)]
    page = preview(desk, TemplateVersionFactory(), typed, voice=f"{bureau.pk}:2024")
    said = page.context["preview"].paragraphs[0].text
    assert said == "全甲区2024年1200人，【待补：上年在园幼儿数】。"
    assert '<mark class="gap"' in page.content.decode()


@pytest.mark.parametrize("voice", ["", "x", "1:2", "999999:2024"])
def test_without_a_known_choice_the_samples_speak(desk, enrolment, voice):
    page = preview(desk, TemplateVersionFactory(), [(1, "{{ 在园数 }}。", True)], voice=voice)
    assert page.context["preview"].paragraphs[0].text == "749人。"


def test_figures_of_other_bureaus_are_not_shown(desk, enrolment):
    value = MetricValueFactory(metric=enrolment, year=2024, value=Decimal(4321))
    page = preview(
        desk, TemplateVersionFactory(), [(1, "{{ 在园数 }}。", True)], voice=f"{value.bureau_id}:2024"
    )
    assert "4321" not in page.content.decode()


def test_deleted_rows_and_the_other_length_are_left_out(desk):
    typed = [(1, "甲。", True), (2, "去掉。", True), (3, "长。", True, "full"), (4, "短。", True, "short")]
    version = TemplateVersionFactory()
    page = preview(desk, version, typed, length="short", **{"phrases-1-DELETE": "on"})
    assert [item.text for item in page.context["preview"].paragraphs] == ["甲。", "短。"]


def test_the_paper_carries_the_heading_as_it_is_typed(desk):
    version = TemplateVersionFactory()
    SectionFactory(version=version)
    section = SectionFactory(version=version, heading="原来的")
    typed = {"heading": "改过的{{ 年度 }}", "level": 2, "heading_form": "run_in"}
    page = preview(desk, version, [(1, "好。", True)], section=section.pk, **typed)
    paper = page.context["paper"]
    assert (paper.marker, paper.heading[:3], paper.level, paper.is_run_in) == ("（一）", "改过的", 2, True)
    assert preview(desk, version, [(1, "好。", True)]).context["paper"].marker == "三、"
    assert Section.objects.get(pk=section.pk).heading == "原来的"


@pytest.mark.parametrize(
    "typed",
    [{"level": "9"}, {"level": "x"}, {"marker_style": "?"}, {"heading": "{{ 年度 "}, {"parent": "999"}],
)
def test_what_cannot_be_read_of_the_heading_is_no_stumbling_block(desk, typed):
    section = SectionFactory()
    page = preview(desk, section.version, [(1, "好。", True)], section=section.pk, **typed)
    assert (page.status_code, page.context["paper"].marker) == (200, "一、")


@pytest.mark.parametrize("total", ["", "x", "99999999", "-1"])
def test_a_broken_count_of_rows_previews_nothing(desk, total):
    page = preview(desk, TemplateVersionFactory(), [(1, "好。", True)], **{"phrases-TOTAL_FORMS": total})
    assert (page.status_code, page.context["preview"].phrases) == (200, ())


def test_three_phrases_take_as_many_queries_as_one(desk, enrolment):
    version = TemplateVersionFactory()

    def queries(count):
        typed = [(number, "{{ 在园数|同比 }}。", True) for number in range(count)]
        return queries_of(lambda: preview(desk, version, typed))

    assert queries(3) == queries(1)


# On the section's page


def test_the_page_of_a_section_shows_what_its_phrases_say(desk, bureau, enrolment):
    MetricValueFactory(metric=enrolment, bureau=bureau, year=2024)
    phrase = PhraseFactory(text="共{{ 在园数 }}。")
    page = desk.get(reverse("admin:library_section_change", args=[phrase.section_id]))
    assert "共749人。" in text(page)
    assert page.context["voices"] == [("sample", "样例数值"), (f"{bureau.pk}:2024", "甲局 2024年")]
    assert f'hx-post="{reverse("library:section_preview", args=[phrase.section.version_id])}"' in (
        page.content.decode()
    )


def test_without_a_script_a_button_shows_the_page_with_all_that_was_typed(desk, enrolment):
    phrase = PhraseFactory(text="原来的。")
    form = section_form(phrases=[(1, "共{{ 在园数 }}。", True), (2, "{{ 没有的 }}", True)], heading="新标题")
    address = reverse("admin:library_section_change", args=[phrase.section_id])
    page = desk.post(address, form | seen(desk, address) | {"show": "1"})
    shown = text(page)
    assert page.status_code == 200
    assert "共749人。" in shown
    assert shown.count("第2句第1行：") == 1
    assert 'value="新标题"' in page.content.decode()
    assert list(Phrase.objects.values_list("text", flat=True)) == ["原来的。"]


def test_looking_at_sound_phrases_saves_nothing_either(desk):
    phrase = PhraseFactory(text="原来的。")
    form = section_form(phrases=[(1, "新的。", True)])
    address = reverse("admin:library_section_change", args=[phrase.section_id])
    page = desk.post(address, form | seen(desk, address) | {"show": "1"})
    assert (page.status_code, Phrase.objects.get().text) == (200, "原来的。")
    assert "有误" not in text(page)


# Words


def test_the_words_for_completion_are_data(desk, enrolment):
    MetricDefinitionFactory(phrase_name="停用的", is_active=False)
    words = desk.get(reverse("library:phrase_words_data")).json()
    assert words["metrics"] == [
        {
            "pk": enrolment.pk,
            "name": "在园数",
            "label": "在园幼儿数",
            "unit": "人",
            "domain": "学前教育",
            "code": enrolment.code,
            "synonyms": ["入园人数"],
        }
    ]
    filters = {item["name"]: item["arguments"] for item in words["filters"]}
    assert (filters["同比"], filters["占比"], "待定" in filters) == (0, 1, False)
    assert {"年度", "一是", "条数"} <= {item["name"] for item in words["texts"]}
    assert words["patterns"][0]["source"].startswith("{% if ")


def test_the_list_beside_the_phrases_leads_to_where_each_is_used(desk, enrolment):
    page = desk.get(reverse("library:phrase_words"), **PART).content.decode()
    assert 'data-insert="在园数"' in page
    assert reverse("library:metric_uses", args=[enrolment.pk]) in page
    assert "<html" not in page


def test_the_list_as_a_page_is_part_of_the_guide(desk):
    assert desk.get(reverse("library:phrase_words")).url == f"{GUIDE}#metrics"


# Guide


def test_the_guide_shows_every_filter_with_what_it_says(desk, enrolment):
    page = desk.get(GUIDE)
    shown = text(page)
    for words in ("由72.6%提高到75%", "是上年的2.7倍", "比上年增长3.4%", "一要扩大资源；二要提高质量"):
        assert words in shown
    assert reverse("library:filter_uses", args=["同比"]) in page.content.decode()
    assert "在园幼儿数" in shown


def test_a_phrase_can_be_tried(desk, enrolment):
    page = desk.post(reverse("library:phrase_try"), {"text": "共{{ 在园数 }}。"}, **PART)
    assert page.context["told"].paragraphs[0].text == "共749人。"
    assert "<html" not in page.content.decode()
    whole = desk.post(reverse("library:phrase_try"), {"text": "{{ 在园 }}"})
    assert "第1句第1行：没有叫“在园”的指标" in text(whole)
    assert "{{ 在园 }}</textarea>" in whole.content.decode()


def test_every_example_of_the_guide_can_be_tried_there_and_says_what_the_guide_says(desk, enrolment):
    guide = desk.get(GUIDE).context
    examples = [example for topic in guide["topics"] for example in topic.examples]
    examples += [found.example for found in guide["filters"]]
    assert len(examples) > 40
    for example in examples:
        told = desk.post(reverse("library:phrase_try"), {"text": example.source}, **PART).context["told"]
        assert (told.problems, told.paragraphs) == ((), example.paragraphs)


def test_what_would_be_read_twice_is_told_beside_the_phrase_and_is_no_fault(desk, enrolment):
    page = preview(desk, TemplateVersionFactory(), [(1, "共{{ 在园数 }}人。", True)])
    shown = text(page)
    assert "△“{{在园数}}人”会读成“749人人”" in shown
    assert "要改" not in shown


def test_braces_in_full_width_are_read_as_they_will_be_stored(desk, enrolment):
    page = preview(desk, TemplateVersionFactory(), [(1, "共｛｛在园数｜同比｝｝。", True)])
    assert page.context["preview"].paragraphs[0].text == "共比上年增长12.5%。"
    broken = preview(desk, TemplateVersionFactory(), [(1, "共\n｛｛在园数｝。", True)])
    assert "第1句第2行：这里的花括号是全角的" in text(broken)


def test_the_guide_takes_as_many_queries_for_three_metrics_as_for_one(desk, enrolment):
    one = queries_of(lambda: desk.get(GUIDE))
    MetricDefinitionFactory.create_batch(2)
    assert queries_of(lambda: desk.get(GUIDE)) == one


# Where used


def test_a_metrics_page_names_the_phrases_and_tables_that_use_it(desk, enrolment):
    phrase = PhraseFactory(text="共{{ 在园数 }}。", section__heading="学前教育")
    PhraseMetricFactory(phrase=phrase, metric=enrolment)
    row = TableRowFactory(metric=enrolment, section__heading="附表")
    hidden = PhraseFactory(
        text="别人{{ 在园数 }}。",
        section__version__report_template__bureau=BureauFactory(),
        section__heading="密",
    )
    PhraseMetricFactory(phrase=hidden, metric=enrolment)
    page = desk.get(reverse("library:metric_uses", args=[enrolment.pk]))
    shown = text(page)
    assert "共{{在园数}}。" in shown
    assert "列在指标表里" in shown
    assert "另有1处在其他单位的专用模板里" in shown
    assert "别人" not in shown
    for section in (phrase.section_id, row.section_id):
        assert reverse("admin:library_section_change", args=[section]) in page.content.decode()


def test_a_filters_page_names_the_phrases_that_use_it(desk):
    phrase = PhraseFactory(text="{{ 在园数|同比 }}。", section__heading="学前教育")
    PhraseFactory(text="同比。", section__heading="别的")
    page = desk.get(reverse("library:filter_uses", args=["同比"]))
    assert [place.section_id for place in page.context["uses"].places] == [phrase.section_id]
    assert "还没有措辞用到它" in text(desk.get(reverse("library:filter_uses", args=["占比"])))


@pytest.mark.parametrize("name", ["没有", "待定", "无此"])
def test_only_filters_that_people_write_have_a_page(desk, name):
    status = desk.get(reverse("library:filter_uses", args=[name])).status_code
    assert status == (200 if name == "没有" else 404)


def test_three_uses_take_as_many_queries_as_one(desk, enrolment):
    address = reverse("library:metric_uses", args=[enrolment.pk])
    PhraseMetricFactory(metric=enrolment)
    one = queries_of(lambda: desk.get(address))
    PhraseMetricFactory.create_batch(2, metric=enrolment)
    assert queries_of(lambda: desk.get(address)) == one
