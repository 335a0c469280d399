"""The verbs of metric definitions. All bureaus share them, so what any bureau relies on stays."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.common.errors import EdusumError
from edusum.metrics.access import require
from edusum.metrics.entries import read_entry
from edusum.metrics.enums import Kind
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relations import Metric, aggregation_problem
from edusum.metrics.uses import is_used, uses_of
from edusum.orgs.actors import Actor

KEPT = {"phrase_name": "措辞用名", "unit": "单位", "kind": "类别"}
"""Fields that no longer change once anything uses the metric, as people know them."""
CHANGEABLE = [
    field.name
    for field in MetricDefinition._meta.concrete_fields
    if field.name not in {"id", "code", "created_at"}
]
Numbers = tuple[Decimal, ...]
TOLD = 5
_NOT_IN_PHRASES = re.compile(r"\W")
SAMPLE_FORMS = "样例可以写 92、逾500、1:6.3、3—5 这样的数。"


class DefinitionError(EdusumError):
    """The metric definition was not stored; nothing was changed."""


class MetricInUseError(DefinitionError):
    """The metric was not deleted; `uses` tells in lines what uses it."""

    def __init__(self, metric: object, uses: Sequence[str]) -> None:
        rest = f"等 {len(uses)} 处" if len(uses) > TOLD else ""
        super().__init__(
            f"指标“{metric}”正在使用，不能删除：{'；'.join(uses[:TOLD])}{rest}。"
            "请先从这些地方去掉它；不想再用它，可以把“在用”取消。"
        )
        self.uses = tuple(uses)


@transaction.atomic
def create_definition(*, definition: MetricDefinition, actor: Actor) -> MetricDefinition:
    """Store a new metric, `named`; its relations come after it. Raises DefinitionError, PermissionDenied."""
    require(actor)
    hold()
    named(definition)
    _fit(definition)
    definition.save()
    return definition


def hold(pk: int | None = None) -> MetricDefinition | None:
    """Keep others from giving words to metrics, and from changing that metric, until the transaction ends."""
    rows = MetricDefinition.objects.select_for_update(of=("self",)).order_by("pk")
    rows.first()  # whoever gives words holds this one
    return rows.filter(pk=pk).first() if pk else None


def named(definition: MetricDefinition) -> MetricDefinition:
    """The new metric with what may be left empty: its code, and its name in phrases after its name."""
    if not definition.phrase_name:
        definition.phrase_name = _NOT_IN_PHRASES.sub("", unicodedata.normalize("NFKC", definition.name))
    if not definition.code:
        codes = set(
            MetricDefinition.objects.filter(code__startswith="metric_").values_list("code", flat=True)
        )
        free = (code for number in count(1) if (code := f"metric_{number}") not in codes)
        definition.code = next(free)
    return definition


@transaction.atomic
def create_definitions(*, definitions: Sequence[MetricDefinition], actor: Actor) -> None:
    """Store many new metrics at once, whose codes are free; raises DefinitionError."""
    require(actor)
    hold()
    words = _words(MetricDefinition.objects.all())
    for definition in definitions:
        _clean(definition.clean_fields, definition)
        _refuse(_clashes(definition, words))
        words |= _words([definition])
    weighted = [definition for definition in definitions if definition.weight]
    MetricDefinition.objects.bulk_create([one for one in definitions if not one.weight])
    for definition in weighted:
        definition.weight = definition.weight  # its id is known only now
    MetricDefinition.objects.bulk_create(weighted)


@transaction.atomic
def update_definition(*, definition: MetricDefinition, actor: Actor) -> MetricDefinition:
    """Store a changed metric; its code stays.

    Raises DefinitionError when something uses the metric and a field of `KEPT` differs, or when stored values
    do not fit the new decimals or bounds; PermissionDenied.
    """
    require(actor)
    stored = hold(definition.pk)
    if stored is None:
        raise DefinitionError(f"指标“{definition}”已被别人删除，没有保存。")
    definition.code = stored.code
    changed = [label for name, label in KEPT.items() if getattr(stored, name) != getattr(definition, name)]
    if changed and is_used(stored):
        raise DefinitionError(f"指标“{stored}”已在使用，{'、'.join(changed)}不能再改；需要时请另建一个指标。")
    _refuse(value_problems(definition))
    _fit(definition)
    definition.save(update_fields=CHANGEABLE)
    return definition


@transaction.atomic
def delete_definition(*, definition: MetricDefinition, actor: Actor) -> None:
    """Delete a metric that nothing uses, and its relations; raises MetricInUseError, PermissionDenied."""
    require(actor)
    stored = MetricDefinition.objects.select_for_update().get(pk=definition.pk)
    if is_used(stored):
        raise MetricInUseError(stored, uses_of(stored, actor))
    stored.delete()


def value_problems(definition: MetricDefinition) -> dict[str, str]:
    """Why stored values do not fit the changed definition, by field; bureaus are counted, not named."""
    before = MetricDefinition.objects.get(pk=definition.pk)
    values = _values_of(definition)
    problems = {}
    if definition.decimals < before.decimals:
        problems["decimals"] = _against(
            values,
            lambda numbers: any(round(number, definition.decimals) != number for number in numbers),
            f"的小数超过 {definition.decimals} 位" if definition.decimals else "不是整数",
        )
    minimum, maximum = definition.minimum, definition.maximum
    bounded = values if definition.kind != Kind.RATIO else []
    if minimum is not None and minimum != before.minimum:
        problems["minimum"] = _against(bounded, lambda numbers: min(numbers) < minimum, "小于这个下限")
    if maximum is not None and maximum != before.maximum:
        problems["maximum"] = _against(bounded, lambda numbers: max(numbers) > maximum, "大于这个上限")
    return {name: problem for name, problem in problems.items() if problem}


def _values_of(definition: MetricDefinition) -> list[tuple[int, Numbers]]:
    """What is stored, each with its bureau: one number, or the two of a ratio or a range."""
    rows = definition.values.values_list("bureau_id", "value", "first_term", "second_term")
    filled = [(bureau, tuple(part for part in parts if part is not None)) for bureau, *parts in rows]
    return [(bureau, numbers) for bureau, numbers in filled if numbers]


def _against(values: Iterable[tuple[int, Numbers]], is_unfit: Callable[[Numbers], bool], words: str) -> str:
    bureaus = [bureau for bureau, numbers in values if is_unfit(numbers)]
    if not bureaus:
        return ""
    return (
        f"已填报的数值中有 {len(bureaus)} 个（{len(set(bureaus))} 个单位）{words}，不能这样改；"
        "请先更正那些数值，或者放宽这里的限制。"
    )


# What a definition has to be


def word_problems(definition: MetricDefinition) -> dict[str, str]:
    """Why its names are another metric's already, by field; every word stands for one metric only."""
    return _clashes(definition, _words(MetricDefinition.objects.exclude(pk=definition.pk)))


