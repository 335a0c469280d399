"""Sentences of an old paper made into phrases: figures become tokens, years and names move along.

Values in, values out: no database.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from edusum.document.tokens import TOKEN
from edusum.metrics.units import MONEY_EXPONENTS, scale_of

LAST_YEAR = re.compile(r"上年|去年|上一年|前一年|上学年")
_SENTENCE = re.compile(
    r"[^。！？!?；;\n]{1,2000}[。！？!?；;]{0,3}[”’』」）)]{0,3}\s{0,3}"
    r"|[。！？!?；;\n]{1,9}"
)
_CHANGE = re.compile(
    r"(?P<than>同比|(?:比|较|与)(?:上年|去年|上一年|上年度|上学年|\d{4}年)(?:同期)?(?:相比)?[，,]?)?"
    r"(?:净)?(?:增长|增加|提高|提升|上升|扩大|下降|降低|减少|缩小|增|降|减)(?:了)?(?:约|近|逾|超过)?$"
)
_CHANGE_LABEL = re.compile(
    r"(?:净增|增加|增长|提高|提升|上升|扩大|下降|降低|减少|缩小|增|减)(?:人数|幅度|数|率|量|额|幅)?$"
)
"""What the label of a change has more than that of the figure it is a change of."""
_COUNT_WORD = re.compile(r"(?:人数|总数|数量|数)$")
_CHANGE_REACH = 24
_BEFORE = re.compile(r"(?:大约|将近|接近|超过|约|近|逾|超)$")
_BEHIND = re.compile(r"左右|以上|以下|以内|上下|多|余")
_MOVED = re.compile(
    r"由(?:上年|去年|上一年)?的?(?P<old>\{\{ (?P<name>\w{1,60})\|上年 \}\})"
    r"(?:提高|上升|提升|增加|增长|扩大|下降|降低|减少|缩小)(?:到|至|为)了?\{\{ (?P=name)(?:\|上年)? \}\}"
)
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_WIDTH = re.compile(r"(?<![0-9A-Za-z])[,;:?!](?![0-9A-Za-z])")
_UNFIT = re.compile(r"[{}_＿×]|[xX]{2}")
"""Braces mean something in phrases; what was masked or left blank is no sentence to repeat."""
_HANZI = frozenset("一二两三四五六七八九十百千零〇")
_LARGE = ("万", "亿")
_SAME_UNITS = {"名": "人", "位": "人", "百分点": "个百分点", "家": "所", "公里": "千米"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a phrase needs to know of a metric."""

    name: str
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure at characters start–end of a paragraph; `metric` None where it is of no known one.

    `role` as in `intake.enums.QuantityRole`; `years_back`: 0 of the paper's year, 1 of the year before, None
    of another; `is_against_last_year`: a change since the year before.
    """

    start: int
    end: int
    label: str
    unit: str
    role: str
    metric: Known | None = None
    years_back: int | None = 0
    is_approximate: bool = False
    is_against_last_year: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands, and as a phrase ("" if it is none). `lacking`: figures without token."""

    text: str
    phrase: str = ""
    starts_paragraph: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """What stands for characters start–end."""

    start: int
    end: int
    text: str


