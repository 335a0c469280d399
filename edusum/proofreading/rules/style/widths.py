import re
from collections.abc import Iterator

from edusum.document.understanding.marks import REMOVED
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff”》）]"
_HALF = re.compile(rf"[,;:?!(](?<={_H}.)(?:(?<!\()(?! ?\d{{3}}(?!\d))|(?<=\()(?=[\u3400-\u9fff]))")
_FULL = re.compile("[，；：？！（）]")
_WIDE_DIGITS = re.compile("[０-９][０-９]{0,19}")
_FULLS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_SEPARATED = re.compile(r"\d{1,3}(?:[,，]\d{1,3}){1,4}(?![\d,，]|[.]\d)|\d{4,7},\d\d(?=[人名元个万])")
_BETWEEN_DIGITS = re.compile(r"[,，](?=\d)(?<=\d.)")
_FIRST_PART = re.compile(r"(?<![\d,，.])\d{1,7}$")
_LONGEST_PART = 7
_RIGHT_HALF = re.compile(r"(?<![\d,.])\d{1,3},\d{3}(?![\d,])")
_COUNTED = re.compile("人|名|元|个|册")
_EACH = re.compile("[分各]|、")
_TWO = 2
_RIGHT = re.compile(r"\d{1,3}(?:[,，]\d{3}){1,4}")
_DASH = re.compile(r"(?:--|－－|~~)(?=\d)(?:(?<=\d..)|(?<=\d[年月日%万个名人元]..))")
_WORDS = re.compile("[\u3400-\u9fff]{1,6}$")
_AROUND = 6
_LEAST, _SHARE, _MOST = 10, 4, 5


def half_width(reading: Reading) -> Iterator[Hit]:
    """One hint for a paper that uses half-width marks throughout; each of a few amid full-width ones."""
    found = [match for match in _HALF.finditer(reading.text) if reading.plain[match.start()] != REMOVED]
    if not found:
        return
    full = sum(1 for _ in _FULL.finditer(reading.text))
    if len(found) * _SHARE > full or len(found) > _MOST * 2:
        first = found[0]
        yield Hit(
            *first.span(),
            f"全文有{len(found)}处用了半角标点，请统一改为全角。",
            severity="hint",
        )
        return
    lost = {place for one in reading.understood.findings for place in range(one.start, one.end)}
    for match in found:
        if match[0] == "?" and match.start() in lost:
            continue
        full_one = _FULLS[match[0]]
        words = _WORDS.search(reading.plain, max(0, match.start() - _AROUND), match.start())
        yield Hit(
            words.start() if words else match.start(),
            match.end(),
            f"这里的“{match[0]}”是半角标点，全文用的是全角，请改为“{full_one}”。",
            fix=Fix(match.start(), match.end(), full_one, f"改为“{full_one}”"),
        )


def wide_digits(reading: Reading) -> Iterator[Hit]:
    found = list(_WIDE_DIGITS.finditer(reading.text))
    if found:
        yield Hit(*found[0].span(), f"全文有{len(found)}处用了全角数字，请改为半角的阿拉伯数字。")


def separators(reading: Reading) -> Iterator[Hit]:
    """12,34 is no number; nor is 1,2345."""
    for comma in _BETWEEN_DIGITS.finditer(reading.text):
        first = _FIRST_PART.search(reading.text, max(0, comma.start() - _LONGEST_PART), comma.start())
        match = first and _SEPARATED.match(reading.text, first.start())
        if not match or "，" in match[0] or _RIGHT.fullmatch(match[0]):
            continue
        parts = match[0].split(",")
        are_even = all(len(part) == len(parts[0]) for part in parts)
        if len(parts[-1]) == 1 or (are_even and not _is_one(reading, match, parts)):
            continue
        yield Hit(
            *match.span(),
            f"“{match[0]}”的千位分隔不对，每三位一节；如果是几个数字并列，请用顿号隔开。",
        )


def _is_one(reading: Reading, match: re.Match[str], parts: list[str]) -> bool:
    """11,24人 in a paper that writes 11,248: one number, not two."""
    if len(parts) != _TWO or len(parts[0]) != _TWO or not _COUNTED.match(reading.plain, match.end()):
        return False
    is_shared = _EACH.search(reading.plain, max(0, match.start() - 12), match.start())
    return not is_shared and _RIGHT_HALF.search(reading.text) is not None


def dashes(reading: Reading) -> Iterator[Hit]:
    for match in _DASH.finditer(reading.plain):
        yield Hit(
            *match.span(),
            "数字之间表示起止用一字线或浪纹线，请改正。",
            fix=Fix(*match.span(), "—", "改为“—”"),
        )


