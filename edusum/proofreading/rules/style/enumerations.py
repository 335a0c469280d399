import re
from collections.abc import Iterator, Sequence

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff]"
_PART = re.compile(r"[^,、。;:!?()《》“”\n]{1,24}")
_WORDS = re.compile("[\u3400-\u9fff,、]{5,}")
_RUN = re.compile(rf"(?:{_H}{{1,24}}[,、]){{2,30}}{_H}{{1,24}}")
_LIST_END = re.compile(rf"^(?P<last>{_H}{{2,16}}?)(?<![中高初平同相何优均上])等(?!级|次|待|候|额|同)")
_VERB = re.compile(
    "^(?:我|推进|推动|加强|开展|做好|抓好|完善|健全|建立|落实|实施|强化|深化|提高|提升|促进|保障|确保|全面|积极|认真|切实|进一步"
    "|不断|坚持|组织|举办|召开|制定|出台|印发|完成|实现|打造|构建|严格|规范|优化|改善|新建|建设(?!计划|方案|项目|规划|标准)|建成|开通|启动|培养|培训|选派|引导|帮助"
    "|让|使|对|为|以|把|将|从|在|按|向|与|并|又|也|还|通过|根据|按照|围绕|结合|针对|不|有|是|要|能|可|会|没|其|各|全|共|已|均|都|就|到"
    "|加大|加快|发挥|营造|形成|树立|弘扬|参加|解决|化解|排查|整治|创建|争取|安排|投入|筹集|增加|减少|达|占|比|较|同|如|特别|尤其|包括|涉及|覆盖"
    "|刚才|目前|这里|这|同时|此外|其中|今年|去年|当前|日前|近年|现在|今后|克服|采取|充分|大力|着力|努力)"
)
_TIES = re.compile("[的了着是把被将使让]|进行|查找|借鉴|会同|统一部署")
_ENDS_SOON = re.compile(rf"内容|{_H}{{0,5}}(?=[,。;:、)\n]|$)|方面的{_H}{{2,4}}(?=[,。;\n]|$)")
"""What names the list behind 等 and ends the clause: with a verb there a new clause began at the comma."""
_THAT_IS = re.compile(rf"。(?=即[:,]?{_H})(?!即[便使将日时刻可席墨兴])")
_ALONE = re.compile(
    r"(?:(?<=[。;\n])|(?<=[一二三四五六七八九]是)) {0,2}"
    r"(?P<words>(?:按照|根据|依照|依据|遵照|围绕|为了|随着|针对)[^。;:!?,\n]{3,40}"
    r"(?:政策|精神|要求|规定|部署|原则|目标|方针|通知|方案|思路|标准|意见|安排|需要|实际|特点|情况))。(?=[^\n])"
)
_ADVERBIAL_END = re.compile("[策神求定署则标针知案路准见排要际点况]。")
_SAME_ENDS = re.compile(rf"({_H}{_H})[,、]{_H}{{1,6}}\1(?!{_H})")
_LEAST_SAME, _LEAST_COMMAS, _LONGEST_PART = 5, 3, 12
_LEAST_TORN, _SHORT, _SHORT_NAME, _COUNT = 4, 6, 3, 16
_TORN_END = re.compile(
    rf"(?P<last>{_H}{{2,6}}?)(?<![中高初平同相何优均上])等(?!级|次|待|候|额|同)"
    rf"(?P<count>\d{{1,3}}(?:个|类|项|种|门|方面){_H}{{1,8}}(?=[,。;]|$))?"
)
_PREDICATE = re.compile(
    "(?:不足|紧张|紧缺|短缺|偏[低少大多高]|提[升高]|改善|完善|[落滞]后|到位|齐全|整洁|薄弱|参[加与]|出席|牵头|负责|支持|配合|带头|先行|优先"
    "|为[主辅]|[优良]良|良好|优秀|稳定|明显|突出|严[重峻]|增[长加]|减少|下降|达标|合格|过关|并[举重]|结合|[联互]动|共[建享]|公开|发展|推进"
    "|辅导|活跃|丰富|缺[乏少]|不[够实强高严力齐全多少]|完成|启动|投用|竣工|实施|落实|开展|清楚|明确|健全|一致|分明|[过得起来去出]|[齐清美强好])$"
)
_OPENING_VERB = re.compile(
    "每|逢|[教养种叫帮给请由当趁]|[推实执施举试]行|[扩加增缩]大|[增开建设成]设|[开配补备]齐|配备|[购添设]置|更新|[改修]造|维修|[扩改修兴]建|拆除|清理|治理|整顿|规定|要求|明确|[细量强优]化|突出|聚焦"
    "|关[注爱心]|走访|慰问|[资救扶帮]助|帮扶|联[系合]|会同|配合|协[调同]|督[促查导]|指导|[检抽核清审]查|考核|评[选比]|表彰|奖励|推荐|选[拔聘派]|招[聘录收]|引进"
    "|补充|核[对定]|登记|公[示布开]|[发颁分]布|[下转印]发|编[印写制]|修订|审议|讨论|研究|学习|宣[传讲]|讲解|普及|传授|渗透|压[减缩]|取消|撤[销并]|合并|停[办止]"
)
_LED = re.compile(f"(?:对|将|把|就|以){_H}{{2,6}}$")
_DOING = frozenset("轻重抓办促保推兴搞讲")
_SAME_WORD, _LEAST_ALIKE, _LONGEST_ALIKE = 2, 3, 8


