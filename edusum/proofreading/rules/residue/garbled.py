import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_BROKEN = re.compile(
    "\ufffd{1,40}|锟斤拷|锟斤|斤拷|烫烫烫|屯屯屯|锘[匡库]?|鈥[攚淺淼檚湝滄渚]?|銆[€傚倐]|锛[屻孉殑]|â€[™œ“”˜¢]?"
    "|(?:[\u00c3-\u00ef][\u0080-\u00bf\u0152-\u017e\u2018-\u203a\u20ac\u2122]{1,2}){2,40}|Ã[\u00a0-\u00bf]|[\ue000-\uf8ff]{1,20}|[\x01-\x08\x0e-\x1f]{1,20}"
)
_BROKEN_SIGN = re.compile("[\ufffd锟拷烫屯锘鈥銆锛\u00c3-\u00ef\ue000-\uf8ff\x01-\x08\x0e-\x1f]")
"""Each piece of `_BROKEN` holds one of these."""
_SWALLOWER = re.compile("[储矗捶窗幢癣眩娶龋盛尝嘲舰注并孝英寓]")
_SWALLOWED = re.compile(
    "(?<=基)[储矗捶窗幢]|(?<=[评竞改推挑入遴海文])[癣眩]|(?<=[争录考听吸采])[娶龋]|(?<![昌强全兴旺丰鼎茂])盛(?=[市县区州])"
    "|(?<=[市操广现考立会商农赛牧球停机])尝|(?<=[\\d])尝(?=[县区市校省乡镇,。;、])|(?<=[操广考市])嘲|(?<=[保康])舰|(?<=[居食入])注(?=[、行学])|(?<=、)注(?=行)|(?<=慢性|传染)并(?![发且])|(?<=[复编翻])英(?![文语])|(?<=[淋沐])寓|(?<=疾)并"
    "|孝(?=初中|高中|中学|幼|学前)|(?<=[大中])孝(?=学[^生子])"
)
"""What becomes of a character and the mark behind it when two bytes A1 A1 of GBK are lost between them."""
_LEADS = re.compile(
    "["
    + "".join(
        bytes((lead, trail)).decode("gbk", "ignore")
        for lead in range(0xE4, 0xEA)
        for trail in range(0x80, 0xC0)
    )
    + "]"
)
"""The characters that the first two bytes of a Chinese character in UTF-8 make when they are read as GBK."""
_TWO, _THREE = 2, 3
_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_UNCLOSED = re.compile(r"《[^《》\n]{2,60}")
_LOST = 0xA1


def garbled(reading: Reading) -> Iterator[Hit]:
    if _BROKEN_SIGN.search(reading.text):
        for match in _BROKEN.finditer(reading.text):
            yield Hit(*match.span(), "这里是乱码，原来的文字在转换时丢失了，请对照原件改正。")
    yield from _read_as_gbk(reading)


def _read_as_gbk(reading: Reading) -> Iterator[Hit]:
    """UTF-8 that was read as GBK: three characters are the bytes of two that make sense."""
    end = 0
    for match in _LEADS.finditer(reading.text):
        if match.start() < end:
            continue
        words, end = "", match.start()
        while told := _as_utf8(reading.text[end : end + _THREE]):
            words, end = words + told, end + _THREE
        if words:
            yield Hit(
                match.start(),
                end,
                f"这里是乱码，原文应当是“{words[:20]}”，请改正。",
                evidence=f"“{words[:20]}”的 UTF-8 编码被当作 GBK 读出",
                fix=Fix(match.start(), end, words, f"改为“{words[:8]}”"),
            )


def _as_utf8(three: str) -> str:
    if len(three) < _THREE:
        return ""
    try:
        words = three.encode("gbk").decode("utf-8")
    except UnicodeError:
        return ""
    return words if len(words) == _TWO and all(_FIRST_HAN <= sign <= _LAST_HAN for sign in words) else ""


def lost_signs(reading: Reading) -> Iterator[Hit]:
    for found in reading.understood.findings:
        if found.kind == "residue" and not found.message.endswith("已单独列出。"):
            yield Hit(found.start, found.end, found.message)


def swallowed_marks(reading: Reading) -> Iterator[Hit]:
    for match in _SWALLOWER.finditer(reading.plain):
        if _SWALLOWED.match(reading.plain, match.start()):
            yield _swallowed(reading, match.start())
    for match in _UNCLOSED.finditer(reading.plain):
        if reading.plain[match.end() : match.end() + 1] == "》":
            continue
        for place in range(match.start() + 2, match.end()):
            if reading.plain[place] in _RARE and not _SWALLOWED.match(reading.plain, place):
                yield _swallowed(reading, place)


