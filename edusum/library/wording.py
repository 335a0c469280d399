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
from edusum.library import phrasing
from edusum.library.complaints import filtered_text, mark_in_text, unfinished_braces, unknown_in_text
from edusum.library.filters import chain_problem, may_be_silent, said
from edusum.library.lists import ITEM, LIST_NAMES, UNSAID, numbered
from edusum.library.omission import is_silenced, tidy, without_silence, without_unsaid
from edusum.library.phrasing import TEXT_NAMES, Phrase, read_phrase
from edusum.metrics.figures import Figures

Texts = Mapping[str, str]

_BRACES = re.compile(r"[{｛]{2}[^{}｛｝\n]*[}｝]{2}")
_STRAY = re.compile(r"(?:[{｛]{2}|[{｛]%)[^{}｛｝\n]*(?:[}｝]{1,2})?|[^{}｛｝\n]{0,10}(?:[}｝]{2}|%[}｝])")
_STATEMENTS = re.compile(r"[{｛][%％][^{}｛｝'\"\n]*[%％][}｝]")
_STATEMENT = re.compile(r"\{%\s*(?:if|elif|else|endif|for|endfor)\b.*%\}")
_HALF_WIDTH = str.maketrans("｛｝｜（），\u3000％＞＜＝！［］", "{}|(), %><=![]")
_OPEN_ENDS = "，、；"
_LONGEST_EXCERPT, _MAX_PROBLEMS = 12, 20


@dataclass(frozen=True, slots=True)
class PhraseText:
    """A phrase as stored; `form` is where it speaks: "full" or "short" sections only, or "" in both."""

    pk: int
    text: str
    starts_paragraph: bool
    form: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Token text, paragraphs separated by "\\n", and the ids of phrases that had nothing to say."""

    text: str
    silent: tuple[int, ...]


def speak(phrases: Sequence[PhraseText], figures: Figures, texts: Texts) -> Spoken:
    """A section's phrases in order; what is 不适用 is left out, then the items left are numbered."""
    paragraphs: list[str] = []
    silent: list[int] = []
    is_new, has_lists = True, False
    for item in phrases:
        is_new = is_new or item.starts_paragraph
        phrase = read_phrase(item.text)
        if phrase.is_constant and not may_be_silent(phrase.metrics, figures):
            words = phrase.tidied
        else:
            words = _say(item.text, phrase, figures, texts)
            has_lists = has_lists or phrase.has_marks
        if not words:
            silent.append(item.pk)
        elif is_new:
            paragraphs.append(words)
            is_new = False
        else:
            paragraphs[-1] += words
    text = "\n".join(
        [
            words if words[-1] not in _OPEN_ENDS else _closed(place, paragraphs)
            for place, words in enumerate(paragraphs)
        ]
    )
    return Spoken(_listed(text) if has_lists else text, tuple(silent))


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
    known: dict[str, FigureRun] = {}
    return tuple(Paragraph(tuple(_runs(line, figures, texts, known))) for line in _lines(text))


def plain(text: str, figures: Figures, texts: Texts) -> str:
    """Token text as people read it, paragraphs separated by "\\n"."""
    words = []
    for piece, token in spelled(_without_blanks(text)):
        if token is None:
            words.append(piece)
        elif token.name in texts and not token.filters:
            words.append(texts[token.name])
        else:
            outcome = said(token, figures)
            words.append(outcome if isinstance(outcome, str) else outcome.text)
    return "".join(words)


def headline(source: str, texts: Texts) -> str:
    """A title or heading: a phrase of text names, as people read it."""
    return plain(phrasing.render(source, {}, texts), {}, texts)


def token_problems(text: str, figures: Figures) -> list[str]:
    """What is wrong with the tokens in text that people wrote: Chinese sentences, in order, 20 at most."""
    known = [*figures, *TEXT_NAMES]
    faults = islice(dict.fromkeys(_faults(text, figures)), _MAX_PROBLEMS)
    return [unknown_in_text(words, known) if is_name else words for is_name, words in faults]


def tidy_tokens(text: str) -> str:
    """The text with tokens typed in full width (｛｛甲｜同比｝｝, a Chinese keyboard's) in half width."""
    return _BRACES.sub(lambda match: _half_width(match[0]), text)


def tidy_phrase(text: str) -> str:
    """A phrase as it is stored: as `tidy_tokens`, likewise its conditions and lists; no blanks around it."""
    typed = tidy_tokens(text.replace("\r\n", "\n").strip())
    return _STATEMENTS.sub(lambda match: _half_width(match[0], _STATEMENT), typed)


def _half_width(braces: str, form: re.Pattern[str] = tokens.TOKEN) -> str:
    typed = braces.translate(_HALF_WIDTH)
    return typed if form.fullmatch(typed) else braces


def _faults(text: str, figures: Figures) -> Iterator[tuple[bool, str]]:
    """Names that stand for nothing (True) and sentences (False)."""
    for spelling, token in dict.fromkeys(spelled(text)):
        if token is None:
            yield from ((False, unfinished_braces(_excerpt(found[0]))) for found in _STRAY.finditer(spelling))
        elif token.name in LIST_NAMES and token.name not in figures:
            yield False, mark_in_text(token.name)
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
    return token.name in texts and not token.filters


def _lines(text: str) -> list[str]:
    return [line for line in _without_blanks(text).split("\n") if line]


@tokens.remembered
def _without_blanks(text: str) -> str:
    """The text without blank lines and without blanks around its lines."""
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _runs(
    line: str, figures: Figures, texts: Texts, known: dict[str, FigureRun]
) -> Iterator[Run | FigureRun]:
    """What a line is made of; a token that came before is not worked out again."""
    words = ""
    for spelling, token in spelled(line):
        if token is None:
            words += spelling
        elif _is_text(token, texts):
            words += texts[token.name]
        else:
            if words:
                yield _run(words)
                words = ""
            run = known.get(spelling)
            if run is None:
                run = known[spelling] = _figure_run(spelling, token, figures)
            yield run
    if words:
        yield _run(words)


def _figure_run(spelling: str, token: Token, figures: Figures) -> FigureRun:
    outcome = said(token, figures)
    if isinstance(outcome, str):
        return FigureRun(outcome, token.name, spelling)
    return FigureRun(outcome.text, token.name, spelling, is_gap=True)


@tokens.remembered
def _run(words: str) -> Run:
    return Run(words)


# What a phrase says


def _say(source: str, phrase: Phrase, figures: Figures, texts: Texts) -> str:
    text = phrasing.render(source, figures, texts)
    if phrase.has_marks or is_silenced(text) or may_be_silent(phrase.metrics, figures):
        text = without_silence(text, figures)
    return tidy(text)


def _closed(place: int, paragraphs: Sequence[str]) -> str:
    """A paragraph whose last words fell away, ended with a full stop; so is the last one of a list."""
    paragraph, *following = paragraphs[place : place + 2]
    goes_on = following and (ITEM.match(following[0]) or not ITEM.search(paragraph))
    words = paragraph.rstrip("，、" if goes_on else _OPEN_ENDS)
    return paragraph if words == paragraph else f"{words}。"


def _listed(text: str) -> str:
    """The section with its lists numbered; a sentence that announces a list of nothing is left out."""
    text = numbered(text)
    return tidy(without_unsaid(text)) if UNSAID in text else text
