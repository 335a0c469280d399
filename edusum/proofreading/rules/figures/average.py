from collections.abc import Iterator

from edusum.proofreading.averages import wrong_averages, wrong_products
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import printed, told
from edusum.proofreading.ratios import wrong_ratios
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import scale_of

_AUTHORITY = "公文写作惯例：文中数据应当前后一致、能够互相验算"


def average(reading: Reading) -> Iterator[Hit]:
    for found in wrong_averages(reading):
        scale = scale_of(printed(reading, found.claim))
        yield Hit(
            found.claim.start - len(found.claim.tail),
            found.claim.end,
            "平均数与总数、个数对不上，请核对。",
            evidence=f"{printed(reading, found.whole)}÷{printed(reading, found.number)}="
            f"{told(found.value / scale)}{_unit(reading.text[found.claim.start : found.claim.end])}，"
            f"文中为{printed(reading, found.claim)}",
            severity="error" if found.is_sure else "suspect",
            related=((found.whole.start, found.whole.end), (found.number.start, found.number.end)),
        )


def product(reading: Reading) -> Iterator[Hit]:
    for found in wrong_products(reading):
        scale = scale_of(printed(reading, found.claim))
        yield Hit(
            found.claim.start - len(found.claim.tail),
            found.claim.end,
            "按每个的数量和个数相乘，与总数对不上，请核对。",
            evidence=f"{printed(reading, found.whole)}×{printed(reading, found.number)}="
            f"{told(found.value / scale, 4)}{_unit(reading.text[found.claim.start : found.claim.end])}，"
            f"文中为{printed(reading, found.claim)}",
            severity="error" if found.is_sure else "suspect",
            related=((found.whole.start, found.whole.end), (found.number.start, found.number.end)),
        )


def ratio(reading: Reading) -> Iterator[Hit]:
    for found in wrong_ratios(reading):
        bigger, smaller = sorted((found.one.value, found.other.value), reverse=True)
        yield Hit(
            found.quantity.start,
            found.quantity.end,
            "这个比与前后两个数对不上，请核对。",
            evidence=f"{printed(reading, found.one)}与{printed(reading, found.other)}之比约为"
            f"{told(bigger / smaller)}:1（大数比小数），文中为"
            f"{reading.text[found.quantity.start : found.quantity.end]}",
            severity="error" if found.is_sure else "suspect",
            related=((found.one.start, found.one.end), (found.other.start, found.other.end)),
        )


def _unit(words: str) -> str:
    return words.lstrip("0123456789.,，．０１２３４５６７８９余多约 ")


RULES = (
    Rule(
        code="average",
        family="figures",
        title="平均数算得不对",
        severity="error",
        kind="arithmetic",
        authority=_AUTHORITY,
        about="用总数除以个数，验算“人均”“校均”“平均每…”。文中找不到总数或者个数时不作判断。",
        find=average,
        cases=(
            Case(
                "组织责任督学124名，开展督导1488人次，投入3240万元建成教室180间，平均每间16万元。",
                ("平均每间16万元",),
            ),
            Case("投入3240万元建成教室180间，平均每间18万元。"),
            Case("组织督学124名，开展督导1488次，人均15次。", ("人均15次",)),
            Case("改造运动场11片，总面积76450平方米，平均每片6590平方米。", ("平均每片6590平方米",)),
            Case("举办培训班6期，培训732人，平均每期112人。", ("平均每期112人",)),
            Case("投入资金4860万元，实施项目18个，平均每个项目290万元。", ("平均每个项目290万元",)),
            Case("组织督学124名，开展督导1488次，人均12次。"),
            Case("改造运动场11片，总面积76450平方米，平均每片6950平方米。"),
            Case("小学班均44人，初中班均46人。"),
            Case("排查校舍2814栋、168.9万平方米，平均每栋约600平方米。"),
            Case("新增图书8.2万册，全县学生81600人，目前小学生均图书12.4册。"),
            Case("春季学期生均公用经费200元，投入经费1420.3万元。"),
            Case("帮扶贫困户58户，受助学生1.14万人次，人均帮扶2户。"),
        ),
    ),
    Rule(
        code="product",
        family="figures",
        title="单价乘数量与总数不符",
        severity="error",
        kind="arithmetic",
        authority=_AUTHORITY,
        about="用“每生…元”“每班…名”乘以人数、班数，验算总数。时间长短、发放对象说不清时不作判断。",
        find=product,
        cases=(
            Case("补助初中生8120人，每生每学期补助375元，计305.4万元。", ("计305.4万元",)),
            Case("补助初中生8120人，每生每学期补助375元，计304.5万元。"),
            Case("初中生6610人，每生每学期补助250元，计156.25万元。", ("计156.25万元",)),
            Case("小学6240人，每生每学期补助250元，计165万元。", ("计165万元",)),
            Case("15个工作室每个培养教师8名，共150名。", ("共150名",)),
            Case("小学6240人，每生每学期补助250元，计156万元。"),
            Case("每生每年补助600元，补助资金共计2076万元。"),
            Case("对112名学生送教上门，每人每月不少于2次，全年不少于2000次。"),
            Case("每班配备2名委员，共有委员204名，覆盖102个班级。"),
            Case("每生每天补助4元，惠及学生3.36万人，共发放1175.6万元。"),
            Case("举办培训6期，每期5天，培训732人。"),
            Case("收费每生不超过220元，惠及1.08万人，总金额186万元。"),
        ),
    ),
    Rule(
        code="ratio",
        family="figures",
        title="比例算得不对",
        severity="error",
        kind="arithmetic",
        authority=_AUTHORITY,
        about="用前后两个数验算“生师比16.2:1”一类的比。两个数没有写在旁边时不作判断。",
        find=ratio,
        cases=(
            Case("专职督学9人、兼职督学45人，专职与兼职之比为1:6。", ("1:6",)),
            Case("专职督学9人、兼职督学45人，专职与兼职之比为1:5。"),
            Case("普通高中招生28110人，中职招生13520人，招生之比为1.8:1。", ("1.8:1",)),
            Case("学生用机2720台，学生81600人，学生与用机之比为33:1。", ("33:1",)),
            Case("高中阶段招生普职比为2.1:1（普通高中28110人，中职学校15620人）。", ("2.1:1",)),
            Case("普通高中招生28110人，中职招生13520人，招生之比为2.08:1。"),
            Case("普职招生比大体保持5:5。"),
            Case("生师比由13.6:1下降到13.2:1。"),
            Case("学生81600人，学生用机2720台，学生与用机之比为30:1。"),
            Case("比赛以3:1取胜，参赛学生60人，观众1200人。"),
            Case("在校生1645人，专任教师411人，生师比约为4:1。"),
        ),
    ),
)
