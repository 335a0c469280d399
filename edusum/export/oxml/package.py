"""The package of a Word file: all but the text is made once per layout, read by python-docx, and kept."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from posixpath import dirname, relpath
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

import docx

from edusum.export.oxml import page, small_parts
from edusum.export.oxml.archive import Member, archive, member
from edusum.export.oxml.markup import DECLARATION, NAMESPACES, encoded
from edusum.export.oxml.parts import Part
from edusum.export.oxml.small_parts import Properties
from edusum.export.oxml.styles_part import styles_xml
from edusum.export.styles import Layout

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/>'
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "word/document.xml"
_MAIN_RELATIONS = "word/_rels/document.xml.rels"
_PROPERTIES, _CUSTOM_PROPERTIES = "docProps/core.xml", "docProps/custom.xml"
_WRITTEN_ANEW = {_MAIN, _PROPERTIES, _CUSTOM_PROPERTIES}


class _Kept(NamedTuple):
    """What documents of one layout share: members that stay, and what the main part and the package name."""

    members: tuple[Member, ...]
    types: tuple[tuple[str, str], ...]
    owned: tuple[Part, ...]


def saved(body: str, layout: Layout, properties: Properties, parts: Sequence[Part] = ()) -> bytes:
    """The file as bytes: a body with the section at its end, and `parts` that it refers to."""
    kept = _kept(layout)
    members = [
        *(_directory(kept, parts) if parts else ()),
        *kept.members[2 if parts else 0 :],
        member(_PROPERTIES, small_parts.core_properties_xml(properties)),
        member(_CUSTOM_PROPERTIES, small_parts.custom_properties_xml(properties.document)),
        member(_MAIN, encoded(f"{_OPENING}{body}{_CLOSING}")),
        *(member(name, content) for name, content in _contents(parts)),
    ]
    return archive(members)


_OPENING = f"{DECLARATION}<w:document {NAMESPACES}><w:body>"
_CLOSING = "</w:body></w:document>"


@lru_cache(maxsize=64)
def reference_package(layout: Layout) -> bytes:
    """An empty Word file with all styles, settings and footers of the layout."""
    owned, top = _owned(layout), _top(layout)
    types = [(part.name, part.content_type) for part in (*top, *owned)]
    members = [
        (_CONTENT_TYPES, _content_types(types)),
        ("_rels/.rels", _relations(top)),
        (_MAIN_RELATIONS, _relations(owned, _MAIN)),
        *_contents((*top, *owned)),
    ]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as package:
        for name, content in members:
            package.writestr(name, content)
    return buffer.getvalue()


@lru_cache(maxsize=64)
def _kept(layout: Layout) -> _Kept:
    """The reference package as python-docx reads it, deflated; first the two members that name others."""
    package = docx.Document(BytesIO(reference_package(layout))).part.package
    parts = sorted(package.iter_parts(), key=lambda part: part.partname)
    types = tuple((part.partname.membername, part.content_type) for part in parts)
    owned = tuple(_owned(layout))
    members = [
        (_CONTENT_TYPES, _content_types(types)),
        (_MAIN_RELATIONS, _relations(owned, _MAIN)),
        ("_rels/.rels", package.rels.xml),
        *((part.partname.membername, part.blob) for part in parts),
    ]
    stays = [member(name, content) for name, content in members if name not in _WRITTEN_ANEW]
    return _Kept(tuple(stays), types, owned)


def _directory(kept: _Kept, parts: Sequence[Part]) -> Iterator[Member]:
    """The two members that name others, for a document with parts of its own."""
    more = tuple((part.name, part.content_type) for part in _all(parts))
    yield member(_CONTENT_TYPES, _content_types((*kept.types, *more)))
    yield member(_MAIN_RELATIONS, _relations((*kept.owned, *parts), _MAIN))


def _all(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _all(part.parts)


def _contents(parts: Iterable[Part]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part, and of what names the parts that it owns."""
    for part in _all(parts):
        yield part.name, part.content
        if part.parts:
            folder, _, name = part.name.rpartition("/")
            yield f"{folder}/_rels/{name}.rels", _relations(part.parts, part.name)


def _owned(layout: Layout) -> list[Part]:
    """What the main part refers to."""
    return [
        _word_part("styles", "rIdStyles", styles_xml(layout)),
        _word_part("settings", "rIdSettings", small_parts.settings_xml(layout)),
        _word_part("fontTable", "rIdFonts", small_parts.font_table_xml(layout)),
        Part(
            "word/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
            f"{_OFFICE}/theme",
            "rIdTheme",
            small_parts.theme_xml(layout),
        ),
        *page.upright_footers(layout),
    ]


def _word_part(name: str, relation_id: str, content: bytes) -> Part:
    return Part(f"word/{name}.xml", f"{_WORD}.{name}+xml", f"{_OFFICE}/{name}", relation_id, content)


def _top(layout: Layout) -> list[Part]:
    """What the package refers to."""
    empty = f"{_OPENING}{page.section_properties(layout)}{_CLOSING}".encode()
    return [
        Part(_MAIN, f"{_WORD}.document.main+xml", f"{_OFFICE}/officeDocument", "rId1", empty),
        Part(
            _PROPERTIES,
            "application/vnd.openxmlformats-package.core-properties+xml",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            "rId2",
            small_parts.core_properties_xml(Properties()),
        ),
        Part(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            f"{_OFFICE}/extended-properties",
            "rId3",
            small_parts.app_properties_xml(),
        ),
        Part(
            _CUSTOM_PROPERTIES,
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            f"{_OFFICE}/custom-properties",
            "rId4",
            small_parts.custom_properties_xml(""),
        ),
    ]


def _relations(parts: Iterable[Part], owner: str = "") -> bytes:
    folder = dirname(owner) or "."
    items = "".join(
        _RELATION.format(part.relation_id, part.relation, relpath(part.name, folder)) for part in parts
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def _content_types(types: Iterable[tuple[str, str]]) -> bytes:
    kinds = {"rels": _RELATIONSHIPS_TYPE, "xml": "application/xml"}
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in kinds.items())
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'.encode()
