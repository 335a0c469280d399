from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.metrics.models import MetricDefinition, Relation
from edusum.metrics.relating import relations_of
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    PhraseMetricFactory,
    ReportTemplateFactory,
    SectionFactory,
    TableRowFactory,
    related,
)
from tests.library.admin.reading import seen, text
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


METRICS = reverse("admin:metrics_metricdefinition_add")
LIST = reverse("admin:metrics_metricdefinition_changelist")


def metric_form(**fields):
    return (
        {
            "name": "在校学生数",
            "phrase_name": "在校生数",
            "code": "enrolment",
            "unit": "人",
            "kind": "count",
            "decimals": 0,
            "domain": "义务教育",
            "better_when": "neutral",
            "aggregation": "none",
            "position": 10,
            "is_active": "on",
        }
        | ({} if "relations-TOTAL_FORMS" in fields else relation_rows())
        | fields
    )


def relation_rows(*rows, initial=()):
    """What the rows of relations send: those stored first, by their ids."""
    form = {"relations-TOTAL_FORMS": len(rows), "relations-INITIAL_FORMS": len(initial)}
    for index, row in enumerate(rows):
        form |= {f"relations-{index}-{name}": value for name, value in row.items()}
    return form | {f"relations-{index}-id": pk for index, pk in enumerate(initial)}


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
        ({"domain": "天文"}, "请选择"),
        ({"synonyms": "学生数、入园率"}, "“入园率”已是指标“入园率”的名称或同义说法，请换一个。"),
        ({"sample": "很多"}, "“很多”不是数字"),
        ({"kind": "rank", "aggregation": "sum"}, "各单位的数不能相加"),
        ({"aggregation": "weighted_mean"}, "加权平均须选定权数指标"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused_in_words(desk, change, sentence):
    MetricDefinitionFactory(name="入园率")
    page = desk.post(METRICS, metric_form(**change))
    assert sentence in text(page)
    assert MetricDefinition.objects.count() == 1


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
    phrase, row = metric.phrase_uses.get().phrase, metric.table_uses.first()
    assert page.context["protected"] == [
        f"“年度总结”（共用）第1版（编辑中）“{phrase.section}”：措辞“{phrase.text}”",
        f"“要点”（共用）第1版（编辑中）“{row.section}”：指标表",
        "另有 1 处在其他单位的专用模板里",
        "已填报的 1 个数值",
    ]
    assert "正在使用，不能删除" in text(page)
    assert "别人的" not in text(page)
    assert MetricDefinition.objects.exists()


def test_names_and_code_may_be_left_to_the_system(desk):
    MetricDefinitionFactory(code="metric_1")
    desk.post(METRICS, metric_form(name="职普比（招生）", phrase_name="", code=""))
    metric = MetricDefinition.objects.get(name="职普比（招生）")
    assert (metric.phrase_name, metric.code) == ("职普比招生", "metric_2")


def test_a_name_left_to_the_system_is_held_to_the_rules_of_names(desk):
    page = desk.post(METRICS, metric_form(name="年度", phrase_name=""))
    assert "措辞里的“年度”已另有用途" in text(page)


def test_all_mistakes_of_a_metric_are_told_at_once(desk):
    row = {"kind": "part_of", "others": "没有的", "note": ""}
    form = metric_form(code="Bad Code", sample="很多", **relation_rows(row))
    told = [mistake.label for mistake in desk.post(METRICS, form).context["mistakes"]]
    assert told == ["代码", "样例数值", "第 1 行所涉指标"]


def test_a_sample_that_is_none_is_told_what_samples_look_like(desk):
    assert "样例可以写92、逾500、1:6.3、3—5这样的数。" in text(desk.post(METRICS, metric_form(sample="很多")))


def test_what_uses_a_metric_is_led_to_from_the_page_that_refuses_to_delete_it(desk):
    metric = PhraseMetricFactory().metric
    address = reverse("admin:metrics_metricdefinition_delete", args=[metric.pk])
    section = metric.phrase_uses.get().phrase.section
    page = desk.get(address).content.decode()
    assert f'href="{reverse("admin:library_section_change", args=[section.pk])}"' in page
    assert "复制为新版本" in page


def test_a_metric_that_others_are_told_by_is_not_deleted(desk):
    part = MetricDefinitionFactory()
    related(MetricDefinitionFactory(name="总数"), "sum_of", part=[part, MetricDefinitionFactory()])
    page = desk.post(reverse("admin:metrics_metricdefinition_delete", args=[part.pk]), {"post": "yes"})
    assert page.context["protected"] == ["指标“总数”的合计关系（作分项）"]


def test_a_metric_that_nothing_uses_can_be_deleted(desk):
    metric = MetricDefinitionFactory()
    desk.post(reverse("admin:metrics_metricdefinition_delete", args=[metric.pk]), {"post": "yes"})
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize("use", [PhraseMetricFactory, TableRowFactory, MetricValueFactory])
def test_what_phrases_call_a_metric_stays_once_it_is_used(desk, use):
    metric = use().metric
    form = metric_form(code=metric.code, phrase_name="换个名", name="新名称")
    form |= {"unit": "万人", "kind": "other"}
    desk.post(change_page(metric), form | seen(desk, change_page(metric)))
    changed = MetricDefinition.objects.get()
    assert (changed.name, changed.phrase_name) == ("新名称", metric.phrase_name)
    assert (changed.unit, changed.kind) == (metric.unit, metric.kind)


def change_page(metric):
    return reverse("admin:metrics_metricdefinition_change", args=[metric.pk])


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"decimals": 0}, "decimals", "有 1 个（1 个单位）不是整数，不能这样改"),
        ({"decimals": 2, "maximum": "50"}, "maximum", "有 1 个（1 个单位）大于这个上限，不能这样改"),
    ],
)
def test_limits_that_stored_values_do_not_fit_are_refused_at_their_field(desk, change, field, sentence):
    value = MetricValueFactory(metric__percent=True, value=Decimal("97.35"), bureau__full_name="别人的教育局")
    form = metric_form(name=value.metric.name, **change, **seen(desk, change_page(value.metric)))
    page = desk.post(change_page(value.metric), form)
    assert sentence in page.context["adminform"].errors[field][0]
    assert [mistake.anchor for mistake in page.context["mistakes"]] == [f"id_{field}"]
    assert "别人的教育局" not in text(page)
    assert MetricDefinition.objects.get() == value.metric


