import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.misprints import is_swapped
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.restated import restated

_LEAD = re.compile(
    r"^(?:截[至止][^,，]{0,10}|到?(?:20\d\d年)?(?:年?[底末]|目前)|目前|现在|其中|今年|全年|本年度?|我[省市县区州]|全[省市县区州]"
    r"|[一二三四五六七八九]是|使|实现|现有|共有|现共有|有|共|的)+"
)
_END = re.compile(r"(?:已|均|都|就)?(?:达到?了?|为|是|有|共有?|共计|合计|总计|稳定在|保持在|保持|约)+$")
_WHOLE = re.compile("全[省市县区州]|我[省市县区州]|共有|现有|总数")
_RATE = re.compile("[率度]$")
_ELSEWHEN = re.compile(
    r"力争|确保|目标|计划|预计|到20\d\d年|要求|不低于|以上|上年|去年|上一年|同期|比|较|由|从|此前|原有|其中|标准|全国|全省|平均"
    r"|增|减|提高|下降|新|期末|期初|上半年|下半年|学期|月"
)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_STOP = re.compile("[。;；\n]")
_ASIDE = re.compile("力争|目标|计划|预计|上年|去年|其中")
_COUNT_WORD = re.compile("(?:总数|人数|数)$")
_FIGURE = re.compile(r"\d[\d,]{0,14}(?:\.\d{1,4})?")
_UNITS = {"人": "人", "名": "人", "所": "所", "个": "个", "%": "%", "％": "%", "元": "元", "平方米": "平方米"}
_SLIGHT = Decimal("0.3")
_LEAST_RATE, _LEAST_COUNT = 6, 3
_LEAST_WHOLE = Decimal(10)


def same_metric(reading: Reading) -> Iterator[Hit]:
    stated: defaultdict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in reading.numbers:
        key = _key(reading, number)
        if key:
            stated[key, number.unit].append(number)
    for (words, _), found in stated.items():
        values = {number.value for number in found}
        if len(values) != 2 or len(found) > 6:
            continue
        first = found[0]
        for other in found[1:]:
            if other.value == first.value or _is_rounded(first, other) or _is_rounded(other, first):
                continue
            yield Hit(
                other.start,
                other.end,
                f"同一个指标“{words}”前后两处数字不一样，请核对哪一处是对的。",
                evidence=f"前文为{printed(reading, first)}，这里为{printed(reading, other)}",
                related=((first.start, first.end),),
            )
            break


def said_again(reading: Reading) -> Iterator[Hit]:
    for number, other in restated(reading):
        yield Hit(
            number.start,
            number.end,
            "这里像是再次提到前文的同一个数，两处不一样，请核对哪一处是对的。",
            evidence=f"前文为{printed(reading, other)}，这里为{printed(reading, number)}",
            related=((other.start, other.end),),
        )


def against_table(reading: Reading) -> Iterator[Hit]:
    rows = _rows(reading)
    for number in reading.numbers if rows else ():
        stated = rows.get((_key(reading, number), number.unit))
        if stated is None or number.low <= stated <= number.high:
            continue
        if abs(stated / number.value - 1) > _SLIGHT and not is_swapped(stated, number.value):
            continue
        yield Hit(
            number.start,
            number.end,
            "这个数与表格中同一指标的数不一样，请核对哪一处是对的。",
            evidence=f"表中为{told(stated, 4)}{number.unit}，这里为{printed(reading, number)}",
        )


def _rows(reading: Reading) -> dict[tuple[str, str], Decimal]:
    """What tables tell, by name and unit: rows of a name, a unit and one number."""
    tables = [row for table in reading.source.tables for row in table.rows]
    found: dict[tuple[str, str], Decimal] = {}
    for row in (*(row for row in reading.rows.values() if len(row) > 2), *tables):
        cells = [cell.strip() for cell in row]
        figures = [cell.replace(",", "") for cell in cells[1:] if _FIGURE.fullmatch(cell)]
        units = [_UNITS[cell] for cell in cells[1:] if cell in _UNITS]
        if len(figures) == 1 and len(units) == 1:
            key = _COUNT_WORD.sub("", _LEAD.sub("", cells[0])), units[0]
            found[key] = Decimal(figures[0]) if key not in found else Decimal(0)
    return {key: value for key, value in found.items() if value and key[0]}