def _words(metrics: Iterable[MetricDefinition]) -> dict[str, str]:
    """Every word that stands for one of these, with that one's name."""
    return {word: one.name for one in metrics for word in (one.name, one.phrase_name, *one.synonyms)}


def _clashes(definition: MetricDefinition, taken: Mapping[str, str]) -> dict[str, str]:
    found = {
        "name": [definition.name],
        "phrase_name": [definition.phrase_name],
        "synonyms": definition.synonyms,
    }
    return {
        field: f"“{word}”已是指标“{taken[word]}”的名称或同义说法，请换一个。"
        for field, words in found.items()
        for word in words
        if word in taken
    }


def sample_problems(definition: MetricDefinition) -> dict[str, str]:
    """Why its samples are no figures of it, by field."""
    limits = {name: getattr(definition, name) for name in ("kind", "unit", "decimals", "minimum", "maximum")}
    problems = {}
    for name in ("sample", "sample_previous"):
        try:
            read_entry(getattr(definition, name), **limits)
        except EdusumError as error:
            problems[name] = f"{error.message}{SAMPLE_FORMS}"
    return problems


def aggregation_problems(definition: MetricDefinition) -> dict[str, str]:
    """Why it cannot be brought together over units as it says, by field; relations are not looked at."""
    weight = _shape(definition.weight) if definition.weight else None
    problem = aggregation_problem(_shape(definition), definition.aggregation, weight=weight, has_ratio=True)
    return {"aggregation": problem} if problem else {}


def _shape(definition: MetricDefinition) -> Metric:
    return Metric(definition.name, definition.kind, definition.unit)


def _fit(definition: MetricDefinition) -> None:
    _clean(definition.full_clean, definition)
    _refuse(word_problems(definition) | sample_problems(definition) | aggregation_problems(definition))


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise DefinitionError("".join(problems.values()))


def _clean(clean: Callable[[], None], definition: MetricDefinition) -> None:
    try:
        clean()
    except ValidationError as error:
        raise DefinitionError("".join(error.messages), place=definition.name) from error
