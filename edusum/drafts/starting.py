"""What a draft would be before it is begun, and what there is to choose once it is."""

from dataclasses import dataclass

from edusum.library import wording
from edusum.library.context import text_names
from edusum.library.enums import period_of
from edusum.library.models import Phrase, TemplateVersion
from edusum.metrics.enums import Period
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class Prospect:
    """A paper of this version and year; `has_forms` if its phrases speak at length and in short."""

    title: str
    description: str
    year: int
    is_half_year: bool
    section_count: int
    optional_count: int
    has_forms: bool

    @property
    def has_choice(self) -> bool:
        return bool(self.optional_count) or self.has_forms


def prospect(version: TemplateVersion, *, bureau: Bureau, year: int) -> Prospect:
    """For a version whose `report_template` is at hand; two queries."""
    optional = list(version.sections.values_list("is_optional", flat=True))
    template = version.report_template
    return Prospect(
        title=wording.headline(version.title, text_names(bureau, year)),
        description=template.description,
        year=year,
        is_half_year=period_of(template.genre) == Period.FIRST_HALF,
        section_count=len(optional),
        optional_count=sum(optional),
        has_forms=Phrase.objects.filter(section__version=version).exclude(form="").exists(),
    )