def _key(reading: Reading, number: Number) -> str:
    """What is counted, in the words that stand right before; "" where place or time may be another."""
    if not number.is_exact:
        return ""
    is_rate = number.kind == "share"
    if not is_rate and not (number.value >= _LEAST_WHOLE and _WHOLE.search(number.tail)):
        return ""
    if number.per or number.kind in ("points", "倍", "time") or len(number.tail) > 30:
        return ""
    is_next = number.tail == number.before and number.before.startswith(("、", "和", "及"))
    if is_next or reading.is_linked(number.start, number.end):
        return ""
    tail, own = number.tail.strip("　 “”"), number.own
    if tail.startswith("占") and own.startswith("的"):
        tail, own = tail[1:], ""
    words = _END.sub("", _LEAD.sub("", tail))
    if len(words) < (_LEAST_RATE if is_rate else _LEAST_COUNT) or _ELSEWHEN.search(number.tail):
        return ""
    if is_rate and not _RATE.search(words):
        return ""
    clause = reading.plain[max(0, number.start - 40) : number.start]
    sentence = _STOP.split(clause)[-1]
    years = set(_YEAR.findall(sentence))
    if years - {f"{reading.year}年"} or _ASIDE.search(sentence):
        return ""
    if number.quantity.role in ("target", "change", "previous", "standard"):
        return ""
    return words if not own or is_rate else words + own[:6]


def _is_rounded(one: Number, other: Number) -> bool:
    """Whether one of them says the other less exactly: 1.2万 and 12,034."""
    coarse = len(one.quantity.value.replace(".", "").rstrip("0"))
    fine = len(other.quantity.value.replace(".", "").rstrip("0"))
    if coarse >= fine or one.value == 0:
        return False
    half = Decimal(10) ** -len(one.quantity.value.partition(".")[2]) / 2
    scale = one.value / Decimal(one.quantity.value)
    return abs(one.value - other.value) <= half * abs(scale)


