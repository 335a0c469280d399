"""Word files with one defect each: what proves that a rule bites, or that a validator does."""

import re
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
TYPES, RELATIONS, CORE = "[Content_Types].xml", "word/_rels/document.xml.rels", "docProps/core.xml"
FOOTER, CHART, BOOK = "word/footer1.xml", "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"
TEXT = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
BODY = "<w:body>"
CHANGE = '<w:p><w:ins w:id="9001" {}><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
SIGNED = 'w:author="张三" w:date="2026-01-08T08:00:00Z"'
BOOKMARK = '<w:bookmarkStart w:id="9100" w:name="甲"/>'
BOOKMARK_END = '<w:bookmarkEnd w:id="9100"/>'
Parts = dict[str, bytes]


class Mutant(NamedTuple):
    """In `part` the first match of `pattern` becomes `broken`; without a pattern the part becomes `broken`,
    or goes if that is None."""

    rule: str
    part: str
    pattern: str
    broken: str | None


def broken(word_file: bytes, mutant: Mutant) -> bytes:
    """The file with this defect; it is an error if nothing changed."""
    with ZipFile(BytesIO(word_file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = dict(parts)
    if mutant.pattern:
        text = parts[mutant.part].decode()
        parts[mutant.part] = re.sub(
            mutant.pattern, mutant.broken or "", text, count=1, flags=re.DOTALL
        ).encode()
    elif mutant.broken is None:
        del parts[mutant.part]
    else:
        parts[mutant.part] = mutant.broken.encode()
    assert parts != before, f"nothing to break: {mutant}"
    return _zipped(parts)


def _zipped(parts: Parts) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _added(rule: str, content: str) -> Mutant:
    """At the beginning of the text."""
    return Mutant(rule, DOCUMENT, BODY, BODY + content)


def _lost(rule: str, part: str, pattern: str) -> Mutant:
    return Mutant(rule, part, pattern, "")


_FIELD = '<w:p><w:r><w:fldChar w:fldCharType="{}"/></w:r></w:p>'
_CELL = '<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="{0}" w:type="dxa"/><w:tblLayout w:type="{1}"/></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>{2}</w:tbl><w:p/>'
)
_ROW, _HEAD_ROW = f"<w:tr>{_CELL}</w:tr>", f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{_CELL}</w:tr>"

MUTANTS = (
    _lost("sound", FOOTER, "</w:p>"),
    Mutant("sound", STYLES, "", None),
    _lost("fields", FOOTER, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    _lost("fields", FOOTER, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'),
    _lost("fields", FOOTER, "<w:r><w:instrText.*?</w:r>"),
    _added("fields", _FIELD.format("begin")),
    _added("fields", _FIELD.format("end")),
    Mutant("styles", DOCUMENT, 'w:pStyle w:val="OfficialBody"', 'w:pStyle w:val="Lost"'),
    Mutant("styles", DOCUMENT, 'w:pStyle w:val="OfficialBody"', 'w:pStyle w:val="OfficialGap"'),
    Mutant("styles", DOCUMENT, 'w:rStyle w:val="OfficialGap"', 'w:rStyle w:val="Lost"'),
    Mutant("styles", DOCUMENT, 'w:tblStyle w:val="OfficialTable"', 'w:tblStyle w:val="Lost"'),
    Mutant("styles", STYLES, 'w:basedOn w:val="Normal"', 'w:basedOn w:val="Lost"'),
    Mutant("styles", STYLES, 'w:next w:val="OfficialBody"', 'w:next w:val="Lost"'),
    _lost("style_fonts", STYLES, r' w:cs="[^"]*"'),
    Mutant("style_fonts", STYLES, 'w:eastAsia="黑体"', 'w:eastAsia="白体"'),
    _added("own_fonts", '<w:p><w:r><w:rPr><w:rFonts w:ascii="A"/></w:rPr><w:t>甲</w:t></w:r></w:p>'),
    Mutant("relations", DOCUMENT, r'(<w:footerReference [^>]*r:id=")[^"]*', r"\1rId99"),
    Mutant("relations", CHART, r'(externalData [^>]*r:id=")[^"]*', r"\1rId99"),
    Mutant("relations", RELATIONS, r'(<Relationship Id="[^"]*")([^>]*>)', r"\1\2\1\2"),
    Mutant("parts", RELATIONS, "footer1.xml", "footer9.xml"),
    Mutant("parts", RELATIONS, 'Target="footer1.xml"', 'Target="http://x/footer1.xml" TargetMode="External"'),
    Mutant("parts", "word/comments.xml", "", "<comments/>"),
    Mutant("parts", FOOTER, "", None),
    Mutant("parts", BOOK, "", None),
    _lost("content_types", TYPES, '<Override PartName="/word/footer1.xml"[^>]*>'),
    Mutant("content_types", TYPES, r"footer\+xml", "header+xml"),
    Mutant(
        "content_types", TYPES, r"</Types>", '<Override PartName="/x.xml" ContentType="text/xml"/></Types>'
    ),
    Mutant("cells", DOCUMENT, "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>"),
    Mutant("cells", DOCUMENT, "<w:tc>", "<w:tc><w:tcPr/></w:tc><w:tc>"),
    _added("cells", "<w:tbl><w:tblPr/><w:tblGrid/></w:tbl><w:p/>"),
    _added("cells", "<w:tbl><w:tblPr/><w:tblGrid/><w:tr/></w:tbl><w:p/>"),
    _added("cells", _TABLE.format(100, "fixed", _ROW).removesuffix("<w:p/>") * 2 + "<w:p/>"),
    Mutant("drawings", DOCUMENT, 'w:val="OfficialFigure"', 'w:val="OfficialBody"'),
    Mutant("drawings", STYLES, r'(w:styleId="OfficialFigure".*?w:lineRule=")auto', r"\1exact"),
    Mutant(
        "drawings",
        DOCUMENT,
        '(<w:pStyle w:val="OfficialFigure"/>)',
        r'\1<w:spacing w:line="579" w:lineRule="exact"/>',
    ),
    Mutant("alt_texts", DOCUMENT, r' descr="[^"]*"', ' descr=" "'),
    _lost("alt_texts", DOCUMENT, r' descr="[^"]*"'),
    _lost("charts", CHART, r"<c:externalData.*?</c:externalData>"),
    Mutant("charts", BOOK, "", "no zip"),
    _added(
        "identities",
        BOOKMARK + BOOKMARK_END + BOOKMARK.replace("9100", "9101") + BOOKMARK_END.replace("9100", "9101"),
    ),
    _added("identities", BOOKMARK + BOOKMARK_END + BOOKMARK.replace("甲", "乙")),
    _added("identities", BOOKMARK),
    _added("identities", CHANGE.format(SIGNED) * 2),
    Mutant("identities", DOCUMENT, r'(<wp:docPr [^>]*?id=")\d+(".*<wp:docPr [^>]*?id=")\d+', r"\g<1>7\g<2>7"),
    _added("links", '<w:p><w:hyperlink w:anchor="lost"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>'),
    Mutant("links", FOOTER, " PAGE ", " PAGEREF lost "),
    _added("changes", CHANGE.format('w:author="张三"')),
    _added("changes", CHANGE.format('w:date="2026-01-08T08:00:00Z"')),
    _added("changes", f'<w:p><w:del w:id="9001" {SIGNED}><w:r><w:t>旧</w:t></w:r></w:del></w:p>'),
    _added("changes", "<w:p><w:r><w:delText>旧</w:delText></w:r></w:p>"),
    _added("spaces", "<w:p><w:r><w:t> 甲</w:t></w:r></w:p>"),
    Mutant("language", STYLES, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'),
    Mutant("language", SETTINGS, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"'),
    _lost("language", CORE, "<dc:language>.*?</dc:language>"),
    _lost("properties", CORE, "<dc:title>.*?</dc:title>"),
    _lost("properties", CORE, "<dc:creator>.*?</dc:creator>"),
    Mutant("properties", CORE, "(<dc:title>)", r"\1" + "长" * 256),
    Mutant("properties", CORE, "(<dcterms:created[^>]*>)2", r"\g<1>1"),
    Mutant("leftovers", CORE, "(<dc:creator>)", r"\1python-docx"),
    Mutant("leftovers", "docProps/thumbnail.jpeg", "", "jpeg"),
    Mutant("compatibility", SETTINGS, 'w:val="15"', 'w:val="14"'),
    Mutant("outline", STYLES, '(w:styleId="Heading2".*?w:outlineLvl w:val=")1', r"\g<1>3"),
    Mutant("outline", STYLES, '(w:styleId="Title".*?w:outlineLvl w:val=")9', r"\g<1>0"),
    _lost("footers", SETTINGS, "<w:evenAndOddHeaders/>"),
    _lost("footers", DOCUMENT, '<w:footerReference w:type="even"[^>]*>'),
    Mutant("footers", DOCUMENT, "(<w:docGrid [^>]*></w:sectPr>)", r"<w:titlePg/>\1"),
    Mutant("footers", DOCUMENT, "(<w:docGrid [^>]*></w:sectPr>)", r'<w:pgNumType w:start="1"/>\1'),
    _lost("footers", FOOTER, "<w:r><w:instrText.*?</w:r>"),
    Mutant("pages", DOCUMENT, ' w:orient="landscape"', ""),
    Mutant("pages", DOCUMENT, r'(<w:pgSz [^>]*w:orient="landscape"/><w:pgMar w:top=")\d+', r"\g<1>99"),
    Mutant("pages", DOCUMENT, r'(<w:pgMar w:top=")\d+', r"\g<1>99"),
    _lost("pages", DOCUMENT, "<w:pgSz [^>]*>"),
    _lost("turned_numbers", "word/footer3.xml", "<w:textDirection [^>]*>"),
    _added("widths", _TABLE.format(99, "fixed", _ROW)),
    _added("widths", _TABLE.format(100, "autofit", _ROW)),
    _added("widths", _TABLE.format(100, "fixed", f"<w:tr>{_CELL * 2}</w:tr>")),
    Mutant("widths", DOCUMENT, r'(<w:tcW w:w=")\d+', r"\g<1>9"),
    _added("table_heads", _TABLE.format(100, "fixed", _ROW + _HEAD_ROW)),
    _lost("table_heads", DOCUMENT, "<w:tblHeader/>"),
    _lost("table_heads", DOCUMENT, "<w:cantSplit/>"),
    _lost("table_heads", DOCUMENT, "<w:tblDescription [^>]*>"),
    _added("indents", '<w:p><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:p>'),
)

Defects = dict[str, Mutant]
DEFECTS: Defects = {
    "order of paragraph properties": _added(
        "", '<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'
    ),
    "unknown attribute": _added("", '<w:p><w:pPr><w:jc w:value="left"/></w:pPr></w:p>'),
    "wrong value": _added("", '<w:p><w:pPr><w:jc w:val="middle"/></w:pPr></w:p>'),
    "cell without a paragraph": Mutant("", DOCUMENT, "(<w:tc><w:tcPr>.*?</w:tcPr>).*?</w:tc>", r"\1</w:tc>"),
    "missing relation": Mutant("", DOCUMENT, r'(<w:footerReference [^>]*r:id=")[^"]*', r"\1rId99"),
    "missing style": Mutant("", DOCUMENT, 'w:pStyle w:val="OfficialBody"', 'w:pStyle w:val="Lost"'),
    "missing part": Mutant("", FOOTER, "", None),
    "no content type": _lost("", TYPES, '<Override PartName="/word/footer1.xml"[^>]*>'),
    "order of settings": Mutant("", SETTINGS, "(<w:zoom [^>]*>)(.*?)(<w:decimalSymbol)", r"\2\1\3"),
    "field not closed": _lost("", FOOTER, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    "malformed": _lost("", DOCUMENT, "</w:p>"),
    "drawing in exact lines": Mutant("", DOCUMENT, 'w:val="OfficialFigure"', 'w:val="OfficialBody"'),
}
"""Those that the validators were tried on before, one by one."""
