"""Comments of a Word file read back: what they say, and which words stand between their marks."""

import io
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from tests.export.opened import MAIN

_RUNS = (f"{MAIN}t", f"{MAIN}tab", f"{MAIN}br")


class Comment(NamedTuple):
    about: str
    said: tuple[str, ...]
    author: str


def comments_of(word_file: bytes) -> list[Comment]:
    """In the order of their numbers; each has one beginning, one end and one sign, in this order."""
    with ZipFile(io.BytesIO(word_file)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        names = [name for name in archive.namelist() if name.startswith("word/comments")]
        told = etree.fromstring(archive.read(min(names))) if names else ()
    return [_comment(item, root) for item in told]


def _comment(item: etree._Element, root: etree._Element) -> Comment:
    number = item.get(f"{MAIN}id")
    met: list[str] = []
    words: list[str] = []
    for element in root.iter():
        if element.get(f"{MAIN}id") == number and etree.QName(element).localname.startswith("comment"):
            met.append(etree.QName(element).localname)
        elif element.tag in _RUNS and met == ["commentRangeStart"]:
            words.append({f"{MAIN}tab": "\t", f"{MAIN}br": "\n"}.get(element.tag, element.text or ""))
    assert met == ["commentRangeStart", "commentRangeEnd", "commentReference"]
    said = tuple("".join(text.text or "" for text in part.iter(f"{MAIN}t")) for part in item.iter(f"{MAIN}p"))
    return Comment("".join(words), said, item.get(f"{MAIN}author", ""))


def parts_of(word_file: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(word_file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without_changes(word_file: bytes) -> list[str]:
    """The words of each paragraph as they were before the tracked changes."""
    root = etree.fromstring(parts_of(word_file)["word/document.xml"])
    return [
        "".join(
            text.text or ""
            for text in paragraph.iter(f"{MAIN}t", f"{MAIN}delText")
            if not any(up.tag == f"{MAIN}ins" for up in text.iterancestors())
        )
        for paragraph in root.iter(f"{MAIN}p")
    ]
