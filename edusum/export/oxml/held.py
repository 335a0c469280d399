"""A Word file of anybody's, some of its parts anew: everything else stays byte for byte."""

import io
from collections.abc import Mapping
from posixpath import dirname, relpath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from edusum.document.readers.package import opened
from edusum.export.oxml.items import Element

_TYPES = "[Content_Types].xml"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


class Held:
    """`main`: its main part, word/document.xml as a rule. Names are as they stand in the file."""

    def __init__(self, data: bytes, main: str) -> None:
        self._data = data
        self._changed: dict[str, bytes] = {}
        with opened(data) as archive:
            self._names = {name.lower().lstrip("/"): name for name in archive.namelist()}
            self.main = self._names[main.lower()]

    def read(self, name: str) -> bytes | None:
        held = self._names.get(name.lower())
        if held is None:
            return None
        with opened(self._data) as archive:
            return archive.read(held)

    def change(self, name: str, content: bytes) -> None:
        self._changed[self._names.get(name.lower(), name)] = content

    def related(self, kind: str) -> str | None:
        """The part that the main part is tied to by a relation of this kind (its last word: comments)."""
        for relation in self._relations():
            if (
                relation.get("Type", "").rpartition("/")[2] == kind
                and relation.get("TargetMode") != "External"
            ):
                target = relation.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else _joined(dirname(self.main), target)
        return None

    def add(self, name: str, content: bytes, *, content_type: str, relation: str) -> None:
        """A new part that the main part refers to."""
        self.change(name, content)
        relations = self._relations()
        taken = {item.get("Id") for item in relations}
        number = next(number for number in range(1, len(taken) + 2) if f"rIdOwn{number}" not in taken)
        item = etree.SubElement(relations, f"{_RELATED}Relationship")
        item.set("Id", f"rIdOwn{number}")
        item.set("Type", relation)
        item.set("Target", relpath(name, dirname(self.main) or "."))
        self.change(self._relations_name, _written(relations))
        types = etree.fromstring(self.read(_TYPES) or b"", _PARSER)
        override = etree.SubElement(types, f"{_CONTENT}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)
        self.change(_TYPES, _written(types))

    def free(self, name: str) -> str:
        """A name for a new part: the one wished for, or one with a number."""
        stem, _, extension = name.rpartition(".")
        wished, number = name, 1
        while wished.lower() in self._names:
            number += 1
            wished = f"{stem}{number}.{extension}"
        return wished

    def written(self) -> bytes:
        output = io.BytesIO()
        waiting: Mapping[str, bytes] = dict(self._changed)
        with opened(self._data) as archive, ZipFile(output, "w", ZIP_DEFLATED) as new:
            for info in archive.infolist():
                content = waiting.get(info.filename)
                new.writestr(info, archive.read(info) if content is None else content)
            for name in [name for name in waiting if name not in archive.namelist()]:
                info = ZipInfo(name, _FIRST_DATE)
                info.compress_type = ZIP_DEFLATED
                new.writestr(info, waiting[name])
        return output.getvalue()

    @property
    def _relations_name(self) -> str:
        folder, _, name = self.main.rpartition("/")
        return f"{folder}/_rels/{name}.rels"

    def _relations(self) -> Element:
        name = self._relations_name
        content = self._changed.get(self._names.get(name.lower(), name)) or self.read(name)
        return etree.fromstring(content or f'<Relationships xmlns="{_RELATED[1:-1]}"/>'.encode(), _PARSER)


def _joined(folder: str, target: str) -> str:
    parts: list[str] = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)


def _written(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
