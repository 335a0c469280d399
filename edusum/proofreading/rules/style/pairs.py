import re
from collections.abc import Iterator
from itertools import islice

from edusum.proofreading.findings import Case, Hit, Rule, Severity
from edusum.proofreading.reading import Reading

_PAIRS = {"”": "“", "’": "‘", "》": "《", "〉": "〈", ")": "(", "】": "【", "]": "[", "〕": "〔"}
_OPENING = {opening: closing for closing, opening in _PAIRS.items()}
_SIGNS = re.compile("[“”《》〈〉()【】〔〕]")
_NAMES = {"“": "引号", "《": "书名号", "〈": "书名号", "(": "括号", "【": "方头括号", "〔": "六角括号"}
_CERTAIN = frozenset("《(【〔")
_MARK = re.compile(r"(?:^|[^\w(])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_STOP = re.compile(r"[,。;:!?\n]")
_ENDINGS = re.compile(r"“[^“”\n]{2,40}等(?:荣誉)?(?:称号|荣誉)”")
_BETWEEN = re.compile("[,。;:!?、和与及“”]")
_FAR, _AROUND = 30, 12
_LOOKED_AT = 3
_MOST = 50
"""Nobody mends more than these one by one."""


def unbalanced(reading: Reading) -> Iterator[Hit]:
    yield from islice(_unbalanced(reading), _MOST)


def _unbalanced(reading: Reading) -> Iterator[Hit]:
    lines = reading.plain.split("\n")
    place = 0
    for number, line in enumerate(lines):
        if not _is_nested(_SIGNS.findall(line)):
            goes_on = _is_carried(lines, number)
            for at, sign in _unmatched(line):
                if sign in "“”" and goes_on:
                    continue
                yield _hit(reading, line, place, at, sign)
        place += len(line) + 1


def _is_nested(signs: list[str]) -> bool:
    """Whether nothing is left when the pairs are taken out, and those around them: so most lines are."""
    left = "".join(signs)
    for opening, closing in (*_OPENING.items(), *_OPENING.items()) if left else ():
        left = left.replace(opening + closing, "")
    return not left


def _unmatched(line: str) -> Iterator[tuple[int, str]]:
    """Signs of pairs without their other half, each kind for itself: “a（b”c） is not ours to judge."""
    open_at: dict[str, list[int]] = {}
    found: list[tuple[int, str]] = []
    for match in _SIGNS.finditer(line):
        sign, at = match[0], match.start()
        if sign in _OPENING:
            open_at.setdefault(sign, []).append(at)
        elif open_at.get(_PAIRS[sign]):
            open_at[_PAIRS[sign]].pop()
        elif sign != ")" or not _MARK.search(line[max(0, at - 4) : at]):
            found.append((at, sign))
    found += [(at, sign) for sign, places in open_at.items() for at in places]
    yield from _without_seconds(line, sorted(found))


def _without_seconds(line: str, found: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Of “提升年“活动 and ”提升年” one is told: the other sign was only turned the wrong way."""
    last, last_sign = -1, ""
    for at, sign in found:
        if (
            sign == last_sign
            and sign in "“”"
            and 0 < at - last <= _FAR
            and not _BETWEEN.search(line, last + 1, at)
        ):
            last_sign = ""
            continue
        yield at, sign
        last, last_sign = at, sign


def _is_carried(lines: list[str], number: int) -> bool:
    """A quotation of several paragraphs opens in each of them and closes in the last (GB/T 15834 4.9.3.4)."""
    following = [line for line in lines[number + 1 : number + 1 + 2 * _LOOKED_AT] if line.strip()][
        :_LOOKED_AT
    ]
    if lines[number].strip().startswith("“") and following and following[0].strip().startswith("“"):
        return True
    before = [line for line in lines[max(0, number - 2 * _LOOKED_AT) : number] if line.strip()][-1:]
    begins = bool(before) and before[0].count("“") > before[0].count("”")
    return begins and lines[number].strip().startswith("“") and lines[number].rstrip().endswith("”")


def _hit(reading: Reading, line: str, place: int, at: int, sign: str) -> Hit:
    written = reading.text[place + at]
    if sign in _OPENING:
        stop = _STOP.search(line, at + 2, at + _FAR)
        end = stop.start() if stop else min(len(line), at + _FAR)
        name = _NAMES[sign]
        message = f"这个前{name}在这一段里没有配对的后{name}，请补上后{name}。"
        severity: Severity = "error" if sign in _CERTAIN else "suspect"
        return Hit(place + at, place + end, message, severity=severity)
    start = at
    while start and at - start < _AROUND and line[start - 1] not in ",。;:!?":
        start -= 1
    opening = _PAIRS[sign] if sign != ")" else "（"
    message = f"“{written}”前面没有“{opening}”与它配对，请补上“{opening}”或者删去“{written}”。"
    return Hit(place + start, place + at + 1, message, severity="suspect")


def straight(reading: Reading) -> Iterator[Hit]:
    if '"' not in reading.plain:
        return
    place = 0
    for line in reading.plain.split("\n"):
        if line.count('"') % 2:
            at = line.rfind('"')
            start, end = max(0, at - _AROUND), min(len(line), at + _AROUND)
            yield Hit(place + start, place + end, "这一段里的直引号是单数，有一个没有配对，请补上或者删去。")
        place += len(line) + 1


def after_etc(reading: Reading) -> Iterator[Hit]:
    for match in _ENDINGS.finditer(reading.plain):
        yield Hit(*match.span(), "后引号的位置不对：“等荣誉称号”不是名称的一部分，后引号应放在“等”的前面。")


_STANDARD = "GB/T 15834—2011《标点符号用法》4.8、4.9、4.15"

RULES = (
    Rule(
        code="unbalanced-pair",
        family="style",
        title="成对标点不配对",
        severity="suspect",
        kind="punctuation",
        authority=_STANDARD,
        about="一段之内，引号、书名号、括号应当成对。连着几段的引文每段开头用前引号、末段用后引号，以及“1）”这样的序号不在此列。",
        find=unbalanced,
        cases=(
            Case("扎实开展“作风建设年活动，成效明显。", ("“作风建设年活动",)),
            Case("扎实开展“作风建设年”活动，成效明显。"),
            Case("印发《实施方案，明确责任。", ("《实施方案",)),
            Case("开展“书香校园、“文明班级”创建。", ("“书香校园、“文明班级”创建",)),
            Case("全县小学（含教学点共86所，布局合理。", ("（含教学点共86所",)),
            Case("开展创先争优”活动。", ("开展创先争优”",)),
            Case("抓好“提升质量年“活动。", ("“提升质量年“活动",)),
            Case("他说：“孩子们喜欢‘快乐课堂’，也喜欢运动。”"),
            Case("“第一段引文讲工作。\n“第二段引文讲要求。\n“第三段引文讲落实。”"),
            Case("1）加强领导。\n2）落实责任。"),
            Case("（一）加强领导。（二）落实责任。"),
            Case("印发《〈义务教育法〉实施办法》和《关于做好“双减”工作的通知》。"),
            Case("根据县政府〔2024〕12号文件（以下简称《意见》），抓好落实。"),
            Case("a)组织学习；b)开展检查。"),
        ),
    ),
    Rule(
        code="straight-quote",
        family="style",
        title="直引号不配对",
        severity="suspect",
        kind="punctuation",
        authority=_STANDARD,
        about="一段之内的直引号应当是双数。",
        find=straight,
        cases=(
            Case('扎实开展"作风建设年活动，成效明显。', ('扎实开展"作风建设年活动，成效明',)),
            Case('扎实开展"作风建设年"活动，成效明显。'),
            Case('推进"双减工作。', ('推进"双减工作。',)),
            Case('落实"五育"并举，抓好"五项管理。', ('落实"五育"并举，抓好"五项管理。',)),
            Case('推进双减"工作。', ('推进双减"工作。',)),
            Case('推进"双减"和"五项管理"工作。'),
            Case("推进“双减”工作。"),
            Case("学校配备了智慧黑板。"),
            Case('开展"一校一品"创建，\n落实"一生一策"。'),
            Case('校训是"团结、求实"。'),
            Case("推进‘双减’工作。"),
        ),
    ),
    Rule(
        code="quote-after-etc",
        family="style",
        title="后引号的位置",
        severity="suspect",
        kind="punctuation",
        authority=_STANDARD,
        about="“等荣誉称号”不属于名称，后引号应放在名称之后。",
        find=after_etc,
        cases=(
            Case("学校获“市文明单位等荣誉称号”。", ("“市文明单位等荣誉称号”",)),
            Case("学校获“市文明单位”等荣誉称号。"),
            Case("先后获得“先进集体等称号”。", ("“先进集体等称号”",)),
            Case("学校获“安全校园等荣誉”。", ("“安全校园等荣誉”",)),
            Case("连续三年获“先进单位”、“市优秀维权岗等荣誉称号”。", ("“市优秀维权岗等荣誉称号”",)),
            Case("学校获“先进集体”“文明单位”等荣誉。"),
            Case("授予其“优秀教师”荣誉称号。"),
            Case("开展“我为荣誉而战”主题活动。"),
            Case("获“全国文明校园”称号。"),
            Case("“文明校园”等称号的评选已经结束。"),
            Case("“等靠要”思想得到克服。"),
        ),
    ),
)
