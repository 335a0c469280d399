from collections.abc import Iterator

from edusum.proofreading.averages import wrong_averages
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
            Case("登记报名3842人，原定计划是80个班、每班45人，即3600个学位。"),
            Case("督导36所学校，听课648节，校均18节；访谈师生1080人次，校均30人次。"),
            Case("基地由3个增加到7个，新增4个；去年接待学生14700人次，平均每个基地2100人次。"),
            Case("食堂428个，从业人员3852人（厨师1154人、管理人员340人），平均每个食堂9人。"),
            Case("学生80400人：小学生40000人，初中生20400人，在园幼儿20000人，平均每所学校450人。"),
            Case("下达公用经费2.4亿元，其中小学160000人，生均650元，初中78000人，生均850元。"),
            Case("资助幼儿1300人，每生500元，计65万元；寄宿生补助1960人，小学生每生500元，初中生每生625元。"),
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
            Case("组织督学124名，开展督导1488人次，人均32次。", ("人均32次",)),
            Case("举办培训班6期，培训732人，平均每期322人。", ("平均每期322人",)),
            Case("在校学生63840人，教职工4275人。全年教育支出9.36亿元，生均3.47万元。", ("生均3.47万元",)),
            Case("四年来累计补充教师5120名，平均每年1480名。", ("平均每年1480名",)),
            Case(
                "公交线路由8条增至14条，日均服务学生2100人次，折合每条线路160人次。", ("折合每条线路160人次",)
            ),
            Case("每所城区学校平均联系乡村学校5所，其中城区学校6所、乡村学校18所。"),
            Case("资助1.08万人次、1080万元，一等4600人次、每人次1250元，二等6200人次、每人次812.5元。"),
            Case("四年来累计补充教师5120名，平均每年1280名。"),
            Case("党支部58个，6个月里开展主题党日348次，平均每个支部每月1次。"),
            Case("对18250名教师发放补助，全年发放8760万元，折合每人每月400元。"),
            Case("留守儿童结对由最初的五十来人发展到1150人，人均结对2.3名。"),
            Case("小学班均44人，初中班均46人。"),
            Case("排查校舍2814栋、168.9万平方米，平均每栋约600平方米。"),
            Case("新增图书8.2万册，全县学生81600人，目前小学生均图书12.4册。"),
            Case("春季学期生均公用经费200元，投入经费1420.3万元。"),
            Case("帮扶贫困户58户，受助学生1.14万人次，人均帮扶2户。"),
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
            Case("专任教师3460名，在校学生51900名，生师比为35:1。", ("35:1",)),
            Case(
                "小学34518人、初中16874人。小学阶段有专任教师2131人，生师比为12.6:1。",
                ("12.6:1",),
            ),
            Case("小学34518人、初中16874人。小学阶段有专任教师2131人，生师比为16.2:1。"),
            Case("乡村学校有学生39人、教师9人，生师比为4.3:1，而城区小学的生师比高达19.2:1。"),
            Case("普职招生比大体保持5:5。"),
            Case("生师比由13.6:1下降到13.2:1。"),
            Case("学生81600人，学生用机2720台，学生与用机之比为30:1。"),
            Case("比赛以3:1取胜，参赛学生60人，观众1200人。"),
            Case("在校生1645人，专任教师411人，生师比约为4:1。"),
        ),
    ),
)
