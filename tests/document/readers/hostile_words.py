"""Hostile .docx: zips that lie and XML that bites."""

import io
import struct
import zipfile

from tests.document.readers.hostile import READS, Corpus
from tests.document.readers.words import W, p, part, parts_of, ties, word_file, zipped

corpus = Corpus()
_BODY = p("一、学前教育") + p("全县新建幼儿园两所。")
_DOCUMENT = "word/document.xml"
_HEAD = '<?xml version="1.0"?>'


def _document(xml: str | bytes) -> bytes:
    return zipped(parts_of("") | {_DOCUMENT: xml})


def _changed(content: bytes, at_end: int, form: str, *values: int) -> bytes:
    """The first entry of the directory of a zip with other numbers in it."""
    at = content.index(b"PK\1\2") + at_end
    packed = struct.pack(form, *values)
    return content[:at] + packed + content[at + len(packed) :]


_GOOD = word_file(_BODY)
_MAIN_FIRST = zipped(dict(sorted(parts_of(_BODY).items(), key=lambda item: item[0] != _DOCUMENT)))

for name, content, told in (
    ("macros", zipped(parts_of(_BODY) | {"word/vbaProject.bin": "x"}), "宏"),
    ("macros in capitals", zipped(parts_of(_BODY) | {"word/VBAPROJECT.BIN": "x"}), "宏"),
    (
        "names that climb",
        zipped(parts_of(_BODY) | {"../../etc/passwd": "x", "/etc/x": "y", "..\\a": "z"}),
        READS,
    ),
    ("name of 60,000 characters", zipped(parts_of(_BODY) | {"a" * 60_000: "x"}), READS),
    ("no types", zipped({k: v for k, v in parts_of(_BODY).items() if "Types" not in k}), READS),
    ("types that are none", zipped(parts_of(_BODY) | {"[Content_Types].xml": "<"}), READS),
    ("no relations", zipped({k: v for k, v in parts_of(_BODY).items() if "rels" not in k}), READS),
    (
        "relations that are none",
        zipped(parts_of(_BODY) | {"_rels/.rels": "<a", "word/_rels/document.xml.rels": "b"}),
        READS,
    ),
    (
        "main part elsewhere",
        zipped(parts_of(_BODY) | {"_rels/.rels": ties(("officeDocument", "../../x.xml", ""))}),
        READS,
    ),
    (
        "main part outside",
        zipped(
            parts_of(_BODY)
            | {"_rels/.rels": ties(("officeDocument", "http://127.0.0.1:9/a.xml", 'TargetMode="External"'))}
        ),
        READS,
    ),
    (
        "styles that are the document",
        zipped(
            parts_of(_BODY)
            | {
                "word/_rels/document.xml.rels": ties(
                    ("styles", "document.xml", ""),
                    ("numbering", "document.xml", ""),
                    ("footnotes", "document.xml", ""),
                )
            }
        ),
        READS,
    ),
    (
        "styles from outside",
        zipped(
            parts_of(_BODY)
            | {
                "word/_rels/document.xml.rels": ties(
                    ("styles", "file:///etc/passwd", 'TargetMode="External"')
                )
            }
        ),
        READS,
    ),
    (
        "template from outside",
        zipped(
            parts_of(_BODY)
            | {
                "word/_rels/settings.xml.rels": ties(
                    ("attachedTemplate", "http://127.0.0.1:9/t.dotm", 'TargetMode="External"')
                )
            }
        ),
        READS,
    ),
    ("no document", zipped({k: v for k, v in parts_of(_BODY).items() if k != _DOCUMENT}), "正文"),
    (
        "document that is a folder",
        zipped({k: v for k, v in parts_of(_BODY).items() if k != _DOCUMENT} | {_DOCUMENT + "/": ""}),
        "正文",
    ),
    (
        "document in capitals",
        zipped({k.replace("word/document.xml", "Word/Document.XML"): v for k, v in parts_of(_BODY).items()}),
        READS,
    ),
    ("document of no bytes", _document(""), "已损坏"),
    ("document that is text", _document("全县教育工作"), "已损坏"),
    ("document that is a picture", _document(b"\x89PNG\r\n" + bytes(100)), "已损坏"),
    ("document cut", _document(part("document", f"<w:body>{_BODY}</w:body>")[:-40]), "已损坏"),
    ("document of another kind", _document("<html><body><p>a</p></body></html>"), "已损坏"),
    ("document without body", _document(part("document", "")), "已损坏"),
    ("document without words", word_file(p() * 50), "没有读到文字"),
    ("document of blanks", word_file(p(" \u3000") * 50), "没有读到文字"),
    ("document of pictures", word_file("<w:p><w:r><pic:pic/></w:r></w:p>" * 9), "没有读到文字"),
    (
        "document in UTF-16",
        _document(part("document", f"<w:body>{_BODY}</w:body>").replace("UTF-8", "UTF-16").encode("utf-16")),
        READS,
    ),
    (
        "document in GBK",
        _document(part("document", f"<w:body>{_BODY}</w:body>").replace("UTF-8", "GBK").encode("gbk")),
        READS,
    ),
    ("document in a lie", _document(part("document", f"<w:body>{_BODY}</w:body>").encode("gbk")), "已损坏"),
    (
        "document with a BOM",
        _document(b"\xef\xbb\xbf" + part("document", f"<w:body>{_BODY}</w:body>").encode()),
        READS,
    ),
    ("document with NULs", _document(part("document", f"<w:body>{p('a' + chr(0) + 'b')}</w:body>")), ""),
    ("reference to a control", word_file(p("a&#1;b")), "已损坏"),
    ("reference to a surrogate", word_file(p("a&#xD800;b")), "已损坏"),
    ("reference to no character", word_file(p("甲&#xFDD0;乙")), READS),
    ("directions in a paragraph", word_file(p("甲&#x202E;乙&#x2066;")), READS),
    ("private characters", word_file(p("\ue000\uf8ff甲")), READS),
    ("unknown entity", word_file(p("a&nbsp;b")), ""),
    (
        "bytes that are no UTF-8",
        _document(part("document", "<w:body>@</w:body>").encode().replace(b"@", b"\xff\xfe")),
        "已损坏",
    ),
):
    corpus.put(name, content, told)


