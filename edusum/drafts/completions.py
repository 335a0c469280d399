"""What the section editor knows of figures: what can be written of every metric, and what tokens print."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from edusum.document.tokens import FilterCall, Token, parse
from edusum.drafts.models import Draft
from edusum.drafts.services import voices_of
from edusum.library import filters
from edusum.library.wording import Texts, tidy_tokens
from edusum.metrics.figures import Figure, Figures, Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import relations_of
from edusum.metrics.relations import PART_OF, SUM_OF
from edusum.metrics.series import GROWING_KINDS
from edusum.metrics.units import format_reading

MAX_TOKENS = 1000
"""How many tokens are printed at once, at most."""
_ALWAYS = ("", "同比")
_AMOUNT = "增减"
_WHERE_IT_SAYS_SOMETHING = {"": ("增幅", "由到", "以万计", "上年"), "rank": ("位次", "由到", "上年")}
"""Further filters by kind ("" for any other): offered where they print something of their own."""


class Printed(NamedTuple):
    """What a token prints; `title` says in words what it stands for."""

    text: str
    is_gap: bool
    title: str


class Variant(NamedTuple):
    """One way to write a figure: what it is called, the token, and what that prints."""

    label: str
    token: str
    text: str
    is_gap: bool


def draft_words(draft: Draft) -> list[dict[str, object]]:
    """The metrics in use, plain for JSON, with the draft's own figures; a constant number of queries."""
    figures, _ = voices_of(draft)
    wholes = _wholes()
    rows = MetricDefinition.objects.active().values_list("phrase_name", "domain", "synonyms")
    return [
        {
            "name": name,
            "label": figures[name].label,
            "unit": figures[name].unit,
            "domain": domain,
            "synonyms": synonyms,
            "previous": _shown(figures[name], figures[name].previous),
            "title": title_of(figures[name]),
            "variants": list(variants(figures[name], figures, wholes.get(name, ()))),
        }
        for name, domain, synonyms in rows
        if name in figures
    ]


def variants(figure: Figure, figures: Figures, wholes: Iterable[str] = ()) -> Iterator[Variant]:
    """How the figure can be written, the plain value first; `wholes` are names of what it is a part of."""
    said: set[str] = set()
    always = (*_ALWAYS, _AMOUNT) if figure.kind in GROWING_KINDS else _ALWAYS
    calls = [(name or "数值", (FilterCall(name),) if name else ()) for name in always]
    if figure.current.has_number:
        further = _WHERE_IT_SAYS_SOMETHING.get(figure.kind, _WHERE_IT_SAYS_SOMETHING[""])
        calls += [(name, (FilterCall(name),)) for name in further]
        known = [whole for whole in wholes if whole in figures]
        calls += [(f"占{figures[whole].label}", (FilterCall("占比", (whole,)),)) for whole in known]
    for place, (label, filters_called) in enumerate(calls):
        token = Token(figure.name, filters_called)
        shown = filters.show(token, figures)
        is_gap = shown.kind != "text"
        if shown.text not in said and (not is_gap or place < len(always)):
            said.add(shown.text)
            yield Variant(label, str(token), shown.text, is_gap)


def printed_tokens(sources: Iterable[str], figures: Figures, texts: Texts) -> dict[str, Printed]:
    """What each of these tokens prints, by its spelling; what is no token is left out."""
    found: dict[str, Printed] = {}
    for source in sources:
        match parse(tidy_tokens(source)):
            case [Token() as token]:
                found[source] = _printed(token, figures, texts)
    return found


def printed_in(text: str, figures: Figures, texts: Texts) -> str:
    """What the tokens of a text print, as JSON, for the page that holds the text."""
    spellings = dict.fromkeys(str(piece) for piece in parse(text) if isinstance(piece, Token))
    return json.dumps(printed_tokens(spellings, figures, texts), ensure_ascii=False)


def title_of(figure: Figure) -> str:
    """学前三年毛入园率：92.3%，上年 90.2%"""
    lacks = {"pending": "还没有填报", "not_applicable": "不适用", "filled": ""}
    current = _shown(figure, figure.current) or lacks[figure.current.state]
    previous = _shown(figure, figure.previous) or "没有数值"
    return f"{figure.label}：{current}，{figure.since} {previous}"


def _printed(token: Token, figures: Figures, texts: Texts) -> Printed:
    if token.name in texts and not token.filters:
        return Printed(texts[token.name], False, token.name)
    shown = filters.show(token, figures)
    figure = figures.get(token.name)
    title = title_of(figure) if figure else f"没有名为“{token.name}”的指标"
    return Printed(shown.text, shown.kind != "text", title)


def _shown(figure: Figure, reading: Reading) -> str:
    return format_reading(figure, reading) if reading.is_filled else ""


def _wholes() -> Mapping[str, list[str]]:
    """What each metric is known to be a part of, by phrase names; told by relations."""
    names = dict(MetricDefinition.objects.values_list("code", "phrase_name"))
    found: dict[str, list[str]] = defaultdict(list)
    for given in relations_of().values():
        relation = given.relation
        if relation.kind == PART_OF:
            pairs = [(relation.metric, relation.code_of("whole"))]
        elif relation.kind == SUM_OF and not relation.is_overlapping:
            pairs = [(part, relation.metric) for part in relation.codes]
        else:
            continue
        for part, whole in pairs:
            if names[whole] not in found[names[part]]:
                found[names[part]].append(names[whole])
    return found
