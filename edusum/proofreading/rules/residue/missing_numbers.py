import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_END = "(?=[,。;:、)\n]|其中|$)"
_ABOUT = "(?:近|约|共|共计|达|达到|已达|超过|为|了)?"
_MONEY = re.compile(
    r"(?:投入|投资|安排|筹措|筹集|拨付|下达|发放|资助|落实|争取|减免|募集|新增|增加|节约"
    r"|支出|经费|资金|补助|金额|总额|奖金)"
    rf"(?:[各类专项财政教育]{{0,4}}(?:资金|经费|补助|投资))?{_ABOUT}(?P<unit>[万亿]?元){_END}"
)
_PEOPLE = (
    "教师|学生|校长|党员|干部|幼儿|班主任|家长|职工|教职工|毕业生|保安|儿童|人员|骨干|教练|医生|护士"
    "|志愿者|学员|代表"
)
_PLACES = "学校|幼儿园|小学|初中|高中|中学|教学点|职校|中职|民办园|公办园|机构"
_AREAS = "面积|校舍|操场|用地|绿化|建筑|场地"
_KINDS = {
    word: kind
    for kind, words in (("people", _PEOPLE), ("places", _PLACES), ("areas", _AREAS))
    for word in words.split("|")
}
_COUNTED = re.compile(
    rf"(?P<what>{_PEOPLE}|{_PLACES}|{_AREAS}){_ABOUT}"
    rf"(?:(?P<people>余?名|人次)|(?P<places>余?所)|(?P<areas>万?(?:平方米|亩|㎡))){_END}"
)
_POINTS = re.compile("(?:提高|增长|上升|下降|增加|降低|提升|减少|回升)了?个百分点")
_BEHIND_VERB = re.compile(
    r"(?:达到|增加到|增长到|提高到|上升到|减少到|下降到|扩大到|拓展到|增至|降至|划分为|分为|分成|累计|共计|总计|合计"
    r"|另有|学生有|教师有|教职工有|幼儿有|共有|还有|现有|仅有|只有|拥有)(?P<unit>"
    r"(?<!有)(?:万(?:名|人|元|平方米|册|亩)|亿元|个(?![人别体性案])|名(?![单额师校录称次字列副誉优家人著牌胜])"
    r"|所(?![有在需以属得长谓作说能])|项(?!目)|件|人(?=[,。;、)])|人次|平方米)"
    r"|(?<=另有)所(?=学校|幼儿园|中小学|小学|中学)|(?<=[生师工儿]有)万[人名](?=[,。;、])"
    r"|(?<=[共还现仅只拥]有)(?:万(?:名|人|元|平方米|册)|亿元|[个名所](?=[,。;])))"
)
_PERCENT = re.compile(r"(?:率|率达|率为|达|达到|占|为|比例|增长|提高|下降|超过|到|了|近|约|比重)(?P<unit>%)")
_RATE = re.compile(
    r"(?:率|比例|比重|总数|面积|人数|总额|数量|学位)(?:均|已|已经|总体|分别)?(?:达|达到|为|提高到|上升到|增加到|下降到|降至|增至|升至|约为|分别为|超过|占)(?=[,。;])"
)
_RISE = re.compile(
    r"(?:提高到|上升到|增加到|下降到|降至|增至|升至|减少到|增长到|由原来的|分别为|分别达|共计|多达|高达)(?=[,。;])"
)
_ORDINAL = re.compile(r"第(?:届|期|批次|轮次)(?=[\u3400-\u9fff,。])(?!期望|期盼)")
_YEAR, _NO_MONTH = re.compile(r"(?:19|20)\d\d$"), re.compile("年月(?!报|刊|均|度)")
_MONTH, _NO_DAY = re.compile(r"\d$"), re.compile("月日")
_AT_LEAST = re.compile(
    r"(?:报告|文章|论文|心得|体会|笔记|意见|建议|信息|简报|案例|教案|课题|活动)以上(?=[,。;、])"
)
_AROUND = 8
_FURNITURE = re.compile("[桌椅凳床脑柜琴][套台张架](?=[,、。;])")
_IN_LIST = re.compile(r"\d[套台张架册][、,](?P<what>[\u3400-\u9fff]{0,8})$")
_LIST_GOES_ON = re.compile(r"[、,][\u3400-\u9fff]{2,10}\d{1,7}余?[套台张架册]")
_UP_TO = re.compile(r"(?:达到|达|为|超过|提高到|增加到|下降到)(?:左右|以上(?![的级水]))(?=[,。;、])")
_PARALLEL = re.compile(r"为(?=[,;、][\u3400-\u9fff]{1,8}为\d)")
_IS = re.compile("为(?=[,。;])")
_BEHIND_FIGURE = re.compile(r"\d[,;、][\u3400-\u9fff]{0,7}[^作成认以因]$")
_HAS = re.compile("有[名人个所](?=[,。;])")
_OF_WHOM = re.compile(r"(?:以上|以下|其中|学历|职称|党员|周岁|\d岁)的?(?:教师|干部|学生|人员)?$")
_BEFORE = 12


