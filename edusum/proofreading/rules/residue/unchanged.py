import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edusum.document.understanding.marks import REMOVED, folded
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.reading import Reading

_YEAR = re.compile(r"(?:19|20)\d\d")
_BLANK = re.compile(r"[\s\ufdd0]+")
_SENTENCE = re.compile(r"[^。!?;\n]{2,}[。!?;]?")
_FIGURE = re.compile(r"\d")
_LEAST_SENTENCE, _LEAST_FORMULA, _LEAST_PARAGRAPH = 14, 30, 80
_LEAST_SHARE, _MUCH = 0.5, 0.8
_LEAST_COMPARED = 100
_LEAST_REPEATED, _YEAR_SPARES = 26, 3
_BLANKS = f" {REMOVED}"
_REPEATED_PARAGRAPH = 60
_LONGEST_LEAD, _LEAST_TAIL, _LEAST_WORDS = 24, 30, 45


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    words: str


def _core(words: str) -> str:
    """Words as they are compared: years do not count, nor blanks, numbers before them, and the last stop."""
    return _YEAR.sub("Y", _BLANK.sub("", words)).rstrip("。!?;,")


def _pieces(plain: str) -> Iterator[_Piece]:
    for match in _SENTENCE.finditer(plain):
        words = _core(match[0])
        if words:
            start = match.start() + len(match[0]) - len(match[0].lstrip(" \ufdd0"))
            yield _Piece(start, match.end(), words)


def unchanged(reading: Reading) -> Iterator[Hit]:
    if not reading.known.previous:
        return
    from_before = {piece.words for piece in _pieces(folded(reading.known.previous))}
    pieces = [piece for piece in _pieces(reading.plain) if len(piece.words) >= _LEAST_SENTENCE]
    same = [piece for piece in pieces if piece.words in from_before]
    total = sum(len(piece.words) for piece in pieces)
    kept = sum(len(piece.words) for piece in same)
    if total >= _LEAST_COMPARED and kept >= total * _LEAST_SHARE:
        yield _summary(reading, kept / total, len(same), len(pieces))
    for piece in same:
        has_figures = _FIGURE.search(piece.words)
        if not has_figures and len(piece.words) < _LEAST_FORMULA:
            continue
        told = "一字未改，其中有数字" if has_figures else "除年份外没有改动"
        yield Hit(
            piece.start,
            piece.end,
            f"这一句与{_previous(reading)}的材料相比{told}，请核对是否仍然符合实际。",
            severity="suspect" if has_figures else "hint",
        )


def _summary(reading: Reading, share: float, count: int, total: int) -> Hit:
    line = next(
        (number for number, line in enumerate(reading.source.lines) if line.text.strip()),
        0,
    )
    start, end = reading.line_span(line)
    return Hit(
        start,
        end,
        f"全文{total}句里有{count}句与{_previous(reading)}的材料只差年份（占字数的{share * 100:.0f}%），"
        "请逐段更新。",
        evidence=f"{count}/{total}句相同，占字数{share * 100:.0f}%",
        severity="error" if share >= _MUCH else "suspect",
    )


def _previous(reading: Reading) -> str:
    return f"{reading.known.previous_year}年" if reading.known.previous_year else "上一年"


def repeated(reading: Reading) -> Iterator[Hit]:
    """A long sentence, or a whole paragraph, that stands in the paper twice."""
    first: dict[str, _Piece] = {}
    run: list[tuple[_Piece, _Piece]] = []
    once: list[_Piece] = []
    for piece in _long_pieces(reading):
        earlier = first.setdefault(piece.words, piece)
        if earlier is piece:
            once.append(piece)
            continue
        if (
            run
            and _follows(reading.plain, run[-1][1], piece)
            and _follows(reading.plain, run[-1][0], earlier)
        ):
            run.append((earlier, piece))
            continue
        yield from _told(run)
        run = [(earlier, piece)]
    yield from _told(run)
    yield from _retold(reading, once)


def _long_pieces(reading: Reading) -> Iterator[_Piece]:
    """Sentences without their blanks and last stop, long enough though a year counts for one character."""
    for sentence in reading.sentences:
        start, end = sentence.start, sentence.end
        if end - start < _LEAST_REPEATED:
            continue
        written = reading.plain[start:end].rstrip("\n")
        words = _tight(written)
        if len(words) - _YEAR_SPARES * _count_years(words) >= _LEAST_REPEATED:
            end = start + len(written)
            yield _Piece(end - len(written.lstrip(_BLANKS)), end, words)


