"""Small pieces of XML that every part uses: escaping, fonts, indents."""

import re

from edusum.export.styles import TWIPS_PER_POINT

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{MAIN_NAMESPACE}" xmlns:r="{RELATIONSHIPS_NAMESPACE}"'

_ILLEGAL = "\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_ILLEGAL_CHARACTER = re.compile(f"[{_ILLEGAL}]")
_SPECIAL = re.compile(f"[&<>\t\n{_ILLEGAL}]")
_NEW_TEXT = '<w:t xml:space="preserve">'
_IN_TEXT = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": f"</w:t><w:tab/>{_NEW_TEXT}",
    "\n": f"</w:t><w:br/>{_NEW_TEXT}",
}


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _ILLEGAL_CHARACTER.sub("", text)


def text_element(text: str) -> str:
    """The text of a run; line ends and tabs become Word's own, illegal characters go."""
    return f"{_NEW_TEXT}{_SPECIAL.sub(lambda match: _IN_TEXT.get(match[0], ''), text)}</w:t>"


def attribute(text: str) -> str:
    """Text that can stand between double quotes, on one line."""
    escaped = clean(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace(">", "&gt;").replace('"', "&quot;")


def fonts(name: str) -> str:
    """One font in all four slots: Latin, other, East Asian, complex scripts."""
    font = attribute(name)
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def run_look(font: str, size: float, spacing: int = 0) -> str:
    """Run properties of a style: `size` in pt, `spacing` between characters in twips."""
    half_points = round(size * 2)
    look = f'<w:spacing w:val="{spacing}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return fonts(font) + look


def exact_line(twips: int, *, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


def indent(side: str, characters: float, size: float) -> str:
    """Indent in characters of `size` pt; `side` is left, right or firstLine.

    Word reads the characters, everyone else the length.
    """
    length = round(characters * size * TWIPS_PER_POINT)
    return f'<w:ind w:{side}Chars="{round(characters * 100)}" w:{side}="{length}"/>'