# Synonyms, samples, relations


def test_synonyms_are_typed_one_a_line_or_with_marks_between(desk):
    desk.post(METRICS, metric_form(synonyms="在校人数、学生数\n 在校生总数 \n学生数", sample="逾500"))
    metric = MetricDefinition.objects.get()
    assert (metric.synonyms, metric.sample) == (["在校人数", "学生数", "在校生总数"], "逾500")
    assert "在校人数\n学生数\n在校生总数" in desk.get(change_page(metric)).content.decode()


@pytest.fixture
def parts():
    """小学生数 and 初中生数, the latter also called 初中学生."""
    return [
        MetricDefinitionFactory(code="primary", name="小学生数"),
        MetricDefinitionFactory(code="junior", name="初中生数", synonyms=["初中学生"]),
    ]


def test_a_metric_and_its_relations_are_written_together(desk, parts):
    rows = relation_rows(
        {"kind": "sum_of", "others": "小学生数、初中学生", "is_overlapping": "on", "note": "按学段分"},
        {"kind": "", "others": ""},
    )
    assert desk.post(METRICS, metric_form(**rows)).status_code == 302
    relation = Relation.objects.get()
    told = [(operand.role, operand.metric.code) for operand in relation.operands.all()]
    assert told == [("part", "primary"), ("part", "junior")]
    assert (relation.metric.code, relation.is_overlapping, relation.note) == ("enrolment", True, "按学段分")


def test_relations_are_shown_by_name_and_rewritten(desk, parts):
    total = MetricDefinitionFactory(code="enrolment", name="在校学生数")
    stored = related(total, "sum_of", part=parts)
    Relation.objects.update(source="annual-haicang")
    assert "小学生数\n初中生数" in desk.get(change_page(total)).content.decode()
    rows = relation_rows({"kind": "sum_of", "others": "初中生数、小学生数"}, initial=[stored.pk])
    desk.post(change_page(total), metric_form(name="总数", **rows, **seen(desk, change_page(total))))
    (given,) = relations_of().values()
    assert given.relation.codes == ("junior", "primary")
    assert given.source == "annual-haicang"
    rows = relation_rows(
        {"kind": "sum_of", "others": "初中生数、小学生数", "DELETE": "on"},
        initial=[Relation.objects.get().pk],
    )
    desk.post(change_page(total), metric_form(name="总数", **rows, **seen(desk, change_page(total))))
    assert not Relation.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"kind": "sum_of", "others": "小学生"}, "没有叫“小学生”的指标，是不是想写“小学生数”"),
        ({"kind": "sum_of", "others": "小学生数"}, "合计至少要有两个分项"),
        ({"kind": "sum_of", "others": ""}, "字段"),
        ({"kind": "part_of", "others": "小学生数、初中生数"}, "这里要写它所属的总数，共 1 个指标。"),
        ({"kind": "ratio_of", "others": "小学生数"}, "这里要写分子、分母，共 2 个指标。"),
        ({"kind": "ratio_of", "others": "小学生数、初中生数"}, "不是比率，不设分子、分母"),
        ({"kind": "part_of", "others": "在校学生数"}, "没有叫“在校学生数”的指标"),
        ({"kind": "", "others": "小学生数"}, "字段"),
    ],
)
def test_a_relation_that_does_not_fit_is_told_in_its_row(desk, parts, row, sentence):
    page = desk.post(METRICS, metric_form(**relation_rows(row)))
    (formset,) = page.context["inline_admin_formsets"]
    assert sentence in "".join(str(errors) for errors in formset.formset.errors)
    assert page.context["mistakes"][0].anchor.startswith("id_relations-0-")
    assert MetricDefinition.objects.count() == 2


