"""What phrases say while they are being typed: faults, sentences, the section on paper. Nothing is stored."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from edusum.document import model as paper
from edusum.document.model import Paragraph
from edusum.library import phrasing
from edusum.library.extremes import Outcome, sentences
from edusum.library.phrasing import Nearness, Problem
from edusum.library.repeats import repeated
from edusum.library.wording import PhraseText, Texts, paragraphs, speak, tidy_phrase
from edusum.metrics.figures import Figures

MOST_PHRASES = 120
AS_IT_IS = "样例"
"""What `extremes` calls a figure's own readings."""
_END = "\ue000"
"""Put behind each phrase to find its words again in those of the whole section; nobody types it."""


@dataclass(frozen=True, slots=True)
class TypedPhrase:
    """A phrase as it stands in a form: `row` is its row there, `form` as in `enums.PhraseForm`."""

    row: int
    text: str
    starts_paragraph: bool = True
    form: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose figures and words the phrases speak with, and what it is called."""

    figures: Figures
    texts: Texts
    label: str = "样例"


@dataclass(frozen=True, slots=True)
class PhrasePreview:
    """A phrase with its number in the section, 0 for a blank one; silent without paragraphs and problems."""

    row: int
    number: int
    problems: tuple[Problem, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Outcome, ...]:
        """What it would say with other figures, without what it says with these."""
        others = (
            Outcome(tuple(label for label in outcome.labels if label != AS_IT_IS), outcome.text)
            for outcome in self.outcomes
        )
        return tuple(outcome for outcome in others if outcome.labels)


@dataclass(frozen=True, slots=True)
class SectionPreview:
    phrases: tuple[PhrasePreview, ...]
    paragraphs: tuple[Paragraph, ...]
    label: str

    @property
    def faulty(self) -> tuple[PhrasePreview, ...]:
        return tuple(phrase for phrase in self.phrases if phrase.problems)

    def by_row(self) -> dict[int, PhrasePreview]:
        return {phrase.row: phrase for phrase in self.phrases}

    def on_paper(self, heading: paper.Section) -> paper.Section:
        """The section with what its sound phrases say."""
        return paper.Section(
            level=heading.level,
            marker=heading.marker,
            heading=heading.heading,
            is_run_in=heading.is_run_in,
            blocks=self.paragraphs,
        )


@phrasing.typing()
def preview(
    typed: Sequence[TypedPhrase],
    voice: Voice,
    *,
    form: str = "full",
    synonyms: Mapping[str, str] | None = None,
) -> SectionPreview:
    """What a section with these phrases says at this length; faulty phrases are told and left out."""
    typed = typed[:MOST_PHRASES]
    rows = [row for row in typed if row.text.strip()]
    nearness = Nearness()
    problems = {row.row: _problems(row.text, voice.figures, synonyms, nearness) for row in rows}
    sound = [_phrase(row) for row in rows if not problems[row.row]]
    spoken = [phrase for phrase in sound if phrase.form in {"", form}]
    said = {
        **_each_alone([phrase for phrase in sound if phrase not in spoken], voice),
        **_each_in_place(spoken, voice),
    }
    numbers = {row.row: number for number, row in enumerate(rows, 1)}
    outcomes = {phrase.pk: _outcomes(phrase.text, voice) for phrase in sound}
    advice = {phrase.pk: repeated(phrase.text, voice.figures) for phrase in sound}
    return SectionPreview(
        tuple(
            PhrasePreview(
                row.row,
                numbers.get(row.row, 0),
                tuple(problems.get(row.row, ())),
                said.get(row.row, ()),
                outcomes.get(row.row, ()),
                advice.get(row.row, ()),
            )
            for row in typed
        ),
        paragraphs(speak(spoken, voice.figures, voice.texts).text, voice.figures, voice.texts),
        voice.label,
    )


def _problems(
    text: str, known: Collection[str], synonyms: Mapping[str, str] | None, nearness: Nearness
) -> list[Problem]:
    return phrasing.check(tidy_phrase(text), metric_names=known, synonyms=synonyms, nearness=nearness)


def _phrase(row: TypedPhrase) -> PhraseText:
    return PhraseText(row.row, tidy_phrase(row.text), row.starts_paragraph, row.form)


def _outcomes(source: str, voice: Voice) -> tuple[Outcome, ...]:
    names = phrasing.names_used(source)
    return sentences(source, names, voice.figures, voice.texts) if names else ()


def _each_alone(phrases: Iterable[PhraseText], voice: Voice) -> dict[int, tuple[Paragraph, ...]]:
    said = {phrase.pk: speak([phrase], voice.figures, voice.texts).text for phrase in phrases}
    return {row: paragraphs(text, voice.figures, voice.texts) for row, text in said.items()}


def _each_in_place(phrases: Sequence[PhraseText], voice: Voice) -> dict[int, tuple[Paragraph, ...]]:
    """What each says among the others, numbered as it stands there."""
    silent = set(speak(phrases, voice.figures, voice.texts).silent)
    speaking = [phrase for phrase in phrases if phrase.pk not in silent]
    ended = [item for phrase in speaking for item in (phrase, PhraseText(-1, _END, starts_paragraph=False))]
    parts = speak(ended, voice.figures, voice.texts).text.split(_END)
    if len(parts) != len(speaking) + 1:
        return _each_alone(speaking, voice)
    return {
        phrase.pk: paragraphs(part, voice.figures, voice.texts)
        for phrase, part in zip(speaking, parts, strict=False)
    }
