"""Rows of the sheet that save by themselves, and what is told beside them."""

import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.metrics.figures import Reading
from edusum.metrics.locking import hold_figures
from edusum.metrics.models import MetricValue, MetricValueRevision, PendingChange
from edusum.metrics.saving import ValueEntry, save_values
from edusum.metrics.services import figures
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SubmissionFactory,
    member,
    related,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def department(bureau):
    return DepartmentFactory(bureau=bureau, name="学前教育科")


@pytest.fixture
def clerk(bureau, department, client):
    user = member(bureau, Role.CONTRIBUTOR, department, name="王敏")
    client.force_login(user)
    return user


def test_right_rows_are_stored_and_a_wrong_one_refuses_only_itself(client, clerk, bureau):
    _metric("places", "学位数")
    _metric("rate", "入园率", percent=True)
    told = _save(client, {"places-entry": "720", "rate-entry": "173"}, "places,rate")
    assert {name: told[name] for name in ("changed", "proposed", "refused", "live")} == {
        "changed": 1,
        "proposed": 0,
        "refused": ["rate"],
        "live": {"answered": "1", "学前教育": "1/2"},
    }
    assert "不能大于 100%，请核对。" in told["rows"]["rate"]
    assert 'value="173"' in told["rows"]["rate"]
    assert 'name="initial-places-entry" value="720"' in _plain(told["rows"]["places"])
    assert [(value.metric.code, value.value) for value in MetricValue.objects.all()] == [("places", 720)]


def test_only_the_rows_that_were_sent_are_judged(client, clerk, bureau):
    _metric("places", "学位数")
    MetricValueFactory(metric=_metric("rate", "入园率"), bureau=bureau, value=Decimal(90))
    told = _save(client, {"places-entry": "720"}, "places")
    assert list(told["rows"]) == ["places"]
    assert figures(bureau, 2025)["入园率"].current.value == 90


def test_zero_nothing_not_applicable_and_pending_are_four_things(client, clerk, bureau):
    names = {"zero": "0", "none": "", "without": "不适用", "later": "待报"}
    for code in names:
        metric = _metric(code, f"指标{code}")
        if code in {"none", "later"}:
            MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(3))
    typed = {f"{code}-entry": entry for code, entry in names.items()}
    seen = {"initial-none-entry": "3", "initial-later-entry": "3"}
    _save(client, typed | seen, ",".join(names))
    assert {figure.code: figure.current for figure in figures(bureau, 2025).values()} == {
        "zero": Reading("filled", Decimal(0)),
        "none": Reading(),
        "without": Reading("not_applicable"),
        "later": Reading(),
    }


def test_a_sum_that_does_not_fit_is_told_beside_its_last_part_and_goes_when_it_fits(client, clerk, bureau):
    total, public, private = (_metric(code, name) for code, name in _KINDERGARTENS)
    related(total, "sum_of", part=[public, private])
    told = _save(
        client, {"total-entry": "58", "public-entry": "37", "private-entry": "23"}, "total,public,private"
    )
    assert "37 + 23 = 60，与幼儿园数 58 不符" in told["rows"]["private"]
    assert "请核对" in told["rows"]["private"]
    assert "请核对" not in told["rows"]["total"]
    told = _save(client, {"total-entry": "60", "initial-total-entry": "58"}, "total")
    assert sorted(told["rows"]) == ["private", "public", "total"]
    assert "请核对" not in told["rows"]["private"]


def test_a_leap_is_doubtful_until_a_reason_is_given(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, year=2024, value=Decimal(100))
    told = _save(client, {"places-entry": "500"}, "places")["rows"]["places"]
    assert "比上年增加 400人（增长 400%），变动较大" in told
    assert 'class="depth-0 needs-look"' in told
    seen = {"places-entry": "500", "initial-places-entry": "500"}
    told = _save(client, seen | {"places-reason": "新建两所园"}, "places")["rows"]["places"]
    assert "needs-look" not in told
    assert MetricValue.objects.get(year=2025).reason == "新建两所园"
    assert [row.reason for row in MetricValueRevision.objects.all()] == ["新建两所园", ""]
    assert "请核对 1 项" not in client.get(_sheet()).content.decode()
    seen |= {"initial-places-reason": "新建两所园", "places-reason": "新建两所园"}
    told = _save(client, seen | {"places-entry": "900"}, "places")["rows"]["places"]
    assert "needs-look" in told
    assert MetricValue.objects.get(year=2025).reason == ""


