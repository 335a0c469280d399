import pytest
import yaml
from django.core.exceptions import PermissionDenied

from edusum.library.enums import VersionState
from edusum.library.errors import EditingVersionExistsError, LibraryError, PhraseErrors
from edusum.library.files import handed_in
from edusum.library.models import Phrase, ReportTemplate, TemplateVersion
from edusum.library.portable import export_text, template_file
from edusum.library.services import copy_version
from edusum.library.transfer import (
    Fault,
    ImportChangedError,
    MetricConflictError,
    import_template,
    plan_import,
    told_by_section,
)
from edusum.metrics.models import MetricDefinition, Relation
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    ReportTemplateFactory,
    SectionFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.library.library_files import ENROLMENT, RATIO, template
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PUPILS = ENROLMENT | {"code": "pupils", "name": "学生数", "phrase_name": "学生数", "aggregation": "sum"}
SHARE = RATIO | {"aggregation": "ratio"}
SHARE_OF_PUPILS = {"kind": "ratio_of", "metric": "ratio", "numerator": "enrolment", "denominator": "pupils"}


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


def file(*metrics, **others):
    data = template() | ({"metrics": list(metrics)} if metrics else {}) | others
    return handed_in(yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode(), "annual.yaml")


FILE = file(ENROLMENT, RATIO)


def nothing_came_in():
    return not (ReportTemplate.objects.exists() or MetricDefinition.objects.exists())


# what comes in


def test_a_new_template_comes_in_as_a_version_to_edit(bureau, manager):
    version = import_template(file=FILE, bureau=bureau, actor=manager)
    stored = ReportTemplate.objects.get()
    assert (stored.code, stored.name, stored.bureau) == ("annual", "年度总结", bureau)
    assert (version.report_template, version.number, version.state) == (stored, 1, VersionState.EDITING)
    assert template_file(version).digest == FILE.template.digest


def test_metrics_that_are_missing_come_along_with_their_relations(manager):
    import_template(
        file=file(ENROLMENT, PUPILS, SHARE, relations=[SHARE_OF_PUPILS]), bureau=None, actor=manager
    )
    assert set(MetricDefinition.objects.values_list("code", "phrase_name", "aggregation")) == {
        ("enrolment", "在校生数", "sum"),
        ("pupils", "学生数", "sum"),
        ("ratio", "毛入园率", "ratio"),
    }
    relation = Relation.objects.get()
    assert (relation.metric.code, relation.kind) == ("ratio", "ratio_of")
    assert list(relation.operands.values_list("role", "metric__code")) == [
        ("numerator", "enrolment"),
        ("denominator", "pupils"),
    ]
    phrase = Phrase.objects.get(text__startswith="毛入园率达")
    assert phrase.metric_uses.get().metric.code == "ratio"


def test_a_weight_comes_before_what_it_weighs(manager):
    weighted = RATIO | {"aggregation": "weighted_mean", "weight": "enrolment"}
    import_template(file=file(weighted, ENROLMENT), bureau=None, actor=manager)
    assert MetricDefinition.objects.get(code="ratio").weight.code == "enrolment"


def test_a_metric_that_is_here_is_used_and_stays_as_it_is(manager):
    here = MetricDefinitionFactory(
        **ENROLMENT | {"name": "在校学生总数", "kind": "count"}, definition_note="年末数"
    )
    plan = plan_import(file=FILE, bureau=None, actor=manager)
    assert [metric.code for metric in plan.known_metrics] == ["enrolment"]
    assert [metric.code for metric in plan.new_metrics] == ["ratio"]
    import_template(file=FILE, bureau=None, actor=manager)
    here.refresh_from_db()
    assert (here.name, here.definition_note) == ("在校学生总数", "年末数")
    assert MetricDefinition.objects.count() == 2


def test_new_metrics_stand_with_those_of_their_domain(manager):
    MetricDefinitionFactory(domain="学前教育", position=30)
    MetricDefinitionFactory(domain="其他", position=90)
    import_template(file=FILE, bureau=None, actor=manager)
    assert dict(
        MetricDefinition.objects.filter(code__in=["ratio", "enrolment"]).values_list("code", "position")
    ) == {
        "ratio": 30,
        "enrolment": 90,
    }


