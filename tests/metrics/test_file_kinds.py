"""What a handed-in file is, by its content; what its name becomes."""

import io
import zipfile

import docx
import pytest
from openpyxl import Workbook
from pptx import Presentation

from edusum.common.errors import EdusumError
from edusum.metrics.file_kinds import TAKEN, FileKind, kind_of, safe_name

NEITHER = f"{TAKEN}；这个文件的内容不是其中任何一种，没有收下。"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def compound(stream):
    return COMPOUND + f"{stream}\0".encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (PNG, ".png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40), ".jpg"),
        (b"GIF89a" + bytes(40), ".gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), ".webp"),
        (saved(docx.Document()), ".docx"),
        (saved(Workbook()), ".xlsx"),
        (saved(Presentation()), ".pptx"),
        (zipped(OFD_xml="<ofd/>"), ".ofd"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (compound("WordDocument"), ".doc"),
        (compound("Workbook"), ".xls"),
        (compound("PowerPoint Document"), ".ppt"),
    ],
)
def test_pdf_office_and_pictures_are_known_by_what_is_in_them(content, suffix):
    assert kind_of(io.BytesIO(content)).suffixes[0] == suffix


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这个文件是空的，请重新选择。"),
        (b"MZ\x90\x00" + bytes(200), NEITHER),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            NEITHER,
        ),
        ("指标,数值\n幼儿园数,58\n".encode(), NEITHER),
        (zipped(readme_txt="x"), f"{TAKEN}；压缩包请解开以后逐个上传。"),
        (
            zipped(word__document_xml="<w/>", word__vbaProject_bin="x"),
            "这个文件里有宏，没有收下。请另存为不带宏的文件（如 .docx、.xlsx），或者转成 PDF。",
        ),
        (saved(Workbook())[:2000], "这个文件已损坏，打不开，请重新选择。"),
        (compound("EncryptedPackage"), "这个文件加了密码，别人打不开。请去掉密码以后再上传。"),
        (compound("MsiTables"), NEITHER),
    ],
)
def test_everything_else_is_refused_in_words(content, words):
    with pytest.raises(EdusumError) as refused:
        kind_of(io.BytesIO(content))
    assert refused.value.message == words


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("统计表.pdf", "统计表.pdf"),
        ("统计表.PDF", "统计表.PDF"),
        ("../../x.exe", "x.pdf"),
        ("C:\\我的文档\\统计表.pdf", "统计表.pdf"),
        ("统计表.pdf.exe", "统计表.pdf"),
        ("统计表\u202efdp.exe", "统计表fdp.pdf"),
        ("..", "佐证材料.pdf"),
        ("", "佐证材料.pdf"),
        ("a\x00b\n<c>.pdf", "abc.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
        ("2025年12月.统计", "2025年12月.统计.pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_ends_as_the_content_says(name, kept):
    assert safe_name(name, FileKind("application/pdf", (".pdf",))) == kept


def test_an_archive_that_ends_early_is_told():
    content = bytearray(zipped(mimetype=""))
    sizes = content.index(b"PK\x01\x02") + 20
    content[sizes : sizes + 8] = (10**6).to_bytes(4, "little") * 2
    with pytest.raises(EdusumError, match="这个文件已损坏，打不开，请重新选择。"):
        kind_of(io.BytesIO(content))


def test_an_archive_whose_packed_bytes_are_broken_is_told():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", bytes(range(256)))
    content = bytearray(file.getvalue())
    start = 30 + len("mimetype")
    content[start : start + 8] = b"\xff" * 8
    with pytest.raises(EdusumError, match="这个文件已损坏，打不开，请重新选择。"):
        kind_of(io.BytesIO(content))
