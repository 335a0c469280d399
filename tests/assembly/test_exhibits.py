"""Tables, charts and attachments of a draft as blocks of its Document."""

from decimal import Decimal

import pytest

from edusum.assembly.exhibits import usual_columns
from edusum.assembly.services import document_of
from edusum.document.layout import em_width
from edusum.document.model import (
    Attachment,
    Chart,
    Column,
    Document,
    FigureRun,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
)
from edusum.drafts.enums import TableColumn
from edusum.drafts.models import Draft
from edusum.library.enums import Genre
from edusum.metrics.services import figures as read_figures
from tests.factories import (
    AttachmentFactory,
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    exhibit_of,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def draft(bureau):
    return started_draft(bureau=bureau, version=published_version({"学前": ["稳步发展。"]}))


@pytest.fixture
def row(draft):
    return draft.section_texts.get()


def metric(name, bureau, values, **fields):
    """A metric with values by year; a pair is of a ratio, None says 不适用."""
    made = MetricDefinitionFactory(name=name, **fields)
    for year, value in values.items():
        given = {"not_applicable": True} if value is None else {"value": Decimal(str(value))}
        MetricValueFactory(metric=made, bureau=bureau, year=year, **given)
    return made


def blocks(draft):
    """What stands after the text of the first section."""
    document = document_of(Draft.objects.with_names().get(pk=draft.pk))
    assert Document.from_json(document.to_json()) == document
    return document.sections[0].blocks[1:]


def test_a_table_tells_both_years_and_what_changed(draft, row, bureau):
    rate = metric("入园率", bureau, {2024: "90.2", 2025: "92.3"}, percent=True)
    count = metric("幼儿园数", bureau, {2024: 56, 2025: 58}, unit="所")
    fallen = metric("隐患数", bureau, {2024: 112, 2025: 96}, unit="处")
    level = metric("事故数", bureau, {2024: 0, 2025: 0}, unit="起")
    rank = metric("位次", bureau, {2024: 5, 2025: 3}, unit="", kind="rank")
    new, missing = metric("新指标", bureau, {2025: 8}), metric("学位数", bureau, {2024: 7})
    silent = metric("不涉及", bureau, {2025: None})
    exhibit_of(
        *(rate, count, fallen, level, rank, new, missing, silent),
        section_text=row,
        caption="{{ 年度 }}年指标",
        has_growth=True,
    )
    [table] = blocks(draft)
    assert table == Table(
        caption="2025年指标",
        columns=(
            Column("指标", width=60),
            Column("单位", "center", width=31),
            Column("2024年", "right", width=44),
            Column("2025年", "right", width=51),
            Column("增减", "right", width=96),
            Column("增幅", "right", width=44),
        ),
        rows=(
            ("入园率", "%", "90.20", "92.30", "提高2.10个百分点", "—"),
            ("幼儿园数", "所", "56", "58", "增加2所", "3.6%"),
            ("隐患数", "处", "112", "96", "减少16处", "-14.3%"),
            ("事故数", "起", "0", "0", "持平", "—"),
            ("位次", "", "5", "3", "前移2位", "—"),
            ("新指标", "人", "—", "8", "—", "—"),
            ("学位数", "人", "7", "【待补】", "—", "—"),
            ("不涉及", "人", "—", "—", "—", "—"),
        ),
    )


def test_a_table_has_the_columns_that_are_wanted_and_notes_on_turned_pages(draft, row, bureau):
    count = MetricDefinitionFactory(name="幼儿园数", unit="所")
    MetricValueFactory(metric=count, bureau=bureau, note="含民办")
    unwanted = dict.fromkeys(["has_unit", "has_previous", "has_change"], False)
    exhibit_of(count, section_text=row, has_note=True, is_landscape=True, **unwanted)
    [table] = blocks(draft)
    assert table == Table(
        caption="主要指标",
        columns=(
            Column("指标", width=51),
            Column("2025年", "right", width=44),
            Column("说明", "left", width=41),
        ),
        rows=(("幼儿园数", "100", "含民办"),),
        is_landscape=True,
    )


def test_a_trend_shows_the_years_up_to_the_drafts_own(draft, row, bureau):
    first = metric("入园率", bureau, {2020: 1, 2023: "70.4", 2024: "72.6", 2025: 75}, percent=True)
    second = metric("入学率", bureau, {2022: 95, 2023: 96, 2024: 97, 2025: "97.305"}, percent=True)
    exhibit_of(first, second, section_text=row, kind="trend", caption="变化", year_count=4)
    assert blocks(draft) == (
        Chart(
            kind="trend",
            caption="变化",
            categories=("2022年", "2023年", "2024年", "2025年"),
            series=(
                Series("入园率", (None, "70.40", "72.60", "75")),
                Series("入学率", ("95", "96", "97", "97.31")),
            ),
            unit="%",
            note="注：入园率缺2022年的数值。",
        ),
    )


def test_a_trend_without_this_years_figure_is_followed_by_a_gap(draft, row, bureau):
    exhibit_of(metric("学位数", bureau, {2023: 5, 2024: 7}), section_text=row, kind="trend", year_count=3)
    chart, paragraph = blocks(draft)
    assert (chart.series, chart.note) == ((Series("学位数", ("5", "7", None)),), "")
    assert paragraph == Paragraph(
        (
            Run("趋势图“主要指标”"),
            FigureRun("【待补：学位数】", "学位数", "{{ 学位数 }}", is_gap=True),
        )
    )
    assert [gap.name for gap in document_of(draft).gaps()] == ["学位数"]


def test_a_comparison_sets_two_years_side_by_side(draft, row, bureau):
    boys, girls = metric("男生数", bureau, {2024: 5, 2025: 6}), metric("女生数", bureau, {2025: 4})
    left_out = metric("借读生数", bureau, {2024: 3, 2025: None})
    exhibit_of(boys, girls, left_out, section_text=row, kind="comparison", caption="男女")
    assert blocks(draft) == (
        Chart(
            kind="comparison",
            caption="男女",
            categories=("男生数", "女生数", "借读生数"),
            series=(Series("2024年", ("5", None, "3")), Series("2025年", ("6", "4", None))),
            unit="人",
            note="注：女生数没有上年数值；借读生数不适用。",
        ),
    )


def test_a_share_leaves_out_what_does_not_apply(draft, row, bureau):
    boys, girls, none = (
        metric("男生数", bureau, {2025: 6}),
        metric("女生数", bureau, {2025: 4}),
        metric("未登记", bureau, {2025: None}),
    )
    exhibit_of(boys, girls, none, section_text=row, kind="share", caption="构成")
    [chart] = blocks(draft)
    assert (chart.categories, chart.series, chart.note) == (
        ("男生数", "女生数"),
        (Series("2025年", ("6", "4")),),
        "注：未登记不适用。",
    )


def test_a_share_without_one_of_its_parts_is_a_gap_and_never_a_wrong_pie(draft, row, bureau):
    exhibit_of(
        *(metric("男生数", bureau, {2025: 6}), metric("女生数", bureau, {2024: 4})),
        section_text=row,
        kind="share",
        caption="构成",
    )
    [paragraph] = blocks(draft)
    assert paragraph.text == "构成图“构成”【待补：女生数】"
    assert [gap.name for gap in document_of(draft).gaps()] == ["女生数"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([{2025: 0}, {2025: 0}], "各项都没有数量，画不出构成"),
        ([{2025: 3}, {2025: -1}], "“女生数”是负数，画不出它占多少"),
    ],
)
def test_a_share_that_cannot_be_drawn_says_why_and_counts_as_a_gap(draft, row, bureau, values, said):
    parts = [metric(name, bureau, value) for name, value in zip(("男生数", "女生数"), values, strict=True)]
    exhibit_of(*parts, section_text=row, kind="share", caption="构成")
    [paragraph] = blocks(draft)
    assert paragraph.text == f"【未画出“构成”：{said}】"
    assert len(document_of(draft).gaps()) == 1


