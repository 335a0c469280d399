import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from edusum.document.understanding.items import Fault
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_GAPS: frozenset[Fault] = frozenset({"gap", "items"})
_BEGINNINGS: frozenset[Fault] = frozenset({"first", "lost"})
_LONE: frozenset[Fault] = frozenset({"lone"})
_ITEM = re.compile("[二三四五六七八九][是要]")
_FOLLOWING = dict(zip("二三四五六七八九", "三四五六七八九十", strict=True))
_FAR = 600
_STANDARD = "GB/T 9704—2012《党政机关公文格式》7.3.3"


def _opens_line(reading: Reading, place: int) -> bool:
    line_start, _ = reading.line_span(reading.line_of(place))
    return not reading.plain[line_start:place].strip()


def gaps(reading: Reading) -> Iterator[Hit]:
    for found in reading.understood.findings:
        if found.kind == "numbering_gap" and found.fault in _GAPS:
            is_sure = found.fault == "items" or _opens_line(reading, found.start)
            yield Hit(found.start, found.end, found.message, severity="error" if is_sure else "suspect")


def repeated(reading: Reading) -> Iterator[Hit]:
    for found in reading.understood.findings:
        if found.kind == "numbering_duplicate":
            is_sure = found.fault in {"repeated", "items"} and _opens_line(reading, found.start)
            yield Hit(found.start, found.end, found.message, severity="error" if is_sure else "suspect")
    yield from _items_again(reading)


def _items_again(reading: Reading) -> Iterator[Hit]:
    """二是 once more behind the last item of a run, where 三是 should stand."""
    headings = [heading for heading in reading.headings if heading.end > heading.start]
    for heading, after in pairwise([*headings, None]):
        if heading is None or not heading.is_inline or not _ITEM.fullmatch(heading.marker):
            continue
        limit = min(after.start if after else len(reading.plain), heading.end + _FAR)
        line_end = reading.line_span(reading.line_of(heading.start))[1]
        again = reading.plain.find(heading.marker, heading.start + len(heading.marker), min(limit, line_end))
        if again > 0 and reading.plain[again - 1] in "。;":
            wanted = _FOLLOWING[heading.marker[0]] + heading.marker[1]
            end = min(again + 12, line_end)
            yield Hit(
                again,
                end,
                f"“{heading.marker}”出现了两次，后一个应当是“{wanted}”，请改正。",
                fix=Fix(again, again + 2, wanted, f"改为“{wanted}”"),
            )


def _of(faults: Collection[Fault]) -> Callable[[Reading], Iterator[Hit]]:
    def find(reading: Reading) -> Iterator[Hit]:
        for found in reading.understood.findings:
            if found.kind == "numbering_gap" and found.fault in faults:
                yield Hit(found.start, found.end, found.message)

    return find


def uneven(reading: Reading) -> Iterator[Hit]:
    for found in reading.understood.findings:
        if found.kind in {"numbering_mixed", "level_skipped"}:
            yield Hit(found.start, found.end, found.message)


_TITLE = "某某县教育局2024年工作总结\n"

