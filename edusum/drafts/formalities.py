"""The formalities of a draft: who reads them, who sets them, and in which form they are kept."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts import formal
from edusum.drafts.errors import FormalitiesChangedError
from edusum.drafts.models import Draft, Formalities
from edusum.drafts.texts import on_one_line
from edusum.orgs.permissions import Action, require

COVER = ("own_title", "own_signatory", "sign_date")
FIELDS = (
    *("subtitle", "speaker", "spoken_on", "addressee", "note", "has_letterhead", "mark", "number"),
    *("signers", "serial", "secrecy", "urgency", "copies_to", "issued_by", "issued_on", "has_contents"),
)
WRITTEN: dict[str, Callable[[str], str]] = {
    "subtitle": formal.subtitle,
    "addressee": lambda typed: formal.without(typed, "主送", "主送机关").rstrip("：:"),
    "note": formal.without_brackets,
    "mark": formal.mark,
    "number": formal.document_number,
    "signers": lambda typed: formal.names(formal.without(typed, "签发人")),
    "serial": formal.serial_number,
    "secrecy": formal.secrecy,
    "copies_to": lambda typed: formal.without(typed, "抄送"),
    "issued_by": lambda typed: formal.without(typed, "印发机关"),
}
"""How what is typed becomes what is printed, by field; each raises EdusumError."""
LASTING = ("speaker", "addressee", "has_letterhead", "mark", "copies_to", "issued_by", "has_contents")
"""What stays true from one year to the next."""


def formalities_of(draft: Draft) -> Formalities:
    """As stored, else those of a plain paper, not stored yet."""
    found: Formalities = getattr(draft, "formalities", None) or Formalities(draft=draft)
    return found


def long_mark(draft: Draft, row: Formalities) -> str:
    """A word of advice when the 发文机关标志 that is printed is longer than looks well; "" otherwise."""
    printed = row.mark or usual_mark(draft)
    if not row.has_letterhead or len(printed) <= formal.LONG_MARK:
        return ""
    return f"发文机关标志“{printed}”有 {len(printed)} 个字，印出来字会压窄，建议改用规范化简称。"


def usual_mark(draft: Draft) -> str:
    """The 发文机关标志 unless another one is given."""
    return f"{draft.bureau.full_name}文件"


def mark_of_formalities(draft: Draft, formalities: Formalities) -> str:
    """A short mark of all that the page 公文要素 shows as stored."""
    values = [getattr(draft, name) for name in COVER] + [getattr(formalities, name) for name in FIELDS]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]


def written(name: str, value: Any) -> Any:
    """The value of a field in the form in which it is kept; raises EdusumError."""
    if not isinstance(value, str):
        return value
    text = on_one_line(value)
    return WRITTEN[name](text) if name in WRITTEN else text


def set_formalities(
    *, draft: Draft, values: Mapping[str, Any], actor: User, seen: str | None = None
) -> Formalities:
    """Keep these fields of the draft's cover and of its formalities, in the form in which they are printed.

    `seen` is the `mark_of_formalities` that the person knew (None: any). Raises FormalitiesChangedError,
    EdusumError for what can't be printed so, PermissionDenied.
    """
    require(actor, Action.START_DRAFT, bureau=draft.bureau)
    with transaction.atomic():
        held = Draft.objects.select_for_update(of=("self",)).select_related("formalities").get(pk=draft.pk)
        row = formalities_of(held)
        if seen is not None and seen != mark_of_formalities(held, row):
            raise FormalitiesChangedError
        for name, value in values.items():
            setattr(held if name in COVER else row, name, written(name, value))
        row.updated_by = actor
        _check(held, row)
        held.save(update_fields=[*COVER, "updated_at"])
        row.save()
    return row


def _check(draft: Draft, row: Formalities) -> None:
    try:
        draft.clean_fields(exclude={field.name for field in Draft._meta.fields} - {*COVER})
        row.full_clean(exclude=["draft", "updated_by"])
    except ValidationError as error:
        raise EdusumError("".join(error.messages)) from error
