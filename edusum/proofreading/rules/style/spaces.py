import re
from collections.abc import Iterator
from dataclasses import dataclass

from edusum.proofreading.findings import Case, Fix, Hit, Rule, Severity
from edusum.proofreading.reading import Reading

_HAN = "\u3400-\u9fff"
_SIGNS = ",。;:!?、“”‘’《》()"
_SPACE = re.compile(rf"(?<=[{_HAN}{_SIGNS}\d%]) {{1,8}}(?=[{_HAN}{_SIGNS}\d])")
_SENTENCE = re.compile(r"[。;!?]|,(?!\d{3})")
_PAIR = re.compile("[“”《》\n]")
_TIGHT = re.compile(rf"[{_HAN}]\d|\d[{_HAN}]")
_TITLE = re.compile(r"[^。,;:!?\n]{4,60}(?:总结|报告|要点|讲话|发言|计划|方案|意见|材料|思路)")
_NEXT_FIELD = re.compile(rf"[{_HAN}]{{2,6}}:")
_CLOSED_BEFORE = frozenset("。,;:!?、“‘《(”》)")
_LEAST_LINE, _LEAST_FIELD = 12, 4
_MANY, _PER = 5, 1000
_AROUND, _FAR = 6, 60


@dataclass(frozen=True, slots=True)
class _Space:
    start: int
    end: int
    is_number: bool
    is_break: bool


def _spaces(reading: Reading) -> Iterator[_Space]:
    plain = reading.plain
    if " " not in plain:
        return
    marks = {heading.start + len(heading.marker) for heading in reading.headings if heading.marker}
    ends = {heading.end for heading in reading.headings}
    ends |= {heading.end + 1 for heading in reading.headings}
    place = 0
    for line in plain.split("\n"):
        if " " in line and _is_running(line.strip()):
            for match in _SPACE.finditer(plain, place, place + len(line)):
                start, end = match.span()
                if start in marks or _belongs(reading, place, start, end, ends):
                    continue
                before, behind = plain[start - 1], plain[end]
                is_number = before.isdigit() or behind.isdigit() or before == "%"
                yield _Space(start, end, is_number and before not in _CLOSED_BEFORE, before in "。;!?")
        place += len(line) + 1


def _is_running(words: str) -> bool:
    """Whether a line is running text: no row of a table, no name with a space in it."""
    if len(words) < _LEAST_LINE or not _SENTENCE.search(words):
        return False
    fields = words.split()
    return len(fields) < 3 or len(words) >= len(fields) * _LEAST_FIELD


def _belongs(reading: Reading, line: int, start: int, end: int, ends: set[int]) -> bool:
    """Whether a space separates what is no one sentence: heading and text, fields, parts of a slogan."""
    plain = reading.plain
    before, behind = plain[start - 1], plain[end]
    if before.isdigit() and behind.isdigit():
        return True
    if start in ends and before not in _CLOSED_BEFORE:
        return True
    if _TITLE.fullmatch(plain, line, start) or _NEXT_FIELD.match(plain, end):
        return True
    if before in _SIGNS or behind in _SIGNS:
        return False
    around = _PAIR.findall(plain, max(line, start - _FAR), start)
    return bool(around) and around[-1] in "“《"