def test_a_chart_whose_metrics_no_longer_fit_is_not_drawn(draft, row, bureau):
    first, second = metric("甲", bureau, {2025: 1}), metric("乙", bureau, {2025: 1})
    exhibit_of(first, second, section_text=row, kind="comparison", caption="对比")
    second.unit = "所"
    second.save()
    [paragraph] = blocks(draft)
    assert paragraph.text.startswith("【未画出“对比”：“甲”的单位是“人”，“乙”的单位是“所”")


def test_approximations_are_told_and_ranges_not_drawn(draft, row, bureau):
    about = MetricDefinitionFactory(name="约数")
    MetricValueFactory(metric=about, bureau=bureau, approximation="over")
    span = MetricDefinitionFactory(name="区间")
    MetricValueFactory(metric=span, bureau=bureau, range=True)
    exhibit_of(about, span, section_text=row, kind="trend", year_count=3)
    [chart] = blocks(draft)
    assert chart.series == (Series("约数", (None, None, "100")), Series("区间", (None, None, None)))
    assert chart.note == (
        "注：约数、区间缺2023年、2024年的数值；约数2025年为约数；区间填的是区间，没有画出。"
    )


def test_a_half_year_paper_compares_with_the_same_time(bureau):
    version = published_version({"甲": ["好。"]}, report_template__genre=Genre.HALF_YEAR_SUMMARY)
    draft = started_draft(bureau=bureau, version=version, period="first_half")
    count = metric("幼儿园数", bureau, {2024: 1, 2025: 1}, unit="所")
    MetricValueFactory(metric=count, bureau=bureau, period="first_half", value=Decimal(60))
    for kind in ("comparison", "trend"):
        exhibit_of(count, section_text=draft.section_texts.get(), kind=kind, year_count=3)
    comparison, trend = blocks(draft)
    assert comparison.series == (Series("上年同期", (None,)), Series("上半年", ("60",)))
    assert trend.series == (Series("幼儿园数", (None, None, "60")),)


