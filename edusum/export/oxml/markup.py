"""Small pieces of XML that every part uses: escaping, fonts, indents."""

from edusum.export.styles import TWIPS_PER_POINT

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{MAIN_NAMESPACE}" xmlns:r="{RELATIONSHIPS_NAMESPACE}"'

_CONTROL = bytes([*range(9), 0x0B, 0x0C, *range(0x0D, 0x20)])
_NEW_TEXT = '<w:t xml:space="preserve">'
_NOT_CHARACTERS = ("\ufffe", "\uffff")


def encoded(xml: str) -> bytes:
    """XML as bytes, without the characters that XML cannot hold."""
    for illegal in _NOT_CHARACTERS:
        if illegal in xml:
            xml = xml.replace(illegal, "")
    try:
        content = xml.encode()
    except UnicodeEncodeError:
        content = xml.encode(errors="ignore")  # lone surrogates
    return content.translate(None, _CONTROL)


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return encoded(text).decode()


def text_element(text: str) -> str:
    """The text of a run; line ends and tabs become Word's own."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\n" in text:
        text = text.replace("\n", f"</w:t><w:br/>{_NEW_TEXT}")
    if "\t" in text:
        text = text.replace("\t", f"</w:t><w:tab/>{_NEW_TEXT}")
    return f"{_NEW_TEXT}{text}</w:t>"


def attribute(text: str) -> str:
    """Text that can stand between double quotes, on one line."""
    escaped = clean(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace(">", "&gt;").replace('"', "&quot;")


def fonts(name: str, latin: str = "") -> str:
    """The font in all four slots: Latin, other, East Asian, complex; `latin` for all but East Asian."""
    font, other = attribute(name), attribute(latin or name)
    return f'<w:rFonts w:ascii="{other}" w:hAnsi="{other}" w:eastAsia="{font}" w:cs="{other}"/>'


def run_look(font: str, size: float, spacing: int = 0, *, latin: str = "", bold: bool = False) -> str:
    """Run properties of a style: `size` in pt, `spacing` between characters in twips."""
    half_points = round(size * 2)
    weight = "<w:b/><w:bCs/>" if bold else ""
    look = f'<w:spacing w:val="{spacing}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    return fonts(font, latin) + weight + look


def exact_line(twips: int, *, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


def indent(side: str, characters: float, size: float) -> str:
    """Indent in characters of `size` pt; `side` is left, right or firstLine.

    Word reads the characters, everyone else the length.
    """
    length = round(characters * size * TWIPS_PER_POINT)
    return f'<w:ind w:{side}Chars="{round(characters * 100)}" w:{side}="{length}"/>'


def style(
    kind: str,
    style_id: str,
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    table: str = "",
    based_on: str = "Normal",
    follow: str = "",
    link: str = "",
    default: bool = False,
    is_own: bool = False,
) -> str:
    """One style; built-in unless `is_own`, shown in the list of styles unless it is a default."""
    flags = ' w:default="1"' * default + ' w:customStyle="1"' * is_own
    parts = (
        f'<w:name w:val="{name}"/>',
        "" if default else f'<w:basedOn w:val="{based_on}"/>',
        f'<w:next w:val="{follow}"/>' if follow else "",
        f'<w:link w:val="{link}"/>' if link else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{run}</w:rPr>" if run else "",
        table,
    )
    return f'<w:style w:type="{kind}"{flags} w:styleId="{style_id}">{"".join(parts)}</w:style>'
