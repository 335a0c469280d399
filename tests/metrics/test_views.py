from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricValue
from edusum.metrics.services import figures
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
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


def test_a_clerk_fills_the_sheet_in_the_ways_figures_come(client, clerk, bureau):
    _metric("rate", "入园率", percent=True)
    _metric("ratio", "机生比", ratio=True, decimals=1)
    _metric("merged", "撤并数")
    _metric("places", "学位数")
    answer = client.post(
        _sheet(),
        {
            "rate-entry": "97.3%",
            "rate-approximation": "over",
            "rate-note": "事业统计",
            "ratio-entry": "1：6.3",
            "merged-not_applicable": "on",
            "places-entry": "",
        },
        follow=True,
    )
    assert "已保存，改动 3 项。" in answer.content.decode()
    assert {name: figure.current for name, figure in figures(bureau, 2025).items()} == {
        "入园率": Reading("filled", Decimal("97.3"), None, "over", "事业统计"),
        "机生比": Reading("filled", None, (Decimal("1"), Decimal("6.3"))),
        "撤并数": Reading("not_applicable"),
        "学位数": Reading(),
    }


def test_last_year_and_the_change_stand_beside(client, clerk, bureau):
    metric = _metric("rate", "入园率", percent=True, decimals=1)
    MetricValueFactory(metric=metric, bureau=bureau, year=2024, value=Decimal("90.2"))
    MetricValueFactory(metric=metric, bureau=bureau, year=2025, value=Decimal("92.3"))
    html = client.get(_sheet()).content.decode()
    assert "90.2</td>" in html
    assert "▲ 2.1 个百分点" in html


def test_a_refused_sheet_saves_nothing_and_keeps_what_was_typed(client, clerk):
    _metric("rate", "入园率", percent=True)
    _metric("places", "学位数")
    answer = client.post(_sheet(), {"rate-entry": "173", "places-entry": "三百"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "不能大于 100%，请核对。" in html
    assert "“三百”不是数字，请只填数字，如 92。" in html
    assert 'value="173"' in html
    assert 'value="三百"' in html
    assert MetricValue.objects.count() == 0


def test_a_number_beside_not_applicable_is_refused(client, clerk):
    _metric("places", "学位数")
    answer = client.post(_sheet(), {"places-entry": "3", "places-not_applicable": "on"})
    assert "已选“不适用”，请清空数值，或取消“不适用”。" in answer.content.decode()


def test_saving_an_old_page_does_not_undo_what_a_colleague_changed(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal("95"))
    client.post(
        _sheet(),
        {"places-entry": "80", "initial-places-entry": "80", "initial-places-not_applicable": "False"},
    )
    assert MetricValue.objects.get().value == Decimal("95")


def test_changing_what_a_colleague_changed_meanwhile_asks_once(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal("95"))
    old_page = {"places-entry": "82", "initial-places-entry": "80", "initial-places-not_applicable": "False"}
    answer = client.post(_sheet(), old_page)
    assert "您填写期间，这一项已被别人改为“95”。" in answer.content.decode()
    assert MetricValue.objects.get().value == Decimal("95")
    client.post(_sheet(), old_page | {"initial-places-entry": "95"})
    assert MetricValue.objects.get().value == Decimal("82")


def test_a_page_with_chosen_metrics_saves_only_these(client, clerk, bureau):
    _metric("places", "学位数")
    _metric("rate", "入园率", percent=True)
    html = client.get(_sheet() + "?only=rate").content.decode()
    assert 'name="rate-entry"' in html
    assert 'name="places-entry"' not in html


def test_the_sheet_leads_back_to_where_one_came_from_but_never_to_another_site(client, clerk):
    _metric("rate", "入园率", percent=True)
    assert (
        'href="/drafts/1/sections/2/"'
        in client.get(_sheet() + "?back=/drafts/1/sections/2/").content.decode()
    )
    for path in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert "回到章节" not in client.get(_sheet(), {"back": path}).content.decode()


def test_a_figure_with_its_words_is_understood(client, clerk, bureau):
    _metric("rate", "对口率", percent=True)
    client.post(_sheet(), {"rate-entry": "95以上"})
    assert figures(bureau, 2025)["对口率"].current == Reading("filled", Decimal("95"), None, "at_least")


def test_a_metric_laid_off_can_still_be_filled_where_a_paper_names_it(client, clerk):
    _metric("old", "旧指标", is_active=False)
    assert 'name="old-entry"' not in client.get(_sheet()).content.decode()
    assert 'name="old-entry"' in client.get(_sheet() + "?only=old").content.decode()


def test_those_who_may_not_fill_see_the_sheet_without_inputs_to_use(client, bureau):
    _metric("places", "学位数")
    client.force_login(member(bureau, Role.DIRECTOR))
    html = client.get(_sheet()).content.decode()
    assert "您的角色可以查看，不能填报。" in html
    assert client.post(_sheet(), {"places-entry": "3"}).status_code == 403


def test_years_no_bureau_reports_are_not_found(client, clerk):
    assert client.get(reverse("metrics:metric_sheet", args=[1900])).status_code == 404


def test_the_sheet_takes_as_many_queries_for_one_row_as_for_three(client, clerk, bureau):
    MetricValueFactory(bureau=bureau)
    one = queries_of(lambda: client.get(_sheet()))
    MetricValueFactory.create_batch(2, bureau=bureau)
    assert queries_of(lambda: client.get(_sheet())) == one


def _metric(code, name, **fields):
    return MetricDefinitionFactory(code=code, name=name, **fields)


def _sheet():
    return reverse("metrics:metric_sheet", args=[2025])
