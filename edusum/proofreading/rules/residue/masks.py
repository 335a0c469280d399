import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.reading import Reading
from edusum.proofreading.surnames import SURNAMES

_CERTAIN = re.compile(r"_|[×╳]|[Xx]{2}|##|\*\*")
_SIGNED = re.compile(r"(?:签[字名章]|盖章|姓名|电话|日期)[^\n]{0,6}$")
_NEAR = 12
"""Signs so near behind garbled ones are garbled themselves."""
_EMPTY = re.compile(r"\( {0,8}\)|〔 {0,8}〕|\[ {0,8}\]|【 {0,8}】|《 {0,8}》|“ {0,8}”")
_WAITS = "(?:待补充?|待填|待核实|暂缺)"
_LEFT_OPEN = re.compile(
    r"【(?:待|请|此处|填|补|插入|空|缺|具体)[^】\n]{0,60}】|\((?:待补充?|待填写?|待核实?|待定|请补充|请填写|此处[^)\n]{1,20})\)"
    r"|【(?:(?:单位|学校|部门|活动|文件|会议|项目)(?:名称|全称|简称)|具体(?:时间|地点|数字|数据|内容))】"
    r"|【(?<=[\u3400-\u9fff,].)(?:时间|日期|地点|年份|姓名|数字|数据|金额|人数|职务|县名|校名|局名)】"
    r"|此处(?:填写|插入|补充|省略|待)|TODO|TBD|FIXME|待补充"
    rf"|数据{_WAITS}|数字{_WAITS}|姓名{_WAITS}|名称{_WAITS}|内容{_WAITS}"
)
_SOME = re.compile(
    r"某某(?:[省市县区镇乡校局州]|学校|中学|小学|同志|单位|幼儿园|老师|某)?"
    r"|某(?<![\u3400-\u9fff]某)(?=[省市县区局](?:[\u3400-\u9fff]{0,4})(?:教育局|人民政府|委))"
    r"|某(?<=[\u3400-\u9fff《]某)(?:(?=[市县区](?:委[、,员会办领主书副]|政府|教育局|第[一二三四五六七八九]))|日报|晚报|教育报|都市报)"
)
_DATE = re.compile(
    r"\d(?:年 {1,6}月|月 {2,6}日|(?<!\d\d)(?:(?<=1)9|(?<=2)0)(?: {1,6}年|年(?=\d{0,2}月|度|工作|全|底|初)))"
)
_NAMELESS = re.compile(
    r"《[省市县区州](?=(?:教育|人民政府|政府|委办|普通|中小学|中长期|义务教育|学前教育|\d{4}年))"
    r"|《[省市县区州](?![级域委长志场民政块别分间情报内外直属界花树域际]|人[民大])(?=[^《》\n]{4,40}"
    r"(?:办法|方案|意见|通知|要点|规划|计划|细则|规定|制度|手册|标准|章程|预案|指南|一封信|规程|总结|清单|公约|倡议书)"
    r"(?:\([^《》()\n]{1,8}\))?》)"
    r"|副(?<=[,。;:]副)(?:局长|主任|书记|县长|区长|市长)(?=已经|已就|就|宣读|传达|解读|通报|作了|对)"
)


def masked(reading: Reading) -> Iterator[Hit]:
    garbled = -_NEAR
    for found in reading.understood.findings:
        if found.kind == "residue":
            garbled = found.end
        elif found.kind == "placeholder" and found.start - garbled >= _NEAR:
            signs = _CERTAIN.search(reading.plain, found.start, found.end)
            signed = _SIGNED.search(reading.plain, max(0, found.start - 12), found.start)
            yield Hit(
                found.start, found.end, found.message, severity="error" if signs and not signed else "suspect"
            )


def empty_brackets(reading: Reading) -> Iterator[Hit]:
    for match in _EMPTY.finditer(reading.plain):
        found = reading.text[match.start() : match.end()]
        yield Hit(*match.span(), f"“{found}”里面没有内容，请补上，或者把这对符号删去。")


def left_open(reading: Reading) -> Iterator[Hit]:
    for match in _LEFT_OPEN.finditer(reading.plain):
        yield Hit(*match.span(), f"“{match[0][:20]}”是留给人填写的，定稿前请补上内容。")


def some(reading: Reading) -> Iterator[Hit]:
    for match in _SOME.finditer(reading.plain):
        if reading.plain[match.start() - 1 : match.start()] in SURNAMES and match.start():
            continue
        yield Hit(*match.span(), f"“{match[0]}”像是代替真实名称的写法，请换成真实的名称。")


