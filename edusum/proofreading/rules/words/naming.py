import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_AUTHORITY = "党的文件的规范提法；GB/T 15834—2011 4.8"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CONGRESS = re.compile(f'党的[“"]({_NUMERAL}大)[”"](?!以来)')
_PLENUM = re.compile(f'[“"]({_NUMERAL}届{_NUMERAL}中)[”"]全会')
_THREE = re.compile("三个代表”?(?:的)?(?:指导思想|主要思想|重大思想|重点思想|理论思想|思想(?!体系|精神))")
_XI = re.compile(
    "习近平(?!新时代中国特色社会主义思想)(?:有|的)?(?:新时[代期世]|新阶段|新形势)[^\n,。、;:“”《》]{0,12}?思想"
)
_OF_XI = "习近平新时代中国特色社会主义思想"
_FOUR = re.compile("四(?:[种项大类]意识|个(?:认识|意思))”?")
_NEAR_FOUR = re.compile("政治|核心|看齐|自信|维护|党中央|确立")
_EIGHT = re.compile("八(?:(?<=中央八)|(?<=落实八))(?:[条项]规章|条规定|项规矩|项规则|项制度)")
_SCIENTIFIC = re.compile("科(?:(?<=(?:学习实践|深入学习)科)|(?<=(?:贯彻|落实|践行)科))学的发展观")
_ITS_OWN = re.compile("有(?:(?<=(?:建设|坚持)有)|(?<=走有))中国特色的社会主义")
_HEART = re.compile("不忘(?:[出处][心衷]|初忠)")
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
    "群众路线实践教育活动": "群众路线教育实践活动",
    "党员先进性活动": "党员先进性教育活动",
    "群众路线教育活动实践": "群众路线教育实践活动",
    "五为一体": "五位一体",
    "全面从严制党": "全面从严治党",
    "全面从严治政党": "全面从严治党",
    "中华民族的伟大复新": "中华民族伟大复兴",
    "中华民族伟大复新": "中华民族伟大复兴",
    "人类命运共同题": "人类命运共同体",
    "四个全面战略布署": "四个全面战略布局",
    "牢记史命": "牢记使命",
}
_SAYS = "固定提法是“{right}”，请改正。"
_CAMPAIGN = re.compile("|".join(map(re.escape, sorted(_WRONG, key=len, reverse=True))))


def fixed_names(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _CAMPAIGN.finditer(plain):
        yield _hit(reading, *match.span(), _WRONG[match[0]], _SAYS)
    for match in _THREE.finditer(plain):
        start = match.start() - _is_quoted(plain, match)
        yield _hit(reading, start, match.end(), "“三个代表”重要思想", "固定提法是{right}，请改正。")
    yield from _others(reading)
    for match in _PLENUM.finditer(plain):
        says = "会议名称不加引号，引号也不能把名称断开，应写“{right}”。"
        yield _hit(reading, *match.span(), f"{match[1]}全会", says)


def _others(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    if "习近平" in plain:
        for match in _XI.finditer(plain):
            yield _hit(reading, *match.span(), _OF_XI, _SAYS)
    for match in _FOUR.finditer(plain):
        sentence = reading.sentence_at(match.start())
        if _NEAR_FOUR.search(plain, sentence.start, sentence.end):
            is_quoted = _is_quoted(plain, match)
            start = match.start() - is_quoted
            yield _hit(reading, start, match.end(), "“四个意识”" if is_quoted else "四个意识", _SAYS)
    for pattern, right in (
        (_EIGHT, "八项规定"),
        (_SCIENTIFIC, "科学发展观"),
        (_ITS_OWN, "中国特色社会主义"),
        (_HEART, "不忘初心"),
    ):
        for match in pattern.finditer(plain):
            yield _hit(reading, *match.span(), right, _SAYS)


def _is_quoted(plain: str, match: re.Match[str]) -> bool:
    return plain.endswith("“", 0, match.start())


def quoted_congress(reading: Reading) -> Iterator[Hit]:
    for match in _CONGRESS.finditer(reading.plain):
        yield _hit(reading, *match.span(), f"党的{match[1]}", "“{right}”一般不加引号。")


def _hit(reading: Reading, start: int, end: int, right: str, message: str) -> Hit:
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
            Case("以习近平新时期中国特色社会主义思想为指导。", ("习近平新时期中国特色社会主义思想",)),
            Case("增强“四种意识”、坚定“四个自信”。", ("“四种意识”",)),
            Case("增强忧患、责任、公仆、法治四种意识。"),
            Case("落实中央八条规定精神。", ("八条规定",)),
            Case("我局制定公务接待八条规定，逐条落实。"),
            Case("学习实践科学的发展观。", ("科学的发展观",)),
            Case("这体现了科学的发展观念。"),
            Case("用习近平新时代中国特色社会主义思想凝心铸魂，学习习近平法治思想和习近平总书记重要讲话。"),
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
