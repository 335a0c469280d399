import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule, Severity
from edusum.proofreading.reading import Reading

_ENDS = frozenset('。!?…”")》】』」:;’.')
_DANGLING = re.compile(
    r"(?:[的和与及或在为对将把被由从向于以到达约近共是有等按并且但其]|以及|按照|根据|通过|为了|关于|其中|包括|达到|共计|实现|等方面|进一步|切实|大力|着力|扎实"
    r"|[一二三四五六七八九]是|[,、])$"
)
_UNIT_BEHIND = re.compile(r"[一-龥]\d{1,6}$".replace("一-龥", "\u3400-\u9fff"))
_LEAST, _QUOTED = 16, 30
_SENTENCE = re.compile("[,。;]")
_DATE = re.compile(r"\d{1,2}[日月]$|年\d{1,2}$")
_FIELD = re.compile("电话|邮编|联系人|地址|网址|传真|附件|抄送|印发|主题词")
_MOST_OPEN = 3
_CLOSED = re.compile(r"[。!?;:] {0,4}\n")
_FEW, _LEAST_CLOSED, _PARAGRAPH = 2, 8, 50
"""A paragraph without a stop is a slip where hardly any other lacks one."""


def cut_off(reading: Reading) -> Iterator[Hit]:
    """Paragraphs that end amid a sentence; the last one of a text that ends without any stop."""
    for found in reading.understood.findings:
        if found.kind == "truncated" and not _FIELD.search(found.quote):
            yield Hit(found.start, found.end, found.message)
    told = {found.end for found in reading.understood.findings if found.kind == "truncated"}
    for start, end, following in _open_paragraphs(reading):
        words = reading.plain[start:end]
        is_cut = words[-1] not in ",、" and (_DANGLING.search(words) or _UNIT_BEHIND.search(words))
        if end not in told and is_cut and not _continues(reading.plain, following):
            yield Hit(
                max(start, end - _QUOTED), end, "这一段到这里话没有说完，后面的内容可能丢失，请对照原件补齐。"
            )


def no_stop(reading: Reading) -> Iterator[Hit]:
    able = list(_open_paragraphs(reading))
    are_few = len(able) <= _FEW and len(_CLOSED.findall(reading.plain)) >= _LEAST_CLOSED
    found = [
        (start, end)
        for start, end, following in able
        if following < len(reading.plain)
        and (
            not _continues(reading.plain, following)
            or (are_few and "。" in reading.plain[start:end] and end - start >= _PARAGRAPH)
        )
        and not _DANGLING.search(reading.plain, start, end)
        and not _UNIT_BEHIND.search(reading.plain, start, end)
    ]
    severity: Severity | None = None if len(found) <= _MOST_OPEN else "hint"
    for start, end in found if severity is None else found[:1]:
        yield Hit(
            max(start, end - 12),
            end,
            "这一段的末尾没有标点，请补上句号。",
            severity=severity,
            kind=None if not _continues(reading.plain, end + 1) else "other",
        )


def _open_paragraphs(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """(start, end, where the next begins) of paragraphs of running text that end without a stop."""
    headings = {heading.start: heading for heading in reading.headings if not heading.is_inline}
    lines = reading.plain.split("\n")
    starts, place = [], 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    for number, line in enumerate(lines):
        words = line.strip(" \ufdd0")
        if (
            len(words) < _LEAST
            or words[-1] in _ENDS
            or not _SENTENCE.search(words)
            or _FIELD.search(words[:12])
        ):
            continue
        start = starts[number] + line.index(words[0])
        heading = headings.get(start)
        if heading and (not heading.is_run_in or "。" not in words):
            continue
        if " " in words and len(words) < 40:
            continue
        following = number + 1
        while following < len(lines) and not lines[following].strip(" \ufdd0"):
            following += 1
        after = starts[following] if following < len(lines) else len(reading.plain)
        yield start, start + len(words), after


def _continues(plain: str, following: int) -> bool:
    """Whether the next line goes on with the sentence: it was only broken there."""
    line = plain[following : following + 40].lstrip()
    if not line:
        return False
    return not _NEW.match(line) and not _SIGNED.match(plain, following)


_NEW = re.compile(
    r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]|[①-⑳]|[一二三四五六七八九]是|其[一二三四五]|首先|其次|附|同志们"
)


