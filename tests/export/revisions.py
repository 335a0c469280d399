"""What Word does when all tracked changes are accepted or rejected, and what a body says in normal form."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MARKS = ("ins", "del", "moveFrom", "moveTo")
RANGES = tuple(f"{W}{move}Range{end}" for move in ("moveFrom", "moveTo") for end in ("Start", "End"))
BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
CHANGES = {f"{W}pPrChange": f"{W}pPr", f"{W}tblPrChange": f"{W}tblPr", f"{W}sectPrChange": f"{W}sectPr"}
NAMESPACE = re.compile(rb' xmlns:\w+="[^"]*"')


def accepted(word_file: bytes) -> list[bytes]:
    """The body, child by child, when every change is accepted."""
    return _resolved(word_file, gone=("del", "moveFrom"), is_accepted=True)


def rejected(word_file: bytes) -> list[bytes]:
    return _resolved(word_file, gone=("ins", "moveTo"), is_accepted=False)


def as_written(word_file: bytes) -> list[bytes]:
    """The body of a file without changes, in the same form."""
    return _normal(_body(word_file), word_file)


def marks(word_file: bytes) -> Iterator[etree._Element]:
    """Every tracked change."""
    yield from _body(word_file).iter(*(W + mark for mark in MARKS), *CHANGES, *RANGES)


def _body(word_file: bytes) -> etree._Element:
    with ZipFile(BytesIO(word_file)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def _resolved(word_file: bytes, *, gone: tuple[str, str], is_accepted: bool) -> list[bytes]:
    body = _body(word_file)
    for mark in list(body.iter(*RANGES, *BOOKMARKS)):
        _drop(mark)
    _resolve_rows(body, gone)
    _resolve_looks(body, is_accepted=is_accepted)
    _resolve_runs(body, gone)
    _resolve_ends(body, gone)
    return _normal(body, word_file)


def _resolve_rows(body, gone):
    for row in list(body.iter(f"{W}tr")):
        found = [mark for mark in row.findall(f"{W}trPr/*") if mark.tag in {f"{W}ins", f"{W}del"}]
        if any(mark.tag in {W + name for name in gone} for mark in found):
            _drop(row)
        for mark in found:
            _drop(mark)
    for table in list(body.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _drop(table)


def _resolve_looks(body, *, is_accepted):
    for change in list(body.iter(*CHANGES)):
        look = change.getparent()
        before = change.find(CHANGES[change.tag])
        _drop(change)
        if is_accepted:
            continue
        kept = [child for child in look if child.tag in {f"{W}rPr", f"{W}sectPr"}]
        look[:] = [*before, *kept]


def _resolve_runs(body, gone):
    for mark in list(body.iter(*(W + name for name in MARKS))):
        if mark.getparent().tag == f"{W}rPr":
            continue
        if mark.tag in {W + name for name in gone}:
            _drop(mark)
        else:
            place = mark.getparent().index(mark)
            mark.getparent()[place : place + 1] = list(mark)
    for link in list(body.iter(f"{W}hyperlink")):
        if not len(link):
            _drop(link)
    for old, new in (("delText", "t"), ("delInstrText", "instrText")):
        for text in list(body.iter(W + old)):
            text.tag = W + new


def _resolve_ends(body, gone):
    """A paragraph whose end is gone flows into the next one, which keeps its look."""
    for paragraph in list(body.iter(f"{W}p")):
        found = [mark for name in MARKS for mark in paragraph.findall(f"{W}pPr/{W}rPr/{W}{name}")]
        is_gone = any(mark.tag in {W + name for name in gone} for mark in found)
        for mark in found:
            _drop(mark)
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        if found and not len(properties):
            _drop(properties)
        if not is_gone:
            continue
        content = [child for child in paragraph if child.tag != f"{W}pPr"]
        following = paragraph.getnext()
        if content:
            assert following is not None, "words flow out of the file"
            assert following.tag == f"{W}p", "words cannot flow into a table"
            place = 1 if following.find(f"{W}pPr") is not None else 0
            following[place:place] = content
        else:
            assert following is not None, "the last paragraph cannot go"
            assert following.tag != f"{W}sectPr", "the last paragraph cannot go"
        _drop(paragraph)


def _drop(element):
    element.getparent().remove(element)


def _normal(body, word_file):
    """Runs of one look joined, without numbers that tell nothing; a drawing as what it shows."""
    for bookmark in list(body.iter(*BOOKMARKS)):
        _drop(bookmark)
    for drawing in body.iter("{*}docPr"):
        drawing.set("id", "")
        drawing.set("name", drawing.get("name").rstrip("0123456789"))
    for link in body.iter(f"{W}hyperlink"):
        link.set(f"{W}anchor", link.get(f"{W}anchor").removeprefix("_Old"))
    shown = dict(_shown(word_file))
    for chart in body.iter("{*}chart"):
        chart.set(f"{R}id", shown[chart.get(f"{R}id")])
    for reference in list(body.iter(f"{W}footerReference")):
        _drop(reference)
    if len(body) == 1:  # nothing but the page: Word shows an empty paragraph
        body.insert(0, etree.Element(f"{W}p"))
    for look in [*body.iter(f"{W}rPr"), *body.iter(f"{W}pPr")]:
        if not len(look):
            _drop(look)
    for paragraph in body.iter(f"{W}p"):
        _join_runs(paragraph)
    return [NAMESPACE.sub(b"", etree.tostring(child)) for child in body]


def _join_runs(paragraph):
    last = None
    for run in list(paragraph.iterchildren(f"{W}r")):
        look = run.find(f"{W}rPr")
        if last is not None and run.getprevious() is last and _same(look, last.find(f"{W}rPr")):
            last.extend(child for child in run if child.tag != f"{W}rPr")
            _drop(run)
        else:
            last = run
    for run in paragraph.iter(f"{W}r"):
        for text in list(run.iterchildren(f"{W}t")):
            before = text.getprevious()
            if before is not None and before.tag == f"{W}t":
                before.text = (before.text or "") + (text.text or "")
                _drop(text)
        for text in list(run.iterchildren(f"{W}t")):
            if not text.text:
                _drop(text)
        if all(child.tag == f"{W}rPr" for child in run):
            _drop(run)


def _same(one, other):
    return (one is None and other is None) or (
        one is not None and other is not None and etree.tostring(one) == etree.tostring(other)
    )


def _shown(word_file):
    """By the id of each relation: the name-free content of the part."""
    with ZipFile(BytesIO(word_file)) as archive:
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        for relation in relations:
            yield relation.get("Id"), archive.read(f"word/{relation.get('Target')}").decode(errors="replace")
