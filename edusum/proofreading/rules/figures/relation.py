from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.reading import Reading
from edusum.proofreading.relations import broken_relations


def relation(reading: Reading) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for found in broken_relations(reading):
        if found.place in seen:
            continue
        seen.add(found.place)
        yield Hit(
            found.start,
            found.end,
            "按这句话推算，前后的数字对不上，请核对。",
            evidence=f"{found.shown}={found.value}，文中为{reading.text[slice(*found.place)]}",
            severity="error" if found.is_sure else "suspect",
        )


RULES = (
    Rule(
        code="relation",
        family="figures",
        title="前后数字推算不符",
        severity="suspect",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、能够互相验算",
        about="按“现有…新增…达到…”“每生每天…元、全年…天”“总投资…到位…缺口…”等固定说法推算。写约数时不作判断。",
        find=relation,
        cases=(
            Case(
                "现有基地12个，今年新增4个。与9个乡镇、6个部门签订责任书18份。",
                ("与9个乡镇、6个部门签订责任书18份",),
            ),
            Case("与9个乡镇、6个部门签订责任书15份。"),
            Case(
                "工程总投资2.4亿元，已到位资金0.9亿元，缺口1.8亿元。",
                ("总投资2.4亿元，已到位资金0.9亿元，缺口1.8亿元",),
            ),
            Case("工程总投资2.4亿元，已到位资金0.9亿元，缺口1.5亿元。"),
            Case("校园排名由上年的第8位上升到第3位，前移4位。", ("第8位上升到第3位，前移4位",)),
            Case(
                "每学期安排劳动课不少于12课时，全学年不少于26课时。",
                ("每学期安排劳动课不少于12课时，全学年不少于26课时",),
            ),
            Case("人均2400元，折合每人每月210元。", ("人均2400元，折合每人每月210元",)),
            Case("人均2400元，折合每人每月200元。"),
            Case("每学期安排劳动课不少于12课时，全学年不少于24课时。"),
            Case("校园排名由上年的第8位上升到第3位，前移5位。"),
            Case("现有示范园12所，今年新增4所，年底达到16所。"),
            Case("送审金额约860万元，审定金额820万元，核减38万元。"),
            Case("上线率由40.2%、52.4%提高到43.5%、55.1%，分别提高3.3和2.7个百分点。"),
        ),
    ),
)
