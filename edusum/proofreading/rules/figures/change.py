import re
from collections.abc import Iterator
from decimal import Decimal

from edusum.proofreading.changes import Change, changes, is_of_others
from edusum.proofreading.explained import is_grown_otherwise
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.pairs import direction
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import scale_of

_RATE = re.compile("(?<!增长)(?<!增)(?:率|占比|满意度)(?:已|均)?(?:为|是|达到?|保持在)?$")
_RATE_CHANGED = re.compile(
    "^[,，(（](?:比|较)(?:上年|去年|上年同期|去年同期|同期)(?:提高|上升|下降|提升|降低)了?$|^[,，(（]同比(?:提高|上升|下降|提升|降低)了?$"
)
_SUMMED = re.compile("合计|共计|总共|一共")
_LARGEST = 20
_PLAIN = re.compile(
    r"[由从](?:20\d\d年的?|上年的|[^,，。;；\d\n]{0,6})?(?P<former>\d{1,2}\.\d{1,3})[^,，。;；\d%\n]{0,6}[到至为]"
    r"(?:20\d\d年的?|[^,，。;；\d\n]{0,4})?(?P<now>\d{1,2}\.\d{1,3})[,，][^,，。;；\d\n]{0,4}"
    r"(?:下降|降低|减少|缩小|提高|上升|增加)了?(?P<amount>\d{1,2}\.\d{1,3})(?![\d.%万亿个分])"
)
_AUTHORITY = "公文写作惯例：文中数据应当前后一致、能够互相验算"


