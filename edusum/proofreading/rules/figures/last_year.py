import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading

_TOLD = re.compile(
    r"(?P<words>[^\d,，。;；、:：\n]{2,40})(?P<number>\d[\d,]{0,12}(?:\.\d{1,4})?)"
    r"(?P<unit>[万亿]?[^\d,，。;；、:：\n ]?)"
)
_LEAST_RUN = 3
_JUMP = 5
_LEAST = Decimal(20)
_KEY = 6
_LEAST_NAME, _LEAST_WORDS, _NEAR = 4, 2, 20
_LEAST_DIGITS, _LEAST_STOCK = 6, Decimal(10)
_WHOLE = re.compile("^全[省市县区州]|现有|共有|总数")
_INSTITUTION = "所"
_LEAD = re.compile(
    r"^(?:截[至止][^,，]{0,10}|全年|今年|本年|上年|年[底末]|目前|其中|全[省市县区州]|我[省市县区州]|现有|共有|共|有)+"
)
_END = re.compile(r"(?:已|均)?(?:达到?了?|为|是|有|共有?|共计|合计|人数|总数|数)+$")
_THEN = re.compile(r"[,，]?(?:[由从比较])?(?:上年|去年|上一年|(?:20\d\d)年)(?:同期|[末底])?的?$")
_ALIKE = Decimal("0.5")
_STANDING = re.compile("每|标准|不少于|以上|(?<!各)级|建于|第|不低于|满分|规划")


def unchanged(reading: Reading) -> Iterator[Hit]:
    known = _former(reading)
    run: list[Number] = []
    for number in [*_updated(reading), None] if known else []:
        if number is not None and _written(reading, number) in known.get(_words(number), ()):
            run.append(number)
            continue
        digits = sum(len(one.quantity.value.replace(".", "")) for one in run)
        is_stable = all(one.unit == _INSTITUTION for one in run)
        is_long = len(run) >= _LEAST_RUN and digits >= _LEAST_DIGITS and not is_stable
        if is_long and not _is_whole(reading, run):
            yield Hit(
                run[0].start,
                run[-1].end,
                "这一串数字与上年材料一个不差，请核对是不是忘了更新。",
                evidence=f"连续{len(run)}个数字与上年材料相同："
                + "、".join(printed(reading, one) for one in run[:6]),
            )
        run = []


def _is_whole(reading: Reading, run: Sequence[Number]) -> bool:
    """Whether whole paragraphs are those of last year, which the rule `unchanged` tells one by one."""
    return run[0].line != run[-1].line and all(_is_said_again(reading, one) for one in run)


def _is_said_again(reading: Reading, number: Number) -> bool:
    """Whether its whole sentence stands in last year's paper."""
    plain = reading.plain
    start = max(plain.rfind(sign, 0, number.start) for sign in "。\n") + 1
    ends = [place for sign in "。\n" if (place := plain.find(sign, number.end)) >= 0]
    return reading.text[start : min(ends, default=len(plain))].strip() in reading.known.previous


def jump(reading: Reading) -> Iterator[Hit]:
    known = _former(reading)
    for number in _candidates(reading) if known else ():
        before = {one for one in known.get(_words(number), ()) if one[1] == _written(reading, number)[1]}
        if len(before) != 1:
            continue
        former = Decimal(next(iter(before))[0])
        value = Decimal(number.quantity.value)
        if min(former, value) < _LEAST and not _is_digit_lost(number, former, value):
            continue
        if not number.is_count:
            continue
        if value >= former * _JUMP or former >= value * _JUMP:
            yield Hit(
                number.start - min(len(number.tail), 12),
                number.end,
                f"这个数与上年材料相差{_JUMP}倍以上，请核对有没有多写、少写一位。",
                evidence=f"上年为{told(former)}{number.quantity.unit}，文中为{printed(reading, number)}",
            )


def _is_digit_lost(number: Number, former: Decimal, value: Decimal) -> bool:
    """Whether all there are of something are ten times as many, or a tenth: 186 and 18."""
    least, most = sorted((former, value))
    return least >= _LEAST_STOCK and most // 10 == least and bool(_WHOLE.search(number.tail))


