"""Comments of Word: what they say, and the marks around the words they are about."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from edusum.export.oxml.items import Element, W
from edusum.export.oxml.markup import DECLARATION, MAIN_NAMESPACE, attribute, clean, text_element
from edusum.export.oxml.run_cuts import Cuts, level_with
from edusum.export.oxml.tracked import Stamp
from edusum.export.oxml.word_text import Place

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_EMPTY = f'{DECLARATION}<w:comments xmlns:w="{MAIN_NAMESPACE}"/>'.encode()
_ID, _PARAGRAPH, _COMMENT = f"{W}id", f"{W}p", f"{W}comment"
_LOOK = '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
_LINE = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@dataclass(frozen=True, slots=True)
class Note:
    """What a comment says, a paragraph a line; `first` and `last` are the characters it is about, or it
    stands at `paragraph`."""

    paragraphs: Sequence[str]
    first: Place | None = None
    last: Place | None = None
    paragraph: Element | None = None


def put(notes: Sequence[Note], root: Element, cuts: Cuts, *, first_id: int) -> None:
    """Marks for the notes, numbered in their order from `first_id` on."""
    for number, note in reversed(list(enumerate(notes, first_id))):
        if note.first and note.last:
            _around(note.first, note.last, number, cuts)
        else:
            paragraph = note.paragraph if note.paragraph is not None else next(root.iter(_PARAGRAPH), None)
            if paragraph is not None:
                _at(paragraph, number)


def part(content: bytes | None, notes: Sequence[Note], stamp: Stamp, initials: str) -> tuple[bytes, int]:
    """The part of comments with the notes added, and the number of the first of them; `content` as it was.

    Raises XMLSyntaxError for a part that cannot be read.
    """
    root = etree.fromstring(content or _EMPTY, _PARSER)
    told = (item.get(_ID, "") for item in root.iter(_COMMENT))
    first = max((int(number) for number in told if number.isdecimal()), default=-1) + 1
    for number, note in enumerate(notes, first):
        root.append(_comment(number, note.paragraphs, stamp, initials))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), first


def _comment(number: int, paragraphs: Sequence[str], stamp: Stamp, initials: str) -> Element:
    lines = "".join(
        f"<w:p>{_LINE}{'' if place else '<w:r><w:annotationRef/></w:r>'}"
        f"<w:r>{_LOOK}{text_element(clean(words))}</w:r></w:p>"
        for place, words in enumerate(paragraphs or ("",))
    )
    who = f'w:author="{attribute(stamp.author)}" w:initials="{attribute(initials)}"'
    told = f'{who} w:date="{stamp.moment}"'
    return etree.fromstring(
        f'<w:comment xmlns:w="{MAIN_NAMESPACE}" w:id="{number}" {told}>{lines}</w:comment>', _PARSER
    )


def _around(first: Place, last: Place, number: int, cuts: Cuts) -> None:
    """The end stands right behind the words, the sign of the comment behind all that holds them."""
    begin, end = cuts.before(first), cuts.behind(last)
    begin.addprevious(_mark("commentRangeStart", number))
    stop = _mark("commentRangeEnd", number)
    end.addnext(stop)
    level_with(stop).addnext(_reference(number))


def _at(paragraph: Element, number: int) -> None:
    """Around all that a paragraph holds."""
    look = paragraph.find(f"{W}pPr")
    start, stop = _mark("commentRangeStart", number), _mark("commentRangeEnd", number)
    if look is not None:
        look.addnext(start)
    else:
        paragraph.insert(0, start)
    paragraph.append(stop)
    paragraph.append(_reference(number))


def _mark(name: str, number: int) -> Element:
    mark = etree.Element(f"{W}{name}")
    mark.set(_ID, str(number))
    return mark


def _reference(number: int) -> Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference").set(_ID, str(number))
    return run
