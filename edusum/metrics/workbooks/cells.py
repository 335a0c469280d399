"""What a cell of a spreadsheet says for a metric: understood where it is certain, else told why not."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from edusum.common.errors import EdusumError
from edusum.metrics.entries import Entry, read_entry
from edusum.metrics.figures import Reading, State
from edusum.metrics.units import LARGE_KINDS, round_half_up, scale_of

SIGNIFICANT_DIGITS = 15
"""As many as a spreadsheet keeps of a number."""
MAX_TEXT = 40
MAX_FORMAT = 255
"""As long as a number format can be; what a file has beyond that is no format of any program."""
Raw = str | int | float | Decimal | bool | date | time | timedelta | None

_STATES: dict[str, State] = {
    "不适用": "not_applicable",
    "待报": "pending",
    "待填": "pending",
    "未报": "pending",
}
_STROKES = frozenset(
    {"-", "--", "---", "—", "——", "–", "/", "\\", "*", "无", "N/A", "n/a", "NA", "空", "…", "……"}
)
_ERRORS = {
    "#REF!": "公式引用的单元格已经不在了",
    "#DIV/0!": "公式里除数是 0",
    "#VALUE!": "公式里有不是数字的内容",
    "#N/A": "公式没有查到数",
    "#NAME?": "公式里有认不出的名称",
    "#NUM!": "公式算不出数",
    "#NULL!": "公式的区域写错了",
    "#SPILL!": "公式的结果放不下",
    "#CALC!": "公式算不出数",
}
_ELSEWHERE = re.compile(r"\[[^\[\]]+\]")
_FLEETING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_BRACKETED = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_PLACES = re.compile(r"[#0?,.]+")
_MAGNITUDES = {"亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3}
_QUANTITY = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<size>亿|千万|百万|万|千)?\s*(?P<base>[^\d\s,.+-]*)"
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_SQUARES = {"㎡": "平方米", "m²": "平方米", "M²": "平方米"}
_TAILS = ("左右", "上下", "及以上", "以上", "及以下", "以下", "以内", "多", "余")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The metric a cell is read for."""

    code: str
    name: str
    unit: str = ""
    kind: str = "count"
    decimals: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as the file has it; `formula` is its text without the sign, `shown_as` its number format.

    `value` of a formula is the result that the file keeps, None if it keeps none.
    """

    value: Raw = None
    formula: str = ""
    shown_as: str = "General"
    is_error: bool = False
    is_merged: bool = False
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.formula and not self.is_merged and text_of(self) == ""


BLANK = SheetCell()


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell's figure; `doubts` are sentences on what a person should look at."""

    reading: Reading
    doubts: tuple[str, ...] = ()


