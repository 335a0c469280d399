from collections.abc import Iterator

from edusum.proofreading.changes import Change, changes, direction, is_of_others, pairs, plain_changes
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import scale_of

_AUTHORITY = "公文写作惯例：文中数据应当前后一致、能够互相验算"


def change(reading: Reading) -> Iterator[Hit]:
    for start, end, reason in plain_changes(reading):
        yield Hit(start, end, "增减的数字与前后两个数对不上，请核对。", evidence=reason)
    for found in changes(reading):
        if found.holds or is_of_others(reading, found):
            continue
        claim = found.claim
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
    for pair in pairs(reading):
        if not pair.former.is_exact or not pair.present.is_exact or not pair.is_in_time:
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
                severity="error" if pair.is_from_to else "suspect",
            )


def points(reading: Reading) -> Iterator[Hit]:
    for pair in pairs(reading):
        if pair.former.kind != "share":
            continue
        after = max(pair.former.place, pair.present.place) + 1
        if after >= len(reading.numbers):
            continue
        claim = reading.numbers[after]
        if claim.kind != "share" or claim.sentence != pair.present.sentence or not claim.is_exact:
            continue
        verb = direction(claim.tail)
        if not verb or len(claim.before) > 14 or "为" in claim.tail[-2:] or claim.tail.endswith(("到", "至")):
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
            Case("县级示范校由18所增加到24所，增加8所。", ("增加8所",)),
            Case("县级示范校由18所增加到24所，增加6所。"),
            Case("上线1542人，比上年的1436人增加116人。", ("增加116人",)),
            Case("差异系数由0.59降为0.41，下降0.28。", ("0.28",)),
            Case("差异系数由0.59降为0.41，下降0.18。"),
            Case("大班额由38个减少到9个，净减27个。", ("净减27个",)),
            Case("在校学生63840人，比上年增加2736人，增长5.4%。", ("增长5.4%",)),
            Case("巩固率由96.1%提高到97.4%，提高2.3个百分点。", ("提高2.3个百分点",)),
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
            Case("巩固率由96.1%提高到95.3%。", ("96.1%提高到95.3%",)),
            Case("巩固率由95.3%提高到96.1%。"),
            Case("在校学生由2300人增加到2100人。", ("2300人增加到2100人",)),
            Case("辍学率由1.7%下降到2.3%。", ("1.7%下降到2.3%",)),
            Case("事项由11项精简为17项。", ("11项精简为17项",)),
            Case("近视率由52.4%下降到51.3%。"),
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
            Case("满意率达到94.3%，比上年的90.8%上升3.5个百分点。"),
            Case("在校生由2000人增加到2100人，增长5%。"),
            Case("上线率由49.8%提高到52.5%，提高了5.4%。"),
            Case("覆盖率达到98%，经费增长12%。"),
            Case("合格率由90%提高到95%，优秀率达到5%。"),
            Case("上线率由50.0%提高到60.0%，提高10个百分点。"),
        ),
    ),
)
