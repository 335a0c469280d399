"""Marks that do not fit what they end: a question mark where nothing is asked, a quote closed too late."""

import re
from collections.abc import Iterator, Sequence

from edusum.document.understanding.items import HeadingRead
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_AT_END = re.compile(r"\?(?= {0,4}(?:\n|\Z))")
_ASKING = re.compile(
    "[吗呢么什何怎哪谁几幾吧啊呀嘛岂难莫孰多乎焉哉耶咋啥问疑凭]|[是能可]否|还是|或者|没有|可有|不(?=[\u3400-\u9fff])"
    "|为[甚哪]|对[不吧]|试想"
)
_LEAST = 12
_BACK = 120
_HEAD_NOUN = re.compile("的(?:现象|问题|思想|倾向|做法|心态|观念|情况|情绪|局面|弊端|陋习|误区)”")
_QUOTED = re.compile(
    "(?:存在|克服|纠正|杜绝|避免|出现|防止|改变|扭转|解决|消除|破除|摒弃|反对|整治|走出)(?:了|着)?“(?P<words>[^“”\n]{2,16})$"
)
_PARALLEL = re.compile("、|重[^轻]{1,8}轻|[等靠要]{2}")
_MOST = 30


def asked(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    if "?" not in plain:
        return
    lost = {place for found in reading.understood.findings for place in range(found.start, found.end)}
    for match in _AT_END.finditer(plain):
        place = match.start()
        start = max(plain.rfind(sign, max(0, place - _BACK), place) for sign in "。!?;\n") + 1
        words = plain[start:place]
        if plain[start - 1 : start] == "?":
            continue
        is_plain = "\u3400" <= plain[place - 1 : place] <= "\u9fff" and "“" not in words and ":" not in words
        if not is_plain or len(words) < _LEAST or _ASKING.search(words):
            continue
        if place not in lost:
            yield Hit(
                max(start, place - _MOST),
                place + 1,
                "这句话没有问什么，句末的问号请改为句号。",
                fix=Fix(place, place + 1, "。", "改为句号"),
            )


def quoted_too_far(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _HEAD_NOUN.finditer(plain):
        before = _QUOTED.search(plain, max(0, match.start() - 24), match.start())
        if before and _PARALLEL.search(before["words"]):
            head = plain[match.start() + 1 : match.end() - 1]
            yield Hit(
                before.start("words") - 1,
                match.end(),
                f"后引号的位置不对：“的{head}”不是引用的话，后引号应放在“的”的前面。",
            )


def uneven_leads(reading: Reading) -> Iterator[Hit]:
    """一要管好甲。… 二要管好乙；… 三要管好丙。…: the mark behind what leads one of several items."""
    run: list[HeadingRead] = []
    for heading in reading.headings:
        is_item = heading.is_inline and heading.marker[1:] in {"是", "要"}
        if is_item and run and reading.line_of(heading.start) == reading.line_of(run[-1].start):
            run.append(heading)
            continue
        yield from _odd_lead(reading, run)
        run = [heading] if is_item else []
    yield from _odd_lead(reading, run)


def _odd_lead(reading: Reading, run: Sequence[HeadingRead]) -> Iterator[Hit]:
    plain = reading.plain
    behind = [plain[heading.end : heading.end + 1] for heading in run]
    if len(run) < _RUN or behind.count(";") != 1 or behind.count("。") != len(run) - 1:
        return
    odd = behind.index(";")
    leads = {heading.words[:2] for heading in run}
    if len(leads) > 1 or any(heading.end - heading.start > _LEAST for heading in run):
        return
    following = run[odd + 1].start if odd + 1 < len(run) else len(plain)
    if following - run[odd].end > _MOST // 2:
        end = run[odd].end + 1
        yield Hit(
            run[odd].start,
            end,
            "这几项领起的话后面别处都用“。”，只有这里用了“；”，请统一。",
            fix=Fix(end - 1, end, "。", "改为“。”"),
        )


_RUN = 3
_STANDARD = "GB/T 15834—2011《标点符号用法》"
_TITLE = "示例县教育局工作要点\n一、抓管理\n"

RULES = (
    Rule(
        code="nothing-asked",
        family="style",
        title="陈述句用了问号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.2",
        about="段末一句话没有疑问词，句末却用了问号。有“吗”“何”“是否”这类词的、反问的不在此列。",
        find=asked,
        cases=(
            Case(
                "开展专项治理，建起家校社协同育人格局？\n二、打算",
                ("开展专项治理，建起家校社协同育人格局？",),
            ),
            Case("开展专项治理，建起家校社协同育人格局。\n二、打算"),
            Case("学校全部配备专职保安，校园平安稳定？", ("学校全部配备专职保安，校园平安稳定？",)),
            Case("工作平稳。普惠园覆盖率稳步提高到九成以上？\n", ("普惠园覆盖率稳步提高到九成以上？",)),
            Case("培训教师三千人次，覆盖所有乡镇？  \n三、安全", ("培训教师三千人次，覆盖所有乡镇？",)),
            Case("面对群众的期盼，我们怎样才能交出满意的答卷？"),
            Case("各位校长，你所在学校的安全责任是否真正落到实处？"),
            Case("条件这样好，还有理由把教育教学工作干不好？"),
            Case("印发？示例县教育质量提升三年行动方案？"),
            Case("主题是：今天你为教育高质量发展做了贡献？"),
            Case("准备好了？"),
        ),
    ),
    Rule(
        code="quote-too-far",
        family="style",
        title="后引号的位置偏后",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.8",
        about="存在“重部署、轻落实的现象”：“的现象”不属于引用的话。引用整句话的不在此列。",
        find=quoted_too_far,
        cases=(
            Case("少数学校存在“重使用、轻管理的现象”。", ("“重使用、轻管理的现象”",)),
            Case("少数学校存在“重使用、轻管理”的现象。"),
            Case("坚决克服“等、靠、要的思想”。", ("“等、靠、要的思想”",)),
            Case("着力解决“入园难、入园贵的问题”。", ("“入园难、入园贵的问题”",)),
            Case("切实纠正“重智轻德的倾向”。", ("“重智轻德的倾向”",)),
            Case("会议提出“要解决群众急难愁盼的问题”。"),
            Case("文章题为“解决好教育公平的问题”。"),
            Case("发言谈到存在“标准不高的问题”。"),
            Case("开展“我身边的好现象”征文。"),
            Case("发扬“特别能吃苦、特别能战斗的作风”。"),
            Case("克服“等靠要”思想，纠正“重智轻德”倾向。"),
        ),
    ),
    Rule(
        code="uneven-leads",
        family="style",
        title="各项领起语的标点不一",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.6",
        about="“一要管好入口。……二要管好过程；……”：几项领起的话后面的标点应当一致，只有一处不同的才指出。",
        find=uneven_leads,
        cases=(
            Case(
                f"{_TITLE}管理要抓三点。一要管好入口。规范招生行为，落实免试入学。二要管好过程；健全备课、上课、评价各项常规。"
                "三要管好出口。建立毕业学业质量监测制度。\n二、打算\n努力。",
                ("二要管好过程；",),
            ),
            Case(
                f"{_TITLE}管理要抓三点。一要管好入口。规范招生行为，落实免试入学。二要管好过程。健全备课、上课、评价各项常规。"
                "三要管好出口。建立毕业学业质量监测制度。\n二、打算\n努力。"
            ),
            Case(
                f"{_TITLE}管理要抓三点。一要管好入口。规范招生行为，落实免试入学。二要抓实过程；健全备课、上课、评价各项常规。"
                "三要严把出口。建立毕业学业质量监测制度。\n二、打算\n努力。"
            ),
            Case(
                f"{_TITLE}工作要抓三件事。一要抓实备课。集体研讨教材，统一教学进度。二要抓实课堂。推行小组合作，关注学困学生。"
                "三要抓实作业；控制总量和难度，做到全批全改。四要抓实辅导。用好课后服务，分层指导学生。\n二、打算\n努力。",
                ("三要抓实作业；",),
            ),
            Case(
                f"{_TITLE}校车安全管住三条。一是管住车辆。逐车检测建档，不合格的一律停运。二是管住司机；每月集中培训一次，每天出车以前检查证件。"
                "三是管住路线。危险路段限时通行，安排照管员跟车。\n二、打算\n努力。",
                ("二是管住司机；",),
            ),
            Case("一要管好入口；二要管好过程；三要管好出口。建立毕业学业质量监测制度，定期通报。"),
            Case("一是抓学习。二是抓检查；三是抓整改。"),
            Case("一要抓学习。组织培训。二要抓检查；通报结果，限期整改，跟踪问效到底。"),
        ),
    ),
)
