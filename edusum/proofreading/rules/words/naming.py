import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_AUTHORITY = "党的文件的规范提法；GB/T 15834—2011 4.8"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CONGRESS = re.compile(f'党的[“"]({_NUMERAL}大)[”"](?!以来)')
_PLENUM = re.compile(f'[“"]({_NUMERAL}届{_NUMERAL}中)[”"]全会')
_THREE = re.compile("“?三个代表”?(?:的)?(?:指导思想|主要思想|重大思想|重点思想|理论思想|思想(?!体系|精神))")
_WRONG = {
    "两学一作": "两学一做",
    "二学一做": "两学一做",
    "三严三时": "三严三实",
    "三会两课": "三会一课",
    "不忘初衷、牢记使命": "不忘初心、牢记使命",
    "不忘初心、牢记使名": "不忘初心、牢记使命",
    "两个确定": "两个确立",
    "两个保护": "两个维护",
    "三重一重": "三重一大",
    "一岗两责": "一岗双责",
    "习近平新时代中国特色社会主义的思想": "习近平新时代中国特色社会主义思想",
    "习近平新时代特色社会主义思想": "习近平新时代中国特色社会主义思想",
    "习近平中国特色社会主义思想": "习近平新时代中国特色社会主义思想",
    "习近平新时代社会主义思想": "习近平新时代中国特色社会主义思想",
    "习近平新时代中国特色主义思想": "习近平新时代中国特色社会主义思想",
    "习近平新时代中国社会主义思想": "习近平新时代中国特色社会主义思想",
    "社会主义核心价值关": "社会主义核心价值观",
    "社会主义核心价值官": "社会主义核心价值观",
    "社会主义的核心价值观": "社会主义核心价值观",
    "毛泽东思想邓小平理论": "毛泽东思想、邓小平理论",
}
_CAMPAIGN = re.compile("|".join(map(re.escape, sorted(_WRONG, key=len, reverse=True))))


def fixed_names(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _CAMPAIGN.finditer(plain):
        yield _hit(reading, match, _WRONG[match[0]], "固定提法是“{right}”，请改正。")
    if "三个代表" in plain:
        for match in _THREE.finditer(plain):
            yield _hit(reading, match, "“三个代表”重要思想", "固定提法是{right}，请改正。")
    for match in _PLENUM.finditer(plain):
        yield _hit(
            reading, match, f"{match[1]}全会", "会议名称不加引号，引号也不能把名称断开，应写“{right}”。"
        )


def quoted_congress(reading: Reading) -> Iterator[Hit]:
    for match in _CONGRESS.finditer(reading.plain):
        yield _hit(reading, match, f"党的{match[1]}", "“{right}”一般不加引号。")


def _hit(reading: Reading, match: re.Match[str], right: str, message: str) -> Hit:
    start, end = match.span()
    return Hit(
        start,
        end,
        message.format(right=right),
        evidence=f"规范写法为{right}，文中为{reading.text[start:end]}",
        fix=Fix(start, end, right, f"改为{right}"),
    )


RULES = (
    Rule(
        code="fixed-name",
        family="words",
        title="固定提法写错",
        severity="suspect",
        kind="typo",
        authority=_AUTHORITY,
        about="查找党的理论、活动和会议名称的错误写法，如“两学一作”“‘三个代表’指导思想”。",
        find=fixed_names,
        cases=(
            Case("扎实推进“两学一作”学习教育。", ("两学一作",)),
            Case("扎实推进“两学一做”学习教育。"),
            Case("学习“三个代表”指导思想。", ("“三个代表”指导思想",)),
            Case("学习“十六届四中”全会精神。", ("“十六届四中”全会",)),
            Case("以习近平新时代特色社会主义思想为指导。", ("习近平新时代特色社会主义思想",)),
            Case("践行社会主义的核心价值观。", ("社会主义的核心价值观",)),
            Case("学习“三个代表”重要思想和科学发展观。"),
            Case("学习十六届四中全会精神。"),
            Case("践行“三个代表”，服务群众。"),
            Case("以习近平新时代中国特色社会主义思想为指导。"),
            Case("落实中央八项规定及其实施细则精神。"),
            Case("开展“不忘初心、牢记使命”主题教育。"),
        ),
    ),
    Rule(
        code="quoted-congress",
        family="words",
        title="会议名称加了引号",
        severity="hint",
        kind="punctuation",
        authority=_AUTHORITY,
        about="“党的二十大”一般不加引号，作为提示。",
        find=quoted_congress,
        cases=(
            Case("学习党的“十八大”精神。", ("党的“十八大”",)),
            Case("学习党的十八大精神。"),
            Case("贯彻党的“十五大”文件。", ("党的“十五大”",)),
            Case('宣讲党的"二十大"报告。', ('党的"二十大"',)),
            Case("党的“十九大”召开后。", ("党的“十九大”",)),
            Case("“十四五”规划。"),
            Case("党的“十八大”以来。"),
            Case("党的群众路线。"),
            Case("实施“十大”工程。"),
            Case("党的“一大”会址。", ("党的“一大”",)),
            Case("举办“喜迎二十大”活动。"),
        ),
    ),
)