def _declared(dtd: str, words: str) -> bytes:
    return _document(
        f'{_HEAD}<!DOCTYPE w [{dtd}]><w:document xmlns:w="{W}"><w:body>{p(words)}</w:body></w:document>'
    )


_LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
_TREBLE = '<!ENTITY x "' + "a" * 100_000 + '">'
for name, dtd, words in (
    ("entity of a file", '<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
    ("entity of a page", '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
    ("parameter entity", '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;', "a"),
    ("billion laughs", _LAUGHS, "&a10;"),
    ("one long laugh many times", _TREBLE, "&x;" * 5000),
    ("entity that is its own", '<!ENTITY a "&b;"><!ENTITY b "&a;">', "&a;"),
    ("declaration without use", "<!ELEMENT w ANY>", "a"),
):
    corpus.put(name, _declared(dtd, words), "结构不正常")
corpus.put(
    "DTD from outside",
    _document(
        f'{_HEAD}<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">'
        f'<w:document xmlns:w="{W}"><w:body>{_BODY}</w:body></w:document>'
    ),
)
corpus.put(
    "laughs in the styles",
    zipped(parts_of(_BODY, styles="") | {"word/styles.xml": f"{_HEAD}<!DOCTYPE w [{_LAUGHS}]><w>&a10;</w>"}),
)
corpus.put(
    "XInclude",
    word_file(
        _BODY + '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    ),
    READS,
)

for name, content, told in (
    ("locked part", _changed(_MAIN_FIRST, 8, "<H", 1), "密码"),
    ("unknown way of packing", _changed(_MAIN_FIRST, 10, "<H", 98), "已损坏"),
    ("wrong sum", _changed(_MAIN_FIRST, 16, "<I", 12345), "已损坏"),
    ("size told too small", _changed(_MAIN_FIRST, 24, "<I", 10), "已损坏"),
    ("size told too large", _changed(_MAIN_FIRST, 24, "<I", 0xFFFFFFF0), ""),
    ("packed size told too large", _changed(_MAIN_FIRST, 20, "<I", 0x7FFFFFFF), ""),
    ("packed by LZMA", zipped(parts_of(_BODY), zipfile.ZIP_LZMA), READS),
    ("packed by bzip2", zipped(parts_of(_BODY), zipfile.ZIP_BZIP2), READS),
):
    corpus.put(name, content, told)


@corpus.case("the same part twice", "结构不正常")
def _() -> bytes:
    file = io.BytesIO(_GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.getinfo(_DOCUMENT).filename = "word/document.xmk"
        archive.NameToInfo.pop(_DOCUMENT)
        archive.writestr(_DOCUMENT, "<w/>")
    return file.getvalue().replace(b"word/document.xmk", _DOCUMENT.encode())


@corpus.case("six thousand parts", "结构不正常")
def _() -> bytes:
    return zipped(parts_of(_BODY) | {f"a{n}": "" for n in range(6000)})


@corpus.case("sixty thousand parts", "结构不正常", is_heavy=True)
def _() -> bytes:
    return zipped(parts_of(_BODY) | {f"{n:05}": "" for n in range(60_000)})


@corpus.case("bomb of one gigabyte", "太大", is_heavy=True)
def _() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of(_BODY).items():
            if name != _DOCUMENT:
                archive.writestr(name, content)
        with archive.open(_DOCUMENT, "w", force_zip64=True) as stream:
            for _ in range(1000):
                stream.write(b" " * 1_000_000)
    return file.getvalue()


@corpus.case("bomb in the styles", "太大", is_heavy=True)
def _() -> bytes:
    return zipped(parts_of(_BODY, styles="") | {"word/styles.xml": b" " * 200_000_000})


@corpus.case("bomb beside what is read", READS, is_heavy=True)
def _() -> bytes:
    return zipped(parts_of(_BODY) | {"word/media/image1.png": b" " * 300_000_000})


@corpus.case("nested bomb beside what is read", READS, is_heavy=True)
def _() -> bytes:
    inner = zipped({"a": b"\0" * 100_000_000})
    return zipped(parts_of(_BODY) | {"word/embeddings/a.zip": zipped({f"{n}": inner for n in range(100)})})
