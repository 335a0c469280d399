"""An old paper as sections of a report template: phrases where figures are known, else guidance."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from edusum.document.model import Document, Paragraph, Section, Table
from edusum.document.numbering import STYLE_OF_LEVEL
from edusum.intake.paragraph_places import Placed, placed, spans_of
from edusum.intake.rewording import Sentence, Spot, named, parts_of, reworded
from edusum.library import phrasing
from edusum.library.enums import HeadingForm, MarkerStyle
from edusum.library.files import PhraseFile, SectionFile
from edusum.library.wording import tidy_phrase

LONGEST_HEADING, LONGEST_EXCERPT, LONGEST_SOURCE = 120, 400, 120
MOST_LACKING = 8
_STEP, _LEAST_SUGGESTED = 50, 100
_MARKS = (
    (re.compile(r"第[一二三四五六七八九十]{1,3}部分"), MarkerStyle.PART),
    (re.compile(r"第[一二三四五六七八九十]{1,3}[，,、]?"), MarkerStyle.DI),
    (re.compile(r"[一二三四五六七八九十]{1,3}要"), MarkerStyle.YAO),
    (re.compile(r"[一二三四五六七八九十]{1,3}[、.．，,]?"), MarkerStyle.CN_COMMA),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]、?"), MarkerStyle.CN_PAREN),
    (re.compile(r"[0-9０-９]{1,2}[.．、，]?"), MarkerStyle.ARABIC_DOT),
    (re.compile(r"[（(][0-9０-９]{1,2}[）)]、?|[①-⑳]"), MarkerStyle.ARABIC_PAREN),
)
_BRACES = str.maketrans("{}", "｛｝")


@dataclass(frozen=True, slots=True)
class Made:
    """A section with what it was made of: its sentences, which of them became phrases."""

    file: SectionFile
    marker: str
    depth: int
    phrases: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def heading(self) -> str:
        """As printed, mark and all; what stands there instead where there is none."""
        return f"{self.marker}{self.file.fields['heading']}" or "导语"

    @property
    def guidance(self) -> str:
        return str(self.file.fields["guidance"])

    @property
    def shown_phrases(self) -> list[list[tuple[str, bool]]]:
        """Each phrase in pieces with whether they are tokens."""
        return [parts_of(phrase) for phrase in self.phrases]


@dataclass
class Outliner:
    """Makes the sections of one paper.

    `text` the source; `spots` figures by their characters there, in order; `words` see `rewording`; `names`
    of the metrics there are; `keys`: by heading, the keys that sections of an older version have.
    """

    text: str
    spots: Sequence[Spot]
    words: Mapping[str, str]
    names: Collection[str]
    called: str
    keys: Mapping[str, str] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def sections(self, document: Document) -> tuple[SectionFile, ...]:
        """All of them; `made` then tells each in reading order."""
        self._used = set()
        self._spans = [(spot.start, spot.end) for spot in self.spots]
        texts = [block.text for section in document.walk() for block in _paragraphs(section)]
        self._placed = iter(list(placed(self.text, texts)))
        self._nearness = phrasing.Nearness()
        numbered = _counted(document.sections)
        return tuple(self._section(section, f"s{number}", 0) for number, section in numbered)

    def _section(self, section: Section, key: str, depth: int) -> SectionFile:
        place = len(self.made)
        sentences = [self._sentences(next(self._placed)) for _ in _paragraphs(section)]
        phrases = tuple(
            PhraseFile(sentence.phrase, sentence.starts_paragraph)
            for paragraph in sentences
            for sentence in paragraph
            if sentence.phrase
        )
        lacking = tuple(
            words for paragraph in sentences for sentence in paragraph for words in sentence.lacking
        )
        fields = self._fields(section, key) | {"guidance": self._guidance(section, sentences, lacking)}
        below = [
            self._section(inner, f"{key}-{number}", depth + 1) for number, inner in _counted(section.sections)
        ]
        file = SectionFile(fields["heading"] or "导语", fields, phrases, (), tuple(below))
        made = Made(file, section.marker, depth, tuple(phrase.text for phrase in phrases), lacking)
        self.made.insert(place, made)
        return file

    def _sentences(self, paragraph: Placed) -> tuple[Sentence, ...]:
        inside = spans_of(paragraph, self._spans)
        spots = [replace(self.spots[number], start=start, end=end) for number, (start, end) in inside]
        found = reworded(paragraph.text, spots, self.words)
        return tuple(
            sentence if self._is_sound(sentence.phrase) else Sentence(sentence.text) for sentence in found
        )

    def _is_sound(self, phrase: str) -> bool:
        return not phrase or not phrasing.check(
            tidy_phrase(phrase), metric_names=self.names, nearness=self._nearness
        )

    def _fields(self, section: Section, key: str) -> dict[str, Any]:
        heading = named(section.heading.translate(_BRACES), self.words).strip()
        if section.level and not heading:
            heading = "（标题待定）"
        heading = heading if len(heading) <= LONGEST_HEADING else f"{heading[: LONGEST_HEADING - 1]}…"
        form = HeadingForm.RUN_IN if section.is_run_in else HeadingForm.OWN_LINE
        lowest, highest = _suggested(sum(len(block.text) for block in _paragraphs(section)))
        return {
            "key": self._key(heading, key),
            "level": section.level,
            "heading": heading,
            "heading_form": (form if section.level else HeadingForm.NONE).value,
            "marker_style": style_of(section.marker, section.level).value,
            "department_name": "",
            "is_optional": False,
            "is_added": False,
            "source": self.called[:LONGEST_SOURCE],
            "suggested_min": lowest,
            "suggested_max": highest,
            "due_days": None,
            "table_caption": "",
        }

    def _key(self, heading: str, usual: str) -> str:
        """That of the older version's section of this name; else one of its own."""
        key = self.keys.get(heading) if heading else None
        if key is None or key in self._used:
            taken = self._used | set(self.keys.values())
            key = usual
            while key in taken:
                key += "-n"
        self._used.add(key)
        return key

    def _guidance(
        self, section: Section, paragraphs: Sequence[Sequence[Sentence]], lacking: Sequence[str]
    ) -> str:
        rest = "\n".join(
            words
            for sentences in paragraphs
            if (words := "".join(sentence.text for sentence in sentences if not sentence.phrase))
        )
        tables = sum(isinstance(block, Table) for block in section.blocks)
        has_phrases = any(sentence.phrase for sentences in paragraphs for sentence in sentences)
        told = []
        if len(section.heading) > LONGEST_HEADING:
            told.append(f"旧稿的标题全文：{section.heading}")
        if rest:
            told.append(f"{self.called}{'其余的原文' if has_phrases else '原文'}：\n{shortened(rest)}")
        if lacking:
            more = f"等 {len(lacking)} 处" if len(lacking) > MOST_LACKING else ""
            told.append(f"还没有对上指标的数：{'、'.join(lacking[:MOST_LACKING])}{more}。")
        if tables:
            told.append(f"旧稿在这里有 {tables} 张表，需要的请另设指标表。")
        return "\n".join(told)


