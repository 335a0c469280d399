"""Sentences whose stop stands behind a word that must go on: 但由于。 特别是对。"""

import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.reading import Reading

_BEFORE_STOP = re.compile("[于为是对如及且仅但然管果即使把将被与和向按据从因在有中](?=。)")
_OPEN = re.compile(
    "(?:由于|因为|特别是|尤其是|对于|关于|鉴于|以及|例如|比如|并且|而且|不仅|不但|虽然|尽管|如果|即使|但是"
    "|[,;]其中|(?<![祥温平缓随总共饱柔谦失求调讲议亲应附违惠])和"
    "|[,;](?:主要|具体|集中|突出|其中)?(?:表现在|体现在|集中在|反映在|主要是|主要有|具体是|具体有|包括有)"
    "|(?:特别是|尤其是|同时|[,;、])(?:但|对|把|将|被|与|和|及|从|向|为|按|据)"
    "|(?:目前|今年|其中|主要|重点|一是|二是|三是|四是|[,;])(?:通过|根据|按照|为了|围绕|针对|对于|由于|把|将|被))$"
)
_ASKED = re.compile("(?:多由于|皆因为|是因为|正因为|就是因为|都是由于|源于|不外乎)$")
_NO_NOUN = re.compile("[的了是](?=。)")
_NO_OBJECT = re.compile(
    "(?:取得|作出|做出|打下|奠定|发挥|产生|营造|形成|提供|收到|起到)了[^,。;:是\n目]{0,8}的$"
    "|[,。;\n](?:并|还|先后|及时|专门|相继|同时|共)?(?:制定|印发|出台|下发|转发|举办|召开|开展|建立|建成|投入|争取|表彰)了$"
    "|[。;:\n][一二三四五]是$"
)
_BACK = 8
_FAR = 16


def broken_off(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _BEFORE_STOP.finditer(plain):
        back = max(0, match.end() - _BACK)
        words = plain[back : match.end()]
        if _OPEN.search(words) and not _ASKED.search(words):
            yield _hit(plain, match.end(), back)
    for match in _NO_NOUN.finditer(plain):
        back = max(0, match.end() - _FAR)
        lacking = _NO_OBJECT.search(plain, back, match.end())
        if lacking:
            yield _hit(plain, match.end(), lacking.start())


def _hit(plain: str, place: int, back: int) -> Hit:
    start = max(plain.rfind(sign, max(0, place - _CLAUSE), place) for sign in ",。;、\n") + 1
    return Hit(
        start or back,
        place + 1,
        "这句话到这里没有说完，后面的内容可能丢失，请对照原件补齐。",
    )


_CLAUSE = 24

RULES = (
    Rule(
        code="broken-off",
        family="residue",
        title="句子中断",
        severity="error",
        kind="truncated",
        authority="公文写作惯例",
        about="“但由于。”“特别是对。”：句号前是介词、连词，后面的话丢失了。",
        find=broken_off,
        cases=(
            Case("全县新建幼儿园6所，其中。各项工程有序推进。", ("其中。",)),
            Case("逐项明确牵头领导、责任人和。各科室抓好落实。", ("责任人和。",)),
            Case("校园氛围温馨祥和。师生关系亲和。"),
            Case("全年发放补助684万元。但由于。\n三、打算\n继续努力。", ("但由于。",)),
            Case("全年发放补助684万元，但由于财力有限，标准还不高。"),
            Case("督促检查还不够，特别是对。", ("特别是对。",)),
            Case("涉及小学、初中以及。", ("初中以及。",)),
            Case("队伍建设有待加强，尤其是。今后要加大力度。", ("尤其是。",)),
            Case("全县上下同心，把。", ("把。",)),
            Case("工作中还有一些问题，主要表现在。", ("主要表现在。",)),
            Case("教育质量稳步提升，取得了明显的。", ("取得了明显的。",)),
            Case("加强制度建设，先后制定了。", ("先后制定了。",)),
            Case("达到了预期目的。成绩是干部教师付出了艰辛努力的。方案印发了。数一数二是。"),
            Case("学生满意，家长满意，何乐而不为。"),
            Case("教师敢作敢为。学校有所作为。"),
            Case("做到知其然，也知其所以然。"),
            Case("成绩显著，实至名归，正是如此。"),
            Case("校园平安祥和。大家反应热烈，答对。"),
            Case("取得这样的成绩，正是因为。大家齐心。"),
        ),
    ),
)
