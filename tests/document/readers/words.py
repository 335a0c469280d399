"""Word files built from their XML, for what no writer would write."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TIES = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="text/xml"/></Types>'
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{_KINDS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header1", "footer1")


def p(words: str = "", *, props: str = "", inner: str = "") -> str:
    """A paragraph: `inner` is XML that stands behind its words."""
    run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{run}{inner}</w:p>"


def numbered(words: str, list_id: int, level: int = 0) -> str:
    return p(words, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: str) -> str:
    """Each row as its cells' XML or, parted by |, their words."""
    shown = (row if row.startswith("<") else "".join(cell(words) for words in row.split("|")) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in shown)}</w:tbl>"


def cell(words: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{p(words)}</w:tc>"


def levels(*formats: str) -> str:
    """Levels of a list, each "format text": chineseCounting %1、"""
    shown = []
    for place, told in enumerate(formats):
        number_format, text, *more = told.split(" ")
        shown.append(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{"".join(more)}'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )
    return "".join(shown)


def lists(*definitions: str, overrides: dict[int, str] | None = None, more: str = "") -> str:
    """The inside of numbering.xml: the n-th definition is that of list n."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{inner}</w:abstractNum>'
        for n, inner in enumerate(definitions, 1)
    )
    own = overrides or {}
    used = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/>{own.get(n, "")}</w:num>'
        for n in range(1, len(definitions) + 1)
    )
    return abstract + used + more


def part(name: str, inner: str) -> str:
    root = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMES}>{inner}</w:{root}>'


def ties(*told: tuple[str, str, str]) -> str:
    """Relations: (kind, target, more attributes)."""
    shown = (
        f'<Relationship Id="r{n}" Type="{_KINDS}/{kind}" Target="{target}" {more}/>'
        for n, (kind, target, more) in enumerate(told)
    )
    return f'<Relationships xmlns="{_TIES}">{"".join(shown)}</Relationships>'


def parts_of(body: str, **others: str) -> dict[str, str | bytes]:
    """Name → content of all parts; `others` by their names without .xml: styles, numbering, footnotes …"""
    present = [name for name in PARTS if name in others]
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": ties(("officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": ties(*((name.rstrip("1"), f"{name}.xml", "") for name in present)),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}.xml": part(name, others[name]) for name in present},
    }


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_file(body: str, **others: str) -> bytes:
    return zipped(parts_of(body, **others))
