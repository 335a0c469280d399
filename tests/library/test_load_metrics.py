"""Metrics with all they carry, relations and terms out of library files; what people changed here stays."""

import pytest
from django.core.management import CommandError

from edusum.library.models import LoadedItem, Term
from edusum.metrics.definitions import delete_definition
from edusum.metrics.models import MetricDefinition, Relation
from edusum.metrics.relating import relations_of, set_relations
from edusum.orgs.actors import SYSTEM
from tests.factories import MetricDefinitionFactory
from tests.library.library_files import ENROLMENT, RATIO, run, template

BOYS = ENROLMENT | {"code": "boys", "name": "男生数", "phrase_name": "男生数"}
GIRLS = ENROLMENT | {"code": "girls", "name": "女生数", "phrase_name": "女生数"}
SHARE = RATIO | {"code": "share", "name": "女生占比", "phrase_name": "女生占比"}
METRICS = [ENROLMENT, RATIO, BOYS, GIRLS, SHARE]
SUM = {"kind": "sum_of", "metric": "enrolment", "parts": ["boys", "girls"]}
PART = {"kind": "part_of", "metric": "girls", "whole": "enrolment"}
QUOTIENT = {"kind": "ratio_of", "metric": "share", "numerator": "girls", "denominator": "enrolment"}
CHANGE = {"kind": "change_vs", "metric": "share", "base": "enrolment"}
PLAN = {"name": "十四五", "series": "五年规划", "from": 2021, "to": 2025}


def refusal():
    with pytest.raises(CommandError) as error:
        run("--check")
    return str(error.value)


def lines_of(kind):
    return [line for line in run() if line.split()[1:2] == [kind]]


# Metrics


@pytest.mark.django_db
def test_a_metric_comes_in_with_all_it_carries(library):
    full = ENROLMENT | {
        "synonyms": ["在校人数", "学生数"],
        "family": "在校生数",
        "source": "annual-haicang, 补充",
        "aggregation": "sum",
        "sample": "逾500",
        "sample_previous": "480",
    }
    mean = RATIO | {"aggregation": "weighted_mean", "weight": "enrolment"}
    library([mean, full], template())
    run()
    stored = MetricDefinition.objects.select_related("weight").get(code="enrolment")
    assert {name: getattr(stored, name) for name in full} == full
    assert MetricDefinition.objects.get(code="ratio").weight == stored


@pytest.mark.django_db
def test_metrics_of_several_files_stand_domain_by_domain(library):
    library([ENROLMENT], **{"metrics/more": [RATIO]})
    run()
    assert list(MetricDefinition.objects.values_list("code", flat=True)) == ["ratio", "enrolment"]


@pytest.mark.django_db
def test_counts_money_and_areas_are_summed_unless_the_file_says_otherwise(library):
    library([ENROLMENT, RATIO, BOYS | {"aggregation": "none"}])
    run()
    assert dict(MetricDefinition.objects.values_list("code", "aggregation")) == {
        "enrolment": "sum",
        "ratio": "none",
        "boys": "none",
    }