def blank_dates(reading: Reading) -> Iterator[Hit]:
    for match in _DATE.finditer(reading.plain):
        yield Hit(*match.span(), "日期没有写全，请补上年、月、日。")


def nameless(reading: Reading) -> Iterator[Hit]:
    is_masked = any(found.kind in {"placeholder", "residue"} for found in reading.understood.findings)
    found = list(_NAMELESS.finditer(reading.plain))
    is_habit = sum(match[0][0] == "《" for match in found) > 1 and not is_masked
    for match in found:
        start, end = match.span()
        if match[0][0] == "《":
            message = f"书名号里的名称从“{match[0][1]}”开始，前面的地名可能被删掉了，请写全称。"
            end = min(reading.line_span(reading.line_of(start))[1], start + 8)
        else:
            message = f"“{match[0]}”前面没有姓氏，可能被删掉了，请补上。"
        yield Hit(start, end, message, severity="hint" if is_habit and match[0][0] == "《" else None)


_CUSTOM = "《党政机关公文处理工作条例》第十九条"

RULES = (
    Rule(
        code="masked",
        family="residue",
        title="用符号遮住的文字",
        severity="error",
        kind="placeholder",
        authority=_CUSTOM,
        about="查找用 __、××、XX、##、* 等符号遮住的名称和数字。4×100米、X光、列表前的符号不在此列。",
        find=masked,
        cases=(
            Case("全年投入__亿元，改善办学条件。", ("全年投入__亿元",)),
            Case("学生在4×100米接力赛中获得第一名，学校购置了X光机。"),
            Case("会同××大队开展宣传活动。", ("会同××大队开展宣传",)),
            Case("20XX年各项工作进展顺利。", ("20XX年各项工作进",)),
            Case("*县教育局2024年工作总结\n今年以来，全县工作平稳。", ("*县教育局20",)),
            Case("#市教育局通报表扬我局，我局居全市第X位。", ("#市教育局通报", "我局居全市第X位")),
            Case("*县教育局牵头方案起草。\n*县人民医院牵头体检。\n*县公安局牵头安保。"),
            Case("全年平安。\n示例县教育局\n2024年X月X日", ("2024年X月X日",)),
            Case("占总分×分的×分。", ("占总分×分的×分", "分的×分")),
            Case("获得##区表彰的教师有12名。", ("获得##区表彰的教师",)),
            Case("〇〇县教育局开展了专项督导。", ("〇〇县教育局开展",)),
            Case("二〇〇八年，全县实现“两基”目标。"),
            Case("二○一○年十二月八日"),
            Case("* 加强领导\n* 落实责任"),
            Case("学校开设了Excel课程，配备了XR设备。"),
            Case("体育场长105米×宽68米，已投入使用。"),
        ),
    ),
    Rule(
        code="empty-brackets",
        family="residue",
        title="空括号",
        severity="suspect",
        kind="placeholder",
        authority=_CUSTOM,
        about="查找里面什么也没有的括号、书名号和引号，多半是内容被删掉或者没有填。",
        find=empty_brackets,
        cases=(
            Case("根据县政府〔〕12号文件精神，安排资金50万元。", ("〔〕",)),
            Case("根据县政府〔2024〕12号文件精神，安排资金50万元。"),
            Case("印发《》，明确了责任分工。", ("《》",)),
            Case("开展“”主题活动12场。", ("“”",)),
            Case("全县共有（  ）个教学点。", ("（  ）",)),
            Case("在校（园）学生3.2万人。"),
            Case("印发《实施方案》，明确了责任分工。"),
            Case("开展“书香校园”主题活动12场。"),
            Case("落实（一）中的要求。"),
            Case("见附件[1]。"),
            Case("完成校舍改造（含厕所）12处。"),
        ),
    ),
    Rule(
        code="left-open",
        family="residue",
        title="待填写的内容",
        severity="error",
        kind="placeholder",
        authority=_CUSTOM,
        about="查找“待补”“此处填写”“TODO”这类留给人填写的字样。叙述工作的“待定”“有待完善”不在此列。",
        find=left_open,
        cases=(
            Case("全年新增学位【待补：新增学位】个。", ("【待补：新增学位】",)),
            Case("会议时间待定，具体安排另行通知。"),
            Case("主要指标表（此处填写）见附件。", ("（此处填写）",)),
            Case("受益学生（待补充）人。", ("（待补充）",)),
            Case("【单位名称】的做法由【姓名】在会上介绍。", ("【单位名称】", "【姓名】")),
            Case("【时间】2024年3月5日\n【地点】三楼会议室"),
            Case("TODO 补一段师资队伍的情况。", ("TODO",)),
            Case("制度有待完善，机制有待健全。"),
            Case("【典型案例】示例小学开展了课后服务。"),
            Case("教师指导学生填写综合素质评价表。"),
            Case("此处原为旧礼堂，现改建为图书馆。"),
            Case("课后服务内容需进一步丰富。"),
            Case("待核实后兑现补助。"),
        ),
    ),
    Rule(
        code="some-name",
        family="residue",
        title="用“某”代替的名称",
        severity="suspect",
        kind="placeholder",
        authority=_CUSTOM,
        about="查找“某某县”“某某学校”这类代替真实名称的写法。“某校”“某些”不在此列。",
        find=some,
        cases=(
            Case("某某学校的经验在全县推广。", ("某某学校",)),
            Case("某些学校的做法还不够规范，某校还受到了通报。"),
            Case("某县教育局2024年工作总结", ("某",)),
            Case("请某某同志牵头落实。", ("某某同志",)),
            Case("会议由某某主持。", ("某某",)),
            Case("校长张某某拾金不昧。"),
            Case("我局的经验在某日报头版刊发，得到某市委领导肯定。", ("某日报", "某")),
            Case("某种程度上，问题出在管理。"),
            Case("不论某市区学校还是某县城学校，都要一视同仁。"),
            Case("某年某月的一天，一名学生落水获救。"),
            Case("发现某区县的学校存在问题。"),
            Case("如果某个环节出了问题，就要追究责任。"),
            Case("某市级示范学校的校长作了交流。"),
            Case("教师从某一学科入手开展研究。"),
        ),
    ),
    Rule(
        code="blank-date",
        family="residue",
        title="没有写全的日期",
        severity="suspect",
        kind="placeholder",
        authority="GB/T 15835—2011《出版物上数字用法》4.1.3；GB/T 9704—2012 7.3.5",
        about="查找缺了年、月或日的日期，如“20 年”“2024年 月 日”。",
        find=blank_dates,
        cases=(
            Case("示例县教育局\n2024年  月  日", ("4年  月",)),
            Case("示例县教育局\n2024年1月8日"),
            Case("20  年示例县教育工作总结", ("20  年",)),
            Case("2024年1月   日", ("1月   日",)),
            Case("20年工作总结如下。", ("20年",)),
            Case("他在讲台上站了20年，送走了一届又一届学生。"),
            Case("2024 年 1 月 8 日"),
            Case("建校120年工作回顾。"),
            Case("近20年来，学校面貌焕然一新。"),
            Case("从教20年以上的教师有68名。"),
            Case("1月8日，召开了动员大会。"),
        ),
    ),
    Rule(
        code="nameless",
        family="residue",
        title="删掉了名称",
        severity="suspect",
        kind="placeholder",
        authority=_CUSTOM,
        about="书名号里的文件名直接从“市”“省”开始，或者副职前面没有姓氏，多半是名称被删掉了。一份材料里好几个文件都这样写的，只作提示。",
        find=nameless,
        cases=(
            Case("按照《市教育局关于加强管理的意见》抓好落实。", ("《市教育局关于加",)),
            Case("按照《示例市教育局关于加强管理的意见》抓好落实。"),
            Case("认真贯彻《省中长期教育改革和发展规划纲要》。", ("《省中长期教育改",)),
            Case("刚才，副局长传达了会议精神，大家要抓好落实。", ("副局长",)),
            Case("落实《县2024年教育工作要点》。", ("《县2024年教",)),
            Case("修订《县中小学校年度综合考核办法》，精简考核指标。", ("《县中小学校年度",)),
            Case("印发《市大中小学思政课建设实施方案（试行）》。", ("《市大中小学思政",)),
            Case("印发《县域普通高中发展实施方案》和《市级示范校评估标准》。"),
            Case("执行《市政设施管理规定》《省属学校管理办法》《区块链课程实施方案》。"),
            Case("刚才，王副局长传达了会议精神，大家要抓好落实。"),
            Case("成立了由局长任组长，副局长任副组长的领导小组。"),
            Case("印发《区域教研工作方案》和《县域学校布局规划》。"),
            Case("印发《省级示范校管理办法》。"),
            Case("《市场营销》课程教学质量稳步提高。"),
            Case("全县教育局长会议召开后，副局长带队督查。"),
        ),
    ),
)
