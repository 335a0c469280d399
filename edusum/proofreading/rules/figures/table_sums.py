import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import told
from edusum.proofreading.reading import CELLS, Reading

_NUMBER = re.compile(r"-?\d[\d,]{0,14}(?:\.\d{1,6})?$")
_TOTAL = re.compile(r"^(?:合\s?计|总\s?计|小\s?计|全[省市县区州](?:合计)?)$")
_PART = re.compile("其中|小计|占|率|比|%|均")
_ENTRY = re.compile(r"(?P<row>[^:：,，。;；\d\n]{2,14})[:：](?=[^:：\n]{1,10}\d)")
_TOTAL_LINE = re.compile(r"以上|上述|合计|总计|共计|全[市县区州][^,，。;；\d]{0,8}(?:合计|共计|总计)")
_SUMMED = re.compile("最[多少]|首位|合计")
_ROW_TOTAL = re.compile(
    r"(?P<words>[^。;；\d]{2,40})[,，]共[有计]?(?P<value>\d{1,9})(?P<unit>[所个名人处项家件])"
)
_COUNT = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,8})(?P<value>\d{1,9})(?P<unit>[所个名人处项家件])")
_AVERAGE = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8})[班校生]均(?P<value>\d{1,6}(?:\.\d{1,2})?)")
_LONGEST, _NAME = 400, 15
_LEAST_LINES, _LEAST_CLAIMS = 3, 3
_LEAST_ROWS = 2
_MOST_ROWS = 200


def table_sums(reading: Reading) -> Iterator[Hit]:
    """Columns of tables whose last row is a total: of tables of the file, and those set with blanks."""
    for table in reading.source.tables:
        rows = [tuple(cell.strip() for cell in row) for row in table.rows]
        line = min(max(table.before - 1, 0), len(reading.source.lines) - 1)
        for column, terms, total in _wrong(rows):
            start, end = reading.line_span(line) if line >= 0 else (0, 0)
            head = rows[0][column] if rows else ""
            if start < end:
                yield Hit(
                    start,
                    end,
                    f"这里的表格“{head}”一栏各行相加与合计不符，请核对。",
                    evidence=_evidence(terms, total),
                )
    for first, rows in _set_with_blanks(reading):
        for column, terms, total in _wrong(rows):
            start = reading.source.starts[first + len(rows) - 1]
            words = reading.source.lines[first + len(rows) - 1].text
            at = _cell_start(words, column)
            yield Hit(
                start + at,
                start + at + len(rows[-1][column]),
                f"表中“{rows[0][column]}”一栏各行相加与合计不符，请核对。",
                evidence=_evidence(terms, total),
            )


def listed_lines(reading: Reading) -> Iterator[Hit]:
    """城关片区：小学9所 line by line, and a line below that tells what they come to."""
    rows: dict[str, dict[str, Decimal]] = {}
    for number, line in enumerate(reading.source.lines):
        start = reading.source.starts[number]
        if not rows and reading.plain.find(":", start, start + _NAME) < 0:
            continue
        words = reading.plain[start : start + min(len(line.text), _LONGEST)]
        is_total = _TOTAL_LINE.match(words)
        entry = None if is_total else _ENTRY.match(words)
        if entry:
            counted = {
                found["name"] + found["unit"]: Decimal(found["value"]) for found in _COUNT.finditer(words)
            }
            if rows and set(counted) != set(next(iter(rows.values()))):
                rows = {}
            rows[entry["row"]] = counted
            continue
        if len(rows) >= _LEAST_LINES and is_total:
            yield from _of_columns(start, words, rows)
            yield from _of_row(start, words, rows)
        rows = {}


def _of_columns(start: int, words: str, rows: dict[str, dict[str, Decimal]]) -> Iterator[Hit]:
    columns = next(iter(rows.values()))
    end = words.find("其中")
    for found in _COUNT.finditer(words, 0, end if end >= 0 else len(words)):
        names = [name for name in columns if (found["name"] + found["unit"]).endswith(name)]
        total = sum((row[names[0]] for row in rows.values()), Decimal(0)) if len(names) == 1 else None
        if total is not None and total != Decimal(found["value"]):
            yield Hit(
                start + found.start("value"),
                start + found.end(),
                "这里的合计与上面逐行列出的数相加不符，请核对。",
                evidence=f"上面{len(rows)}行相加为{told(total)}，文中为{found['value']}",
            )