def commas_in_lists(reading: Reading) -> Iterator[Hit]:
    """教学管理、教师评价,队伍建设等: a comma between nouns where the list uses 、."""
    for match in _runs(reading.plain):
        parts, marks = _parted(reading.plain, match.start(), match.end())
        if "," not in marks:
            continue
        span = (
            _nouns(reading.plain, parts, marks)
            or _torn(reading.plain, parts, marks)
            or _alike(reading.plain, parts, marks)
            or _same_word(reading.plain, parts, marks)
        )
        if span:
            start, end = span
            yield Hit(start, end, "这组并列的词语混用了逗号和顿号，请统一用顿号。")


def _runs(plain: str) -> Iterator[re.Match[str]]:
    """Words between commas and 、, if they hold what one of the four kinds of list cannot do without."""
    for match in _WORDS.finditer(plain):
        words = match[0]
        if "," in words and ("等" in words or ("、" in words and _are_alike(words))):
            yield from _RUN.finditer(plain, *match.span())


def _are_alike(words: str) -> bool:
    return words.count(",") >= _LEAST_COMMAS or _SAME_ENDS.search(words) is not None


def _parted(plain: str, start: int, end: int) -> tuple[list[tuple[int, int]], str]:
    parts, marks = [], []
    for found in _PART.finditer(plain, start, end):
        parts.append(found.span())
        marks.append(plain[found.end() : found.end() + 1])
    return parts, "".join(marks[:-1])


def _nouns(plain: str, parts: Sequence[tuple[int, int]], marks: str) -> tuple[int, int] | None:
    """The end of a list before 等, all of nouns, with a comma and 、 in it, or three commas."""
    for place in range(2, len(parts)):
        last = _LIST_END.match(plain[slice(*parts[place])])
        if not last or not _is_noun(last["last"]):
            continue
        first = place
        while first and _is_noun(plain[slice(*parts[first - 1])]):
            first -= 1
        within, leading = marks[first:place], marks[first - 1 : first] if first else ""
        joined = leading.strip(",") + within
        mixed = within.count(",") == 1 and "、" in joined.partition(",")[0]
        mixed = mixed and bool(_ENDS_SOON.match(plain, parts[place][0] + last.end()))
        if mixed or ("、" not in joined and within.count(",") >= 3):
            comma = first + within.index(",")
            start = first if within.count(",") > 1 else comma
            return parts[start][0], parts[place][0] + last.end()
    return None


def _torn(plain: str, parts: Sequence[tuple[int, int]], marks: str) -> tuple[int, int] | None:
    """英语、音乐,体育、美术等学科紧缺: a list before 等 with one comma, and no verb before the comma.

    It opens its sentence, follows 对 or 把, or is counted at its end (等8类信息).
    """
    for place in range(_LEAST_TORN - 1, len(parts)):
        words = plain[parts[place][0] : parts[place][1] + _COUNT]
        last = _TORN_END.match(words)
        if not last or not _is_short(last["last"]):
            continue
        first = place
        while first and _is_short(plain[slice(*parts[first - 1])]):
            first -= 1
        led = first and marks[first - 1] == "、" and _LED.match(plain[slice(*parts[first - 1])])
        first -= bool(led)
        within = marks[first:place]
        comma = within.find(",")
        is_torn = (
            within.count(",") == 1 and within[max(0, comma - 1)] + within[comma + 1 : comma + 2] == "、、"
        )
        opens = first == 0 and plain[max(0, parts[0][0] - 1) : parts[0][0]] in ("", "。", ";", "\n", ":")
        is_torn = is_torn and not _PREDICATE.search(plain[slice(*parts[first + comma])])
        if first and marks[first - 1] == "," and not led:
            opens = parts[first + comma][1] - parts[first + comma][0] <= _SHORT_NAME
        opens = opens and not _OPENING_VERB.match(plain, parts[first][0])
        if is_torn and (opens or led or last["count"]):
            return parts[first + comma][0], parts[place][0] + last.end("last") + 1
    return None


