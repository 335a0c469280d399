"""Rows of the sheet that save by themselves: each is judged alone, and a wrong one refuses only itself."""

from collections.abc import Sequence

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.metrics.rows import SheetRow
from edusum.metrics.saving import Saved, ValueEntry, save_values
from edusum.metrics.sheet import SheetPage


def enter_rows(page: SheetPage, *, actor: User) -> Saved:
    """Store the rows that can be; the others carry their error. Raises PermissionDenied."""
    rows = [row for row in page.sheet.rows if row.form.is_valid() and row.form.has_changed()]
    try:
        return _save(page, [row.form.entry_of() for row in rows], actor)
    except EdusumError:
        saved = [_save_one(page, row, actor) for row in rows]
        return Saved(sum(one.changed for one in saved), sum(one.proposed for one in saved))


def _save_one(page: SheetPage, row: SheetRow, actor: User) -> Saved:
    try:
        return _save(page, [row.form.entry_of()], actor)
    except EdusumError as error:
        row.form.add_error("entry", error.message)
        return Saved()


def _save(page: SheetPage, entries: Sequence[ValueEntry], actor: User) -> Saved:
    return save_values(
        bureau=page.bureau,
        year=page.asked.year,
        period=page.asked.period,
        entries=entries,
        actor=actor,
    )


def answering_rows(page: SheetPage, after: SheetPage) -> list[SheetRow]:
    """What to show after `page` was sent: what was refused as it was typed, all else as it is stored now.

    Also what is related to the rows sent: their sums may fit by now, or no longer.
    """
    refused = {row.code: row for row in page.sheet.rows if row.form.errors}
    touched = after.facts.related_to({row.code for row in page.sheet.rows})
    return [refused.get(row.code, row) for row in after.rows_of(touched)]