def _plain_changes(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of numbers without unit: 差异系数由0.59降为0.41，下降0.28."""
    if "." not in reading.plain:
        return
    for match in _PLAIN.finditer(reading.plain):
        former, now, amount = (Decimal(match[name]) for name in ("former", "now", "amount"))
        true = abs(former - now)
        if true != amount:
            bigger, smaller = max(former, now), min(former, now)
            yield match.start("amount"), match.end("amount"), f"{bigger}-{smaller}={true}，文中为{amount}"


def change(reading: Reading) -> Iterator[Hit]:
    for start, end, reason in _plain_changes(reading):
        yield Hit(start, end, "增减的数字与前后两个数对不上，请核对。", evidence=reason)
    for found in changes(reading):
        claim = found.claim
        if found.holds or is_of_others(reading, found) or _SUMMED.search(claim.tail):
            continue
        if found.amount and not found.pair and is_grown_otherwise(reading.numbers, claim, found.amount):
            continue
        yield Hit(
            claim.start - len(claim.tail),
            claim.end,
            "增减的数字与前后两个数对不上，请核对。",
            evidence=_evidence(reading, found),
            severity="error" if found.is_sure else "suspect",
            related=_related(found),
        )


def _related(found: Change) -> tuple[tuple[int, int], ...]:
    shown = [found.pair.former, found.pair.present] if found.pair else [found.amount]
    return tuple((one.start, one.end) for one in shown if one)


def _evidence(reading: Reading, found: Change) -> str:
    claim = found.claim
    scale = scale_of(printed(reading, claim))
    places = max(2, len(claim.quantity.value.partition(".")[2]))
    value = told(found.value / scale if found.told == "amount" else found.value, places)
    unit = {"amount": _unit(reading, claim), "points": "个百分点"}.get(found.told, "%")
    if found.pair:
        former, present = printed(reading, found.pair.former), printed(reading, found.pair.present)
        if found.told == "percent":
            terms = f"({present}-{former})÷{former}"
        elif found.pair.present.value >= found.pair.former.value:
            terms = f"{present}-{former}"
        else:
            terms = f"{former}-{present}"
    else:
        terms = f"按增减数{printed(reading, found.amount)}推算" if found.amount else ""
    return f"{terms}={value}{unit}，文中为{printed(reading, claim)}"


def _unit(reading: Reading, number: Number) -> str:
    return printed(reading, number).lstrip("0123456789.,，．０１２３４５６７８９余多约 ")


def against_sign(reading: Reading) -> Iterator[Hit]:
    for pair in reading.pairs:
        if not pair.former.is_exact or not pair.is_in_time or pair.claim:
            continue
        if not pair.is_from_to and pair.present.place != pair.former.place - 1:
            continue
        rises = direction(pair.verb)
        moved = (pair.present.value > pair.former.value) - (pair.present.value < pair.former.value)
        if rises and moved and rises != moved:
            start, end = min(pair.former.start, pair.present.start), max(pair.former.end, pair.present.end)
            yield Hit(
                start,
                end,
                "这里说的升降与前后两个数的大小相反，请核对数字或者改用恰当的动词。",
                evidence=f"由{printed(reading, pair.former)}到{printed(reading, pair.present)}是"
                f"{'上升' if moved > 0 else '下降'}，文中为“{pair.verb}”",
                severity="error" if pair.is_from_to and pair.present.is_exact else "suspect",
            )


def points(reading: Reading) -> Iterator[Hit]:
    yield from _told_of_rates(reading)
    for pair in reading.pairs:
        if pair.former.kind != "share":
            continue
        after = max(pair.former.place, pair.present.place) + 1
        if after >= len(reading.numbers):
            continue
        claim = reading.numbers[after]
        if claim.kind != "share" or claim.sentence != pair.former.sentence or not claim.is_exact:
            continue
        verb = direction(claim.tail)
        if not verb or len(claim.before) > 14 or "为" in claim.tail[-2:] or claim.tail.endswith(("到", "至")):
            continue
        if pair.claim or not pair.present.is_exact:
            continue
        difference = abs(pair.present.value - pair.former.value)
        if claim.low <= difference <= claim.high and claim.value:
            sign = reading.text[claim.end - 1 : claim.end]
            fix = Fix(claim.end - 1, claim.end, "个百分点", "改为“个百分点”") if sign in "%％" else None
            yield Hit(
                claim.start - len(claim.tail),
                claim.end,
                "两个百分数相减，得到的是百分点，不是百分数，请改为“个百分点”。",
                evidence=f"{printed(reading, pair.present)}与{printed(reading, pair.former)}相差"
                f"{told(difference)}个百分点",
                fix=fix,
            )


def _told_of_rates(reading: Reading) -> Iterator[Hit]:
    """毛入园率为94.7%，比上年提高0.9%: a rate that rose tells how many points."""
    for place, claim in enumerate(reading.numbers[1:]):
        rate = reading.numbers[place]
        if claim.kind != "share" or rate.kind != "share" or claim.value >= _LARGEST or not claim.is_exact:
            continue
        if claim.unit != "%" or not _RATE_CHANGED.search(claim.before) or not _RATE.search(rate.tail):
            continue
        sign = reading.text[claim.end - 1 : claim.end]
        yield Hit(
            claim.start - len(claim.tail),
            claim.end,
            "比率升降多少应当说“百分点”，请核对这里是不是百分点。",
            evidence=f"比率为{printed(reading, rate)}，它的升降是两个百分数相减",
            severity="suspect",
            fix=Fix(claim.end - 1, claim.end, "个百分点", "改为“个百分点”") if sign in "%％" else None,
        )


RULES = (
    Rule(
        code="change",
        family="figures",
        title="增减数、增减幅度算得不对",
        severity="error",
        kind="arithmetic",
        authority=_AUTHORITY,
        about="用前后两个数验算增减了多少、增减百分之几、提高或下降几个百分点。原来的数没有写出时不作判断。",
        find=change,
        cases=(
            Case("教学班增至14000个，大班额降到950个，占6.8%，一年减少1250个，降幅56.8%。"),
            Case("高中阶段机构由80家减至50家，压减30家；两个阶段合计压减440家。"),
            Case("县级示范校由18所增加到24所，增加8所。", ("增加8所",)),
            Case("县级示范校由18所增加到24所，增加6所。"),
            Case("上线1542人，比上年的1436人增加116人。", ("增加116人",)),
            Case("差异系数由0.59降为0.41，下降0.28。", ("0.28",)),
            Case("差异系数由0.59降为0.41，下降0.18。"),
            Case("大班额由38个减少到9个，净减27个。", ("净减27个",)),
            Case("在校学生63840人，比上年增加2736人，增长5.4%。", ("增长5.4%",)),
            Case("巩固率由96.1%提高到97.4%，提高2.3个百分点。", ("提高2.3个百分点",)),
            Case("上线623人，比上年多45人，上年为568人。", ("比上年多45人",)),
            Case(
                "2013年投入1.26亿元、2014年投入1.68亿元，2014年比2013年增长四分之一。",
                ("2014年比2013年增长四分之一",),
            ),
            Case("在校学生68240人。与上一学年的65000人相比，学生净增3420人。", ("学生净增3420人",)),
            Case(
                "教师平均工资9.86万元，公务员平均工资9.71万元，前者比后者高1800元。", ("前者比后者高1800元",)
            ),
            Case("办理时限由20个工作日压缩到12个工作日，缩短6个工作日。", ("缩短6个工作日",)),
            Case(
                "知晓的占96.3%，参与的占78.1%。其中，第二项比例比活动前的47.1%提高30.1个百分点。",
                ("提高30.1个百分点",),
            ),
            Case("知晓的占96.3%，参与的占78.1%。其中，第二项比例比活动前的47.1%提高31.0个百分点。"),
            Case("上线623人，比上年多45人，上年为578人。"),
            Case("2013年投入1.26亿元、2014年投入1.68亿元，2014年比2013年增长三分之一。"),
            Case("公办园占比从43.5%提升到62.1%，四年提升18.6个百分点，年均提升4.65个百分点。"),
            Case("教育支出7.84亿元，比上年的7.51亿元增长4.4%，其中小学生均增长3.6%。"),
            Case("在校学生68240人。与上一学年的4200人相比，寄宿生净增300人。"),
            Case("上线1542人，比上年的1436人增加106人，增长7.4%。"),
            Case("大班额由38个减少到9个，净减29个。"),
            Case("在校学生63840人，比上年增加2736人，增长4.5%。"),
            Case("入园率为90.1%，比上年的80.6%提高9.5个百分点。"),
            Case("原有机构143家，压减129家，压减率90.2%。"),
            Case("经费投入11.86亿元，比上年增加0.92亿元，增长约8%。"),
            Case("班额由50人左右降到45人，减少近5人。"),
        ),
    ),
    Rule(
        code="change-sign",
        family="figures",
        title="升降说反了",
        severity="error",
        kind="arithmetic",
        authority=_AUTHORITY,
        about="“由…提高到…”“比上年的…减少”前后两个数的大小，应当与动词一致。没有写出两个数时不作判断。",
        find=against_sign,
        cases=(
            Case(
                "在校（园）学生140000人，中小学生100000人，在园幼儿40000人，总人数比上年的135000人增加5000人。"
            ),
            Case("巩固率由96.1%提高到95.3%。", ("96.1%提高到95.3%",)),
            Case("巩固率由95.3%提高到96.1%。"),
            Case("在校学生由2300人增加到2100人。", ("2300人增加到2100人",)),
            Case("辍学率由1.7%下降到2.3%。", ("1.7%下降到2.3%",)),
            Case("事项由11项精简为17项。", ("11项精简为17项",)),
            Case("公办园占比由61.2%降低到64%以上。", ("61.2%降低到64%",)),
            Case("公办园占比由61.2%提高到64%以上。"),
            Case("近视率由52.4%下降到51.3%。"),
            Case("放贷3900万元，笔均7500元，其中首贷2100户，贷款金额比上年的3400万元增长14.7%。"),
            Case("事项由11项精简为7项。"),
            Case("机构由9家调整到14家。"),
            Case("全市平均分比上年的520分提高到531分。"),
            Case("由2021年的18所增加到2024年的24所。"),
            Case("在校学生由近2000人增加到2100人。"),
        ),
    ),
    Rule(
        code="percentage-points",
        family="figures",
        title="百分点写成百分数",
        severity="error",
        kind="arithmetic",
        authority="GB/T 15835—2011《出版物上数字用法》；统计用语惯例",
        about="两个百分数之差应当称“百分点”。只在前后两个百分数都写出来、相减正好等于所写的数时提出。",
        find=points,
        cases=(
            Case("入园率由91.8%提高到93.6%，提高1.8%。", ("提高1.8%",)),
            Case("入园率由91.8%提高到93.6%，提高1.8个百分点。"),
            Case("上线率由49.8%提高到52.5%，提高了2.7%。", ("提高了2.7%",)),
            Case("近视率由52.4%下降到51.3%，下降1.1%。", ("下降1.1%",)),
            Case("满意率达到94.3%，比上年的90.8%上升3.5%。", ("上升3.5%",)),
            Case("学前三年毛入园率为94.7%，比上年提高0.9%。", ("比上年提高0.9%",)),
            Case(
                "知晓的有481人，占96.3%；参与的有391人，占78.1%。其中，第二项比例比活动前的47.1%提高31.0%。",
                ("提高31.0%",),
            ),
            Case("学前三年毛入园率为94.7%，比上年提高0.9个百分点。"),
            Case("财政收入增长率为8.5%，支出比上年提高12%。"),
            Case("合格率为98.5%，经费比上年增长12%。"),
            Case("满意率达到94.3%，比上年的90.8%上升3.5个百分点。"),
            Case("在校生由2000人增加到2100人，增长5%。"),
            Case("上线率由49.8%提高到52.5%，提高了5.4%。"),
            Case("覆盖率达到98%，经费增长12%。"),
            Case("合格率由90%提高到95%，优秀率达到5%。"),
            Case("上线率由50.0%提高到60.0%，提高10个百分点。"),
        ),
    ),
)
