import re
from collections import Counter
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_LONG = 150
_OFTEN = 2
_SELF = re.compile(
    "[我本县区市旗](?:(?<=我)[局委]|(?<=本)(?:委|局(?![面部]))"
    "|(?<![我本])(?<![^,。;:\n].)教[育体]局(?=[^\n。]{0,40}[,。]))"
)
_LEVELS = "县区市旗"
_LEVEL = re.compile("[\u3400-\u9fff]([县区市旗])(?:教育局|教体局|教育和|教育体)")
_UNITS = {
    "M2": "平方米", "m2": "平方米", "M²": "平方米", "㎡": "平方米", "平米": "平方米",
    "KG": "千克", "Kg": "千克", "kg": "千克", "公分": "厘米", "KM": "千米", "km": "千米",
}  # fmt: skip
_UNIT = re.compile("(?:M2|m2|M²|㎡|平米|KG|Kg|kg|公分|KM|km)(?![A-Za-z0-9])")
_NUMBER_END = re.compile(r"(?:\d|[万亿] ?)$")
_POINT = re.compile(r"百(?<=\d百)分点")
_TENS = re.compile(r"[十百千](?<=\d.)(?=[\u3400-\u9fff])(?![万亿]|分之|米|克|瓦|伏|赫|卡|字节)")
_FEW_DIGITS = re.compile(r"(?<![\d.])\d{1,3}$")


def long_sentences(reading: Reading) -> Iterator[Hit]:
    for sentence in reading.sentences:
        size = sentence.end - sentence.start
        if size <= _LONG:
            continue
        words = reading.plain[sentence.start : sentence.end]
        if len(words.strip()) > _LONG and words.count("、") < size // 12:
            yield Hit(
                sentence.start,
                min(sentence.end, sentence.start + 60),
                f"这一句有{len(words.strip())}个字，读起来费力，可以考虑分成几句。",
            )


def uneven_self(reading: Reading) -> Iterator[Hit]:
    """我局 here, 本局 there: the rarer is told once."""
    own = _LEVEL.search(reading.known.bureau) or _LEVEL.search(reading.understood.title)
    found = [
        match
        for match in _SELF.finditer(reading.plain)
        if match[0][0] not in _LEVELS or (own and match[0][0] == own[1])
    ]
    names = Counter(match[0] for match in found)
    by_name = [name for name in names if name[0] in _LEVELS]
    for name in by_name:
        if names[name] < _OFTEN or sum(names.values()) - names[name] < _OFTEN:
            del names[name]
    found = [match for match in found if match[0] in names]
    if len(names) < 2:
        return
    usual, _ = names.most_common(1)[0]
    first = next(match for match in found if match[0] != usual)
    yield Hit(
        *first.span(),
        f"自称不一致：这里是“{first[0]}”，全文多用“{usual}”，请统一。",
        fix=Fix(first.start(), first.end(), usual, f"改为“{usual}”"),
    )


def units(reading: Reading) -> Iterator[Hit]:
    for _, match in led_by(reading.text, _NUMBER_END, _UNIT):
        right = _UNITS[match[0]]
        yield Hit(
            *match.span(),
            f"公文里的计量单位写中文名称，请把“{match[0]}”改为“{right}”。",
            fix=Fix(*match.span(), right, f"改为“{right}”"),
        )
    for match in _POINT.finditer(reading.plain):
        yield Hit(
            *match.span(),
            "“百分点”前面应当有量词“个”。",
            fix=Fix(*match.span(), "个百分点", "改为“个百分点”"),
        )


def mixed_numerals(reading: Reading) -> Iterator[Hit]:
    """3千人, 5百所: digits with 千 and 百 behind them; only 万 and 亿 may."""
    for digits, match in led_by(reading.plain, _FEW_DIGITS, _TENS):
        yield Hit(
            digits.start(),
            match.end(),
            f"“{digits[0]}{match[0]}”把阿拉伯数字和“{match[0]}”合用，请写成完整的数字（只有“万”“亿”可以合用）。",
        )