def text_of(cell: SheetCell) -> str:
    """What stands in the cell, as plain words without the blanks around them."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, float):
        return _in_full(_decimal(cell.value))
    return _tidy(str(cell.value))


def read_cell(cell: SheetCell, wanted: Wanted, *, unit: str = "") -> Understood:
    """The cell as a figure of the metric; `unit` is what the table says its numbers are in ("": nothing).

    Raises EdusumError with a sentence for whoever filled the table.
    """
    _refuse_unsure(cell)
    doubts: list[str] = []
    if cell.formula:
        doubts.append(f"由公式算出，取表里存的结果 {text_of(cell)}。")
    if isinstance(cell.value, str):
        text = _tidy(cell.value)
        if text in _STATES:
            return Understood(Reading(_STATES[text]))
        _refuse_strange(text)
    else:
        text = _shown_number(cell, wanted, doubts) if cell.value is not None else ""
    if not text:
        return Understood(Reading())
    entry = _entry(_in_unit(text, wanted, unit, doubts), wanted, typed=text)
    if _is_rate(wanted) and entry.value is not None and "%" not in unicodedata.normalize("NFKC", text):
        _doubt_fraction(text_of(cell), entry.value, doubts)
    return Understood(Reading("filled", entry.value, entry.terms, entry.approximation), tuple(doubts))


# What cannot be taken at its word


def _refuse_unsure(cell: SheetCell) -> None:
    if cell.is_merged:
        raise EdusumError("这一格并在上面或左边的单元格里，看不出是谁的数，请取消合并后分别填写。")
    if cell.is_error:
        told = _ERRORS.get(str(cell.value), "公式出错")
        raise EdusumError(f"单元格显示“{cell.value}”（{told}），请改成数字。")
    if cell.formula:
        _refuse_formula(cell)
    if isinstance(cell.value, bool):
        raise EdusumError("单元格里是“是/否”（TRUE/FALSE），不是数字，请改成数字。")
    if isinstance(cell.value, date | time | timedelta):
        raise EdusumError(
            "表格软件把它存成了日期或时间。比和区间（如 1:6.3、3—5）请先把单元格设为“文本”格式，再重新填写。"
        )


def _refuse_formula(cell: SheetCell) -> None:
    if cell.value is None:
        raise EdusumError("公式还没有算出结果，请用 Excel 或 WPS 打开、保存一次，或直接填数字。")
    if _ELSEWHERE.search(cell.formula):
        raise EdusumError("公式的数取自另一个文件，看不出是不是最新的，请改成数字。")
    if _FLEETING.search(cell.formula):
        raise EdusumError("公式的结果随打开的时间而变，请改成数字。")


def _refuse_strange(text: str) -> None:
    if text in _STROKES:
        raise EdusumError(f"看不出“{text}”是 0、不适用还是待报，请写明。")
    if len(text) > MAX_TEXT:
        raise EdusumError(f"单元格里文字太多（{len(text)} 个字），请只填数字。")
    if "(" in text or "（" in text:
        raise EdusumError(f"“{text}”里有括号，请只填数字，括号里的话写到“说明”里。")
    if any(unicodedata.category(char) == "No" for char in text if char not in "²"):
        raise EdusumError(f"“{text}”里有序号或上下标一类的字符，看不准是多少，请只填普通数字。")


# Numbers as the sheet shows them


def _shown_number(cell: SheetCell, wanted: Wanted, doubts: list[str]) -> str:
    """A number with what its format puts around it: 0.923 as 0.0% is 92.3%; 3.2 as 0.0"亿元" is 3.2亿元."""
    number = _decimal(cell.value)
    before, middle, after = _around(cell.shown_as, number)
    if "%" in middle + after:
        if not _is_rate(wanted):
            raise EdusumError(f"单元格显示成百分数，这项指标的单位是“{wanted.unit or '比'}”，请核对。")
        number = number.scaleb(2)
        after = after.replace("%", "") + "%"
    elif middle.endswith(",") and (before or after):
        raise EdusumError("单元格的格式把数缩小了千倍显示，看不准单位，请改成普通数字。")
    return f"{before}{_in_full(_to_decimals(number, wanted, doubts))}{after}"


def _around(shown_as: str, number: Decimal) -> tuple[str, str, str]:
    """The words that a number format puts before and after the number, and its places: "", 0.00, 万元."""
    if shown_as in {"General", "@"}:
        return "", "", ""
    sections = _SECTION.split(_BRACKETED.sub("", shown_as[:MAX_FORMAT]))
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    section = section.replace("General", "0").replace("G/通用格式", "0")
    marks = _LITERAL.sub(lambda match: match[1] or match[2] or "", section)
    places = _PLACES.search(marks)
    if places is None:
        return "", "", ""
    before, after = marks[: places.start()].strip(), marks[places.end() :].strip()
    if after.upper().startswith("E+"):
        after = ""
    return before.lstrip("¥￥$-+( ").strip(), places[0], after.rstrip(") ").strip()


def _to_decimals(number: Decimal, wanted: Wanted, doubts: list[str]) -> Decimal:
    """Rounded where the metric has decimals at all: rates are computed with more of them than are told."""
    if not wanted.decimals or wanted.kind == "ratio":
        return number
    rounded = round_half_up(number, wanted.decimals)
    if rounded != number:
        doubts.append(f"表里是 {_in_full(number)}，按 {wanted.decimals} 位小数取 {_in_full(rounded)}。")
    return rounded


def _decimal(value: Raw) -> Decimal:
    """The number as far as a spreadsheet keeps it: 0.30000000000000004 is 0.3. Raises EdusumError."""
    number = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else Decimal(str(value))
    if not number.is_finite():
        raise EdusumError("单元格里的数没有大小，请改成普通数字。")
    return number


def _in_full(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


# Words and units


def _tidy(text: str) -> str:
    """Without blanks around, invisible characters and the apostrophe that keeps a number a text."""
    plain = "".join(char for char in text.replace("\u00a0", " ") if unicodedata.category(char) != "Cf")
    return plain.strip().removeprefix("'").strip()


def _in_unit(text: str, wanted: Wanted, unit: str, doubts: list[str]) -> str:
    """The text with its number told in the metric's unit: 3.2亿 → 32000 for 万元."""
    plain = unicodedata.normalize("NFKC", _squares(text)).strip()
    if wanted.kind == "money":
        plain = plain.lstrip("¥￥").removesuffix("整")
    match = _QUANTITY.search(plain)
    if match is None or wanted.kind not in LARGE_KINDS or len(_QUANTITY.findall(plain)) != 1:
        return plain
    vague, base, tail = _split_words(match["base"])
    told = f"{match['size'] or ''}{base}"
    if not told and unit:
        told = unicodedata.normalize("NFKC", _squares(unit))
    shift = _shift(told, wanted) if told and told != wanted.unit else 0
    if not shift:
        return plain
    number = Decimal(match["number"].replace(",", "")).scaleb(shift)
    doubts.append(f"“{match['number']}{told}”按 {_in_full(number)}{wanted.unit} 读入。")
    return f"{plain[: match.start()]}{_in_full(number)}{vague}{tail}{plain[match.end() :]}"


