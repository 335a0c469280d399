import pytest

from edusum.library import services
from edusum.library.models import Phrase, Section, TableRow
from tests.factories import (
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    published_version,
)
from tests.library.admin.reading import said, section_form, seen, text, url, workshop

pytestmark = pytest.mark.django_db


def test_a_section_is_added_behind_another_with_its_phrases_and_table(desk):
    first = SectionFactory(heading="甲")
    SectionFactory(version=first.version, heading="丙")
    metric = MetricDefinitionFactory(phrase_name="在校生数")
    address = url("section_add") + f"?version={first.version_id}&after={first.pk}"
    initial = desk.get(address).context["adminform"].form.initial
    assert (initial["level"], initial["parent"]) == (1, None)
    page = desk.post(
        address,
        section_form(
            heading="乙",
            phrases=[(2, "其次。", False), (1, "首先{{ 在校生数 }}。", True), ("", "最后。", False)],
            metrics=[metric],
        ),
    )
    assert page.url == workshop(first.version)
    assert [str(section) for section, _ in services.section_tree(first.version)] == ["甲", "乙", "丙"]
    assert list(Phrase.objects.values_list("text", "starts_paragraph")) == [
        ("首先{{ 在校生数 }}。", True),
        ("其次。", False),
        ("最后。", False),
    ]
    assert TableRow.objects.get().metric == metric


def test_a_child_starts_one_level_below(desk):
    parent = SectionFactory(level=2)
    address = url("section_add") + f"?version={parent.version_id}&parent={parent.pk}"
    initial = desk.get(address).context["adminform"].form.initial
    assert (initial["level"], initial["parent"]) == (3, parent.pk)


@pytest.mark.parametrize("query", ["?version=x", "?version=999999"])
def test_a_section_is_not_added_to_nothing(desk, query):
    assert desk.get(url("section_add") + query).status_code == 404


def test_without_a_version_the_way_is_shown(desk):
    page = desk.get(url("section_add"), follow=True)
    assert page.redirect_chain[-1][0] == url("reporttemplate_changelist")
    assert said(page) == ["请先打开要修改的模板版本，再在那里添加章节。"]


def test_changed_phrases_replace_the_former_ones(desk):
    kept, gone = (
        (phrase := PhraseFactory(text="留下。")),
        PhraseFactory(section=phrase.section, text="去掉。"),
    )
    form = section_form(phrases=[(2, "留下，改过。", True), (0, "去掉。", True), (1, "新的。", True)])
    form |= {
        "phrases-INITIAL_FORMS": 2,
        "phrases-0-id": kept.pk,
        "phrases-1-id": gone.pk,
        "phrases-1-DELETE": "on",
    }
    address = url("section_change", kept.section_id)
    desk.post(address, form | seen(desk, address))
    assert list(Phrase.objects.values_list("text", flat=True)) == ["新的。", "留下，改过。"]


def test_faults_are_told_at_the_phrase_with_its_number_and_line_and_all_stays_typed(desk):
    MetricDefinitionFactory(phrase_name="在校生数")
    section = PhraseFactory(text="原来的。").section
    phrases = [(3, "三\n{{ 在校生 }}", True), (1, "一。", True), (2, "{{ ''.__class__ }}", True)]
    page = desk.post(
        url("section_change", section.pk),
        section_form(heading="{{ 在校生数 }}", guidance="写什么", phrases=phrases),
    )
    phrase_forms = page.context["inline_admin_formsets"][0].formset.forms
    told = [error for form in phrase_forms for error in form.errors.get("text", [])]
    assert [error.partition("：")[0] for error in told] == ["第3句第2行", "第2句第1行"]
    assert "在校生数" in told[0]
    assert page.context["adminform"].errors["heading"][0].startswith("第1行：")
    shown = page.content.decode()
    for typed in ("三\n{{ 在校生 }}", "写什么", "{{ &#x27;&#x27;.__class__ }}"):
        assert typed in shown
    assert [phrase.text for phrase in section.phrases.all()] == ["原来的。"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"heading": ""}, "有标题的章节须填标题；导语、结语请选“无标题”，层次填0。"),
        ({"heading_form": "none"}, "选了“无标题”就不填标题"),
        ({"level": 0}, "层次0只用于没有标题的导语、结语"),
        ({"heading": "", "heading_form": "none"}, "没有标题的章节是导语、结语，层次填0"),
        ({"level": 9}, "小于或等于4"),
        ({"key": "opening"}, "本版本已有相同标识的章节"),
        ({"key": "Ü"}, "输入由字母，数字"),
        ({"suggested_min": 200, "suggested_max": 100}, "建议字数的上限不能小于下限。"),
        ({"parent": "999999"}, "选择一个有效的选项"),
    ],
)
def test_a_section_that_does_not_fit_is_refused_in_words(desk, change, sentence):
    section = SectionFactory(key="opening")
    address = url("section_add") + f"?version={section.version_id}"
    page = desk.post(address, section_form(**change))
    assert page.status_code == 200
    assert sentence in text(page)
    assert Section.objects.count() == 1


