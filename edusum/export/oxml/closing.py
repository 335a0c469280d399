"""What ends the text: 附件说明, the sign-off with or without seal, 附注. GB/T 9704—2012 §7.3.4–7.3.6."""

from collections.abc import Sequence

from edusum.document.formal import ATTACHMENT_LABEL, Item, attachment_items, note_line, signed_lines
from edusum.document.layout import em_width
from edusum.document.model import SignOff
from edusum.export.oxml import ids
from edusum.export.oxml.body import plain
from edusum.export.oxml.markup import exact_line, indent, run_look, style
from edusum.export.styles import TWIPS_PER_POINT, Layout

_KEEP = "<w:keepNext/>"
_NARROW_DOT_EM = 0.25
_SIGNED = {"name": ids.SIGN_OFF_NAME, "date": ids.SIGN_OFF_DATE}


def styles(layout: Layout) -> str:
    """Name and date stay together, and so does what is said of one attachment."""
    line = exact_line(layout.line_pitch)
    right = '<w:jc w:val="right"/>'
    look = run_look(layout.body_font, layout.body_size, layout.run_spacing, latin=layout.house.latin_font)
    note = line + indent("firstLine", layout.first_line_indent, _character(layout)) + '<w:jc w:val="both"/>'
    looks = (
        (ids.ATTACHMENT_NOTE, "公文附件说明", "<w:keepLines/>" + line + '<w:jc w:val="both"/>'),
        (ids.SIGN_OFF_NAME, "公文署名", _KEEP + line + right),
        (ids.SIGN_OFF_DATE, "公文成文日期", line + right),
        (ids.SIGN_OFF_NOTE, "公文附注", note),
    )
    return "".join(
        style("paragraph", style_id, name, paragraph, look, is_own=True)
        for style_id, name, paragraph in looks
    )


def attachment_note(names: Sequence[str], layout: Layout) -> list[str]:
    """The 附件说明, an empty line above it; turned lines begin below the name's first character (7.3.4)."""
    items = attachment_items(list(map(_line, names)), layout.house.dot)
    return [
        plain(ids.ATTACHMENT_NOTE, item.lead + item.name, _above(index, layout) + _item_indent(item, layout))
        for index, item in enumerate(items)
    ]


def sign_off(content: SignOff, layout: Layout) -> list[str]:
    """Name and date as the house has them, an empty line above, then the 附注 (7.3.5, 7.3.6)."""
    note = note_line(_line(content.note))
    signed = signed_lines(content, layout.house.sign_off, layout.characters_per_line)
    lines = [
        plain(
            _SIGNED[line.kind],
            line.text,
            _above(index, layout) + indent("right", line.right, _character(layout)),
        )
        for index, line in enumerate(signed)
    ]
    return [*lines, plain(ids.SIGN_OFF_NOTE, note)] if note else lines


def _above(index: int, layout: Layout) -> str:
    """The empty line above the first of several."""
    return "" if index else exact_line(layout.line_pitch, before=layout.line_pitch)


def _item_indent(item: Item, layout: Layout) -> str:
    """The label two characters in, numbers below each other behind it, then the name."""
    label = em_width(ATTACHMENT_LABEL)
    number = _number_em(item.number, layout)
    hang = number + (label if item.label else 0)
    return hanging(layout.attachment_note_indent + label + number, hang, _character(layout))


def _number_em(number: str, layout: Layout) -> float:
    """1. is one character wide, 10. one and a half; the dot of a Western font is narrower."""
    is_narrow = layout.house.latin_font and number.endswith(".")
    return em_width(number) - (_NARROW_DOT_EM if is_narrow else 0)


def hanging(left: float, hang: float, size: float) -> str:
    """Indent of a paragraph whose first line begins `hang` characters left of the others."""
    unit = size * TWIPS_PER_POINT
    return (
        f'<w:ind w:leftChars="{round(left * 100)}" w:left="{round(left * unit)}"'
        f' w:hangingChars="{round(hang * 100)}" w:hanging="{round(hang * unit)}"/>'
    )


def _character(layout: Layout) -> float:
    """Width of a character of the text in pt."""
    return layout.character_width / TWIPS_PER_POINT


def _line(text: str) -> str:
    return " ".join(text.split())
