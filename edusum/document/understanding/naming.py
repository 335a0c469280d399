"""What the figures of a text count: the words that name it, and what it is called when nothing does."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from edusum.document.understanding import labels
from edusum.document.understanding.amounts import Amount
from edusum.document.understanding.clauses import FAR, Clause, Stops, quote_around
from edusum.document.understanding.items import QuantityRead
from edusum.document.understanding.roles import compared_with, period_of
from edusum.document.understanding.units import counted_in, kind_of
from edusum.document.understanding.words import chunks

if TYPE_CHECKING:
    from edusum.document.understanding.figures import Figures

_SEPARATOR = re.compile(r"以及|[、,，/]|和(?![谐平])|与(?!会)|及(?![格时第])")
_EACH = re.compile(r"(?:各[^各、，。\n]{0,3}|(?:均|都|分别)(?:有|为|达到?|是|保持在|完成)?)$")
_LIST_TIE = re.compile(r"以及|、|和(?![谐平])|与(?!会)|及(?![格时第])")
_RESPECTIVELY = re.compile(r"(?:分别|依次)(?:为|达到?|是|有|增长|提高|下降|占)?(?:了|到|至)?$")
_ENUMERATED = re.compile(r"[、和及与，,][^，。；,;！？\n]{1,24}")
_AMONG = re.compile(r"其中|^[（(]")
_IN_ALL = re.compile(r"共|总|合计|累计")
_MARKS = re.compile(r"[\s，。、；：“”‘’（）()\[\]《》_×#*]+")
_SCORE_LIMITS = {"at_least": "以上", "under": "以下"}
_SENTENCE_END = re.compile(r"[。！!？?\n]")
_LIMIT = re.compile("及以上|以上|以下|左右|上下|以内|之内")
_FIRST_OF_LIMIT = frozenset("及以左上之")
_PARENTHESIS = re.compile(r"[（(][^（）()\n]{0,40}[)）]$")
_IN_PARENTHESES = re.compile(r"[（(][^（）()\n]{0,40}[)）]")


@dataclass(slots=True)
class _Memory:
    """What was counted before in this sentence: labels by kind of unit, the last rate, the last at all.

    `score`: 高考600分以上, which those counted behind it have reached.
    """

    roots: dict[str, str] = field(default_factory=dict)
    last: str = ""
    rate: str = ""
    score: str = ""


class _Place(NamedTuple):
    """An amount with the words that are its own: before it and behind it in its clause."""

    amount: Amount
    clause: Clause
    before: str
    after: str
    earlier: str
    kind: str
    is_new: bool


def named(figures: "Figures") -> tuple[QuantityRead, ...]:
    """Every figure with its name, those that several things share once for each of them; in order."""
    memory = _Memory()
    read: list[QuantityRead] = []
    for number, place in enumerate(_places(figures)):
        if place.is_new:
            memory = _Memory()
        read += _quantities(figures, number, place, memory)
    return tuple(_with_parts(figures.flat, read))


def _with_parts(flat: str, read: list[QuantityRead]) -> list[QuantityRead]:
    """Behind 其中 stand parts; what was counted in all before them in the same unit is the total."""
    given = list(read)
    is_part = False
    for index, one in enumerate(given[1:], start=1):
        before = given[index - 1]
        is_same = kind_of(before.unit) == kind_of(one.unit)
        if not is_same:
            is_part = False
            continue
        between = flat[before.end : one.start]
        if len(between) < FAR and _AMONG.search(between) and not _SENTENCE_END.search(between):
            is_part = True
            if before.role == "actual" and _IN_ALL.search(flat[max(0, before.start - 12) : before.start]):
                given[index - 1] = before._replace(role="total")
        elif not (is_part and _ENUMERATED.fullmatch(between)):
            is_part = False
        if is_part and one.role == "actual":
            given[index] = one._replace(role="part")
    return given


def _places(figures: "Figures") -> list[_Place]:
    """Each amount with its words; what stands between two of one clause goes to the one it belongs to."""
    flat, stops, found = figures.flat, figures.stops, figures.amounts
    places: list[_Place] = []
    carried: str | None = None
    end = 0
    for index, amount in enumerate(found):
        clause = figures.clause(index)
        if carried is None:
            carried = _widened(flat, stops, max(clause.start, end), amount.start, end)
        before = _without_limit(carried)
        following = found[index + 1].start if index + 1 < len(found) else len(flat)
        after, carried = _behind(flat, stops, amount, clause, following), None
        if following < clause.end:
            after, carried = _divided(before, flat[amount.end : following], amount.unit)
        is_new = amount.start - end > 2 * FAR or stops.ends_sentence(end, amount.start)
        earlier = flat[max(clause.sentence, end, amount.start - FAR) : clause.start]
        places.append(_Place(amount, clause, before, after, earlier, kind_of(amount.unit), is_new))
        end = amount.end
    return _respectively(places)


def _respectively(places: list[_Place]) -> list[_Place]:
    """「小学、初中在校生分别为2万人、1万人」: to each number its own name."""
    named = list(places)
    for index, place in enumerate(places):
        match = _RESPECTIVELY.search(place.before) if "别" in place.before or "依次" in place.before else None
        if match is None:
            continue
        names = [name for name in _LIST_TIE.split(place.before[: match.start()]) if name]
        run = places[index : index + len(names)]
        if (
            len(names) < 2
            or len(run) < len(names)
            or any(one.clause.start != place.clause.start for one in run)
        ):
            continue
        common = names[-1][len(names[-2]) :]
        whole = [name + common for name in names[:-1]] + names[-1:]
        named[index : index + len(names)] = [
            one._replace(before=name, after="") for one, name in zip(run, whole, strict=True)
        ]
    return named


def _widened(flat: str, stops: Stops, left: int, start: int, end: int) -> str:
    """The words before an amount; a parenthesis is stepped over: 「达600分以上（含照顾）28人」."""
    if flat[left - 1 : left] not in (")", "）"):
        return flat[left:start]
    match = _PARENTHESIS.search(flat, max(end, left - 42), left)
    if match is None or left - end > FAR:
        return flat[left:start]
    opening = stops.clause_around(match.start(), match.start())
    return flat[max(end, opening.start) : match.start()] + flat[left:start]


def _behind(flat: str, stops: Stops, amount: Amount, clause: Clause, following: int) -> str:
    """The words behind an amount up to the end of its clause; a parenthesis without figures is left out."""
    right = min(clause.end, following)
    match = _IN_PARENTHESES.match(flat, right) if flat[right : right + 1] in ("(", "（") else None
    if match is None or following < match.end():
        return flat[amount.end : right]
    rest = stops.clause_around(match.end(), match.end())
    return flat[amount.end : right] + flat[match.end() : min(rest.end, following)]


def _without_limit(words: str) -> str:
    limit = _LIMIT.match(words) if words[:1] in _FIRST_OF_LIMIT else None
    return words[limit.end() :] if limit else words


def _divided(before: str, between: str, unit: str) -> tuple[str, str]:
    """The words between two amounts: those of the first and those of the second."""
    between = _without_limit(between)
    if unit == "分":
        return "", between
    noun, said = labels.thing_behind(between, unit, kind_of(unit))
    if noun and said and not _SEPARATOR.match(said) and chunks(said)[:1] not in ([], [said]):
        return noun, said
    separator = _SEPARATOR.search(between)
    if separator:
        return between[: separator.start()], between[separator.end() :]
    return ("", between) if chunks(before) else (between, "")


def _quantities(figures: "Figures", number: int, place: _Place, memory: _Memory) -> list[QuantityRead]:
    amount, figure, text = place.amount, figures.each[number], figures.text
    role, flat, clause = figure.role, figures.flat, place.clause
    words = flat[clause.start : amount.start]
    period = period_of(flat[clause.sentence : amount.start], is_former=role == "previous")
    told = [
        _label(one, role == "change", memory) or _last_words(words)
        for one in [place._replace(before=name) for name in _listed(place)] or [place]
    ]
    quote_start, quote_end = quote_around(text, clause, amount.start, amount.end)
    read = QuantityRead(
        label=told[0],
        value=amount.value,
        unit=figure.unit,
        role=role,
        start=amount.start,
        end=amount.end,
        quote=text[quote_start:quote_end],
        quote_start=quote_start,
        approximation=amount.approximation,
        period=period,
        compared=compared_with(words),
        upper=amount.upper,
    )
    return [read, *(read._replace(label=label) for label in told[1:])]


def _listed(place: _Place) -> list[str]:
    """「中学校长、小学校长各1名」, 「见面率、办结率均为100%」: the things that share one number."""
    before = place.before.rstrip()
    if _LIST_TIE.search(before) is None:
        return []
    each = _EACH.search(before)
    names = [name for name in _LIST_TIE.split(before[: each.start()] if each else before) if name]
    if len(names) < 2:
        return []
    if place.kind == "share":
        last = re.sub(r"(?:均|都|分别)?(?:为|达到?|是|保持)?$", "", names[-1])
        return names if all(re.search("[率度]$", name) for name in [*names[:-1], last]) else []
    return names if each and each[0].startswith("各") else []


def _label(place: _Place, is_change: bool, memory: _Memory) -> str:
    if is_change or place.kind in ("points", "倍"):
        return _label_of_change(place, memory)
    if place.kind == "share" or "/" in place.amount.value:
        return _label_of_share(place, memory)
    unit, kind = place.amount.unit, place.kind
    own = labels.own_of_count(place.before, "" if unit == "分" else place.after, unit, kind)
    label = own.words
    if own.is_dependent:
        label = labels.joined(
            label, labels.base_of(memory.roots.get(kind, "")) or _topic(place) or memory.last
        )
        memory.roots.setdefault(kind, label)
    else:
        if len(label) < labels.ENOUGH and (kind == "money" or own.is_thin):
            label = labels.joined(_topic(place), label)
        if memory.score and kind == "persons" and len(label) < labels.ENOUGH:
            label = labels.joined(memory.score, label)
        memory.roots[kind] = label
    if unit == "分" and place.amount.approximation in _SCORE_LIMITS:
        label = f"{label}{place.amount.value}分{_SCORE_LIMITS[place.amount.approximation]}"
        memory.score = memory.roots["persons"] = label
    memory.last = label
    return counted_in(label, unit, kind)


def _label_of_share(place: _Place, memory: _Memory) -> str:
    own = labels.own_of_share(place.before, place.after)
    label = own.words
    if own.is_dependent:
        topic = _topic(place)
        subject = topic if len(topic) >= labels.ENOUGH else memory.last
        if label.startswith("占"):
            label = labels.joined(subject, label)
        elif labels.rate_of(label):
            label = labels.rate_joined(labels.without_rate(topic or memory.rate or memory.last), label)
        elif label:
            label = labels.joined(label, labels.base_of(memory.rate)) if memory.rate else f"{label}占比"
        else:
            label = memory.rate or subject
    memory.rate = label
    memory.last = memory.last if label.startswith(memory.last or "无") else label
    return label


def _label_of_change(place: _Place, memory: _Memory) -> str:
    verb = labels.change_named(place.before)
    own = labels.gathered(chunks(place.before))
    noun = ""
    if place.kind not in ("share", "points", "倍"):
        noun, _ = labels.thing_behind(place.after, place.amount.unit, place.kind)
    label = own or noun or memory.roots.get(place.kind) or memory.last or _topic(place)
    label = label + verb if verb and not label.endswith(verb) else label
    if place.kind in ("share", "points", "倍", "money", "area"):
        return label
    return f"{label}数"


def _last_words(words: str) -> str:
    """Where nothing names what is counted: the words before the number as they are."""
    return _MARKS.sub("", words)[-labels.LONGEST // 2 :]


def _topic(place: _Place) -> str:
    """The last words of the sentence before this clause that name something."""
    return labels.gathered(chunks(place.earlier[-40:]))
