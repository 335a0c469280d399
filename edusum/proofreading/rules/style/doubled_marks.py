import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_DOUBLED = re.compile(r"[,、;:。!?.](?:(?<!\.) ?[,、;:。]|(?<=。)!|(?<=[\u3400-\u9fff%\d]\.)[,、;。])")
_BEFORE_BRACKET = re.compile(
    r"[,;、](?=\((?!\d{1,3}\)|[一二三四五六七八九十]{1,3}\)|[a-zA-Z]\))[^()\n]{2,200}\))"
)
_OPENED = re.compile(
    r"[《“‘(【,、;:](?:(?<=[《“‘(【])[,。、;:](?![》”’)】])|(?<=[,、;:])(?=[》’】)]|”[\u3400-\u9fff]))"
)
_QUOTED = re.compile(r"“(?P<words>[\u3400-\u9fff\d]{1,8})$")
_ET_CETERA = re.compile(r"、等(?=[\u3400-\u9fff,。;:])(?!级|次|待|候|额|同|价|效|腰|着|等看|靠|到|不及|闲)")
_BETWEEN_TITLES = re.compile(r"[”》]、(?=[“《])")
_STRAY = re.compile(
    r"[`^~|\\.](?:(?<!\.)[`^~|\\]*(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff][`^|\\])[`^|\\]*"
    r"|(?<=[\u3400-\u9fff]\.)(?=[\u3400-\u9fff]))"
)
_NUMBERED = re.compile(r"(?:^|[\n。;:!?,( ])[一二三四五六七八九十]{1,3}$")
_FOREIGN = re.compile(r"[“《(][^”》)\n]{0,20}$")
_MANY = 3
_AROUND = 6
_LONGEST_QUOTED = 9


