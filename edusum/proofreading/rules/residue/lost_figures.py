"""Units that count something without the figure: 印发册, 征文余篇, 控制在人以内."""

import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.lexicon import lexicon
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff]"
_BACK, _SHOWN = 24, 6
_WITHIN = re.compile(
    "在(?:人|名|元|万元|个|%|人次|分|天|小时|公斤|平方米)(?:以[内下上]|左右|之内|之间)(?=[,。;、\u3400-\u9fff])"
)
_KEPT = re.compile("(?:控制|保持|稳定|维持|压缩|限制|压减|限定|固定)$")
_ODD = re.compile(
    "余(?:篇|人次|[名件份册场幅](?=[,。;、])|万[元人](?![\u3400-\u9fff]{0,2}县)|平方米|亩(?=[,。;、]))|约[万亿][人名元册]"
)
_NUMBER = re.compile("[\\d\\s几数百千万十多两亿零〇○一二三四五六七八九.有其剩业课多年富节结盈宽残之某若]")
_BARE = re.compile("[个项份幅次](?=[,。;])|多[万亿]元")
_BEFORE_BARE = {
    "个": "每各这那哪某整单逐几多半数余好若头首矮高大小瘦胖来",
    "项": "事奖大强弱进款赛列短立长专单选逐各支杂缺漏缴义子出往"
    "要条分总类末首前后颈说用销加减扣免增清补余每多几",
    "份": "月股身年省余县缘备成辈市区双每各名部",
    "幅": "横百增涨跌降升篇画字振条竖宽巨播调",
    "次": "人其再层余档多首名班频批场校届依逐几每各屡数轮主年月序初今下上此该本末席位造卷车台架艘航课件"
    "万户家所期段节量例株趟项点组队村天站店门科职团亩篇份册间园版级食餐等奖个",
    "多": "余许众很百千万十亿几零",
}
"""What may stand before a measure that ends a clause; else the figure is lost."""
_TOLD = frozenset("几数百千万十多两亿零〇○一二三四五六七八九半每")
_UNIT = re.compile("[册份篇件期起场台套幅张条所间次户辆](?=[,。;])")
_COUNTED = re.compile(
    "(?:"
    "(?:印发|发放|编印|印制|订购|赠送|捐赠)[册份套]"
    "|(?:刊发|撰写|发表|刊登|征集|报送|推送|创作)余?[篇条份幅]"
    "|(?:举办|开展|召开|组织|巡回宣讲)余?(?:场次|[场期])"
    "|(?:购置|采购|安装|更换|新增|添置|配备)余?[台套张辆]"
    "|(?:查处|排查|整改|化解|调处|处置|取缔)余?[起件]"
    "|(?:新建|改建|扩建|维修|改造|改扩建|创建|撤并)余?[所间]"
    "|(?:张贴|悬挂|制作)余?[幅条张份套]"
    f"|(?:查处|发现|处理|化解|调处|受理|接报|发生){_H}{{2,12}}"
    "(?:培训|行为|案件|纠纷|事件|问题|事故|违规|违纪|补课|收费|矛盾|信访|投诉|举报)余?起"
    f"|(?:作|做|举办|开展|组织){_H}{{0,8}}(?:辅导|讲座|培训|宣讲|报告|报告会|座谈会|家长会|党课|团课|送教|家访|例会)余?(?:场次?|批次)"
    f"|(?:编印|印发|发放|印制){_H}{{2,8}}(?:手册|读本|宣传单|资料|材料|问卷|书籍|教材|图书|公开信|倡议书)余?[份册张套]"
    f"|(?:安装|更换|购置|配备|新增|添置){_H}{{2,10}}(?:电脑|计算机|空调|设备|黑板|护眼灯|课桌椅|床|校车|器材|监控|摄像头|钢琴|一体机)余?[台套张辆架]"
    "|(?:累计|共计|总计|合计|多达|总数达)(?:场次|人次|[册份场篇起户台套辆间幅件])"
    ")$"
)
_GATHERED = re.compile(
    "名(?=(?:优秀|骨干|专职|兼职|在职|退休|贫困|困难|留守|青年|年轻|专任|特岗|大学|新|一线)?(?:心理|法治|体育|保健)?"
    "(?:教师|学生|教职工|党员|干部|校长|儿童|志愿者|家长|幼儿|队员|专家|医生|保安|学员|评委|毕业生))"
)
_GATHERING = re.compile(
    "(?:选派|抽调|派出|选送|招聘|补充|资助|救助|安置|慰问|招募|聘请|组织|配备|至少|聘任|设)余?$"
)
_PLACES = re.compile(
    "个(?=乡镇|镇|街道|县|区|部门|单位|科室|项目|班|教学点|社区|村)"
    "|所(?=学校|中小学|幼儿园|小学|初中|高中|中学|职业|民办|公办|农村|高校)"
    "|家(?=单位|企业|机构|培训)|户(?=家庭|农户|贫困|群众)"
)
_REACHED = re.compile("(?:覆盖|涉及|深入|走访|检查|抽查|督查|下辖|辖|惠及|调研|联系|全[县市区省州])了?余?$")
_RANKED = re.compile("[倍岁第元册米台](?=[,。;、])")
_RANKING = re.compile(
    "(?:(?:增长|翻番|扩大|提高)(?:了|近|约)?倍|年龄(?:为|由|仅|约)?岁|(?:排名|位居|位列|名列|排|居)全?[市县省区国州]第"
    "|[人生户]均(?:元|万元|册|台|平方米))$"
)
_OF_NOTE = re.compile(
    "名(?:教师|校长|班主任|师|园长|家)(?:[、和及与]名|工作室|培[养育]|工程|评选|队伍|[和、]骨干)|[、和及与]名(?:教师|校长|师|班主任|园长)"
)
_FAMOUS = ("教师", "校长", "家长")