RULES = (
    Rule(
        code="long-sentence",
        family="style",
        title="过长的句子",
        severity="hint",
        kind="other",
        authority="公文写作惯例",
        about="一句话超过150字，且不是在逐一列举。",
        find=long_sentences,
        cases=(
            Case(
                "全县" + "各校坚持以质量为中心扎实推进课程改革和教学研究，" * 8 + "成效明显。",
                (("全县" + "各校坚持以质量为中心扎实推进课程改革和教学研究，" * 8)[:60],),
            ),
            Case("全县各校坚持以质量为中心，扎实推进课程改革和教学研究，成效明显。"),
            Case(
                "我们" + "要继续加强教师队伍建设并不断提高教育教学质量，" * 8 + "让群众满意。",
                (("我们" + "要继续加强教师队伍建设并不断提高教育教学质量，" * 8)[:60],),
            ),
            Case(
                "今年" + "全局上下凝心聚力攻坚克难推动各项工作取得实效，" * 7 + "受到好评。",
                (("今年" + "全局上下凝心聚力攻坚克难推动各项工作取得实效，" * 7)[:60],),
            ),
            Case(
                "学校" + "扎实开展安全隐患排查整治并且建立健全长效机制，" * 7 + "确保平安。",
                (("学校" + "扎实开展安全隐患排查整治并且建立健全长效机制，" * 7)[:60],),
            ),
            Case("全县投入资金" + "、".join(["一小120万元"] * 25) + "。"),
            Case("工作有力。" * 60),
            Case("一是抓学习；" * 40),
            Case("全县工作平稳！" * 40),
            Case("各校认真落实。\n" * 30),
            Case(""),
        ),
    ),
    Rule(
        code="uneven-self",
        family="style",
        title="自称不一致",
        severity="hint",
        kind="other",
        authority="公文写作惯例",
        about="同一份材料里“我局”“本局”“县教育局”混用。上级的教育局不在此列。",
        find=uneven_self,
        is_local=False,
        cases=(
            Case("我局高度重视。我局成立专班。本局印发方案。", ("本局",)),
            Case("我局高度重视。我局成立专班。"),
            Case("本局高度重视。本局成立专班。我局印发方案。", ("我局",)),
            Case("我委高度重视。我委成立专班。本委印发方案。", ("本委",)),
            Case("我局高度重视。我局印发方案。\n本局将继续努力。", ("本局",)),
            Case(
                "示例县教育局2024年工作总结\n我局高度重视。我局成立专班。我局检查，县教育局通报。\n县教育局印发了方案。",
                ("县教育局",),
            ),
            Case("示例县教育局2024年工作总结\n我局高度重视，我局成立专班。市教育局印发了方案。"),
            Case("示例县教育局2024年工作总结\n我局高度重视。我局成立专班。县教育局印发了方案。"),
            Case("县教育局高度重视。"),
            Case("我局高度重视，我局成立专班。"),
            Case("全局上下团结一心。"),
            Case("我县投入增加，全县学校受益。"),
            Case("各局委密切配合。"),
            Case("我局与公安局联合检查。"),
        ),
    ),
    Rule(
        code="unit-style",
        family="style",
        title="计量单位的写法",
        severity="hint",
        kind="other",
        authority="GB 3100—1993《国际单位制及其应用》；GB/T 15835—2011",
        about="公文里写平方米、千克等中文名称，不写 M2、㎡、平米、KG；百分点前面有量词“个”。",
        find=units,
        cases=(
            Case("新建校舍1200平米。", ("平米",)),
            Case("新建校舍1200平方米。"),
            Case("新建校舍1200M2，操场800㎡。", ("M2", "㎡")),
            Case("发放大米500KG。", ("KG",)),
            Case("提高2.3百分点。", ("百分点",)),
            Case("提高2.3个百分点。"),
            Case("建成500M校园网络。"),
            Case("改造道路3公里。"),
            Case("购买MP3设备。"),
            Case("使用kg、km等单位要规范。"),
            Case("提高几个百分点。"),
        ),
    ),
    Rule(
        code="mixed-numeral",
        family="style",
        title="数字与“百”“千”合用",
        severity="hint",
        kind="other",
        authority="GB/T 15835—2011《出版物上数字用法》5.1.4",
        about="阿拉伯数字后面只能合用“万”“亿”，不用“十”“百”“千”。",
        find=mixed_numerals,
        cases=(
            Case("受益学生3千人。", ("3千",)),
            Case("受益学生3000人。"),
            Case("走访家庭5百户。", ("5百",)),
            Case("捐款8千元。", ("8千",)),
            Case("培训教师2百名。", ("2百",)),
            Case("受益学生3万人。"),
            Case("投入1.2亿元。"),
            Case("投入3千万元。"),
            Case("受益学生三千人。"),
            Case("共5处。"),
            Case("2024年千人合唱。"),
        ),
    ),
)
