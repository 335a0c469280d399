"""Pages as LibreOffice draws them with the stand-in fonts: text and ink, in mm from the upper left."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from edusum.document.model import Document
from edusum.export.styles import Layout
from edusum.export.word import to_docx

FONTS = Path(__file__).with_name("fonts.conf")
POINTS_PER_MM = 72 / 25.4
DOTS_PER_MM = 12

Colour = tuple[bytes, bytes, bytes]
"""For red, green and blue: which of the 256 values belong to it."""
Stretch = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line of a page, its box in mm from the upper left corner of the sheet."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def tool(name: str, package: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is needed to look at rendered pages; install it: apt-get install {package}"
    return path


def to_pdfs(folder: Path, papers: Mapping[str, tuple[Document, Layout]]) -> dict[str, Path]:
    """Each paper as a PDF in `folder`, from one run of LibreOffice with a profile of its own."""
    for name, (document, layout) in papers.items():
        (folder / f"{name}.docx").write_bytes(to_docx(document, layout))
    command = [
        tool("soffice", "libreoffice-writer-nogui"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "pdf", "--outdir", folder),
        *(folder / f"{name}.docx" for name in papers),
    ]
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS)}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)
    return {name: folder / f"{name}.pdf" for name in papers}


def pages_of(pdf: Path) -> list[list[Line]]:
    """The lines of each page."""
    command = [tool("pdftotext", "poppler-utils"), "-bbox-layout", pdf, "-"]
    output = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    tree = etree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", output))
    return [[_line(line) for line in page.iter("{*}line")] for page in tree.iter("{*}page")]


def _line(element: etree._Element) -> Line:
    text = " ".join(word.text for word in element.iter("{*}word"))
    sides = (float(element.get(side)) / POINTS_PER_MM for side in ("xMin", "xMax", "yMin", "yMax"))
    return Line(text, *sides)


DARK: Colour = (bytes(value < 110 for value in range(256)),) * 3
RED: Colour = (bytes(value > 180 for value in range(256)), *DARK[1:])


class Picture:
    """One page as a picture."""

    def __init__(self, pdf: Path, page: int) -> None:
        command = [tool("pdftoppm", "poppler-utils"), "-r", str(DOTS_PER_MM * 25.4)]
        command += ["-f", str(page), "-l", str(page), pdf]
        image = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
        _, size, _, self._pixels = image.split(b"\n", 3)
        self._width, self._height = map(int, size.split())

    def rows(self, colour: Colour = DARK, *, left: float, right: float) -> list[Stretch]:
        """From where to where down the page there is ink between two columns."""
        columns = slice(int(left * DOTS_PER_MM), int(right * DOTS_PER_MM))
        return _stretches([row for row in range(self._height) if self._ink(colour, row, columns)])

    def columns(self, colour: Colour = DARK, *, top: float, bottom: float) -> list[Stretch]:
        """From where to where across the page there is ink between two rows."""
        ink = 0
        for row in range(int(top * DOTS_PER_MM), int(bottom * DOTS_PER_MM)):
            ink |= self._ink(colour, row, slice(0, self._width))
        dots = ink.to_bytes(self._width, "big")
        return _stretches([column for column, dot in enumerate(dots) if dot])

    def _ink(self, colour: Colour, row: int, columns: slice) -> int:
        """The dots of a row that have the colour, a byte each, as one number."""
        start = row * self._width
        dots = self._pixels[(start + columns.start) * 3 : (start + columns.stop) * 3]
        red, green, blue = (
            int.from_bytes(dots[channel::3].translate(table), "big") for channel, table in enumerate(colour)
        )
        return red & green & blue


def _stretches(dots: list[int]) -> list[Stretch]:
    """Neighbouring dots as stretches in mm."""
    found: list[list[int]] = []
    for dot in dots:
        if found and dot == found[-1][1] + 1:
            found[-1][1] = dot
        else:
            found.append([dot, dot])
    return [(first / DOTS_PER_MM, (last + 1) / DOTS_PER_MM) for first, last in found]
