"""Hostile files that are none of the kinds they are called, or broken ones of them."""

import random
import struct
import zlib

from tests.document.readers.hostile import EITHER, READS, Corpus
from tests.document.readers.words import p, word_file, zipped

corpus = Corpus()
_WORDS = "全县新建幼儿园两所。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_GOOD = word_file("".join(p(f"第{n}段，{_WORDS}") for n in range(40)))


def _compound(*streams: str) -> bytes:
    return _OLE + b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)


for name, content, told in (
    ("empty", b"", "空的"),
    ("only NULs", bytes(5000), "空的"),
    ("only blanks", b" \n\t\r\n" * 100, "空的"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    ("jpg", b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
    ("gif", b"GIF89a" + b"\1" * 100, "图片"),
    ("bmp", b"BM" + bytes(100) + b"\1", "图片"),
    ("tiff", b"II*\0" + b"\1" * 100, "图片"),
    ("webp", b"RIFF\1\1\1\1WEBP" + b"\1" * 100, "图片"),
    ("heic", b"\0\0\0\x18ftypheic" + b"\1" * 100, "图片"),
    ("rar", b"Rar!\x1a\7\0" + b"\1" * 100, "压缩包"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + b"\1" * 100, "压缩包"),
    ("gz", b"\x1f\x8b\x08" + b"\1" * 100, "压缩包"),
    ("bz2", b"BZh91AY" + b"\1" * 100, "压缩包"),
    ("xz", b"\xfd7zXZ\0" + b"\1" * 100, "压缩包"),
    ("exe", b"MZ\x90\0" + b"\1" * 200, "不是文字材料"),
    ("elf", b"\x7fELF\2\1\1" + b"\1" * 200, "不是文字材料"),
    ("mp4", b"\0\0\0\x20ftypisom" + b"\1" * 200, "不是文字材料"),
    ("mp3", b"ID3\4\0" + b"\1" * 200, "不是文字材料"),
    ("zip of texts", zipped({"a.txt": _WORDS, "b.txt": _WORDS}), "压缩包"),
    ("zip in zip in zip", zipped({"a.zip": zipped({"b.zip": zipped({"c.docx": _GOOD})})}), "压缩包"),
    ("empty zip", zipped({}), "压缩包"),
    ("xlsx", zipped({"xl/workbook.xml": "<workbook/>", "_rels/.rels": ""}), "Excel"),
    ("pptx", zipped({"ppt/presentation.xml": "<p/>", "_rels/.rels": ""}), "PPT"),
    ("ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "不是文字材料"),
    ("odp", zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "不是文字材料"),
    ("ofd", zipped({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<D/>"}), "OFD"),
    ("epub", zipped({"mimetype": "application/epub+zip", "OEBPS/content.opf": "<p/>"}), "电子书"),
    ("odt without LibreOffice", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "另存为"),
    ("old container without streams", _OLE, "旧格式"),
    ("xls", _compound("Root Entry", "Workbook"), "Excel"),
    ("ppt", _compound("Root Entry", "PowerPoint Document"), "PPT"),
    ("msg", _compound("Root Entry", "__properties_version1.0"), "邮件"),
    ("encrypted docx", _compound("EncryptionInfo", "EncryptedPackage"), "密码"),
    ("doc called docx", _compound("Root Entry", "WordDocument"), "另存为"),
    ("rtf", b"{\\rtf1 " + b"{" * 50_000, "另存为"),
    (
        "xml of Word 2003",
        b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>",
        EITHER,
    ),
    (
        "xml of Word since 2007",
        b"<?xml version='1.0'?><p:package xmlns:p='urn:office/2006/xmlPackage'/>",
        "另存为",
    ),
    ("web archive", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "另存为"),
    ("PK and nothing", b"PK\3\4", "已损坏"),
    ("PK and noise", b"PK\3\4" + random.Random(1).randbytes(5000), "已损坏"),
    ("end of a zip only", b"PK\5\6" + bytes(18), "压缩包"),
    (
        "end of a zip that points nowhere",
        b"PK\5\6" + b"\0" * 8 + struct.pack("<II", 500, 9_999_999) + b"\0\0",
        "已损坏",
    ),
    ("directory of 4 GB", b"PK\5\6" + b"\xff" * 18, "结构不正常"),
    ("noise", random.Random(2).randbytes(20_000), ""),
    ("all bits set", b"\xff" * 20_000, ""),
):
    corpus.put(name, content, told)

for tenth in range(1, 10):
    corpus.put(f"docx cut after {tenth} tenths", _GOOD[: len(_GOOD) * tenth // 10], "已损坏")
corpus.put("docx without its last byte", _GOOD[:-1], "已损坏")
corpus.put("docx with a tail", _GOOD + b"\0" * 100)
corpus.put("docx with a long tail", _GOOD + b"\1" * 70_000, "已损坏")
corpus.put("docx behind noise", b"PK\3\4" + b"\1" * 100 + _GOOD)


def _flipped(seed: int) -> bytes:
    chance, content = random.Random(seed), bytearray(_GOOD)
    for _ in range(20):
        content[chance.randrange(4, len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


for seed in range(12):
    corpus.put(f"docx with flipped bits {seed}", _flipped(seed))


_LINE = f"一、{_WORDS}\n"
for name, content, told in (
    ("text cut inside a character", (_LINE * 50).encode()[:-2], READS),
    ("GB18030 cut inside a character", (_LINE * 50).encode("gb18030")[:-2], READS),
    ("UTF-8 and GB18030 in one file", (_LINE * 30).encode() + (_LINE * 30).encode("gb18030"), ""),
    ("Big5 and UTF-8 in one file", ("教育工作總結\n" * 30).encode("big5") + (_LINE * 30).encode(), ""),
    ("UTF-16 with an odd byte", b"\xff\xfe" + (_LINE * 20).encode("utf-16-le") + b"\1", ""),
    ("UTF-16 with lone surrogates", b"\xff\xfe" + (_LINE * 20).encode("utf-16-le") + b"\0\xd8\0\xd8", ""),
    ("UTF-16 the wrong way round", b"\xfe\xff" + (_LINE * 20).encode("utf-16-le"), ""),
    ("UTF-8 with NULs", (_LINE * 20).replace("。", "\0。").encode(), ""),
    ("three marks of byte order", b"\xef\xbb\xbf" * 3 + (_LINE * 20).encode(), READS),
    ("surrogates in UTF-8", (_LINE * 20).encode() + b"\xed\xa0\x80\xed\xb0\x80", ""),
    ("overlong UTF-8", (_LINE * 20).encode() + b"\xc0\xaf\xe0\x80\xaf", ""),
    ("directions turned round", ("\u202e" + _LINE * 5 + "\u2066\u2067").encode(), READS),
    ("nothing but directions", ("\u202e\u202d\u2066" * 50).encode(), "没有读到文字"),
    ("no characters at all", ("\ufdd0\uffff\U000e0001" * 50).encode(), ""),
    ("control characters", bytes(range(1, 32)) * 30 + (_LINE * 20).encode(), ""),
    ("line ends of all kinds", "甲\r乙\r\n丙\x0b丁\x0c戊\x85己\u2028庚\u2029辛\n".encode() * 30, READS),
    ("combining marks", ("教" + "\u0301" * 100_000).encode(), READS),
    ("html with nothing but script", b"<html><script>" + b"x=1;" * 5000 + b"</script></html>", ""),
    ("html of 100,000 open tags", b"<html><body>" + b"<div>" * 100_000 + _LINE.encode(), ""),
    ("html of 50,000 open lists", b"<html><body>" + b"<ul><li>" * 50_000 + _LINE.encode(), ""),
    (
        "html with entities of its own",
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html>&a;<p>x</p></html>',
        "",
    ),
    (
        "html with a table of 10^9 columns",
        f"<html><table><tr><td colspan=999999999>{_LINE}</td></table></html>".encode(),
        "",
    ),
    ("html cut in a tag", f"<html><body><p>{_LINE}</p><p class='".encode(), ""),
    (
        "html that says it is GBK and is not",
        f"<html><meta charset=gbk><p>{_LINE * 9}</p></html>".encode(),
        "",
    ),
    (
        "html with references to no characters",
        b"<html><p>&#0;&#xD800;&#x110000;&#xFDD0;&#1;" + _LINE.encode(),
        "",
    ),
    ("pdf of its first line", b"%PDF-1.7\n", ""),
    ("pdf and noise", b"%PDF-1.7\n" + random.Random(3).randbytes(20_000), ""),
):
    corpus.put(name, content, told)


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    content, places = b"%PDF-1.5\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, inner)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    end += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (
        len(places) + 1,
        trailer,
        len(content),
    )
    return content + end


_CATALOGUE = b"<</Type /Catalog /Pages 2 0 R>>"
_PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R>>"
corpus.put(
    "pdf without text",
    _pdf(_CATALOGUE, b"<</Type /Pages /Kids [3 0 R] /Count 1>>", _PAGE, b"<</Length 0>>stream\n\nendstream"),
)
corpus.put(
    "pdf whose pages are their own parents",
    _pdf(_CATALOGUE, b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>"),
)
corpus.put(
    "pdf of two thousand million pages",
    _pdf(_CATALOGUE, b"<</Type /Pages /Kids [3 0 R] /Count 2147483647>>", _PAGE, b"<<>>"),
)
corpus.put(
    "pdf under a password",
    _pdf(
        _CATALOGUE,
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</Filter /Standard /V 2 /R 3 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") /P -4>>",
        trailer=b"/Encrypt 3 0 R /ID [(a) (b)]",
    ),
)


@corpus.case("pdf that unpacks to 300 MB", is_heavy=True)
def _() -> bytes:
    packed = zlib.compress(zlib.compress(b" " * 300_000_000, 9), 9)
    stream = b"<</Length %d /Filter [/FlateDecode /FlateDecode]>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    return _pdf(_CATALOGUE, b"<</Type /Pages /Kids [3 0 R] /Count 1>>", _PAGE, stream)


@corpus.case("text of 50 MB and a byte", "50 MB", is_heavy=True)
def _() -> bytes:
    return b"a" * (50 * 1024 * 1024 + 1)


@corpus.case("text of 40 MB", "万字", is_heavy=True)
def _() -> bytes:
    return (_LINE * 1_300_000).encode()[: 40 * 1024 * 1024]


@corpus.case("noise of 40 MB", is_heavy=True)
def _() -> bytes:
    return random.Random(4).randbytes(40_000_000)


@corpus.case("text of 600,000 characters", "万字", is_heavy=True)
def _() -> bytes:
    return ("学" * 99 + "\n").encode() * 6000


@corpus.case("half a million line ends", is_heavy=True)
def _() -> bytes:
    return b"\n" * 500_000 + _LINE.encode()


@corpus.case("one line of 300,000 characters", READS, is_heavy=True)
def _() -> bytes:
    return (_WORDS * 30_000).encode()


@corpus.case("html of 20 MB", is_heavy=True)
def _() -> bytes:
    return b"<html><body>" + b"<p>a" * 5_000_000
