"""The pages on which workbooks go out and tables come in."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from edusum.metrics.models import MetricValue, WorkbookImport
from edusum.metrics.workbooks.grids import read_file
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
from tests.metrics.books import downloaded, filled, table
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
UPLOAD = "/metrics/2025/import/"


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def office(bureau, client):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def metric(bureau):
    metric = MetricDefinitionFactory(code="schools", name="幼儿园数", unit="所")
    MetricValueFactory(metric=metric, bureau=bureau, value=Decimal(58))
    return metric


def test_the_sheet_leads_to_both_ways(client, office, metric):
    html = client.get("/metrics/2025/?period=first_half&scope=all").content.decode()
    assert "/metrics/2025/workbook/?period=first_half&amp;scope=all" in html
    assert "/metrics/2025/import/?period=first_half" in html


def test_the_workbook_is_a_download_with_a_chinese_name(client, office, metric):
    answer = client.get("/metrics/2025/workbook/")
    assert answer["Content-Disposition"].startswith(
        'attachment; filename="figures-2025.xlsx"; filename*=UTF-8'
    )
    assert [grid.title for grid in read_file(answer.content, "a.xlsx")] == ["填报表", "填表说明", "_edusum"]


def test_a_file_goes_from_upload_over_preview_to_the_figures(client, office, bureau, metric):
    page = _upload(client, filled(downloaded(bureau, office), {"E6": 60}))
    html = page.content.decode()
    assert "确认以前什么都没有改动" in html
    assert "58所" in html
    assert "<strong>60所</strong>" in html
    assert MetricValue.objects.get().value == 58
    answer = client.post(page.request["PATH_INFO"], {"mark": _mark(html)}, follow=True)
    assert "已导入，改动 1 项。" in answer.content.decode()
    assert MetricValue.objects.get().value == 60
    assert "这份表格已经导入" in client.get(page.request["PATH_INFO"]).content.decode()
    again = client.post(page.request["PATH_INFO"], {"mark": _mark(html)})
    assert (again.status_code, "不能再确认" in again.content.decode()) == (422, True)


def test_cells_at_fault_are_listed_and_cannot_be_confirmed(client, office, bureau, metric):
    page = _upload(client, filled(downloaded(bureau, office), {"E6": "很多<b>"}))
    html = page.content.decode()
    assert "填报表!E6" in html
    assert "很多&lt;b&gt;" in html
    assert "确认导入" not in html
    assert client.post(page.request["PATH_INFO"], {"mark": _mark(html)}).status_code == 422
    assert MetricValue.objects.get().value == 58


def test_what_cannot_be_read_is_told_on_the_page(client, office, metric):
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("旧.xls", bytes.fromhex("d0cf11e0a1b11ae1"))})
    assert answer.status_code == 422
    assert "这是旧格式的表格（.xls 或 .et）" in answer.content.decode()
    assert "还没有选择文件" in client.post(UPLOAD, {}).content.decode()
    assert WorkbookImport.objects.count() == 0


def test_figures_changed_while_one_looked_are_shown_anew(client, office, bureau, metric):
    page = _upload(client, filled(downloaded(bureau, office), {"E6": 60}))
    MetricValue.objects.update(value=59)
    answer = client.post(page.request["PATH_INFO"], {"mark": _mark(page.content.decode())})
    html = answer.content.decode()
    assert (answer.status_code, "您核对期间，有的数值已被别人改过" in html) == (422, True)
    assert "下载时是“58所”，现在是“59所”" in html
    sent = {"mark": _mark(html), "anyway": "schools"}
    client.post(page.request["PATH_INFO"], sent)
    assert MetricValue.objects.get().value == 60


def test_an_import_that_is_dropped_changes_nothing(client, office, bureau, metric):
    page = _upload(client, filled(downloaded(bureau, office), {"E6": 60}))
    row = WorkbookImport.objects.get()
    answer = client.post(reverse("metrics:workbook_drop", args=[row.pk]), follow=True)
    assert "已放弃" in answer.content.decode()
    assert client.post(page.request["PATH_INFO"], {"mark": _mark(page.content.decode())}).status_code == 422
    assert MetricValue.objects.get().value == 58


def test_a_plain_table_is_matched_row_by_row_before_it_is_shown(client, office, bureau, metric):
    page = _upload(client, table([["项目", "2024年", "2025年"], ["幼儿园 数", 57, 61], ["别的", 1, 2]]))
    html = page.content.decode()
    assert page.request["PATH_INFO"].endswith("/match/")
    assert re.search(r'value="1" id="column-1" checked', html)
    assert re.search(r'name="rows" value="0"[^>]* checked', html)
    assert not re.search(r'name="rows" value="1"[^>]* checked', html)
    wrong = client.post(page.request["PATH_INFO"], {"column": 1, "rows": ["1"], "metric-1": "没有的"})
    assert "“没有的”：指标库里没有这个名称，请从列表里选。" in wrong.content.decode()
    sent = {"column": 1, "rows": ["0"], "metric-0": "幼儿园数"}
    preview = client.post(page.request["PATH_INFO"], sent, follow=True)
    assert "<strong>61所</strong>" in preview.content.decode()
    client.post(preview.request["PATH_INFO"], {"mark": _mark(preview.content.decode())})
    assert MetricValue.objects.get().value == 61


def test_workbooks_of_units_go_out_and_come_in_together(client, office, bureau, metric):
    school = BureauFactory(full_name="第一小学", parent=bureau)
    url = "/metrics/2025/units/workbooks/"
    assert "第一小学" in client.get(url).content.decode()
    assert client.get(url, {"units": [school.pk]})["Content-Type"] == "application/zip"
    book = SimpleUploadedFile("一.xlsx", filled(downloaded(school, office), {"E6": 3}))
    page = client.post(url + "hand-in/", {"files": [book]}, follow=True)
    assert "1 份可以导入" in page.content.decode()
    unseen = client.post(page.request["PATH_INFO"], {"hand_in": "1", "anyway": "1"}, follow=True)
    assert "没有可以导入的填报表" in unseen.content.decode()
    row = WorkbookImport.objects.get()
    mark = re.search(rf'name="mark-{row.pk}" value="([0-9a-f]+)"', page.content.decode())[1]
    sent = {"hand_in": "1", "anyway": "1", f"mark-{row.pk}": mark}
    done = client.post(page.request["PATH_INFO"], sent, follow=True)
    assert "已导入 1 个单位的填报表，其中 1 个单位已上报。" in done.content.decode()
    assert MetricValue.objects.get(bureau=school).value == 3


def test_a_workbook_with_a_leap_is_listed_to_be_opened(client, office, bureau, metric):
    school = BureauFactory(full_name="第一小学", parent=bureau)
    for year in (2023, 2024):
        MetricValueFactory(metric=metric, bureau=school, year=year, value=Decimal(50))
    book = SimpleUploadedFile("一.xlsx", filled(downloaded(school, office), {"E6": 500}))
    page = client.post("/metrics/2025/units/workbooks/hand-in/", {"files": [book]}, follow=True)
    html = page.content.decode()
    row = WorkbookImport.objects.get()
    assert "1 份要逐份点开核对" in html
    assert "确认导入这" not in html
    assert f'href="{reverse("metrics:workbook_import", args=[row.pk])}">第一小学</a>' in html
    assert "1 项变动较大，请点开核对，写明原因后再确认。" in html


def test_too_many_or_too_large_files_are_refused_before_they_are_read(client, office, bureau, metric):
    url = "/metrics/2025/units/workbooks/hand-in/"
    many = client.post(url, {"files": [SimpleUploadedFile(f"{n}.xlsx", b"x") for n in range(61)]})
    large = client.post(url, {"files": [SimpleUploadedFile("x.zip", bytes(40 * 1024 * 1024 + 1))]})
    for answer in (many, large):
        assert (answer.status_code, "一次最多上传 60 份、共 40 MB" in answer.content.decode()) == (422, True)
    assert WorkbookImport.objects.count() == 0


def test_what_was_handed_in_for_a_unit_is_seen_there_and_nowhere_else(client, office, bureau, metric):
    school = BureauFactory(full_name="第一小学", parent=bureau)
    book = SimpleUploadedFile("一.xlsx", filled(downloaded(school, office), {"E6": 3}))
    answer = client.post(f"{UPLOAD}?unit={school.pk}", {"file": book})
    assert client.get(answer.url).status_code == 200
    client.force_login(member(BureauFactory(), Role.EDITOR))
    assert client.get(answer.url).status_code == 404
    assert client.get(f"{UPLOAD}?unit={school.pk}").status_code == 404


def test_pages_take_as_many_queries_for_one_figure_as_for_three(client, office, bureau, metric):
    one = _queries_of_preview(client, office, bureau)
    for metric in MetricDefinitionFactory.create_batch(2):
        MetricValueFactory(metric=metric, bureau=bureau)
    assert _queries_of_preview(client, office, bureau, {"E7": 5, "E8": 6}) == one
    listed = queries_of(lambda: client.get(UPLOAD))
    _upload(client, downloaded(bureau, office))
    assert queries_of(lambda: client.get(UPLOAD)) == listed


def _queries_of_preview(client, office, bureau, more=None):
    page = _upload(client, filled(downloaded(bureau, office), {"E6": 60, **(more or {})}))
    return queries_of(lambda: client.get(page.request["PATH_INFO"]))


def _upload(client, content, name="表.xlsx"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)


def _mark(html):
    return re.search(r'name="mark" value="([0-9a-f]+)"', html)[1]
