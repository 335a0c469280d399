"""A bureau's own mind about rules and its 名录 of names: kept, changed, read for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts.texts import on_one_line
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require
from edusum.proofreading.models import NameEntry, RuleSetting
from edusum.proofreading.name_lists import PastedName
from edusum.proofreading.registry import all_rules


@dataclass(frozen=True, slots=True)
class Choice:
    """What a bureau wants of a rule; `severity` "" leaves it to the rule."""

    is_on: bool
    severity: str = ""


@transaction.atomic
def set_rules(*, bureau: Bureau, choices: Mapping[str, Choice], actor: User) -> int:
    """Keep the choices that differ from what the rules say of themselves; returns how many do."""
    require(actor, Action.SET_RULES, bureau=bureau)
    rules = all_rules()
    kept = {
        code: choice
        for code, choice in choices.items()
        if code in rules
        and (choice.is_on != rules[code].is_on or choice.severity not in {"", rules[code].severity})
    }
    RuleSetting.objects.filter(bureau=bureau, rule__in=choices).exclude(rule__in=kept).delete()
    for code, choice in kept.items():
        RuleSetting.objects.update_or_create(
            bureau=bureau, rule=code, defaults={"is_on": choice.is_on, "severity": choice.severity}
        )
    return len(kept)


@transaction.atomic
def save_name(*, entry: NameEntry, actor: User) -> NameEntry:
    """A new or changed name; raises EdusumError where it is there already or can't be kept."""
    require(actor, Action.SET_RULES, bureau=entry.bureau)
    entry.name = on_one_line(entry.name)
    try:
        entry.full_clean()
    except ValidationError as error:
        is_known = NameEntry.objects.filter(bureau=entry.bureau, kind=entry.kind, name=entry.name).exists()
        told = f"名录里已有“{entry.name}”，不用再加。" if is_known else "".join(error.messages)
        raise EdusumError(told) from error
    entry.save()
    return entry


@transaction.atomic
def add_names(*, bureau: Bureau, names: Sequence[PastedName], actor: User) -> list[PastedName]:
    """Many at once; those that are there already stay as they are. Returns the new ones."""
    require(actor, Action.SET_RULES, bureau=bureau)
    known = set(NameEntry.objects.filter(bureau=bureau).values_list("kind", "name"))
    new = {(item.kind, item.name): item for item in names if (item.kind, item.name) not in known}
    NameEntry.objects.bulk_create(
        NameEntry(bureau=bureau, kind=item.kind, name=item.name, post=item.post, is_former=item.is_former)
        for item in new.values()
    )
    return list(new.values())


@transaction.atomic
def set_former(*, entry: NameEntry, is_former: bool, actor: User) -> NameEntry:
    require(actor, Action.SET_RULES, bureau=entry.bureau)
    entry.is_former = is_former
    entry.save(update_fields=["is_former", "updated_at"])
    return entry


@transaction.atomic
def delete_name(*, entry: NameEntry, actor: User) -> None:
    require(actor, Action.SET_RULES, bureau=entry.bureau)
    entry.delete()
