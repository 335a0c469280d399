"""The 版头 of a formal document, above its title. GB/T 9704—2012 §7.2."""

from collections.abc import Iterator, Sequence

from edusum.document.formal import SIGNERS_LABEL, SIGNERS_PER_LINE, signer_rows
from edusum.document.layout import em_width
from edusum.document.model import Letterhead
from edusum.export.oxml import body, ids
from edusum.export.oxml.markup import exact_line, fonts, indent, run_look, style, text_element
from edusum.export.styles import TWIPS_PER_POINT, Layout, twips

_PER_CENT = 100
_ABOVE_BASELINE = 0.8  # of a line of exact height


def styles(layout: Layout) -> str:
    """The looks of its lines; the red line is the lower border of 发文字号."""
    line = exact_line(layout.line_pitch)
    text = run_look(layout.body_font, layout.body_size, layout.run_spacing, latin=layout.house.latin_font)
    hei = run_look(layout.hei_font, layout.body_size, layout.run_spacing)
    kai = run_look(layout.kai_font, layout.body_size, layout.run_spacing)
    centred = '<w:jc w:val="center"/>'
    loose = '<w:snapToGrid w:val="0"/>'
    gap = layout.letterhead_gap * layout.line_pitch
    number = loose + exact_line(layout.letterhead_number_line, before=gap, after=gap) + centred
    mark = loose + exact_line(_mark_line(layout.mark_size, layout)) + centred
    looks = (
        (ids.SERIAL, "公文份号", "<w:keepNext/>" + line, text),
        (ids.SECRECY, "公文密级和紧急程度", "<w:keepNext/>" + line, hei),
        (ids.MARK, "公文发文机关标志", "<w:keepNext/>" + mark, _mark_look(layout)),
        (ids.SIGNERS, "公文签发人", "<w:keepNext/>" + line, text),
        (ids.NUMBER, "公文发文字号", f"<w:keepNext/>{_red_line(layout)}{number}", text),
    )
    return "".join(
        style("paragraph", style_id, name, paragraph, run, is_own=True)
        for style_id, name, paragraph, run in looks
    ) + style(
        "character", ids.SIGNER, "公文签发人姓名", "", kai, based_on="DefaultParagraphFont", is_own=True
    )


def blocks(letterhead: Letterhead, layout: Layout) -> list[str]:
    """From 份号 to the red line, which is drawn without a number, too; nothing for an empty 版头."""
    if letterhead == Letterhead(""):
        return []
    above = [
        body.plain(style_id, text)
        for style_id, text in (
            (ids.SERIAL, letterhead.serial.strip()),
            (ids.SECRECY, letterhead.secrecy.strip()),
            (ids.SECRECY, letterhead.urgency.strip()),
        )
        if text
    ]
    mark = _mark(letterhead.mark, len(above), layout)
    return [*above, *mark, *_number(letterhead, layout)]


def _mark(mark: str, lines_above: int, layout: Layout) -> Iterator[str]:
    """发文机关标志 on one line, its upper edge where the standard has it."""
    text = " ".join(mark.split())
    if not text:
        return
    size, narrowed = _fitted(em_width(text), layout)
    rise = round(layout.mark_rise * size * TWIPS_PER_POINT)
    before = twips(layout.mark_top) - lines_above * layout.line_pitch - rise
    spacing = exact_line(_mark_line(size, layout), before=max(before, 0))
    width = f'<w:w w:val="{narrowed}"/>' if narrowed < _PER_CENT else ""
    height = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    look = width + (height if size != layout.mark_size else "")
    run = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{text_element(text)}</w:r>"
    yield body.styled(ids.MARK, run, spacing)


def _fitted(width_em: float, layout: Layout) -> tuple[float, int]:
    """Size in half points and width in per cent with which the mark fits on a line: first it is narrowed."""
    line = layout.text_width / TWIPS_PER_POINT - 1
    largest = line / width_em * _PER_CENT / layout.mark_narrowest
    size = max(min(layout.mark_size, int(largest * 2) / 2), 1)
    return size, min(int(line / (width_em * size) * _PER_CENT), _PER_CENT)


def _mark_line(size: float, layout: Layout) -> int:
    return round(size * layout.mark_line * TWIPS_PER_POINT)


def _mark_look(layout: Layout) -> str:
    size = round(layout.mark_size * 2)
    look = f'<w:color w:val="{layout.red}"/><w:spacing w:val="0"/>'
    return fonts(layout.title_font) + look + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _red_line(layout: Layout) -> str:
    line = f'w:val="single" w:sz="{layout.red_line}" w:space="{layout.red_line_gap}" w:color="{layout.red}"'
    return f"<w:pBdr><w:bottom {line}/></w:pBdr>"


def _number(letterhead: Letterhead, layout: Layout) -> Iterator[str]:
    """发文字号 in the middle; with signers (an upward paper) at the left, on the line of the last of them."""
    number = " ".join(letterhead.number.split())
    signers = [name for name in map(_line, letterhead.signers) if name]
    if not signers:
        yield body.plain(ids.NUMBER, number)
        return
    rows = list(signer_rows(signers))
    if em_width(number) + 2 > _label_em(signers, layout):
        rows.append(())
    tabs = _tabs(signers, layout)
    for index, row in enumerate(rows):
        is_last = index == len(rows) - 1
        place = tabs + _line_of_signers(index, layout, is_last=is_last)
        names = _names(row, is_first=not index)
        yield body.styled(
            ids.NUMBER if is_last else ids.SIGNERS, body.run(number if is_last else "") + names, place
        )


def _line_of_signers(index: int, layout: Layout, *, is_last: bool) -> str:
    """Height of the line, one character in; the last one is lower and keeps its distance."""
    gap = layout.letterhead_gap * layout.line_pitch
    line = layout.letterhead_number_line if is_last else layout.line_pitch
    before = round((layout.line_pitch - line) * _ABOVE_BASELINE) if index else gap
    side = indent("firstLine", 1, layout.character_width / TWIPS_PER_POINT)
    return exact_line(line, before=before, after=gap if is_last else 0) + side + '<w:jc w:val="left"/>'


def _names(row: Sequence[str], *, is_first: bool) -> str:
    """A line of signers: each name at its tab, before the first one their label."""
    label = f"\t{SIGNERS_LABEL}" if is_first else "\t\t"
    return body.run(label if row else "") + body.run("\t".join(row), ids.SIGNER)


def _widths(signers: Sequence[str]) -> list[float]:
    """The widest name of each column, in characters."""
    columns = [signers[column::SIGNERS_PER_LINE] for column in range(SIGNERS_PER_LINE)]
    return [max(map(em_width, column)) for column in columns if column]


def _label_em(signers: Sequence[str], layout: Layout) -> float:
    """Where 签发人： begins, in characters, so that the names end one character from the right."""
    widths = _widths(signers)
    names = sum(widths) + layout.signer_gap * (len(widths) - 1)
    return max(layout.characters_per_line - 1 - names - em_width(SIGNERS_LABEL), 0)


def _tabs(signers: Sequence[str], layout: Layout) -> str:
    """Tabs for the label and for each name of a line."""
    label = _label_em(signers, layout)
    stops = [label, label + em_width(SIGNERS_LABEL)]
    stops += [stops[1] + width + layout.signer_gap for width in _widths(signers)[:-1]]
    places = (round(stop * layout.character_width) for stop in stops)
    return "<w:tabs>" + "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in places) + "</w:tabs>"


def _line(text: str) -> str:
    return " ".join(text.split())