def missing(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _MONEY.finditer(plain):
        yield _hit(reading, match.start(), match.end(), match["unit"], is_sure=True)
    for match in _COUNTED.finditer(plain):
        unit = match[_KINDS[match["what"]]]
        if unit:
            yield _hit(reading, match.start(), match.end(), unit, is_sure=False)
    for match in _POINTS.finditer(plain):
        yield _hit(reading, match.start(), match.end(), "个百分点", is_sure=True)
    for match in _BEHIND_VERB.finditer(plain):
        yield _hit(reading, match.start(), match.end(), match["unit"], is_sure=False)
    for match in _PERCENT.finditer(plain):
        yield _hit(reading, max(0, match.start() - 4), match.end(), "%", is_sure=True)


def nothing_behind(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for pattern in (_RATE, _RISE, _ORDINAL, _AT_LEAST, _UP_TO, _PARALLEL):
        for match in pattern.finditer(plain):
            yield _lost(reading, *match.span())
    for pattern, before in ((_IS, _BEHIND_FIGURE), (_HAS, _OF_WHOM)):
        for _, match in led_by(plain, before, pattern, _BEFORE):
            yield _lost(reading, *match.span())
    for before, pattern in ((_YEAR, _NO_MONTH), (_MONTH, _NO_DAY)):
        for first, match in led_by(plain, before, pattern):
            yield _lost(reading, first.start(), match.end())
    for match in _FURNITURE.finditer(plain):
        later = _IN_LIST.search(plain, max(0, match.start() - _BEFORE), match.start())
        if later or _LIST_GOES_ON.match(plain, match.end()):
            yield _lost(reading, later.start("what") if later else match.start(), match.end())


def _lost(reading: Reading, start: int, end: int) -> Hit:
    line = reading.line_span(reading.line_of(start))
    found = reading.text[start:end]
    return Hit(max(line[0], start - _AROUND), end, f"“{found}”应当带有数字，数字可能丢失，请补上。")


def _hit(reading: Reading, start: int, end: int, unit: str, *, is_sure: bool) -> Hit:
    return Hit(
        start,
        end,
        f"“{unit}”前面没有数字，可能丢失，请补上。",
        severity="error" if is_sure else "suspect",
    )


_AUTHORITY = "GB/T 15835—2011《出版物上数字用法》4.1"

RULES = (
    Rule(
        code="missing-number",
        family="residue",
        title="单位前缺数字",
        severity="error",
        kind="missing_number",
        authority=_AUTHORITY,
        about="“投入亿元”“提高个百分点”“补充教师名”：有单位而没有数字。“上亿元”“报名”这类说法不在此列。",
        find=missing,
        cases=(
            Case("全年投入资金万元，改善办学条件。", ("投入资金万元",)),
            Case("全年投入资金320万元，改善办学条件。"),
            Case("补充教师名，其中高中12名。", ("教师名",)),
            Case("入学率提高个百分点。", ("提高个百分点",)),
            Case("新建学校所，改善了布局。", ("学校所",)),
            Case("巩固率达%，位居前列。", ("巩固率达%",)),
            Case("新增校舍面积平方米。", ("面积平方米",)),
            Case("人数由10.8万人增加到万人，挂牌单位达到所。", ("增加到万人", "达到所")),
            Case("竣工4所，另有所学校开工；就餐的学生有万人，秩序良好。", ("另有所", "学生有万人")),
            Case("另有所得，另有所需，学生有万人合唱的经历。"),
            Case("分为个人赛和团体赛，达到名校水平，共有人防工程3处。"),
            Case("投入上亿元建设校舍，多方筹集资金数百万元。"),
            Case("组织教师报名，学生签名，实名登记。"),
            Case("统计单位为万元。"),
            Case("提高了1.2个百分点，巩固率达99.8%。"),
            Case("学校所在地、研究所和派出所共同参与。"),
            Case("教师名师工作室建成12个，学生名单已公示。"),
            Case("建筑面积以平方米计算。"),
        ),
    ),
    Rule(
        code="number-lost",
        family="residue",
        title="话里缺数字",
        severity="suspect",
        kind="missing_number",
        authority=_AUTHORITY,
        about="“覆盖率达，”“提高到。”“第届”后面应当有数字。“目标已经达到”这类说法不在此列。",
        find=nothing_behind,
        cases=(
            Case("普惠园覆盖率达，位居全市前列。", ("普惠园覆盖率达",)),
            Case("普惠园覆盖率达92.4%，位居全市前列。"),
            Case("生均经费由800元提高到，增幅明显。", ("均经费由800元提高到",)),
            Case("举办第届校园艺术节。", ("举办第届",)),
            Case("全年形成调研报告以上。", ("全年形成调研报告以上",)),
            Case("2024年月，全县召开会议。", ("2024年月",)),
            Case("新添课桌凳套、电脑320台。", ("新添课桌凳套",)),
            Case("生均图书小学为，初中为32册。", ("生均图书小学为",)),
            Case("优良率达到以上，位居前列。", ("优良率达到以上",)),
            Case("专任教师中50岁以上的有名，占10.2%。", ("师中50岁以上的有名",)),
            Case("购置校服5000套、课桌椅320套，配套、成套、上台阶。"),
            Case("搭建交流平台、新添电脑320台，登上讲台，办好课桌椅展台。"),
            Case("小学以劳动为主，初中为辅，高中分别为28人、32人，各有所为。"),
            Case("合格率达到95%以上，其中优良率为80%左右。"),
            Case("年初确定的目标全部达到。"),
            Case("处级以上、本科以上和优秀以上三类。"),
            Case("把安全放在第一位，评选第一批示范校。"),
            Case("合理确定比例，为学生减负。"),
            Case("这项工作意义重大，影响深远，质量有所提高。"),
            Case("每年月均阅读量达到4本。"),
        ),
    ),
)
