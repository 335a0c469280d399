"""What people correct in what was understood of an old paper."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.readers.script import simplified
from edusum.intake.enums import ReadingState
from edusum.intake.guessing import year_of_figure
from edusum.intake.matching import TAKEN_ROLES, normal
from edusum.intake.models import MAX_LABEL, FoundHeading, FoundQuantity, SourceDocument
from edusum.intake.receiving import path_of
from edusum.intake.storing import understand_again
from edusum.metrics.definitions import update_definition
from edusum.metrics.models import MetricDefinition
from edusum.orgs.permissions import Action, require

MOST_SYNONYMS = 60


@dataclass(frozen=True, slots=True)
class Merged:
    """What giving a metric has done: how many figures have it now, and whether the label was learnt."""

    count: int
    is_learnt: bool


@transaction.atomic
def describe(*, document: SourceDocument, actor: User) -> None:
    """Keep title, genre, year and period as set on `document`; figures that go by its year go along."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    before = SourceDocument.objects.select_for_update(of=("self",)).get(pk=document.pk).year
    document.save(update_fields=["title", "genre", "year", "period", "updated_at"])
    if before == document.year:
        return
    moved = []
    for row in document.quantities.all():
        if row.for_year == _year(row, before):
            row.for_year = _year(row, document.year)
            moved.append(row)
    FoundQuantity.objects.bulk_update(moved, ["for_year"], batch_size=500)


@transaction.atomic
def correct_heading(*, heading: FoundHeading, actor: User) -> None:
    """Keep level, words and whether it is a heading at all, as set on `heading`."""
    require(actor, Action.TAKE_IN, bureau=heading.document.bureau)
    heading.save(update_fields=["level", "words", "is_kept"])
    _touch(heading.document)


@transaction.atomic
def correct_quantity(*, quantity: FoundQuantity, actor: User) -> None:
    """Keep what a person set on `quantity`, its metric apart: for that see `give_metric`."""
    require(actor, Action.TAKE_IN, bureau=quantity.document.bureau)
    quantity.save(update_fields=["label", "value", "unit", "role", "for_year", "is_kept"])
    _touch(quantity.document)


@transaction.atomic
def correct_figure(
    *,
    quantity: FoundQuantity,
    metric: MetricDefinition | None,
    actor: User,
    with_same: bool = False,
    learn: bool = False,
) -> Merged:
    """`correct_quantity` and `give_metric` together, or neither."""
    before = FoundQuantity.objects.values_list("metric", flat=True).get(pk=quantity.pk)
    correct_quantity(quantity=quantity, actor=actor)
    if metric is None and before is None:
        return Merged(1, is_learnt=False)
    return give_metric(quantity=quantity, metric=metric, actor=actor, with_same=with_same, learn=learn)


@transaction.atomic
def give_metric(
    *,
    quantity: FoundQuantity,
    metric: MetricDefinition | None,
    actor: User,
    with_same: bool = False,
    learn: bool = False,
) -> Merged:
    """Say which metric a figure is of (None: of no known one), `with_same` for all with its label and unit.

    `learn`: the label becomes a synonym of the metric, for every bureau; whoever asks must keep metrics.
    Raises DefinitionError, PermissionDenied.
    """
    document = quantity.document
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    rows = [quantity]
    if with_same:
        others = document.quantities.filter(
            label=quantity.label, unit=quantity.unit, role__in=TAKEN_ROLES, is_kept=True
        )
        rows += list(others.exclude(pk=quantity.pk))
    for row in rows:
        row.metric, row.is_metric_confirmed = metric, metric is not None
    FoundQuantity.objects.bulk_update(rows, ["metric", "is_metric_confirmed"], batch_size=200)
    _touch(document)
    is_learnt = metric is not None and learn and _learn(metric, quantity.label, actor)
    return Merged(len(rows), is_learnt)


def simplify_document(*, document: SourceDocument, actor: User) -> None:
    """Show the paper in simplified characters: places stay, corrections too, and the file as it was."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    if document.state != ReadingState.READ:
        raise EdusumError("这份旧稿还没有识别，请稍候再转换。")
    with transaction.atomic():
        for row in [document, *document.parts.all()]:
            _simplify(row)


def restore_characters(*, document: SourceDocument, actor: User) -> None:
    """Show it as it was written again; it is understood anew."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    with transaction.atomic():
        place = document.source_text.text.find(document.title) if document.title else -1
        document.is_simplified = False
        document.__dict__.pop("source_text", None)
        if place >= 0:
            document.title = document.source_text.text[place : place + len(document.title)]
        document.save(update_fields=["is_simplified", "title", "updated_at"])
        understand_again(document=document, actor=actor)


def delete_document(*, document: SourceDocument, actor: User) -> None:
    """Take a paper away, and its file when nothing else was read from it; what was made of it stays."""
    require(actor, Action.TAKE_IN, bureau=document.bureau)
    whole = document.split_of
    with transaction.atomic():
        if whole is not None and whole.parts.count() > 1:
            document.delete()
            return
        gone = whole or document
        path = path_of(gone)
        gone.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _year(row: FoundQuantity, of_paper: int | None) -> int | None:
    return year_of_figure(row.role, row.period_words, row.compared, of_paper)


def _touch(document: SourceDocument) -> None:
    SourceDocument.objects.filter(pk=document.pk).update(updated_at=timezone.now())


def _learn(metric: MetricDefinition, label: str, actor: User) -> bool:
    """Whether the label is a new synonym now; one that is a word of another metric is refused there."""
    stored = MetricDefinition.objects.get(pk=metric.pk)
    known = {normal(name) for name in (stored.name, *stored.synonyms)}
    if normal(label) in known or len(stored.synonyms) >= MOST_SYNONYMS:
        return False
    stored.synonyms = [*stored.synonyms, label[:MAX_LABEL]]
    update_definition(definition=stored, actor=actor)
    return True


def _simplify(row: SourceDocument) -> None:
    if row.is_simplified:
        return
    row.is_simplified = True
    row.title = simplified(row.title)
    row.findings = [
        item | {"quote": simplified(item["quote"]), "message": simplified(item["message"])}
        for item in row.findings
    ]
    row.save(update_fields=["is_simplified", "title", "findings", "updated_at"])
    row.__dict__.pop("source_text", None)
    headings = list(row.headings.all())
    for heading in headings:
        heading.words, heading.marker = simplified(heading.words), simplified(heading.marker)
    FoundHeading.objects.bulk_update(headings, ["words", "marker"], batch_size=200)
    quantities = list(row.quantities.all())
    for quantity in quantities:
        quantity.label, quantity.quote = simplified(quantity.label), simplified(quantity.quote)
        quantity.unit, quantity.period_words = simplified(quantity.unit), simplified(quantity.period_words)
    FoundQuantity.objects.bulk_update(quantities, ["label", "quote", "unit", "period_words"], batch_size=200)
