"""Workbooks for filling: out, filled, in again; what of them is stored, and when none of it is."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from edusum.common.errors import EdusumError
from edusum.metrics.enums import ImportState
from edusum.metrics.facts import facts_of
from edusum.metrics.figures import Reading
from edusum.metrics.locking import hold_figures
from edusum.metrics.models import MetricAssignment, MetricValue, MetricValueRevision, PendingChange
from edusum.metrics.saving import Saved, ValueEntry, save_values
from edusum.metrics.services import figures
from edusum.metrics.sheet import Asked, SheetPage
from edusum.metrics.workbooks.importing import (
    DecidedError,
    FaultyError,
    MovedOnError,
    confirm_import,
    drop_import,
)
from edusum.metrics.workbooks.offering import Extent, workbook_of
from edusum.metrics.workbooks.previewing import preview_of
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
)
from tests.metrics.books import downloaded, filled, received

pytestmark = pytest.mark.django_db
"""In the workbook of `library` the figures stand in rows 6 to 9: 园、率、比、经费."""


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def office(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def library(bureau):
    metrics = [
        MetricDefinitionFactory(code="schools", name="幼儿园数", unit="所", definition_note="含民办园。"),
        MetricDefinitionFactory(code="rate", name="毛入园率", percent=True),
        MetricDefinitionFactory(code="ratio", name="生师比", ratio=True, decimals=1),
        MetricDefinitionFactory(code="money", name="教育经费", unit="万元", kind="money", decimals=2),
    ]
    MetricValueFactory(metric=metrics[0], bureau=bureau, value=Decimal(58))
    MetricValueFactory(metric=metrics[0], bureau=bureau, year=2024, value=Decimal(57))
    MetricValueFactory(metric=metrics[1], bureau=bureau, value=Decimal("92.3"), approximation="over")
    MetricValueFactory(metric=metrics[3], bureau=bureau, not_applicable=True)
    return metrics


def test_a_workbook_that_nobody_touched_changes_nothing(bureau, office, library):
    row = received(bureau, office, downloaded(bureau, office))
    preview = preview_of(row, office)
    assert (preview.steps, preview.faults, preview.remarks) == ((), (), ())
    assert _confirmed(row, office) == Saved()


def test_what_was_filled_is_shown_and_then_stored(bureau, office, library):
    book = downloaded(bureau, office)
    cells = {"E6": 60, "H6": "教育事业统计", "E7": 93.1, "G7": None, "E8": "1:6.3", "F9": "待报"}
    row = received(bureau, office, filled(book, cells))
    preview = preview_of(row, office)
    assert [(step.cell, step.name, step.now_words, step.words, step.note) for step in preview.steps] == [
        ("填报表!E6", "幼儿园数", "58所", "60所", "教育事业统计"),
        ("填报表!E7", "毛入园率", "逾92.30%", "93.10%", ""),
        ("填报表!E8", "生师比", "待报", "1:6.3", ""),
        ("填报表!E9", "教育经费", "不适用", "待报", ""),
    ]
    assert MetricValueRevision.objects.count() == 0
    assert _confirmed(row, office) == Saved(4, 0)
    assert {name: figure.current for name, figure in figures(bureau, 2025).items()} == {
        "幼儿园数": Reading("filled", Decimal(60), None, "", "教育事业统计"),
        "毛入园率": Reading("filled", Decimal("93.1")),
        "生师比": Reading("filled", None, (Decimal(1), Decimal("6.3"))),
        "教育经费": Reading(),
    }
    assert {revision.origin for revision in MetricValueRevision.objects.all()} == {"workbook"}


def test_one_wrong_cell_stores_nothing_and_is_named(bureau, office, library):
    book = filled(downloaded(bureau, office), {"E6": 60, "E7": 173, "E8": "6.3", "F9": "没有"})
    row = received(bureau, office, book)
    assert [
        (fault.cell, fault.name, fault.typed, fault.words) for fault in preview_of(row, office).faults
    ] == [
        ("填报表!E7", "毛入园率", "173", "不能大于 100%，请核对。"),
        ("填报表!E8", "生师比", "6.3", "“6.3”不是比，请写成“前项:后项”，如 1:6.3。"),
        ("填报表!F9", "教育经费", "没有", "状态只能是“已填”“不适用”“待报”，不能是“没有”。"),
    ]
    with pytest.raises(FaultyError, match="表里有 3 处填得不对"):
        _confirmed(row, office)
    assert MetricValue.objects.get(metric__code="schools", year=2025).value == 58


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"F6": "不适用"}, "状态是“不适用”，却填了数值。要报这个数请选“已填”，不报请把数值清空。"),
        ({"F6": "待报"}, "状态是“待报”，却填了数值。要报这个数请选“已填”，不报请把数值清空。"),
        (
            {"E6": None, "F6": "已填"},
            "状态是“已填”，却没有数值。请填数值，没有这项工作的选“不适用”，还没有数的选“待报”。",
        ),
        ({"E6": "不适用", "F6": "待报"}, "数值栏写的是“不适用”，状态却是“待报”，请改成一致。"),
        ({"G6": "差不多"}, "约数只能从列表里选（逾、近、以上、左右、以下、以内），不能是“差不多”。"),
        ({"H6": "字" * 201}, "说明有 201 个字，最多 200 个字。"),
        ({"H6": "=A1"}, "说明里不能用公式，请直接写文字。"),
    ],
)
def test_a_state_that_belies_the_figure_is_told(bureau, office, library, cells, words):
    row = received(bureau, office, filled(downloaded(bureau, office), cells))
    assert [fault.words for fault in preview_of(row, office).faults] == [words]


@pytest.mark.parametrize(
    ("cells", "reading"),
    [
        ({"E6": None}, Reading()),
        ({"E6": None, "F6": "不适用"}, Reading("not_applicable")),
        ({"E6": "不适用"}, Reading("not_applicable")),
        ({"E6": "不适用", "F6": "不适用"}, Reading("not_applicable")),
        ({"E6": 0}, Reading("filled", Decimal(0))),
        ({"E6": "逾500"}, Reading("filled", Decimal(500), None, "over")),
        ({"E6": 500, "G6": "近", "F6": "已填"}, Reading("filled", Decimal(500), None, "near")),
        ({"E6": "3—5"}, Reading("filled", None, (Decimal(3), Decimal(5)), "range")),
    ],
)
def test_nothing_zero_and_not_applicable_stay_apart(bureau, office, library, cells, reading):
    row = received(bureau, office, filled(downloaded(bureau, office), cells))
    assert [step.reading for step in preview_of(row, office).steps] == [reading]


def _insert_row(book):
    book["填报表"].insert_rows(7)


def _delete_row(book):
    book["填报表"].delete_rows(7)


def _insert_column(book):
    book["填报表"].insert_cols(4)


def _swap(book):
    page = book["填报表"]
    for column in "ABCDE":
        page[f"{column}6"].value, page[f"{column}7"].value = (
            page[f"{column}7"].value,
            page[f"{column}6"].value,
        )


def _rename(book):
    book["填报表"]["A6"] = "幼儿园总数"


def _other_unit(book):
    book["填报表"]["B9"] = "亿元"


def _add_row(book):
    book["填报表"]["A12"] = "小学数"


def _fill_heading(book):
    book["填报表"]["E5"] = 3


def _break_seal(book):
    book["_edusum"]["A1"] = book["_edusum"]["A1"].value[:-3] + "abc"


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (_insert_row, "第 7 行应是“毛入园率”，现在是空的：有行被移动、增删或改名了，整份没有读入。"),
        (_delete_row, "第 7 行应是“毛入园率”，现在是“生师比”：有行被移动、增删或改名了，整份没有读入。"),
        (_swap, "第 6 行应是“幼儿园数”，现在是“毛入园率”：有行被移动、增删或改名了，整份没有读入。"),
        (_rename, "第 6 行应是“幼儿园数”，现在是“幼儿园总数”：有行被移动、增删或改名了，整份没有读入。"),
        (_insert_column, "填报表的表头已被改动或移动（应在第 4 行），看不准各列是什么。"),
        (_other_unit, "第 9 行“教育经费”的单位应是“万元”，现在是“亿元”，整份没有读入。"),
        (_add_row, "表末第 12 行多出了内容，这张表里不能加行，整份没有读入。"),
        (_fill_heading, "第 5 行是“学前教育”的标题行，不能填写，整份没有读入。请改正后再上传。"),
        (_break_seal, "填报表里的校验信息已被改动，或者不是本系统下载的，整份没有读入。"),
    ],
)
def test_a_workbook_whose_structure_was_altered_is_refused(bureau, office, library, do, words):
    with pytest.raises(EdusumError, match=re.escape(words)):
        received(bureau, office, filled(downloaded(bureau, office), {"E6": 60}, do=do))


def test_a_workbook_of_another_year_or_bureau_is_refused(bureau, office, library):
    last_year = downloaded(bureau, office, year=2024)
    with pytest.raises(EdusumError, match="这份填报表是2024年的，您现在导入的是2025年的，没有读入"):
        received(bureau, office, last_year)
    other = BureauFactory(full_name="别区教育局")
    theirs = downloaded(other, member(other, Role.EDITOR))
    with pytest.raises(EdusumError, match="这份填报表是“别区教育局”的，不是“示例区教育局”的"):
        received(bureau, office, theirs)
    half = downloaded(bureau, office, period="first_half")
    with pytest.raises(EdusumError, match="这份填报表是2025年上半年的"):
        received(bureau, office, half)


def test_a_metric_that_got_another_unit_meanwhile_makes_the_workbook_an_old_one(bureau, office, library):
    book = downloaded(bureau, office)
    library[3].unit = "亿元"
    library[3].save()
    with pytest.raises(EdusumError, match="下载以后，指标“教育经费”的名称或单位已经改了"):
        received(bureau, office, book)


def test_a_figure_changed_by_others_since_the_download_is_only_overwritten_on_demand(bureau, office, library):
    book = downloaded(bureau, office)
    _store(bureau, office, library[0], 59)
    row = received(bureau, office, filled(book, {"E6": 60, "E7": 93.1}))
    preview = preview_of(row, office)
    assert [(step.code, step.is_conflict, step.seen) for step in preview.steps] == [
        ("schools", True, "58所"),
        ("rate", False, ""),
    ]
    assert confirm_import(row=row, actor=office, mark=preview.mark) == Saved(1, 0)
    assert MetricValue.objects.get(metric=library[0], year=2025).value == 59
    again = received(bureau, office, filled(book, {"E6": 60}))
    mark = preview_of(again, office).mark
    assert confirm_import(row=again, actor=office, mark=mark, anyway={"schools"}) == Saved(1, 0)
    assert MetricValue.objects.get(metric=library[0], year=2025).value == 60


def test_an_untouched_cell_never_undoes_what_others_changed(bureau, office, library):
    book = downloaded(bureau, office)
    _store(bureau, office, library[0], 59)
    row = received(bureau, office, filled(book, {"E7": 93.1}))
    _confirmed(row, office)
    assert MetricValue.objects.get(metric=library[0], year=2025).value == 59


def test_a_figure_changed_between_preview_and_confirmation_is_told_and_nothing_stored(
    bureau, office, library
):
    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 60, "E7": 93.1}))
    mark = preview_of(row, office).mark
    _store(bureau, office, library[0], 59)
    with pytest.raises(MovedOnError):
        confirm_import(row=row, actor=office, mark=mark)
    assert MetricValue.objects.get(metric=library[1], year=2025).value == Decimal("92.3")


def test_an_import_is_decided_once(bureau, office, library):
    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 60}))
    _confirmed(row, office)
    row.refresh_from_db()
    assert (row.state, row.changed_count) == (ImportState.STORED, 1)
    with pytest.raises(DecidedError, match="这份表格已经导入过了"):
        confirm_import(row=row, actor=office, mark="")
    with pytest.raises(DecidedError):
        drop_import(row=row, actor=office)
    dropped = drop_import(row=received(bureau, office, downloaded(bureau, office)), actor=office)
    with pytest.raises(DecidedError, match="这份表格已经放弃了"):
        confirm_import(row=dropped, actor=office, mark="")


def test_what_is_held_becomes_a_change_to_publish(bureau, office, library):
    hold_figures(
        bureau=bureau, year=2025, period="year", names=["幼儿园数"], holder="x:1", words="写进了“学前教育”"
    )
    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 60, "E7": 93.1}))
    assert [step.held for step in preview_of(row, office).steps] == [("写进了“学前教育”",), ()]
    assert _confirmed(row, office) == Saved(1, 1)
    assert PendingChange.objects.get().value == 60


def test_what_another_department_fills_is_locked_and_refused(bureau, library):
    ours, theirs = DepartmentFactory(bureau=bureau), DepartmentFactory(bureau=bureau, name="财务科")
    clerk = member(bureau, Role.CONTRIBUTOR, ours)
    MetricAssignment.objects.create(bureau=bureau, year=2025, metric=library[3], department=theirs)
    book = downloaded(bureau, clerk)
    row = received(bureau, clerk, filled(book, {"E6": 60, "E9": 5}))
    assert [fault.words for fault in preview_of(row, clerk).faults] == [
        "状态是“不适用”，却填了数值。要报这个数请选“已填”，不报请把数值清空。"
    ]
    row = received(bureau, clerk, filled(book, {"E6": 60, "E9": 5, "F9": "已填"}))
    assert [fault.words for fault in preview_of(row, clerk).faults] == [
        "这一项不归您填报，表里已锁定，请恢复原来的数，或请负责的科室改。"
    ]


def test_doubts_of_the_sheet_are_told_before_anything_is_stored(bureau, office, library):
    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 580}))
    (step,) = preview_of(row, office).steps
    assert step.asks_reason
    assert step.doubts[0].startswith("约为上年的 10 倍")
    confirm_import(
        row=row, actor=office, mark=preview_of(row, office).mark, reasons={"schools": "合并统计口径"}
    )
    assert MetricValue.objects.get(metric=library[0], year=2025).reason == "合并统计口径"


def test_a_workbook_holds_what_is_asked_for(bureau, office, library):
    content = downloaded(bureau, office, extent=Extent(only="rate"))
    row = received(bureau, office, filled(content, {"E6": 95}))
    assert [step.code for step in preview_of(row, office).steps] == ["rate"]
    with pytest.raises(EdusumError, match="没有可填的指标"):
        downloaded(bureau, office, extent=Extent(words="没有的"))


def test_a_workbook_holds_just_what_the_sheet_shows(bureau, library):
    ours, theirs = DepartmentFactory.create_batch(2, bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, ours)
    for metric, department in ((library[0], ours), (library[3], theirs)):
        MetricAssignment.objects.create(bureau=bureau, year=2025, metric=metric, department=department)
    for scope in ("", "own", "all"):
        page = SheetPage(Asked(2025, scope=scope), bureau, editable=True, departments=[ours.pk])
        book = workbook_of(facts_of(bureau, 2025, "year"), clerk, Extent(scope=scope))
        assert [line.wanted.code for line in book.lines] == [metric.code for metric in page.metrics]


def test_who_may_not_fill_gets_no_workbook_and_brings_none_in(bureau, office, library):
    director = member(bureau, Role.DIRECTOR)
    with pytest.raises(PermissionDenied):
        downloaded(bureau, director)
    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 60}))
    with pytest.raises(PermissionDenied):
        confirm_import(row=row, actor=director, mark="")
    with pytest.raises(PermissionDenied):
        drop_import(row=row, actor=director)


def test_hidden_rows_and_words_beside_the_table_are_told(bureau, office, library):
    def hide(book):
        book["填报表"].row_dimensions[6].hidden = True
        book["填报表"]["J6"] = "随手记"

    row = received(bureau, office, filled(downloaded(bureau, office), {"E6": 60}, do=hide))
    assert preview_of(row, office).remarks == (
        "有 1 行在表里是隐藏的，也照常读了：幼儿园数。",
        "“说明”右边还写了别的内容，没有读取。",
    )


def test_a_merged_cell_is_told(bureau, office, library):
    def merge(book):
        book["填报表"].merge_cells("E6:E7")

    row = received(bureau, office, filled(downloaded(bureau, office), {}, do=merge))
    assert [(fault.cell, fault.words[:8]) for fault in preview_of(row, office).faults] == [
        ("填报表!E7", "这一格并在上面或")
    ]


def _confirmed(row, actor):
    return confirm_import(row=row, actor=actor, mark=preview_of(row, actor).mark)


def _store(bureau, actor, metric, value):
    save_values(
        bureau=bureau,
        year=2025,
        entries=[ValueEntry(metric.pk, Reading("filled", Decimal(value)))],
        actor=actor,
    )
