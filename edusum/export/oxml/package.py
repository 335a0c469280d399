"""The reference package of a layout: all of a Word file but its text. Generated and cached, no file."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordFile

from edusum.export.oxml import small_parts
from edusum.export.oxml.markup import DECLARATION, NAMESPACES
from edusum.export.oxml.styles_part import styles_xml
from edusum.export.styles import Layout, twips

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_ODD_FOOTER = "rIdOdd"
_EVEN_FOOTER = "rIdEven"
_FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Part(NamedTuple):
    """A part of the package, how its owner refers to it, and what it holds."""

    name: str
    content_type: str
    relation: str
    relation_id: str
    content: bytes


def open_reference(layout: Layout) -> WordFile:
    """A fresh copy of the layout's reference package, opened with python-docx."""
    return docx.Document(BytesIO(reference_package(layout)))


def saved(word_file: WordFile, document_xml: bytes) -> bytes:
    """The file as bytes, its main part replaced; the same input always gives the same bytes."""
    package = word_file.part.package
    parts = sorted(package.iter_parts(), key=lambda part: part.partname)
    members = [("_rels/.rels", package.rels.xml)]
    for part in parts:
        members.append((part.partname.membername, document_xml if part is word_file.part else part.blob))
        if part.rels:
            members.append((part.partname.rels_uri.membername, part.rels.xml))
    types = _content_types([(part.partname, part.content_type) for part in parts])
    return _zipped([("[Content_Types].xml", types), *members])


def document_xml(layout: Layout, body: str) -> bytes:
    """The main part: a body of paragraphs and tables on the layout's page."""
    section = _section_properties(layout)
    document = f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    return (DECLARATION + document).encode()


@lru_cache(maxsize=32)
def reference_package(layout: Layout) -> bytes:
    """An empty Word file with all styles, settings and footers of the layout."""
    owned, top = _parts(layout)
    types = _content_types([(f"/{part.name}", part.content_type) for part in (*top, *owned)])
    members = [(part.name, part.content) for part in (*top, *owned)]
    relations = [
        ("_rels/.rels", _relations(top)),
        ("word/_rels/document.xml.rels", _relations(owned, "word/")),
    ]
    return _zipped([("[Content_Types].xml", types), *relations, *members], ZIP_STORED)


def _parts(layout: Layout) -> tuple[list[Part], list[Part]]:
    """What the document owns, and what the package owns."""
    owned = [
        _word_part("styles", "rIdStyles", styles_xml(layout)),
        _word_part("settings", "rIdSettings", small_parts.settings_xml()),
        _word_part("fontTable", "rIdFonts", small_parts.font_table_xml(layout)),
        Part(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            f"{_OFFICE}/theme",
            "rIdTheme",
            small_parts.theme_xml(layout),
        ),
        _footer("footer1", _ODD_FOOTER, small_parts.footer_xml(layout, "right")),
        _footer("footer2", _EVEN_FOOTER, small_parts.footer_xml(layout, "left")),
    ]
    return owned, [_main_part(layout), *_properties()]


def _word_part(name: str, relation_id: str, content: bytes) -> Part:
    return Part(f"word/{name}.xml", f"{_WORD}.{name}+xml", f"{_OFFICE}/{name}", relation_id, content)


def _footer(name: str, relation_id: str, content: bytes) -> Part:
    return Part(f"word/{name}.xml", f"{_WORD}.footer+xml", f"{_OFFICE}/footer", relation_id, content)


def _main_part(layout: Layout) -> Part:
    content = document_xml(layout, "")
    return Part(
        "word/document.xml", f"{_WORD}.document.main+xml", f"{_OFFICE}/officeDocument", "rId1", content
    )


def _properties() -> list[Part]:
    return [
        Part(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            "rId2",
            small_parts.core_properties_xml(),
        ),
        Part(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            f"{_OFFICE}/extended-properties",
            "rId3",
            small_parts.app_properties_xml(),
        ),
    ]


def _section_properties(layout: Layout) -> str:
    margins = {
        "top": layout.margin_top,
        "right": layout.margin_right,
        "bottom": layout.margin_bottom,
        "left": layout.margin_left,
        "header": layout.header_distance,
        "footer": layout.footer_distance,
    }
    margin = " ".join(f'w:{side}="{twips(value)}"' for side, value in margins.items())
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{_ODD_FOOTER}"/>'
        f'<w:footerReference w:type="even" r:id="{_EVEN_FOOTER}"/>'
        f'<w:pgSz w:w="{twips(layout.page_width)}" w:h="{twips(layout.page_height)}"/>'
        f'<w:pgMar {margin} w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.line_pitch}"/></w:sectPr>'
    )


def _relations(parts: list[Part], base: str = "") -> bytes:
    item = '<Relationship Id="{0.relation_id}" Type="{0.relation}" Target="{1}"/>'
    items = "".join(item.format(part, part.name.removeprefix(base)) for part in parts)
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def _content_types(parts: list[tuple[str, str]]) -> bytes:
    kinds = {"rels": _RELATIONSHIPS_TYPE, "xml": "application/xml"}
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'.encode()


def _zipped(members: list[tuple[str, bytes]], compression: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in members:
            archive.writestr(_entry(name), content, compression)
    return buffer.getvalue()


def _entry(name: str) -> ZipInfo:
    """A member that tells neither when nor on which system it was written."""
    entry = ZipInfo(name, _FIRST_ZIP_DATE)
    entry.create_system = 0
    return entry
