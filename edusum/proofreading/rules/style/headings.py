import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from edusum.document.understanding.items import HeadingRead
from edusum.document.understanding.marks import folded
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_END = "。,;:、"
_PROBLEMS = re.compile("问题|不足|困难|短板")
_LEAST_HEADINGS = 3
_THIN = 40
_LONGEST_NAME = 20
_LONGEST_SIGN_OFF = 50
_HIGH = re.compile("[一二三四五六七八九十]{1,3}、|第.{1,3}(?:部分|章)|[(（][一二三四五六七八九十]")
_NUMBER = re.compile(r"[一二三四五六七八九十\d①-⑳ ]{1,4}")
_OPEN = re.compile(r"[,、]\n")
_NUMBERED = re.compile(
    r"(?:^|\n) {0,8}(?P<mark>[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^\n。;:!?]{2,30}$"
)
_LONGEST_LINE = 44
_BODY = re.compile("[^ \n。;:\ufdd0]")
_ALLOWED = re.compile(r"如下$|以下|附件")


def _own_lines(reading: Reading) -> list[HeadingRead]:
    return [
        heading
        for heading in reading.headings
        if not heading.is_run_in and not heading.is_inline and heading.marker and heading.words
    ]


def end_marks(reading: Reading) -> Iterator[Hit]:
    """A heading on its own line that ends with a mark; one hint for a level that always does."""
    by_level: dict[int, list[HeadingRead]] = {}
    told_at: set[int] = set()
    following = {one.start: other for one, other in pairwise(reading.headings)}
    for heading in _own_lines(reading):
        if _is_item(reading, heading, following):
            continue
        by_level.setdefault(heading.level, []).append(heading)
    for same in by_level.values():
        marked = [heading for heading in same if _end_mark(reading, heading)]
        told = marked[:1] if len(marked) == len(same) else marked
        for heading in told:
            told_at.add(heading.start)
            mark = _end_mark(reading, heading)
            place = reading.text.index(mark, heading.start + len(heading.marker), heading.end + 1)
            place = heading.end if reading.text[heading.end : heading.end + 1] == mark else place
            uneven = "，同一层的其他标题没有" if len(marked) < len(same) else ""
            yield Hit(
                heading.start,
                place + 1,
                f"独占一行的标题末尾不用“{mark}”{uneven}，请删去。",
                fix=Fix(place, place + 1, "", f"删去“{mark}”"),
            )
    for match, comma in led_by(reading.plain, _NUMBERED, _OPEN, _LONGEST_LINE):
        if match.start("mark") not in told_at:
            place = comma.start()
            sign = reading.text[place]
            yield Hit(
                match.start("mark"),
                place + 1,
                f"独占一行的标题末尾不用“{sign}”，请删去。",
                fix=Fix(place, place + 1, "", f"删去“{sign}”"),
            )


def _is_item(reading: Reading, heading: HeadingRead, following: dict[int, HeadingRead]) -> bool:
    """A sentence of a list: the next of its kind, or nothing, comes at once behind it."""
    after = following.get(heading.start)
    end = after.start if after else len(reading.plain)
    behind = reading.plain[heading.end : end].strip(" \n。;\ufdd0")
    has_body = bool(behind) and (after is not None or len(behind) > _LONGEST_SIGN_OFF or "。" in behind)
    return not has_body and (after is None or after.level <= heading.level) and "," in folded(heading.words)


def _end_mark(reading: Reading, heading: HeadingRead) -> str:
    after = reading.plain[heading.end : heading.end + 1]
    line_end = reading.line_span(reading.line_of(heading.start))[1]
    if after and after in _END and not reading.plain[heading.end + 1 : line_end].strip():
        return reading.text[heading.end]
    return ""