RULES = (
    Rule(
        code="same-metric",
        family="figures",
        title="同一指标前后不一",
        severity="suspect",
        kind="arithmetic",
        authority="公文写作惯例：同一数据前后一致",
        about="同一份材料里，同名、同单位、同一年的指标应当只有一个数。年份、范围或者口径不同的不作判断。",
        find=same_metric,
        cases=(
            Case(
                "全县共有专任教师5704人。\n一年来，队伍建设得到加强，全县共有专任教师5740人。",
                ("5740人",),
            ),
            Case("全县共有专任教师5704人。\n一年来，队伍建设得到加强，全县共有专任教师5704人。"),
            Case("九年义务教育巩固率为98.7%。\n九年义务教育巩固率达到97.8%。", ("97.8%",)),
            Case("学前三年毛入园率为93.6%，成绩来之不易。\n学前三年毛入园率达到96.3%。", ("96.3%",)),
            Case("全市现有在校学生21486人。\n总结一年，全市共有在校学生21468人。", ("21468人",)),
            Case("九年义务教育巩固率为98.7%。\n力争九年义务教育巩固率达到99.0%。"),
            Case("九年义务教育巩固率由97.2%提高到98.7%。九年义务教育巩固率为98.7%。"),
            Case(
                "全区共有公办中小学46所，布局更趋合理。\n集团校38所，占全区公办中小学64所的59.4%。",
                ("64所",),
            ),
            Case("全区共有公办中小学46所，布局更趋合理。\n集团校38所，占全区公办中小学46所的82.6%。"),
            Case("全县共有专任教师5704人，其中小学2131人。\n全县小学专任教师2131人。"),
            Case(
                "全市学前三年毛入园率为90.1%。\n2016—2019年分别招聘56名、61名，多措并举补充师资、改善待遇。目前，"
                "学前三年毛入园率为90.4%。",
                ("90.4%",),
            ),
            Case("上年九年义务教育巩固率为98.2%。\n九年义务教育巩固率为98.7%。"),
            Case("全市共有在校学生21486人。\n全市共有在校学生2.1万人。"),
            Case("河口区九年义务教育巩固率为98.7%，云台县九年义务教育巩固率为97.8%。"),
        ),
        is_local=False,
    ),
    Rule(
        code="said-again",
        family="figures",
        title="同一个数前后写得不同",
        severity="suspect",
        kind="arithmetic",
        authority="公文写作惯例：同一数据前后一致",
        about="括号里、后文中再次提到前面的数，只错一位或者两位颠倒时提出。名称、时间不同的不作判断。",
        find=said_again,
        cases=(
            Case("共招聘教师150人，特岗教师占一半（招聘总数为160人）。", ("160人",)),
            Case("共招聘教师150人，特岗教师占一半（招聘总数为150人）。"),
            Case("全县共有3125个教学班。全县3215个教学班中大班额很少。", ("3215个",)),
            Case("全市2145人参加普通高考，上线率25.1%（参考2415人）。", ("2415人",)),
            Case("各类学校共164所，投入资金5248万元（两类学校共146所）。", ("146所",)),
            Case("全县共有3125个教学班。全县3125个教学班中大班额很少。"),
            Case("全市2145人参加普通高考，上线率25.1%（上年参考2415人）。"),
            Case("培训小学教师3125人，培训初中教师3215人。"),
            Case("小学招生3125人，上年小学招生3215人。"),
            Case("检查学校35所（其中民办学校共25所）。"),
            Case("获奖48项，是上年32项的1.5倍，即本年46项对上年32项。", ("46项",)),
            Case("获奖48项，是上年32项的1.5倍，即本年48项对上年32项。"),
            Case("指标比例达到60%，比去年提高10个百分点，即由50%提高到60%。"),
            Case(
                "征求意见建议164条，经梳理归并为36条。\n整改落实阶段。38条意见建议中，立即整改22条，限期整改16条。",
                ("38条",),
            ),
            Case(
                "征求意见建议164条，经梳理归并为38条。\n整改落实阶段。38条意见建议中，立即整改22条，限期整改16条。"
            ),
            Case("各类学校共164所，其中改造46所（两类学校共164所）。"),
        ),
        is_local=False,
    ),
    Rule(
        code="table-prose",
        family="figures",
        title="正文与表格不符",
        severity="suspect",
        kind="arithmetic",
        authority="公文写作惯例：同一数据前后一致",
        about="正文里的总数、比率，与表格中同名、同单位的一行对照。一行有多个数字、名称不同时不作判断。",
        find=against_table,
        cases=(
            Case("全县共有专任教师5740人。\n指标\t单位\t数量\n专任教师\t人\t5704", ("5740人",)),
            Case("全县共有专任教师5704人。\n指标\t单位\t数量\n专任教师\t人\t5704"),
            Case("全市现有幼儿园268所。\n指标\t单位\t数量\n幼儿园数\t所\t286", ("268所",)),
            Case("九年义务教育巩固率为97.8%。\n九年义务教育巩固率\t%\t98.7", ("97.8%",)),
            Case("全市共有在校学生21468人。\n在校学生数\t人\t21,486", ("21468人",)),
            Case("全市现有幼儿园286所。\n幼儿园数\t所\t286"),
            Case("全市共有在校学生2.1万人。\n在校学生数\t人\t21486"),
            Case("全县共有专任教师5740人。\n专任教师\t人\t5612\t5704"),
            Case("力争九年义务教育巩固率达到99.0%。\n九年义务教育巩固率\t%\t98.7"),
            Case("小学专任教师2131人。\n专任教师\t人\t5704"),
            Case("全县共有专任教师5740人。\n专任教师\t5704"),
            Case("全县现有各类学校128所。\n各类学校\t所\t182", ("128所",)),
            Case("全县现有各类学校128所。\n各类学校\t所\t56"),
        ),
        is_local=False,
    ),
)
