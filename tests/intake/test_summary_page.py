"""The page 存为上年总结."""

import re

import pytest
from django.urls import reverse

from edusum.drafts.models import Draft
from edusum.intake.models import SourceDocument
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    SourceDocumentFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
QUERIES = 20
FIELD = re.compile(r'<(?:input|select)[^>]*name="([^"]+)"')


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
    MetricDefinitionFactory(name="幼儿园数", unit="所", synonyms=["幼儿园"])
    return published_version({"学前教育普惠发展": ["共有幼儿园{{ 幼儿园数 }}。"]})


@pytest.fixture
def document(bureau, version):
    return SourceDocumentFactory(bureau=bureau)


def url(document):
    return reverse("intake:summary", kwargs={"pk": document.pk})


def page(client, document, **query):
    answer = client.get(url(document), query)
    assert answer.status_code == 200
    return answer.content.decode()


def fields_of(answer):
    """What the page's second form would send as it stands."""
    context = answer.context
    lines = {f"place-{line.place}": line.chosen for line in context["lines"]}
    figures = {f"figure-{line.offer.key}": line.chosen for line in context["figures"]}
    seen = {f"seen-{line.offer.key}": line.offer.seen for line in context["figures"]}
    rest = {
        "mark": context["mark"],
        "year": context["year"],
        "version": context["candidate"].version.pk,
        "sign_date": context["sign_date"],
        "department": "",
    }
    return lines | figures | seen | rest


def test_it_shows_each_section_with_where_it_goes_and_each_figure_that_has_a_metric(client, editor, document):
    shown = page(client, document)
    for words in ("一、学前教育普惠发展", "（一）办学条件不断改善", "幼儿园数", "48所", "预览存好的样子"):
        assert words in shown


def test_all_fields_that_are_sent_stand_on_the_page(client, editor, document):
    answer = client.get(url(document))
    names = set(FIELD.findall(answer.content.decode()))
    assert set(fields_of(answer)) <= names


def test_the_preview_shows_the_paper_and_stores_nothing(client, editor, document):
    sent = fields_of(client.get(url(document))) | {"do": "preview"}
    shown = client.post(url(document), sent).content.decode()
    assert "确认存为上年总结" in shown
    assert "示例区教育局2024年工作总结" in shown
    assert not Draft.objects.exists()


def test_once_confirmed_one_is_led_to_the_finished_draft(client, editor, document):
    sent = fields_of(client.get(url(document))) | {"do": "take"}
    answer = client.post(url(document), sent)
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("drafts:draft_detail", kwargs={"pk": draft.pk})
    assert (draft.year, str(draft.sign_date)) == (2024, "2025-01-08")
    told = client.get(answer["Location"]).content.decode()
    assert "存入指标值 1 项。" in told


def test_going_back_keeps_what_was_chosen(client, editor, document):
    sent = fields_of(client.get(url(document))) | {"place-1": "-", "do": "back"}
    answer = client.post(url(document), sent)
    assert {line.place: line.chosen for line in answer.context["lines"]}[1] == "-"


def test_a_year_that_has_this_paper_is_told_with_the_way_to_it(client, editor, document):
    sent = fields_of(client.get(url(document))) | {"do": "take"}
    client.post(url(document), sent)
    answer = client.post(url(document), sent)
    link = reverse("drafts:draft_detail", kwargs={"pk": Draft.objects.get().pk})
    assert answer.status_code == 422
    assert f'<a href="{link}">打开已有的那一份</a>' in answer.content.decode()


def test_without_a_year_it_asks_for_one(client, editor, document):
    SourceDocument.objects.update(year=None)
    shown = page(client, document)
    assert "请填写这份材料是哪一年的。" in shown
    assert "预览存好的样子" not in shown


def test_without_a_template_it_says_what_to_do(client, editor, bureau):
    document = SourceDocumentFactory(bureau=bureau)
    assert "本单位没有可用的模板" in page(client, document)


def test_a_template_for_departments_asks_for_the_department(client, editor, bureau, document):
    version = published_version(report_template__genre="department_summary")
    department = DepartmentFactory(bureau=bureau)
    assert "请在上面选好科室" in page(client, document, version=version.pk)
    shown = page(client, document, version=version.pk, department=department.pk)
    assert "请在上面选好科室" not in shown


def test_a_paper_that_is_not_read_leads_back(client, editor, bureau):
    document = SourceDocumentFactory(bureau=bureau, text=None)
    answer = client.get(url(document))
    assert answer["Location"] == reverse("intake:paper", kwargs={"pk": document.pk})


def test_a_mark_that_does_not_fit_is_asked_again(client, editor, document):
    sent = fields_of(client.get(url(document))) | {"mark": "old", "do": "take"}
    answer = client.post(url(document), sent)
    assert answer.status_code == 422
    assert "大纲刚被改过" in answer.content.decode()


def test_who_may_not_begin_papers_is_not_offered_to_make_one(client, bureau, document):
    shown = {}
    for role in (Role.EDITOR, Role.LIBRARY_MANAGER):
        client.force_login(member(bureau, role))
        paper = reverse("intake:paper", kwargs={"pk": document.pk})
        shown[role] = url(document) in client.get(paper).content.decode()
    assert shown == {Role.EDITOR: True, Role.LIBRARY_MANAGER: False}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_many_sections_and_figures_as_for_few(
    client, editor, bureau, version, rows
):
    parts = "".join(
        f"\n{mark}、第{mark}类学校\n第{mark}类学校共有{10 + number}所。"
        for number, mark in enumerate("一二三"[:rows])
    )
    document = SourceDocumentFactory(bureau=bureau, text=f"示例区教育局2024年工作总结{parts}")
    for number, row in enumerate(document.quantities.all()):
        row.metric = MetricDefinitionFactory(name=f"第{number}类学校数", unit="所")
        row.save()
    asked = queries_of(lambda: client.get(url(document)))
    context = client.get(url(document)).context
    assert (len(context["lines"]), len(context["figures"])) == (rows, rows)
    assert asked == QUERIES


def test_the_page_says_which_draft_it_will_stand_beside_and_offers_its_template(
    client, editor, bureau, version, document
):
    other = published_version({"党的建设": ["党建。"]}, report_template__name="另一个模板")
    draft = started_draft(bureau=bureau, year=2025, version=other, report_template=other.report_template)
    shown = page(client, document)
    assert f"存好以后，将显示在《{draft.title}》的“上年”一栏" in shown
    assert "改用“" not in shown
    chosen = client.get(url(document), {"version": version.pk})
    shown = chosen.content.decode()
    assert f"《{draft.title}》用的是另一个模板" in shown
    assert "改用“另一个模板”" in shown
    better = client.get(f"{url(document)}?{chosen.context['better'][1]}")
    assert better.context["candidate"].version == other


def test_a_second_paper_of_the_year_has_to_be_ticked(client, editor, bureau, version, document):
    other = published_version({"党的建设": ["党建。"]}, report_template__name="另一个模板")
    twin = started_draft(bureau=bureau, year=2024, version=other, report_template=other.report_template)
    answer = client.get(url(document), {"version": version.pk})
    assert "本单位2024年已有" in answer.content.decode()
    sent = fields_of(answer) | {"do": "take"}
    refused = client.post(url(document), sent)
    assert (refused.status_code, f"已有《{twin.title}》" in refused.content.decode()) == (422, True)
    client.post(url(document), sent | {"twin": "on"})
    assert Draft.objects.filter(year=2024).count() == 2
