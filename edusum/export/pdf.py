"""Word → PDF by LibreOffice, where there is one."""

from pathlib import Path

from edusum.common.errors import EdusumError
from edusum.common.libreoffice import Complaints, converted

PDF = "application/pdf"
TIMEOUT = 90
"""Seconds that one conversion may take; 416 pages take about 3."""

NOT_INSTALLED = (
    "这台服务器上没有装 LibreOffice，不能生成 PDF。可以先导出 Word，再用 Word 或 WPS“另存为 PDF”；"
    "需要一键生成时，请管理员安装 LibreOffice（Debian、Ubuntu 上的 libreoffice-writer-nogui）后重新启动系统。"
)
BUSY = "现在转换 PDF 的人较多，请过一会儿再试，或者先导出 Word。"
TOO_SLOW = "转换 PDF 用的时间太长，已停止。请先导出 Word，再用 Word 或 WPS“另存为 PDF”。"
FAILED = (
    "PDF 没有转换成功，请再试一次。仍不行时，请先导出 Word，再用 Word 或 WPS“另存为 PDF”，"
    "并请管理员检查服务器上的 LibreOffice（要装有 Writer）和磁盘空间。"
)


def to_pdf(word: bytes, *, program: str, slots: Path, timeout: float = TIMEOUT) -> bytes:
    """The Word file as LibreOffice prints it. `slots` is a folder shared by all processes of the site.

    The bytes differ from run to run. Raises EdusumError: not installed, busy, too slow, failed.
    """
    if not program:
        raise EdusumError(NOT_INSTALLED)
    content = converted(
        word,
        source="docx",
        target="pdf",
        program=program,
        slots=slots,
        timeout=timeout,
        complaints=Complaints(BUSY, TOO_SLOW, FAILED),
    )
    if not content.startswith(b"%PDF-"):
        raise EdusumError(FAILED)
    return content