def reworded(text: str, spots: Sequence[Spot], words: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The sentences of a paragraph; `words` are put for others outside of figures (2024年: {{ 年度 }}年).

    A sentence is a phrase once all its figures have tokens, standards apart, which stay in words.
    """
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        inside = [
            replace(spot, start=spot.start - match.start(), end=spot.end - match.start())
            for spot in spots
            if match.start() <= spot.start and spot.end <= match.end()
        ]
        found.append(_sentence(match[0].strip(), inside, words))
    return tuple(_joined(found))


def _sentence(text: str, spots: Sequence[Spot], words: Mapping[str, str]) -> Sentence:
    counted = [spot for spot in spots if spot.role != "standard"]
    tokens: list[_Token] = []
    lacking: list[str] = []
    for number, spot in enumerate(counted):
        token = _change(text, spot, counted[:number]) if spot.role == "change" else _figure(text, spot)
        if token is None:
            lacking.append(f"{spot.label}{text[spot.start : spot.end]}")
        elif not tokens or token.start >= tokens[-1].end:
            tokens.append(token)
    if not tokens or lacking or _UNFIT.search(text):
        return Sentence(text, lacking=tuple(lacking))
    return Sentence(text, _moved(_written(text, tokens, words)))


def _written(text: str, tokens: Sequence[_Token], words: Mapping[str, str]) -> str:
    parts, place = [], 0
    for token in tokens:
        parts += [named(text[place : token.start], words), token.text]
        place = token.end
    return "".join([*parts, named(text[place:], words)])


def named(text: str, words: Mapping[str, str]) -> str:
    """The text with the words put in, the longest first, none put into another; with Chinese marks."""
    text = _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match[0]], text)
    if not words:
        return text
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda match: words[match[0]], text)


def _figure(text: str, spot: Spot) -> _Token | None:
    """The token for a figure of the paper's year or the one before, in place of the words it says too."""
    if spot.metric is None or spot.role == "target" or spot.years_back not in {0, 1}:
        return None
    filters = _filters(spot.metric, spot.unit)
    if filters is None:
        return None
    if spot.years_back == 1:
        filters = ["上年", *filters]
    if not filters and text[spot.start] in _HANZI and spot.metric.kind != "ratio":
        filters = ["汉字"]
    start, end = spot.start, spot.end
    if spot.is_approximate:
        before, behind = _BEFORE.search(text, max(0, start - 2), start), _BEHIND.match(text, end)
        start = before.start() if before else start
        end = behind.end() if behind else end
    if spot.metric.kind == "rank" and text[start - 1 : start] == "第":
        start -= 1
    return _Token(start, end, _token(spot.metric.name, filters))


def _filters(metric: Known, unit: str) -> list[str] | None:
    """How the metric prints itself in that unit; None if it counts something else."""
    base, exponent = scale_of(unit)
    own = metric.unit or ("%" if metric.kind == "percent" else "")
    own_base, own_exponent = scale_of(own)
    if _SAME_UNITS.get(base, base) != _SAME_UNITS.get(own_base, own_base):
        return None
    if metric.kind == "ratio" or exponent == own_exponent:
        return []
    if metric.kind == "money":
        return [unit] if unit in {"万元", "亿元"} and unit in MONEY_EXPONENTS else None
    return ["以万计"] if unit.startswith(_LARGE) else []


def _change(text: str, spot: Spot, before: Sequence[Spot]) -> _Token | None:
    """比上年增长3.4% as a token of the metric the change is of: its own, or that of the figure it follows."""
    metric = spot.metric or _followed(spot, before)
    words = _CHANGE.search(text, max(0, spot.start - _CHANGE_REACH), spot.start)
    if metric is None or words is None or not (spot.is_against_last_year or words["than"]):
        return None
    is_share = spot.unit in {"%", "‰", "个百分点", "百分点"}
    if is_share and (metric.kind == "percent") == spot.unit.endswith("百分点"):
        name = "同比" if words["than"] else "增幅"
    elif not is_share and _filters(metric, spot.unit) is not None:
        name = "增减"
    else:
        return None
    return _Token(words.start(), spot.end, _token(metric.name, [name]))


def _followed(spot: Spot, before: Sequence[Spot]) -> Known | None:
    """The metric of the figure right before it, if it is about the same."""
    said = [other for other in before if other.role != "change"]
    label = _CHANGE_LABEL.sub("", spot.label)
    if not said or (label and _bare(label) != _bare(said[-1].label)):
        return None
    return said[-1].metric if said[-1].years_back == 0 else None


def _bare(label: str) -> str:
    return _COUNT_WORD.sub("", label) or label


def _token(name: str, filters: Sequence[str]) -> str:
    return "{{ " + "|".join([name, *filters]) + " }}"


def _moved(phrase: str) -> str:
    """由上年的…提高到… as one token, which also knows how to say that it went down."""
    return _MOVED.sub(lambda match: _token(match["name"], ["由到"]), phrase)


def _joined(sentences: Sequence[Sentence]) -> list[Sentence]:
    """With who starts the paragraph; a phrase that lost what its semicolon led to ends with a full stop."""
    found: list[Sentence] = []
    is_first = True
    for number, told in enumerate(sentences):
        sentence = told
        follows = number + 1 < len(sentences) and bool(sentences[number + 1].phrase)
        if sentence.phrase:
            phrase = sentence.phrase
            if not follows and phrase[-1:] in "；;":
                phrase = phrase[:-1] + "。"
            sentence = replace(sentence, phrase=phrase, starts_paragraph=is_first)
            is_first = False
        found.append(sentence)
    return found


def parts_of(phrase: str) -> list[tuple[str, bool]]:
    """The phrase in pieces, each with whether it is a token."""
    parts: list[tuple[str, bool]] = []
    place = 0
    for match in TOKEN.finditer(phrase):
        parts += [(phrase[place : match.start()], False), (match[0], True)]
        place = match.end()
    parts.append((phrase[place:], False))
    return [part for part in parts if part[0]]