def style_of(marker: str, level: int) -> MarkerStyle:
    """How the heading was numbered; AUTO where that is usual at its level."""
    bare = "".join(marker.split())
    found = next((style for pattern, style in _MARKS if pattern.fullmatch(bare)), MarkerStyle.NONE)
    return MarkerStyle.AUTO if not level or STYLE_OF_LEVEL.get(level) == found else found


def shortened(text: str, most: int = LONGEST_EXCERPT) -> str:
    """As much of the text as goes into `most` characters, up to the end of a sentence if there is one."""
    if len(text) <= most:
        return text
    end = max(text.rfind(sign, 0, most) for sign in "。；！？\n")
    return f"{text[: end + 1 if end >= most // 2 else most].rstrip()}……"


def _paragraphs(section: Section) -> Iterator[Paragraph]:
    return (block for block in section.blocks if isinstance(block, Paragraph))


def _counted(sections: Sequence[Section]) -> Iterator[tuple[int, Section]]:
    """Numbered from 1, what has no heading 0."""
    number = 0
    for section in sections:
        number += bool(section.level)
        yield (number if section.level else 0), section


def _suggested(length: int) -> tuple[int | None, int | None]:
    """About as long as it was; nothing for a few words."""
    if length < _LEAST_SUGGESTED:
        return None, None
    return length * 7 // 10 // _STEP * _STEP, -(-length * 13 // 10 // _STEP) * _STEP