def empty_sections(reading: Reading) -> Iterator[Hit]:
    """A heading behind which the next one of its level comes at once."""
    headings = [heading for heading in reading.headings if not heading.is_inline and heading.marker]
    empty = [_is_empty(reading, one, other) for one, other in pairwise(headings)]
    filled = Counter(_shape(one) for one, is_empty in zip(headings, empty, strict=False) if not is_empty)
    hollow = Counter(_shape(one) for one, is_empty in zip(headings, empty, strict=False) if is_empty)
    for place, heading in enumerate(headings[:-1]):
        beside = empty[max(0, place - 1) : place] + empty[place + 1 : place + 2]
        is_listed = heading.level > 1 and any(beside)
        shape = _shape(heading)
        is_odd = hollow[shape] == 1 and filled[shape] >= _LEAST_HEADINGS and bool(_HIGH.match(heading.marker))
        is_name = (
            len(heading.words) <= _LONGEST_NAME and "，" not in heading.words and "," not in heading.words
        ) or is_odd
        if empty[place] and is_name and not is_listed and not _ALLOWED.search(heading.words):
            yield Hit(heading.start, heading.end, "这个标题下面没有内容，请补写，或者把标题删去。")


def _is_empty(reading: Reading, heading: HeadingRead, after: HeadingRead) -> bool:
    if heading.is_run_in or after.level > heading.level or not after.level:
        return False
    if _shape(heading) != _shape(after) and not _HIGH.match(after.marker):
        return False
    first, last = reading.line_of(heading.start), reading.line_of(after.start)
    if any(first < table.before <= last for table in reading.source.tables):
        return False
    return not _BODY.search(reading.plain, heading.end, after.start)


def _shape(heading: HeadingRead) -> str:
    """What is left of a mark without its number: headings of one run have the same."""
    return _NUMBER.sub("", heading.marker)


def thin_problems(reading: Reading) -> Iterator[Hit]:
    """问题 of one sentence."""
    headings = [heading for heading in reading.headings if not heading.is_inline and heading.marker]
    for place, heading in enumerate(headings):
        if heading.level != 1 or not _PROBLEMS.search(heading.words) or len(headings) < _LEAST_HEADINGS:
            continue
        after = headings[place + 1].start if place + 1 < len(headings) else len(reading.plain)
        body = reading.plain[heading.end : after].strip(" \n。\ufdd0")
        if body and body.count("。") == 0 and body.count(";") == 0 and len(body) < 2 * _THIN:
            yield Hit(heading.start, heading.end, "问题部分只有一句话，显得单薄，请结合实际写具体。")


_T = "示例县教育局2024年工作总结\n"
_STANDARD = "GB/T 9704—2012《党政机关公文格式》7.3.3；公文写作惯例"