_SIGNED = re.compile(
    r" {0,60}[^\n。;:!?,、]{3,30}(?:局|委|会|府|学|校|园|办|室|中心|厅|组) {0,20}\n[\n ]{0,60}"
    r"(?:(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3})年[^\n]{1,12}(?:\n|$)"
)
"""Who signs, and below it the date."""
_GREETING = re.compile("(?:同志|老师|朋友|同学|家长|领导|代表|委员|来宾|女士|先生)们?,$")
_BROKEN_AMID = re.compile(r"\n(?<=[,、\u3400-\u9fff]\n)\s{0,4}[\u3400-\u9fff][^\n]{12}\n?")
_BROKEN = re.compile(rf";\n\s{{0,4}}(?!{_NEW.pattern}|\n)")
"""A line broken behind a semicolon, no further item below: a web page breaks them all."""


def semicolon_at_end(reading: Reading) -> Iterator[Hit]:
    """A paragraph that ends with ; or , though what follows is no further item."""
    if len(_BROKEN.findall(reading.plain)) <= _MOST_OPEN:
        yield from _semicolons(reading)


def _semicolons(reading: Reading) -> Iterator[Hit]:
    lines = reading.plain.split("\n")
    place = 0
    before = ""
    are_broken = len(_BROKEN_AMID.findall(reading.plain)) > 1
    for number, line in enumerate(lines):
        words = line.strip(" \ufdd0")
        if words and words[-1] in ";,、":
            following = next(
                (later.strip() for later in lines[number + 1 : number + 4] if later.strip(" \ufdd0")), ""
            )
            has_stop = "。" in words and not before.endswith(";")
            listed = (
                words[-1] == ";"
                and not has_stop
                and (
                    before.endswith((";", ":"))
                    or following.endswith(";")
                    or _NEW.match(following)
                    or _NEW.match(words)
                )
            )
            broken = words[-1] != ";" and following and not _NEW.match(following) and are_broken
            if not listed and not broken and len(words) >= _LEAST and not _GREETING.search(words):
                end = place + line.rindex(words[-1]) + 1
                yield Hit(
                    max(place, end - 14),
                    end,
                    f"一段的末尾用了“{reading.text[end - 1]}”，后面并没有接着列举，请改为句号。",
                )
        if words:
            before = words
        place += len(line) + 1