def test_what_another_department_fills_can_only_be_read(client, clerk, bureau):
    metric = _metric("drills", "演练次数")
    MetricAssignmentFactory(metric=metric, department=DepartmentFactory(bureau=bureau, name="安全科"))
    html = client.get(_sheet()).content.decode()
    assert "由安全科填报" in html
    assert 'name="drills-entry"' not in html
    assert _save(client, {"drills-entry": "3"}, "drills")["changed"] == 0
    assert not MetricValue.objects.exists()


def test_the_office_fills_for_a_department_and_the_row_says_so(client, clerk, bureau, department):
    MetricAssignmentFactory(metric=_metric("places", "学位数"), department=department)
    office = member(bureau, Role.EDITOR, name="沈书言")
    client.force_login(office)
    told = _save(client, {"places-entry": "720"}, "places")
    assert "沈书言 代学前教育科填报" in told["rows"]["places"]
    revision = MetricValueRevision.objects.get()
    assert (revision.author, revision.on_behalf_of) == (office, department)
    client.force_login(clerk)
    page = client.get(reverse("metrics:metric_detail", kwargs={"year": 2025, "code": "places"}))
    assert "代学前教育科填报" in page.content.decode()


def test_a_note_written_after_a_number_that_waits_takes_the_number_not_back(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(700))
    hold_figures(bureau=bureau, year=2025, period="year", names=["学位数"], holder="x", words="已交稿")
    stored = {"places-entry": "700", "initial-places-entry": "700"}
    _save(client, stored | {"places-entry": "720"}, "places")
    _save(client, stored | {"places-note": "新建园", "initial-places-note": ""}, "places")
    change = PendingChange.objects.get()
    assert (change.wanted_state, change.value, change.note) == ("filled", Decimal(720), "新建园")
    _save(client, stored | {"places-entry": "730"}, "places")
    change.refresh_from_db()
    assert (change.value, change.note) == (Decimal(730), "新建园")


def test_a_held_value_waits_and_can_be_taken_back_in_place(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(700))
    hold_figures(
        bureau=bureau, year=2025, period="year", names=["学位数"], holder="x", words="“学前教育”已交稿"
    )
    told = _save(client, {"places-entry": "720", "initial-places-entry": "700"}, "places")
    row = told["rows"]["places"]
    assert (told["changed"], told["proposed"], told["publisher"]) == (0, 1, "统稿人")
    assert "已锁定 700；提议改为 <strong>720</strong>，待发布" in row
    assert re.search(r"王敏 .+提出；等统稿人发布", row)
    assert "已锁定，改动要等统稿人发布" in row
    assert "“学前教育”已交稿" in row
    assert 'value="700"' in row
    change = PendingChange.objects.get()
    url = reverse("metrics:change_withdraw", kwargs={"year": 2025, "pk": change.pk})
    answer = client.post(url, headers={"accept": "application/json"}).json()
    assert answer["words"] == "已撤回对“学位数”的改动，原来的数不变。"
    assert "待发布" not in answer["rows"]["places"]
    assert client.post(url).url == _sheet() + "#places"
    assert MetricValue.objects.get().value == 700


def test_figures_handed_in_are_told_at_the_top(client, clerk, bureau):
    _metric("places", "学位数")
    SubmissionFactory(bureau=bureau)
    assert (
        "本期指标已上报。还可以改，但改动要等统稿人发布以后才算数。" in client.get(_sheet()).content.decode()
    )


def test_a_colleague_who_was_faster_is_told_in_the_row(client, clerk, bureau):
    metric = _metric("places", "学位数")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(95))
    told = _save(client, {"places-entry": "82", "initial-places-entry": "80"}, "places")
    assert "这一项已被别人改为“95”" in told["rows"]["places"]
    assert (told["refused"], told["overtaken"]) == (["places"], ["places"])
    assert MetricValue.objects.get().value == 95


def test_a_wrong_number_is_not_taken_for_one_that_somebody_else_changed(client, clerk):
    _metric("places", "学位数")
    told = _save(client, {"places-entry": "173%"}, "places")
    assert (told["refused"], told["overtaken"]) == (["places"], [])
    assert "“%”不该写在这里" in told["rows"]["places"]


@pytest.mark.parametrize("typed", ["9" * 30, "1e9", "٣", "=1+1", "1" * 41, "NaN"])
def test_no_odd_number_comes_through(client, clerk, typed):
    _metric("places", "学位数")
    assert _save(client, {"places-entry": typed}, "places")["refused"] == ["places"] or typed == "٣"
    assert not MetricValue.objects.filter(value__gt=10).exists()


