"""A second paper of the demo bureau, in the middle of the work: some is handed in, some overdue."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.years import reporting_year
from edusum.drafts import services
from edusum.drafts.assigning import assign_figure_duties, assign_section, assign_sections
from edusum.drafts.due_days import remind_of_due_days
from edusum.drafts.duties import metrics_of
from edusum.drafts.enums import SectionAction
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import draft_sources
from edusum.library.models import TemplateVersion
from edusum.metrics.saving import ValueEntry, save_values
from edusum.orgs.models import Bureau

TEMPLATE = "summary-plan-masked"
DAYS = {
    "alliances": -2,
    "whole-child": 0,
    "future-education": 2,
    "talent": 3,
    "plan-think-tank": 5,
    "plan-quality": 7,
}
"""When sections are due, counted from today; the others as `USUAL`."""
USUAL = 12
HANDED_IN = ("whole-child", "campus-safety", "supervision")
RETURNED = "alliances"
RETURNED_SINCE = "联盟学校的成员单位有变动，请核对后再交。"
GIVEN, GIVEN_TO, GIVEN_SINCE = "plan-preschool", "基础教育科", "学前教育的内容请你们一并写。"
FIRST_SENTENCE = "这一部分正在整理，先列出要点。"


@transaction.atomic
def load_demo_work(*, bureau: Bureau, after: int, values: Sequence[ValueEntry], editor: User) -> Draft | None:
    """Of the year that is being summed up, or of the one `after`, with `values` that are in already; None
    without the template."""
    version = TemplateVersion.objects.published().filter(report_template__code=TEMPLATE).first()
    if version is None:
        return None
    year = max(after + 1, reporting_year(timezone.localdate()))
    save_values(bureau=bureau, year=year, entries=values, actor=editor)
    draft = services.start_draft(bureau=bureau, year=year, version=version, actor=editor)
    rows = {row.key: row for row in draft.section_texts.select_related("section", "department")}
    _hand_over(rows[GIVEN], editor)
    for key in (*HANDED_IN, RETURNED):
        _write(rows[key], editor)
        services.move_section(section_text=rows[key], action=SectionAction.HAND_IN, actor=editor)
    services.move_section(
        section_text=rows[RETURNED], action=SectionAction.RETURN, actor=editor, note=RETURNED_SINCE
    )
    _set_days(draft, rows, editor)
    remind_of_due_days()
    return draft


def _hand_over(row: SectionText, editor: User) -> None:
    department = row.draft.bureau.departments.filter(name=GIVEN_TO).first()
    assign_section(section_text=row, department=department, actor=editor, note=GIVEN_SINCE)


def _set_days(draft: Draft, rows: dict[str, SectionText], editor: User) -> None:
    today = timezone.localdate()
    metrics = metrics_of(draft)
    usual = today + dt.timedelta(days=USUAL)
    assign_sections(draft=draft, rows=[row.pk for row in rows.values()], due_on=usual, actor=editor)
    named = set().union(*metrics.values())
    assign_figure_duties(draft=draft, metrics=named, due_on=usual, actor=editor)
    for key, days in DAYS.items():
        row, day = rows[key], today + dt.timedelta(days=days)
        assign_sections(draft=draft, rows=[row.pk], due_on=day, actor=editor)
        assign_figure_duties(draft=draft, metrics=metrics.get(row.pk, ()), due_on=day, actor=editor)
    draft.due_on = usual
    draft.save(update_fields=["due_on"])


def _write(row: SectionText, editor: User) -> None:
    standing = services.standing_text(row, draft_sources(row.draft))
    text = f"{standing}\n{FIRST_SENTENCE}".strip()
    services.save_section(section_text=row, text=text, seen=services.mark_of(standing), actor=editor)
