from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import printed, told
from edusum.proofreading.products import wrong_products
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import scale_of


def product(reading: Reading) -> Iterator[Hit]:
    for found in wrong_products(reading):
        scale = scale_of(printed(reading, found.claim))
        yield Hit(
            found.claim.start - len(found.claim.tail),
            found.claim.end,
            "按每个的数量和个数相乘，与总数对不上，请核对。",
            evidence=f"{printed(reading, found.whole)}×{printed(reading, found.number)}="
            f"{told(found.value / scale, 4)}{unit_of(reading.text[found.claim.start : found.claim.end])}，"
            f"文中为{printed(reading, found.claim)}",
            severity="error" if found.is_sure else "suspect",
            related=((found.whole.start, found.whole.end), (found.number.start, found.number.end)),
        )


def unit_of(words: str) -> str:
    return words.lstrip("0123456789.,，．０１２３４５６７８９余多约 ")


RULES = (
    Rule(
        code="product",
        family="figures",
        title="单价乘数量与总数不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、能够互相验算",
        about="用“每生…元”“每班…名”乘以人数、班数，验算总数。时间长短、发放对象说不清时不作判断。",
        find=product,
        cases=(
            Case("举办炊事员培训班4期，前三期每期180人次，第四期176人次，总共716人次。"),
            Case("补助初中生8120人，每生每学期补助375元，计305.4万元。", ("计305.4万元",)),
            Case("补助初中生8120人，每生每学期补助375元，计304.5万元。"),
            Case("初中生6610人，每生每学期补助250元，计156.25万元。", ("计156.25万元",)),
            Case("小学6240人，每生每学期补助250元，计165万元。", ("计165万元",)),
            Case("15个工作室每个培养教师8名，共150名。", ("共150名",)),
            Case("建好15个工作室，每室培养教师8名，共320名。", ("共320名",)),
            Case("按月人均600元计算，全市3260名教师每月共需发放185.6万元。", ("教师每月共需发放185.6万元",)),
            Case(
                "新建周转房8栋192套，平均每栋24套，每套35平方米，总建筑面积4720平方米。",
                ("总建筑面积4720平方米",),
            ),
            Case("68240名学生每生5元，保费共计64.12万元。", ("保费共计64.12万元",)),
            Case("新建周转房8栋192套，平均每栋24套，每套35平方米，总建筑面积6720平方米。"),
            Case("按月人均600元计算，全市3260名教师每月共需发放195.6万元，全年2347.2万元。"),
            Case("每月补助600元，全年按10个月发放6000元。"),
            Case("小学6240人，每生每学期补助250元，计156万元。"),
            Case("每生每年补助600元，补助资金共计2076万元。"),
            Case("对112名学生送教上门，每人每月不少于2次，全年不少于2000次。"),
            Case("每班配备2名委员，共有委员204名，覆盖102个班级。"),
            Case("每生每天补助4元，惠及学生3.36万人，共发放1175.6万元。"),
            Case("举办培训6期，每期5天，培训732人。"),
            Case("收费每生不超过220元，惠及1.08万人，总金额186万元。"),
        ),
    ),
)