def test_a_synonym_that_is_taken_here_stays_behind(manager):
    MetricDefinitionFactory(synonyms=["学生总数"])
    brought = ENROLMENT | {"synonyms": ["学生总数", "在学人数"]}
    import_template(file=file(brought, RATIO), bureau=None, actor=manager)
    assert MetricDefinition.objects.get(code="enrolment").synonyms == ["在学人数"]


def test_a_file_without_metrics_uses_those_that_are_here(manager):
    MetricDefinitionFactory(code="enrolment", phrase_name="在校生数")
    MetricDefinitionFactory(code="ratio", phrase_name="毛入园率")
    version = import_template(file=file(), bureau=None, actor=manager)
    assert version.sections.count() == 3


def test_a_template_that_is_here_gets_a_new_version(bureau, manager):
    old = published_version(
        report_template__code="annual", report_template__name="本地名称", report_template__bureau=bureau
    )
    plan = plan_import(file=FILE, bureau=bureau, actor=manager)
    assert (plan.template, plan.number, plan.section_count, plan.phrase_count) == (
        old.report_template,
        2,
        3,
        3,
    )
    version = import_template(file=FILE, bureau=bureau, actor=manager, seen=plan.mark)
    old.refresh_from_db()
    assert (version.number, version.state, old.state) == (2, VersionState.EDITING, VersionState.PUBLISHED)
    assert ReportTemplate.objects.get().name == "本地名称"


def test_a_bureau_gets_its_own_beside_the_shared_one_and_anothers(bureau, manager):
    ReportTemplateFactory(code="annual")
    ReportTemplateFactory(code="annual", bureau=BureauFactory())
    version = import_template(file=FILE, bureau=bureau, actor=manager)
    assert version.report_template.bureau == bureau
    assert ReportTemplate.objects.filter(code="annual").count() == 3


def test_it_begins_the_history_of_the_version(manager):
    version = import_template(file=FILE, bureau=None, actor=manager)
    latest = version.revisions.first()
    assert (latest.what, latest.author) == ("从文件“annual.yaml”导入", manager)


def test_what_was_exported_comes_in_elsewhere_as_it_was(bureau, manager):
    import_template(file=FILE, bureau=None, actor=manager)
    shared = TemplateVersion.objects.get()
    again = handed_in(export_text(shared).encode(), "annual-v1.yaml")
    own = import_template(file=again, bureau=bureau, actor=manager)
    assert template_file(own).digest == template_file(shared).digest
    assert MetricDefinition.objects.count() == 2


# what is refused


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_nobody_else_brings_anything_in(bureau, role):
    with pytest.raises(PermissionDenied):
        import_template(file=FILE, bureau=bureau, actor=member(bureau, role))
    assert nothing_came_in()


def test_nobody_brings_anything_into_another_bureau(manager):
    with pytest.raises(PermissionDenied):
        import_template(file=FILE, bureau=BureauFactory(), actor=manager)
    assert nothing_came_in()


def test_a_version_that_is_being_edited_stands_in_the_way(manager):
    editing = TemplateVersionFactory(report_template__code="annual")
    with pytest.raises(EditingVersionExistsError) as error:
        import_template(file=FILE, bureau=None, actor=manager)
    assert error.value.version == editing
    assert not MetricDefinition.objects.exists()


@pytest.mark.parametrize(
    ("here", "clause"),
    [
        ({"unit": "万人"}, "“在校学生数”（enrolment）的单位与本系统的“在校学生数”不同"),
        (
            {"phrase_name": "学生数", "kind": "other"},
            "“在校学生数”（enrolment）的措辞用名、类别与本系统的“在校学生数”不同",
        ),
        ({"code": "pupils"}, "“在校学生数”（enrolment）在本系统是另一个指标“在校学生数”（pupils）的叫法"),
        (
            {"code": "pupils", "name": "总数", "phrase_name": "总数", "synonyms": ["在校生数"]},
            "“在校学生数”（enrolment）在本系统是另一个指标“总数”（pupils）的叫法",
        ),
    ],
)
def test_a_metric_that_is_another_here_stands_in_the_way(manager, here, clause):
    MetricDefinitionFactory(**ENROLMENT | {"kind": "count"} | here)
    with pytest.raises(MetricConflictError) as error:
        import_template(file=FILE, bureau=None, actor=manager)
    assert error.value.conflicts == (clause,)
    assert not ReportTemplate.objects.exists()


