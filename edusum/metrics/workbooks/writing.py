"""The workbook that people fill: pre-filled, its structure protected, and able to be known again."""

from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook as Target

from edusum.metrics.entries import write_entry
from edusum.metrics.figures import Reading
from edusum.metrics.workbooks.cells import Wanted
from edusum.metrics.workbooks.layout import (
    APPROXIMATION,
    APPROXIMATIONS,
    BEFORE,
    CURRENT,
    DEFINITION,
    HEADER_ROW,
    HELP,
    NAME,
    NO_UNIT,
    NOTE,
    SEAL,
    SHEET,
    STATE,
    STATES,
    UNIT,
    Line,
    Workbook,
)

WIDTHS = {NAME: 30, UNIT: 8, DEFINITION: 36, BEFORE: 13, CURRENT: 15, STATE: 9, APPROXIMATION: 8, NOTE: 28}
MAX_NOTE = 200
_CHUNK = 30_000
_LARGEST = 99_999_999_999
_FONT = "微软雅黑"
_INK, _GREY, _LINE, _RED = "#1F2329", "#6B7280", "#D5DAE1", "#B3261E"
_HELP = (
    ("怎样填", ""),
    ("", "只有浅黄色的格子可以填，其余内容已锁定。不要增删行列、移动行、改名或排序，否则上传时会被拒收。"),
    ("本年", "填数字，不写单位；填 0 表示确实是 0。还没有数就空着。百分率填 92.3，不用写百分号。"),
    (
        "",
        "比写成“1:6.3”，区间写成“3—5”（用长横线）。约数可以直接写“逾500”“95以上”，也可以在“约数”里选。",
    ),
    ("状态", "填了数自动变成“已填”，没有数是“待报”；本单位没有这项工作的，请选“不适用”，数值空着。"),
    ("约数", "数值不是准确数时选：逾、近、以上、左右、以下、以内。准确数空着。"),
    ("说明", f"需要交代的来源、口径，{MAX_NOTE} 字以内。"),
    ("交回", ""),
    (
        "",
        "填好后保存为 .xlsx，在“指标填报”页选“导入 Excel”上传。上传后先列出要改动的各项，确认后才会保存；",
    ),
    (
        "",
        "有一处填得不对，就会指出是哪一格，整份都不会保存，改好再传即可。没有账号的单位请把文件交给发表的单位。",
    ),
)