def test_who_may_not_fill_saves_nothing(client, bureau):
    _metric("places", "学位数")
    client.force_login(member(bureau, Role.DIRECTOR))
    answer = client.post(
        reverse("metrics:figures_save", args=[2025]), {"rows": "places", "places-entry": "3"}
    )
    assert (answer.status_code, MetricValue.objects.count()) == (403, 0)


def test_the_office_above_fills_a_units_sheet_and_others_do_not_find_it(client, bureau):
    _metric("places", "学位数")
    school = BureauFactory(parent=bureau, full_name="示例区第一小学")
    url = f"{_sheet()}?unit={school.pk}"
    office = member(bureau, Role.EDITOR)
    client.force_login(office)
    assert "这里是下级单位“示例区第一小学”的指标，您在代它填报。" in client.get(url).content.decode()
    client.post(
        f"{reverse('metrics:figures_save', args=[2025])}?unit={school.pk}",
        {"places-entry": "9", "rows": "places"},
    )
    assert [(value.bureau, value.value) for value in MetricValue.objects.all()] == [(school, 9)]
    client.force_login(member(bureau, Role.DIRECTOR))
    assert "不能填报" in client.get(url).content.decode()
    assert client.post(url, {"places-entry": "8"}).status_code == 404
    for stranger in (member(bureau, Role.CONTRIBUTOR), member(BureauFactory(), Role.EDITOR)):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    for nonsense in ("x", "999999", "9" * 40):
        assert client.get(f"{_sheet()}?unit={nonsense}").status_code == 404


def test_a_metrics_page_tells_its_years_history_and_sums(client, clerk, bureau):
    total, public, private = (_metric(code, name) for code, name in _KINDERGARTENS)
    related(total, "sum_of", part=[public, private])
    for year, number in ((2023, 50), (2024, 55)):
        save_values(
            bureau=bureau,
            year=year,
            entries=[ValueEntry(total.pk, Reading("filled", Decimal(number)))],
            actor=clerk,
        )
    _save(client, {"total-entry": "58", "public-entry": "37", "private-entry": "23"}, "total,public,private")
    html = client.get(
        reverse("metrics:metric_detail", kwargs={"year": 2025, "code": "total"})
    ).content.decode()
    assert "<svg" in html
    assert "37 + 23 = 60，与幼儿园数 58 不符" in html
    table = re.findall(r"<strong>2025年</strong>|>(20\d\d)年</a></th><td class=\"num\">([^<]*)<", html)
    assert table == [("", ""), ("2024", "55人"), ("2023", "50人")]
    assert html.count("王敏") >= 3


def test_the_page_takes_as_many_queries_for_one_row_as_for_three(client, clerk, bureau):
    metric = _metric("places", "学位数")
    url = reverse("metrics:metric_detail", kwargs={"year": 2025, "code": "places"})
    MetricValueFactory(metric=metric, bureau=bureau)
    one = queries_of(lambda: client.get(url))
    for year in (2022, 2023):
        MetricValueFactory(metric=metric, bureau=bureau, year=year)
    assert queries_of(lambda: client.get(url)) == one


def test_the_sheet_takes_as_many_queries_with_all_that_hangs_on_figures(client, bureau, department):
    office = member(bureau, Role.EDITOR)
    client.force_login(office)

    def hang(code):
        metric, part, other = (_metric(f"{code}{kind}", f"{code}{kind}") for kind in "abc")
        related(metric, "sum_of", part=[part, other])
        MetricAssignmentFactory(metric=metric, department=department)
        MetricValueFactory(metric=metric, bureau=bureau)
        save_values(
            bureau=bureau,
            year=2025,
            entries=[ValueEntry(metric.pk, Reading("filled", Decimal(4)))],
            actor=office,
        )

    SubmissionFactory(bureau=bureau, department=department)
    hang("x")
    one = queries_of(lambda: client.get(_sheet()))
    hang("y")
    hang("z")
    assert queries_of(lambda: client.get(_sheet())) == one
    assert one <= 15


_KINDERGARTENS = (("total", "幼儿园数"), ("public", "公办园"), ("private", "民办园"))


def _save(client, sent, rows):
    answer = client.post(reverse("metrics:figures_save", args=[2025]), sent | {"rows": rows})
    assert answer.status_code == 200
    return json.loads(answer.content)


def _plain(html):
    """With the attributes of an input in one order: name, value."""
    return re.sub(r'type="hidden" name="([^"]*)" value="([^"]*)"[^>]*', r'name="\1" value="\2"', html)


def _metric(code, name, **fields):
    return MetricDefinitionFactory(code=code, name=name, **fields)


def _sheet():
    return reverse("metrics:metric_sheet", args=[2025])
