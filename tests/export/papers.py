"""Documents to try the Word file on: a rich one by hand, and any number of generated ones."""

from hypothesis import strategies as st

from edusum.document.model import (
    Attachment,
    Chart,
    Column,
    Document,
    FigureRun,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    Section,
    Series,
    SignOff,
    Table,
)

TEXT = (
    "全区教育系统坚持以人民为中心发展教育，统筹推进学前教育普及普惠、义务教育优质均衡和普通高中特色多样发展，"
    "各项工作取得新进展。全区现有各级各类学校97所，学前三年毛入园率达97.3%，比上年提高2.1个百分点。"
)
GAP = FigureRun("【待补：公办园占比】", "公办园占比", "{{ 公办园占比 }}", is_gap=True)
FIGURE = FigureRun("75%", "公办在园幼儿占比", "{{ 公办在园幼儿占比 }}")
INDICATORS = Table(
    "2025年主要指标",
    (
        Column("指标", width=4),
        Column("2024年", "right", 2),
        Column("2025年", "right", 2),
        Column("变化", "center", 3),
    ),
    (("学前三年毛入园率", "95.2%", "97.3%", "▲ 2.1 个百分点"), ("学校数", "97所", "【待补】", "")),
    "注：2024年数据为示例。",
)

SCHOOLS = Table(
    "各级各类学校情况",
    (Column("学校", width=3), *(Column(f"{year}年", "right") for year in range(2016, 2026))),
    tuple((f"示例学校{number}", *(f"{number + year}人" for year in range(10))) for number in range(1, 4)),
    is_landscape=True,
)
ENROLMENT = Chart(
    "trend",
    "近三年毛入园率",
    ("2023年", "2024年", "2025年"),
    (Series("全区", ("93.1", "95.2", "97.3")), Series("全市", ("94", None, "96.5"))),
    "%",
    "注：2024年全市数据未公布。",
)


def paragraph(*runs: str | FigureRun) -> Paragraph:
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def rich_paper() -> Document:
    """Every kind of thing that a document can hold, but a table of contents and what only speeches have."""
    fourth = Section(4, "（1）", "新建公办园", blocks=(paragraph("新建3所。"),))
    third = Section(3, "1.", "扩大普惠资源", blocks=(paragraph("普惠率", FIGURE, "，公办园占比", GAP, "。"),))
    own_lines = (
        Section(
            2, "（一）", "学前教育", key="preschool", blocks=(paragraph(TEXT),), sections=(third, fourth)
        ),
        Section(2, "（二）", "义务教育", is_run_in=True, blocks=(paragraph("学位充足。"), INDICATORS)),
        Section(3, "1.", "师资", is_run_in=True, blocks=(paragraph(TEXT), ENROLMENT)),
    )
    return Document(
        title="示例区教育局关于报送2025年全区教育系统工作总结及2026年工作要点的报告",
        subtitle="（征求意见稿）",
        sections=(
            Section(0, "", "", blocks=(paragraph(TEXT),)),
            Section(1, "一、", "主要工作", sections=own_lines),
            Section(1, "二、", "下一步打算", blocks=(paragraph(TEXT), paragraph("总体较好。"))),
        ),
        addressee="区人民政府：",
        sign_off=SignOff("示例区教育局", "2025年12月31日", note="联系人：某某，电话：0000000"),
        bureau="示例区教育局",
        year=2025,
        genre="年度工作总结",
        attachments=(
            Attachment("2025年主要指标", (Section(0, "", "", blocks=(SCHOOLS,)),)),
            Attachment("先进单位名单"),
            Attachment("2026年工作要点", (Section(1, "一、", "学前教育", blocks=(paragraph(TEXT),)),)),
        ),
        letterhead=Letterhead(
            "示例区教育局文件", "示教〔2026〕3号", ("某某",), serial="000001", secrecy="内部", urgency="平急"
        ),
        imprint=Imprint("区委办公室，区人大常委会办公室。", "示例区教育局办公室", "2026年1月8日"),
    )