class _Writing:
    def __init__(self, book: Workbook, seal: str) -> None:
        self.book, self.seal = book, seal
        self.stream = BytesIO()
        self.target = Target(
            self.stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.target.set_properties(
            {"title": f"{book.label}指标填报表", "company": book.bureau, "created": datetime(2000, 1, 1)}
        )
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **wanted: Any) -> Any:
        """One format for each wish, in the workbook's font."""
        told = {"font_name": _FONT, "font_size": 10, "font_color": _INK, "valign": "vcenter"} | wanted
        return self.formats.setdefault(tuple(sorted(told.items())), self.target.add_format(told))

    def write(self) -> bytes:
        self.sheet()
        self.help()
        self.sealed()
        self.target.close()
        return self.stream.getvalue()

    # The sheet to fill

    def sheet(self) -> None:
        page = self.target.add_worksheet(SHEET)
        for column, width in WIDTHS.items():
            page.set_column(column, column, width, self.style())
        self.head(page)
        last = HEADER_ROW
        for row, domain, line in self.book.placed():
            last = row
            if line is None:
                self.domain(page, row, domain)
            else:
                self.line(page, row, line)
        self.tally(page, last)
        self.frame(page, last)

    def head(self, page: Any) -> None:
        page.set_row(0, 30)
        page.write_string(
            0, NAME, f"{self.book.label}指标填报表 · {self.book.bureau}", self.style(font_size=16, bold=True)
        )
        page.write_string(
            2,
            NAME,
            f"只填浅黄色的格子；填法见“{HELP}”。{self.book.made_on}下载。",
            self.style(font_color=_GREY),
        )
        page.set_row(HEADER_ROW, 22)
        look = {"bold": True, "bg_color": "#F1F3F6", "bottom": 1, "top": 1, "border_color": _LINE}
        for column, heading in enumerate(self.book.headings()):
            page.write_string(
                HEADER_ROW,
                column,
                heading,
                self.style(
                    **look,
                    align="right" if column in {BEFORE, CURRENT} else "left",
                    indent=int(column == STATE),
                ),
            )

    def tally(self, page: Any, last: int) -> None:
        first = HEADER_ROW + 2
        states = [line.current.state for line in self.book.lines]
        formula = "&".join(
            f'"{words} "&COUNTIF(F{first}:F{last + 1},"{label}")&" 项{end}"'
            for words, label, end in (
                ("已填", "已填", "，"),
                ("不适用", "不适用", "，"),
                ("待报", "待报", "。"),
            )
        )
        told = (
            f"已填 {states.count('filled')} 项，不适用 {states.count('not_applicable')} 项，"
            f"待报 {states.count('pending')} 项。"
        )
        page.write_formula(1, NAME, f"={formula}", self.style(font_color=_GREY), told)

    def domain(self, page: Any, row: int, domain: str) -> None:
        look = self.style(bold=True, bg_color="#F8F9FB", bottom=1, border_color=_LINE)
        page.set_row(row, 20)
        page.write_string(row, NAME, domain, look)
        for column in range(UNIT, NOTE + 1):
            page.write_blank(row, column, None, look)

    def line(self, page: Any, row: int, line: Line) -> None:
        fixed = {"bottom": 1, "border_color": _LINE, "text_wrap": True}
        page.set_row(row, _height(line))
        page.write_string(row, NAME, line.wanted.name, self.style(**fixed))
        page.write_string(row, UNIT, line.wanted.unit or NO_UNIT, self.style(**fixed, font_color=_GREY))
        page.write_string(
            row, DEFINITION, line.definition, self.style(**fixed, font_color=_GREY, font_size=9)
        )
        _figure(
            page,
            row,
            BEFORE,
            line.before,
            self.style(**fixed, align="right", font_color=_GREY),
            with_words=True,
        )
        entry = fixed | {"text_wrap": False, "locked": bool(line.locked), "border_color": _LINE, "border": 1}
        entry["bg_color"] = "#F1F3F6" if line.locked else "#FFFBE8"
        code = {"num_format": "@"} if _is_spelled(line.wanted, line.current) else {}
        _figure(page, row, CURRENT, line.current, self.style(**entry, **code, align="right"))
        self.state(page, row, line.current, self.style(**entry, align="left", indent=1))
        page.write_string(
            row, APPROXIMATION, APPROXIMATIONS.get(line.current.approximation, ""), self.style(**entry)
        )
        note = line.locked or line.current.note
        page.write_string(row, NOTE, note, self.style(**(entry | {"text_wrap": True})))
        if not line.locked:
            _guard(page, row, line.wanted)

    def state(self, page: Any, row: int, reading: Reading, look: Any) -> None:
        """It follows the figure by itself; a choice from the list takes its place."""
        if reading.state == "not_applicable":
            page.write_string(row, STATE, STATES[reading.state], look)
        else:
            page.write_formula(
                row,
                STATE,
                f'=IF(E{row + 1}="","{STATES["pending"]}","{STATES["filled"]}")',
                look,
                STATES[reading.state],
            )

    def frame(self, page: Any, last: int) -> None:
        first = HEADER_ROW + 2
        page.conditional_format(
            HEADER_ROW + 1,
            CURRENT,
            last,
            STATE,
            {
                "type": "formula",
                "criteria": f'=AND($E{first}<>"",OR($F{first}="不适用",$F{first}="待报"))',
                "format": self.target.add_format({"bg_color": "#FBE3E1", "font_color": _RED}),
            },
        )
        page.freeze_panes(HEADER_ROW + 1, 1)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER_ROW)
        page.print_area(0, 0, last, NOTE)
        page.set_footer("&C第 &P 页，共 &N 页")
        page.hide_gridlines(2)
        to_fill = [row for row, _, line in self.book.placed() if line and not line.locked]
        at = to_fill[0] if to_fill else HEADER_ROW
        page.set_selection(at, CURRENT, at, CURRENT)

    # The other sheets

    def help(self) -> None:
        page = self.target.add_worksheet(HELP)
        page.set_column(0, 0, 10)
        page.set_column(1, 1, 96)
        page.write_string(0, 0, f"{HELP} · {self.book.label}", self.style(font_size=16, bold=True))
        page.set_row(0, 30)
        for row, (head, words) in enumerate(_HELP, start=2):
            page.write_string(row, 0, head, self.style(bold=True, valign="top"))
            page.write_string(row, 1, words, self.style(text_wrap=True, valign="top"))
        page.hide_gridlines(2)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.protect()

    def sealed(self) -> None:
        page = self.target.add_worksheet(SEAL)
        for row in range(0, len(self.seal), _CHUNK):
            page.write_string(row // _CHUNK, 0, self.seal[row : row + _CHUNK])
        page.protect()
        page.very_hidden()


def write_workbook(book: Workbook, seal: str) -> bytes:
    """An .xlsx; `seal` is the signed record of what it holds, as text of ASCII characters."""
    return _Writing(book, seal).write()


def _figure(
    page: Any, row: int, column: int, reading: Reading, look: Any, *, with_words: bool = False
) -> None:
    if with_words and (reading.state == "not_applicable" or reading.approximation in APPROXIMATIONS):
        page.write_string(row, column, _in_words(reading), look)
    elif reading.value is not None:
        page.write_number(row, column, float(reading.value), look)
    elif reading.terms is not None:
        text = write_entry(value=None, terms=reading.terms, approximation=reading.approximation)
        page.write_string(row, column, text, look)
    else:
        page.write_blank(row, column, None, look)


def _in_words(reading: Reading) -> str:
    if reading.state == "not_applicable":
        return STATES["not_applicable"]
    number = write_entry(value=reading.value, terms=reading.terms, approximation=reading.approximation)
    word = APPROXIMATIONS[reading.approximation]
    return f"{word}{number}" if reading.approximation in {"over", "near"} else f"{number}{word}"


def _height(line: Line) -> float:
    """Room for the longest of the texts, in points: spreadsheets that don't measure rows show all of it."""
    texts = (
        (line.wanted.name, WIDTHS[NAME]),
        (line.definition, WIDTHS[DEFINITION] * 1.2),
        (line.locked or line.current.note, WIDTHS[NOTE]),
    )
    lines = max(-(-_width(text) // int(width)) for text, width in texts)
    return 8 + 12.5 * max(lines, 1)


def _width(text: str) -> int:
    """In half-width characters."""
    return sum(2 if ord(char) > 0x2E80 or char in "“”‘’—…" else 1 for char in text)


def _is_spelled(wanted: Wanted, current: Reading) -> bool:
    """Whether spreadsheets would take what is typed for a time or a date."""
    return wanted.kind == "ratio" or current.terms is not None


def _guard(page: Any, row: int, wanted: Wanted) -> None:
    """Lists to choose from, and a word of warning for a number that the metric can hardly have."""
    page.data_validation(
        row,
        STATE,
        row,
        STATE,
        {
            "validate": "list",
            "source": list(STATES.values()),
            "error_title": "状态",
            "error_message": "请从列表里选：已填、不适用、待报。",
        },
    )
    page.data_validation(
        row,
        APPROXIMATION,
        row,
        APPROXIMATION,
        {
            "validate": "list",
            "source": list(APPROXIMATIONS.values()),
            "error_title": "约数",
            "error_message": "请从列表里选，准确数请空着。",
        },
    )
    page.data_validation(
        row,
        NOTE,
        row,
        NOTE,
        {
            "validate": "length",
            "criteria": "<=",
            "value": MAX_NOTE,
            "error_title": "说明",
            "error_message": f"说明最多 {MAX_NOTE} 个字。",
        },
    )
    page.data_validation(row, CURRENT, row, CURRENT, _number_guard(wanted))


def _number_guard(wanted: Wanted) -> dict[str, Any]:
    if wanted.kind == "ratio":
        return {"validate": "any", "input_title": "比", "input_message": "写成“前项:后项”，如 1:6.3。"}
    low = -_LARGEST if wanted.minimum is None else float(wanted.minimum)
    high = _LARGEST if wanted.maximum is None else float(wanted.maximum)
    told = "整数" if wanted.decimals == 0 else f"数字，最多 {wanted.decimals} 位小数"
    bounds = _bounds(wanted)
    guard: dict[str, Any] = {
        "validate": "integer" if wanted.decimals == 0 else "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": f"这一项一般填{told}{bounds}。区间如“3—5”、约数如“逾500”可以照填，选“是”即可。",
    }
    if wanted.unit == "%":
        guard |= {"input_title": "百分率", "input_message": f"填 92.3 表示 92.3%{bounds}。"}
    return guard


def _bounds(wanted: Wanted) -> str:
    if wanted.minimum is not None and wanted.maximum is not None:
        return f"，在 {wanted.minimum:f} 到 {wanted.maximum:f} 之间"
    if wanted.minimum is not None:
        return f"，不小于 {wanted.minimum:f}"
    return "" if wanted.maximum is None else f"，不大于 {wanted.maximum:f}"
