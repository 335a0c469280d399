"""The sheet with hundreds of metrics: what of them it shows, and how one finds the rest."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue
from edusum.metrics.services import figures
from edusum.metrics.sheet import FULL_PAGE, Asked, SheetPage
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def clerk(bureau, client):
    user = member(bureau, Role.CONTRIBUTOR)
    client.force_login(user)
    return user


@pytest.fixture
def library():
    """More metrics than a page shows at once, in two domains; 学前教育 comes first."""
    safety = MetricDefinitionFactory.create_batch(FULL_PAGE, domain="校园安全")
    return [*MetricDefinitionFactory.create_batch(3, domain="学前教育"), *safety]


def test_a_few_metrics_stand_on_one_page_whatever_their_domains(client, clerk):
    MetricDefinitionFactory(code="drills", domain="校园安全")
    MetricDefinitionFactory(code="children", domain="学前教育")
    html = client.get(_sheet()).content.decode()
    assert _rows(html) == ["children", "drills"]


def test_many_are_shown_domain_by_domain_beginning_with_the_first_that_is_not_done(
    client, clerk, bureau, library
):
    page = _page(bureau)
    assert (page.current.name, page.following.name) == ("学前教育", "校园安全")
    for metric in library[:3]:
        MetricValueFactory(metric=metric, bureau=bureau)
    assert [(domain.name, domain.answered, domain.total) for domain in _page(bureau).domains] == [
        ("学前教育", 3, 3),
        ("校园安全", 0, 60),
    ]
    assert _page(bureau).current.name == "校园安全"
    assert _page(bureau, domain="学前教育").current.name == "学前教育"


def test_what_was_sent_is_kept_though_the_page_would_show_another_domain_by_now(
    client, clerk, bureau, library
):
    html = client.get(_sheet()).content.decode()
    rows = re.search(r'name="rows" value="([^"]*)"', html)[1]
    assert rows == ",".join(metric.code for metric in library[:3])
    for metric in library[:3]:
        MetricValueFactory(metric=metric, bureau=bureau, pending=True)
    entry = {f"{metric.code}-entry": "5" for metric in library[:3]}
    answer = client.post(_sheet(), {"rows": rows, **entry}, follow=True)
    assert "已保存，改动 3 项。" in answer.content.decode()
    assert [value.value for value in MetricValue.objects.all()] == [5, 5, 5]


def test_after_a_save_one_is_where_one_was(client, clerk, library):
    action = re.search(r'id="sheet-form" action="([^"]*)"', client.get(_sheet()).content.decode())[1]
    answer = client.post(action, {"rows": library[0].code, f"{library[0].code}-entry": "5"})
    assert answer.url == _sheet() + "?domain=%E5%AD%A6%E5%89%8D%E6%95%99%E8%82%B2"


def test_with_papers_in_hand_the_sheet_shows_what_they_take_up_and_the_rest_behind_a_link(
    client, clerk, bureau
):
    MetricDefinitionFactory(code="aside")
    _paper(bureau, MetricDefinitionFactory(code="taken_up", is_active=False))
    html = client.get(_sheet()).content.decode()
    assert _rows(html) == ["taken_up"]
    assert '2025年的材料用到 1 项，已填 <span data-live="answered">0</span> 项。' in html
    assert f'href="{_sheet()}?scope=all"' in html
    assert _rows(client.get(_sheet() + "?scope=all").content.decode()) == ["aside"]


def test_a_clerk_sees_at_a_press_what_the_own_department_takes_up(client, bureau):
    draft = _paper(bureau, MetricDefinitionFactory(code="ours"))
    _paper(bureau, MetricDefinitionFactory(code="theirs"))
    department = DepartmentFactory(bureau=bureau)
    draft.section_texts.update(department=department)
    client.force_login(member(bureau, Role.CONTRIBUTOR, department))
    html = client.get(_sheet()).content.decode()
    assert _rows(html) == ["ours", "theirs"]
    assert f'href="{_sheet()}?scope=own"' in html
    assert _rows(client.get(_sheet() + "?scope=own").content.decode()) == ["ours"]


def test_papers_of_other_bureaus_change_nothing(client, clerk, bureau):
    MetricDefinitionFactory(code="aside")
    _paper(BureauFactory(), MetricDefinitionFactory(code="taken_up"))
    assert _rows(client.get(_sheet()).content.decode()) == ["aside", "taken_up"]


def test_metrics_are_found_by_name_synonym_and_code_among_all(client, clerk, bureau):
    wanted = MetricDefinitionFactory(code="children", name="在园幼儿数", synonyms=["在园人数", "入园儿童"])
    _paper(bureau, MetricDefinitionFactory(code="other"))
    for words in ("在园幼", "入园儿童", "CHILD"):
        assert _rows(client.get(_sheet(), {"words": words}).content.decode()) == [wanted.code]
    html = client.get(_sheet(), {"words": "没有的<b>"}).content.decode()
    assert "没有找到含“没有的&lt;b&gt;”的指标" in html


def test_in_a_large_library_every_metric_can_be_found_from_every_domain(client, clerk, library):
    html = client.get(_sheet()).content.decode()
    assert f'data-words="{library[-1].name} {library[-1].name} {library[-1].code}"' in html


def test_the_first_half_of_the_year_is_a_sheet_of_its_own(client, clerk, bureau):
    metric = MetricDefinitionFactory(code="children", name="在园幼儿数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(700))
    MetricValueFactory(metric=metric, bureau=bureau, year=2024, period="first_half", value=Decimal(600))
    url = _sheet() + "?period=first_half"
    html = client.get(url).content.decode()
    assert "2025年上半年指标填报" in html
    assert '<th scope="col" class="num">上年同期</th>' in html
    assert "600</td>" in html
    client.post(url, {"rows": "children", "children-entry": "650"})
    assert {
        period: figures(bureau, 2025, period)["在园幼儿数"].current.value for period in ("year", "first_half")
    } == {"year": 700, "first_half": 650}


def test_the_half_years_papers_do_not_cut_down_the_sheet_of_the_year(client, clerk, bureau):
    MetricDefinitionFactory(code="aside")
    _paper(bureau, MetricDefinitionFactory(code="taken_up"), period="first_half")
    assert _rows(client.get(_sheet()).content.decode()) == ["aside", "taken_up"]
    assert _rows(client.get(_sheet() + "?period=first_half").content.decode()) == ["taken_up"]


@pytest.mark.parametrize("query", ["?period=decade", "?domain=没有", "?scope=x", "?only=%00", "?words=%00"])
def test_an_address_that_asks_for_nonsense_shows_a_page(client, clerk, library, query):
    assert client.get(_sheet() + query).status_code == 200


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("3—5", Reading("filled", None, (Decimal(3), Decimal(5)), "range")),
        ("逾500", Reading("filled", Decimal(500), None, "over")),
        ("35以下", Reading("filled", Decimal(35), None, "under")),
        ("30以内", Reading("filled", Decimal(30), None, "within")),
    ],
)
def test_words_and_ranges_are_typed_as_they_are_written(client, clerk, bureau, typed, reading):
    MetricDefinitionFactory(code="years", name="年限", kind="duration", unit="年")
    client.post(_sheet(), {"years-entry": typed})
    assert figures(bureau, 2025)["年限"].current == reading


def test_a_range_is_shown_in_the_field_and_saved_again_unchanged(client, clerk, bureau):
    metric = MetricDefinitionFactory(code="years", name="年限", kind="duration", unit="年")
    client.post(_sheet(), {"years-entry": "3—5"})
    html = client.get(_sheet()).content.decode()
    assert 'value="3—5"' in html
    assert '<option value="range" selected>区间</option>' in html
    client.post(_sheet(), _sent(html))
    assert MetricValue.objects.get(metric=metric).revisions.count() == 1


def test_what_is_typed_tells_more_than_what_was_chosen_beside_it(client, clerk, bureau):
    MetricDefinitionFactory(code="years", name="年限", kind="duration", unit="年")
    for typed, chosen, approximation in (("逾5", "near", "over"), ("5", "near", "near"), ("5", "range", "")):
        client.post(_sheet(), {"years-entry": typed, "years-approximation": chosen})
        assert figures(bureau, 2025)["年限"].current.approximation == approximation
        MetricValue.objects.all().delete()


def test_the_sheet_takes_as_many_queries_for_400_metrics_as_for_few(client, clerk, bureau, library):
    _paper(bureau, library[0])
    one = queries_of(lambda: client.get(_sheet() + "?scope=all"))
    MetricDefinitionFactory.create_batch(340, domain="教师队伍")
    assert queries_of(lambda: client.get(_sheet() + "?scope=all")) == one
    assert one <= 15


def _paper(bureau, metric, period="year"):
    """A draft of 2025 with a table of this metric."""
    version = TemplateVersionFactory()
    TableRowFactory(section=SectionFactory(version=version), metric=metric)
    version.state = "published"
    version.save()
    return started_draft(bureau=bureau, version=version, period=period)


def _page(bureau, **asked):
    return SheetPage(Asked(2025, **asked), bureau, editable=True)


def _rows(html):
    return re.findall(r'<tr id="([a-z_0-9]+)"', html)


def _sent(html):
    """What a browser sends of the row of `years`."""
    names = re.findall(r'<input[^>]* name="((?:initial-)?years-[a-z_]+)"', html)
    value = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', html)
        for name in names
    }
    sent = {
        name: next((part for part in match.groups() if part), "") for name, match in value.items() if match
    }
    return sent | {"years-approximation": "range"}


def _sheet():
    return reverse("metrics:metric_sheet", args=[2025])