RULES = (
    Rule(
        code="numbering-gap",
        family="style",
        title="序号跳号",
        severity="error",
        kind="numbering_gap",
        authority=_STANDARD,
        about="标题的序号和“一是……二是……”的序号应当一个接一个。全文连续编号、一层里面再分一层的写法不在此列。",
        find=gaps,
        cases=(
            Case(
                f"{_TITLE}一、德育工作\n各校开展活动。\n二、教学工作\n质量稳步提高。\n四、安全工作\n全年平安。",
                ("四、安全工作",),
            ),
            Case(f"{_TITLE}一、重点工作\n一是抓德育。二是抓教学。三是抓安全。\n二、其他工作\n一切正常。"),
            Case(
                f"{_TITLE}一、重点工作\n一是抓德育。二是抓教学。四是抓安全。\n二、其他工作\n一切正常。",
                ("四是抓安全",),
            ),
            Case(
                f"{_TITLE}一、重点工作\n（一）抓德育。各校开展活动。\n（三）抓安全。全年平安。\n二、其他工作\n正常。",
                ("（三）抓安全",),
            ),
            Case(
                f"{_TITLE}一、工作情况\n1.抓德育。开展活动。\n2.抓教学。质量提高。\n5.抓安全。全年平安。\n二、打算\n继续努力。",
                ("5.抓安全",),
            ),
            Case(
                f"{_TITLE}一、德育\n1.抓活动。开展活动。\n2.抓队伍。培训教师。\n二、教学\n3.抓课堂。质量提高。\n4.抓评价。办法完善。"
            ),
            Case(
                f"{_TITLE}一、情况\n主要做了三件事：一是建制度，二是强队伍，一是培训校长，二是培训教师，三是抓落实。\n二、打算\n继续努力。"
            ),
            Case(f"{_TITLE}一、三年级学生全部参加体育测试。\n四、五年级学生参加研学活动。"),
            Case(f"{_TITLE}一、情况\n全县二、三年级开设心理课，五、六年级开设劳动课。\n二、打算\n继续努力。"),
            Case(f"{_TITLE}一、情况\n小学生机比7:1、中学生机比10:1，均达到标准。\n二、打算\n继续努力。"),
            Case(
                f"{_TITLE}一、学校\n情况良好。\n二、教师\n情况良好。\n下半年打算\n一、抓学校\n抓好。\n二、抓教师\n抓好。"
            ),
        ),
    ),
    Rule(
        code="numbering-repeated",
        family="style",
        title="序号重复",
        severity="error",
        kind="numbering_duplicate",
        authority=_STANDARD,
        about="同一层里出现两个相同的序号，或者序号倒退。在没有编号的小标题下面重新从头编号的不在此列。",
        find=repeated,
        cases=(
            Case(
                f"{_TITLE}一、德育工作\n各校开展活动。\n二、教学工作\n质量提高。\n二、安全工作\n全年平安。",
                ("二、安全工作",),
            ),
            Case(f"{_TITLE}一、德育工作\n各校开展活动。\n二、教学工作\n质量提高。\n三、安全工作\n全年平安。"),
            Case(
                f"{_TITLE}一、工作\n（一）抓德育。活动多。\n（二）抓教学。质量好。\n（二）抓安全。很平安。\n二、打算\n努力。",
                ("（二）抓安全",),
            ),
            Case(
                f"{_TITLE}一、工作\n（1）抓德育。活动多。\n（2）抓教学。质量好。\n（2）抓安全。很平安。\n二、打算\n努力。",
                ("（2）抓安全",),
            ),
            Case(
                f"{_TITLE}一、工作\n1.抓德育。活动多。\n2.抓教学。质量好。\n3.抓安全。很平安。\n3.抓保障。到位。\n二、打算\n努力。",
                ("3.抓保障",),
            ),
            Case(
                f"{_TITLE}一、工作\n1.抓德育。好。\n2.抓教学。好。\n二、打算\n1.抓落实。好。\n2.抓督查。好。"
            ),
            Case(
                f"{_TITLE}一、工作\n（一）德育\n1.抓活动。好。\n2.抓队伍。好。\n（二）教学\n1.抓课堂。好。\n2.抓评价。好。"
            ),
            Case(f"{_TITLE}一、情况\n一是抓德育。二是抓教学。\n二、打算\n一是抓队伍。二是抓投入。"),
            Case(
                f"{_TITLE}一、学校\n好。\n二、教师\n好。\n下半年打算\n一、抓学校\n抓好。\n二、抓教师\n抓好。"
            ),
            Case(
                f"{_TITLE}第一部分　工作\n一、德育\n好。\n二、教学\n好。\n"
                "第二部分　打算\n一、德育\n好。\n二、教学\n好。"
            ),
        ),
    ),
    Rule(
        code="numbering-start",
        family="style",
        title="序号不从头开始",
        severity="suspect",
        kind="numbering_gap",
        authority=_STANDARD,
        about="一层的序号应当从第一个开始；前面的段落丢了序号也在这里指出。全文连续编号的不在此列。",
        find=_of(_BEGINNINGS),
        is_local=False,
        cases=(
            Case(
                f"{_TITLE}一、德育工作\n开展主题教育，组织演讲比赛。\n2、开展社会实践。全年组织研学。\n二、教学工作\n好。",
                ("开展主题教育",),
            ),
            Case(f"{_TITLE}一、德育工作\n1、开展主题教育。好。\n2、开展社会实践。好。\n二、教学工作\n好。"),
            Case(
                f"{_TITLE}一、德育工作\n3、开展主题教育。好。\n4、开展社会实践。好。\n二、教学工作\n好。",
                ("3、开展主题教育",),
            ),
            Case(
                f"{_TITLE}一、安全\n（一）抓排查。好。\n抓整改工作。列出清单。\n（三）抓演练。好。\n二、打算\n好。",
                ("抓整改工作",),
            ),
            Case(
                f"{_TITLE}三、德育工作\n组织活动。\n四、教学工作\n质量提高。\n五、安全工作\n平安。",
                ("三、德育工作",),
            ),
            Case(
                f"{_TITLE}一、工作\n（二）抓德育。好。\n（三）抓教学。好。\n二、打算\n努力。",
                ("（二）抓德育",),
            ),
            Case(
                f"{_TITLE}一、德育\n1.抓活动。好。\n2.抓队伍。好。\n二、教学\n3.抓课堂。好。\n4.抓评价。好。"
            ),
            Case(f"{_TITLE}一、情况\n全县二、三年级开设心理课。\n二、打算\n努力。"),
            Case(f"{_TITLE}一、工作\n全年做了三件实事：新建校舍、补充教师、改善食堂。\n二、打算\n努力。"),
            Case(f"{_TITLE}一、工作\n2024年，全县投入增加。\n二、打算\n2025年，继续努力。"),
            Case(
                f"{_TITLE}一、工作\n（一）抓德育。好。\n（二）抓教学。好。\n二、打算\n（一）抓队伍。好。\n（二）抓投入。好。"
            ),
        ),
    ),
    Rule(
        code="numbering-lone",
        family="style",
        title="序号只有一项",
        severity="suspect",
        kind="numbering_gap",
        authority="公文写作惯例",
        about="编了第一项而没有第二项，多半是后面的内容被删掉或者丢了序号。第二项写在同一段里的不在此列。",
        find=_of(_LONE),
        is_local=False,
        cases=(
            Case(
                f"{_TITLE}一、德育工作\n1.开展主题教育。组织活动。\n二、教学工作\n质量提高。",
                ("1.开展主题教育",),
            ),
            Case(f"{_TITLE}一、德育工作\n1.开展主题教育。好。\n2.开展实践。好。\n二、教学工作\n质量提高。"),
            Case(
                f"{_TITLE}一、德育工作\n（一）开展主题教育。组织活动。\n二、教学工作\n质量提高。",
                ("（一）开展主题教育",),
            ),
            Case(
                f"{_TITLE}一、德育工作\n好。\n二、教学工作\n（一）抓课堂。\n1.抓备课。集体备课。\n（二）抓评价。好。",
                ("1.抓备课",),
            ),
            Case(
                f"{_TITLE}一、德育\n好。\n二、教学\n（1）抓备课。集体备课。\n三、安全\n好。", ("（1）抓备课",)
            ),
            Case(f"{_TITLE}一、德育工作\n1.开展主题教育。2.开展社会实践。\n二、教学工作\n好。"),
            Case(f"{_TITLE}一、德育工作\n（1）开展主题教育；（2）开展社会实践。\n二、教学工作\n好。"),
            Case(f"{_TITLE}一、德育工作\n一要开展主题教育。二要开展社会实践。\n二、教学工作\n好。"),
            Case(f"{_TITLE}一、德育工作\n第一，要开展主题教育。第二，要开展实践。\n二、教学工作\n好。"),
            Case(f"{_TITLE}一、德育工作\n全县一是一、二是二，实事求是。\n二、教学工作\n好。"),
        ),
    ),
    Rule(
        code="numbering-mixed",
        family="style",
        title="序号写法不一",
        severity="hint",
        kind="other",
        authority=_STANDARD,
        about="同一层的序号应当用同一种写法，结构层次依次用“一、”“（一）”“1.”“（1）”。",
        find=uneven,
        is_local=False,
        cases=(
            Case(f"{_TITLE}一、德育。\n1.课程。好。\n2、活动。好。\n二、体育。\n好。", ("2、活动",)),
            Case(f"{_TITLE}一、德育。\n1.课程。好。\n2.活动。好。\n二、体育。\n好。"),
            Case(f"{_TITLE}（一）德育\n好。\n（二）体育\n好。", ("（一）德育",)),
            Case(f"{_TITLE}一、德育\n好。\n二．体育\n好。\n三、美育\n好。", ("二．体育", "三、美育")),
            Case(f"{_TITLE}一、德育。\n1、课程。好。\n2.活动。好。\n二、体育。\n好。", ("2.活动",)),
            Case(f"{_TITLE}一、德育\n（一）课程。好。\n（二）活动。好。\n二、体育\n好。"),
            Case(f"{_TITLE}一、德育\n1.课程。好。\n2.活动。好。\n二、体育\n1.场地。好。\n2.器材。好。"),
            Case(f"{_TITLE}第一部分　工作\n一、德育\n好。\n二、体育\n好。\n第二部分　打算\n努力。"),
            Case(f"{_TITLE}一、德育\n好。\n二、体育\n一是抓课。二是抓训。"),
            Case(
                f"{_TITLE}一、德育\n（一）课程\n1.开齐。好。\n2.开足。好。\n（二）活动\n好。\n二、体育\n好。"
            ),
        ),
    ),
)