def test_the_level_is_refused_at_its_place(desk):
    parent = SectionFactory(level=2)
    address = url("section_add") + f"?version={parent.version_id}"
    page = desk.post(address, section_form(parent=parent.pk, level=2))
    assert page.context["adminform"].errors["level"] == ["层次须大于上级章节的层次（2）。"]
    SectionFactory(version=parent.version, parent=parent, level=3)
    page = desk.post(url("section_change", parent.pk), section_form(level=3))
    assert page.context["adminform"].errors["level"] == ["下级章节的层次须大于本章节，请先调整下级章节。"]


def test_a_parent_is_offered_from_the_same_version_and_not_from_below(desk):
    section = SectionFactory(heading="甲")
    child = SectionFactory(version=section.version, parent=section, level=2, heading="甲之一")
    SectionFactory(version=section.version, parent=child, level=3, heading="甲之二")
    SectionFactory(version=section.version, heading="乙")
    SectionFactory(heading="别处的")
    form = desk.get(url("section_change", section.pk)).context["adminform"].form
    assert [label for _, label in form.fields["parent"].choices] == ["（最外层）", "乙"]
    page = desk.post(url("section_change", section.pk), section_form(parent=child.pk, level=3))
    assert "parent" in page.context["adminform"].errors


def test_a_metric_stands_once_in_a_table(desk):
    section, metric = SectionFactory(), MetricDefinitionFactory()
    page = desk.post(url("section_change", section.pk), section_form(metrics=[metric, metric]))
    assert "该指标已在表中" in text(page)


def test_two_table_rows_can_change_places(desk):
    first = TableRowFactory()
    second = TableRowFactory(section=first.section)
    form = section_form(metrics=[second.metric, first.metric])
    form |= {"table_rows-INITIAL_FORMS": 2, "table_rows-0-id": first.pk, "table_rows-1-id": second.pk}
    address = url("section_change", first.section_id)
    assert desk.post(address, form | seen(desk, address)).status_code == 302
    assert [row.metric for row in first.section.table_rows.all()] == [second.metric, first.metric]


def test_a_section_is_deleted_with_those_under_it_after_asking(desk):
    section = PhraseFactory(section__heading="甲").section
    SectionFactory(version=section.version, parent=section, level=2, heading="甲之一")
    address = url("section_delete", section.pk)
    assert "章节“甲”（1句措辞）" in text(desk.get(address))
    assert desk.post(address, {"post": "yes"} | seen(desk, address)).url == workshop(section.version)
    assert not Section.objects.exists()


def test_a_frozen_section_is_shown_to_read_and_offers_a_copy(desk):
    section = published_version({"各类教育": ["写定的。"]}).sections.get()
    page = desk.get(url("section_change", section.pk))
    assert "写定的。" in text(page)
    assert "已经发布，只能查看" in text(page)
    assert url("templateversion_copy", section.version_id) in page.content.decode()
    assert "<textarea" not in page.content.decode()
