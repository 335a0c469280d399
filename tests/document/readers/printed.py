"""Small PDFs for tests, written by hand: text where it is put, nothing else."""

from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595, 842
Line = tuple[float, float, float, str]
"""(left, baseline, size, words) in points."""


def pdf(pages: Sequence[Iterable[Line]], *, more: str = "") -> bytes:
    """`more` goes into the trailer."""
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_CODES),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(_stream("\n".join(map(_shown, lines))))
    return _file(objects, more)


def paragraph(words: str, top: float, *, left: float = 72, size: float = 16, wide: int = 28) -> list[Line]:
    """Set as official papers are: the first line two characters in, `wide` characters a line."""
    lines: list[Line] = [(left + 2 * size, top, size, words[: wide - 2])]
    rest = words[wide - 2 :]
    for at in range(0, len(rest), wide):
        lines.append((left, top - 29 * len(lines), size, rest[at : at + wide]))
    return lines


def _shown(line: Line) -> str:
    left, baseline, size, words = line
    return f"BT /F {size} Tf {left} {baseline} Td <{words.encode('utf-16-be').hex()}> Tj ET"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], more: str) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(written)
    size = len(objects) + 1
    written += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode("ascii")
    return written + f"trailer << /Size {size} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n".encode(
        "ascii"
    )


_BLOCKS = [range(first, min(first + 100, 256)) for first in (0, 100, 200)]
_RANGES = "\n".join(
    f"{len(block)} beginbfrange\n"
    + "\n".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in block)
    + "\nendbfrange"
    for block in _BLOCKS
)
_CODES = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
    f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{_RANGES}\nendcmap end end"
)