def test_they_stand_in_order_after_the_text_and_not_in_sections_left_out(draft, row, bureau):
    count = metric("幼儿园数", bureau, {2025: 1})
    exhibit_of(count, section_text=row, caption="后", position=2)
    exhibit_of(count, section_text=row, caption="先", position=1)
    assert [block.caption for block in blocks(draft)] == ["先", "后"]
    draft.section_texts.update(is_omitted=True)
    assert document_of(draft).sections == ()


def test_attachments_stand_behind_the_paper(draft, bureau):
    count = metric("幼儿园数", bureau, {2025: 58}, unit="所")
    full = AttachmentFactory(draft=draft, name="{{ 年度 }}年名单", text="共{{ 幼儿园数 }}。\n甲园")
    exhibit_of(count, section_text=None, attachment=full, has_previous=False, has_change=False)
    AttachmentFactory(draft=draft, name="图册", is_apart=True)
    empty = AttachmentFactory(draft=draft, name="空的")
    nothing = Paragraph((FigureRun("【待补：附件内容】", "附件“空的”的内容", "", is_gap=True),))
    document = document_of(draft)
    assert document.attachments == (
        Attachment(
            "2025年名单",
            (
                Section(
                    level=0,
                    marker="",
                    heading="",
                    key=f"attachment-{full.pk}",
                    blocks=(
                        Paragraph((Run("共"), FigureRun("58所", "幼儿园数", "{{ 幼儿园数 }}"), Run("。"))),
                        Paragraph((Run("甲园"),)),
                        Table(
                            caption="主要指标",
                            columns=(
                                Column("指标", width=60),
                                Column("单位", "center", width=31),
                                Column("2025年", "right", width=44),
                            ),
                            rows=(("幼儿园数", "所", "58"),),
                        ),
                    ),
                ),
            ),
        ),
        Attachment("图册"),
        Attachment("空的", (Section(0, "", "", key=f"attachment-{empty.pk}", blocks=(nothing,)),)),
    )
    assert [gap.name for gap in document.gaps()] == ["附件“空的”的内容"]
    assert Document.from_json(document.to_json()) == document


def test_a_document_takes_as_many_queries_for_one_as_for_three(draft, row):
    def more(count):
        for _ in range(count):
            metrics = MetricDefinitionFactory.create_batch(count)
            exhibit_of(*metrics, section_text=row, kind="trend")
            exhibit_of(*metrics, section_text=None, attachment=AttachmentFactory(draft=draft), kind="trend")

    def read():
        return document_of(Draft.objects.with_names().get(pk=draft.pk))

    more(1)
    one = queries_of(read)
    more(2)
    assert queries_of(read) == one


def test_the_table_of_a_template_tells_growth_if_half_its_rows_grow(bureau):
    count = metric("幼儿园数", bureau, {2024: 56, 2025: 58}, unit="所")
    rates = [metric(name, bureau, {2024: 1, 2025: 2}, percent=True) for name in ("入园率", "入学率")]
    figures = [read_figures(bureau, 2025)[item.phrase_name] for item in (count, *rates)]
    assert [TableColumn.GROWTH in usual_columns(some) for some in (figures[:2], figures, figures[1:])] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("is_landscape", [False, True])
@pytest.mark.parametrize("name_length", [4, 30])
def test_heads_and_numbers_stand_on_one_line_whatever_the_names_are(
    draft, row, bureau, is_landscape, name_length
):
    long = metric("名" * name_length, bureau, {2024: "90.25", 2025: "92.37"}, percent=True, decimals=2)
    missing = MetricDefinitionFactory(name="学位数", unit="人")
    MetricValueFactory(metric=MetricDefinitionFactory(), bureau=bureau)
    exhibit_of(
        *(long, missing),
        section_text=row,
        has_growth=True,
        has_note=True,
        is_landscape=is_landscape,
    )
    [table] = blocks(draft)
    whole = sum(column.width for column in table.columns)
    line = (637.8 if is_landscape else 442.2) / 12
    room = [column.width / whole * line - 8.5 / 12 for column in table.columns]
    cells = [[column.head, *(row[at] for row in table.rows)] for at, column in enumerate(table.columns)]
    kept_whole = dict(
        zip((column.head for column in table.columns), zip(room, cells, strict=True), strict=True)
    )
    assert all(
        em_width(text) + 0.25 <= width
        for head, (width, texts) in kept_whole.items()
        if head not in {"指标", "说明"}
        for text in texts
    )
    assert "【待补】" in kept_whole["2025年"][1]