def _is_short(words: str) -> bool:
    return len(words) <= _SHORT and _is_noun(words) and "我们" not in words


def _is_noun(words: str) -> bool:
    return 2 <= len(words) <= 12 and not _VERB.match(words) and not _TIES.search(words)


def _alike(plain: str, parts: Sequence[tuple[int, int]], marks: str) -> tuple[int, int] | None:
    """Five parts or more that end alike, one 、 among commas."""
    ends = [plain[end - 1] for _, end in parts]
    place = 0
    while place < len(parts):
        last = place
        while last + 1 < len(parts) and ends[last + 1] == ends[place]:
            last += 1
        within = marks[place:last]
        longest = max(end - start for start, end in parts[place : last + 1])
        if last - place + 1 >= _LEAST_SAME and within.count("、") == 1 and longest <= _LONGEST_PART:
            return parts[place][0], parts[last][1]
        place = last + 1
    return None


def _same_word(plain: str, parts: Sequence[tuple[int, int]], marks: str) -> tuple[int, int] | None:
    """权力清单,责任清单、负面清单: items that end in the same word, one comma among their 、."""
    words = [plain[end - _SAME_WORD : end] if end - start > _SAME_WORD else "" for start, end in parts]
    place = 0
    while place < len(parts):
        last = place
        while last + 1 < len(parts) and words[place] and words[last + 1] == words[place]:
            last += 1
        within = marks[place:last]
        if last - place + 1 >= _LEAST_ALIKE and within.count(",") == 1 and "、" in within:
            comma = place + within.index(",")
            behind = plain[slice(*parts[comma + 1])]
            are_short = all(end - start <= _LONGEST_ALIKE for start, end in parts[place + 1 : last + 1])
            if are_short and _is_noun(behind) and behind[0] not in _DOING:
                return parts[comma][0], parts[last][1]
        place = last + 1
    return None


def comma_before_items(reading: Reading) -> Iterator[Hit]:
    for heading in reading.headings:
        is_first = heading.is_inline and heading.marker in {"一是", "一要"}
        if is_first and reading.plain[max(0, heading.start - 1) : heading.start] == ",":
            start = max(reading.line_span(reading.line_of(heading.start))[0], heading.start - 9)
            yield Hit(
                start,
                heading.start + len(heading.marker),
                f"“{heading.marker}”领起的几项是对前面的解说，前面宜用冒号，请改正。",
                fix=Fix(heading.start - 1, heading.start, "：", "改为冒号"),
            )


def that_is(reading: Reading) -> Iterator[Hit]:
    for match in _THAT_IS.finditer(reading.plain):
        start, end = match.start(), min(match.end() + 2, len(reading.plain))
        back = max(reading.line_span(reading.line_of(start))[0], start - 8)
        yield Hit(
            back,
            end,
            "“即”是解释前一句的，不能另起一句，前面的句号请改为逗号。",
            fix=Fix(start, start + 1, "，", "改为逗号"),
        )


def cut_by_stop(reading: Reading) -> Iterator[Hit]:
    for ending in _ADVERBIAL_END.finditer(reading.plain):
        match = _ALONE.search(reading.plain, reading.sentence_at(ending.start()).start, ending.end() + 1)
        if not match:
            continue
        end = match.end()
        yield Hit(
            match.start("words"),
            end,
            "这里只有一个状语，话没有说完就用了句号，请改为逗号，或者把句子补完整。",
            fix=Fix(end - 1, end, "，", "改为逗号"),
        )


def uneven_ends(reading: Reading) -> Iterator[Hit]:
    """一是…;二是…;三是…。四是…: one stop unlike the others."""
    run: list[int] = []
    last = 0
    for heading in reading.headings:
        if not (heading.is_inline and heading.marker[1:] in {"是", "要"}):
            if not heading.is_inline:
                yield from _uneven(reading, run)
                run = []
            continue
        number = "一二三四五六七八九十".find(heading.marker[0]) + 1
        if number == 1 or number != last + 1:
            yield from _uneven(reading, run)
            run = []
        elif reading.line_of(heading.start) == reading.line_of(heading.start - 1):
            run.append(heading.start)
        last = number
    yield from _uneven(reading, run)


