"""Where the papers of a bureau print a value: sentence by sentence, and in tables and charts."""

from dataclasses import dataclass

from django.urls import reverse

from edusum.document.tokens import Token, tokens_in
from edusum.drafts.enums import SectionState
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.naming_texts import Naming, sentences, texts_naming
from edusum.library import wording
from edusum.library.filters import FILTERS
from edusum.metrics.figures import Figures
from edusum.metrics.models import MetricDefinition
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class ValueUse:
    """A section or attachment that prints the value: its name, where it is, its state, what it says."""

    draft: Draft
    title: str
    address: str
    state: str
    sentences: tuple[str, ...]
    shown: tuple[str, ...]
    is_of_next_year: bool = False

    @property
    def state_label(self) -> str:
        return SectionState(self.state).label if self.state else ""


def value_uses(metric: MetricDefinition, *, bureau: Bureau, year: int, period: str) -> list[ValueUse]:
    """In the papers of that year, and of the next where they compare themselves with it."""
    name = metric.phrase_name
    found = texts_naming([name], bureau=bureau, years=[year, year + 1], period=period)
    figures = {at: read_figures(bureau, at, period) for at in sorted({item.draft.year for item in found})}
    uses = [_use(item, name, figures[item.draft.year], is_next=item.draft.year > year) for item in found]
    return [use for use in uses if use.sentences or use.shown]


def address_of(item: Naming) -> str:
    """The page where it is written."""
    if isinstance(item.place, SectionText):
        return reverse("drafts:section_edit", args=[item.draft.pk, item.place.pk])
    return reverse("drafts:attachment_edit", args=[item.draft.pk, item.place.pk])


def title_of(item: Naming) -> str:
    return str(item.place) if isinstance(item.place, SectionText) else f"附件“{item.place}”"


def state_of(item: Naming) -> str:
    return item.place.state if isinstance(item.place, SectionText) else ""


def tells_previous(token: Token) -> bool:
    """Whether a token prints last year's value, or what comes of it."""
    return any(
        FILTERS[call.name].needs in {"previous", "both"} for call in token.filters if call.name in FILTERS
    )


def _use(item: Naming, name: str, figures: Figures, *, is_next: bool) -> ValueUse:
    said = [
        wording.plain(sentence, figures, item.draft.texts)
        for sentence in sentences(item.token_text(figures))
        if any(
            name in token.names() and (not is_next or tells_previous(token)) for token in tokens_in(sentence)
        )
    ]
    shown = shown_in(item, name, figures)
    return ValueUse(item.draft, title_of(item), address_of(item), state_of(item), tuple(said), shown, is_next)


def shown_in(item: Naming, name: str, figures: Figures) -> tuple[str, ...]:
    """The tables and charts there that show the metric, by what they are called."""
    texts = item.draft.texts
    shown = [wording.plain(label, figures, texts) for label, names in item.shown if name in names]
    return (*shown, *(["本节的指标表"] if name in item.listed else []))
