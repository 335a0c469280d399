import io
from hashlib import sha256

import pytest

from edusum.common.errors import EdusumError
from edusum.common.stored import new_name, plain_name, short_name, store


def test_a_file_is_written_for_the_site_alone_and_told_by_its_digest(tmp_path):
    path = tmp_path / "inner" / new_name(".txt")
    file = io.BytesIO("总结".encode())
    file.read()
    assert store(file, path, most=100, too_long="太长。") == sha256("总结".encode()).hexdigest()
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("总结", 0o600)


def test_a_file_that_is_too_long_leaves_nothing(tmp_path):
    with pytest.raises(EdusumError, match="太长。"):
        store(io.BytesIO(bytes(11)), tmp_path / "a", most=10, too_long="太长。")
    assert list(tmp_path.iterdir()) == []


def test_nobody_guesses_a_name():
    assert len({new_name() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("总结.docx", "总结.docx"),
        (r"C:\年度\总结.docx", "总结.docx"),
        ("../../etc/passwd", "passwd"),
        ("总\u202e结\x00?.txt ", "总结.txt"),
        ("...", ""),
    ],
)
def test_of_a_name_only_what_a_name_may_hold_is_kept(name, plain):
    assert plain_name(name) == plain


def test_a_long_name_keeps_its_suffix_and_an_empty_one_gets_another():
    assert [short_name("总" * 50 + ".docx", 12, "旧稿"), short_name("/", 12, "旧稿")] == [
        "总" * 7 + ".docx",
        "旧稿",
    ]
