"""A comma between two nouns that stand side by side, where what follows says so: 均, 共计, 等5项."""

import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff]"
_BACK = 90
_LONGEST, _SHORT_LAST = 10, 6
_OPENS = "[,。;:、\n]"
_VERB = re.compile(
    "[加抓做完开推强深落提促改优规积认切进不虽尽由因如只既即使让对为以把将从在按向与并又也还通经随当同其此另目总今去近我你他她它有是没未要能可但而却且则幸后前这那该各每"
    "组召制出印实打构严新建启培选引帮发营形树弘参解化排整创争安投筹增减达占比特尤包涉覆采充大着努清查检督指评表奖聘招补核登公编修审讨研宣讲普压取撤停督]"
)
_HONOUR = "优秀|先进|模范|骨干|特级|最美|示范|文明|星级|十佳|明星|标准化|规范化"
_SAME_HEAD = re.compile(
    rf"、(?P<word>{_HONOUR}){_H}{{1,6}},(?P=word)(?:{_H}{{1,7}}?(?=\d|共|等|各|均|称号|荣誉)"
    rf"|{_H}{{0,5}}[师任者长员家生兵工校园班室区体](?=[。,;、]))"
)
_SAME_TAIL = re.compile(rf"(?P<tail>[率度费量额]),{_H}{{1,5}}(?P=tail)(?:均|都|分别|各|共计|合计|全部)")
_SAME_NOUN = re.compile(
    rf",(?P<own>{_H}{{1,5}}?)(?P<noun>{_H}{{2}})(?:共计|合计|总计|均为|均达|分别为|分别达|都达)"
)
_SHORT = re.compile(rf"(?:^|{_OPENS})(?P<words>{_H}{{2,12}})$")
_PHRASE = re.compile(
    rf"在(?P<one>{_H}{{4}}),{_H}{{4}}(?:中|方面|工作中|上)(?=予以|给予|优先|适当|同等|重点|注重|突出|充分|取得|倾斜|有所|都|均)"
)
_CLOSED = re.compile("[中上下里内外后前时间期面际]$|^[此今这那本各全我他其该学校农乡县城]|[了着过的]")
_ENDING = re.compile(
    r"等(?:(?P<wrong>问题|隐患|现象|情形|行为|情况)"
    r"|(?:\d{1,3}|[一二三四五六七八九十]{1,2})(?:[个项类种门]|方面))"
)
_LAST = re.compile(rf",(?P<last>{_H}{{2,10}})$")
_GOVERNING = re.compile(
    r"(?:查处|存在|针对|纠正|查出|排查出?|发现|出现|反映|暴露出|解决|整改|整治)[^,。;:\n]{2,20}、[^,。;:、\n]{2,10}$"
)
_ALL_OF = re.compile(rf"(?P<count>[三四五六七八九])[支个项类种大条级层门方]{_H}")
_ATTRIBUTIVE = re.compile("[级的这全各我县市省区校本上以有了为第年期前后其到过展成出立好]$")
_NUMERALS = "零一二三四五六七八九"
_LISTED = re.compile(r"[^,。;:\n]{2,80}、[^,。;:、\n]{2,14}$")
_OF = re.compile("为(?:载体|重点|抓手|核心|基础|突破口|主线|目标|依托|支撑|保障|内容)")
_OF_BOTH = re.compile(rf"(?P<tail>的{_H}{{2}}),{_H}{{1,10}}(?P=tail)$")
_SAME_LENGTH = re.compile(
    rf"、(?:{_H}{{3}},(?P<three>{_H}{{3}})|{_H}{{4}},(?P<four>{_H}{{4}}))等(?![级次待候额同于问隐现情行\d一二三四五六七八九十])"
    rf"|、{_H}{{2}},(?P<two>{_H}{{2}})(?:[和及与]|以及){_H}{{2}}(?=[,。;、等的])"
)
_QUALITY = "(?:能力|水平|素质|意识|质量|效率|条件|环境|作风)"
_QUALITIES = re.compile(
    rf"、{_H}{{2}}{_QUALITY},(?P<last>{_H}{{2}}){_QUALITY}(?:明显|显著|进一步|不断|稳步|均|都|普遍|全面|得到|有了|同步)"
)
_SAME_WORD = re.compile(rf"、{_H}{{2}}(?P<word>{_H}{{2}}),(?P<last>{_H}{{2}})(?P=word)")
_OF_TWO = re.compile(rf"(?:^|[,。;、\n的]){_H}{{2}}$")
_SAME_SIGN = re.compile(
    rf"(?P<sign>[防讲知懂守爱学敢会争]){_H}{{1,3}}、(?P=sign){_H}{{1,3}},(?P=sign){_H}{{1,3}}"
    "(?:(?=[,。;、的等])|(?<=防.{2})(?=教育|工作))"
)
_REACH = 16