def faulty(**changes):
    data = template() | {"metrics": [ENROLMENT, RATIO]}
    data["sections"][1]["sections"][0] |= changes
    return handed_in(yaml.safe_dump(data, allow_unicode=True).encode(), "annual.yaml")


def test_every_fault_is_told_with_section_and_line(manager):
    broken = faulty(phrases=[{"text": "好。"}, {"text": "有{{ 毛入园 }}\n和{{ ''.__class__ }}。"}])
    with pytest.raises(PhraseErrors) as error:
        import_template(file=broken, bureau=None, actor=manager)
    path = "第2个一级章节“各类教育” → 第1个二级章节“学前教育”"
    told = told_by_section(error.value.problems, broken.template)
    assert [(fault.section, fault.where, fault.path) for fault in told] == [
        ("学前教育", "第2句第1行", path),
        ("学前教育", "第2句第2行", path),
    ]
    assert told[0] == Fault("学前教育", "第2句第1行", "没有叫“毛入园”的指标，是不是想写“毛入园率”？", path)
    assert nothing_came_in()


def test_of_very_many_faults_the_first_hundred_are_told(manager):
    broken = faulty(phrases=[{"text": f"有{{{{ 没有{number} }}}}。"} for number in range(300)])
    with pytest.raises(PhraseErrors) as error:
        import_template(file=broken, bureau=None, actor=manager)
    assert len(error.value.problems) == 100


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"level": 0}, "没有标题的导语"),
        ({"level": 1}, "层次须大于上级章节的层次"),
        ({"heading_form": "sideways"}, "sideways"),
        ({"key": "Nicht erlaubt"}, "代码用小写字母"),
        ({"due_days": 0}, "1"),
        ({"table": {"caption": "表", "metrics": ["nowhere"]}}, "指标表里的代码“nowhere”没有定义"),
        ({"phrases": [{"text": "  "}]}, "有一句措辞没有文字"),
    ],
)
def test_what_no_section_can_be_is_refused_as_a_whole(manager, changes, reason):
    with pytest.raises(LibraryError, match=reason):
        import_template(file=faulty(**changes), bureau=None, actor=manager)
    assert nothing_came_in()


@pytest.mark.parametrize("name", ["年度", "同比", "在校 生"])
def test_a_metric_called_like_something_else_is_refused(manager, name):
    brought = ENROLMENT | {"phrase_name": name}
    with pytest.raises(LibraryError, match="phrase_name"):
        import_template(file=file(brought, RATIO), bureau=None, actor=manager)
    assert nothing_came_in()


def test_nothing_comes_in_when_something_changed_since_it_was_looked_at(manager):
    plan = plan_import(file=FILE, bureau=None, actor=manager)
    MetricDefinitionFactory(**ENROLMENT, kind="count")
    with pytest.raises(ImportChangedError):
        import_template(file=FILE, bureau=None, actor=manager, seen=plan.mark)
    assert not ReportTemplate.objects.exists()
    assert MetricDefinition.objects.count() == 1


def test_a_copy_made_meanwhile_stands_in_the_way_too(manager):
    old = published_version(report_template__code="annual")
    plan = plan_import(file=FILE, bureau=None, actor=manager)
    copy_version(version=old, actor=SYSTEM)
    with pytest.raises(EditingVersionExistsError):
        import_template(file=FILE, bureau=None, actor=manager, seen=plan.mark)


def test_looking_takes_as_many_queries_for_a_large_file(manager):
    few = queries_of(lambda: plan_import(file=FILE, bureau=None, actor=manager))
    for _ in range(3):
        PhraseFactory(section=SectionFactory())
    MetricDefinitionFactory.create_batch(3)
    data = template() | {"metrics": [ENROLMENT, RATIO]}
    data["sections"] += [{"key": f"a{number}", "level": 1, "heading": "甲"} for number in range(5)]
    large = handed_in(yaml.safe_dump(data, allow_unicode=True).encode(), "annual.yaml")
    assert queries_of(lambda: plan_import(file=large, bureau=None, actor=manager)) == few