def speech_paper() -> Document:
    """What only speeches have, with words that lead in."""
    leads = "一是抓普惠。新建公办园3所，增加学位810个。二是强师资，招聘教师120名。三是保安全。四是促公平。"
    return Document(
        title="在全市教育系统重点工作动员会上的讲话",
        subtitle="在新的起点上办好人民满意的教育",
        speaker="某某某",
        spoken_on="2026年2月8日",
        salutation="同志们：",
        sections=(Section(1, "一、", "认清形势", blocks=(paragraph(TEXT), paragraph(leads))),),
        bureau="示例区教育局",
        year=2026,
        genre="讲话稿",
    )


def part_paper() -> Document:
    """A document divided into parts, with a table of contents."""
    below = Section(
        2,
        "一、",
        "学前教育",
        blocks=(paragraph(TEXT),),
        sections=(Section(3, "（一）", "普惠", blocks=(paragraph(TEXT),)), Section(4, "1.", "新建园")),
    )
    return Document(
        title="示例区教育局2025年工作总结",
        sections=(
            Section(1, "第一部分　", "2025年工作总结", sections=(below,)),
            Section(1, "第二部分　", "2026年工作打算", blocks=(paragraph(TEXT),)),
        ),
        sign_off=SignOff("示例区教育局", "2026年1月8日"),
        attachments=(Attachment("数据来源", (Section(0, "", "", blocks=(paragraph(TEXT),)),)),),
        has_contents=True,
    )


texts = st.text(
    st.sampled_from("教育局工作，。“”《》·—＆…㐂𠮷😀\u200f2025%ab <>&\"'\t\n\r\x00\x0b\ud800\uffff"),
    max_size=30,
)
runs = st.one_of(
    st.builds(Run, texts),
    st.builds(FigureRun, texts, st.just("名"), st.just("{{ 名 }}"), st.booleans()),
)
paragraphs = st.builds(Paragraph, st.lists(runs, max_size=4).map(tuple))
columns = st.builds(Column, texts, st.sampled_from(("left", "center", "right")), st.integers(0, 5))


kinds = st.sampled_from(("trend", "comparison", "share"))
values = st.none() | st.sampled_from(("97.3", "-2", "0", "1200000", "0.05"))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    heads = draw(st.lists(columns, max_size=5))
    row = st.lists(texts, min_size=len(heads), max_size=len(heads)).map(tuple)
    rows = draw(st.lists(row, max_size=4))
    return Table(draw(texts), tuple(heads), tuple(rows), draw(texts), draw(st.booleans()))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    categories = draw(st.lists(texts, max_size=4).map(tuple))
    row = st.lists(values, min_size=len(categories), max_size=len(categories)).map(tuple)
    series = draw(st.lists(st.builds(Series, texts, row), max_size=3).map(tuple))
    return Chart(draw(kinds), draw(texts), categories, series, draw(texts), draw(texts))


blocks = st.one_of(paragraphs, tables(), charts())


def sections(inner: st.SearchStrategy[tuple[Section, ...]]) -> st.SearchStrategy[Section]:
    return st.builds(
        Section,
        level=st.integers(0, 4),
        marker=st.sampled_from(("", "一、", "（一）", "1.", "（1）", "第一部分　")),
        heading=texts,
        is_run_in=st.booleans(),
        key=st.just("key"),
        blocks=st.lists(blocks, max_size=3).map(tuple),
        sections=inner,
    )


letterheads = st.builds(Letterhead, texts, texts, st.lists(texts, max_size=3).map(tuple), texts, texts, texts)


def documents() -> st.SearchStrategy[Document]:
    """Sections two deep, with every kind of block and characters that XML cannot hold."""
    leaves = sections(st.just(()))
    trees = sections(st.lists(leaves, max_size=2).map(tuple))
    attached = st.builds(Attachment, texts, st.lists(leaves, max_size=2).map(tuple))
    return st.builds(
        Document,
        title=texts,
        sections=st.lists(trees, max_size=3).map(tuple),
        salutation=texts,
        sign_off=st.none() | st.builds(SignOff, texts, texts | st.just("2026年2月30日"), texts),
        bureau=texts,
        year=st.integers(0, 12000),
        genre=texts,
        subtitle=texts,
        speaker=texts,
        spoken_on=texts,
        addressee=texts,
        attachments=st.lists(attached, max_size=3).map(tuple),
        letterhead=st.none() | letterheads,
        imprint=st.none() | st.builds(Imprint, texts, texts, texts),
        has_contents=st.booleans(),
    )
