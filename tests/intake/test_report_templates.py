import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.assembly.services import document_of_sample
from edusum.intake.enums import TakenAs
from edusum.intake.models import FoundQuantity, Taking
from edusum.intake.new_metrics import Wish, unknown_figures
from edusum.intake.outlining import shortened, style_of
from edusum.intake.report_templates import make_template, plan_template
from edusum.library.enums import Genre, MarkerStyle, VersionState
from edusum.library.errors import EditingVersionExistsError
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.services import publish_version
from edusum.metrics.definitions import DefinitionError
from edusum.metrics.models import MetricDefinition
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, member
from tests.factories.intake import SourceDocumentFactory

pytestmark = pytest.mark.django_db
TEXT = """示例区教育局2024年工作总结
2024年，全区教育系统齐心协力，各项任务顺利完成。
一、学前教育普惠发展
全区共有幼儿园48所，在园幼儿12600人，比上年增加150人。家长满意。
二、义务教育优质均衡
（一）办学条件不断改善
新建学校3所。校园环境更加整洁。
示例区教育局
2025年1月8日"""


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


@pytest.fixture
def paper(bureau):
    MetricDefinitionFactory(name="幼儿园数", unit="所", synonyms=["幼儿园"])
    MetricDefinitionFactory(
        name="在园幼儿数", unit="人", synonyms=["在园幼儿"], sample="749", sample_previous="700"
    )
    return SourceDocumentFactory(bureau=bureau, text=TEXT)


def wish_for(paper, value, **more):
    row = FoundQuantity.objects.get(document=paper, value=value)
    given = {"name": "新建学校数", "kind": "count", "domain": "基本建设"} | more
    return Wish(quantity=row.pk, **given)


def made(paper, manager, **more):
    given = {"name": "年度总结", "genre": Genre.ANNUAL_SUMMARY, "document": paper, "actor": manager} | more
    return make_template(**given)


def contents(version):
    return [
        (
            section.level,
            section.heading,
            section.marker_style,
            [phrase.text for phrase in section.phrases.all()],
        )
        for section in version.sections.order_by("pk")
    ]


def test_the_headings_are_sections_and_known_figures_tokens(paper, manager):
    version = made(paper, manager)
    assert sorted(contents(version)) == [
        (0, "", "auto", []),
        (
            1,
            "义务教育优质均衡",
            "auto",
            [],
        ),
        (
            1,
            "学前教育普惠发展",
            "auto",
            ["{{ 全域 }}共有幼儿园{{ 幼儿园数 }}，在园幼儿{{ 在园幼儿数 }}，{{ 在园幼儿数|增减 }}。"],
        ),
        (2, "办学条件不断改善", "auto", []),
    ]
    assert (version.title, version.has_sign_off, version.state) == (
        "{{ 单位全称 }}{{ 年度 }}年工作总结",
        True,
        VersionState.EDITING,
    )
    assert version.report_template.bureau == paper.bureau


def test_what_is_no_phrase_is_guidance(paper, manager):
    guidance = dict(made(paper, manager).sections.values_list("heading", "guidance"))
    assert guidance["学前教育普惠发展"] == "旧稿《示例区教育局2024年工作总结》其余的原文：\n家长满意。"
    assert guidance["办学条件不断改善"].startswith("旧稿《示例区教育局2024年工作总结》原文：\n新建学校3所。")
    assert "还没有对上指标的数：" in guidance["办学条件不断改善"]


def test_it_renders_once_published(paper, manager):
    version = publish_version(version=made(paper, manager), actor=manager)
    document = document_of_sample(version, year=2025)
    said = [block.text for section in document.walk() for block in section.blocks]
    assert "全区共有幼儿园" in said[0]
    assert [section.marker for section in document.walk()] == ["", "一、", "二、", "（一）"]


def test_a_metric_that_is_wished_for_is_made_and_named_in_the_phrase(paper, manager):
    version = made(paper, manager, wishes=[wish_for(paper, "3")])
    metric = MetricDefinition.objects.get(name="新建学校数")
    assert (metric.unit, metric.kind, metric.sample) == ("所", "count", "3")
    assert [phrase for row in contents(version) for phrase in row[3] if "新建" in phrase] == [
        "新建学校{{ 新建学校数 }}。"
    ]
    row = FoundQuantity.objects.get(document=paper, value="3")
    assert (row.metric, row.is_metric_confirmed) == (metric, True)


def test_a_metric_for_ten_thousands_counts_in_ones(bureau, manager):
    paper = SourceDocumentFactory(bureau=bureau, text="2024年工作总结\n一、资助\n全年资助学生1.25万人次。")
    version = made(paper, manager, wishes=[wish_for(paper, "1.25", name="资助人次", domain="学生资助")])
    metric = MetricDefinition.objects.get(name="资助人次")
    assert (metric.unit, metric.sample, metric.decimals) == ("人次", "12500", 0)
    assert [phrase for row in contents(version) for phrase in row[3]] == [
        "全年资助学生{{ 资助人次|以万计 }}。"
    ]


def test_a_plan_stores_nothing(paper):
    plan = plan_template(
        document=paper, name="年度总结", genre="annual_summary", wishes=[wish_for(paper, "3")]
    )
    assert plan.phrase_count == 2
    assert not ReportTemplate.objects.exists()
    assert not MetricDefinition.objects.filter(name="新建学校数").exists()


