"""Files and pasted text are handed in to be proofread; changed and deleted."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.stored import new_name, short_name, store
from edusum.document.readers import legacy, limited, pasted
from edusum.document.readers.kinds import kind_of
from edusum.document.readers.limits import MAX_FILE
from edusum.document.readers.source import SourceText
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require
from edusum.proofreading.access import require_held
from edusum.proofreading.models import MAX_NAME, CheckedPaper, Waiver
from edusum.proofreading.reading import Reading, year_in

MAX_MEGABYTES = MAX_FILE // 1024 // 1024
UNNAMED = "未命名的文件"
PASTED = "粘贴的文字"
TOO_LONG = f"文件超过 {MAX_MEGABYTES} MB，没有收下。请删去图片或者按篇拆开后再放进来。"
EMPTY = "这个文件里没有文字，没有收下。如果是扫描件或图片，请先转成文字。"
NO_WORD_FILE = (
    "这个文件的扩展名是 .docx，里面却是纯文本，不是 Word 文件，没有收下。"
    "请用 Word 或 WPS 打开原件，另存为 Word 文档（.docx）再放进来；本来就是文本的，请把扩展名改为 .txt。"
)
CONVERTING = 35
_NAME_OF_PASTED = 40
_LOOKS_BACK, _HALF_YEAR = ("总结", "小结", "工作报告", "工作汇报"), "半年"
_SIGNED = re.compile(r"\s{0,40}(20\d\d)年(\d{1,2})月\d{1,2}日\s{0,9}$")
_LAST_LINES, _LAST_OF_WINTER = 12, 3


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in."""

    file: BinaryIO
    name: str


def folder() -> Path:
    """Where the files lie; not below anything that is served."""
    return Path(settings.DATA_DIR) / "proofreading"


def path_of(paper: CheckedPaper) -> Path:
    """The file as it came; there is none for pasted text."""
    return folder() / paper.stored_name


def receive_file(*, bureau: Bureau, handed: Handed, actor: User, year: int | None = None) -> CheckedPaper:
    """Keep the file and its text. Raises EdusumError for what can't be read in time; nothing is kept then."""
    require(actor, Action.PROOFREAD, bureau=bureau)
    stored_name = new_name()
    path = folder() / stored_name
    digest = store(handed.file, path, most=MAX_FILE, too_long=TOO_LONG)
    try:
        data = path.read_bytes()
        if not data:
            raise EdusumError(EMPTY)
        if handed.name.lower().endswith(".docx") and kind_of(data) == "text":
            raise EdusumError(NO_WORD_FILE)
        source = _read(data)
        _require_words(source)
        return _kept(
            CheckedPaper(
                bureau=bureau,
                name=short_name(handed.name, MAX_NAME, UNNAMED),
                stored_name=stored_name,
                kind=source.kind,
                size=len(data),
                sha256=digest,
                source=source.to_json(),
                year=year or year_told(source, handed.name),
                uploaded_by=actor,
            )
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def receive_text(*, bureau: Bureau, text: str, actor: User, year: int | None = None) -> CheckedPaper:
    """Pasted text, named by its first words; raises EdusumError where there is nothing, or far too much."""
    require(actor, Action.PROOFREAD, bureau=bureau)
    words = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not words:
        raise EdusumError("没有收到文件，也没有粘贴文字，请选择文件或者粘贴文字。")
    source = pasted.read(text)
    content = text.encode("utf-8", "ignore")
    return _kept(
        CheckedPaper(
            bureau=bureau,
            name=short_name(words[:_NAME_OF_PASTED], MAX_NAME, PASTED),
            kind=source.kind,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            source=source.to_json(),
            year=year or year_told(source),
            uploaded_by=actor,
        )
    )


@transaction.atomic
def set_year(*, paper: CheckedPaper, year: int | None, actor: User) -> CheckedPaper:
    require_held(actor, paper)
    paper.year = year
    paper.save(update_fields=["year", "updated_at"])
    return paper


def delete_paper(*, paper: CheckedPaper, actor: User) -> None:
    """With its file and all that was decided about it."""
    require_held(actor, paper)
    path = path_of(paper) if paper.stored_name else None
    with transaction.atomic():
        paper.delete()
        if path is not None:
            transaction.on_commit(lambda: path.unlink(missing_ok=True))


def year_told(source: SourceText, name: str = "") -> int | None:
    """The year a paper is about, for its field: of its title, its file name, the date of its sign-off (of a
    summary that was signed from January to March the year before); None where nothing tells."""
    reading = Reading(source)
    if told := reading.year or year_in(name):
        return told
    title = reading.understood.title + name
    if not any(word in title for word in _LOOKS_BACK):
        return None
    for line in reversed(reading.plain.split("\n")[-_LAST_LINES:]):
        if signed := _SIGNED.match(line):
            is_before = int(signed[2]) <= _LAST_OF_WINTER and _HALF_YEAR not in title
            return int(signed[1]) - is_before
    return None


def _read(data: bytes) -> SourceText:
    """Within one request: what LibreOffice has to convert first may take `CONVERTING` seconds."""
    kind = kind_of(data)
    if kind not in legacy.KINDS:
        return limited.read(data)
    slots = Path(settings.DATA_DIR) / "pdf"
    converted = legacy.to_docx(data, kind, program=settings.SOFFICE, slots=slots, timeout=CONVERTING)
    return replace(limited.read(converted), kind=kind)


def _require_words(source: SourceText) -> None:
    if not source.text.strip() and not source.tables:
        raise EdusumError(EMPTY)


@transaction.atomic
def _kept(paper: CheckedPaper) -> CheckedPaper:
    """Stored; reasons given for a file of the same name by the same person go on counting."""
    paper.save()
    before = CheckedPaper.objects.filter(
        bureau=paper.bureau, name=paper.name, uploaded_by=paper.uploaded_by, pk__lt=paper.pk
    ).first()
    if before is None:
        return paper
    told = ("rule", "fingerprint", "quote", "message", "section_key", "reason", "waived_by", "waived_at")
    Waiver.objects.bulk_create(
        Waiver(paper=paper, **{name: getattr(row, name) for name in told})
        for row in Waiver.objects.filter(paper=before).select_related("waived_by")
    )
    return paper