def _count_years(words: str) -> int:
    return len(_YEAR.findall(words)) if "20" in words or "19" in words else 0


def _tight(written: str) -> str:
    return "".join(written.replace(REMOVED, "").split()).rstrip("。!?;,")


def _retold(reading: Reading, told: Sequence[_Piece]) -> Iterator[Hit]:
    """What stands behind another lead in an earlier sentence word for word: 今年以来,…。 and 一年来,…。"""
    first: dict[str, _Piece] = {}
    for piece in told:
        comma = reading.plain.find(",", piece.start, min(piece.start + _LONGEST_LEAD, piece.end)) + 1
        for at in (0, comma - piece.start) if comma else (0,):
            tail = _tight(reading.plain[piece.start + at : piece.end]) if at else piece.words
            if len(tail) < _LEAST_TAIL or (len(tail) < _LEAST_WORDS and not _FIGURE.search(tail)):
                break
            earlier = first.setdefault(tail, piece)
            if earlier is not piece:
                yield Hit(
                    piece.start + at,
                    piece.end,
                    "这几句换了个开头，后面的话在前面已经写过一遍，请删去一处或者改写。",
                    related=((earlier.start, earlier.end),),
                )
                break


def _follows(plain: str, one: _Piece, other: _Piece) -> bool:
    return other.start >= one.end and not plain[one.end : other.start].strip(" \n\ufdd0")


def _told(run: list[tuple[_Piece, _Piece]]) -> Iterator[Hit]:
    if not run:
        return
    first, last = run[0], run[-1]
    what = "这几句话" if len(run) > 1 else "这句话"
    yield Hit(
        first[1].start,
        last[1].end,
        f"{what}在前面已经写过一遍，请删去一处或者改写。",
        related=((first[0].start, last[0].end),),
    )


_LAST_YEAR = (
    "云峰县教育局2023年工作总结\n2023年，全县教育系统坚持以习近平新时代中国特色社会主义思想为指导，狠抓各项工作落实。\n"
    "全县投入资金3200万元，新建校舍1.2万平方米，新增学位900个。\n"
    "全年组织教师培训86场次，培训教师4200人次，教师队伍素质明显提升。\n"
    "安全工作常抓不懈，全年没有发生安全责任事故，校园保持和谐稳定。"
)
_PREVIOUS = Known(year=2024, previous=_LAST_YEAR, previous_year=2023)
_SAME = _LAST_YEAR.replace("2023", "2024")

