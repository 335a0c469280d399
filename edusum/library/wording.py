"""Phrases into token text, and token text into paragraphs of runs.

Both roads end here: a section that nobody has edited speaks its phrases anew, an edited one keeps its token
text. What is put in for a token is never parsed again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from edusum.document import tokens
from edusum.document.model import FigureRun, Paragraph, Run
from edusum.document.tokens import Token, spelled, tokens_in
from edusum.library.complaints import filtered_text, unfinished_braces, unknown_in_text
from edusum.library.filters import chain_problem, show
from edusum.library.omission import has_words, without_silence
from edusum.library.phrasing import TEXT_NAMES, render
from edusum.metrics.figures import Figures

Texts = Mapping[str, str]

_LOST_MARKS = re.compile(r"(?<![，、；：])[，、；：]+(?=[。！？；])")
_BRACES = re.compile(r"[{｛]{2}[^{}｛｝\n]*[}｝]{2}")
_STRAY = re.compile(r"(?:[{｛]{2}|[{｛]%)[^{}｛｝\n]*(?:[}｝]{1,2})?|[^{}｛｝\n]{0,10}(?:[}｝]{2}|%[}｝])")
_HALF_WIDTH = str.maketrans("｛｝｜（），\u3000", "{}|(), ")
_LONGEST_EXCERPT, _MAX_PROBLEMS = 12, 20


@dataclass(frozen=True, slots=True)
class PhraseText:
    """A phrase as stored: its id, its source, whether it begins a paragraph."""

    pk: int
    text: str
    starts_paragraph: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """Token text, paragraphs separated by "\\n", and the ids of phrases that had nothing to say."""

    text: str
    silent: tuple[int, ...]


def speak(phrases: Sequence[PhraseText], figures: Figures, texts: Texts) -> Spoken:
    """A section's phrases in order; sentences and clauses about what is 不适用 are left out."""
    paragraphs: list[str] = []
    silent: list[int] = []
    is_new = True
    for phrase in phrases:
        is_new = is_new or phrase.starts_paragraph
        said = _say(phrase.text, figures, texts)
        if not said:
            silent.append(phrase.pk)
            continue
        if is_new:
            paragraphs.append(said)
        else:
            paragraphs[-1] += said
        is_new = False
    return Spoken("\n".join(map(_ended, paragraphs)), tuple(silent))


def freeze(text: str, texts: Texts) -> str:
    """Token text with the text names written out for good; figures keep their tokens.

    What is written out never makes a token of the words beside it: those then lose their braces.
    """
    pieces = spelled(text)
    frozen = "".join(_frozen(spelling, token, texts) for spelling, token in pieces)
    kept = tuple(token for _, token in pieces if token and not _is_text(token, texts))
    if tokens_in(frozen) == kept:
        return frozen
    return "".join(
        _frozen(spelling if token else tokens.defuse(spelling), token, texts) for spelling, token in pieces
    )


def paragraphs(text: str, figures: Figures, texts: Texts) -> tuple[Paragraph, ...]:
    """Token text as runs, a paragraph a line; what is missing or 不适用 is a gap; no blank lines."""
    return tuple(
        Paragraph(tuple(_runs(line, figures, texts))) for line in map(str.strip, text.split("\n")) if line
    )


def plain(text: str, figures: Figures, texts: Texts) -> str:
    """Token text as people read it, paragraphs separated by "\\n"."""
    return "\n".join(paragraph.text for paragraph in paragraphs(text, figures, texts))


def headline(source: str, texts: Texts) -> str:
    """A title or heading: a phrase of text names, as people read it."""
    return plain(render(source, {}, texts), {}, texts)


def token_problems(text: str, figures: Figures) -> list[str]:
    """What is wrong with the tokens in text that people wrote: Chinese sentences, in order, 20 at most."""
    known = [*figures, *TEXT_NAMES]
    faults = islice(dict.fromkeys(_faults(text, figures)), _MAX_PROBLEMS)
    return [unknown_in_text(words, known) if is_name else words for is_name, words in faults]


def tidy_tokens(text: str) -> str:
    """The text with tokens typed in full width (｛｛甲｜同比｝｝, a Chinese keyboard's) in half width."""
    return _BRACES.sub(lambda match: _half_width(match[0]), text)


def _half_width(braces: str) -> str:
    typed = braces.translate(_HALF_WIDTH)
    return typed if tokens.TOKEN.fullmatch(typed) else braces


def _faults(text: str, figures: Figures) -> Iterator[tuple[bool, str]]:
    """Names that stand for nothing (True) and sentences (False)."""
    for spelling, token in dict.fromkeys(spelled(text)):
        if token is None:
            yield from ((False, unfinished_braces(_excerpt(found[0]))) for found in _STRAY.finditer(spelling))
        elif token.filters and token.name in TEXT_NAMES and token.name not in figures:
            yield False, filtered_text(token.name)
        else:
            yield from ((True, name) for name in _unknown(token, figures))
            problem = chain_problem(token.filters)
            if problem:
                yield False, problem


def _unknown(token: Token, figures: Figures) -> list[str]:
    return [
        name for name in token.names() if name not in figures and (token.filters or name not in TEXT_NAMES)
    ]


def _excerpt(words: str) -> str:
    words = words.strip()
    return words if len(words) <= _LONGEST_EXCERPT else f"{words[:_LONGEST_EXCERPT]}……"


def _frozen(spelling: str, token: Token | None, texts: Texts) -> str:
    return tokens.defuse(texts[token.name]) if token and _is_text(token, texts) else spelling


def _is_text(token: Token, texts: Texts) -> bool:
    return not token.filters and token.name in texts


def _runs(line: str, figures: Figures, texts: Texts) -> Iterator[Run | FigureRun]:
    words = ""
    for spelling, token in spelled(line):
        if token is None:
            words += spelling
        elif _is_text(token, texts):
            words += texts[token.name]
        else:
            if words:
                yield Run(words)
                words = ""
            text, kind = show(token, figures)
            yield FigureRun(text, token.name, spelling, kind != "text")
    if words:
        yield Run(words)


# What a phrase says


def _say(source: str, figures: Figures, texts: Texts) -> str:
    return _tidy(without_silence(render(source, figures, texts), figures))


@tokens.remembered
def _tidy(text: str) -> str:
    """Without blank lines and marks that lost their clause; "" when no word is left."""
    lines = map(str.strip, _LOST_MARKS.sub("", text).split("\n"))
    return "\n".join(line for line in lines if has_words(line))


def _ended(paragraph: str) -> str:
    """A paragraph whose last words fell away ends with a full stop."""
    words = paragraph.rstrip("，、")
    return paragraph if words == paragraph else f"{words}。"