def denied(reading: Reading) -> Iterator[Hit]:
    """比上年的27254人增加856人, where last year's paper told another number by the same name."""
    if not reading.known.previous:
        return
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    values: defaultdict[str, set[str]] = defaultdict(set)
    for match in _TOLD.finditer(reading.known.previous):
        written, unit = match["number"].replace(",", ""), match["unit"][:1]
        names[_name(match["words"]), unit].add(written)
        values[unit].add(written)
    for number in reading.numbers:
        if number.quantity.role != "previous" or not number.is_exact or not _is_last_year(reading, number):
            continue
        written, unit = _written(reading, number)
        name = _subject(reading, number)
        told_then = names.get((name, unit), set())
        if len(name) < _LEAST_NAME or len(told_then) != 1 or written in values[unit]:
            continue
        former = next(iter(told_then))
        if not _ALIKE <= Decimal(former) / (Decimal(written) or 1) <= 1 / _ALIKE:
            continue
        yield Hit(
            number.start,
            number.end,
            f"上年材料中的“{name}”与这里写的上年数不一样，请核对哪一处是对的。",
            evidence=f"上年材料为{former}{number.quantity.unit}，文中为{printed(reading, number)}",
        )


def _is_last_year(reading: Reading, number: Number) -> bool:
    told_year = reading.known.previous_year or reading.year - 1
    then = ("上年", "去年", "上一年", f"{told_year}年")
    return (number.quantity.compared or number.quantity.period) in then


def _subject(reading: Reading, number: Number) -> str:
    """What was so many last year: in the words before, or counted right before."""
    name = _THEN.sub("", number.tail)
    if not name and number.place:
        one = reading.numbers[number.place - 1]
        near = number.start - one.end <= _NEAR and one.unit == number.unit and one.line == number.line
        name = one.tail if near else ""
    return _name(name)


def _name(words: str) -> str:
    return _END.sub("", _LEAD.sub("", words.strip("　 “”")))


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


def _updated(reading: Reading) -> Iterator[Number]:
    """What should be another number every year."""
    for number in reading.numbers:
        if len(_words(number)) < _LEAST_WORDS or not number.is_exact or _STANDING.search(number.tail):
            continue
        if number.kind in ("time", "points", "倍") or reading.is_linked(number.start, number.end):
            continue
        if number.quantity.role in ("actual", "part", "total", "previous", "change"):
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
_THIRTY = Known(
    year=2025,
    previous="全年普通高中招生3045人。学前三年毛入园率达到90.2%。在园幼儿10678人。",
    previous_year=2024,
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
                "培训教师3批，其中高中9460人、初中1274人、小学2462人，反响良好。",
                ("9460人、初中1274人、小学2462人",),
                Known(previous="培训教师4批，其中高中9460人、初中1274人、小学2462人。"),
            ),
            Case(
                "全县共有幼儿园84所、小学68所、初中21所。",
                (),
                Known(previous="全县共有幼儿园84所、小学68所、初中21所。"),
            ),
            Case(
                "全年集中学习4次，专题研讨5次、读书辅导2次。",
                (),
                Known(previous="全年集中学习4次，专题研讨5次、读书辅导2次。"),
            ),
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
            Case(
                "全县现有各类学校186所。",
                ("全县现有各类学校186所",),
                Known(previous="全县现有各类学校18所。"),
            ),
            Case("一年来，开设新课程126门。", (), Known(previous="开设新课程12门。")),
            Case("一年来，招聘新教师2120名。"),
            Case("一年来，整改隐患1200处。", (), Known(previous=_PREVIOUS)),
            Case("一年来，表彰新教师2120名。", (), Known(previous=_PREVIOUS)),
            Case("开展安全检查60次。", (), Known(previous="开展安全检查6次。")),
            Case("招聘新教师约2120名。", (), Known(previous=_PREVIOUS)),
        ),
    ),
    Rule(
        code="last-year-denied",
        family="figures",
        title="上年数与上年材料不符",
        severity="suspect",
        kind="arithmetic",
        authority="公文写作惯例：同一数据前后一致",
        about="文中写的上年数，与上年材料里同名的数对照。上年材料有几个同名的数、或者别处写有同样的数时不作判断。",
        find=denied,
        is_local=False,
        cases=(
            Case("普通高中招生3126人，比上年的3054人增加72人。", ("3054人",), _THIRTY),
            Case("普通高中招生3126人，比上年的3045人增加81人。", (), _THIRTY),
            Case("学前三年毛入园率由上年的91.8%提高到93.6%。", ("91.8%",), _THIRTY),
            Case("学前三年毛入园率由上年的90.2%提高到93.6%。", (), _THIRTY),
            Case("在园幼儿9846人，比去年的10768人减少922人。", ("10768人",), _THIRTY),
            Case("在园幼儿9846人，比上年的10678人减少832人。", (), _THIRTY),
            Case("职业高中招生3126人，比上年的3054人增加72人。", (), _THIRTY),
            Case("普通高中招生3126人，比上年的3054人增加72人。"),
            Case("普通高中招生3126人，比2015年的3054人增加72人。", (), _THIRTY),
            Case("普通高中招生3126人，比上年的112人大幅增加。", (), _THIRTY),
            Case("城区在园幼儿9846人，比上年的10768人减少922人。", (), _THIRTY),
        ),
    ),
)
