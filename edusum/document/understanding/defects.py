"""What a paper lacks where it was masked, garbled or cut off: ××区, 20__年, ?方案?, no stop at its end."""

import re
from collections.abc import Iterator

from edusum.document.understanding.items import FindingKind, FindingRead
from edusum.document.understanding.marks import REMOVED

_SIGNS = re.compile(r"([_×╳#*〇□?Xx])\1{0,39}")
_LEAST = {"#": 2, "〇": 2, "X": 2, "x": 2, "?": 2}
"""How many of a sign mask something; one of the others does."""
_COUNTED = frozenset("个名%元所年月日区县市州镇乡万亿项人省校位届批次期")
_DIGITS = frozenset("一二三四五六七八九零十百千")
_SIDES = frozenset("宽高长深")
_AMID = re.compile("[!;:,]?[\u3400-\u9fff\\d(]|[。,;]")
_ASKING = re.compile(
    r"[吗呢么嗎麼什何怎哪谁誰几幾]|是否|能否|多少|难道|可否|有没有|([能会好行对要是可该])不\1"
)
_STOP = re.compile(r"[。!?;\n]")
_AROUND = 6
_BACK = 60
_STOPS = "。!?;,:、\n“”《》()"
_ENDS = '。!?…”")》】』」'
_LEAST_CUT = 12
_OFFICE = re.compile("[省市县区州](?:教育|教体|教科|人民|政府|委|第)")
"""What a lone sign stands for the name of: *县教育局."""
_BULLETS = "*#□〇"
_UNDATED = re.compile("[年月][ _×╳*#□Xx]{1,8}[月日]$")


def defects(text: str, plain: str, end: int) -> Iterator[FindingRead]:
    """In the text that ends at `end`, the sign-off and attachments not counted."""
    last, month_end = 0, -1
    listing = frozenset(sign for sign in _BULLETS if f"\n{plain}".count(f"\n{sign}") > 1)
    for match in _SIGNS.finditer(plain):
        if match[0] == "?":
            if _is_lost(plain, match.start()):
                message = "这里的符号在转换时丢失，变成了问号，请对照原件改正。"
                yield _around("residue", text, plain, match, message, last)
                last = match.end()
        elif match.start() == month_end and plain[match.end() : match.end() + 1] == "日":
            month_end = -1
        elif _masks(plain, match, listing):
            is_month = plain[match.end() : match.end() + 1] == "月"
            month_end = match.end() + 1 if is_month else -1
            message = f"这里用“{match[0][:8]}”遮住了文字或数字，请补上。"
            yield _around("placeholder", text, plain, match, message, last)
            last = match.end()
    yield from _cut_off(text, plain, end)


def _around(
    kind: FindingKind, text: str, plain: str, match: re.Match[str], message: str, last: int
) -> FindingRead:
    """A few characters around it, none of what stands before the end of the one before."""
    start, end = match.span()
    while start > last and match.start() - start < _AROUND and plain[start - 1] not in _STOPS:
        start -= 1
    while end < len(plain) and end - match.end() < _AROUND and plain[end] not in _STOPS:
        end += 1
    return FindingRead(kind, start, end, text[start:end], message)


def _masks(plain: str, match: re.Match[str], listing: frozenset[str]) -> bool:
    """Whether signs stand for words: not a line of signs, the bullet of a list, or letters of a word.

    `listing`: signs that begin several lines.
    """
    sign = match[1]
    if sign in _BULLETS and sign not in listing and _OFFICE.match(plain, match.end()):
        return plain[match.start() - 1 : match.start()] not in _DIGITS
    before = plain[match.start() - 1 : match.start()]
    after = plain[match.end() : match.end() + 1]
    if (
        (before.isdigit() or before == "米")
        and (after.isdigit() or after in _SIDES)
        and sign in "×╳*xX"
        and len(match[0]) == 1
    ):
        return False
    if sign == "〇" and (before in _DIGITS or after in _DIGITS):
        return False
    if sign in "Xx":
        if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalnum()):
            return False
        return len(match[0]) > 1 or (after in _COUNTED and not before.isdigit())
    if before in {"", "\n", " ", REMOVED} and (after in {"", "\n", " "} or match[0] in {"*", "□"}):
        return False
    return len(match[0]) >= _LEAST.get(sign, 1)


def _is_lost(plain: str, place: int) -> bool:
    """A question mark where nothing is asked, amid a sentence."""
    if plain[place - 1 : place] == "”" or not _AMID.match(plain, place + 1):
        return False
    start = max(0, place - _BACK)
    for stop in _STOP.finditer(plain, start, place):
        start = stop.end()
    return _ASKING.search(plain, start, place) is None


def _cut_off(text: str, plain: str, end: int) -> Iterator[FindingRead]:
    while end and plain[end - 1] in f" \n{REMOVED}":
        end -= 1
    start = max(plain.rfind("\n", 0, end) + 1, end - 40)
    is_date = _UNDATED.search(plain, start, end)
    if end - start >= _LEAST_CUT and plain[end - 1] not in _ENDS and not is_date:
        message = "全文到这里没有结束的标点，后面的内容可能丢失，请对照原件补齐。"
        yield FindingRead("truncated", start, end, text[start:end], message)
