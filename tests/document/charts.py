"""Charts to try the drawing and the Word file on: usual ones, and what people should never hand in."""

from hypothesis import strategies as st

from edusum.document.model import Chart, Series

YEARS = tuple(f"{year}年" for year in range(2020, 2026))
TREND = Chart(
    "trend",
    "2020—2025年入园率与巩固率",
    YEARS,
    (
        Series("学前教育毛入园率", ("93.15", "94.2", None, "96.3", "97.1", "97.38")),
        Series("义务教育巩固率", ("95.1", "95.6", "96.0", "96.4", "96.9", "97")),
    ),
    "%",
    "数据来源：教育事业统计年报。",
)
STAGES = Chart(
    "trend",
    "各学段在校学生",
    YEARS,
    (
        Series("小学", ("52300", "51800", "51020", "50110", "49300", "48210")),
        Series("初中", ("23000", "23800", "24420", "24910", "25600", "25900")),
        Series("高中", ("12000", "12100", "12420", "12810", "13300", "13900")),
        Series("幼儿园", ("33000", "31800", "29420", "26910", "23600", "20900")),
    ),
    "人",
)
COMPARISON = Chart(
    "comparison",
    "各县（市、区）学前教育毛入园率",
    ("甲县", "乙县", "丙县", "丁市"),
    (
        Series("2023年", ("90", "92", "94.5", None)),
        Series("2024年", ("91.2", "93.4", "95.6", "97.1")),
        Series("2025年", ("92.7", "94.9", "96", "98.05")),
    ),
    "%",
)
COUNTIES = Chart(
    "comparison",
    "各自治县教育支出",
    tuple(f"{name}自治县教育体育局" for name in "甲乙丙丁戊己庚辛壬癸子丑"),
    (Series("支出", tuple(f"{8 + index * 0.75:.2f}" for index in range(12))),),
    "亿元",
    "注：含上级转移支付。",
)
SHARE = Chart("share", "学校结构", ("城区", "镇区", "乡村"), (Series("学校数", ("57", "40", "12")),), "所")
SPENDING = Chart(
    "share",
    "支出结构",
    ("人员支出", "公用支出", "基本建设", "学生资助", "设备购置", "教师培训", "信息化", "其他"),
    (Series("支出", ("40.7", "20.1", "12", "9.5", "8", "2", "0", None)),),
    "亿元",
)
USUAL = {
    "trend": TREND,
    "stages": STAGES,
    "comparison": COMPARISON,
    "counties": COUNTIES,
    "share": SHARE,
    "spending": SPENDING,
}

HOSTILE = {
    "marks": Chart(
        "comparison",
        '<b>"图"&\'\x00\u202e题]]>',
        ("a<b>&\"'\x07", "😀𠮷", "\u200fשלום", "长" * 200),
        (
            Series("<script>alert(1)</script>", ("1", "2", "3", "4")),
            Series("]]>\ud800", ("1", "2", "3", None)),
        ),
        "&%<",
        "注：<&>\x0b",
    ),
    "nameless": Chart("trend", "", ("", "\x00", " "), (Series("", ("1", "2", "3")),)),
    "formula": Chart("comparison", "=1+1", ("=A1", "http://x", "2025"), (Series("=B1", ("1", "2", "3")),)),
    "one category": Chart("comparison", "一项", ("全区",), (Series("率", ("93.15",)),), "%"),
    "two years": Chart("trend", "两年", YEARS[:2], (Series("率", ("93.15", "94")),), "%"),
    "one part": Chart("share", "一项", ("全区",), (Series("数", ("93",)),), "所"),
    "forty": Chart(
        "comparison",
        "四十所学校",
        tuple(f"第{number}小学" for number in range(1, 41)),
        tuple(Series(f"第{group}年", tuple(str(400 + number) for number in range(40))) for group in range(6)),
        "人",
    ),
    "forty years": Chart(
        "trend", "四十年", tuple(f"{1980 + year}年" for year in range(40)), (Series("数", ("97.3",) * 40),)
    ),
    "negative": Chart(
        "comparison", "增减", ("甲", "乙", "丙"), (Series("增幅", ("-3.2", "4", "-12.75")),), "%"
    ),
    "negative bars": Chart(
        "comparison", "增减", tuple("甲乙丙" * 10), (Series("增幅", ("-3.2", "4", "-12.75") * 10),), "%"
    ),
    "huge": Chart(
        "trend", "总额", YEARS[:3], (Series("总额", ("1000000000000", "12", "-900000000000")),), "元"
    ),
    "zero": Chart("comparison", "零", ("甲", "乙"), (Series("数", ("0", "0")),)),
    "tiny": Chart("trend", "小", YEARS[:3], (Series("数", ("0.0000000001", "0", "0.0000000002")),)),
}
DRAWABLE = {**USUAL, **HOSTILE}

_TEXT = st.text(st.characters(blacklist_categories=()), max_size=40) | st.sampled_from(
    ["全区", "2025年", "长" * 99]
)
_DIGITS = st.integers(-(10**14), 10**14).map(str) | st.decimals(-10000, 10000, places=2).map(str) | st.none()


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any chart that the Document can hold, most of them drawable."""
    count = draw(st.integers(1, 14))
    values = st.tuples(*[_DIGITS] * count)
    series = st.builds(Series, _TEXT, values)
    return Chart(
        draw(st.sampled_from(["trend", "comparison", "share"])),
        draw(_TEXT),
        tuple(draw(st.lists(_TEXT, min_size=count, max_size=count))),
        tuple(draw(st.lists(series, min_size=1, max_size=4))),
        draw(st.sampled_from(["", "%", "万元", "<&>"])),
        draw(_TEXT),
    )
