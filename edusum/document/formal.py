"""What the formal parts of a paper say, word for word. GB/T 9704—2012."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from edusum.document.layout import LINE_EM, em_width, sign_off_indents, title_lines
from edusum.document.model import Imprint, SignOff

ATTACHMENT_LABEL = "附件："
SIGNERS_LABEL = "签发人："
COPIES_LABEL = "抄送："
SIGNERS_PER_LINE = 2
_SEAL_EM = 4
_LONGEST_NAME_EM = LINE_EM - 4
_ORGAN = re.compile(
    r".{3,}(?:局|厅|办|办公室|委|委员会|政府|党组|小组|总队|支队|大队|中心|院|校|园|会|学|部|处)"
)
_ENDS = "。！？"


class Item(NamedTuple):
    """A line of the 附件说明: the label (on the first line alone), the number (of several), the name."""

    label: str
    number: str
    name: str

    @property
    def lead(self) -> str:
        """What stands before the name: 附件：1. or 2."""
        return self.label + self.number


class SignedLine(NamedTuple):
    """A line of the sign-off and how far from the right edge it ends, in characters."""

    kind: Literal["name", "date"]
    text: str
    right: float


def attachment_items(names: Sequence[str], dot: str = ".") -> list[Item]:
    """The 附件说明 below the text; an only attachment has no number, no name an end mark (7.3.4)."""
    return [
        Item("" if index else ATTACHMENT_LABEL, f"{index + 1}{dot}" if len(names) > 1 else "", name)
        for index, name in enumerate(names)
    ]


def note_line(note: str) -> str:
    """The 附注 in its brackets (7.3.6)."""
    return note if not note or (note[0] in "（(" and note[-1] in "）)") else f"（{note}）"


def signer_rows(signers: Sequence[str]) -> list[Sequence[str]]:
    """The names of the signers, two on a line, from left to right and down (7.2.6)."""
    starts = range(0, len(signers), SIGNERS_PER_LINE)
    return [signers[start : start + SIGNERS_PER_LINE] for start in starts]


def copies_line(imprint: Imprint) -> str:
    """抄送：示例区委办公室。 with its full stop, "" without copies (7.4.2)."""
    copies = _on_one_line(imprint.copies_to)
    if not copies:
        return ""
    return COPIES_LABEL + copies + ("" if copies[-1] in _ENDS else "。")


def issued_line(imprint: Imprint) -> tuple[str, str]:
    """Who issues the paper at the left, 2026年1月8日印发 at the right (7.4.3)."""
    date = _on_one_line(imprint.issued_on)
    return _on_one_line(imprint.issued_by), f"{date}印发" if date else ""


def signed_lines(sign_off: SignOff, form: str, line_em: int = LINE_EM) -> list[SignedLine]:
    """The names, one below the other, then the date (7.3.5); `form` is House.sign_off.

    The widest name stands as an only one would, the others with their middle below its middle.
    """
    names, date = signing_names(_on_one_line(sign_off.name)), _on_one_line(sign_off.date)
    widest = max(names, key=em_width, default="")
    place = seal_indents if form == "seal" else sign_off_indents
    name_right, date_right = place(widest, date, line_em)
    lines = [SignedLine("name", name, name_right + (em_width(widest) - em_width(name)) / 2) for name in names]
    return [*lines, SignedLine("date", date, date_right)] if date else lines


def signing_names(signatory: str) -> tuple[str, ...]:
    """Each organ that signs, on a line of its own; one too long for a line takes several.

    示例区教育局、示例区财政局 are two, 示例区教育、科技和体育局 is one.
    """
    organs = signatory.split("、")
    if not all(map(_ORGAN.fullmatch, organs)):
        organs = [signatory]
    return tuple(line for organ in organs for line in title_lines(organ, _LONGEST_NAME_EM))


def seal_indents(name: str, date: str, line_em: int = LINE_EM) -> tuple[float, float]:
    """Right indents of name and date in characters, for a sign-off with seal (7.3.5.1).

    The date stands four characters in, the name centred above it; a name too long for that moves both.
    """
    name_width, date_width = min(em_width(name), line_em), min(em_width(date), line_em - _SEAL_EM)
    name_indent = max(_SEAL_EM + (date_width - name_width) / 2, 0)
    return name_indent, name_indent + (name_width - date_width) / 2


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