METRIC_FAULTS = {
    "an unknown domain": ({"domain": "天文"}, "domain：没有“天文”，能用的是：学前教育、义务教育、"),
    "an unknown aggregation": ({"aggregation": "mean"}, "aggregation：没有“mean”，能用的是：sum、ratio、"),
    "an unknown key": ({"formula": "1"}, "metrics/all.yaml 第1条：没有“formula”这一项"),
    "a synonym for a list": ({"synonyms": "学生数"}, "synonyms：这里应当是列表"),
    "a synonym twice": ({"synonyms": ["甲", "甲"]}, "名称或同义说法“甲”出现了两次。"),
    "a synonym that is its name": ({"synonyms": ["在校学生数"]}, "名称或同义说法“在校学生数”出现了两次。"),
    "a synonym that is another's name": (
        {"synonyms": ["毛入园率"]},
        "“毛入园率”出现了两次，另一处是 metrics/all.yaml 第1条（enrolment）。",
    ),
    "a sample that is no figure": ({"sample": "很多"}, "第1条（enrolment） sample：“很多”不是数字"),
    "a sample with decimals": ({"sample_previous": "1.5"}, "sample_previous：小数位太多"),
    "a weight without a mean": ({"weight": "ratio"}, "aggregation：加权平均须选定权数指标"),
    "a mean without a weight": ({"aggregation": "weighted_mean"}, "aggregation：加权平均须选定权数指标"),
    "a weight that is not there": (
        {"aggregation": "weighted_mean", "weight": "x"},
        "weight：没有代码为“x”的指标。",
    ),
    "a weight that is a rate": (
        {"aggregation": "weighted_mean", "weight": "ratio"},
        "权数“毛入园率”须是数量、金额或面积",
    ),
    "a sum of ranks": ({"kind": "rank", "aggregation": "sum"}, "各单位的数不能相加"),
    "a ratio without its terms": (
        {"kind": "percent", "aggregation": "ratio"},
        "aggregation：按分子、分母汇总的指标还缺一条写明分子、分母的关系（ratio_of）。",
    ),
}


@pytest.mark.parametrize("fault", METRIC_FAULTS)
def test_a_metric_with_a_fault_is_refused_with_its_place(library, fault):
    change, sentence = METRIC_FAULTS[fault]
    library([ENROLMENT | change, RATIO])
    assert sentence in refusal()


@pytest.mark.django_db
def test_a_changed_file_changes_what_nobody_edited_here(library):
    run()
    library([ENROLMENT | {"synonyms": ["学生数"], "definition_note": "含附设班"}, RATIO], template())
    assert run()[0] == "更新 指标 enrolment 在校学生数"
    stored = MetricDefinition.objects.get(code="enrolment")
    assert (stored.synonyms, stored.definition_note) == (["学生数"], "含附设班")
    assert run()[0] == "保留 指标 enrolment 在校学生数"


@pytest.mark.django_db
def test_what_was_edited_here_is_kept_whatever_the_file_says_later(library):
    run()
    MetricDefinition.objects.filter(code="enrolment").update(synonyms=["我们的叫法"])
    library([ENROLMENT | {"synonyms": ["学生数"]}, RATIO], template())
    told = "冲突 指标 enrolment 在校学生数：同义说法与文件不同，按本系统的保留。"
    assert [run()[0], run()[0]] == [told, told]
    assert MetricDefinition.objects.get(code="enrolment").synonyms == ["我们的叫法"]


@pytest.mark.django_db
def test_what_an_older_release_left_blank_is_filled_in(library):
    run()
    LoadedItem.objects.update(digest="")
    MetricDefinition.objects.filter(code="ratio").update(definition_note="我们的口径")
    library([item | {"synonyms": [f"旧{item['name']}"]} for item in (ENROLMENT, RATIO)], template())
    assert run()[:2] == [
        "更新 指标 enrolment 在校学生数",
        "冲突 指标 ratio 毛入园率：同义说法、口径与文件不同，按本系统的保留。",
    ]


@pytest.mark.django_db
def test_a_change_that_stored_figures_stand_against_is_told_and_left(library):
    run()
    library([ENROLMENT | {"unit": "万人"}, RATIO], template())
    assert run()[0] == (
        "冲突 指标 enrolment 在校学生数：指标“在校学生数”已在使用，单位不能再改；"
        "需要时请另建一个指标，按本系统的保留。"
    )
    assert MetricDefinition.objects.get(code="enrolment").unit == "人"


@pytest.mark.django_db
def test_a_synonym_that_people_here_use_for_another_metric_is_left_to_them(library):
    MetricDefinitionFactory(code="own", name="学生数")
    library([ENROLMENT | {"synonyms": ["学生数", "在校人数"]}])
    assert run()[0] == "新增 指标 enrolment 在校学生数"
    assert MetricDefinition.objects.get(code="enrolment").synonyms == ["在校人数"]
    assert run()[0] == "保留 指标 enrolment 在校学生数"