def test_a_circle_of_parts_is_told_in_words(desk, parts):
    related(parts[0], "part_of", whole=parts[1])
    form = metric_form(name="初中生数", **relation_rows({"kind": "part_of", "others": "小学生数"}))
    page = desk.post(change_page(parts[1]), form | seen(desk, change_page(parts[1])))
    assert "成了圈：初中生数→小学生数→初中生数" in text(page)
    assert Relation.objects.count() == 1


def test_a_ratio_is_brought_together_by_its_terms_only_when_they_are_given(desk, parts):
    share = {"kind": "percent", "unit": "%", "aggregation": "ratio", "decimals": 1}
    page = desk.post(METRICS, metric_form(**share))
    assert "请在这里加一条“比率”，写明分子和分母" in text(page)
    rows = relation_rows({"kind": "ratio_of", "others": "小学生数、初中生数"})
    assert desk.post(METRICS, metric_form(**share, **rows)).status_code == 302
    assert MetricDefinition.objects.get(code="enrolment").aggregation == "ratio"


def test_a_weight_is_chosen_among_what_adds_up(desk, parts):
    MetricDefinitionFactory(percent=True, name="入学率")
    choices = desk.get(METRICS).context["adminform"].form.fields["weight"].queryset
    assert [metric.name for metric in choices] == ["小学生数", "初中生数"]


# The list


@pytest.mark.parametrize("words", ["在校学", "在校生数", "学生总", "enrol", "学年初"])
def test_a_metric_is_found_by_any_of_its_words(desk, words):
    MetricDefinitionFactory(
        code="enrolment",
        name="在校学生数",
        phrase_name="在校生数",
        synonyms=["学生总数"],
        definition_note="按学年初统计",
    )
    MetricDefinitionFactory(name="幼儿数", synonyms=["在园幼儿"])
    page = desk.get(LIST, {"q": words})
    assert [metric.name for metric in page.context["cl"].result_list] == ["在校学生数"]


def test_the_list_is_narrowed_by_domain_kind_and_aggregation(desk):
    MetricDefinitionFactory(name="甲", domain="德育", aggregation="sum")
    MetricDefinitionFactory(name="乙", percent=True)
    for narrowed in ({"domain": "德育"}, {"kind__exact": "count"}, {"aggregation__exact": "sum"}):
        page = desk.get(LIST, narrowed)
        assert [metric.name for metric in page.context["cl"].result_list] == ["甲"]


def test_the_list_counts_the_places_that_one_may_see(desk, bureau):
    metric = MetricDefinitionFactory()
    for owner in (None, bureau, BureauFactory()):
        section = SectionFactory(version__report_template__bureau=owner)
        PhraseMetricFactory(metric=metric, phrase=PhraseFactory(section=section))
        TableRowFactory(metric=metric, section=section)
    page = desk.get(LIST)
    assert page.context["cl"].result_list[0].use_count == 4
    assert "4处" in text(page)


def test_the_list_takes_as_many_queries_for_one_metric_as_for_three(desk):
    PhraseMetricFactory()
    one = queries_of(lambda: desk.get(LIST))
    for _ in range(2):
        TableRowFactory(metric=PhraseMetricFactory().metric)
    assert queries_of(lambda: desk.get(LIST)) == one


def test_the_page_of_a_metric_takes_as_many_queries_for_one_relation_as_for_three(desk, parts):
    total = MetricDefinitionFactory()
    related(total, "sum_of", part=parts)
    PhraseMetricFactory(metric=total)
    one = queries_of(lambda: desk.get(change_page(total)))
    for _ in range(2):
        related(total, "part_of", whole=MetricDefinitionFactory())
        PhraseMetricFactory(metric=total)
    assert queries_of(lambda: desk.get(change_page(total))) == one