RULES = (
    Rule(
        code="heading-end-mark",
        family="style",
        title="标题末尾的标点",
        severity="hint",
        kind="punctuation",
        authority=f"GB/T 15834—2011《标点符号用法》附录A.1；{_STANDARD}",
        about="独占一行的标题末尾不用句号、逗号等。后面接着正文的标题不在此列；同一层都用的只提示一次。",
        find=end_marks,
        is_local=False,
        cases=(
            Case(
                f"{_T}一、德育工作。\n各校开展活动。\n二、教学工作\n质量提高。\n三、安全\n平安。",
                ("一、德育工作。",),
            ),
            Case(f"{_T}一、德育工作\n各校开展活动。\n二、教学工作\n质量提高。"),
            Case(f"{_T}一、德育工作。\n各校开展活动。\n二、教学工作。\n质量提高。", ("一、德育工作。",)),
            Case(
                f"{_T}一、工作\n（一）德育；\n开展活动。\n（二）教学\n提高。\n二、打算\n努力。",
                ("（一）德育；",),
            ),
            Case(
                f"{_T}一、巩固均衡成果，\n各校开展活动。\n二、教学工作\n质量提高。", ("一、巩固均衡成果，",)
            ),
            Case(f"{_T}一、打算\n1、新建学校，改善条件。\n2、补充教师，提高质量。\n3、抓好安全，保障平安。"),
            Case(f"{_T}一、德育工作：\n各校开展活动。\n二、教学工作\n质量提高。", ("一、德育工作：",)),
            Case(f"{_T}一、工作\n（一）德育。各校开展活动。\n（二）教学。质量提高。\n二、打算\n努力。"),
            Case(f"{_T}一、工作\n1.德育。开展活动。\n2.教学。质量提高。\n二、打算\n努力。"),
            Case(f"{_T}一、德育（含劳动教育）\n各校开展活动。\n二、教学\n质量提高。"),
            Case(f"{_T}一、落实“双减”\n各校开展活动。\n二、教学\n质量提高。"),
            Case(f"{_T}一、情况\n一是抓德育。二是抓教学。\n二、打算\n努力。"),
            Case(f"{_T}第一部分　工作\n好。\n第二部分　打算\n好。"),
        ),
    ),
    Rule(
        code="empty-section",
        family="style",
        title="空的章节",
        severity="suspect",
        kind="other",
        authority=_STANDARD,
        about="标题下面没有一个字就到了下一个标题。逐条列出的事项、下面另有小标题的不在此列。",
        find=empty_sections,
        is_local=False,
        cases=(
            Case(f"{_T}一、德育工作\n二、教学工作\n质量提高。\n三、安全工作\n平安。", ("一、德育工作",)),
            Case(f"{_T}一、德育工作\n各校开展活动。\n二、教学工作\n质量提高。"),
            Case(f"{_T}一、工作\n（一）德育\n好。\n二、问题\n三、打算\n努力。", ("二、问题",)),
            Case(f"{_T}一、德育\n好。\n二、教学\n三、安全\n好。", ("二、教学",)),
            Case(f"{_T}一、工作\n（一）德育\n活动多。\n（二）教学\n二、打算\n努力。", ("（二）教学",)),
            Case(f"{_T}一、工作\n（一）德育\n好。\n（二）教学\n好。\n二、打算\n努力。"),
            Case(f"{_T}一、工作\n1.开展德育活动\n2.提高教学质量\n3.保障校园安全\n二、打算\n努力。"),
            Case(f"{_T}一、工作\n（一）德育。活动丰富。\n（二）教学。质量提高。\n二、打算\n努力。"),
            Case(f"{_T}一、打算\n努力。"),
            Case(f"{_T}第一部分　工作\n一、德育\n好。\n二、教学\n好。\n第二部分　打算\n好。"),
            Case(f"{_T}一、情况\n一是抓德育。二是抓教学。\n二、打算\n努力。"),
        ),
    ),
    Rule(
        code="thin-problems",
        family="style",
        title="问题写得单薄",
        severity="hint",
        kind="other",
        authority="公文写作惯例",
        about="总结的问题部分只有一句话。",
        find=thin_problems,
        is_local=False,
        cases=(
            Case(
                f"{_T}一、工作\n好。\n二、存在的问题\n工作中还有不足。\n三、打算\n努力。", ("二、存在的问题",)
            ),
            Case(
                f"{_T}一、工作\n好。\n二、存在的问题\n一是学位紧张。二是师资不足。三是质量不高。\n三、打算\n努力。"
            ),
            Case(
                f"{_T}一、工作\n好。\n二、困难和不足\n与群众期盼还有差距。\n三、打算\n努力。",
                ("二、困难和不足",),
            ),
            Case(
                f"{_T}一、工作\n好。\n二、主要问题\n发展不平衡，投入不足。\n三、打算\n努力。",
                ("二、主要问题",),
            ),
            Case(f"{_T}一、工作\n好。\n二、短板\n师资不强。\n三、打算\n努力。", ("二、短板",)),
            Case(
                f"{_T}一、工作\n好。\n二、问题\n（一）学位紧张。城区不足。\n（二）师资不足。缺教师。\n三、打算\n努力。"
            ),
            Case(f"{_T}一、工作\n好。\n二、打算\n努力。\n三、保障\n好。"),
            Case(f"{_T}一、工作\n好。\n二、问题\n学位紧张；师资不足；质量不高。\n三、打算\n努力。"),
            Case("二、问题\n不足。"),
            Case(f"{_T}一、工作\n好。\n二、解决突出问题\n学位紧张得到缓解。班额下降。\n三、打算\n努力。"),
            Case(f"{_T}一、工作\n（一）问题整改\n全部到位。\n二、打算\n努力。\n三、保障\n好。"),
        ),
    ),
)