RULES = (
    Rule(
        code="half-width-mark",
        family="style",
        title="半角标点",
        severity="suspect",
        kind="punctuation",
        authority="GB/T 15834—2011《标点符号用法》5.1",
        about="中文里用了半角的逗号、分号、冒号、问号和括号。全文都是半角的只提示一次；数字里的逗号、比例里的冒号不在此列。",
        find=half_width,
        cases=(
            Case(
                "全县工作平稳，成效明显；师生满意，社会认可，上级肯定。全年没有发生安全事故,校园和谐稳定。",
                ("发生安全事故,",),
            ),
            Case("全县工作平稳，成效明显；师生满意，社会认可。"),
            Case("全县工作平稳,成效明显;师生满意,社会认可。", (",",)),
            Case(
                "会议指出：工作要抓实，责任要压实，作风要务实，成效要真实;要确保完成任务。", ("成效要真实;",)
            ),
            Case("一年来，我们抓学习，抓管理，抓质量，做到以下几点:学习要深入。", ("做到以下几点:",)),
            Case("生机比为10:1，全县投入1,200万元，成绩显著，群众满意。"),
            Case("课程（AI,5G）已经开设，学生欢迎，家长支持。"),
            Case("上午8:30召开会议，下午2:30分组讨论。"),
            Case("参考网址http://example.cn，效果良好。"),
            Case("STEAM(科学、技术)课程，学生喜爱，家长支持，社会认可。"),
            Case("在校生12,360人，教师1,024人。"),
        ),
    ),
    Rule(
        code="wide-digits",
        family="style",
        title="全角数字",
        severity="hint",
        kind="other",
        authority="GB/T 15835—2011《出版物上数字用法》5.1.1",
        about="阿拉伯数字应当用半角字体，全文只提示一次。",
        find=wide_digits,
        cases=(
            Case("全县共有学校８６所，教师４１２０人。", ("８６",)),
            Case("全县共有学校86所，教师4120人。"),
            Case("覆盖率达９２％。", ("９２",)),
            Case("２０２４年工作总结", ("２０２４",)),
            Case("投入１２.３亿元。", ("１２",)),
            Case("全县共有八十六所学校。"),
            Case("①加强领导。②落实责任。"),
            Case("（1）加强领导。"),
            Case("开设ＡＩ课程。"),
            Case("覆盖率达92％。"),
            Case("二〇二四年"),
        ),
    ),
    Rule(
        code="wrong-separator",
        family="style",
        title="千位分隔",
        severity="suspect",
        kind="other",
        authority="GB/T 15835—2011《出版物上数字用法》5.1.2",
        about="查找没有按三位一节分隔的数字，如12,34。几个同样长的数字并列的不在此列。",
        find=separators,
        cases=(
            Case("在校学生1,23人，教师260人。", ("1,23",)),
            Case("在校学生12,360人。"),
            Case("投入资金1,234,56元。", ("1,234,56",)),
            Case("投入资金2,34万元，改造校舍。", ("2,34",)),
            Case("投入资金3,12元。", ("3,12",)),
            Case("投入资金1,234,567.80元。"),
            Case("在校学生11,24人，其中小学生8,360人。", ("11,24",)),
            Case("小学在校生2718,90人，初中在校生140460人。", ("2718,90",)),
            Case("两个班分别有11,24人，全校有1,024人。"),
            Case("第3,4题正答率最高。"),
            Case("获奖教师12,34,56人。"),
            Case("按1,2,3的顺序进行。"),
            Case("在校学生12360人。"),
            Case("编号为12,13,14的班级。"),
        ),
    ),
    Rule(
        code="range-dash",
        family="style",
        title="数字起止的符号",
        severity="hint",
        kind="punctuation",
        authority="GB/T 15834—2011《标点符号用法》4.13",
        about="数字之间表示起止，用一字线“—”或浪纹线“～”，不用两个短横。",
        find=dashes,
        cases=(
            Case("2021--2025年规划已经印发。", ("--",)),
            Case("2021—2025年规划已经印发。"),
            Case("3月--5月开展整治。", ("--",)),
            Case("班额为40--45人。", ("--",)),
            Case("占比80%--90%。", ("--",)),
            Case("时间为9--12月。", ("--",)),
            Case("班额为40～45人。"),
            Case("2021-2025年规划已经印发。"),
            Case("——在全县教育工作会议上的讲话"),
            Case("工作--成绩--问题"),
            Case("电话123-4567。"),
        ),
    ),
)