def lost(reading: Reading) -> Iterator[Hit]:
    yield from _within(reading)
    yield from _units(reading)
    yield from _bare(reading)
    yield from _places(reading)
    if "名" in reading.plain:
        yield from _people(reading)


def _within(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _WITHIN.finditer(plain):
        kept = _KEPT.search(plain, max(0, match.start() - 2), match.start())
        if kept:
            yield _hit(reading, kept.start(), match.end())
    for match in _ODD.finditer(plain):
        before = plain[max(0, match.start() - 1) : match.start()]
        if before > "\u3400" and not _NUMBER.match(before):
            yield _hit(reading, match.start() - 2, match.end())


def _units(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _UNIT.finditer(plain):
        before = plain[max(0, match.start() - 1) : match.start()]
        if before in _TOLD or before < "\u3400":
            continue
        back = max(0, match.start() - _BACK)
        counted = _COUNTED.search(plain[back : match.end()])
        if counted:
            yield _hit(reading, max(back + counted.start(), match.end() - 12), match.end())


def _bare(reading: Reading) -> Iterator[Hit]:
    """学位个, 制度项, 会议次,: no noun ends so."""
    plain = reading.plain
    for match in _BARE.finditer(plain):
        before = plain[max(0, match.start() - 1) : match.start()]
        is_hanzi = "\u3400" <= before <= "\u9fff"
        if not is_hanzi or before in _TOLD or before in _BEFORE_BARE[match[0][0]]:
            continue
        if lexicon().pairs[before + match[0][0]]:
            continue
        start = match.start()
        if any(_COUNTED.search(plain[max(0, start - _BACK) : start + length]) for length in (1, 2)):
            continue
        yield _hit(reading, _words_start(plain, start), match.end())


def _words_start(plain: str, place: int) -> int:
    start = place
    while start and place - start < _SHOWN and "\u3400" <= plain[start - 1] <= "\u9fff":
        start -= 1
    return start


def _places(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _PLACES.finditer(plain):
        said = _REACHED.search(plain, max(0, match.start() - 4), match.start())
        if said:
            yield _hit(reading, said.start(), match.end() + 2)
    for match in _RANKED.finditer(plain):
        if plain[match.start() - 1 : match.start()] < "\u3400":
            continue
        said = _RANKING.search(plain, max(0, match.start() - 6), match.end())
        if said:
            yield _hit(reading, said.start(), match.end())


def _people(reading: Reading) -> Iterator[Hit]:
    """组织名教师 is not told where the paper speaks of 名教师、名校长: those are known to everybody."""
    plain = reading.plain
    found = []
    for match in _GATHERED.finditer(plain):
        verb = _GATHERING.search(plain, max(0, match.start() - 3), match.start())
        if verb:
            found.append((verb.start(), match.end()))
    are_famous = bool(found) and _OF_NOTE.search(plain) is not None
    for start, end in found:
        if not (are_famous and plain.startswith(_FAMOUS, end)):
            yield _hit(reading, start, end + 2)


def _hit(reading: Reading, start: int, end: int) -> Hit:
    line = reading.line_span(reading.line_of(max(0, end - 1)))
    start = max(start, line[0])
    found = reading.text[start:end]
    return Hit(start, end, f"“{found}”里有单位而没有数字，数字可能丢失，请补上。")


RULES = (
    Rule(
        code="figure-lost",
        family="residue",
        title="计数的话里缺数字",
        severity="suspect",
        kind="missing_number",
        authority="GB/T 15835—2011《出版物上数字用法》4.1",
        about="“印发册，”“征文余篇”“控制在人以内”：量词前面应当有数字。“名教师、名校长”“其余”这类说法不在此列。",
        find=lost,
        cases=(
            Case("修订制度汇编，印发册。", ("印发册",)),
            Case("修订制度汇编，印发300册。"),
            Case("征集师生作品余篇，汇编成册。", ("作品余篇",)),
            Case("非起始年级班额控制在人以内。", ("控制在人以内",)),
            Case("全年查处违规补课起，通报2起。", ("查处违规补课起",)),
            Case("邀请专家作专题辅导场。", ("作专题辅导场",)),
            Case("暑期选派名骨干教师送教下乡。", ("选派名骨干",)),
            Case("发放宣传资料份，受到欢迎。", ("发放宣传资料份",)),
            Case("督导检查覆盖个乡镇，生均元，位居全市第。", ("覆盖个乡镇", "生均元", "位居全市第")),
            Case("全县所有学校、个别乡镇、家家户户，深入家庭，平均每人，位居全市第一。"),
            Case("新增学位个，建立制度项，投入资金多万元。", ("新增学位个", "建立制度项", "投入资金多万元")),
            Case("召开专题会议次，每校至少配备名专职教师。", ("召开专题会议次", "配备名专职")),
            Case("这项工作分三个等次，督导96个次，条幅和横幅，月份、身份，立足专项，众多万元户。"),
            Case("评选名教师、名校长46名，组织名教师送教下乡。"),
            Case("一年来征集意见百余条，演出十余场，惠及3万余人次，其余名额另行安排。"),
            Case("学校建起专题讲座场地，召开现场会，建成操场、考场。"),
            Case("学习手册、工作报告、教学案件、重要文件、招生学期，安装配套。"),
            Case("班额控制在45人以内，把矛盾化解在基层。"),
            Case("组织起来，发动起来，活动兴起，热潮掀起。"),
            Case("业余、课余、富余名额和节余万元以上资金统筹使用。"),
            Case("组织名家进校园，聘请名师授课。"),
        ),
    ),
)
