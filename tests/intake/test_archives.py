import io
import zipfile

import pytest

from edusum.intake import archives
from edusum.intake.archives import entries, is_folder

MEGABYTE = 1024 * 1024


def zipped(*files: tuple[str, bytes]) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target


def taken(file: io.BytesIO, most_bytes: int = MEGABYTE) -> list[tuple[str, bytes, str]]:
    found = []
    for entry in entries(file, "旧稿.zip", most_bytes=most_bytes):
        entry.file.seek(0)
        found.append((entry.name, b"" if entry.problem else entry.file.read(), entry.problem))
    return found


def test_a_zip_gives_its_files_in_order_without_what_systems_leave_behind():
    file = zipped(
        ("总结/2023.txt", b"a"),
        ("__MACOSX/总结/._2023.txt", b"x"),
        ("总结/.DS_Store", b"x"),
        ("总结/~$2024.docx", b"x"),
        ("总结/2024.txt", b"b"),
    )
    assert taken(file) == [("总结/2023.txt", b"a", ""), ("总结/2024.txt", b"b", "")]


def test_names_that_windows_wrote_in_gbk_are_read_as_they_were_written():
    file = zipped(("0123456789.txt", b"a"))
    gbk = "年度总结.txt".encode("gb18030")
    content = file.getvalue().replace(b"0123456789.txt", gbk.ljust(14, b"t"))
    assert [name for name, _, _ in taken(io.BytesIO(content))] == ["年度总结.txttt"]


def test_a_bomb_is_stopped_while_it_is_unpacked():
    file = zipped(("炸弹.txt", bytes(3 * MEGABYTE)), ("好的.txt", b"a"))
    assert taken(file) == [("炸弹.txt", b"", archives.TOO_LARGE), ("好的.txt", b"a", "")]


def test_all_files_together_are_held_in_bounds(monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 700_000)
    file = zipped(*((f"{number}.txt", bytes(400_000)) for number in range(3)))
    assert [(name, problem) for name, _, problem in taken(file)] == [
        ("0.txt", ""),
        ("1.txt", archives.TOO_LARGE_IN_ALL),
    ]


def test_too_many_names_an_empty_zip_and_a_broken_one_are_told(monkeypatch):
    monkeypatch.setattr(archives, "_MOST_NAMES", 2)
    many = zipped(*((f"{number}.txt", b"") for number in range(3)))
    assert [problem for _, _, problem in taken(many)] == [archives.TOO_MANY]
    assert [problem for _, _, problem in taken(zipped())] == [archives.NOTHING]
    broken = io.BytesIO(zipped(("甲.txt", b"abc" * 1000)).getvalue().replace(b"\x4b\x4c", b"\0\0")[:40])
    assert [problem for _, _, problem in taken(broken)] == [archives.BROKEN]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (zipped(("a.txt", b"")).getvalue(), True),
        (zipped(("[Content_Types].xml", b""), ("word/document.xml", b"")).getvalue(), False),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.text")).getvalue(), False),
        (b"PK\3\4 and nothing of a zip", False),
        ("一、总结".encode(), False),
        (b"", False),
    ],
)
def test_a_zip_is_a_folder_unless_it_is_a_document(content, expected):
    assert is_folder(io.BytesIO(content)) is expected