def _swallowed(reading: Reading, place: int) -> Hit:
    start, end = max(0, place - 3), min(place + 4, len(reading.text))
    start = max(start, reading.plain.rfind("\n", start, place) + 1)
    sign = reading.plain[place]
    first, second = _bytes(sign)
    words = bytes((first, _LOST, _LOST, second)).decode("gb2312")
    return Hit(
        start,
        min(end, reading.line_span(reading.line_of(place))[1]),
        f"这里的“{sign}”像是“{words}”在转换时少了两个字节变成的，请对照原件改正。",
        evidence=f"“{words}”的编码去掉中间两个字节，就成了“{sign}”。",
        fix=Fix(place, place + 1, words, f"改为“{words}”"),
    )


def _bytes(sign: str) -> tuple[int, int]:
    try:
        first, second = sign.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return 0, 0
    return first, second


_RARE = frozenset("捶撤捣环憾悍婪掳戮梅谩姆哦啪嵌蔷龋榷煞朔潭畏蟹逊曳佣臃苑斩址追挤椒痉糠")
"""Characters that end in the byte of 》 and hardly ever stand in a title."""

_CUSTOM = "公文写作惯例"

RULES = (
    Rule(
        code="garbled",
        family="residue",
        title="乱码",
        severity="error",
        kind="residue",
        authority=_CUSTOM,
        about="查找编码转换失败留下的乱码，如 \ufffd、锟斤拷、鈥。",
        find=garbled,
        cases=(
            Case("全县共有学校锟斤拷所。", ("锟斤拷",)),
            Case("全县共有学校86所。"),
            Case("坚持\ufffd\ufffd五育并举。", ("\ufffd\ufffd",)),
            Case("锘示例县教育局工作总结", ("锘",)),
            Case("主题教育鈥斺€敱重点", ("鈥",)),
            Case("政å\x8d\x8fæ\x8f\x90案27件。", ("å\x8d\x8fæ\x8f\x90",)),
            Case("年内新创寤哄厷寤虹ず范校6所。", ("寤哄厷寤虹ず",)),
            Case("浔阳楼前，涓涓细流，鄱阳湖畔书声琅琅。"),
            Case("运动会设跳远、铅球等12个项目。"),
            Case("开展STEAM教育、AI课程试点。"),
            Case("气温高达35℃，各校采取降温措施。"),
            Case("校名题写用了繁体“學”字。"),
            Case("课程名称为Café English。"),
            Case("班级口号是“加油！”。"),
        ),
    ),
    Rule(
        code="lost-signs",
        family="residue",
        title="符号变成了问号",
        severity="suspect",
        kind="residue",
        authority=_CUSTOM,
        about="句子中间出现问号而并没有提问，多半是书名号、破折号或间隔号在转换时丢失。设问和反问不在此列。",
        find=lost_signs,
        cases=(
            Case("收费标准为90元/生?月，严格执行。", ("为90元/生?月",)),
            Case("收费标准为90元/生·月，严格执行。"),
            Case("认真落实?实施方案?的要求。", ("认真落实?实施方案", "实施方案?的要求")),
            Case("规划期为（2021?2025年）五年。", ("2021?2025年",)),
            Case("传达了?工作要点?的精神。", ("传达了?工作要点", "工作要点?的精神")),
            Case("办人民满意的教育，出路在哪里？出路在改革。"),
            Case("质量怎么样？群众最有发言权。"),
            Case("这样的状况能不能再拖？不能！"),
            Case("我们准备好了吗？请大家认真思考。"),
            Case("教师“教什么”？学生“学什么”？"),
            Case("成绩是否真实？数据是否可靠？"),
        ),
    ),
    Rule(
        code="swallowed-mark",
        family="residue",
        title="编码吞掉的标点",
        severity="suspect",
        kind="residue",
        authority="GB/T 2312—1980 的编码规律；公文写作惯例",
        about="GBK 编码少了两个字节时，一个字和后面的标点会并成另一个字，如“评选、”变成“评癣”。",
        find=swallowed_marks,
        cases=(
            Case("组织征文评癣演讲比赛等活动。", ("征文评癣演讲比",)),
            Case("组织征文评选、演讲比赛等活动。"),
            Case("创建盛市级示范学校5所。", ("创建盛市级示",)),
            Case("参加《教育学基捶学习培训。", ("育学基捶学习培",)),
            Case("听娶采纳群众意见。", ("听娶采纳群",)),
            Case("其中市级1尝县级6场。", ("市级1尝县级6",)),
            Case("吃、注行有人管，慢性并传染病有人防。", ("吃、注行有人", "，慢性并传染病")),
            Case("弘扬孝老爱亲的传统美德，中华孝道进校园。"),
            Case("事业昌盛，市场繁荣，品尝家乡味道。"),
            Case("强化保健，疾病防控到位，并及时上报。"),
            Case("储备后备干部，夯实基础。"),
            Case("学习《教育法》和《追梦路上》等读本。"),
            Case("参加《环境教育读本》编写。"),
        ),
    ),
)
