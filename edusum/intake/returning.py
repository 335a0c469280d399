"""Papers that were edited outside come back: held against the snapshot they were printed from."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from edusum.accounts.models import User
from edusum.assembly.models import Snapshot
from edusum.assembly.profiles import house_of
from edusum.assembly.services import take_snapshot
from edusum.common.errors import EdusumError
from edusum.common.stored import new_name, short_name, store
from edusum.document.model import Document, Paragraph
from edusum.document.readers import docx, limited
from edusum.document.readers.limits import MAX_FILE
from edusum.document.readers.package import custom_properties
from edusum.document.readers.source import SourceText
from edusum.document.returned.papers import compare
from edusum.document.returned.sentences import applied, said_in
from edusum.document.returned.values import Comparison, Difference
from edusum.drafts.models import Draft
from edusum.drafts.outline import Place, read_outline
from edusum.drafts.reading import Sources, draft_sources
from edusum.drafts.services import standing_text
from edusum.drafts.texts import tidy
from edusum.export.oxml.small_parts import DOCUMENT_PROPERTY
from edusum.export.styles import layout_of
from edusum.export.word import to_docx
from edusum.intake.enums import ChangeKind
from edusum.intake.models import MAX_NAME, ReturnedChange, ReturnedPaper
from edusum.orgs.actors import SYSTEM
from edusum.orgs.permissions import Action, require

MAX_MEGABYTES = MAX_FILE // 1024 // 1024
UNNAMED = "未命名的文稿.docx"
TOO_LONG = f"文件超过 {MAX_MEGABYTES} MB，没有收下。请删去图片后再上传。"
EMPTY = "这个文件是空的，没有收下，请重新选择。"
_LEAST_ALIKE = 0.2
_STRANGER = "这份文件和本稿几乎没有相同的文字，没有收下。请核对是不是选错了文件，或者选错了稿子。"
_UNMARKED = "文件里没有导出时留下的标记，各处改动是按文字比对出来的，请多核对。"
_OTHER_SNAPSHOT = "看不出这份文件是哪一次导出的，已按最近一次留存的快照比对。"
_LOST = "有 {} 节的标记在外改时丢失，这几节按文字比对。"
_COMMENT = "文件里的批注：{}"
_MOST_COMMENTS, _LONGEST_COMMENT = 20, 200


class KnownPaperError(EdusumError):
    """The same file came back before; `pk` is that paper."""

    def __init__(self, pk: int) -> None:
        super().__init__("这份文件以前已经收回过，没有再收一份。下面就是它。")
        self.pk = pk


@dataclass(frozen=True, slots=True)
class _Read:
    source: SourceText
    snapshot: Snapshot
    is_certain: bool


def folder() -> Path:
    """Where the files lie; not below anything that is served."""
    return Path(settings.DATA_DIR) / "returned"


def take_back(*, draft: Draft, file: BinaryIO, name: str, actor: User) -> ReturnedPaper:
    """Keep the file with every change that its editor made; what the draft has already is none.

    Raises KnownPaperError, EdusumError for what cannot be read or is another paper, PermissionDenied; nothing
    is kept then.
    """
    require(actor, Action.TAKE_IN, bureau=draft.bureau)
    stored_name = new_name()
    path = folder() / stored_name
    digest = store(file, path, most=MAX_FILE, too_long=TOO_LONG)
    try:
        _refuse_known(draft, digest)
        data = path.read_bytes()
        if not data:
            raise EdusumError(EMPTY)
        read = _read(draft, data, name)
        printed = _printed(draft, read.snapshot)
        comparison = _compared(read, printed)
        with transaction.atomic():
            Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
            _refuse_known(draft, digest)
            paper = ReturnedPaper.objects.create(
                draft=draft,
                name=short_name(name, MAX_NAME, UNNAMED),
                stored_name=stored_name,
                size=len(data),
                sha256=digest,
                uploaded_by=actor,
                snapshot=read.snapshot,
                told=_told(read, printed, comparison),
            )
            ReturnedChange.objects.bulk_create(_changes(paper, read.snapshot, comparison.differences))
        return paper
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _refuse_known(draft: Draft, digest: str) -> None:
    known = ReturnedPaper.objects.filter(draft=draft, sha256=digest).first()
    if known:
        raise KnownPaperError(known.pk)


def _read(draft: Draft, data: bytes, name: str) -> _Read:
    source = limited.read(data, name, program=settings.SOFFICE, slots=settings.DATA_DIR / "pdf")
    printed_from = custom_properties(data).get(DOCUMENT_PROPERTY, "") if source.kind == "docx" else ""
    newest = draft.snapshots.first()
    for snapshot in draft.snapshots.all() if printed_from else ():
        if Document.from_json(snapshot.document).digest == printed_from:
            return _Read(source, snapshot, is_certain=True)
    return _Read(source, newest or take_snapshot(draft=draft, actor=SYSTEM), is_certain=False)


def _printed(draft: Draft, snapshot: Snapshot) -> SourceText:
    """The exported file as our own reader sees it."""
    document = Document.from_json(snapshot.document)
    return docx.read(to_docx(document, layout_of(house_of(draft.bureau))))


def _compared(read: _Read, printed: SourceText) -> Comparison:
    comparison = compare(Document.from_json(read.snapshot.document), printed, read.source)
    if comparison.alike < _LEAST_ALIKE:
        raise EdusumError(_STRANGER)
    return comparison


def _told(read: _Read, printed: SourceText, comparison: Comparison) -> list[str]:
    """What is so of every export (its charts are not read) is not worth telling."""
    told = [words for words in read.source.told if words not in printed.told]
    if not read.source.section_keys:
        told.append(_UNMARKED)
    elif comparison.lost:
        told.append(_LOST.format(len(comparison.lost)))
    if not read.is_certain:
        told.append(_OTHER_SNAPSHOT)
    comments = [aside.text for aside in read.source.asides if aside.kind == "comment"]
    return told + [_COMMENT.format(words[:_LONGEST_COMMENT]) for words in comments[:_MOST_COMMENTS]]


def base_texts(snapshot: Snapshot) -> dict[str, str]:
    """Token text of every section as it was exported, by key."""
    document = Document.from_json(snapshot.document)
    return {
        section.key: "".join(
            item.text for item in said_in(section.key, _paragraphs(section.blocks)).sentences
        )
        for section in document.walk_all()
        if section.key
    }


def _paragraphs(blocks: Iterable[object]) -> list[Paragraph]:
    return [block for block in blocks if isinstance(block, Paragraph)]


def _changes(
    paper: ReturnedPaper, snapshot: Snapshot, differences: Iterable[Difference]
) -> list[ReturnedChange]:
    base, sources = base_texts(snapshot), draft_sources(paper.draft)
    places = {place.key: place for place in read_outline(paper.draft)}
    order = {key: number for number, key in enumerate(places)}
    wanted = [item for item in differences if not _stands(item, places.get(item.key), base, sources)]
    wanted.sort(key=lambda item: order.get(item.key, len(order)))
    return [_row(paper, number, item, places) for number, item in enumerate(wanted, start=1)]


def _row(paper: ReturnedPaper, number: int, item: Difference, places: Mapping[str, Place]) -> ReturnedChange:
    place = places.get(item.key)
    row = place.row if place else None
    return ReturnedChange(
        paper=paper,
        position=number,
        section_text=row,
        kind=ChangeKind(item.kind) if row is not None else ChangeKind.UNPLACED,
        before=item.before,
        after=item.after,
        key=item.key,
        first=item.first,
        last=item.last,
        replacement=item.text,
        overtyped=[asdict(figure) for figure in item.overtyped],
    )


def _stands(item: Difference, place: Place | None, base: Mapping[str, str], sources: Sources) -> bool:
    """Whether the draft reads so already."""
    if place is None or place.row is None or item.kind == "unplaced":
        return False
    if item.kind == "heading":
        return place.heading == item.after
    now = standing_text(place.row, sources)
    wanted = applied(base.get(item.key, ""), now, item.first, item.last, item.text)
    return wanted is not None and tidy(wanted) == now