def _uneven(reading: Reading, run: Sequence[int]) -> Iterator[Hit]:
    before = [reading.plain[:start][-1:] if start < 2 else reading.plain[start - 1] for start in run]
    for odd, usual in (("。", ";"), (";", "。"), (",", ";"), (",", "。")):
        if before.count(odd) == 1 and before.count(usual) == len(before) - 1 >= 2:
            start = run[before.index(odd)]
            wanted = "；" if usual == ";" else "。"
            yield Hit(
                max(0, start - 8),
                start + 4,
                f"这几项之间别处都用“{wanted}”，只有这里不同，请统一。",
                fix=Fix(start - 1, start, wanted, f"改为“{wanted}”"),
            )


_STANDARD = "GB/T 15834—2011《标点符号用法》"

RULES = (
    Rule(
        code="comma-in-list",
        family="style",
        title="并列词语混用逗号、顿号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.5",
        about="“甲、乙，丙、丁等”这样的并列词语应当统一用顿号。有动词的分句之间用逗号的不在此列。",
        find=commas_in_lists,
        cases=(
            Case("公示收费项目、收费标准，收费依据、举报电话等内容。", ("收费标准，收费依据、举报电话等",)),
            Case("公示收费项目、收费标准、收费依据、举报电话等内容。"),
            Case("学校扩大了课程管理、教师评价，队伍管理等方面的权限。", ("教师评价，队伍管理等",)),
            Case(
                "做到账目清，物资清、责任清，期限清，去向清。",
                ("做到账目清，物资清、责任清，期限清，去向清",),
            ),
            Case(
                "校舍鉴定书，图纸资料，验收单据，财务档案等均已归档。",
                ("校舍鉴定书，图纸资料，验收单据，财务档案等",),
            ),
            Case("公布了权力清单，责任清单、负面清单。", ("公布了权力清单，责任清单、负面清单",)),
            Case("坚持补助政策公开、补助对象公开，补助标准公开。", ("补助对象公开，补助标准公开",)),
            Case("英语、音乐，体育、美术等学科教师紧缺。", ("音乐，体育、美术等",)),
            Case("逐校核对编制、岗位，工资、社保等8类信息。", ("岗位，工资、社保等",)),
            Case(
                "组成督查组，对开学准备、收费公示，教材到位、校园安全等情况进行督查。",
                ("收费公示，教材到位、校园安全等",),
            ),
            Case("校医、宿管不足，食堂、宿舍等方面的隐患不能忽视。"),
            Case("教师、家长参与，社区、企业等单位给予了大力支持。"),
            Case("对语文、数学加强辅导，音乐、美术等学科开齐开足。"),
            Case("抓好课程建设、队伍建设，推进文化建设、制度建设。"),
            Case("改变重义务教育、高中教育，轻学前教育、职业教育的做法。"),
            Case("加强学校管理、班级管理，家校之间的沟通管理也得到改善。"),
            Case("推行承诺制、限时制，转学、入园等常办事项实行网上办理。"),
            Case("近视防控、心理辅导力量不足，食堂、宿舍等方面的隐患不能忽视。"),
            Case("完成许可、处罚案卷的抽样进行评查，查找程序疏漏、文书差错等问题。"),
            Case("加强党建、团建，做好宣传、统战等工作。"),
            Case("坚持德育为先、能力为重，推进课程、教材等改革。"),
            Case("校园环境美、设施美，教师形象美、心灵美。"),
            Case("经过整治，校园更安全，环境更优美，师生更满意。"),
            Case("全县建成录播教室、智慧教室，开通网络课堂等。"),
            Case("语文、数学、英语成绩提升，体育、艺术等学科活跃。"[:13] + "。"),
            Case("一年来，全局干部、教师团结拼搏，各项事业稳步发展。"),
        ),
    ),
    Rule(
        code="comma-before-items",
        family="style",
        title="“一是”前的逗号",
        severity="hint",
        kind="punctuation",
        authority=f"{_STANDARD}4.7.3.1",
        about="“一是……二是……”是对上文的解说，前面宜用冒号或句号，不用逗号。",
        find=comma_before_items,
        cases=(
            Case(
                "我们多层次征求意见，一是发放问卷，二是召开座谈会，三是入户走访。",
                ("们多层次征求意见，一是",),
            ),
            Case("我们多层次征求意见：一是发放问卷，二是召开座谈会，三是入户走访。"),
            Case("今年突出抓三件事，一要建校，二要补员，三要增效。", ("今年突出抓三件事，一要",)),
            Case("全县加大投入，一是新建校舍；二是改造食堂；三是添置设备。", ("全县加大投入，一是",)),
            Case("为此我们采取措施，一是抓学习。二是抓检查。", ("为此我们采取措施，一是",)),
            Case("主要做法有三条。一是抓学习。二是抓检查。三是抓整改。"),
            Case("说一是一，说二是二。"),
            Case("一是抓学习，二是抓检查，三是抓整改。"),
            Case("原因有二，一方面投入不足，另一方面管理不严。"),
            Case("首先，抓学习；其次，抓检查。"),
            Case("问题主要是：一是投入不足；二是管理不严。"),
        ),
    ),
    Rule(
        code="that-is",
        family="style",
        title="“即”前的句号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.1、4.4",
        about="“即……”是解释前一句的，不能单独成句。“即使”“即将”“即日”开头的句子不在此列。",
        find=that_is,
        cases=(
            Case("处理好五个关系。即处理好管理与服务的关系。", ("处理好五个关系。即处",)),
            Case("处理好五个关系，即处理好管理与服务的关系。"),
            Case("达到四个满意。即：群众满意、社会满意。", ("达到四个满意。即：",)),
            Case("实行三制。即责任制、承诺制、问责制。", ("实行三制。即责",)),
            Case("坚持两手抓。即，抓管理、抓质量。", ("坚持两手抓。即，",)),
            Case("工作千头万绪。即使困难再多，也要完成任务。"),
            Case("项目已经封顶。即将投入使用。"),
            Case("通知已经下发。即日起执行。"),
            Case("做到发现一起、查处一起。即时公开结果。"),
            Case("此项工作即告完成。"),
            Case("实行“两免一补”，即免杂费、免书本费、补生活费。"),
        ),
    ),
    Rule(
        code="cut-by-stop",
        family="style",
        title="句号断开了句子",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.1",
        about="“按照……政策。”“根据……要求。”只是状语，后面应当接着说下去。句子里另有谓语的不在此列。",
        find=cut_by_stop,
        cases=(
            Case("工作有力。按照上级出台的有关政策。妥善做好岗位设置。", ("按照上级出台的有关政策。",)),
            Case("工作有力。按照上级出台的有关政策，妥善做好岗位设置。"),
            Case("一是加强学习。二是根据县委县政府的部署。认真抓好整改。", ("根据县委县政府的部署。",)),
            Case("全年平稳。围绕全县教育工作的总体目标。我们狠抓落实。", ("围绕全县教育工作的总体目标。",)),
            Case("全年平稳。为了适应教育发展的需要。全县新建学校。", ("为了适应教育发展的需要。",)),
            Case("收费按照国家规定。学校公示到位。"),
            Case("全年平稳。按照要求，各校制定了方案。成效明显。"),
            Case("坚持原则。依据标准逐项打分。"),
            Case("项目按照方案推进。资金及时拨付。"),
            Case("一切为了学生的需要"),
            Case("根据通知要求完成了整改。"),
        ),
    ),
    Rule(
        code="uneven-ends",
        family="style",
        title="并列各项的标点不一",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.6",
        about="“一是……二是……”各项之间的标点应当一致；只有一处与别处不同的才指出。",
        find=uneven_ends,
        cases=(
            Case("一是抓学习；二是抓检查；三是抓整改。四是抓长效。", ("查；三是抓整改。四是抓长",)),
            Case("一是抓学习；二是抓检查；三是抓整改；四是抓长效。"),
            Case("一是抓学习。二是抓检查。三是抓整改；四是抓长效。", ("查。三是抓整改；四是抓长",)),
            Case("一是抓学习；二是抓检查。三是抓整改；四是抓长效。", ("习；二是抓检查。三是抓整",)),
            Case(
                "一要抓学习；二要抓检查；三要抓整改。四要抓长效；五要抓评价。", ("查；三要抓整改。四要抓长",)
            ),
            Case("一是抓学习。二是抓检查。三是抓整改。四是抓长效。"),
            Case("一是抓学习；二是抓检查。三是抓整改。"),
            Case("一是抓学习，二是抓检查，三是抓整改。"),
            Case("一是抓学习。组织培训。二是抓检查。通报结果；三是抓整改。", ()),
            Case("主要做法：一是抓学习；二是抓检查；三是抓整改。成效明显。"),
        ),
    ),
)
