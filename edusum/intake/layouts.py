"""An old paper in official layout: its words as people corrected them, set as the bureau sets its own."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace

from django.db import transaction

from edusum.accounts.models import User
from edusum.assembly.profiles import house_of
from edusum.common.errors import EdusumError
from edusum.document.full_marks import widened_document
from edusum.document.model import Document, Section, SignOff, Table
from edusum.document.numbering import marker
from edusum.export.filename import filename
from edusum.export.services import ExportedFile
from edusum.export.styles import layout_of
from edusum.export.word import to_docx
from edusum.intake.corrected import document_of
from edusum.intake.enums import TakenAs
from edusum.intake.models import SourceDocument, Taking
from edusum.intake.outlining import style_of
from edusum.library.enums import MarkerStyle
from edusum.orgs.permissions import Action, require

_DATE = re.compile(r"([12][0-9]{3})年([01]?[0-9])月([0-3]?[0-9])日")
_HANZI_DATE = re.compile(
    r"([〇○零O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_COUNTED = frozenset(
    {MarkerStyle.AUTO, MarkerStyle.CN_COMMA, MarkerStyle.CN_PAREN, MarkerStyle.ARABIC_DOT}
    | {MarkerStyle.ARABIC_PAREN}
)
"""Marks that official papers have for each level; 第一部分, 第一， and 一要 stay what they are."""


@dataclass(frozen=True, slots=True)
class Details:
    """What stands around the text, as printed, "" for none. `is_renumbered`: marks as 一、（一）1.（1）.

    `is_full_width`: half-width marks of punctuation among hanzi as full-width ones.
    """

    title: str
    subtitle: str = ""
    addressee: str = ""
    salutation: str = ""
    signed_by: str = ""
    signed_on: str = ""
    has_contents: bool = False
    is_renumbered: bool = False
    is_full_width: bool = False


def details_of(document: Document) -> Details:
    """As the old paper has them."""
    sign_off = document.sign_off or SignOff("", "")
    return Details(
        title=document.title,
        subtitle=document.subtitle,
        addressee=document.addressee,
        salutation=document.salutation,
        signed_by=sign_off.name,
        signed_on=printed_date(sign_off.date) or sign_off.date,
        is_renumbered=_is_usual(document.sections),
        is_full_width=half_width_marks(document) > 0,
    )


def half_width_marks(document: Document) -> int:
    """How many marks `is_full_width` would change."""
    return widened_document(document)[1]


def usual_details(row: SourceDocument, document: Document) -> Details:
    """As they were typed the last time, else as the old paper has them."""
    last = row.takings.filter(taken_as=TakenAs.WORD).first()
    return (typed_details(last) if last else None) or details_of(document)


def typed_details(taking: Taking) -> Details | None:
    """What was typed when that Word file was made; None for files whose details were not kept."""
    kept = taking.counts.get("details")
    if not kept:
        return None
    return Details(**{item.name: kept[item.name] for item in fields(Details) if item.name in kept})


def laid_out(document: Document, details: Details) -> Document:
    """The paper with these details; raises EdusumError if it has no title."""
    if not details.title.strip():
        raise EdusumError("请填写标题，没有标题的文稿不能套用公文版式。")
    note = document.sign_off.note if document.sign_off else ""
    sign_off = SignOff(details.signed_by, details.signed_on, note)
    laid = replace(
        document,
        title=details.title,
        subtitle=details.subtitle,
        addressee=details.addressee,
        salutation="" if details.addressee else details.salutation,
        sign_off=sign_off if details.signed_by or details.signed_on else None,
        has_contents=details.has_contents,
        sections=tuple(_renumbered(document.sections)) if details.is_renumbered else document.sections,
    )
    return widened_document(laid)[0] if details.is_full_width else laid


def paper_of(document: SourceDocument) -> Document:
    """The paper as people corrected it, told whose it is."""
    read = document_of(document)
    genre = document.get_genre_display() if document.genre else ""
    return replace(read, bureau=document.bureau.full_name, year=document.year or 0, genre=genre)


@transaction.atomic
def take_as_word(*, document: SourceDocument, details: Details, actor: User) -> ExportedFile:
    """The Word file in the house of the paper's bureau, with a record of it; raises EdusumError."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    read = paper_of(document)
    paper = laid_out(read, details)
    file = _file(document, paper)
    sections = list(paper.walk())
    Taking.objects.create(
        document=document,
        taken_as=TakenAs.WORD,
        filename=file.name,
        taken_by=actor,
        counts={
            "sections": len([section for section in sections if section.level]),
            "marks": half_width_marks(read) if details.is_full_width else 0,
            "details": asdict(details),
            "tables": sum(isinstance(block, Table) for section in sections for block in section.blocks),
        },
    )
    return file


def made_again(taking: Taking) -> ExportedFile:
    """The Word file once more: details as they were typed, words as they are now; raises EdusumError."""
    details = typed_details(taking)
    if details is None:
        raise EdusumError("这个文件导出时没有留下所填的内容，请在下面重新导出。")
    return _file(taking.document, laid_out(paper_of(taking.document), details))


def _file(document: SourceDocument, paper: Document) -> ExportedFile:
    return ExportedFile(filename(paper), to_docx(paper, layout_of(house_of(document.bureau))))


def printed_date(text: str) -> str:
    """2026年1月8日, also of 二〇二六年一月八日 and full-width digits; "" for what is no date."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    hanzi = _HANZI_DATE.fullmatch(plain)
    if hanzi:
        plain = f"{hanzi[1].translate(_DIGITS)}年{_number(hanzi[2])}月{_number(hanzi[3])}日"
    match = _DATE.fullmatch(plain)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else ""


def _number(hanzi: str) -> int:
    """1–99 of 一 … 九十九."""
    tens, ten, ones = hanzi.rpartition("十")
    of_tens = int(tens.translate(_DIGITS)) if tens else 1
    return (of_tens * 10 if ten else 0) + (int(ones.translate(_DIGITS)) if ones else 0)


def _is_usual(sections: Sequence[Section]) -> bool:
    """Whether its levels are those of official papers: parts stand above them."""
    return all(style_of(section.marker, section.level) != MarkerStyle.PART for section in _walk(sections))


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def _renumbered(sections: Sequence[Section]) -> Iterator[Section]:
    """Every mark of the usual kinds as its level has it, counted anew; what has none stays without."""
    counts: Counter[int] = Counter()
    for section in sections:
        mark = section.marker
        if mark and style_of(mark, section.level) in _COUNTED:
            counts[section.level] += 1
            mark = marker(counts[section.level], level=section.level)
        yield replace(section, marker=mark, sections=tuple(_renumbered(section.sections)))