def commas(reading: Reading) -> Iterator[Hit]:
    """Each says by what follows the second noun that both belong to one list."""
    plain = reading.plain
    for match in _SAME_HEAD.finditer(plain):
        start = _clause(plain, match.start())
        if match["word"] in plain[start : match.start()]:
            yield _hit(reading, plain.index(",", match.start()), match.start() + 1, match.end())
    for pattern in (_SAME_TAIL, _SAME_NOUN):
        for match in pattern.finditer(plain):
            comma = plain.index(",", match.start())
            yield from _alike(reading, match, comma)
    for match in _PHRASE.finditer(plain):
        is_noun = not _CLOSED.search(match["one"]) and not _VERB.match(match["one"])
        if is_noun and plain[match.start() - 1 : match.start()] in ",。;\n、":
            yield _hit(reading, match.start() + 5, match.start(), match.end())
    yield from _of_one_shape(reading)
    yield from _lists(reading)


def _alike(reading: Reading, match: re.Match[str], comma: int) -> Iterator[Hit]:
    """见面率,满意率均: the part before the comma is a noun of the same sort and no more."""
    plain = reading.plain
    before = _SHORT.search(plain, max(0, comma - 14), comma)
    tail = match["tail"] if match.re is _SAME_TAIL else match["noun"]
    if before is None or not before["words"].endswith(tail) or _VERB.match(plain, comma + 1):
        return
    if "的" in match[0] or "次" in tail or len(before["words"]) <= len(tail):
        return
    yield _hit(reading, comma, before.start("words"), match.end())


def _of_one_shape(reading: Reading) -> Iterator[Hit]:
    """Items as long as each other, or that begin or end alike."""
    plain = reading.plain
    for match in _SAME_SIGN.finditer(plain):
        yield _hit(reading, plain.index(",", match.start()), match.start(), match.end())
    for match in _QUALITIES.finditer(plain):
        if not _VERB.match(match["last"]):
            yield _hit(reading, plain.index(",", match.start()), match.start() + 1, match.end())
    for match in _SAME_WORD.finditer(plain):
        first = _SHORT.search(plain, max(0, match.start() - _LONGEST), match.start())
        is_same = first and first["words"].endswith(match["word"]) and len(first["words"]) > 2
        if first and is_same and not _VERB.match(first["words"]) and not _VERB.match(match["last"]):
            yield _hit(reading, plain.index(",", match.start()), match.start() + 1, match.end())
    for match in _SAME_LENGTH.finditer(plain):
        last = match["three"] or match["four"] or match["two"]
        is_open = match["two"] and not _OF_TWO.search(plain, max(0, match.start() - 3), match.start())
        if not is_open and not _VERB.match(last):
            yield _hit(reading, plain.index(",", match.start()), match.start() + 1, match.end())