RULES = (
    Rule(
        code="cut-off",
        family="residue",
        title="话没有说完",
        severity="suspect",
        kind="truncated",
        authority="公文写作惯例",
        about="全文或者一段在句子中间结束，后面的内容可能丢失。只是被换行断开、下一行接着说的不在此列。",
        find=cut_off,
        is_local=False,
        cases=(
            Case(
                "示例县教育局总结\n全县投入资金1.2亿元，依据市教育局《关于建立资助体系的\n二、下步打算\n继续努力，再上台阶。",
                ("全县投入资金1.2亿元，依据市教育局《关于建立资助体系的",),
            ),
            Case("示例县教育局总结\n全县投入资金1.2亿元，改善办学条件。\n二、下步打算\n继续努力，再上台阶。"),
            Case(
                "示例县教育局总结\n全县配备电脑1200台，多媒体教室320", ("全县配备电脑1200台，多媒体教室320",)
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n课程建设扎实推进。各校开展了丰富的活动，在课程、师资、评价等方面\n二、安全工作\n全年平安，没有事故。",
                ("建设扎实推进。各校开展了丰富的活动，在课程、师资、评价等方面",),
            ),
            Case("示例县教育局总结\n工作有序推进，成效十分明显，各项", ("工作有序推进，成效十分明显，各项",)),
            Case("示例县教育局总结\n全县投入资金，用于改善办学条件和\n校园环境，成效明显。"),
            Case("示例县教育局总结\n全年平安，没有发生事故。\n示例县教育局\n2024年1月8日"),
            Case("示例县教育局总结\n全年平安。\n附件：1.项目一览表"),
            Case("示例县教育局总结\n一、加强领导，落实责任，健全机制\n工作有力。"),
            Case("示例县教育局总结\n全年平安，群众满意。\n联系人：办公室，电话：12345678"),
            Case("示例县教育局总结\n会议强调，要抓好落实：\n一是学习。\n二是整改。"),
        ),
    ),
    Rule(
        code="no-stop",
        family="residue",
        title="段末没有标点",
        severity="suspect",
        kind="punctuation",
        authority="GB/T 15834—2011《标点符号用法》4.1",
        about="一段话的末尾没有标点，而下一段另起一层。标题、落款和全文一律不加句号的不在此列。",
        find=no_stop,
        cases=(
            Case(
                "示例县教育局总结\n一、工作情况\n项目建设进展顺利。全县投入资金1.2亿元，改善了办学条件\n二、下步打算\n继续努力。",
                (".2亿元，改善了办学条件",),
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n项目进展顺利。全县投入资金1.2亿元，改善了条件。\n二、打算\n继续努力。"
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n（一）抓项目。全县投入资金1.2亿元，改善了办学条件\n（二）抓队伍。培训教师。\n二、打算\n努力。",
                (".2亿元，改善了办学条件",),
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n全年平安。\n新的一年，全县要再接再厉，推动教育再上新台阶\n示例县教育局\n2024年1月8日",
                ("再厉，推动教育再上新台阶",),
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n队伍不断壮大。全年培训教师2100人次，成效明显\n二、打算\n继续努力。",
                ("师2100人次，成效明显",),
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n安全形势平稳。全年排查隐患46处，全部整改到位\n二、打算\n继续努力。",
                ("隐患46处，全部整改到位",),
            ),
            Case(
                "示例县教育局总结\n一、工作情况\n安全形势平稳。全年排查隐患46处，\n全部整改到位。\n二、打算\n努力。"
            ),
            Case("示例县教育局总结\n一、加强领导，落实责任，健全机制\n工作有力。\n二、打算\n努力。"),
            Case("示例县教育局总结\n一、工作情况\n全年工作平稳，成效明显。\n示例县教育局\n2024年1月8日"),
            Case(
                "示例县教育局总结\n一、工作情况\n重点做好以下工作，务求实效：\n（一）抓队伍。好。\n二、打算\n努力。"
            ),
            Case("示例县教育局总结\n一、工作情况\n他说：“工作要抓实，成效要看得见。”\n二、打算\n努力。"),
        ),
    ),
    Rule(
        code="comma-at-end",
        family="residue",
        title="段末的分号、逗号",
        severity="suspect",
        kind="punctuation",
        authority="GB/T 15834—2011《标点符号用法》4.1、4.6",
        about="一段的末尾用了分号、逗号或顿号，而后面不再列举。列举各项之间的分号不在此列。",
        find=semicolon_at_end,
        is_local=False,
        cases=(
            Case(
                "全局被评为县级先进集体，受到表彰；\n机关还成立了宣讲队伍，深入学校宣讲。",
                ("评为县级先进集体，受到表彰；",),
            ),
            Case("全局被评为县级先进集体，受到表彰。\n机关还成立了宣讲队伍，深入学校宣讲。"),
            Case(
                "一、工作\n全年排查安全隐患46处，全部整改到位，\n二、打算\n继续努力。",
                ("全隐患46处，全部整改到位，",),
            ),
            Case(
                "全县学校体育场地全部达标，设施齐全；\n此外，还开展了联赛。",
                ("体育场地全部达标，设施齐全；",),
            ),
            Case("全年没有发生安全事故，群众比较满意；", ("发生安全事故，群众比较满意；",)),
            Case("主要任务是：\n开展学习培训，提高教师水平；\n组织检查评比，确保取得实效。"),
            Case("（一）开展学习培训，提高教师水平；\n（二）组织检查评比，确保取得实效。"),
            Case("全年排查安全隐患46处，全部整改到位，\n没有发生事故。", ("全隐患46处，全部整改到位，",)),
            Case(
                "全年排查安全隐患46处，整改到位，\n没有发生事故，校园平安，群众满意。\n"
                "各校组织开展活动，内容丰富，\n形式多样，受到师生欢迎和好评。"
            ),
            Case("各校要做到以下几点，务求实效：\n一是学习；\n二是整改。"),
            Case("开展学习培训，提高教师水平；\n组织检查评比，确保取得实效；\n抓好总结推广，形成长效。"),
            Case("尊敬的各位领导、各位老师、同志们，\n大家好！"),
        ),
    ),
)