def _of_row(start: int, words: str, rows: dict[str, dict[str, Decimal]]) -> Iterator[Hit]:
    """其中城关片区最多，共12所: what stands in one of the lines, added up."""
    for found in _ROW_TOTAL.finditer(words):
        named = [row for name, row in rows.items() if name in found["words"]]
        if not _SUMMED.search(found["words"]):
            continue
        row = named[0] if len(named) == 1 else {}
        total = sum(row.values(), Decimal(0))
        units = {name[-1] for name in row}
        claimed = Decimal(found["value"])
        if len(row) > 1 and units == {found["unit"]} and claimed not in (total, *row.values()):
            yield Hit(
                start + found.start("value"),
                start + found.end(),
                "这里的数与上面那一行各项相加不符，请核对。",
                evidence=f"{'+'.join(told(value) for value in row.values())}={told(total)}，"
                f"文中为{found['value']}",
                severity="suspect",
            )


def averages_of_rows(reading: Reading) -> Iterator[Hit]:
    """从上表看，小学班均44人，初中班均46人: one column divided by another, the same two in each claim."""
    if "上表" not in reading.plain:
        return
    for first, rows in _set_with_blanks(reading):
        below = first + len(rows)
        if below >= len(reading.source.lines):
            continue
        start, end = reading.line_span(below)
        if "上表" not in reading.plain[start : start + 20] or any(_wrong(rows)):
            continue
        found = list(_AVERAGE.finditer(reading.plain, start, min(end, start + _LONGEST)))
        cells = {row[0]: [_value(cell) for cell in row[1:]] for row in rows}
        claims = [(one, cells[one["name"]]) for one in found if one["name"] in cells]
        yield from _unlike_others(claims)


def _value(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "")) if _NUMBER.match(cell) else Decimal(0)


def _unlike_others(claims: "list[tuple[re.Match[str], list[Decimal]]]") -> Iterator[Hit]:
    if len(claims) < _LEAST_CLAIMS:
        return
    for over, under in itertools.permutations(range(min(6, *(len(row) for _, row in claims))), 2):
        values = [row[over] / row[under] if row[under] else Decimal(0) for _, row in claims]
        wrong = [
            (claim, value)
            for (claim, _), value in zip(claims, values, strict=True)
            if abs(Decimal(claim["value"]) - value) > 1
        ]
        if len(wrong) == 1 and len(claims) > len(wrong) + 1:
            claim, value = wrong[0]
            yield Hit(
                claim.start(),
                claim.end(),
                "这个平均数与上表中的数字算出来的不一样，请核对。",
                evidence=f"按上表算为{told(value)}，文中为{claim['value']}",
            )
            return


def tables(reading: Reading) -> Iterator[Hit]:
    yield from table_sums(reading)
    yield from listed_lines(reading)
    yield from averages_of_rows(reading)


def _evidence(terms: Sequence[Decimal], total: Decimal) -> str:
    shown = "+".join(told(term, 4) for term in terms[:8]) + ("+…" if len(terms) > 8 else "")
    return f"{shown}={told(sum(terms, Decimal(0)), 4)}，表中为{told(total, 4)}"


def _set_with_blanks(reading: Reading) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """Lines one below the other with as many cells each, down to a total, and the first one's number."""
    rows: list[tuple[str, ...]] = []
    last = 0
    for number, cells in reading.rows.items():
        if rows and number == last + 1 and len(cells) == len(rows[0]):
            rows.append(cells)
        else:
            rows = [cells]
        last = number
        if _TOTAL.match(cells[0]) and len(rows) > _LEAST_ROWS:
            yield number - len(rows) + 1, rows
            rows = []