def _lists(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _ENDING.finditer(plain):
        last = _LAST.search(plain, max(0, match.start() - _REACH), match.start())
        if last is None or _VERB.match(last["last"]):
            continue
        listed = _GOVERNING if match["wrong"] else _LISTED
        before = listed.search(plain, _clause(plain, last.start()), last.start())
        if before is None or not (match["wrong"] or _is_counted(before[0], last["last"])):
            continue
        first = max(before.start(), plain.rfind("、", before.start(), last.start()) + 1)
        yield _hit(reading, last.start(), first, match.end())
    for match in _ALL_OF.finditer(plain):
        last = _LAST.search(plain, max(0, match.start() - _LONGEST), match.start())
        if last is None or _VERB.match(last["last"]) or _ATTRIBUTIVE.search(last["last"]):
            continue
        start = _clause(plain, last.start())
        items = plain[start : last.start()].split("、")
        is_all = len(items) + 1 == _NUMERALS.index(match["count"]) and "的" not in items[-1]
        if is_all and 1 < len(items[-1]) <= _LONGEST:
            yield _hit(reading, last.start(), last.start() - len(items[-1]), match.end() + 1)
    for match in _OF.finditer(plain):
        both = _OF_BOTH.search(plain, max(0, match.start() - _REACH), match.start())
        start = _clause(plain, both.start()) if both else 0
        if both and "、" in plain[start : both.start()]:
            first = plain.rindex("、", start, both.start()) + 1
            yield _hit(reading, plain.index(",", both.start()), first, match.end())


def _is_counted(listed: str, last: str) -> bool:
    return listed.count("、") > 1 and len(last) <= _SHORT_LAST


def _clause(plain: str, place: int) -> int:
    """Where the clause begins that ends at the comma: behind the stop before it."""
    least = max(0, place - _BACK)
    return max(plain.rfind(sign, least, place) for sign in ",。;:\n") + 1 or least


def _hit(reading: Reading, place: int, start: int, end: int) -> Hit:
    return Hit(
        start,
        end,
        "这里并列的是词语，中间的逗号请改为顿号。",
        fix=Fix(place, place + 1, "、", "改为顿号"),
    )


RULES = (
    Rule(
        code="comma-between-nouns",
        family="style",
        title="并列的名词之间用了逗号",
        severity="suspect",
        kind="punctuation",
        authority="GB/T 15834—2011《标点符号用法》4.5",
        about="“参训率，合格率均为100%”“甲、乙，丙等5项”：句子内部并列的名词用顿号。后一个分句另说一件事的不在此列。",
        find=commas,
        cases=(
            Case("参训率，合格率均为100%。", ("参训率，合格率均",)),
            Case("参训率、合格率均为100%。"),
            Case("表彰先进集体、先进个人，先进班级共46个。", ("先进个人，先进班级",)),
            Case("全年争取中央资金，省级资金共计3200万元。", ("全年争取中央资金，省级资金共计",)),
            Case("在职务晋升，评优评先中优先考虑。", ("在职务晋升，评优评先中",)),
            Case("存在底数不清、台账缺失，记录不全等问题。", ("台账缺失，记录不全等问题",)),
            Case(
                "开展教材征订、食堂食材、校服采购，教辅选用等4个专项督导。",
                ("校服采购，教辅选用等4个",),
            ),
            Case("以制度的优化、课堂的优化，评价的优化为抓手。", ("课堂的优化，评价的优化为抓手",)),
            Case("建立起校长、班主任，法治副校长三支队伍。", ("班主任，法治副校长三支队伍",)),
            Case("健全党建、团建，强化少先队建设三项机制。各校参加初赛、复赛，省级三项赛事取得佳绩。"),
            Case("加强防溺水、防欺凌，防诈骗教育。", ("防溺水、防欺凌，防诈骗",)),
            Case("配齐图书室、实验室，音乐室等。", ("实验室，音乐室等",)),
            Case("开设的语文、数学，英语和物理等课程。", ("数学，英语和物理",)),
            Case("教师的思想素质、业务能力，综合水平明显提升。", ("业务能力，综合水平明显",)),
            Case("学前教育、义务教育，高中教育协调发展。", ("义务教育，高中教育",)),
            Case("加强学校管理、班级管理，家校管理得到改善。"),
            Case("学校、家庭，社会各方和衷共济。讲政治、讲规矩，讲好教育故事。"),
            Case("入学率达100%，巩固率均在99%以上。"),
            Case("培训骨干教师、骨干校长，骨干作用得到发挥。"),
            Case("下达资金，各类资金均已到位。上级资金，配套资金另行安排。"),
            Case("在工作推进中，部门联动上取得突破。在全县范围，各级各类学校中都已推开。"),
            Case("针对人员不足、设备老化，组织排查等问题整改。"),
            Case("抓好德育、体育、美育，开展劳动等5项实践。"),
            Case("以活动的开展为载体，推进学校、家庭、社会协同，质量的提升为重点任务。"),
            Case("增加学位、编制，教师等3类保障得到落实。"),
        ),
    ),
)
