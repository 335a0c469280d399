"""The text layer of a PDF → SourceText: lines joined to paragraphs, page numbers and running heads cut."""

import re
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from edusum.common.errors import EdusumError
from edusum.document.readers.limits import MAX_CHARACTERS, too_long
from edusum.document.readers.ordinary import share
from edusum.document.readers.pdf_lines import Printed, paragraphs, without_margins
from edusum.document.readers.source import SourceText

MAX_PAGES = 1000
_LOCKED = "这个 PDF 加了密码，读不了。请在 PDF 阅读器里输入密码打开，另存为没有密码的文件后再上传。"
_BROKEN = "这个 PDF 打不开，可能已损坏或没有下载完整。请重新下载，或者找到原来的 Word 文件后再上传。"
_SCANNED = (
    "这个 PDF 是扫描件，里面只有图片，没有文字。请用文字识别（OCR）软件转成文字，"
    "或者找到原来的 Word 文件后再上传。"
)
_UNREADABLE = "这个 PDF 里的文字用的是特殊编码，读出来是乱码。请找到原来的 Word 文件后再上传。"
_TOO_MANY = f"这个 PDF 超过了 {MAX_PAGES} 页，没有读。请按篇拆开后再上传。"
_JOINED = "PDF 里没有段落，段落是照版面拼接的，请核对分段；表格已按文字逐行读出。"
_CUT = "每页重复的页眉、页脚和页码（共 {} 行）已略去。"
_LEAST_A_PAGE = 8
"""Characters; scans often have a text layer of nothing but a stamp or a page number."""
_LEAST_ORDINARY = 0.7
_LINE_END = re.compile(r"[\r\n]+|\Z")
_ODD = re.compile("[\x00\x02\u00ad\u200b-\u200d\ufeff\ufffe\uffff]")
_PASSWORD = 4


def read(data: bytes) -> SourceText:
    """Raises EdusumError for scans, locked and broken files."""
    document = _opened(data)
    try:
        if len(document) > MAX_PAGES:
            raise EdusumError(_TOO_MANY)
        lines = list(_lines(document))
        pages = len(document)
    finally:
        document.close()
    text = "\n".join(line.text for line in lines)
    if len(re.sub(r"\s+", "", text)) < _LEAST_A_PAGE * pages:
        raise EdusumError(_SCANNED)
    if share(text) < _LEAST_ORDINARY:
        raise EdusumError(_UNREADABLE)
    kept = without_margins(lines)
    cut = len(lines) - len(kept)
    return SourceText(
        kind="pdf",
        lines=tuple(paragraphs(kept)),
        told=(_JOINED, *([_CUT.format(cut)] if cut else [])),
    )


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
        raise EdusumError(_LOCKED if is_locked else _BROKEN) from error


def _lines(document: pypdfium2.PdfDocument) -> Iterator[Printed]:
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        layer = page.get_textpage()
        try:
            for line in _of_page(layer, number):
                total += len(line.text)
                if total > MAX_CHARACTERS:
                    raise too_long()
                yield line
        finally:
            layer.close()
            page.close()


def _of_page(layer: pypdfium2.PdfTextPage, number: int) -> Iterator[Printed]:
    """The lines of a page as PDFium puts them in order, with where they begin and end."""
    start = 0
    for ending in _LINE_END.finditer(said := _signs(layer)):
        line = _line(layer, said, start, ending.start(), number)
        if line:
            yield line
        start = ending.end()


def _signs(layer: pypdfium2.PdfTextPage) -> str:
    """Its characters, one for each that PDFium counts."""
    count = layer.count_chars()
    if count <= 0:
        return ""
    said: str = layer.get_text_range(0, count)
    if len(said) == count:
        return said
    return "".join(chr(raw.FPDFText_GetUnicode(layer, place)) for place in range(count))


def _line(layer: pypdfium2.PdfTextPage, said: str, start: int, end: int, number: int) -> Printed | None:
    shown = said[start:end]
    words = shown.strip()
    kept = _ODD.sub("", words)
    if not kept:
        return None
    first = start + len(shown) - len(shown.lstrip())
    last = first + len(words) - 1
    left, _, _, top = layer.get_charbox(first, loose=True)
    _, _, right, _ = layer.get_charbox(last, loose=True)
    size = float(raw.FPDFText_GetFontSize(layer, (first + last) // 2))
    return Printed(number, kept, left, right, top, size)
