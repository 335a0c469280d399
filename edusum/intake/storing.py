"""What was read and understood of an old paper, put into rows."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.readers.script import simplified
from edusum.document.readers.source import SourceText
from edusum.document.understanding.items import HeadingRead, QuantityRead, Understood
from edusum.document.understanding.plain import plain
from edusum.document.understanding.split import Piece, papers
from edusum.document.understanding.understand import understand
from edusum.intake.enums import ReadingState
from edusum.intake.guessing import genre_of, period_of, year_of, year_of_figure
from edusum.intake.matching import take_sure
from edusum.intake.models import MAX_LABEL, MAX_TITLE, FoundHeading, FoundQuantity, SourceDocument
from edusum.intake.slicing import sliced
from edusum.orgs.permissions import Action, require
from edusum.proofreading.knowing import settings_of
from edusum.proofreading.known import Known
from edusum.proofreading.run import proofread

_WORDS, _QUOTE, _MARKER, _UNIT, _NUMBER = 200, 300, 20, 20, 40


def store_reading(*, document: SourceDocument, source: SourceText) -> None:
    """Keep what was read; several papers in one file become its parts. A paper that is gone stays gone."""
    pieces = papers(source.text)
    understood = [understand(sliced(source, piece.start, piece.end)) for piece in pieces]
    whole = None if pieces else understand(source)
    with transaction.atomic():
        held = _held(document)
        if held is None or held.state != ReadingState.WAITING:
            return
        _store(held, source, whole)
        for part, (piece, read) in enumerate(zip(pieces, understood, strict=True), 1):
            _store_part(held, source, part, piece, read)


def split_again(*, document: SourceDocument, actor: User) -> int:
    """Take the file as the several papers it holds; answers with how many. Raises EdusumError for one."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    source = document.source_text
    pieces = papers(source.text)
    if not pieces:
        raise EdusumError("这份旧稿看来只有一篇材料，没有拆。")
    understood = [understand(sliced(source, piece.start, piece.end)) for piece in pieces]
    with transaction.atomic():
        held = _held(document)
        if held is None or held.parts.exists():
            return len(pieces)
        _clear(held)
        for part, (piece, read) in enumerate(zip(pieces, understood, strict=True), 1):
            _store_part(held, source, part, piece, read)
    return len(pieces)


def join_parts(*, document: SourceDocument, actor: User) -> None:
    """Take a file that was split as one paper again; what was corrected in its parts is lost.

    Raises EdusumError if something was made of one of them.
    """
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    if document.parts.filter(takings__isnull=False).exists():
        raise EdusumError("拆出来的材料里有的已经入库，不能再合成一篇。")
    whole = understand(document.source_text)
    with transaction.atomic():
        held = _held(document)
        if held is not None:
            held.parts.all().delete()
            _store(held, document.source_text, whole)


@transaction.atomic
def understand_again(*, document: SourceDocument, actor: User) -> None:
    """Read the text anew: corrections are lost, which the page says before."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    held = _held(document)
    if held is not None and held.state == ReadingState.READ and not held.parts.exists():
        _store(held, held.source_text, understand(held.source_text))


def _held(document: SourceDocument) -> SourceDocument | None:
    rows = SourceDocument.objects.select_for_update(of=("self",)).select_related("bureau")
    found: SourceDocument | None = rows.filter(pk=document.pk).first()
    return found


def _store_part(
    whole: SourceDocument, source: SourceText, part: int, piece: Piece, understood: Understood
) -> None:
    document = SourceDocument.objects.create(
        bureau=whole.bureau,
        batch=whole.batch,
        split_of=whole,
        part=part,
        name=whole.name,
        size=whole.size,
        sha256=whole.sha256,
        uploaded_by=whole.uploaded_by,
        kind=whole.kind,
        is_simplified=whole.is_simplified,
        title=piece.title[:MAX_TITLE],
    )
    _store(document, sliced(source, piece.start, piece.end), understood)


def _store(document: SourceDocument, source: SourceText, understood: Understood | None) -> None:
    """`understood` None: the file holds several papers, its text alone is kept."""
    _clear(document)
    title = understood.title if understood else ""
    document.kind = source.kind
    document.source = source.to_json()
    document.__dict__.pop("source_text", None)
    document.state, document.problem = ReadingState.READ, ""
    document.title = (document.title or title)[:MAX_TITLE]
    said = plain(simplified(document.title or title or document.name))
    document.genre = genre_of(said) or genre_of(plain(simplified(document.name)))
    document.period = period_of(said)
    own_words = plain(_own_words(source.text, understood))
    document.year = year_of(said, own_words, document.name, is_part=document.part > 0)
    document.read_at = timezone.now()
    document.findings = _findings(document, source, understood) if understood else []
    document.residue = (
        [{"start": item.start, "end": item.end, "what": item.what} for item in understood.residue]
        if understood
        else []
    )
    document.save()
    if understood:
        FoundHeading.objects.bulk_create(_headings(document, understood.headings))
        FoundQuantity.objects.bulk_create(_quantities(document, understood.quantities))
        take_sure(document)


def _own_words(text: str, understood: Understood | None) -> str:
    """The text without what a web page left in it: the day it was put there is not the paper's."""
    pieces, place = [], 0
    for item in understood.residue if understood else ():
        pieces.append(text[place : max(item.start, place)])
        place = max(item.end, place)
    return "".join([*pieces, text[place:]])


def _clear(document: SourceDocument) -> None:
    document.headings.all().delete()
    document.quantities.all().delete()


def _findings(
    document: SourceDocument, source: SourceText, understood: Understood
) -> list[dict[str, object]]:
    """必错 and 疑似, as the bureau's own rules have it."""
    known = Known(year=document.year or 0, settings=settings_of(document.bureau))
    found = proofread(source, known, understood=understood).of("error", "suspect")
    told = ("kind", "start", "end", "quote", "message")
    return [{name: getattr(item, name) for name in told} for item in found]


def _headings(document: SourceDocument, found: Sequence[HeadingRead]) -> list[FoundHeading]:
    at_places = {item.start: item for item in reversed(found) if item.end > item.start}
    return [
        FoundHeading(
            document=document,
            start=item.start,
            end=item.end,
            level=item.level,
            marker=item.marker.strip()[:_MARKER],
            words=item.words[:_WORDS],
            is_run_in=item.is_run_in,
            is_inline=item.is_inline,
        )
        for _, item in sorted(at_places.items())
    ]


def _quantities(document: SourceDocument, found: Sequence[QuantityRead]) -> list[FoundQuantity]:
    ordered = sorted((item for item in found if item.end > item.start), key=lambda item: item.start)
    return [
        _quantity(document, item, number)
        for _, same in groupby(ordered, key=lambda item: item.start)
        for number, item in enumerate(same)
    ]


def _quantity(document: SourceDocument, item: QuantityRead, number: int) -> FoundQuantity:
    return FoundQuantity(
        document=document,
        start=item.start,
        end=item.end,
        number=number,
        quote_start=item.quote_start,
        quote=item.quote[:_QUOTE],
        label=item.label[:MAX_LABEL],
        value=item.value[:_NUMBER],
        upper=item.upper[:_NUMBER],
        unit=item.unit[:_UNIT],
        role=item.role,
        approximation="range" if item.upper else item.approximation,
        period_words=item.period[:_NUMBER],
        compared=item.compared[:_NUMBER],
        for_year=year_of_figure(item.role, item.period, item.compared, document.year),
    )
