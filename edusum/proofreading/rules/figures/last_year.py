import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading

_TOLD = re.compile(
    r"(?P<words>[^\d,，。;；、:：\n]{3,40})(?P<number>\d[\d,]{0,12}(?:\.\d{1,4})?)"
    r"(?P<unit>[万亿]?[^\d,，。;；、:：\n ]?)"
)
_LEAST_RUN = 3
_JUMP = 5
_LEAST = Decimal(20)
_KEY = 6
_STANDING = re.compile("每|标准|不少于|以上|级|建于|第|不低于|满分|规划")


def unchanged(reading: Reading) -> Iterator[Hit]:
    known = _former(reading)
    run: list[Number] = []
    for number in [*_candidates(reading), None] if known else []:
        if number is not None and _written(reading, number) in known.get(_words(number), ()):
            run.append(number)
            continue
        if len(run) >= _LEAST_RUN:
            yield Hit(
                run[0].start,
                run[-1].end,
                "这一串数字与上年材料一个不差，请核对是不是忘了更新。",
                evidence=f"连续{len(run)}个数字与上年材料相同："
                + "、".join(printed(reading, one) for one in run[:6]),
            )
        run = []


def jump(reading: Reading) -> Iterator[Hit]:
    known = _former(reading)
    for number in _candidates(reading) if known else ():
        before = {one for one in known.get(_words(number), ()) if one[1] == _written(reading, number)[1]}
        if len(before) != 1:
            continue
        former = Decimal(next(iter(before))[0])
        value = Decimal(number.quantity.value)
        if min(former, value) < _LEAST or not number.is_count:
            continue
        if value >= former * _JUMP or former >= value * _JUMP:
            yield Hit(
                number.start - min(len(number.tail), 12),
                number.end,
                f"这个数与上年材料相差{_JUMP}倍以上，请核对有没有多写、少写一位。",
                evidence=f"上年为{told(former)}{number.quantity.unit}，文中为{printed(reading, number)}",
            )


def _former(reading: Reading) -> dict[str, set[tuple[str, str]]]:
    """What last year's paper counted, by the words right before: (digits, first sign of the unit)."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for match in _TOLD.finditer(reading.known.previous):
        found[match["words"][-_KEY:]].add((match["number"].replace(",", ""), match["unit"][:1]))
    return found


def _candidates(reading: Reading) -> Iterator[Number]:
    for number in reading.numbers:
        if len(_words(number)) < 3 or not number.is_exact or _STANDING.search(number.tail):
            continue
        if number.kind in ("time", "points", "倍") or reading.is_linked(number.start, number.end):
            continue
        if number.quantity.role in ("actual", "part", "total") and len(number.quantity.value) > 1:
            yield number


def _words(number: Number) -> str:
    return number.tail.rpartition("、")[2][-_KEY:]


def _written(reading: Reading, number: Number) -> tuple[str, str]:
    words = reading.plain[number.start : number.end]
    digits = re.match(r"[\d,.]*", words)
    end = digits.end() if digits else 0
    return words[:end].replace(",", ""), words[end : end + 1]


_PREVIOUS = (
    "全县共有幼儿园84所、小学68所。专任教师共有5704人，招聘新教师212名，资助学生20408人次，整改隐患339处。"
)

RULES = (
    Rule(
        code="unchanged-figures",
        family="figures",
        title="数字与上年相同",
        severity="suspect",
        kind="arithmetic",
        authority="本系统惯例：年度材料的数据应当逐项更新",
        about="与上年的材料对照，接连三个以上该变的数字一个不差时提出。标准、文号和由指标自动带出的数字不查。",
        find=unchanged,
        is_local=False,
        cases=(
            Case(
                "招聘新教师212名，资助学生20408人次，整改隐患339处。",
                ("212名，资助学生20408人次，整改隐患339处",),
                Known(previous=_PREVIOUS),
            ),
            Case("招聘新教师206名，资助学生20408人次，整改隐患351处。", (), Known(previous=_PREVIOUS)),
            Case("招聘新教师212名，资助学生20408人次，整改隐患339处。"),
            Case(
                "专任教师共有5704人，招聘新教师212名，资助学生20408人次。",
                ("5704人，招聘新教师212名，资助学生20408人次",),
                Known(previous=_PREVIOUS),
            ),
            Case(
                "一年来，招聘新教师212名，资助学生20408人次，整改隐患339处，成效明显。",
                ("212名，资助学生20408人次，整改隐患339处",),
                Known(previous=_PREVIOUS),
            ),
            Case(
                "评选优秀教师60名，建成智慧教室128间，开展安全检查36次。",
                ("60名，建成智慧教室128间，开展安全检查36次",),
                Known(previous="评选优秀教师60名，建成智慧教室128间，开展安全检查36次。"),
            ),
            Case("招聘新教师212名，资助学生20408人次。", (), Known(previous=_PREVIOUS)),
            Case("招聘新教师212名，资助学生20410人次，整改隐患339处。", (), Known(previous=_PREVIOUS)),
            Case("表彰学生212名，检查食堂204次，建成教室339间。", (), Known(previous=_PREVIOUS)),
            Case(
                "班额标准为45人，寄宿标准为每间8人，校车标准为36座。",
                (),
                Known(previous="班额标准为45人，寄宿标准为每间8人，校车标准为36座。"),
            ),
        ),
    ),
    Rule(
        code="improbable-jump",
        family="figures",
        title="与上年相差悬殊",
        severity="suspect",
        kind="arithmetic",
        authority="本系统惯例：与上年相差五倍以上的数据应当复核",
        about="与上年的材料对照，同一件事的数字相差五倍以上时提出。数目很小、单位不同时不作判断。",
        find=jump,
        is_local=False,
        cases=(
            Case("一年来，招聘新教师2120名。", ("招聘新教师2120名",), Known(previous=_PREVIOUS)),
            Case("一年来，招聘新教师260名。", (), Known(previous=_PREVIOUS)),
            Case("一年来，资助学生2040人次。", ("资助学生2040人次",), Known(previous=_PREVIOUS)),
            Case("一年来，整改隐患3390处。", ("整改隐患3390处",), Known(previous=_PREVIOUS)),
            Case(
                "培训教师12600人次。",
                ("培训教师12600人次",),
                Known(previous="培训教师1260人次。"),
            ),
            Case("一年来，招聘新教师2120名。"),
            Case("一年来，整改隐患1200处。", (), Known(previous=_PREVIOUS)),
            Case("一年来，表彰新教师2120名。", (), Known(previous=_PREVIOUS)),
            Case("开展安全检查60次。", (), Known(previous="开展安全检查6次。")),
            Case("招聘新教师约2120名。", (), Known(previous=_PREVIOUS)),
        ),
    ),
)
