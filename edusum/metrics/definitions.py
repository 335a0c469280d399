"""The verbs of metric definitions. All bureaus share them, so what any bureau relies on stays."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from edusum.common.errors import EdusumError
from edusum.metrics.models import MetricDefinition
from edusum.orgs.actors import Actor, System
from edusum.orgs.permissions import Action, can_somewhere

REFUSED = "指标由模板管理员维护，需要修改时请联系本单位的模板管理员。"
KEPT = {"phrase_name": "措辞用名", "unit": "单位", "kind": "类别"}
"""Fields that no longer change once anything uses the metric, as people know them."""
Numbers = tuple[Decimal, ...]


class DefinitionError(EdusumError):
    """The metric definition was not stored; nothing was changed."""


@transaction.atomic
def create_definition(*, definition: MetricDefinition, actor: Actor) -> MetricDefinition:
    """Store a new metric; raises DefinitionError, PermissionDenied."""
    _require(actor)
    return _stored(definition)


@transaction.atomic
def update_definition(*, definition: MetricDefinition, actor: Actor) -> MetricDefinition:
    """Store a changed metric; its code stays.

    Raises DefinitionError when something uses the metric and a field of `KEPT` differs, or when stored values
    do not fit the new decimals or bounds; PermissionDenied.
    """
    _require(actor)
    stored = MetricDefinition.objects.select_for_update().get(pk=definition.pk)
    definition.code = stored.code
    changed = [label for name, label in KEPT.items() if getattr(stored, name) != getattr(definition, name)]
    if changed and is_used(stored):
        raise DefinitionError(f"指标“{stored}”已在使用，{'、'.join(changed)}不能再改；需要时请另建一个指标。")
    problems = value_problems(definition)
    if problems:
        raise DefinitionError("".join(problems.values()))
    return _stored(definition)


@transaction.atomic
def delete_definition(*, definition: MetricDefinition, actor: Actor) -> None:
    """Delete a metric that nothing uses; raises DefinitionError, PermissionDenied."""
    _require(actor)
    stored = MetricDefinition.objects.select_for_update().get(pk=definition.pk)
    if is_used(stored):
        raise DefinitionError(f"指标“{stored}”正在使用，不能删除；不想再用它，可以把“在用”取消。")
    stored.delete()


def is_used(definition: MetricDefinition) -> bool:
    """Whether any row points at the metric: a value, a phrase, a row of a table."""
    names = [relation.get_accessor_name() for relation in definition._meta.related_objects]
    return any(getattr(definition, name).exists() for name in names if name)


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
    if minimum is not None and minimum != before.minimum:
        problems["minimum"] = _against(
            values, lambda numbers: len(numbers) == 1 and numbers[0] < minimum, "小于这个下限"
        )
    if maximum is not None and maximum != before.maximum:
        problems["maximum"] = _against(
            values, lambda numbers: len(numbers) == 1 and numbers[0] > maximum, "大于这个上限"
        )
    return {name: problem for name, problem in problems.items() if problem}


def _values_of(definition: MetricDefinition) -> list[tuple[int, Numbers]]:
    """What is stored, each with its bureau: one number, or the two terms of a ratio, which has no bounds."""
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


def _require(actor: Actor) -> None:
    if not isinstance(actor, System) and not can_somewhere(actor, Action.EDIT_LIBRARY):
        raise PermissionDenied(REFUSED)


def _stored(definition: MetricDefinition) -> MetricDefinition:
    try:
        definition.full_clean()
    except ValidationError as error:
        raise DefinitionError("".join(error.messages)) from error
    definition.save()
    return definition
