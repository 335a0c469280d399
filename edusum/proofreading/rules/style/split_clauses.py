"""Marks that part what belongs together: a verb from its object, a subject from what is said of it."""

import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff]"
_BACK = 24
_NAMED = re.compile(
    r"”,(?:主题|专项|系列|创建|教育){0,2}(?:活动|工程|行动|制度|机制|模式|称号|品牌|计划|项目|战略|课堂|平台|体系|格局|方针|原则|理念)(?=[,。;、\n])"
)
_STILL = re.compile(
    r",(?:还|仍|尚|仍然|依然|尚且|均|都){0,2}(?:处于|处在|停留在|不同程度地?存在|有待(?:于|进一步)?[\u3400-\u9fff]|亟[待需][\u3400-\u9fff])"
)
_IS_STILL = re.compile("[,还仍尚依均都]{1,4}(?:不同|有待|亟|处|停)")
_SUBJECT = re.compile(
    rf"(?:^|[,。;、:\n])(?P<words>{_H}{{2,9}}"
    "(?:工作|水平|能力|建设|机制|制度|体系|管理|领导|干部|教师|学校|单位|部门|地方|意识|队伍|素质|条件|设施|质量|作风|效率|职工|同志))$"
)
_NO_SUBJECT = re.compile(
    "^(?:[加抓做完开推强深落提促改优规强积认切进不虽尽由因如只既即使让对为以把将从在按向与并又也还通经随当同为了其此另目总其当今去近我你他她它有是没未要能可]"
    "|各项|一方面|另一方面|部分原因|客观|主观|特别|尤其|多年|几年|长期|回顾|对照|比如|例如|协助|围绕|结合|针对|发现|反映|指出|认为|看到|承担|负责|参与|从事|启动|组织)"
)
_OF = re.compile(
    r",(?:的(?![士确是话的])"
    r"|等(?=[。,;、]|\d|[一二三四五六七八九十][个项种类]|方面|工作|活动|问题|措施|方式|形式|制度|内容|单位|学科|课程|部门))"
)
_LED = re.compile("[过据照绕于对着],(?=[\u3400-\u9fff])")
_LEADS = re.compile("[,。;\n](?:通过|根据|按照|围绕|关于|对于|由于|针对|随着|依据|遵照|依照)$")
_DONE = re.compile("了,(?=[\u3400-\u9fff])")
_DOES = re.compile(
    "(?:给予|作出|做出|起到|发挥|进行|予以|[,。;\n](?:进一步|有效|切实|不断|大力|极大地?|大大|有力地?)"
    "(?:提高|提升|完善|加强|推动|促进|建立|健全|营造|增强|改善|优化|激发|保障|规范|推进|调动))$"
)
_VERB_ALONE = re.compile(
    "[,。;\n](?:切实|进一步|不断|全面|大力|始终|坚决)(?:加强|坚持|抓好|做好|建立健全|落实好),(?=[\u3400-\u9fff])"
)
_HOLD = re.compile("坚持,(?=[以把])")
_RISES = re.compile(
    ",(?:得到|稳步|不断|明显|显著|持续|逐步|大幅|进一步|有了)[\u3400-\u9fff]{0,4}(?:提升|提高|增强|改善)(?=[,。;])"
)
_WHAT_RISES = re.compile(
    rf"[,。;\n](?P<words>{_H}{{2,8}}(?:质量|水平|素质|能力|条件|面貌|效益|意识|成绩|满意度))$"
)
_DOING = re.compile("[改提增保建扩营创培树丰拓夯补锻激调壮帮引]|保障|事关|关乎|影响|着眼|聚焦|关注|评价|监测")
_RESULT = re.compile(
    "。(?:并(?:经|由|报|被|获得?|予以|给予|受到|得到|取得|赢得)(?=[\u3400-\u9fff])"
    "|(?:得到|受到|赢得|博得|深受)了?[^,。;:、\n]{2,18}(?:好评|赞誉|肯定|欢迎|认可)(?=[,。;])"
    "|(?:以便|以免|以期|以防|以利于|以致于?)(?=[\u3400-\u9fff]))"
)
_UNDER = re.compile("[下上中时动训习查导革设施理进展高入化加]。(?=[^\n])")
_ADVERBIAL = re.compile(
    "(?:^|[。;\n])(?:在[^,。;:!?\n]{3,30}"
    "(?:领导下|支持下|指导下|关心下|推动下|努力下|配合下|基础上|过程中|前提下|背景下|同时)"
    "|(?:通过|经过|随着|由于)[^,。;:!?\n了]{3,30}"
    "(?:活动|培训|学习|检查|督导|改革|建设|措施|治理|实施|推进|发展|提高|深入|变化|增加))$"
)
_OBJECT = re.compile(rf":{_H}{{2,10}}。")
_BEFORE_OBJECT = re.compile("(?:做到|实现|达到|确保|形成|促进|取得|保证|力争|实行|坚持|努力|进行|开展)$")
_TITLED = re.compile("(?:印发|下发|制定|出台|修订|学习|贯彻|转发|颁布|签订|举办|召开)了?:(?=《)")
_AMOUNT = re.compile(r":\d[\d.,]{0,10}(?:万|亿)?[元人名个所件份次项套台户册](?=[,。;])")
_LISTED = re.compile(rf"[^。\n]{{0,40}}{_H}:\d")
_ONE_OF = re.compile(rf"(?:^|[,。;(])其中{_H}{{2,8}}$")
_ALONE = re.compile(rf",{_H}{{2,10}}$")
_LONG_LINE, _NEAR = 40, 400
_GIVEN = re.compile(
    rf"[\u3400-\u9fff\d,](?:下达|拨付|落实|投入|安排|发放|争取|支出|筹集|到位|募集|划拨)(?!情况|资金使用){_H}{{2,10}}$"
)
_SENT = re.compile("、(?:发放|下发|印发|分发|派发|推送|赠送|配发|报送|发送|寄送|张贴)[至到给于在]")
_MADE = re.compile(
    rf"(?:[编印]制|[编印]写|编印|印刷|制作|修订|编辑|汇编|制[定订]|撰写|订购|购[买置]){_H}{{2,10}}$"
)
_DOT = re.compile(r"\.(?= {0,3}(?:\n|\Z))")
_NUMERAL = frozenset("一二三四五六七八九十")
_FEW, _MANY = 3, 5


