"""A fixed paper that shows what a bureau chooses: every level, table, chart, attachment and sign-off."""

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
    SignOff,
    Table,
)


def sample_document() -> Document:
    """Made up, of a bureau that does not exist; the same each time."""
    return _SAMPLE


def _text(*parts: str | FigureRun) -> Paragraph:
    return Paragraph(tuple(Run(part) if isinstance(part, str) else part for part in parts))


def _figure(text: str, name: str) -> FigureRun:
    return FigureRun(text, name, f"{{{{ {name} }}}}")


_TABLE = Table(
    "学前教育主要指标",
    (
        Column("指标", "left", 5),
        Column("2024年", "right", 3),
        Column("2025年", "right", 3),
        Column("增减", "right", 4),
    ),
    (
        ("幼儿园（所）", "56", "58", "增加2所"),
        ("在园幼儿（人）", "12380", "12500", "增长1.0%"),
        ("普惠性幼儿园覆盖率（%）", "88.6", "91.4", "提高2.8个百分点"),
    ),
    "注：表中数字是为看版式编写的。",
)
_CHART = Chart(
    "trend",
    "普惠性幼儿园覆盖率",
    ("2022年", "2023年", "2024年", "2025年"),
    (Series("覆盖率", ("82.1", "85.7", "88.6", "91.4")),),
    "%",
    "注：图中数字是为看版式编写的。",
)
_OPENING = _text(
    "这份样张用来看版式，内容是编写的。2025年，示例区教育系统围绕“办好家门口的学校”，",
    "扩学位、强队伍、保安全，全年新增公办学位",
    _figure("1200个", "新增公办学位数"),
    "，3件民生实事按期办结（见附件1）。",
)
_TASKS = _text(
    "抓住三个关键环节推进。一是扩大供给。新建、改建幼儿园2所，收回小区配套园1所。"
    "二是降低费用。公办园保教费按新标准执行，困难家庭幼儿免交。三是提高质量。"
    "城区优质园与乡镇园结对18组，送教下乡46次。"
)
_SAMPLE = Document(
    title="示例区教育局关于2025年教育工作情况和2026年工作打算的报告",
    addressee="示例区人民政府：",
    sections=(
        Section(0, "", "", blocks=(_OPENING,)),
        Section(
            1,
            "一、",
            "2025年工作情况",
            sections=(
                Section(
                    2,
                    "（一）",
                    "学前教育普惠发展",
                    blocks=(_TASKS, _TABLE),
                    sections=(
                        Section(
                            3,
                            "1.",
                            "补上学位缺口",
                            blocks=(_text("入园高峰已过，学位由紧缺转为宽松，各园平均班额降到26人。"),),
                        ),
                        Section(
                            4,
                            "（1）",
                            "新建幼儿园",
                            blocks=(_text("东片、南片各新建1所，9月开园。"),),
                        ),
                        Section(3, "2.", "办园质量", is_run_in=True, blocks=(_text("全部通过年度评估。"),)),
                    ),
                ),
                Section(2, "（二）", "变化趋势", blocks=(_text("普惠性幼儿园覆盖率连续四年提高。"), _CHART)),
            ),
        ),
        Section(
            1,
            "二、",
            "2026年工作打算",
            blocks=(_text("继续扩大普惠性资源，公办园在园幼儿占比达到62%，把实事办到群众心坎上。"),),
        ),
    ),
    sign_off=SignOff("示例区教育局", "2026年1月8日", "联系人：办公室，电话：000-0000000"),
    attachments=(
        Attachment(
            "2025年教育民生实事完成情况",
            (
                Section(
                    0,
                    "",
                    "",
                    blocks=(_text("3件实事为：新建幼儿园、改造学校厕所、开通校园定制公交，均已办结。"),),
                ),
            ),
        ),
        Attachment("2026年教育工作任务分工"),
    ),
    bureau="示例区教育局",
    year=2025,
    genre="年度工作总结",
)
