"""Documents to try the Word file on: a rich one by hand, and any number of generated ones."""

from hypothesis import strategies as st

from edusum.document.model import Column, Document, FigureRun, Paragraph, Run, Section, SignOff, Table

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


def paragraph(*runs: str | FigureRun) -> Paragraph:
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def rich_paper() -> Document:
    """Every kind of thing that a document can hold."""
    fourth = Section(4, "（1）", "新建公办园", blocks=(paragraph("新建3所。"),))
    third = Section(3, "1.", "扩大普惠资源", blocks=(paragraph("普惠率", FIGURE, "，公办园占比", GAP, "。"),))
    own_lines = (
        Section(2, "（一）", "学前教育", blocks=(paragraph(TEXT),), sections=(third, fourth)),
        Section(2, "（二）", "义务教育", is_run_in=True, blocks=(paragraph("学位充足。"), INDICATORS)),
        Section(3, "1.", "师资", is_run_in=True, blocks=(paragraph(TEXT),)),
    )
    return Document(
        title="示例区教育局关于报送2025年全区教育系统工作总结及2026年工作要点的报告",
        sections=(
            Section(0, "", "", blocks=(paragraph(TEXT),)),
            Section(1, "一、", "主要工作", sections=own_lines),
            Section(1, "二、", "下一步打算", blocks=(paragraph(TEXT), paragraph("总体较好。"))),
        ),
        salutation="区人民政府：",
        sign_off=SignOff("示例区教育局", "2025年12月31日"),
        bureau="示例区教育局",
        year=2025,
        genre="年度工作总结",
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


@st.composite
def tables(draw: st.DrawFn) -> Table:
    heads = draw(st.lists(columns, min_size=1, max_size=5))
    row = st.lists(texts, min_size=len(heads), max_size=len(heads)).map(tuple)
    return Table(draw(texts), tuple(heads), tuple(draw(st.lists(row, max_size=4))), draw(texts))


def sections(inner: st.SearchStrategy[tuple[Section, ...]]) -> st.SearchStrategy[Section]:
    return st.builds(
        Section,
        level=st.integers(0, 4),
        marker=st.sampled_from(("", "一、", "（一）", "1.", "（1）", "第一部分　")),
        heading=texts,
        is_run_in=st.booleans(),
        key=st.just("key"),
        blocks=st.lists(st.one_of(paragraphs, tables()), max_size=3).map(tuple),
        sections=inner,
    )


def documents() -> st.SearchStrategy[Document]:
    """Sections two deep, with every kind of block and characters that XML cannot hold."""
    leaves = sections(st.just(()))
    trees = sections(st.lists(leaves, max_size=2).map(tuple))
    return st.builds(
        Document,
        title=texts,
        sections=st.lists(trees, max_size=3).map(tuple),
        salutation=texts,
        sign_off=st.none() | st.builds(SignOff, texts, texts | st.just("2026年2月30日")),
        bureau=texts,
        year=st.integers(0, 12000),
        genre=texts,
    )
