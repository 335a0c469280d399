"""Two papers that hold everything a document can hold, as an official would write them."""

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

GAP = FigureRun("【待补：公办园占比】", "公办园占比", "{{ 公办园占比 }}", is_gap=True)
COLUMNS = (
    Column("指标名称", width=4),
    Column("2024年", "right", 2),
    Column("2025年", "right", 2),
    Column("增减", "right", 3),
    Column("增幅", "right", 2),
)
ROWS = (
    ("学校总数（所）", "94", "97", "3", "3.2%"),
    ("在校学生数（人）", "48216", "49870", "1654", "3.4%"),
    ("专任教师数（人）", "3120", "3256", "136", "4.4%"),
    ("学前三年毛入园率", "95.2%", "97.3%", "2.1个百分点", "—"),
    ("普惠性幼儿园覆盖率", "91.5%", "93.8%", "2.3个百分点", "—"),
    ("新增公办学位（个）", "1800", "2460", "660", "36.7%"),
)
INDICATORS = Table("2025年教育事业主要指标", COLUMNS, ROWS, "注：数据截至2025年12月31日。")
YEARS = ("2021年", "2022年", "2023年", "2024年", "2025年")
TREND = Chart(
    "trend",
    "学前三年毛入园率变化情况",
    YEARS,
    (Series("毛入园率", ("90.1", "92.4", "94.0", "95.2", "97.3")),),
    "%",
)
COMPARISON = Chart(
    "comparison",
    "各学段专任教师数",
    ("学前", "小学", "初中", "高中"),
    (Series("2024年", ("820", "1210", "690", "400")), Series("2025年", ("870", "1262", "712", "412"))),
    "人",
)
SHARE = Chart(
    "share",
    "在校学生构成",
    ("学前", "小学", "初中", "高中"),
    (Series("人数", ("9120", "23410", "11240", "6100")),),
    "人",
)
OPENING = (
    "2025年，全区教育系统坚持以人民为中心发展教育，统筹推进学前教育普及普惠、义务教育优质均衡和普通高中特色多样发展，"
    "“十四五”规划确定的12项主要指标全部完成，义务教育巩固率达到99.8%，比上年提高0.3个百分点。现将有关情况报告如下。"
)
WORK = (
    "坚持公益普惠方向，新建、改扩建公办幼儿园6所，新增学位2460个，普惠性幼儿园覆盖率达到93.8%；完善保教质量评估办法，"
    "组织园长和骨干教师培训18期，参训1260人次，保教质量稳步提升。"
)
LEADS = (
    "一是优化学位供给。新建学校3所，新增学位2460个，城区大班额动态清零。二是深化集团化办学。组建教育集团9个，"
    "覆盖学校42所。三是加强教师队伍建设。交流轮岗教师312人，招聘教师136人。"
)


def paragraph(*runs: str | FigureRun) -> Paragraph:
    return Paragraph(tuple(Run(run) if isinstance(run, str) else run for run in runs))


def report() -> Document:
    """A plain report with four levels, tables, charts, attachments (one on a page turned sideways)."""
    return Document(
        title="示例区教育局关于2025年度教育事业发展情况的报告",
        addressee="示例区人民政府：",
        sections=(Section(0, "", "", blocks=(paragraph(OPENING),)), _done(), _ahead()),
        attachments=(
            Attachment("2025年度各学校主要指标完成情况一览表", (Section(0, "", "", blocks=(_schools(),)),)),
            Attachment(
                "学校基本情况说明", (Section(0, "", "", blocks=(paragraph(OPENING), paragraph(WORK))),)
            ),
        ),
        sign_off=SignOff("示例区教育局", "2026年1月8日", "联系人：张三，电话：12345678"),
        bureau="示例区教育局",
        year=2025,
        genre="年度工作总结",
    )


def _done() -> Section:
    fourth = Section(4, "（1）", "新建改扩建公办幼儿园", blocks=(paragraph(WORK),))
    third = Section(
        3, "1.", "扩大普惠性资源供给", blocks=(paragraph(WORK, "公办园占比", GAP, "。"),), sections=(fourth,)
    )
    run_in = Section(3, "2.", "提升保教质量", is_run_in=True, blocks=(paragraph(WORK),))
    first = Section(
        2, "（一）", "学前教育普及普惠水平稳步提升", blocks=(paragraph(OPENING),), sections=(third, run_in)
    )
    charts = Section(
        2, "（三）", "教师队伍持续壮大", blocks=(paragraph(WORK), INDICATORS, TREND, COMPARISON, SHARE)
    )
    second = Section(2, "（二）", "义务教育优质均衡发展", blocks=(paragraph(LEADS), paragraph(WORK)))
    return Section(1, "一、", "主要工作情况", sections=(first, second, charts))


def _ahead() -> Section:
    return Section(1, "二、", "下一步工作打算", blocks=(paragraph(LEADS), paragraph(WORK)))


def _schools() -> Table:
    heads = ("学生数", "教师数", "班级数", "新增学位", "巩固率", "优良率", "达标率")
    columns = (Column("学校", width=3), *(Column(head, "right", 2) for head in heads))
    rows = tuple(
        (
            f"示例区第{number}小学",
            *(str(number * step) for step in (310, 21, 8, 15)),
            "99.8%",
            "62.4%",
            "97.1%",
        )
        for number in range(1, 27)
    )
    return Table("各学校主要指标", columns, rows, "注：按学校代码排列。", is_landscape=True)


def formal() -> Document:
    """A formal document with a letterhead, parts and an imprint."""
    parts = (
        Section(1, "一、", "总体要求", blocks=(paragraph(OPENING), paragraph(WORK))),
        Section(
            1,
            "二、",
            "重点任务",
            sections=(
                Section(2, "（一）", "扩大优质资源", blocks=(paragraph(WORK), INDICATORS)),
                Section(2, "（二）", "建强教师队伍", blocks=(paragraph(LEADS),)),
            ),
        ),
    )
    return Document(
        title="示例区教育局关于印发《2026年全区教育工作要点》的通知",
        addressee="各学校、幼儿园，机关各科室：",
        sections=parts,
        letterhead=Letterhead("示例区教育局文件", "示教〔2026〕3号", ("李四",), "000001", "内部", "特急"),
        imprint=Imprint(
            "区委办公室，区政府办公室，区人大教科文卫委员会，区政协教卫体委员会",
            "示例区教育局办公室",
            "2026年1月8日",
        ),
        sign_off=SignOff("示例区教育局", "2026年1月8日"),
        bureau="示例区教育局",
        year=2026,
        genre="通知",
    )
