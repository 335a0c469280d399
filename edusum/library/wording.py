"""Phrases into token text, and token text into paragraphs of runs.

Both roads end here: a section that nobody has edited speaks its phrases anew, an edited one keeps its token
text. What is put in for a token is never parsed again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from edusum.document import tokens
from edusum.document.model import FigureRun, Paragraph, Run
from edusum.document.tokens import Token
from edusum.library.filters import show, silence
from edusum.library.phrasing import TEXT_NAMES, render
from edusum.metrics.figures import Figures

Texts = Mapping[str, str]

_CLOSING = "”’」』）》"
_SENTENCE = re.compile(rf"[^。！？\n]+[。！？]*[{_CLOSING}]*\n*|[。！？\n]+")
_CLAUSE = re.compile(r"[^，；]+[，；]*|[，；]+")
_BRACKETS = re.compile(r"（([^（）]*)）")
_END = re.compile(rf"[，；。！？][{_CLOSING}]*$")
_STRENGTH = {"，": 1, "；": 2, "。": 3, "！": 3, "？": 3}
_LOST_MARKS = re.compile(r"(?<![，、；：])[，、；：]+(?=[。！？；])")
_NO_WORDS = re.compile(r"[\s，、；：。！？]*")


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
    """Token text with the text names written out for good; figures keep their tokens."""
    return "".join(
        tokens.defuse(texts[token.name]) if token and not token.filters and token.name in texts else spelling
        for spelling, token in _pieces(text)
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


def unknown_names(text: str, figures: Figures) -> list[str]:
    """Names in tokens that stand for nothing, each once, in order."""
    return list(
        dict.fromkeys(
            name
            for token in _tokens(text)
            for name in token.names()
            if name not in figures and (token.filters or name not in TEXT_NAMES)
        )
    )


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[tuple[str, Token | None], ...]:
    """Each piece as it is spelled, with the token if it is one."""
    return tuple(
        (piece, None) if isinstance(piece, str) else (str(piece), piece) for piece in tokens.parse(text)
    )


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(token for _, token in _pieces(text) if token)


def _runs(line: str, figures: Figures, texts: Texts) -> Iterator[Run | FigureRun]:
    words = ""
    for spelling, token in _pieces(line):
        if token is None:
            words += spelling
        elif not token.filters and token.name in texts:
            words += texts[token.name]
        else:
            if words:
                yield Run(words)
                words = ""
            text, kind = show(token, figures)
            yield FigureRun(text, token.name, spelling, kind != "text")
    if words:
        yield Run(words)


# Leaving out what has nothing to say


def _ended(paragraph: str) -> str:
    """A paragraph whose last words fell away ends with a full stop."""
    words = paragraph.rstrip("，、")
    return paragraph if words == paragraph else f"{words}。"


def _say(source: str, figures: Figures, texts: Texts) -> str:
    return _tidy(_without_silence(render(source, figures, texts), figures))


@lru_cache(maxsize=1024)
def _tidy(text: str) -> str:
    """Without blank lines and marks that lost their clause; "" when no word is left."""
    lines = map(str.strip, _LOST_MARKS.sub("", text).split("\n"))
    return "\n".join(line for line in lines if not _NO_WORDS.fullmatch(line))


def _without_silence(text: str, figures: Figures) -> str:
    if not _is_silent(text, figures):
        return text
    return "".join(_sentence(match[0], figures) for match in _SENTENCE.finditer(text))


def _sentence(sentence: str, figures: Figures) -> str:
    kinds = {silence(token, figures) for token in _tokens(sentence)}
    if "silent_sentence" in kinds:
        return "\n" if sentence.endswith("\n") else ""
    return _without_clauses(sentence, figures) if "silent_clause" in kinds else sentence


def _without_clauses(sentence: str, figures: Figures) -> str:
    """The sentence without silent clauses, in brackets first; its end mark moves to the last one left."""
    sentence = _BRACKETS.sub(lambda match: _bracketed(match[1], figures), sentence)
    kept: list[str] = []
    for clause in _CLAUSE.findall(sentence):
        if not _is_silent(clause, figures):
            kept.append(clause)
        elif kept:
            kept[-1] = _closed(kept[-1], clause)
    return "".join(kept) or ("\n" if sentence.endswith("\n") else "")


def _bracketed(inside: str, figures: Figures) -> str:
    if not _is_silent(inside, figures):
        return f"（{inside}）"
    left = _without_clauses(inside, figures).rstrip("，；、")
    return f"（{left}）" if left else ""


def _is_silent(text: str, figures: Figures) -> bool:
    return any(silence(token, figures) for token in _tokens(text))


def _closed(kept: str, dropped: str) -> str:
    """`kept` with the end mark of the clause dropped after it, if that is the stronger one."""
    words, text = kept.rstrip("，；：、"), dropped.rstrip("\n")
    end = _END.search(text)
    mark = end[0] if end else ""
    stronger = mark if _strength(mark) > _strength(kept[len(words) :]) else kept[len(words) :]
    return words + stronger + dropped[len(text) :]


def _strength(marks: str) -> int:
    return max((_STRENGTH.get(mark, 0) for mark in marks), default=0)