def test_with_a_name_that_is_taken_nothing_is_made(paper, manager):
    with pytest.raises(DefinitionError, match="在园幼儿数"):
        made(paper, manager, wishes=[wish_for(paper, "3", name="在园幼儿数")])
    assert (ReportTemplate.objects.count(), Taking.objects.count()) == (0, 0)


def test_a_template_of_the_bureau_gets_a_new_version_with_the_same_keys(paper, manager):
    first = made(paper, manager)
    first.sections.filter(heading="学前教育普惠发展").update(key="preschool")
    publish_version(version=first, actor=manager)
    second = made(paper, manager, target=first.report_template)
    assert (second.report_template, second.number) == (first.report_template, 2)
    assert second.sections.get(heading="学前教育普惠发展").key == "preschool"


def test_a_template_that_is_being_edited_gets_no_second_version(paper, manager):
    first = made(paper, manager)
    with pytest.raises(EditingVersionExistsError):
        made(paper, manager, target=first.report_template)
    assert TemplateVersion.objects.count() == 1


def test_the_taking_is_recorded(paper, manager):
    version = made(paper, manager)
    taking = Taking.objects.get()
    assert (taking.taken_as, taking.version, taking.taken_by, taking.counts) == (
        TakenAs.TEMPLATE,
        version,
        manager,
        {"sections": 4, "phrases": 1, "metrics": 0},
    )


def test_who_does_not_keep_templates_makes_none(paper, bureau):
    with pytest.raises(PermissionDenied):
        made(paper, member(bureau, Role.EDITOR))


def test_figures_of_one_label_and_unit_are_offered_once(bureau):
    paper = SourceDocumentFactory(
        bureau=bureau, text="2024年工作总结\n一、建设\n新建学校3所。\n二、投入\n共新建学校4所。"
    )
    offered = unknown_figures(list(paper.quantities.select_related("metric")))
    assert len(offered) <= 2
    assert sum(len(unknown.rows) for unknown in offered) == 2


@pytest.mark.parametrize(
    ("marker", "level", "style"),
    [
        ("一、", 1, MarkerStyle.AUTO),
        ("(一)", 2, MarkerStyle.AUTO),
        ("1、", 3, MarkerStyle.AUTO),
        ("①", 4, MarkerStyle.AUTO),
        ("第一部分", 1, MarkerStyle.PART),
        ("一、", 2, MarkerStyle.CN_COMMA),
        ("第一，", 2, MarkerStyle.DI),
        ("一要", 2, MarkerStyle.YAO),
        ("", 1, MarkerStyle.NONE),
        ("", 0, MarkerStyle.AUTO),
    ],
)
def test_headings_keep_their_way_of_numbering(marker, level, style):
    assert style_of(marker, level) == style


def test_a_long_excerpt_ends_with_a_sentence():
    assert shortened("甲乙丙丁。戊己庚辛壬。", 8) == "甲乙丙丁。……"
    assert shortened("甲乙丙丁。", 8) == "甲乙丙丁。"


# The page


def url(paper):
    return reverse("intake:template", kwargs={"pk": paper.pk})


def test_the_page_shows_what_would_come_of_it(client, paper, manager):
    client.force_login(manager)
    page = client.get(url(paper)).content.decode()
    assert "<mark>{{ 在园幼儿数|增减 }}</mark>" in page
    assert "新建指标：" in page
    assert not ReportTemplate.objects.exists()


def test_the_button_makes_it(client, paper, manager):
    client.force_login(manager)
    answer = client.post(url(paper), {"name": "年度总结", "genre": "annual_summary"})
    version = TemplateVersion.objects.get()
    assert answer["Location"] == reverse("admin:library_templateversion_change", args=[version.pk])


def test_a_wish_is_shown_before_it_is_stored(client, paper, manager):
    client.force_login(manager)
    pk = FoundQuantity.objects.get(document=paper, value="3").pk
    sent = {
        "name": "年度总结",
        "genre": "annual_summary",
        "do": "show",
        f"new_{pk}": "on",
        f"name_{pk}": "新建学校数",
        f"kind_{pk}": "count",
        f"domain_{pk}": "基本建设",
    }
    assert "<mark>{{ 新建学校数 }}</mark>" in client.post(url(paper), sent).content.decode()
    assert not MetricDefinition.objects.filter(name="新建学校数").exists()


def test_a_name_that_is_taken_is_told_at_its_place(client, paper, manager):
    client.force_login(manager)
    pk = FoundQuantity.objects.get(document=paper, value="3").pk
    sent = {"name": "年度总结", "genre": "annual_summary", f"new_{pk}": "on", f"name_{pk}": "在园幼儿"}
    answer = client.post(url(paper), sent)
    assert answer.status_code == 422
    assert "“在园幼儿”已是指标“在园幼儿数”的名称或同义说法" in answer.content.decode()


def test_an_editor_is_told_who_may(client, paper, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    assert client.get(url(paper)).status_code == 403


def test_a_label_that_begins_with_a_year_is_proposed_without_it(client, manager, bureau):
    paper = SourceDocumentFactory(bureau=bureau, text=TEXT)
    row = paper.quantities.first()
    paper.quantities.filter(pk=row.pk).update(label="2024届“新”教师数", metric=None, role="actual")
    client.force_login(manager)
    assert f'name="name_{row.pk}" value="新教师数"' in client.get(url(paper)).content.decode()
    sent = {
        "name": "年度总结",
        "genre": "annual_summary",
        f"new_{row.pk}": "on",
        f"name_{row.pk}": "2024届教师数",
    }
    answer = client.post(url(paper), sent)
    assert (answer.status_code, "不能以数字开头" in answer.content.decode()) == (422, True)