@pytest.mark.django_db
def test_a_metric_whose_weight_is_not_here_is_left_out(library):
    library([ENROLMENT, RATIO | {"aggregation": "weighted_mean", "weight": "enrolment"}])
    MetricDefinitionFactory(code="own", name="在校学生数")
    assert run()[1] == "冲突 指标 ratio 毛入园率：作权数的指标 enrolment 在本系统没有，没有载入。"


# Relations


@pytest.mark.django_db
def test_relations_come_in_and_stay_as_they_are(library):
    library(
        METRICS,
        **{"relations/one": [SUM | {"source": "来源", "note": "说明"}, PART], "relations/two": [QUOTIENT]},
    )
    told = [f"指标关系 {name}" for name in ("enrolment 合计", "girls 其中", "share 比率")]
    assert lines_of("指标关系") == [f"新增 {line}" for line in told]
    (given, *_) = relations_of().values()
    assert (given.relation.codes, given.source, given.note) == (("boys", "girls"), "来源", "说明")
    assert lines_of("指标关系") == [f"保留 {line}" for line in told]
    assert Relation.objects.count() == 3


@pytest.mark.django_db
def test_a_changed_relation_takes_the_place_of_the_old_one(library):
    library(
        [*METRICS, BOYS | {"code": "more", "name": "其他", "phrase_name": "其他"}], **{"relations/all": [SUM]}
    )
    run()
    library(
        [*METRICS, BOYS | {"code": "more", "name": "其他", "phrase_name": "其他"}],
        **{"relations/all": [SUM | {"parts": ["boys", "girls", "more"]}]},
    )
    assert lines_of("指标关系") == ["更新 指标关系 enrolment 合计"]
    (given,) = relations_of().values()
    assert given.relation.codes == ("boys", "girls", "more")


@pytest.mark.django_db
def test_a_relation_edited_or_deleted_here_stays_so(library):
    library(METRICS, **{"relations/all": [SUM, PART]})
    run()
    Relation.objects.filter(kind="sum_of").update(note="我们的说明")
    set_relations(metric=MetricDefinition.objects.get(code="girls"), relations=[], actor=SYSTEM)
    told = [
        "冲突 指标关系 enrolment 合计：关系与文件不同，按本系统的保留。",
        "跳过 指标关系 girls 其中：已在本系统删除，不再载入。",
    ]
    assert [lines_of("指标关系"), lines_of("指标关系")] == [told, told]
    library(METRICS, **{"relations/all": [SUM | {"note": "新说明"}, PART]})
    assert lines_of("指标关系") == told


@pytest.mark.django_db
def test_a_relation_whose_metric_is_not_here_is_left_out(library):
    library(METRICS)
    run()
    delete_definition(definition=MetricDefinition.objects.get(code="girls"), actor=SYSTEM)
    library(METRICS, **{"relations/all": [SUM]})
    assert lines_of("指标关系") == ["冲突 指标关系 enrolment 合计：没有代码为“girls”的指标，没有载入。"]


@pytest.mark.django_db
def test_a_way_of_aggregation_and_its_relation_come_together_later(library):
    library(METRICS)
    run()
    library([*METRICS[:4], SHARE | {"aggregation": "ratio"}], **{"relations/all": [QUOTIENT]})
    assert "更新 指标 share 女生占比" in run()
    assert MetricDefinition.objects.get(code="share").aggregation == "ratio"


