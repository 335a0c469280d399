"""A workbook edited in LibreOffice: opened by it, cells set, computed and saved by it."""

import re
import subprocess
from pathlib import Path

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from tests.export.rendered import tool

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_FILTERS = {"fods": "fods", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


def edited(content: bytes, folder: Path, cells: dict[str, object], sheet: str = "填报表") -> bytes:
    """The workbook after these cells ("E5") were set to numbers, texts or None, as LibreOffice saves it."""
    (folder / "book.xlsx").write_bytes(content)
    _convert(folder, "book.xlsx", "fods")
    path = folder / "book.fods"
    tree = etree.parse(path, etree.XMLParser(huge_tree=True))
    table = next(table for table in tree.iter(f"{{{TABLE}}}table") if table.get(f"{{{TABLE}}}name") == sheet)
    for address, value in cells.items():
        _set(_cell(table, address), value)
    for cell in tree.iter(f"{{{TABLE}}}table-cell"):
        if cell.get(f"{{{TABLE}}}formula"):
            _forget(cell)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    (folder / "book.xlsx").unlink()
    _convert(folder, "book.fods", "xlsx")
    return (folder / "book.xlsx").read_bytes()


def _convert(folder: Path, name: str, kind: str) -> None:
    subprocess.run(
        [
            tool("soffice", "libreoffice-calc-nogui"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            _FILTERS[kind],
            name,
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=180,
    )


def _cell(table, address):
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
    rows = f"{{{TABLE}}}table-row"
    row = _nth(list(table.iter(rows)), int(number) - 1, "number-rows-repeated")
    return _nth(list(row), column_index_from_string(letters) - 1, "number-columns-repeated")


def _nth(nodes, index, repeated):
    """The node at this place; one that stands for several is taken apart."""
    name = f"{{{TABLE}}}{repeated}"
    for node in nodes:
        count = int(node.get(name, 1))
        if index >= count:
            index -= count
            continue
        for before, length in ((True, index), (False, count - index - 1)):
            if length:
                copy = etree.fromstring(etree.tostring(node))
                copy.set(name, str(length))
                (node.addprevious if before else node.addnext)(copy)
        node.attrib.pop(name, None)
        return node
    raise IndexError(index)


def _set(cell, value):
    _forget(cell)
    cell.attrib.pop(f"{{{TABLE}}}formula", None)
    if value is None:
        return
    if isinstance(value, str):
        cell.set(f"{{{OFFICE}}}value-type", "string")
        etree.SubElement(cell, f"{{{TEXT}}}p").text = value
    else:
        cell.set(f"{{{OFFICE}}}value-type", "float")
        cell.set(f"{{{OFFICE}}}value", str(value))


def _forget(cell):
    for name in list(cell.attrib):
        if name.rpartition("}")[2] in {"value-type", "value", "string-value"}:
            del cell.attrib[name]
    for child in list(cell):
        cell.remove(child)
