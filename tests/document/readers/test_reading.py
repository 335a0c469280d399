"""What holds for the text of any old file, and for reading it in a process of its own."""

import shutil
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import limited, reading
from edusum.document.readers.source import Aside, SourceLine, SourceTable, SourceText
from tests.document.readers.words import levels, lists, numbered, p, table, word_file, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BODY = numbered("学前教育", 1) + p("新建\u202e幼儿园") + table("学段|学校", "小学|3")
_FILE = word_file(_BODY, numbering=lists(levels("chineseCounting %1、")), header1=p("内部资料"))
_SOURCE = SourceText(
    kind="docx",
    lines=(SourceLine("一、学前教育", mark=2), SourceLine("新建幼儿园")),
    tables=(SourceTable(2, (("学段", "学校"), ("小学", "3"))),),
    asides=(Aside("header", "内部资料"),),
    told=("文字里有 1 个看不见的控制字符，已去掉。",),
)


def refusal(read, *args, **options) -> str:
    with pytest.raises(EdusumError) as refused:
        read(*args, **options)
    return str(refused.value)


def test_what_no_text_may_hold_is_taken_out_and_told():
    assert reading.read(_FILE) == _SOURCE


def test_a_process_of_its_own_reads_the_same():
    assert limited.read(_FILE) == _SOURCE


def test_a_sentence_comes_out_of_that_process_too():
    assert refusal(limited.read, word_file(p())) == reading.NO_TEXT


def test_a_process_that_takes_too_long_is_ended():
    assert "时间太长" in refusal(limited.read, _FILE, seconds=0.01)


def test_a_file_of_more_than_50_megabytes_is_not_even_looked_at():
    said = "文件不能超过50 MB，请删去图片或者按篇拆开后再上传。"
    assert refusal(limited.read, bytes(50 * 1024 * 1024 + 1)) == said


def test_half_a_million_characters_are_read_and_more_are_not():
    assert len(reading.read(("学" * 99_999 + "\n").encode() * 5).text) == 500_000
    assert "超过了50万字" in refusal(reading.read, ("学" * 100_000 + "\n").encode() * 5)


def test_a_paragraph_that_lost_its_line_ends_is_told_of():
    source = reading.read(word_file(p("甲") + p("学" * 123_456)))
    assert source.told == ("第 2 行有 12 万多字没有换行，多半是换行丢了，理解的结果请多核对。",)


def test_without_libreoffice_old_files_are_told_how_to_save_them():
    assert refusal(limited.read, b"{\\rtf1 a}") == (
        "这是RTF 文件，这台服务器上没有装 LibreOffice，读不了。请用 Word 或 WPS 打开这个文件，"
        "点“文件”—“另存为”，类型选“Word 文档（.docx）”，再上传另存的文件。"
    )


def test_libreoffice_reads_old_files(tmp_path):
    content = rb"{\rtf1\ansi\uc1 \u19968?\u12289?\u25945?\par \u32946?}"
    source = limited.read(content, program=shutil.which("soffice"), slots=tmp_path)
    assert (source.kind, source.text) == ("rtf", "一、教\n育")


def test_an_old_file_that_libreoffice_cannot_convert_is_told(tmp_path):
    content = OLE + "WordDocument\0".encode("utf-16-le") + bytes(500)
    said = refusal(limited.read, content, program="/bin/false", slots=tmp_path)
    assert said.startswith("这个旧版 Word 或 WPS 文件（.doc、.wps）没有转换成功，可能已损坏或者加了密码。")


@pytest.fixture
def visits():
    """(address of a server on this machine, what was asked of it)."""
    asked: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def log_message(self, *_told):
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.mark.proof
def test_an_old_file_cannot_make_libreoffice_fetch_anything(tmp_path, visits):
    address, asked = visits
    secret = tmp_path / "secret.txt"
    secret.write_text("口令")
    spaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    names = " ".join(f'xmlns:{name}="{space}"' for name, space in spaces.items())
    body = "".join(
        f'<text:section text:name="s{n}"><text:section-source xlink:href="{link}"/></text:section>'
        for n, link in enumerate((secret.as_uri(), f"{address}/words.txt"))
    )
    picture = f'<draw:frame><draw:image xlink:href="{address}/a.png" xlink:type="simple"/></draw:frame>'
    content = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": _MANIFEST,
            "content.xml": f"<office:document-content {names}><office:body><office:text>{body}"
            f"<text:p>正文{picture}</text:p></office:text></office:body></office:document-content>",
        }
    )
    source = limited.read(content, program=shutil.which("soffice"), slots=tmp_path)
    assert [line.text for line in source.lines if line.text] == ["正文"]
    assert asked == []


_FILES = "".join(
    f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
    for path, kind in (("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml"))
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f"{_FILES}</manifest:manifest>"
)