RULES = (
    Rule(
        code="unchanged",
        family="residue",
        title="与上一年相同的内容",
        severity="suspect",
        kind="other",
        authority="本系统惯例：总结应当如实反映当年工作",
        about="与上一年的材料逐句比较，带数字而一字未改的句子、整段照搬的内容都指出来；大半未改时在标题上总的说明。",
        find=unchanged,
        is_local=False,
        cases=(
            Case(
                _SAME,
                (
                    "云峰县教育局2024年工作总结",
                    "2024年，全县教育系统坚持以习近平新时代中国特色社会主义思想为指导，狠抓各项工作落实。",
                    "全县投入资金3200万元，新建校舍1.2万平方米，新增学位900个。",
                    "全年组织教师培训86场次，培训教师4200人次，教师队伍素质明显提升。",
                    "安全工作常抓不懈，全年没有发生安全责任事故，校园保持和谐稳定。",
                ),
                _PREVIOUS,
            ),
            Case(
                "云峰县教育局2024年工作总结\n全县投入资金4100万元，新建校舍0.8万平方米，新增学位600个。",
                (),
                _PREVIOUS,
            ),
            Case(
                "云峰县教育局2024年工作总结\n全县投入资金3200万元，新建校舍1.2万平方米，新增学位900个。\n"
                "全年新招聘教师210名，交流轮岗教师180名，名师工作室达到24个。\n"
                "课后服务覆盖全部义务教育学校，参与学生5.2万人，群众满意度进一步提高。",
                ("全县投入资金3200万元，新建校舍1.2万平方米，新增学位900个。",),
                _PREVIOUS,
            ),
            Case(
                "示例县教育局2024年工作总结\n全年组织教师培训86场次，培训教师4200人次，教师队伍素质明显提升。\n"
                "全年新招聘教师210名，交流轮岗教师180名，名师工作室达到24个。\n"
                "课后服务覆盖全部义务教育学校，参与学生5.2万人，群众满意度进一步提高。",
                ("全年组织教师培训86场次，培训教师4200人次，教师队伍素质明显提升。",),
                _PREVIOUS,
            ),
            Case(
                "示例县教育局2024年工作总结\n安全工作常抓不懈，全年没有发生安全责任事故，校园保持和谐稳定。\n"
                "全年新招聘教师210名，交流轮岗教师180名，名师工作室达到24个。\n"
                "课后服务覆盖全部义务教育学校，参与学生5.2万人，群众满意度进一步提高。",
                ("安全工作常抓不懈，全年没有发生安全责任事故，校园保持和谐稳定。",),
                _PREVIOUS,
            ),
            Case(_SAME),
            Case(
                "云峰县教育局2024年工作总结\n全县投入资金3300万元，新建校舍1.2万平方米，新增学位900个。",
                (),
                _PREVIOUS,
            ),
            Case("一、工作情况\n工作平稳，成效明显。", (), _PREVIOUS),
            Case("校园保持和谐稳定。", (), _PREVIOUS),
            Case("全年组织教师培训92场次，培训教师4600人次，教师队伍素质明显提升。", (), _PREVIOUS),
            Case("", (), _PREVIOUS),
        ),
    ),
    Rule(
        code="said-twice",
        family="residue",
        title="同样的话写了两遍",
        severity="suspect",
        kind="other",
        authority="公文写作惯例",
        about="一句较长的话或者整段文字在同一份材料里出现两次，多半是复制时留下的。短的套话不在此列。",
        find=repeated,
        is_local=False,
        cases=(
            Case(
                "一、德育\n各校扎实开展“书香校园”创建活动，全年组织读书交流会46场，参与学生1.2万人。\n二、教学\n质量提高。\n"
                "各校扎实开展“书香校园”创建活动，全年组织读书交流会46场，参与学生1.2万人。",
                ("各校扎实开展“书香校园”创建活动，全年组织读书交流会46场，参与学生1.2万人。",),
            ),
            Case("一、德育\n全面贯彻党的教育方针。\n二、教学\n全面贯彻党的教育方针。"),
            Case(
                "全县开展安全隐患大排查，查出各类隐患46处，全部整改到位，整改率100%。其他工作有序推进。"
                "全县开展安全隐患大排查，查出各类隐患46处，全部整改到位，整改率100%。",
                ("全县开展安全隐患大排查，查出各类隐患46处，全部整改到位，整改率100%。",),
            ),
            Case(
                "全年组织教师培训86场次，培训教师4200人次，队伍素质明显提升。新招聘教师210名，其中高中教师48名，缺编问题得到缓解。\n中间一段。\n"
                "全年组织教师培训86场次，培训教师4200人次，队伍素质明显提升。新招聘教师210名，其中高中教师48名，缺编问题得到缓解。",
                (
                    "全年组织教师培训86场次，培训教师4200人次，队伍素质明显提升。新招聘教师210名，其中高中教师48名，缺编问题得到缓解。",
                ),
            ),
            Case(
                "落实安全责任，健全防控体系，加强校园周边环境整治，确保师生安全。\n中间。\n落实安全责任，健全防控体系，加强校园周边环境整治，确保师生安全。",
                ("落实安全责任，健全防控体系，加强校园周边环境整治，确保师生安全。",),
            ),
            Case(
                "全年组织教师培训86场次，培训教师4200人次，队伍明显提升。全年组织校长培训12场次，培训校长320人次，能力明显提升。"
            ),
            Case("全县工作平稳。全县工作平稳。"),
            Case(
                "今年以来，全县开展安全隐患大排查46次，查出各类隐患318处，全部按期整改到位。其他工作有序推进。\n"
                "在安全工作方面，全县开展安全隐患大排查46次，查出各类隐患318处，全部按期整改到位。",
                ("全县开展安全隐患大排查46次，查出各类隐患318处，全部按期整改到位。",),
            ),
            Case(
                "小学方面，投入资金318万元，用于改善办学条件，新建校舍1200平方米。\n"
                "初中方面，投入资金318万元，用于改善办学条件，新建校舍1500平方米。"
            ),
            Case(
                "一、总体要求\n以习近平新时代中国特色社会主义思想为指导。\n二、重点\n以习近平新时代中国特色社会主义思想为指导。"
            ),
            Case("甲校投入资金120万元，用于改善办学条件。乙校投入资金120万元，用于改善办学条件。"),
            Case("各校认真组织。"),
            Case("小学 45所 3.2万人 1200个班 2100名教师 86%\n小学 45所 3.2万人 1200个班 2150名教师 86%"),
        ),
    ),
)