def comma(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _NAMED.finditer(plain):
        yield _without(
            reading, match.start() + 1, max(0, match.start() - 8), match.end(), "引号里的名称和它的中心语"
        )
    for match in _STILL.finditer(plain):
        subject = _SUBJECT.search(plain, max(0, match.start() - _BACK), match.start())
        is_telling = _IS_STILL.match(match[0]) is not None
        if subject and is_telling and not _NO_SUBJECT.match(subject["words"]):
            yield _without(reading, match.start(), subject.start("words"), match.end(), "主语和谓语")
    yield from _inside(reading)


def _inside(reading: Reading) -> Iterator[Hit]:
    """A comma before 的 or 等, behind 通过 or 进行了."""
    plain = reading.plain
    for match in _OF.finditer(plain):
        start = max(reading.line_span(reading.line_of(match.start()))[0], match.start() - 6)
        yield _without(reading, match.start(), start, match.end(), f"“{match[0][1:]}”和它前面的词语")
    for pattern in (_VERB_ALONE, _HOLD):
        for match in pattern.finditer(plain):
            start = match.start() + (pattern is _VERB_ALONE)
            yield _without(reading, match.end() - 1, start, match.end(), "动词和它的宾语")
    for match in _RISES.finditer(plain):
        what = _WHAT_RISES.search(plain, max(0, match.start() - _BACK), match.start())
        if what and not _NO_SUBJECT.match(what["words"]) and not _DOING.match(what["words"]):
            yield _without(reading, match.start(), what.start("words"), match.end(), "主语和谓语")
    for pattern, before in ((_LED, _LEADS), (_DONE, _DOES)):
        for match in pattern.finditer(plain):
            led = before.search(plain, max(0, match.start() - 8), match.start() + 1 - (pattern is _DONE))
            if led:
                start = led.start() + (plain[led.start()] in ",。;\n")
                yield _without(reading, match.end() - 1, start, match.end(), "前后相连的词语")


def _without(reading: Reading, place: int, start: int, end: int, what: str) -> Hit:
    return Hit(
        start,
        end,
        f"这里的逗号把{what}隔开了，请删去。",
        fix=Fix(place, place + 1, "", "删去逗号"),
    )


def stop(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _RESULT.finditer(plain):
        start = match.start()
        back = max(plain.rfind(sign, max(0, start - 14), start) for sign in ",。;、\n")
        yield Hit(
            back + 1 if back >= 0 else max(0, start - 10),
            match.end(),
            "句号后面的话没有主语，是接着前一句说的，前面的句号请改为逗号。",
            fix=Fix(start, start + 1, "，", "改为逗号"),
        )
    yield from _adverbials(reading)


def _adverbials(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _UNDER.finditer(plain):
        alone = _ADVERBIAL.search(plain, max(0, match.start() - 40), match.start() + 1)
        if (alone and plain[alone.start()] in "。;\n") or (alone and alone.start() == 0):
            start = alone.start() + (plain[alone.start()] in "。;\n")
            yield Hit(
                start,
                match.end(),
                "这里只有一个状语，话没有说完就用了句号，请改为逗号。",
                fix=Fix(match.end() - 1, match.end(), "，", "改为逗号"),
            )


def colon(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _OBJECT.finditer(plain):
        before = _BEFORE_OBJECT.search(plain, max(0, match.start() - 2), match.start())
        if before:
            yield _joined(reading, match.start(), before.start(), match.end() - 1, "动词和它的宾语")
    if ":《" in plain:
        for match in _TITLED.finditer(plain):
            line_end = reading.line_span(reading.line_of(match.start()))[1]
            if plain.count("《", match.end(), min(line_end, match.end() + _NEAR)) == 1:
                yield _joined(reading, match.end() - 1, match.start(), match.end() + 1, "动词和它的宾语")
    for match in _AMOUNT.finditer(plain):
        back = max(0, match.start() - _BACK)
        words = plain[back : match.start()]
        said = _ONE_OF.search(words) or _GIVEN.search(words) or _alone(reading, match.start(), words)
        if said and not _LISTED.match(plain, match.end()):
            start = back + said.start()
            start += plain[start] in ",。;("
            yield _joined(reading, match.start(), start, match.end(), "名称和它的数额")


def _alone(reading: Reading, place: int, words: str) -> re.Match[str] | None:
    """The only amount with a colon in a paragraph of running text."""
    start, end = reading.line_span(reading.line_of(place))
    if (
        end - start < _LONG_LINE
        or reading.plain.count(":", max(start, place - _NEAR), min(end, place + _NEAR)) > 1
    ):
        return None
    return _ALONE.search(words)


def _joined(reading: Reading, place: int, start: int, end: int, what: str) -> Hit:
    return Hit(
        start,
        min(end, len(reading.text)),
        f"{what}之间不用冒号，请删去。",
        fix=Fix(place, place + 1, "", "删去冒号"),
    )


def pause(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _SENT.finditer(plain):
        back = max(0, match.start() - 16)
        made = _MADE.search(plain, back, match.start())
        if made:
            yield Hit(
                made.start(),
                match.end(),
                "前后是相承接的两个动作，不是并列的词语，顿号请改为逗号。",
                fix=Fix(match.start(), match.start() + 1, "，", "改为逗号"),
            )


def dots(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    found = [
        match.start()
        for match in _DOT.finditer(plain)
        if "\u3400" <= plain[match.start() - 1 : match.start()] <= "\u9fff"
        and plain[match.start() - 1] not in _NUMERAL
    ]
    if not found or len(found) > _FEW or plain.count("。") < _MANY * len(found):
        return
    for place in found:
        back = max(plain.rfind(sign, max(0, place - 14), place) for sign in ",。;、\n")
        yield Hit(
            back + 1 if back >= 0 else max(0, place - 10),
            place + 1,
            "这里的“.”是半角的圆点，请改为句号。",
            fix=Fix(place, place + 1, "。", "改为句号"),
        )


_STANDARD = "GB/T 15834—2011《标点符号用法》"

RULES = (
    Rule(
        code="comma-splits",
        family="style",
        title="逗号隔开了句子成分",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.4",
        about="“开展‘五进’，活动”“绩效工作，还处于起步阶段”：短的主语和谓语、名称和中心语之间不用逗号。长主语后面的停顿不在此列。",
        find=comma,
        cases=(
            Case("扎实开展“书香校园”，活动，成效明显。", ("实开展“书香校园”，活动",)),
            Case("扎实开展“书香校园”活动，成效明显。"),
            Case("全面实施“强师”，工程。", ("全面实施“强师”，工程",)),
            Case("成绩可喜，信息化工作，还处于起步阶段。", ("信息化工作，还处于",)),
            Case("个别干部，不同程度存在畏难情绪。", ("个别干部，不同程度存在",)),
            Case("部分学校，仍停留在表面。", ("部分学校，仍停留在",)),
            Case("服务意识，有待进一步增强。", ("服务意识，有待进一步增",)),
            Case("发挥了示范带动，的作用。", ("挥了示范带动，的",)),
            Case("成效明显。通过，专题培训提高能力。", ("通过，",)),
            Case("对各校进行了，全面检查。切实加强了，日常管理。", ("进行了，", "切实加强了，")),
            Case("全面落实。切实加强，师德师风建设。", ("切实加强，",)),
            Case("一年来，全县教育质量，稳步提升，群众满意。", ("全县教育质量，稳步提升",)),
            Case("改善办学条件，不断提升，全面推进，重点突破。"),
            Case("方案获得通过，随后印发。会议召开了，任务明确了，的确鼓舞人心，等待落实。"),
            Case("被评为“文明校园”，活动开展有声有色。"),
            Case("加强学校管理，还有待各方努力。"),
            Case("由于缺少专业教师，还处于起步阶段。"),
            Case("目前，还处于起步阶段。学校目前还处于起步阶段。"),
            Case("做了大量工作，仍有待完善。"),
            Case("既要抓好教育质量，还要处于领先位置。"),
            Case("各校都打造“一校一品”，品牌效应逐步显现。"),
        ),
    ),
    Rule(
        code="stop-splits",
        family="style",
        title="句号断开了后半句",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.1、4.4",
        about="“全部整改。并经验收合格。”“得到广泛好评。”：没有主语、接着前一句说的话不能另起一句。“并且”不在此列。",
        find=stop,
        cases=(
            Case("隐患全部整改到位。并经专家验收合格。", ("隐患全部整改到位。并经",)),
            Case("隐患全部整改到位，并经专家验收合格。"),
            Case("学校涌现出一批骨干。受到家长一致好评。", ("学校涌现出一批骨干。受到家长一致好评",)),
            Case("方案已经拟定。并报县政府批准。", ("方案已经拟定。并报",)),
            Case("完善应急预案。以便及时处置突发事件。", ("完善应急预案。以便",)),
            Case("成绩可喜。在县委的坚强领导下。全县教育平稳发展。", ("在县委的坚强领导下。",)),
            Case("成绩可喜。通过开展系列培训。提高了教师的业务水平。", ("通过开展系列培训。",)),
            Case("各项任务落实在日常工作中。学校的发展离不开在座各位的支持。"),
            Case("工作有序推进。并且取得了实效。"),
            Case("工作有序推进。并非所有学校都已达标。"),
            Case("成绩明显。受到表彰的教师共46名。"),
            Case("成效初显。得到的经验有三条。"),
            Case("节目演出12场。深受学生欢迎的有3个。"),
            Case("方案经集体研究，并由县政府印发。"),
        ),
    ),
    Rule(
        code="colon-splits",
        family="style",
        title="多余的冒号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.7",
        about="“做到：责任到人。”“其中培训经费：9.6万元，”：动词和宾语、名称和数额之间不用冒号。列举几项的不在此列。",
        find=colon,
        cases=(
            Case("明确分工，做到：责任到人。", ("做到：责任到人",)),
            Case("明确分工，做到责任到人。"),
            Case("落实经费42万元，其中培训经费：9.6万元，占22.9%。", ("其中培训经费：9.6万元",)),
            Case("春季学期下达公用经费：506.2万元。", ("期下达公用经费：506.2万元",)),
            Case("加强防控，确保：不发生责任事故。", ("确保：不发生责任事故",)),
            Case("先后印发：《校园安全方案》，明确责任。", ("印发：《",)),
            Case("先后印发：《校园安全方案》《消防工作方案》，明确责任。"),
            Case("做到：一级抓一级，层层抓落实。"),
            Case("做到三个到位：责任到位、措施到位、人员到位。"),
            Case("其中公用经费：9.6万元，培训经费：3.2万元。"),
            Case("收入情况\n公用经费：120万元。"),
            Case("其中：公用经费120万元。"),
            Case("生机比为10：1，师生比为1：13。"),
            Case("我们的目标是：办人民满意的教育。"),
        ),
    ),
    Rule(
        code="pause-between-actions",
        family="style",
        title="动作之间的顿号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.5",
        about="“编印读本、发放到每名学生”：先后承接的动作之间用逗号，顿号只用在并列的词语之间。",
        find=pause,
        cases=(
            Case("编印安全手册、发放到每名学生。", ("编印安全手册、发放到",)),
            Case("编印安全手册，发放到每名学生。"),
            Case("制作宣传展板、张贴在显著位置。", ("制作宣传展板、张贴在",)),
            Case("修订考核办法、印发至各校。", ("修订考核办法、印发至",)),
            Case("汇编典型案例、推送给各校。", ("汇编典型案例、推送给",)),
            Case("做好教材的征订、发放工作。"),
            Case("完成证书的制作、发放和归档。"),
            Case("编印安全手册、宣传单页，发放到每名学生。"),
            Case("责任落实到岗、分解到人。"),
            Case("抓好资金的拨付、发放至受助学生的全过程监管。"),
            Case("收集意见、报送信息、发送通知。"),
        ),
    ),
    Rule(
        code="half-width-stop",
        family="style",
        title="半角圆点作句号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}5.1",
        about="全文用“。”，只有一两处段末用了半角的“.”。全文都用圆点作句号的、序号里的圆点不在此列。",
        find=dots,
        cases=(
            Case(
                "工作平稳。质量提高。队伍稳定。校园平安。群众满意。全程公开，确保公平.\n二、打算",
                ("确保公平.",),
            ),
            Case("工作平稳。质量提高。队伍稳定。校园平安。群众满意。全程公开，确保公平。\n二、打算"),
            Case("一、工作。二、成绩。三、经验。四、问题。五、打算。全县一盘棋.", ("全县一盘棋.",)),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。成效明显.  \n下一步", ("成效明显.",)),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。\n师生满意.\n下一步", ("师生满意.",)),
            Case("工作平稳.质量提高.\n队伍稳定.\n校园平安."),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。\n一.\n提高认识"),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。\n联系人：Wang."),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。\n还有很多..."),
            Case("抓学习。抓管理。抓质量。抓安全。抓作风。合格率98.\n"),
            Case("成效明显."),
        ),
    ),
)
