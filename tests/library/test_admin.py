import re

import pytest
from django.urls import reverse

from edusum.library import services
from edusum.library.enums import VersionState
from edusum.library.models import Phrase, ReportTemplate, Section, TableRow, TemplateVersion
from edusum.metrics.models import MetricDefinition
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    PhraseMetricFactory,
    ReportTemplateFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def desk(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    return client


def url(name, *args):
    return reverse(f"admin:library_{name}", args=args)


def workshop(version):
    return url("templateversion_change", version.pk)


def text(page):
    """What is read on the page, without markup."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))


def said(page):
    return [str(message) for message in page.context["messages"]]


def section_form(phrases=(), metrics=(), **fields):
    """What the section page sends: phrases as (position, text, starts paragraph), metrics in order."""
    form = {
        "heading": "各类教育",
        "heading_form": "own_line",
        "level": 1,
        "parent": "",
        "marker_style": "auto",
        "phrases-TOTAL_FORMS": len(phrases),
        "phrases-INITIAL_FORMS": 0,
        "table_rows-TOTAL_FORMS": len(metrics),
        "table_rows-INITIAL_FORMS": 0,
    }
    for index, (position, phrase, starts) in enumerate(phrases):
        form |= {f"phrases-{index}-position": position, f"phrases-{index}-text": phrase}
        form |= {f"phrases-{index}-starts_paragraph": "on"} if starts else {}
    for index, metric in enumerate(metrics):
        form |= {f"table_rows-{index}-position": index, f"table_rows-{index}-metric": metric.pk}
    return form | fields


# report templates


def test_a_new_template_opens_the_workshop_of_its_first_version(desk, bureau):
    page = desk.post(
        url("reporttemplate_add"),
        {"name": "年度总结", "code": "annual", "genre": "annual_summary", "bureau": bureau.pk},
        follow=True,
    )
    version = TemplateVersion.objects.get()
    assert page.redirect_chain[-1][0] == workshop(version)
    assert (version.report_template.bureau, version.number, version.state) == (
        bureau,
        1,
        VersionState.EDITING,
    )
    assert "还没有章节" in text(page)


def test_a_template_is_not_given_to_a_bureau_of_others(desk):
    page = desk.post(
        url("reporttemplate_add"),
        {"name": "甲", "code": "a", "genre": "speech", "bureau": BureauFactory().pk},
    )
    assert page.status_code == 200
    assert list(page.context["adminform"].errors) == ["bureau"]
    assert not ReportTemplate.objects.exists()


def test_a_code_that_is_taken_is_told_at_its_place(desk):
    ReportTemplateFactory(code="annual")
    page = desk.post(url("reporttemplate_add"), {"name": "甲", "code": "annual", "genre": "speech"})
    assert "共用模板中已有这个代码" in text(page)


def test_the_name_of_a_template_can_be_changed_and_its_code_not(desk):
    template = ReportTemplateFactory(code="annual")
    desk.post(
        url("reporttemplate_change", template.pk), {"name": "新名称", "code": "other", "genre": "speech"}
    )
    assert ReportTemplate.objects.values_list("name", "code", "genre").get() == ("新名称", "annual", "speech")


def test_a_template_never_published_can_be_deleted(desk):
    template = SectionFactory().version.report_template
    address = url("reporttemplate_delete", template.pk)
    assert "（1个章节）" in text(desk.get(address))
    desk.post(address, {"post": "yes"})
    assert not ReportTemplate.objects.exists()


def test_private_templates_of_other_bureaus_are_nowhere(desk):
    section = SectionFactory(version__report_template__bureau=BureauFactory())
    version = section.version
    assert str(version.report_template) not in text(desk.get(url("reporttemplate_changelist")))
    for name, pk in (
        ("reporttemplate_change", version.report_template_id),
        ("templateversion_change", version.pk),
        ("section_change", section.pk),
    ):
        assert desk.get(url(name, pk)).status_code == 302
    for name, pk in (
        ("templateversion_publish", version.pk),
        ("templateversion_retire", version.pk),
        ("templateversion_copy", version.pk),
        ("section_move", section.pk),
    ):
        assert desk.post(url(name, pk), {"direction": "up"}).status_code == 404
    assert desk.get(url("section_add") + f"?version={version.pk}").status_code == 404


def test_a_private_template_of_a_bureau_where_one_only_writes_is_read_only(client, bureau):
    user = member(bureau, Role.EDITOR)
    user.memberships.create(bureau=BureauFactory(), role=Role.LIBRARY_MANAGER)
    client.force_login(user)
    section = SectionFactory(version__report_template__bureau=bureau, heading="只读的")
    assert "只读的" in text(client.get(workshop(section.version)))
    assert client.post(workshop(section.version), {"title": "改"}).status_code == 403
    assert client.post(url("section_change", section.pk), section_form()).status_code == 403
    assert client.post(url("section_move", section.pk), {"direction": "up"}).status_code == 403
    assert client.post(url("templateversion_publish", section.version_id)).status_code == 403
    assert client.get(url("section_add") + f"?version={section.version_id}").status_code == 403


# the workshop


def test_the_workshop_shows_the_tree_with_marks_departments_phrases_and_faults(desk):
    version = TemplateVersionFactory()
    first = SectionFactory(version=version, heading="各类教育", department_name="基础教育科")
    child = SectionFactory(version=version, parent=first, level=2, heading="学前教育")
    PhraseFactory(section=child, text="好。")
    PhraseFactory(section=child, text="{{ 没有的 }}")
    page = desk.get(workshop(version))
    lines = [
        (line.marker, str(line.section), line.depth, line.phrases, line.problems)
        for line in page.context["lines"]
    ]
    assert lines == [("一、", "各类教育", 0, 0, 0), ("（一）", "学前教育", 1, 2, 1)]
    assert "基础教育科" in text(page)
    assert "需要改正的1处" in text(page)
    assert "“学前教育”第2句第1行：" in text(page)
    assert reverse("assembly:version_paper", args=[version.pk]) in page.content.decode()


def test_title_and_salutation_are_saved(desk):
    version = TemplateVersionFactory()
    desk.post(
        workshop(version),
        {"title": "{{ 年度 }}年总结", "salutation": "同志们：", "has_sign_off": "on", "note": "初版"},
    )
    version.refresh_from_db()
    assert (version.title, version.salutation, version.note) == ("{{ 年度 }}年总结", "同志们：", "初版")


def test_a_faulty_title_is_told_at_its_place_and_stays_typed(desk):
    version = TemplateVersionFactory()
    page = desk.post(workshop(version), {"title": "{{ 年度 年总结", "salutation": ""})
    assert page.context["adminform"].errors["title"][0].startswith("第1行：")
    assert "{{ 年度 年总结" in page.content.decode()


def test_publishing_says_what_follows(desk):
    version = SectionFactory().version
    page = desk.post(url("templateversion_publish", version.pk), follow=True)
    assert said(page) == [f"“{version}”已发布，以后新建的初稿使用这一版。"]
    assert TemplateVersion.objects.get().state == VersionState.PUBLISHED
    assert "复制为新版本" in page.content.decode()


def test_publishing_with_faults_leads_to_the_list_of_them(desk):
    version = PhraseFactory(text="{{ 没有的 }}").section.version
    page = desk.post(url("templateversion_publish", version.pk), follow=True)
    assert said(page) == ["还有措辞错误，没有发布；请先改好下面列出的问题。"]
    assert "需要改正的1处" in text(page)
    assert TemplateVersion.objects.get().state == VersionState.EDITING


def test_publishing_twice_or_nothing_is_refused_in_words(desk):
    empty, published = TemplateVersionFactory(), published_version()
    assert "还没有章节" in said(desk.post(url("templateversion_publish", empty.pk), follow=True))[0]
    assert "已经发布" in said(desk.post(url("templateversion_publish", published.pk), follow=True))[0]


def test_a_published_version_can_be_retired(desk):
    version = published_version()
    page = desk.post(url("templateversion_retire", version.pk), follow=True)
    assert said(page) == [f"“{version}”已停用，不能再用它新建初稿。"]
    assert "不能停用" in said(desk.post(url("templateversion_retire", version.pk), follow=True))[0]


def test_a_copy_opens_and_a_second_one_leads_to_the_first(desk):
    version = published_version()
    page = desk.post(url("templateversion_copy", version.pk), follow=True)
    copy = TemplateVersion.objects.get(state=VersionState.EDITING)
    assert page.redirect_chain[-1][0] == workshop(copy)
    page = desk.post(url("templateversion_copy", version.pk), follow=True)
    assert f"“{copy}”正在编辑中" in said(page)[0]
    assert f'<a href="{workshop(copy)}">' in said(page)[0]


@pytest.mark.parametrize(
    "step", ["templateversion_publish", "templateversion_retire", "templateversion_copy"]
)
def test_the_steps_of_a_version_are_not_taken_by_looking(desk, step):
    assert desk.get(url(step, TemplateVersionFactory().pk)).status_code == 405


def test_a_version_to_edit_can_be_deleted_while_another_stays(desk):
    version = published_version()
    desk.post(url("templateversion_copy", version.pk))
    copy = TemplateVersion.objects.get(state=VersionState.EDITING)
    desk.post(url("templateversion_delete", copy.pk), {"post": "yes"})
    assert list(TemplateVersion.objects.all()) == [version]
    only = TemplateVersionFactory()
    assert desk.post(url("templateversion_delete", only.pk), {"post": "yes"}).status_code == 403


def test_versions_and_sections_have_no_list_of_their_own(desk):
    for name in ("templateversion_changelist", "section_changelist"):
        assert desk.get(url(name)).url == url("reporttemplate_changelist")
    assert desk.get(url("templateversion_add")).status_code == 403
    apps = desk.get(reverse("admin:index")).context["app_list"]
    assert {model["object_name"] for app in apps for model in app["models"]} == {
        "ReportTemplate",
        "MetricDefinition",
    }


# sections


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
    desk.post(url("section_change", kept.section_id), form)
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
        ({"heading": ""}, "有标题的章节须填标题"),
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
    assert desk.post(url("section_change", first.section_id), form).status_code == 302
    assert [row.metric for row in first.section.table_rows.all()] == [second.metric, first.metric]


def test_the_section_page_offers_the_metrics_in_use_and_the_filters(desk):
    MetricDefinitionFactory(phrase_name="在用的", unit="人")
    MetricDefinitionFactory(phrase_name="停用的", is_active=False)
    page = desk.get(url("section_change", SectionFactory().pk)).content.decode()
    assert 'data-insert="在用的"' in page
    assert 'data-insert="年度"' in page
    assert "停用的" not in page
    assert "|同比" in page


def test_sections_move_up_and_down(desk):
    version = TemplateVersionFactory()
    first, second, third = (SectionFactory(version=version, heading=name) for name in "甲乙丙")

    def order():
        return "".join(str(section) for section, _ in services.section_tree(version))

    assert desk.post(url("section_move", first.pk), {"direction": "down"}).url == workshop(version)
    assert order() == "乙甲丙"
    desk.post(url("section_move", third.pk), {"direction": "up"})
    assert order() == "乙丙甲"
    desk.post(url("section_move", second.pk), {"direction": "up"})
    assert order() == "乙丙甲"
    assert desk.post(url("section_move", second.pk), {"direction": "sideways"}).status_code == 404
    assert desk.get(url("section_move", second.pk)).status_code == 405


def test_a_section_is_deleted_with_those_under_it_after_asking(desk):
    section = PhraseFactory(section__heading="甲").section
    SectionFactory(version=section.version, parent=section, level=2, heading="甲之一")
    address = url("section_delete", section.pk)
    assert "章节“甲”（1句措辞）" in text(desk.get(address))
    assert desk.post(address, {"post": "yes"}).url == workshop(section.version)
    assert not Section.objects.exists()


def test_a_frozen_section_is_shown_to_read_and_offers_a_copy(desk):
    section = published_version({"各类教育": ["写定的。"]}).sections.get()
    page = desk.get(url("section_change", section.pk))
    assert "写定的。" in text(page)
    assert "已经发布，只能查看" in text(page)
    assert url("templateversion_copy", section.version_id) in page.content.decode()
    assert "<textarea" not in page.content.decode()


# metrics

METRICS = reverse("admin:metrics_metricdefinition_add")


def metric_form(**fields):
    return {
        "name": "在校学生数",
        "phrase_name": "在校生数",
        "code": "enrolment",
        "unit": "人",
        "kind": "count",
        "decimals": 0,
        "domain": "义务教育",
        "better_when": "neutral",
        "position": 10,
        "is_active": "on",
    } | fields


def test_a_metric_is_added(desk):
    assert desk.post(METRICS, metric_form()).status_code == 302
    assert MetricDefinition.objects.get().phrase_name == "在校生数"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phrase_name": "年度"}, "措辞里的“年度”已另有用途，请给指标换一个名称。"),
        ({"phrase_name": "同比"}, "措辞里的“同比”已另有用途，请给指标换一个名称。"),
        ({"phrase_name": "loop"}, "“loop”是措辞语言自己的词"),
        ({"phrase_name": "职普比(招生)"}, "名称“职普比(招生)”只能由汉字、字母、数字和下划线组成"),
        ({"minimum": 5, "maximum": 1}, "下限不能大于上限"),
        ({"code": "Bad Code"}, "代码用小写字母"),
        ({"decimals": 9}, "小于或等于4"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused_in_words(desk, change, sentence):
    page = desk.post(METRICS, metric_form(**change))
    assert sentence in text(page)
    assert not MetricDefinition.objects.exists()


def test_a_metric_in_use_is_not_deleted_and_the_templates_are_listed(desk, bureau):
    metric = PhraseMetricFactory(phrase__section__version__report_template__name="年度总结").metric
    TableRowFactory(metric=metric, section__version__report_template__name="要点")
    TableRowFactory(
        metric=metric,
        section__version__report_template=ReportTemplateFactory(name="别人的", bureau=BureauFactory()),
    )
    MetricValueFactory(metric=metric)
    address = reverse("admin:metrics_metricdefinition_delete", args=[metric.pk])
    page = desk.post(address, {"post": "yes"})
    assert page.context["protected"] == [
        "年度总结 第1版",
        "要点 第1版",
        "其他单位的 1 个专用模板",
        "已填报的 1 个数值",
    ]
    assert "正在使用，不能删除" in text(page)
    assert "别人的" not in text(page)
    assert MetricDefinition.objects.exists()


def test_a_metric_that_nothing_uses_can_be_deleted(desk):
    metric = MetricDefinitionFactory()
    desk.post(reverse("admin:metrics_metricdefinition_delete", args=[metric.pk]), {"post": "yes"})
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize("use", [PhraseMetricFactory, TableRowFactory, MetricValueFactory])
def test_what_phrases_call_a_metric_stays_once_it_is_used(desk, use):
    metric = use().metric
    form = metric_form(code=metric.code, phrase_name="换个名", name="新名称")
    desk.post(reverse("admin:metrics_metricdefinition_change", args=[metric.pk]), form)
    changed = MetricDefinition.objects.get()
    assert (changed.name, changed.phrase_name) == ("新名称", metric.phrase_name)


# all pages


def test_lists_take_as_many_queries_for_three_rows_as_for_one(desk):
    def visits(name):
        return queries_of(lambda: desk.get(reverse(name)))

    names = ["admin:library_reporttemplate_changelist", "admin:metrics_metricdefinition_changelist"]
    PhraseMetricFactory()
    one = [visits(name) for name in names]
    PhraseMetricFactory.create_batch(2)
    assert [visits(name) for name in names] == one


def test_the_workshop_takes_as_many_queries_for_three_sections_as_for_one(desk):
    phrase = PhraseFactory()
    version = phrase.section.version
    one = queries_of(lambda: desk.get(workshop(version)))
    for _ in range(2):
        PhraseFactory(section=SectionFactory(version=version, parent=phrase.section, level=2))
    assert queries_of(lambda: desk.get(workshop(version))) == one


def test_a_section_page_takes_as_many_queries_for_three_phrases_and_rows_as_for_one(desk):
    section = PhraseFactory().section
    TableRowFactory(section=section)
    address = url("section_change", section.pk)
    one = queries_of(lambda: desk.get(address))
    PhraseFactory.create_batch(2, section=section)
    TableRowFactory.create_batch(2, section=section)
    assert queries_of(lambda: desk.get(address)) == one


def test_no_page_of_the_admin_holds_a_script_or_a_style_of_its_own(desk):
    section = PhraseFactory().section
    metric = MetricDefinitionFactory()
    addresses = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["library"]),
        url("reporttemplate_changelist"),
        url("reporttemplate_add"),
        url("reporttemplate_change", section.version.report_template_id),
        url("reporttemplate_delete", section.version.report_template_id),
        workshop(section.version),
        url("section_add") + f"?version={section.version_id}",
        url("section_change", section.pk),
        url("section_delete", section.pk),
        url("section_history", section.pk),
        reverse("admin:metrics_metricdefinition_changelist"),
        METRICS,
        reverse("admin:metrics_metricdefinition_change", args=[metric.pk]),
        reverse("admin:metrics_metricdefinition_delete", args=[metric.pk]),
    ]
    for address in addresses:
        page = desk.get(address)
        assert page.status_code == 200, address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page.content.decode()), (
            address
        )
