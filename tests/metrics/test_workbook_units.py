"""Units without accounts: their workbooks out in one zip, many filled ones in, each judged by itself."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.metrics.enums import ImportState
from edusum.metrics.models import MetricValue, Submission, WorkbookImport
from edusum.metrics.workbooks.batches import (
    Outcome,
    Upload,
    confirm_batch,
    judged,
    offer_workbooks,
    receive_files,
    units_below,
    units_out,
)
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, MetricDefinitionFactory, MetricValueFactory, member
from tests.metrics.books import downloaded, filled, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def office(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def schools(bureau):
    MetricDefinitionFactory(code="pupils", name="在校生数")
    MetricDefinitionFactory(code="rate", name="巩固率", percent=True)
    return [BureauFactory(full_name=f"第{name}小学", parent=bureau) for name in "一二三"]


def test_each_chosen_unit_gets_its_own_workbook(bureau, office, schools):
    file = offer_workbooks(units=schools[:2], year=2025, period="year", actor=office)
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.namelist() == ["第一小学2025年指标填报表.xlsx", "第二小学2025年指标填报表.xlsx"]
    assert file.filename == "2025年下属单位填报表.zip"
    assert units_below(bureau) == sorted(schools, key=lambda unit: unit.full_name)
    with pytest.raises(EdusumError, match="还没有选下属单位"):
        offer_workbooks(units=[], year=2025, period="year", actor=office)


def test_many_are_handed_in_at_once_and_each_is_judged_by_itself(bureau, office, schools):
    one, two, three = (downloaded(unit, office) for unit in schools)
    files = [
        Upload("一.xlsx", filled(one, {"E6": 300, "E7": 99.5})),
        Upload("二.xlsx", filled(two, {"E6": "三百", "E7": 99})),
        Upload("三.xls", bytes.fromhex("d0cf11e0a1b11ae1")),
        Upload("随便.xlsx", table([["在校生数", 3]])),
        Upload("一（改）.xlsx", filled(one, {"E6": 301})),
        Upload("三.xlsx", filled(three, {"E6": 200})),
    ]
    items = judged(_rows(_received(bureau, office, files)), office)
    assert [(item.row.bureau.full_name, item.can_be_confirmed, item.refusal[:9]) for item in items] == [
        ("第一小学", True, ""),
        ("第二小学", False, ""),
        ("示例区教育局", False, "这是旧格式的表格（"),
        ("示例区教育局", False, "不是本系统下载的填"),
        ("示例区教育局", False, "这一批里已有“第一"),
        ("第三小学", True, ""),
    ]
    assert MetricValue.objects.count() == 0


def test_what_is_right_is_stored_and_handed_in_if_asked(bureau, office, schools):
    files = [
        Upload("一.xlsx", filled(downloaded(schools[0], office), {"E6": 300, "E7": 99.5})),
        Upload("二.xlsx", filled(downloaded(schools[1], office), {"E6": "三百"})),
    ]
    rows = _rows(_received(bureau, office, files))
    outcome = _confirmed(rows, office, handing_in=True, anyway=True)
    assert outcome.stored == 1
    assert [row.state for row in _rows(rows[0].batch)] == [ImportState.STORED, ImportState.READ]
    assert {value.bureau for value in MetricValue.objects.all()} == {schools[0]}
    assert [row.bureau for row in Submission.objects.handed_in()] == [schools[0]]
    assert _confirmed(_rows(rows[0].batch), office) == Outcome()


def test_who_is_still_out_is_named_beside_a_batch_with_their_workbooks(client, bureau, office, schools):
    files = [Upload("一.xlsx", filled(downloaded(schools[0], office), {"E6": 300, "E7": 99.5}))]
    batch = _received(bureau, office, files)
    client.force_login(office)
    html = client.get(reverse("metrics:workbook_batch", args=[2025, batch])).content.decode()
    assert "还有 2 个单位没有上报，也不在这一批里" in html
    assert html.count('name="units"') == 2
    _confirmed(_rows(batch), office, handing_in=True, anyway=True)
    assert units_out(bureau, 2025, "year") == [(unit.pk, unit.full_name) for unit in below(schools[1:])]
    assert client.get(reverse("metrics:workbook_units", args=[2025])).content.decode().count("未上报</") == 2


def below(schools):
    return sorted(schools, key=lambda unit: unit.full_name)


def test_what_changed_since_the_page_was_seen_is_told_and_not_stored(bureau, office, schools):
    first, second, _ = schools
    for school in schools:
        MetricValueFactory(metric=_metric("pupils"), bureau=school, value=Decimal(300))
    files = [Upload(f"{unit.pk}.xlsx", filled(downloaded(unit, office), {"E6": 302})) for unit in schools]
    rows = _rows(_received(bureau, office, files))
    marks = _marks(rows, office)
    MetricValue.objects.filter(bureau=first).update(value=301)
    MetricValue.objects.filter(bureau=second).update(note="含分校")
    del marks[rows[2].pk]
    outcome = confirm_batch(rows=rows, actor=office, marks=marks)
    assert outcome == Outcome(
        told=(
            "第一小学：您核对期间情况有变，没有导入，请点开逐项核对。",
            "第二小学：您核对期间，有的数值已被别人改过，没有导入，请点开核对后再确认。",
        )
    )
    assert [value.value for value in MetricValue.objects.order_by("pk")] == [301, 300, 300]


def test_a_leap_that_asks_for_a_reason_is_to_be_opened_and_not_confirmed_with_the_others(
    bureau, office, schools
):
    for year in (2023, 2024):
        MetricValueFactory(metric=_metric("pupils"), bureau=schools[0], year=year, value=Decimal(300))
    files = [Upload("一.xlsx", filled(downloaded(schools[0], office), {"E6": 3000}))]
    rows = _rows(_received(bureau, office, files))
    (item,) = judged(rows, office)
    assert (item.preview.asking_count, item.can_be_confirmed, item.is_to_open) == (1, False, True)
    assert confirm_batch(rows=rows, actor=office, marks={rows[0].pk: item.preview.mark}).stored == 0
    assert MetricValue.objects.filter(year=2025).count() == 0


def test_a_unit_with_something_pending_is_stored_but_not_handed_in_unless_so_wished(bureau, office, schools):
    for code, value in (("pupils", 299), ("rate", 99)):
        MetricValueFactory(metric=_metric(code), bureau=schools[0], year=2024, value=Decimal(value))
    files = [Upload("一.xlsx", filled(downloaded(schools[0], office), {"E6": 300}))]
    rows = _rows(_received(bureau, office, files))
    outcome = _confirmed(rows, office, handing_in=True)
    assert outcome == Outcome(1, 0, ("第一小学：数已保存，还有 1 项待报，没有上报。",))
    assert Submission.objects.count() == 0


def test_a_zip_of_workbooks_is_taken_apart(bureau, office, schools):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("交回/第一小学.xlsx", filled(downloaded(schools[0], office), {"E6": 300}))
        archive.writestr("说明.txt", "x")
    items = judged(_rows(_received(bureau, office, [Upload("交回.zip", target.getvalue())])), office)
    assert [(item.row.filename, item.can_be_confirmed) for item in items] == [("第一小学.xlsx", True)]


def test_units_of_others_stay_out_of_reach(bureau, office, schools):
    stranger = BureauFactory(full_name="别区教育局")
    theirs = downloaded(stranger, member(stranger, Role.EDITOR))
    (item,) = judged(_rows(_received(bureau, office, [Upload("别.xlsx", theirs)])), office)
    assert item.refusal == "这份填报表不是您下属单位的，没有读入。"
    with pytest.raises(PermissionDenied):
        _received(bureau, member(bureau, Role.CONTRIBUTOR), [Upload("一.xlsx", theirs)])


def test_too_much_at_once_is_told(bureau, office, schools):
    with pytest.raises(EdusumError, match="没有选择文件"):
        _received(bureau, office, [])
    with pytest.raises(EdusumError, match="一次最多上传 60 份"):
        _received(bureau, office, [Upload("x.xls", b"x")] * 61)
    with pytest.raises(EdusumError, match="压缩包已损坏或设了密码"):
        _received(bureau, office, [Upload("x.zip", b"PK\x03\x04" + bytes(40))])


def test_a_zip_whose_packed_bytes_are_broken_is_told(bureau, office, schools):
    content = bytearray(_zip({"1.xlsx": bytes(range(256)) * 40}))
    content[36:44] = b"\xff" * 8
    with pytest.raises(EdusumError, match="压缩包已损坏或设了密码"):
        _received(bureau, office, [Upload("x.zip", bytes(content))])


def test_a_zip_that_ends_early_is_told(bureau, office, schools):
    content = bytearray(_zip({"1.xlsx": b""}, method=zipfile.ZIP_STORED))
    sizes = content.index(b"PK\x01\x02") + 20
    content[sizes : sizes + 8] = (10**6).to_bytes(4, "little") * 2
    with pytest.raises(EdusumError, match="压缩包已损坏或设了密码"):
        _received(bureau, office, [Upload("x.zip", bytes(content))])


def test_zips_share_one_allowance_of_what_they_may_unpack(bureau, office, schools):
    large = _zip({f"{number}.xlsx": bytes(4 * 1024 * 1024) for number in range(9)})
    with pytest.raises(EdusumError, match="压缩包里的表格解开后太大"):
        _received(bureau, office, [Upload("甲.zip", large), Upload("乙.zip", large)])
    many = _zip({f"{number}.xlsx": b"" for number in range(40)})
    with pytest.raises(EdusumError, match="一次最多上传 60 份"):
        _received(bureau, office, [Upload("甲.zip", many), Upload("乙.zip", many)])
    with pytest.raises(EdusumError, match=r"“x\.zip”里的文件太多"):
        _received(bureau, office, [Upload("x.zip", b"PK\x03\x04" + b"PK\x01\x02" * 5001)])


def test_one_workbook_that_unpacks_too_large_is_told_and_the_others_are_read(bureau, office, schools):
    good = filled(downloaded(schools[0], office), {"E6": 300})
    content = _zip({"大.xlsx": bytes(6 * 1024 * 1024), "一.xlsx": good})
    items = judged(_rows(_received(bureau, office, [Upload("x.zip", content)])), office)
    assert [(item.can_be_confirmed, item.refusal[:9]) for item in items] == [
        (False, "文件超过 5 MB"),
        (True, ""),
    ]


def test_zips_packed_in_unusual_ways_are_told(bureau, office, schools):
    content = _zip({"一.xlsx": b"x" * 900}, method=zipfile.ZIP_LZMA)
    with pytest.raises(EdusumError, match="压缩包已损坏或设了密码"):
        _received(bureau, office, [Upload("x.zip", content)])


def _zip(files, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _marks(rows, actor):
    """As the page of the batch has them."""
    return {item.row.pk: item.preview.mark for item in judged(rows, actor) if item.can_be_confirmed}


def _confirmed(rows, actor, **wishes):
    return confirm_batch(rows=rows, actor=actor, marks=_marks(rows, actor), **wishes)


def _received(bureau, actor, uploads):
    return receive_files(owner=bureau, year=2025, period="year", uploads=uploads, actor=actor)


def _rows(batch):
    return list(WorkbookImport.objects.filter(batch=batch).select_related("bureau").order_by("pk"))


def _metric(code):
    from edusum.metrics.models import MetricDefinition

    return MetricDefinition.objects.get(code=code)
