import re
from collections.abc import Iterator
from decimal import Decimal

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading

_BOUNDED = re.compile(
    r"(?:巩固|净入学|合格|及格|优秀|优良|达标|整改|办结|覆盖|就业|满意|录取|升学|上线|持证|完好|出勤|见面|回收|知晓|到课"
    r"|到校|返校|控辍|保留|配备|开齐|开足|参训|在线|资助|安置|好评|通过|差错|辍学|近视|普惠|入学|入园|压减|核减|压缩|撤并|退出|参与|解决)(?:率|度)"
    r"[^,，。;；\d%]{0,6}$"
)
_ANY_RATE = re.compile(r"(?:率|比例|比重)[^,，。;；\d%增长率]{0,6}$")
"""Of these four digits and more without a point are never meant, whatever the rate."""
_SHARE = re.compile(r"(?:占比|占[^,，。;；、]{0,16})(?:为|达到?|是|的)?$")
_GROSS = re.compile(r"毛入[学园]")
_CHANGED = re.compile(
    "增长|增加|提高|上升|下降|减少|增幅|完成|超|是[^,，。;；]{0,8}的$|相当于|(?<!占)比[^例重为达]"
)
_LOST = re.compile(r"(?P<whole>\d(?<![\d.]\d)\d{0,2})(?P<sign>[ 。]|\.{2,3})(?P<decimals>\d{1,2})%")
_OF_TWO = frozenset(",%至—~-")
"""Behind these and before a blank stands the first of two numbers."""
_HUNDRED = Decimal(100)
_MOST_GROSS = Decimal(160)
_TWO_DIGITS = 2


def too_much(reading: Reading) -> Iterator[Hit]:
    for number in reading.numbers:
        if not _is_over(number) or _lost(number):
            continue
        yield Hit(
            number.start - min(len(number.tail), 16),
            number.end,
            "这个比率不会超过100%，请核对。",
            evidence=f"{printed(reading, number)}大于100%",
        )


def decimal_lost(reading: Reading) -> Iterator[Hit]:
    for number in reading.numbers:
        likely = _lost(number) if number.kind == "share" else None
        if likely is not None:
            yield Hit(
                number.start,
                number.end,
                f"这个比率大于100%，像是漏了小数点，请核对是不是“{told(likely)}%”。",
                evidence=f"{printed(reading, number)}大于100%，漏写的可能是“{told(likely)}%”的小数点",
            )
    for match in _LOST.finditer(reading.plain) if "%" in reading.plain else ():
        if match["sign"] in " 。" and len(match["whole"]) > _TWO_DIGITS:
            continue
        if match["sign"] == " " and reading.plain[match.start() - 1 : match.start()] in _OF_TWO:
            continue
        words = f"{match['whole']}.{match['decimals']}%"
        yield Hit(
            match.start(),
            match.end(),
            f"这里的小数点像是丢了或者打错了，请核对是不是“{words}”。",
            evidence=f"应为“{words}”，文中为“{reading.text[match.start() : match.end()]}”",
            fix=Fix(match.start(), match.end(), words, f"改为“{words}”"),
        )


def _is_over(number: Number) -> bool:
    if number.kind != "share" or number.value <= _HUNDRED or number.quantity.role == "change":
        return False
    tail = number.tail
    if _GROSS.search(tail) or _CHANGED.search(tail):
        return False
    return bool(_BOUNDED.search(tail) or _SHARE.search(tail))


def _lost(number: Number) -> Decimal | None:
    """9985% → 99.85: what was meant, where only a lost point explains it."""
    written = number.quantity.value
    if (
        number.kind != "share"
        or "." in written
        or len(written) not in (3, 4, 5)
        or _CHANGED.search(number.tail)
    ):
        return None
    if _GROSS.search(number.tail) and len(written) >= 4:
        for factor in (Decimal(10), _HUNDRED):
            if Decimal(50) <= number.value / factor <= _MOST_GROSS:
                return number.value / factor
        return None
    is_long = len(written) >= 4 and _ANY_RATE.search(number.tail) is not None
    if not (is_long or _is_over(number)) or number.value == _HUNDRED:
        return None
    factor = Decimal(10) ** (len(written) - 2)
    likely = number.value / factor
    return likely if len(written) >= 4 or (likely > Decimal(20) and number.value >= Decimal(200)) else None


RULES = (
    Rule(
        code="over-hundred",
        family="figures",
        title="比率超过100%",
        severity="error",
        kind="arithmetic",
        authority="统计用语惯例：合格率、巩固率、占比等不超过100%",
        about="查找超过100%的合格率、巩固率、占比等。毛入学率、完成率、增长率可以超过100%，不在此列。",
        find=too_much,
        cases=(
            Case("全县九年义务教育巩固率为102.3%。", ("全县九年义务教育巩固率为102.3%",)),
            Case("小学阶段毛入学率为103.2%。"),
            Case("抽检合格率达到100.5%。", ("抽检合格率达到100.5%",)),
            Case("隐患整改率为110.0%。", ("隐患整改率为110.0%",)),
            Case("女教师占比为132.1%。", ("女教师占比为132.1%",)),
            Case("全年完成招生计划的105.6%。"),
            Case("招生人数增长120%，合格率为100%。"),
            Case("投资额是上年的150%。"),
            Case("初中毛入学率为104.1%，高中阶段毛入学率为93.2%。"),
            Case("计划完成率为112.5%。"),
            Case("参训率、合格率均为100%。"),
        ),
    ),
    Rule(
        code="decimal-lost",
        family="figures",
        title="小数点丢失",
        severity="error",
        kind="decimal_lost",
        authority="GB/T 15835—2011《出版物上数字用法》",
        about="查找像“9985%”“99 85%”“99。85%”那样丢了、错了小数点的百分数。可以超过100%的比率不在此列。",
        find=decimal_lost,
        cases=(
            Case("全县九年义务教育巩固率9985%。", ("9985%",)),
            Case("全县九年义务教育巩固率99.85%。"),
            Case("学科类培训机构压减率为846%。", ("846%",)),
            Case("小学入学率达到99 95%。", ("99 95%",)),
            Case("合格率达到98。5%。", ("98。5%",)),
            Case("高考上线率为52..5%。", ("52..5%",)),
            Case("初中毛入学率10321%。", ("10321%",)),
            Case("初中毕业生升入高中阶段的比例达9827%。", ("9827%",)),
            Case("设备利用率由65%提高到1250%，增长率1250%，完成比例1250%。"),
            Case("小学阶段毛入学率为103%。"),
            Case("粉丝数增长1250%。"),
            Case("覆盖率由95%提高到98%。"),
            Case("出勤率100%，合格率100%。"),
            Case("2019 年合格率98%。"),
            Case("全年投入是上年的320%。"),
        ),
    ),
)
