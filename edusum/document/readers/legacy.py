"""Old Word, Kingsoft WPS, RTF and OpenDocument → .docx by LibreOffice, where there is one."""

from pathlib import Path

from edusum.common.errors import EdusumError
from edusum.common.libreoffice import Complaints, converted
from edusum.document.readers.kinds import SAVE_AS, Kind

TIMEOUT = 60
"""Seconds that one conversion may take."""
KINDS: dict[Kind, tuple[str, str]] = {
    "doc": ("doc", "旧版 Word 或 WPS 文件（.doc、.wps）"),
    "rtf": ("rtf", "RTF 文件"),
    "odt": ("odt", "OpenDocument 文件（.odt）"),
    "word_xml": ("xml", "Word 2003 的 XML 文件"),
}
_TARGET = "docx:MS Word 2007 XML"


def to_docx(data: bytes, kind: Kind, *, program: str, slots: Path | None, timeout: float = TIMEOUT) -> bytes:
    """`program` is LibreOffice, "" if there is none; `slots` a folder shared by all processes of the site.

    Raises EdusumError with a sentence that says how to save the file as .docx.
    """
    suffix, called = KINDS[kind]
    if not program or slots is None:
        raise EdusumError(f"这是{called}，这台服务器上没有装 LibreOffice，读不了。{SAVE_AS}")
    return converted(
        data,
        source=suffix,
        target=_TARGET,
        program=program,
        slots=slots,
        timeout=timeout,
        complaints=Complaints(
            busy=f"现在转换旧文件的人较多，请过一会儿再试。也可以自己转换：{SAVE_AS}",
            too_slow=f"转换这个{called}用的时间太长，已停止。{SAVE_AS}",
            failed=f"这个{called}没有转换成功，可能已损坏或者加了密码。{SAVE_AS}",
        ),
    )
