""".docx → SourceText: paragraphs with their styles and automatic numbers, tables, text boxes, what hangs on.

Read from the XML itself (ECMA-376 part 1) and not through python-docx, which builds an object for everything.
"""

import re

from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.numbering_lists import Lists
from edusum.document.readers.package import BROKEN, Package, parsed
from edusum.document.readers.source import Aside, AsideKind, SourceText
from edusum.document.readers.word_body import Body, Reference, body_of
from edusum.document.readers.word_cleaning import clean
from edusum.document.readers.word_names import W, value
from edusum.document.readers.word_styles import Styles
from edusum.document.readers.word_words import plain_words

_PARTS: dict[str, tuple[AsideKind, str]] = {
    "footnotes": ("footnote", "footnote"),
    "endnotes": ("endnote", "endnote"),
    "comments": ("comment", "comment"),
}
_WORDS = re.compile(rb":t(?:\s[^>]*)?>([^<]*)")
_CHANGES = "文件里有修订记录，已按接受全部修订以后的文字读取。"
_HIDDEN = "文件里有隐藏的文字，没有读取。"
_LEFT_OUT = (
    ("pictures", "文件里有 {} 张图片，图片里的文字没有读取。"),
    ("objects", "文件里嵌入了 {} 个图表或其他对象，里面的文字没有读取。"),
    ("inserted_files", "文件里插入了 {} 个别的文件，里面的文字没有读取，请把它们另行上传。"),
    ("contents_lines", "自动生成的目录（{} 行）已略去。"),
    ("boxes", "{} 个文本框里的文字已排进正文，位置请核对。"),
    ("layout_tables", "{} 个只起边框作用的单格表格，里面的文字已排进正文。"),
    ("nested_tables", "{} 个套在表格里的表格，已并入所在的单元格。"),
)


def read(data: bytes) -> SourceText:
    """Raises EdusumError for what cannot or must not be read."""
    package = Package(data)
    main = package.raw(package.main)
    try:
        root = parsed(main) if main else None
    except etree.XMLSyntaxError as error:
        raise EdusumError(BROKEN) from error
    content = root.find(f"{W}body") if root is not None else None
    if content is None:
        raise EdusumError(BROKEN)
    cleaned = clean(content)
    styles = Styles(package.content("styles"), main or b"")
    body = body_of(content, styles, Lists(lambda: package.part("numbering"), styles.list_id))
    told = [_CHANGES] if cleaned.has_changes else []
    told += [_HIDDEN] if cleaned.has_hidden else []
    return SourceText(
        kind="docx",
        lines=tuple(body.lines),
        tables=tuple(body.tables),
        asides=(*_notes(package, body.references), *_margins(package)),
        told=(*told, *_left_out(body)),
        section_keys=tuple(body.section_keys),
    )


def _left_out(body: Body) -> list[str]:
    counts = ((getattr(body, name), sentence) for name, sentence in _LEFT_OUT)
    return [sentence.format(count) for count, sentence in counts if count]


def _notes(package: Package, references: list[Reference]) -> list[Aside]:
    """Footnotes, endnotes and comments, in the order of their places; those without a place last.

    Word keeps parts of notes in every file: they are opened where the text refers to one.
    """
    asides: list[Aside] = []
    for part, (kind, name) in _PARTS.items():
        places = {reference.id: reference.line for reference in references if reference.kind == kind}
        root = package.part(part) if places else None
        if root is None:
            continue
        clean(root)
        for item in root.iterchildren(f"{W}{name}"):
            words = plain_words(item)
            if words and value(item, "type") in {"", "normal"}:
                asides.append(Aside(kind, words, places.get(value(item, "id"))))
    return sorted(asides, key=lambda aside: (aside.line is None, aside.line or 0))


def _spoken(content: bytes) -> bytes:
    """A header or footer, if it has words at all: most have a page number only, which is counted by Word."""
    words = b"".join(_WORDS.findall(content))
    is_plain = b"&" not in words and b":sym" not in content and b"<![" not in content
    has_words = any(sign.isalpha() for sign in words.decode("utf-8", "replace"))
    return b"" if is_plain and not has_words else content


def _margins(package: Package) -> list[Aside]:
    """Headers and footers, each of them once, without those that hold nothing but a page number."""
    kinds: tuple[AsideKind, ...] = ("header", "footer")
    asides: dict[Aside, None] = {}
    for kind in kinds:
        for _, part in package.related(kind):
            try:
                root = package.xml(part, shorten=_spoken)
            except etree.XMLSyntaxError:
                continue
            if root is not None:
                clean(root)
                words = plain_words(root)
                if any(sign.isalpha() for sign in words):
                    asides[Aside(kind, words)] = None
    return list(asides)
