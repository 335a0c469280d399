"""A draft as it reads now: every section's text, marks, figures and gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from edusum.document.model import FigureRun, Paragraph
from edusum.document.tokens import Token, parse
from edusum.drafts.enums import TextForm
from edusum.drafts.exhibiting import ExhibitReading, exhibits_in_sections, gaps_of, missing_in
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.outline import Place, omitted, outline, printed_heading
from edusum.library import wording
from edusum.library.context import Terms, sample_figures, sample_texts, text_names
from edusum.library.enums import period_of
from edusum.library.models import TemplateVersion
from edusum.library.services import markers, phrases_of
from edusum.metrics.figures import Figure, Figures
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class SectionReading:
    """One section as it stands: `text` with tokens, `paragraphs` as printed.

    `offered` is what phrases would say today, as token text, where they said something else, or nothing, when
    the text was first edited.
    """

    section: Place
    section_text: SectionText | None
    depth: int
    marker: str
    heading: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    offered: tuple[str, ...] = ()
    table: tuple[Figure, ...] = ()
    table_caption: str = ""
    is_omitted: bool = False
    exhibits: tuple[ExhibitReading, ...] = ()

    @property
    def title(self) -> str:
        """How lists call it: the mark and the heading, 导语 or 结语 when it has none."""
        return f"{self.marker}{self.heading}" or str(self.section)

    @property
    def gaps(self) -> set[str]:
        """The figures that are missing here, by phrase name."""
        in_table = {figure.name for figure in self.table if figure.current.state == "pending"}
        return in_table | gaps_of(self.paragraphs) | missing_in(self.exhibits)

    @property
    def gap_count(self) -> int:
        return len(self.gaps)

    @property
    def gap_label(self) -> str:
        return f"{self.gap_count} 项待补"

    @property
    def indent(self) -> int:
        """How deep lists indent it: 1 for the outermost."""
        return self.depth + 1

    @property
    def character_count(self) -> int:
        """The words without what is still missing."""
        missing = sum(len(run.text) for run in self._figure_runs() if run.is_gap)
        return sum(len(paragraph.text) for paragraph in self.paragraphs) - missing

    def _figure_runs(self) -> list[FigureRun]:
        return [run for item in self.paragraphs for run in item.runs if isinstance(run, FigureRun)]


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a draft's words are made from, read once."""

    figures: Figures
    texts: Mapping[str, str]
    phrases: Mapping[int, Sequence[wording.PhraseText]]

    def phrases_in(self, section: int | None, form: str) -> list[wording.PhraseText]:
        """The phrases of a section that speak in this form."""
        own = self.phrases.get(section, ()) if section else ()
        return [phrase for phrase in own if phrase.form in {"", form}]

    def spoken(self, section: int | None, form: str) -> str:
        """What the phrases of a section say, as token text; a section of the office's own has none."""
        return wording.speak(self.phrases_in(section, form), self.figures, self.texts).text


def with_shared_terms(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts of a list, whose titles together take one query at most."""
    terms, listed = Terms(), list(drafts)
    for draft in listed:
        draft.terms = terms
    return listed


def sources_of(version: TemplateVersion, *, bureau: Bureau, year: int) -> Sources:
    """For a version that nobody drafts from; `report_template` is at hand."""
    return Sources(
        figures=read_figures(bureau, year, period_of(version.report_template.genre)),
        texts=text_names(bureau, year),
        phrases=phrases_of(version),
    )


def sample_sources(version: TemplateVersion, *, year: int) -> Sources:
    """To show a version without anybody's figures; no figure is missing."""
    period = period_of(version.report_template.genre)
    return Sources(figures=sample_figures(period), texts=sample_texts(year), phrases=phrases_of(version))


def draft_sources(draft: Draft) -> Sources:
    return Sources(
        figures=read_figures(draft.bureau, draft.year, draft.period),
        texts=draft.texts,
        phrases=phrases_of(draft.version),
    )


def read_draft(draft: Draft, sources: Sources) -> list[SectionReading]:
    """Every section in reading order, the omitted ones included (they carry no mark)."""
    rows = draft.section_texts.with_last_turn().select_related("department", "updated_by")
    exhibits = exhibits_in_sections(draft, sources.figures, sources.texts)
    return [
        replace(item, exhibits=exhibits.get(item.section_text.pk, ())) if item.section_text else item
        for item in read_version(draft.version, sources, rows)
    ]


def read_version(
    version: TemplateVersion, sources: Sources, rows: Iterable[SectionText] = ()
) -> list[SectionReading]:
    """Every section of a template version as it reads with these sources and, where given, as the texts of a
    draft say and place them."""
    places = outline(version, rows)
    prefetch_related_objects([place.source for place in places if place.source], "table_rows__metric")
    left_out = omitted(places)
    marks = markers([(place, place.depth) for place in places], left_out)
    by_code = {figure.code: figure for figure in sources.figures.values()}
    return [
        replace(_read(place, marks[place.pk], sources, by_code), is_omitted=place.pk in left_out)
        for place in places
    ]


def _read(place: Place, marker: str, sources: Sources, by_code: Mapping[str, Figure]) -> SectionReading:
    row = place.row
    written = row.text if row else None
    text = sources.spoken(place.pk, row.form if row else TextForm.FULL) if written is None else written
    return SectionReading(
        section=place,
        section_text=row,
        depth=place.depth,
        marker=marker,
        heading=printed_heading(place, sources.texts),
        text=text,
        paragraphs=wording.paragraphs(text, sources.figures, sources.texts),
        offered=_offered(row, sources) if row and written is not None else (),
        table_caption=wording.headline(place.table_caption, sources.texts),
        table=tuple(by_code[item.metric.code] for item in place.source.table_rows.all())
        if place.source
        else (),
    )


def said_one_by_one(section: int | None, form: str, sources: Sources) -> dict[str, str]:
    """What each phrase of that form says by itself, frozen, by the phrase's id (as text, for JSON)."""
    return {
        str(phrase.pk): wording.freeze(
            wording.speak([phrase], sources.figures, sources.texts).text, sources.texts
        )
        for phrase in sources.phrases_in(section, form)
    }


def _offered(section_text: SectionText, sources: Sources) -> tuple[str, ...]:
    said = said_one_by_one(section_text.section_id, section_text.form, sources)
    return tuple(
        text
        for phrase, text in said.items()
        if text and text != section_text.said_at_first.get(phrase) and text not in (section_text.text or "")
    )


def figures_named(text: str, figures: Figures) -> list[Figure]:
    """The metrics that a text with tokens names, in order of first mention."""
    names = [name for piece in parse(text) if isinstance(piece, Token) for name in piece.names()]
    return [figures[name] for name in dict.fromkeys(names) if name in figures]