def doubled_marks(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _DOUBLED.finditer(plain):
        marks = match[0].replace(" ", "")
        if (
            marks == ":、"
            or marks == "、:"
            or _is_ellipsis(plain, match)
            or marks in {"?,", "?。", "?;", "?、", "?:"}
        ):
            continue
        start, end = match.span()
        found = reading.text[start:end]
        kept = reading.text[start] if plain[start] != "." else "。"
        yield Hit(
            start,
            end,
            f"这里连用了两个标点“{found}”，请只留一个。",
            fix=Fix(start, end, kept, f"只留“{kept}”"),
        )


def _is_ellipsis(plain: str, match: re.Match[str]) -> bool:
    around = plain[max(0, match.start() - 2) : match.end() + 2]
    return "。。。" in around or "..." in around


def before_brackets(reading: Reading) -> Iterator[Hit]:
    if "(" not in reading.plain:
        return
    for match in _BEFORE_BRACKET.finditer(reading.plain):
        mark = reading.text[match.start()]
        end = reading.plain.index("(", match.start()) + 1
        yield Hit(
            max(0, match.start() - _AROUND),
            min(end + _AROUND, len(reading.text)),
            f"括号里的话是解释前面词语的，括号前面不用“{mark}”，请移到括号后面或者删去。",
        )


def inside_pairs(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _OPENED.finditer(plain):
        start, end = match.span()
        sign = end - 1
        if end - start == 1 and plain.startswith("”", end):
            quoted = _QUOTED.search(plain, max(0, start - _LONGEST_QUOTED), start)
            if not quoted:
                continue
            start = quoted.start("words")
        mark = reading.text[sign]
        yield Hit(
            start,
            min(end + 1, len(reading.text)),
            f"这里的“{mark}”紧挨着成对的标点，位置不对，请删去或者移开。",
            fix=Fix(sign, sign + 1, "", f"删去“{mark}”"),
        )


def before_et_cetera(reading: Reading) -> Iterator[Hit]:
    for match in _ET_CETERA.finditer(reading.plain):
        yield Hit(
            *match.span(),
            "“等”的前面不用顿号；如果漏写了一项，请补上。",
            fix=Fix(match.start(), match.end(), "等", "删去顿号"),
        )


def between_titles(reading: Reading) -> Iterator[Hit]:
    found = list(_BETWEEN_TITLES.finditer(reading.plain))
    if found:
        first = found[0]
        yield Hit(
            first.start(),
            first.end() + 1,
            f"并列的引号、书名号之间通常不用顿号（全文共{len(found)}处），请统一。",
        )


def stray(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    dots = []
    for match in _STRAY.finditer(plain):
        if match[0] == ".":
            before = plain[max(0, match.start() - 24) : match.start()]
            if not _NUMBERED.search(before) and not _FOREIGN.search(before):
                dots.append(match)
        else:
            yield _stray(reading, match)
    if len(dots) <= _MANY:
        for match in dots:
            yield _stray(reading, match)


def _stray(reading: Reading, match: re.Match[str]) -> Hit:
    start, end = match.span()
    line = reading.line_span(reading.line_of(start))
    return Hit(
        max(line[0], start - 2),
        min(line[1], end + 2),
        f"这里的“{match[0]}”不是中文标点，像是误按留下的，请删去或者改正。",
        fix=Fix(start, end, "", f"删去“{match[0]}”"),
    )


_STANDARD = "GB/T 15834—2011《标点符号用法》"

RULES = (
    Rule(
        code="doubled-marks",
        family="style",
        title="标点重复",
        severity="error",
        kind="punctuation",
        authority=_STANDARD,
        about="查找连用的逗号、顿号、分号、冒号和句号。用句号代替省略号的写法、问号和叹号连用不在此列。",
        find=doubled_marks,
        cases=(
            Case("各校开学工作平稳有序，，师生全部到校。", ("，，",)),
            Case("各校开学工作平稳有序，师生全部到校。"),
            Case("全县共有专任教师412人。，其中女教师260人。", ("。，",)),
            Case("聘用特岗教师，；强化管理。", ("，；",)),
            Case("合格率100%.，位居前列。", (".，",)),
            Case("全年平安！。", ("！。",)),
            Case("他说：“大家辛苦了！”，随后离开。"),
            Case("制度、机制、队伍。。。都需要加强。"),
            Case("这样行吗？！必须整改！！！"),
            Case("1.5万人，2.3%。"),
            Case("（责任单位：办公室。）"),
            Case("分三步走：一、学习；二、排查；三、整改。"),
        ),
    ),
    Rule(
        code="mark-before-bracket",
        family="style",
        title="括号前的标点",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.9.3.3、附录B.1.3",
        about="括注紧贴被注释的词语，前面不用逗号、顿号、分号。序号的括号和整句后面的括注不在此列。",
        find=before_brackets,
        cases=(
            Case("实行一次性告知制度，（管理对象到机关办事时）一次说清。", ("次性告知制度，（管理对象到机",)),
            Case("实行一次性告知制度（管理对象到机关办事时），一次说清。"),
            Case("全县小学、（含教学点）共86所。", ("全县小学、（含教学点）共",)),
            Case("落实经费；（含上级资金）改善条件。", ("落实经费；（含上级资金）",)),
            Case("抓好安全，（责任单位：安全科）确保平安。", ("抓好安全，（责任单位：安",)),
            Case("重点做好：（1）排查；（2）整改；（3）验收。"),
            Case("抓好校园安全。（责任单位：安全科）"),
            Case("一是学习，（一）学原文，（二）学讲话。"),
            Case("小学（含教学点）、幼儿园（含民办）共126所。"),
            Case("全年投入资金，（a）用于改造，（b）用于培训。"),
            Case("完成改造任务（占比90%）。"),
        ),
    ),
    Rule(
        code="mark-inside-pair",
        family="style",
        title="成对标点里的多余标点",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}5.1",
        about="前引号、前括号、前书名号后面不接点号，后书名号、后括号前面不接逗号、顿号、分号。",
        find=inside_pairs,
        cases=(
            Case("印发《，实施方案》，明确责任。", ("《，实",)),
            Case("印发《实施方案》，明确责任。"),
            Case("印发《实施方案，》明确责任。", ("，》",)),
            Case("全县小学（含教学点、）共86所。", ("、）",)),
            Case("开展“。书香校园”活动。", ("“。书",)),
            Case("推行“走教，”制度。", ("走教，”",)),
            Case("他说：“大家辛苦了。”"),
            Case("（抓好落实。）"),
            Case("什么是“，”和“。”的用法？"),
            Case("安全培训（省级、市级）共3期。"),
            Case("教师要做到“四个相统一”。"),
            Case("引文到此为止……”"),
        ),
    ),
    Rule(
        code="mark-before-etc",
        family="style",
        title="“等”前的顿号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}4.5",
        about="列举之后的“等”前面不用顿号，常常是漏了一项。“等级”“等次”这类词不在此列。",
        find=before_et_cetera,
        cases=(
            Case("开展学习、培训、等活动。", ("、等",)),
            Case("开展学习、培训等活动。"),
            Case("配备电脑、打印机、等。", ("、等",)),
            Case("语文、数学、等学科成绩提升。", ("、等",)),
            Case("涉及农村、城区、等多所学校。", ("、等",)),
            Case("按照类别、等级发放补助。"),
            Case("考核分为名次、等次两项。"),
            Case("不同学段、等额选举产生代表。"),
            Case("教师等待分配。"),
            Case("克服歇一歇、等等看和推着走、等着看的情绪。"),
            Case("做到等距摆放。"),
        ),
    ),
    Rule(
        code="mark-between-titles",
        family="style",
        title="并列引号、书名号之间的顿号",
        severity="hint",
        kind="punctuation",
        authority=f"{_STANDARD}4.5.3.5",
        about="标有引号、书名号的并列成分之间通常不用顿号。全文只提示一次。",
        find=between_titles,
        cases=(
            Case("学习《教育法》、《教师法》、《义务教育法》。", ("》、《",)),
            Case("学习《教育法》《教师法》《义务教育法》。"),
            Case("获“文明单位”、“先进集体”称号。", ("”、“",)),
            Case("贯彻《纲要》、“双减”意见。", ("》、“",)),
            Case("学习“五育”、《意见》。", ("”、《",)),
            Case("获“文明单位”和“先进集体”称号。"),
            Case("学习《教育法》（修订）、《教师法》。"),
            Case("开展“双减”、课后服务等工作。"),
            Case("抓好德育、“五项管理”。"),
            Case("获“文明单位”“先进集体”称号。"),
            Case("《教育法》、法治读本都已配齐。"),
        ),
    ),
    Rule(
        code="stray-mark",
        family="style",
        title="误按的符号",
        severity="suspect",
        kind="punctuation",
        authority=f"{_STANDARD}",
        about="查找汉字中间的 `、^、| 和小圆点。“一.”这样的序号、外国人名和全文用小圆点作句号的不在此列。",
        find=stray,
        cases=(
            Case("推进各部门工作的`规范化、法制化。", ("作的`规范",)),
            Case("推进各部门工作的规范化、法制化。"),
            Case("整改自身存在的.突出问题。", ("在的.突出",)),
            Case("根据“简便”的`原则办事。", ("”的`原则",)),
            Case("加强管理^落实责任。", ("管理^落实",)),
            Case("一.提高认识\n二.加强领导"),
            Case("学习“爱迪生.托马斯”的故事。"),
            Case("1.提高认识。2.加强领导。"),
            Case("学校开设Scratch.编程课程。"),
            Case("全县投入1.2亿元。"),
            Case("工作有力.成效明显.群众满意.社会好评.上级肯定。"),
        ),
    ),
)
