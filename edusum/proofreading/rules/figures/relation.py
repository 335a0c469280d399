from collections.abc import Iterator

from edusum.proofreading.explained import adds_up_otherwise
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import within
from edusum.proofreading.reading import Reading
from edusum.proofreading.relations import Broken, broken_relations


def relation(reading: Reading) -> Iterator[Hit]:
    seen: set[tuple[int, int]] = set()
    for found in broken_relations(reading):
        if found.place in seen:
            continue
        seen.add(found.place)
        if _is_explained(reading, found):
            continue
        yield Hit(
            found.start,
            found.end,
            "按这句话推算，前后的数字对不上，请核对。",
            evidence=f"{found.shown}={found.value}，文中为{reading.text[slice(*found.place)]}",
            severity="error" if found.is_sure else "suspect",
        )


def _is_explained(reading: Reading, found: Broken) -> bool:
    """Whether numbers around tell that more is added up than the form of words says."""
    inside = within(reading.numbers, found.start, found.end)
    claim = [one for one in inside if found.place[0] <= one.start < found.place[1]]
    rest = [one for one in inside if claim and one is not claim[0]]
    others = [one for one in rest if one.unit == claim[0].unit] or rest
    is_sum = len(others) > 1 and claim[0].value > max(one.value for one in others)
    return is_sum and adds_up_otherwise(reading.numbers, claim[0], others, is_listed=True)


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
            Case("排查出各类隐患437处，当场整改318处、限期整改106处、挂牌督办13处。"),
            Case("督导5次：春季开学36所，校园安全138所，民办园31所，秋季开学40所，专项24所，累计269校次。"),
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
            Case(
                "共查出问题240个，其中立行立改180个，限期整改42个，还有18个需上级协调解决。",
            ),
            Case(
                "共查出问题240个，其中立行立改180个，限期整改40个。",
                ("查出问题240个，其中立行立改180个，限期整改40个",),
            ),
            Case("实施项目17个，已竣工11个，在建4个，尚有2个正在办理手续。"),
            Case(
                "现有实践基地12个，今年新增4个，年底达到18个。",
                ("现有实践基地12个，今年新增4个，年底达到18个",),
            ),
            Case(
                "学位充足，完成投资占计划的64%，超时间进度14个百分点（时间进度为50%，投资进度为62%）。",
                ("超时间进度14个百分点（时间进度为50%，投资进度为62%）",),
            ),
            Case("考上线623人，比上年多45人，上年为558人。", ("623人，比上年多45人，上年为558人",)),
            Case("考上线623人，比上年多45人，上年为578人。"),
            Case("现有专业点96个，撤销18个、新增11个，调整后保留89个。"),
            Case(
                "现有专业点96个，撤销18个、新增11个，调整后保留87个。",
                ("现有专业点96个，撤销18个、新增11个，调整后保留87个",),
            ),
            Case("开课学校达到29所，比年初翻了一番还多1所，年初为14所。"),
            Case("年初结余163.5万元，接受捐赠208.6万元，支出247.4万元，年末结余124.7万元。"),
            Case("将招生15100人左右，现有学位为14300个，缺口约800个。"),
            Case(
                "课程由1126门增加到1500门以上，即至少新增384门。",
                ("由1126门增加到1500门以上，即至少新增384门",),
            ),
            Case("课程由1126门增加到1500门以上，即至少新增374门。"),
            Case("再招收不少于864人，完成预登记1536人之外的剩余任务，实现招生2400人的目标。"),
            Case(
                "再招收不少于846人，完成预登记1536人之外的剩余任务，实现招生2400人的目标。",
                ("再招收不少于846人，完成预登记1536人之外的剩余任务，实现招生2400人的目标",),
            ),
            Case(
                "将招生15100人左右，现有学位为14300个，缺口约1200个。",
                ("将招生15100人左右，现有学位为14300个，缺口约1200个",),
            ),
            Case("现有示范园12所，今年新增4所，年底达到16所。"),
            Case("送审金额约860万元，审定金额820万元，核减38万元。"),
            Case("上线率由40.2%、52.4%提高到43.5%、55.1%，分别提高3.3和2.7个百分点。"),
        ),
    ),
)
