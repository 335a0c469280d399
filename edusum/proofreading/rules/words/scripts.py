import re
from collections.abc import Iterator
from functools import cache

from edusum.document.readers.script import characters
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_AUTHORITY = "《国家通用语言文字法》第二条、第十七条；《通用规范汉字表》（2013）"
_HANZI = re.compile("[\u4e00-\u9fff]+")
_FEW = 200


@cache
def _traditional() -> re.Pattern[str]:
    """Characters that simplified writing never uses: those of GB 2312 may stand in it (著, 乾, 徵)."""
    signs = [chr(code) for code in characters() if not chr(code).encode("gb2312", "ignore")]
    return re.compile(f"[{''.join(signs)}]+")


def mixed_in(reading: Reading) -> Iterator[Hit]:
    if reading.is_traditional:
        return
    for match in _traditional().finditer(reading.text):
        right = match[0].translate(characters())
        yield Hit(
            match.start(),
            match.end(),
            f"“{match[0]}”是繁体字或异体字，请改为规范字“{right}”；人名、书名原来如此的可以保留。",
            evidence=f"规范字为“{right}”",
            fix=Fix(match.start(), match.end(), right, f"改为“{right}”"),
        )


def whole_paper(reading: Reading) -> Iterator[Hit]:
    if not reading.is_traditional:
        return
    first = _traditional().search(reading.text)
    if first:
        signs = sum(len(match[0]) for match in _HANZI.finditer(reading.text))
        found = sum(len(match[0]) for match in _traditional().finditer(reading.text))
        yield Hit(
            first.start(),
            first.end(),
            "全文用繁体字，公文应当用规范汉字，请转换为简体后再核对一遍（后、里、干这类字转换时容易出错）。",
            evidence=f"{signs}个汉字中有{found}个繁体字",
        )


RULES = (
    Rule(
        code="traditional-mixed",
        family="words",
        title="夹杂繁体字",
        severity="suspect",
        kind="typo",
        authority=_AUTHORITY,
        about="简体文章里夹着的繁体字、异体字。著、乾这类规范字表里也有的字不报。",
        find=mixed_in,
        cases=(
            Case("全縣教育工作取得新成绩，各项任务圆满完成，师生精神面貌良好。", ("縣",)),
            Case("全县教育工作取得新成绩，名著阅读活动蓬勃开展。"),
            Case("各校认真落实安全责任，做好隐患排查，确保师生平安，校園安全稳定。", ("園",)),
            Case("教师队伍建设得到加强，学習氛围浓厚，全年组织培训多次。", ("習",)),
            Case("课堂教学质量稳步提升，學校面貌焕然一新，群众满意度提高。", ("學",)),
            Case("瞭望塔和乾隆年间的书院得到保护。"),
            Case("参观了徵求意见展。"),
            Case("陈喆、李喆参加培训。"),
            Case("English and 123."),
            Case("后来，里面的干部都做了发言。"),
            Case("镕基、喆、堃是人名用字。"),
        ),
    ),
    Rule(
        code="traditional-paper",
        family="words",
        title="全文为繁体字",
        severity="hint",
        kind="other",
        authority=_AUTHORITY,
        about="全文都是繁体字的，在开头提示一次。",
        find=whole_paper,
        is_local=False,
        cases=(
            Case("全縣教育工作總結\n一年來，學校發展順利。", ("縣",)),
            Case("全县教育工作总结\n一年来，学校发展顺利。"),
            Case("師資隊伍建設", ("師資隊",)),
            Case("辦學條件進一步改善，學生資助全覆蓋。", ("辦學條",)),
            Case("教師培訓與課程改革。", ("師",)),
            Case("全县教师积极参加培训，学习氛围浓厚，其中一人书法写了一个學字，大家都很喜欢这幅作品。"),
            Case(""),
            Case("2024年"),
            Case("名著阅读。"),
            Case("后来居上，干劲十足。"),
        ),
    ),
)
