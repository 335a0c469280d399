"""Whether an .xlsx may be opened at all: looked through piece by piece, before anything is built of it."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from edusum.common.errors import EdusumError

MAX_UNPACKED = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_CELLS = 100_000
MAX_ELEMENTS = 1_000_000
MAX_RANGES = 10_000
MAX_FORMULAS = 3_000_000
"""Characters of shared formulas as they would be written out for each cell that shares one."""
RESAVE = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"
_CHUNK = 256 * 1024
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_COVERING = frozenset({"mergeCell", "hyperlink", "comment"})
"""What names cells by their range; the reader makes a cell for each of these."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_STRICT: Final = "purl.oclc.org/ooxml"


def has_formulas(content: bytes) -> bool:
    """Whether any cell has a formula; raises EdusumError for what is not to be opened.

    What the parts say of their size and kind may be a lie, so each is unpacked and parsed here, and counted.
    """
    tally = _Tally()
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        _refuse_contents([part.filename for part in parts], parts)
        for part in parts:
            look = _Look(tally, part.filename)
            for piece in _pieces(archive, part):
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED:
                    raise EdusumError("文件解开后过大，请删去图片和多余的工作表，只留要导入的表格后再上传。")
                look.feed(piece)
            look.feed(b"", is_last=True)
    return tally.has_formulas


def _refuse_contents(names: list[str], parts: list[zipfile.ZipInfo]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise EdusumError(f"文件含有宏，为安全起见没有打开。{RESAVE}")
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise EdusumError(f"文件的结构不正常，没有打开。{RESAVE}")
    if any(part.flag_bits & 1 for part in parts):
        raise EdusumError("文件设了打开密码，读不了。请取消密码，另存后再上传。")
    if any(part.compress_type not in _METHODS for part in parts):
        raise EdusumError(f"文件的结构不正常，没有打开。{RESAVE}")
    if "xl/workbook.xml" not in names:
        if any(name.startswith("word/") for name in names):
            raise EdusumError("这是 Word 文件，不是表格，请上传 .xlsx 文件。")
        if "xl/workbook.bin" in names or "content.xml" in names:
            raise EdusumError(f"这种格式的表格（.xlsb、.ods）读不了，{RESAVE}")
        raise EdusumError("这不是表格文件，请上传 .xlsx 或 .csv 表格。")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


class _Tally:
    """What there is in all parts together."""

    def __init__(self) -> None:
        self.has_formulas = False
        self.shared = 0
        self.longest = 0
        self.cells = 0
        self.covered = 0
        self.ranges = 0
        self.elements = 0

    def add_element(self) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise EdusumError(
                "文件里的内容太多，请只留要导入的表格，删去图表、透视表和多余的工作表后再上传。"
            )

    def add_cell(self) -> None:
        """A row counts too: an empty one with a format costs as much."""
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise EdusumError(
                f"表格太大，单元格和行超过了 {MAX_CELLS} 个。多半是末尾有成片只带格式的空行，"
                "请删去多余的行和工作表后再上传。"
            )

    def add_range(self, told: str) -> None:
        self.ranges += 1
        self.covered += _area(told)
        if self.ranges > MAX_RANGES:
            raise EdusumError(
                f"合并的单元格、超链接和批注超过了 {MAX_RANGES} 处，请只留要导入的部分后再上传。"
            )
        if self.covered > MAX_CELLS:
            raise EdusumError(
                f"合并的单元格、超链接或批注盖住了 {MAX_CELLS} 个以上的单元格，多半是合并了整行或整列，"
                "请取消这些合并后再上传。"
            )

    def add_formula(self, length: int, *, is_shared: bool) -> None:
        self.has_formulas = True
        self.shared += is_shared
        self.longest = max(self.longest, length)
        if self.shared * self.longest > MAX_FORMULAS:
            raise EdusumError(
                "表里的公式太多太长，请把有公式的单元格复制，“选择性粘贴”成数值，保存后再上传。"
            )


class _Look:
    """A part as the parser sees it that reads it later, whatever its name says; what is no XML is let be."""

    def __init__(self, tally: _Tally, filename: str) -> None:
        self._tally = tally
        self._is_named_xml = filename.endswith((".xml", ".rels"))
        self._above: list[str] = [""]
        self._is_over = False
        self._is_shared = False
        self._length = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._entity

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        if self._is_over:
            return
        try:
            self._parser.Parse(piece, is_last)
        except (expat.ExpatError, _EntityError):
            self._is_over = True

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("}")
        self._tally.add_element()
        if local == "workbook" and _STRICT in space:
            raise EdusumError(f"这是“严格”格式的工作簿，{RESAVE}")
        if local in {"c", "row"} or self._above[-1] == "row":
            self._tally.add_cell()
        elif local in _COVERING and "ref" in attributes:
            self._tally.add_range(attributes["ref"])
        elif local == "f" and self._above[-1] == "c":
            self._is_shared, self._length = attributes.get("t") == "shared", 0
            self._parser.CharacterDataHandler = self._text
        self._above.append(local)

    def _end(self, _name: str) -> None:
        local = self._above.pop()
        if local == "f" and self._above[-1] == "c":
            self._parser.CharacterDataHandler = None
            self._tally.add_formula(self._length, is_shared=self._is_shared)

    def _text(self, words: str) -> None:
        self._length += len(words)

    def _declared(self, *_told: object) -> None:
        if self._is_named_xml:
            raise EdusumError(f"文件里有不该有的声明（DTD），为安全起见没有打开。{RESAVE}")

    def _entity(self, *_told: object) -> None:
        raise _EntityError


class _EntityError(Exception):
    """The reader of sheets goes no further than a declared entity either."""


def _area(told: str) -> int:
    """How many cells a range has, as the reader understands it; whole rows and columns have all of theirs.

    Raises ValueError for what is no range.
    """
    left, top, right, bottom = range_boundaries(told.rpartition("!")[2])
    columns = (right or _LAST_COLUMN) - (left or 1) + 1
    rows = (bottom or _LAST_ROW) - (top or 1) + 1
    return max(columns, 1) * max(rows, 1)
