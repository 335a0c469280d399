"""A paper as it is edited outside."""

import io
from zipfile import ZipFile

PRE_SCHOOL = ["新建幼儿园{{ 新建园 }}，覆盖面不断扩大。", "收费更加规范；入园更加方便。"]
COMPULSORY = ["控辍保学工作扎实。"]


def edited(content: bytes, *changes: tuple[str, str]) -> io.BytesIO:
    """The Word file with these words replaced in its text."""
    source, target = ZipFile(io.BytesIO(content)), io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                text = part.decode()
                for old, new in changes:
                    assert old in text
                    text = text.replace(old, new)
                part = text.encode()
            archive.writestr(name, part)
    target.seek(0)
    return target
