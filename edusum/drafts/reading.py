"""A draft as it reads now: every section's text, marks, figures and gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from edusum.document.model import FigureRun, Paragraph
from edusum.document.tokens import Token, parse
from edusum.drafts.enums import TextForm
from edusum.drafts.exhibiting import ExhibitReading, exhibits_in_sections, gaps_of, missing_in
from edusum.drafts.models import Draft, SectionText
from edusum.library import wording
from edusum.library.context import Terms, sample_figures, sample_texts, text_names
from edusum.library.enums import period_of
from edusum.library.models import Section, TemplateVersion
from edusum.library.services import markers, phrases_of, section_tree
from edusum.metrics.figures import Figure, Figures
from edusum.metrics.services import figures as read_figures
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class SectionReading:
    """One section as it stands: `text` with tokens, `paragraphs` as printed.

    `offered` is what phrases would say today, as token text, where they said something else, or nothing, when
    the text was first edited.
    """

    section: Section
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

    def phrases_in(self, section: int, form: str) -> list[wording.PhraseText]:
        """The phrases of a section that speak in this form."""
        return [phrase for phrase in self.phrases.get(section, ()) if phrase.form in {"", form}]

    def spoken(self, section: int, form: str) -> str:
        """What the phrases of a section say, as token text."""
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
    texts = {row.section_id: row for row in rows}
    exhibits = exhibits_in_sections(draft, sources.figures, sources.texts)
    return [
        replace(item, exhibits=exhibits.get(item.section_text.pk, ())) if item.section_text else item
        for item in read_version(draft.version, sources, texts)
    ]


def read_version(
    version: TemplateVersion, sources: Sources, texts: Mapping[int, SectionText] | None = None
) -> list[SectionReading]:
    """Every section of a template version as it reads with these sources and, where given, people's texts."""
    texts = texts or {}
    tree = section_tree(version)
    prefetch_related_objects([section for section, _ in tree], "table_rows__metric")
    omitted = _omitted(tree, texts)
    marks = markers(tree, omitted)
    by_code = {figure.code: figure for figure in sources.figures.values()}
    return [
        replace(
            _read(section, depth, texts.get(section.pk), marks[section.pk], sources, by_code),
            is_omitted=section.pk in omitted,
        )
        for section, depth in tree
    ]


def _read(
    section: Section,
    depth: int,
    section_text: SectionText | None,
    marker: str,
    sources: Sources,
    by_code: Mapping[str, Figure],
) -> SectionReading:
    written = section_text.text if section_text else None
    form = section_text.form if section_text else TextForm.FULL
    text = sources.spoken(section.pk, form) if written is None else written
    return SectionReading(
        section=section,
        section_text=section_text,
        depth=depth,
        marker=marker,
        heading=wording.headline(section.heading, sources.texts),
        text=text,
        paragraphs=wording.paragraphs(text, sources.figures, sources.texts),
        offered=_offered(section_text, sources) if section_text and written is not None else (),
        table_caption=wording.headline(section.table_caption, sources.texts),
        table=tuple(by_code[row.metric.code] for row in section.table_rows.all()),
    )


def said_one_by_one(section: int, form: str, sources: Sources) -> dict[str, str]:
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


def _omitted(tree: Iterable[tuple[Section, int]], texts: Mapping[int, SectionText]) -> set[int]:
    """The sections this paper leaves out, with all that stands under them."""
    omitted: set[int] = set()
    for section, _ in tree:
        section_text = texts.get(section.pk)
        if section.parent_id in omitted or (section_text is not None and section_text.is_omitted):
            omitted.add(section.pk)
    return omitted


def figures_named(text: str, figures: Figures) -> list[Figure]:
    """The metrics that a text with tokens names, in order of first mention."""
    names = [name for piece in parse(text) if isinstance(piece, Token) for name in piece.names()]
    return [figures[name] for name in dict.fromkeys(names) if name in figures]