def spaces(reading: Reading) -> Iterator[Hit]:
    found = list(_spaces(reading))
    numbers = [space for space in found if space.is_number]
    breaks = [space for space in found if space.is_break]
    others = [space for space in found if not space.is_number and not space.is_break]
    size = max(_MANY, len(reading.plain) // _PER)
    tight = sum(1 for _ in _TIGHT.finditer(reading.plain)) if numbers else 0
    for same, most in ((numbers, max(2, tight)), (breaks, size), (others, size)):
        if len(same) > most:
            yield _told(reading, same[0], "hint", len(same))
        else:
            for space in same:
                yield _told(reading, space, "suspect", 1)


def _told(reading: Reading, space: _Space, severity: Severity, count: int) -> Hit:
    line = reading.line_span(reading.line_of(space.start))
    start, end = max(line[0], space.start - _AROUND), min(line[1], space.end + _AROUND)
    told = "这里的空格不合规范，请删去。" if count == 1 else f"全文有{count}处这样的空格，请统一删去。"
    fix = Fix(space.start, space.end, "", "删去空格") if count == 1 else None
    return Hit(start, end, told, fix=fix, severity=severity)


def behind_marks(reading: Reading) -> Iterator[Hit]:
    """一、 加强: one finding for the whole paper, or one for each where most marks have none."""
    spaced = []
    numbered = 0
    for heading in reading.headings:
        after = heading.start + len(heading.marker)
        if not heading.marker or heading.marker[-1] not in "、)）,，":
            continue
        numbered += 1
        if reading.text[after : after + 1] == " " and reading.plain[after : after + 3].strip():
            spaced.append((heading.start, after))
    for start, after in spaced[:1] if len(spaced) * 2 > numbered else spaced:
        end = after
        while reading.text[end : end + 1] == " ":
            end += 1
        count = f"（全文共{len(spaced)}处）" if len(spaced) * 2 > numbered and len(spaced) > 1 else ""
        yield Hit(
            start,
            min(end + _AROUND, reading.line_span(reading.line_of(start))[1]),
            f"序号后面不用空格{count}，请删去。",
            fix=Fix(after, end, "", "删去空格"),
        )


_AUTHORITY = "GB/T 15834—2011《标点符号用法》5.1；公文排版惯例"

RULES = (
    Rule(
        code="space-in-text",
        family="style",
        title="多余的空格",
        severity="suspect",
        kind="punctuation",
        authority=_AUTHORITY,
        about="汉字之间、标点前后不留空格，多半是复制留下的。全文一律这样写的只提示一次；表格、落款、字段和外文前后不在此列。",
        find=spaces,
        cases=(
            Case("全县各校工作平稳有序。 在此基础上，继续加强管理。", ("作平稳有序。 在此基础上，",)),
            Case("全县各校工作平稳有序。在此基础上，继续加强管理。"),
            Case("开展 “书香校园”创建活动，效果良好。", ("开展 “书香校园”",)),
            Case("各校依法办学， 今年没有发生违规收费。", ("校依法办学， 今年没有发生",)),
            Case("普通高中毛入学率及 0.5%的比例，均已落实。", ("中毛入学率及 0.5%的比",)),
            Case("联系人：王某　电话：12345　地址：示例路8号"),
            Case("局 长 张 某\n2024年1月8日"),
            Case("示例县教育局 2024年1月8日"),
            Case("学校开设Python 编程和AI 通识课程，学生参与率高。"),
            Case("第一部分　工作回顾\n全年工作平稳，成效明显。"),
            Case("小学 45所 3.2万人\n初中 12所 1.6万人"),
            Case("现有小学 45 所、初中 12 所、高中 5 所，在校学生 3.2 万人。", ("现有小学 45 所、初",)),
            Case("组织“学宪法 讲宪法”活动，落实《中共中央 国务院关于加强劳动教育的意见》。"),
            Case("全年工作平稳。联系电话：12345678 邮编：100000"),
            Case("　　全县各校工作平稳有序，师生满意。"),
        ),
    ),
    Rule(
        code="space-behind-number",
        family="style",
        title="序号后的空格",
        severity="suspect",
        kind="punctuation",
        authority="GB/T 9704—2012《党政机关公文格式》7.3.3",
        about="“一、”“（一）”后面不留空格；多数标题都有空格的，全文只提一次。",
        find=behind_marks,
        is_local=False,
        cases=(
            Case(
                "示例县教育局总结\n一、 加强领导\n工作有力。\n二、 落实责任\n责任到人。", ("一、 加强领导",)
            ),
            Case("示例县教育局总结\n一、加强领导\n工作有力。\n二、落实责任\n责任到人。"),
            Case(
                "示例县教育局总结\n一、加强领导\n有力。\n二、 落实责任\n到人。\n三、抓好督查\n好。",
                ("二、 落实责任",),
            ),
            Case(
                "示例县教育局总结\n一、工作\n（一） 抓德育。好。\n（二）抓教学。好。\n（三）抓安全。好。\n"
                "二、打算\n努力。",
                ("（一） 抓德育。好。",),
            ),
            Case("示例县教育局总结\n一、 领导\n有力。\n二、 责任\n到人。\n三、 督查\n好。", ("一、 领导",)),
            Case("示例县教育局总结\n一、工作\n1. 抓德育。好。\n2. 抓教学。好。\n二、打算\n努力。"),
            Case("示例县教育局总结\n第一部分　工作\n好。\n第二部分　打算\n好。"),
            Case("示例县教育局总结\n一、　加强领导\n有力。\n二、　落实责任\n到人。"),
            Case("示例县教育局总结\n一是加强领导。二是落实责任。"),
            Case("示例县教育局总结\n一、领导 有力\n好。\n二、责任 到人\n好。"),
            Case("示例县教育局总结\n（一）领导\n好。\n（二）责任\n好。"),
        ),
    ),
)
