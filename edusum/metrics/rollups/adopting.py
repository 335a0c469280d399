"""A bureau takes what its units give as its own figures: chosen one by one, before and after side by side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.enums import Kind, ValueOrigin
from edusum.metrics.figures import PENDING, Figure, Reading, mark_of
from edusum.metrics.foreseeing import Foreseen, Wish, foreseen, unfit_words
from edusum.metrics.models import MetricDefinition, MetricValue, RollUp, RollUpFigure
from edusum.metrics.saving import Saved, ValueEntry, ValuesChangedError, save_values
from edusum.metrics.services import figure_of, reading_of
from edusum.metrics.units import format_reading, round_half_up
from edusum.orgs.permissions import Action, require

Terms = tuple[Decimal, Decimal]
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A metric of the bureau, what it is now and what its units give.

    `doubts`: what would not fit once it is taken; `unfit`: why it cannot be taken; `odd` units' figures in it
    are unlike their own past.
    """

    metric: MetricDefinition
    figure: Figure
    source: RollUpFigure
    after: Reading
    doubts: tuple[Foreseen, ...] = ()
    unfit: str = ""
    odd: int = 0

    @property
    def before(self) -> Reading:
        return self.figure.current

    @property
    def seen(self) -> str:
        """What a form sends back, to tell what the person saw as it is now."""
        return mark_of(self.before)

    @property
    def before_text(self) -> str:
        return format_reading(self.figure, self.before) if self.before.has_number else ""

    @property
    def after_text(self) -> str:
        return format_reading(self.figure, self.after)

    @property
    def is_same(self) -> bool:
        return (self.before.value, self.before.terms, self.before.approximation) == (
            self.after.value,
            self.after.terms,
            self.after.approximation,
        )


def offers_of(rollup: RollUp) -> list[Offer]:
    """The figures of the roll-up's own bureau that can be taken, in the order of the sheet. Two queries."""
    values = MetricValue.objects.for_period(rollup.bureau, rollup.year, rollup.period)
    stored = {value.metric_id: reading_of(value) for value in values}
    rows = rollup.figures.filter(unit=rollup.bureau_id).select_related("metric")
    offers = []
    for row in rows.order_by("metric__position", "metric"):
        before = stored.get(row.metric_id, PENDING)
        after = reading_from(row, row.metric, like=before)
        if after is not None:
            offers.append(
                Offer(
                    row.metric, figure_of(row.metric, current=before), row, replace(after, note=before.note)
                )
            )
    return offers


def judged_offers(offers: Sequence[Offer], rollup: RollUp) -> list[Offer]:
    """Each with what would not fit once it is taken, and how many units' figures in it are doubted. Four
    queries."""
    wishes = [
        Wish(rollup.bureau_id, rollup.year, rollup.period, offer.metric.pk, offer.after) for offer in offers
    ]
    counts = dict(rollup.doubts.order_by().values_list("metric").annotate(count=Count("pk")))
    return [
        replace(
            offer,
            doubts=doubts,
            unfit=unfit_words(offer.metric, offer.after),
            odd=counts.get(offer.metric.pk, 0),
        )
        for offer, doubts in zip(offers, foreseen(wishes), strict=True)
    ]


def reading_from(row: RollUpFigure, metric: MetricDefinition, *, like: Reading = PENDING) -> Reading | None:
    """What is brought together as the metric is told, rounded; None where there is no number."""
    if metric.kind == Kind.RATIO:
        if row.first_term is None or not row.second_term or not row.first_term:
            return None
        terms = pair_of(row.first_term, row.second_term, like=like.terms or _sample_terms(metric))
        return Reading("filled", terms=terms, approximation=row.approximation)
    if row.value is None:
        return None
    value = round_half_up(_exact(row, row.value), metric.decimals)
    return Reading("filled", value=value, approximation=row.approximation)


def _exact(row: RollUpFigure, value: Decimal) -> Decimal:
    """The quotient of the two sums as such, in the power of ten of the stored value.

    That one is rounded already: to round it once more would make 92.34499996 into 92.35.
    """
    if not row.first_term or not row.second_term or not value:
        return value
    quotient = row.first_term / row.second_term
    power = int(abs(value / quotient).log10().to_integral_value())
    return quotient.scaleb(power)


def pair_of(first: Decimal, second: Decimal, *, like: Terms | None) -> Terms:
    """Two sums as a ratio told like another one: 1:x, x:1, or two numbers that add up to 10 or 100."""
    whole = sum(like) if like else Decimal(0)
    if like and whole in {Decimal(10), Decimal(100)}:
        part = round_half_up(first / (first + second) * whole, 0)
        return part, whole - part
    if like and like[1] == _ONE and like[0] != _ONE:
        return round_half_up(first / second, 1), _ONE
    return _ONE, round_half_up(second / first, 1)


def _sample_terms(metric: MetricDefinition) -> Terms | None:
    first, colon, second = metric.sample.partition(":")
    digits = "".join(sign for sign in second if sign.isdigit() or sign == ".")
    return (Decimal(first), Decimal(digits)) if colon and first.isdigit() and digits else None


def adopt(
    *, rollup: RollUp, metrics: Collection[int], actor: User, seen: Mapping[int, str] | None = None
) -> Saved:
    """Store what the units give for these metrics (ids) as the bureau's own figures, all or none.

    `seen` are the marks (`Offer.seen`) of what the person saw there (None: any). What is held becomes pending
    changes. Raises ValuesChangedError, EdusumError, PermissionDenied.
    """
    require(actor, Action.ROLL_UP, bureau=rollup.bureau)
    chosen = [offer for offer in offers_of(rollup) if offer.metric.pk in metrics]
    if not chosen:
        raise EdusumError("请至少选一项指标。")
    if seen is not None and any(seen.get(offer.metric.pk) != offer.seen for offer in chosen):
        raise ValuesChangedError
    return save_values(
        bureau=rollup.bureau,
        year=rollup.year,
        period=rollup.period,
        entries=[ValueEntry(offer.metric.pk, offer.after, seen=offer.before) for offer in chosen],
        actor=actor,
        origin=ValueOrigin.ROLL_UP,
    )
