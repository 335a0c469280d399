"""What a draft would be before it is begun, and what there is to choose once it is."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from edusum.common.years import start_years
from edusum.drafts.duties import due_day, last_day
from edusum.drafts.naming import usual_title
from edusum.library.context import text_names
from edusum.library.enums import Genre, period_of
from edusum.library.models import Phrase, TemplateVersion
from edusum.metrics.enums import Period, period_label
from edusum.orgs.models import Bureau, Department


@dataclass(frozen=True, slots=True)
class Prospect:
    """A paper of this version and year; `has_forms` if its phrases speak at length and in short.

    `last_day` is when all of it is due, None for no limit; `is_ahead`: days count from the end of its time.
    """

    title: str
    description: str
    year: int
    is_half_year: bool
    is_of_department: bool
    section_count: int
    optional_count: int
    has_forms: bool
    last_day: dt.date | None = None
    is_ahead: bool = False


def year_problem(year: int) -> str:
    """What speaks against beginning a paper of this year."""
    first, last = start_years(timezone.localdate())
    return "" if first <= year <= last else f"年度只能填 {first} 至 {last}，请核对是不是写错了。"


def has_forms(version: TemplateVersion) -> bool:
    """Whether it can be written at length and in short."""
    return Phrase.objects.filter(section__version=version).exclude(form="").exists()


def prospect(
    version: TemplateVersion, *, bureau: Bureau, year: int, department: Department | None = None
) -> Prospect:
    """For a version whose `report_template` is at hand; two queries."""
    sections = list(version.sections.values_list("is_optional", "due_days"))
    optional = [is_optional for is_optional, _ in sections]
    template = version.report_template
    period = period_of(template.genre)
    is_half_year = period == Period.FIRST_HALF
    days = [due_day(days, version.due_days, year=year, period=period) for _, days in sections]
    is_of_department = template.genre == Genre.DEPARTMENT_SUMMARY
    return Prospect(
        title=usual_title(
            version,
            text_names(bureau, year),
            department=department if is_of_department else None,
            period=period_label(year, period),
        ),
        description=template.description,
        year=year,
        is_half_year=is_half_year,
        is_of_department=is_of_department,
        section_count=len(optional),
        optional_count=sum(optional),
        has_forms=has_forms(version),
        last_day=max((day for day in days if day), default=None),
        is_ahead=last_day(year, period) > timezone.localdate(),
    )
