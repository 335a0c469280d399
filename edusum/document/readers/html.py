"""A web page → SourceText: paragraphs, headings by their tags, numbers of lists, tables; no menus."""

import re

from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.decoding import decoded
from edusum.document.readers.html_lines import lines_of
from edusum.document.readers.html_walk import Walk
from edusum.document.readers.source import SourceText

_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s{0,5}=\s{0,5}["']?([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4096
_MOST_BYTES = 20 * 1024 * 1024
_MOST_TAGS = 200_000
_TOO_MUCH = "这个网页太大或者层次太多，没有读。请打开网页，选中正文，复制粘贴到“粘贴文字”里。"
_HIDDEN = "网页里有隐藏的文字，没有读取。"
_MARGINS = "网页的导航栏、侧栏和页脚没有读取。"
_LEFT_OUT = "网页上的 {} 行导航、菜单链接没有读取。"


def read(data: bytes) -> SourceText:
    """Raises EdusumError for what is no text, and for pages beyond all measure."""
    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise EdusumError(_TOO_MUCH)
    declared = _CHARSET.search(data[:_HEAD])
    found = decoded(data, declared=declared[1].decode("ascii", "replace") if declared else "")
    root = _parsed(found.text)
    walk = Walk()
    walk.take(root)
    lines, tables, left_out = lines_of(walk.items)
    told = [*found.told]
    told += [_HIDDEN] if walk.has_hidden else []
    told += [_LEFT_OUT.format(left_out)] if left_out else []
    told += [_MARGINS] if walk.has_margins else []
    return SourceText(kind="html", lines=lines, tables=tables, told=tuple(told), encoding=found.encoding)


def _parsed(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise EdusumError(_TOO_MUCH) from error
    if root is None or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise EdusumError(_TOO_MUCH)
    return root