def _cell_start(words: str, column: int) -> int:
    place = len(words) - len(words.lstrip())
    for match in list(CELLS.finditer(words, place))[column - 1 : column]:
        place = match.end()
    return place


def _wrong(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, list[Decimal], Decimal]]:
    """(column, terms, total) of each column that does not add up; any gap or doubt lets it pass."""
    if not _LEAST_ROWS < len(rows) <= _MOST_ROWS:
        return
    last = rows[-1]
    if not last or not _TOTAL.match(last[0]) or any(_TOTAL.match(row[0]) for row in rows[:-1] if row):
        return
    if any(_PART.search(row[0]) for row in rows[1:-1] if row):
        return
    for column in range(1, len(last)):
        body = [row[column] for row in rows[1:-1] if len(row) == len(last)]
        head = rows[0][column] if len(rows[0]) > column else ""
        if len(body) < _LEAST_ROWS or _PART.search(re.sub("^其中[:：]?", "", head)):
            continue
        if not all(_NUMBER.match(cell) for cell in [*body, last[column]]):
            continue
        terms = [Decimal(cell.replace(",", "")) for cell in body]
        total = Decimal(last[column].replace(",", ""))
        places = max(len(cell.partition(".")[2]) for cell in [*body, last[column]])
        slack = Decimal(10) ** -places * len(terms) / 2 if places else Decimal(0)
        if abs(sum(terms, Decimal(0)) - total) > slack:
            yield column, terms, total


RULES = (
    Rule(
        code="table-sums",
        family="figures",
        title="表格合计不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：表中各项之和等于合计",
        about="把表格每一栏逐行相加，与末行的合计对照。有空格、有“其中”、有比率的栏不作判断。",
        find=tables,
        cases=(
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n以上3片合计小学23所、初中7所。",
                ("23所",),
            ),
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n以上3片合计小学22所、初中7所。"
            ),
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n"
                "以上3片合计小学22所、初中7所，其中东片学校最多，共21所。",
                ("21所",),
            ),
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n合计：小学22所，初中9所",
                ("9所",),
            ),
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n"
                "以上3片合计小学22所、初中7所，其中东片学校最多，共12所。"
            ),
            Case(
                "东片：小学9所，初中3所\n西片：小学7所，初中2所\n南片：小学6所，初中2所\n全县共有教师210人。"
            ),
            Case(
                "学段　班级　学生\n小学　20　880\n初中　10　460\n高中　10　500\n合计　40　1840\n"
                "从上表看，小学班均44人，初中班均46人，高中班均55人。",
                ("高中班均55",),
            ),
            Case(
                "学段　班级　学生\n小学　20　880\n初中　10　460\n高中　10　500\n合计　40　1840\n"
                "从上表看，小学班均44人，初中班均46人，高中班均50人。"
            ),
            Case(
                "各学段情况如下：\n学段　学校　班级\n小学　33　684\n初中　13　286\n合计　46　907\n", ("907",)
            ),
            Case("各学段情况如下：\n学段　学校　班级\n小学　33　684\n初中　13　286\n合计　46　970\n"),
            Case("情况如下：\n类别  人数\n小学  120\n初中  80\n高中  60\n合计  250\n", ("250",)),
            Case(
                "情况如下：\n类别\t人数\t面积\n小学\t120\t30.5\n初中\t80\t20.5\n总计\t200\t52.0\n", ("52.0",)
            ),
            Case("情况如下：\n类别　人数\n甲组　12\n乙组　15\n合　计　72\n合计　27\n"),
            Case("情况如下：\n类别　人数\n小学　120\n其中：女　60\n合计　120\n"),
            Case("情况如下：\n类别　合格率\n小学　98.5\n初中　97.5\n合计　98.1\n"),
            Case("情况如下：\n类别　人数　备注\n小学　120　无\n初中　80　无\n合计　200　无\n"),
            Case("情况如下：\n类别　人数\n小学　120\n初中　—\n合计　200\n"),
            Case("合计　200\n"),
            Case("类别　人数\n小学　1,120\n初中　880\n合计　2,000\n"),
        ),
    ),
)