RELATION_FAULTS = {
    "an unknown kind": ([SUM | {"kind": "like"}], "第1条 kind：没有“like”，能用的是：sum_of、part_of、"),
    "a key of another kind": ([PART | {"parts": ["boys"]}], "第1条：没有“parts”这一项"),
    "a missing key": ([{"kind": "part_of", "metric": "girls"}], "第1条：缺少“whole”。"),
    "an unknown metric": ([PART | {"whole": "nobody"}], "第1条（girls）：没有代码为“nobody”的指标。"),
    "one part": ([SUM | {"parts": ["boys"]}], "第1条（enrolment）：“在校学生数”的合计至少要有两个分项。"),
    "parts of another kind": (
        [SUM | {"parts": ["boys", "share"]}],
        "“女生占比”与“在校学生数”的类别或单位不同",
    ),
    "itself": ([PART | {"whole": "girls"}], "“女生数”不能与自己相关。"),
    "a ratio of unlike": ([QUOTIENT | {"denominator": "ratio"}], "须是同类、同单位的指标"),
    "the same twice": ([PART, {**PART}], "这个关系已经设过了，见 relations/all.yaml 第1条（girls）。"),
    "two ratios": (
        [QUOTIENT, QUOTIENT | {"numerator": "boys"}],
        "各只能设一个，见 relations/all.yaml 第1条（share）。",
    ),
    "a circle": (
        [SUM, {"kind": "part_of", "metric": "enrolment", "whole": "girls"}],
        "relations/all.yaml 第1条（enrolment）：指标之间的合计、其中成了圈：在校学生数→女生数→在校学生数。",
    ),
    "no list": ({"kind": "part_of"}, "relations/all.yaml：这里应当是列表"),
    "no mapping": (["部分"], "relations/all.yaml 第1条：这里应当是一组“名称: 内容”。"),
}


@pytest.mark.parametrize("fault", RELATION_FAULTS)
def test_a_relation_with_a_fault_is_refused_with_its_place(library, fault):
    relations, sentence = RELATION_FAULTS[fault]
    library(METRICS, **{"relations/all": relations})
    assert sentence in refusal()


# Terms


@pytest.mark.django_db
def test_terms_come_in_and_what_was_edited_or_deleted_here_stays_so(library):
    others = [
        PLAN | {"name": "十三五", "from": 2016, "to": 2020},
        {"name": "双减", "series": "任务", "from": 2021},
    ]
    library(METRICS, terms=[PLAN, *others])
    names = ["五年规划 十四五", "五年规划 十三五", "任务 双减"]
    assert lines_of("时效用语") == [f"新增 时效用语 {name}" for name in names]
    assert lines_of("时效用语") == [f"保留 时效用语 {name}" for name in names]
    Term.objects.filter(name="十四五").update(last_year=2026)
    Term.objects.filter(name="十三五").delete()
    library(METRICS, terms=[PLAN, others[0], others[1] | {"note": "说明"}])
    assert lines_of("时效用语") == [
        "冲突 时效用语 五年规划 十四五：截止年度与文件不同，按本系统的保留。",
        "跳过 时效用语 五年规划 十三五：已在本系统删除，不再载入。",
        "更新 时效用语 任务 双减",
    ]
    assert list(Term.objects.values_list("name", "last_year", "note")) == [
        ("十四五", 2026, ""),
        ("双减", None, "说明"),
    ]


TERM_FAULTS = {
    "an unknown key": (PLAN | {"until": 1}, "terms.yaml 第1条：没有“until”这一项"),
    "a missing year": ({"name": "甲", "series": "乙"}, "terms.yaml 第1条：缺少“from”。"),
    "a year in words": (PLAN | {"from": "2021"}, "terms.yaml 第1条 from：这里应当是整数"),
    "years the wrong way round": (PLAN | {"to": 2020}, "第1条（十四五）：截止年度不能早于起始年度。"),
    "a year out of bounds": (PLAN | {"from": 1800}, "第1条（十四五） first_year："),
}


@pytest.mark.parametrize("fault", TERM_FAULTS)
def test_a_term_with_a_fault_is_refused_with_its_place(library, fault):
    term, sentence = TERM_FAULTS[fault]
    library(METRICS, terms=[term])
    assert sentence in refusal()


def test_a_term_twice_in_a_series_is_refused(library):
    library(METRICS, terms=[PLAN, PLAN | {"series": "其他"}, {**PLAN}])
    assert (
        "第3条（十四五）：用语“五年规划 十四五”出现了两次，另一处是 terms.yaml 第1条（十四五）。" in refusal()
    )
