"""How large an old file may be, whatever its format."""

from edusum.common.errors import EdusumError

MAX_FILE = 50 * 1024 * 1024
MAX_CHARACTERS = 500_000
"""Of lines, tables and asides together."""
LONG_PARAGRAPH = 100_000
"""From here on a paragraph is told of: it has most likely lost its line ends."""


def too_long() -> EdusumError:
    return EdusumError(
        f"这个文件的文字超过了{MAX_CHARACTERS // 10_000}万字，没有读。请按篇拆成几个文件，再逐个上传。"
    )


def check_size(data: bytes) -> None:
    if len(data) > MAX_FILE:
        raise EdusumError(f"文件不能超过{MAX_FILE // 1024 // 1024} MB，请删去图片或者按篇拆开后再上传。")