def _squares(text: str) -> str:
    for sign, words in _SQUARES.items():
        text = text.replace(sign, words)
    return text


def _split_words(base: str) -> tuple[str, str, str]:
    """多人左右 → 多, 人, 左右."""
    vague = base[:1] if base[:1] in {"多", "余"} else ""
    rest = base.removeprefix(vague)
    tail = next((tail for tail in _TAILS if rest.endswith(tail)), "")
    return vague, rest.removesuffix(tail), tail


def _shift(told: str, wanted: Wanted) -> int:
    """By how many powers of ten a number in the told unit is larger in the metric's; 0: nothing to do.

    Raises EdusumError where the two count different things or the size could be meant either way.
    """
    base, size = _scale(told)
    wanted_base, wanted_size = _scale(wanted.unit)
    if base and base != wanted_base:
        own = wanted.unit or "（无）"
        raise EdusumError(f"表里的单位是“{told}”，这项指标的单位是“{own}”，请换算后再填。")
    if not base and size <= wanted_size and wanted_size:
        raise EdusumError(
            f"看不准“{told}”是不是已经算在单位“{wanted.unit}”里，请写成完整的单位，如“3.2{wanted.unit}”。"
        )
    return size - wanted_size


def _scale(unit: str) -> tuple[str, int]:
    if unit in _MAGNITUDES:
        return "", _MAGNITUDES[unit]
    if unit.startswith("千万"):
        base, size = _scale(unit.removeprefix("千万"))
        return base, size + _MAGNITUDES["千万"]
    return scale_of(unit)


def _entry(text: str, wanted: Wanted, *, typed: str) -> Entry:
    try:
        return read_entry(
            text,
            kind=wanted.kind,
            unit=wanted.unit,
            decimals=wanted.decimals,
            minimum=wanted.minimum,
            maximum=wanted.maximum,
        )
    except EdusumError as error:
        if text != typed and text in error.message:
            raise EdusumError(error.message.replace(text, typed)) from error
        raise


def _is_rate(wanted: Wanted) -> bool:
    return wanted.unit == "%" or (wanted.kind == "percent" and not wanted.unit)


def _doubt_fraction(told: str, taken: Decimal, doubts: list[str]) -> None:
    """A rate between 0 and 1 was perhaps meant in hundreds."""
    if 0 < taken <= 1:
        meant = _in_full(Decimal(told).scaleb(2)) if _PLAIN.fullmatch(told) else "另一个数"
        doubts.append(f"按 {_in_full(taken)}% 读入；如果是 {meant}%，请在表里改正。")
