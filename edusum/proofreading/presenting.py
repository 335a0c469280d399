"""What the desk of findings shows: tabs, filters, a card per finding, the paper with its marks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from edusum.drafts.models import Draft
from edusum.metrics.addresses import page_address
from edusum.proofreading.access import Target
from edusum.proofreading.cards import Card, CardMaker, kind_of, rule_title
from edusum.proofreading.checking import Checked, Found
from edusum.proofreading.findings import FAMILIES, SEVERITIES
from edusum.proofreading.showing import CellMark, Look, Mark, ShownLine, shown_lines

WAIVED = "waived"
TABS: dict[str, str] = {str(key): label for key, label in SEVERITIES.items()} | {WAIVED: "已忽略"}
EMPTY_TABS = {
    "error": "没有发现必错的地方。",
    "suspect": "没有发现疑似的地方。",
    "hint": "没有提示。",
    WAIVED: "还没有忽略过的问题。",
}
MOST_LISTED = 200
LONG, AROUND = 100_000, 30
"""From so many characters on only so many lines around the findings listed are shown."""
ASKED = ("tab", "family", "rule", "part", "q", "group")


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter, with how many findings it leaves."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RowsLacking:
    """Figures that lack in one place: a section's text, a table; printed at `count` spots."""

    title: str
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Grade:
    """The findings of one severity, for printing; `lacking`: figures that nobody filled in yet."""

    label: str
    count: int
    cards: tuple[Card, ...]
    lacking: tuple[RowsLacking, ...]


class FindingsDesk:
    """Of a checked paper, for a person who asked for some of its findings."""

    def __init__(self, checked: Checked, user: Any, asked: Mapping[str, str]) -> None:
        self.checked = checked
        self.user = user
        self.asked = {name: asked[name] for name in ASKED if asked.get(name)}
        self._from = asked.get("from", "")
        self._at = checked.named(asked["at"], _number(asked.get("near"))) if asked.get("at") else None
        self.tab = self._tab()
        self._maker = CardMaker(checked, user, {"tab": self.tab} | self.asked)

    @property
    def target(self) -> Target:
        return self.checked.target

    @property
    def kind(self) -> str:
        return kind_of(self.target)

    @cached_property
    def url(self) -> str:
        return reverse("proofreading:desk", kwargs={"kind": self.kind, "pk": self.target.pk})

    @cached_property
    def tabs(self) -> list[Tab]:
        rest = {name: value for name, value in self.asked.items() if name in {"q", "group"}}
        counts = {**self.checked.counts, WAIVED: len(self.checked.waived)}
        return [
            Tab(key, label, counts[key], f"{self.url}?{urlencode({'tab': key, **rest})}", key == self.tab)
            for key, label in TABS.items()
        ]

    @property
    def empty_words(self) -> str:
        return "这样筛选没有找到问题。" if self.is_filtered else EMPTY_TABS[self.tab]

    @property
    def is_filtered(self) -> bool:
        return any(self.asked.get(name) for name in ("family", "rule", "part", "q"))

    @cached_property
    def _in_tab(self) -> Sequence[Found]:
        if self.tab == WAIVED:
            return self.checked.waived
        return [item for item in self.checked.open if item.severity == self.tab]

    @cached_property
    def shown(self) -> list[Found]:
        """Those of the tab that pass the filters."""
        return [item for item in self._in_tab if self._passes(item)]

    def _passes(self, item: Found) -> bool:
        finding, asked = item.finding, self.asked
        words = asked.get("q", "")
        return (
            asked.get("family", finding.family) == finding.family
            and asked.get("rule", finding.rule) == finding.rule
            and asked.get("part", item.part.key or "-") == (item.part.key or "-")
            and (words in item.quote or words in finding.message or words in finding.evidence)
        )

    @cached_property
    def families(self) -> list[Option]:
        counts = Counter(item.finding.family for item in self._in_tab)
        return [
            Option(key, f"{label}（{counts[key]}）", self.asked.get("family") == key)
            for key, label in FAMILIES.items()
            if counts[key]
        ]

    @cached_property
    def rules(self) -> list[Option]:
        counts = Counter(item.finding.rule for item in self._in_tab)
        return [
            Option(code, f"{rule_title(code)}（{count}）", self.asked.get("rule") == code)
            for code, count in counts.items()
        ]

    @cached_property
    def parts(self) -> list[Option]:
        counts: Counter[tuple[str, str]] = Counter((item.part.key, item.part.title) for item in self._in_tab)
        return [
            Option(key or "-", f"{title[:20]}（{count}）", self.asked.get("part") == (key or "-"))
            for (key, title), count in counts.items()
        ]

    @cached_property
    def page(self) -> list[Found]:
        """As many as are listed at once: from the first, or from where `at` or `from` leads."""
        return self.shown[self._first : self._first + MOST_LISTED]

    @cached_property
    def _first(self) -> int:
        if self._at in self.shown:
            return self.shown.index(self._at) // MOST_LISTED * MOST_LISTED
        asked = _number(self._from)
        return asked if asked < len(self.shown) else 0

    @property
    def before_url(self) -> str:
        """The page of the list before this one; "" for none."""
        return self._page_url(max(self._first - MOST_LISTED, 0)) if self._first else ""

    @property
    def after_url(self) -> str:
        following = self._first + MOST_LISTED
        return self._page_url(following) if following < len(self.shown) else ""

    @property
    def span_words(self) -> str:
        """第 201—400 处，共 512 处; "" where all are listed."""
        if len(self.shown) <= MOST_LISTED:
            return ""
        return f"第 {self._first + 1}—{self._first + len(self.page)} 处，共 {len(self.shown)} 处"

    def _page_url(self, first: int) -> str:
        return f"{self.url}?{urlencode({'tab': self.tab, **self.asked, 'from': first})}"

    @cached_property
    def cards(self) -> list[Card]:
        first = next((item for item in self.page if not item.is_gap), None)
        chosen = self._at if self._at in self.page else first
        return [self._maker.card(item, is_chosen=item is chosen) for item in self.page]

    @cached_property
    def groups(self) -> list[Group]:
        """By section, or by rule if one wants that."""
        by_rule = self.asked.get("group") == "rule"
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            if card.found.is_gap:
                continue
            found.setdefault(card.title if by_rule else card.found.part.title, []).append(card)
        return [Group(title, tuple(cards)) for title, cards in found.items()]

    @cached_property
    def gaps(self) -> list[Card]:
        """Those about figures that nobody filled in yet: apart, for there may be many."""
        return [card for card in self.cards if card.found.is_gap]

    @cached_property
    def gap_words(self) -> str:
        """还没有数值的指标 83 项，印在 97 处; "" for none. Of a part of the list only the places."""
        rows = self.rows_lacking
        if not self.gaps and not rows:
            return ""
        if self.is_filtered or self.tab == WAIVED or len(self.shown) > MOST_LISTED:
            return f"还没有数值的指标 {len(self.gaps)} 处"
        return gap_words(self.checked)

    @cached_property
    def rows_lacking(self) -> list[RowsLacking]:
        """Of tables, below the last findings of the tab."""
        is_last = self._first + MOST_LISTED >= len(self.shown)
        if self.is_filtered or not is_last or self.tab != self.checked.gap_severity:
            return []
        return rows_lacking(self.checked)

    @property
    def are_gaps_open(self) -> bool:
        return any(card.is_chosen for card in self.gaps)

    @property
    def sheet_url(self) -> str:
        """The page of the figures that a draft prints."""
        if not isinstance(self.target, Draft):
            return ""
        return page_address("metrics:metric_sheet", self.target.year, self.target.period)

    @cached_property
    def grades(self) -> list[Grade]:
        """Everything that is open, the gravest first, for printing; figures that lack are told together."""
        return [
            self._grade(severity, label) for severity, label in SEVERITIES.items() if self._count_of(severity)
        ]

    def _count_of(self, severity: str) -> int:
        return self.checked.counts[severity]

    def _grade(self, severity: str, label: str) -> Grade:
        rows = [item for item in self.checked.open if item.severity == severity]
        cards = tuple(self._maker.card(item) for item in rows if not item.is_gap)
        return Grade(label, self._count_of(severity), cards, tuple(self._lacking(rows, severity)))

    def _lacking(self, rows: Sequence[Found], severity: str) -> Iterator[RowsLacking]:
        by_part: dict[str, list[str]] = {}
        for item in rows:
            if item.is_gap:
                by_part.setdefault(item.part.title, []).append(item.finding.quote.strip("【】"))
        for title, quotes in by_part.items():
            names = [quote.removeprefix("待补").lstrip("：") or quote for quote in quotes]
            yield RowsLacking(title, tuple(dict.fromkeys(names)), len(quotes))
        if severity == self.checked.gap_severity:
            yield from rows_lacking(self.checked)

    @property
    def lacking_words(self) -> str:
        return gap_words(self.checked)

    @cached_property
    def waived_cards(self) -> list[Card]:
        return [self._maker.card(item) for item in self.checked.waived]

    @property
    def lines(self) -> Iterator[ShownLine]:
        """The paper, of a very long one what is around the findings listed; hints are marked only where one
        looks at hints."""
        first, last = self._lines_shown
        return islice(self._all_lines(), first, last)

    @property
    def is_cut(self) -> bool:
        return self._lines_shown != (0, None)

    @cached_property
    def _lines_shown(self) -> tuple[int, int | None]:
        if len(self.checked.source.text) <= LONG:
            return 0, None
        places = [item.line for item in self.page] or [0]
        return max(places[0] - AROUND, 0), places[-1] + AROUND

    def _all_lines(self) -> Iterator[ShownLine]:
        checked = self.checked
        looks = [Look(line.kind, line.level, line.lead) for line in checked.lines]
        every = self.shown if self.tab == WAIVED else checked.open
        marked = [item for item in every if item.severity != "hint" or self.tab in {"hint", WAIVED}]
        marks = (
            Mark(item.finding.start, item.finding.end, item.number, item.finding.severity)
            for item in marked
            if item.cell is None
        )
        cells = (
            CellMark(item.cell.table, item.cell.row, item.cell.column, item.number, item.finding.severity)
            for item in marked
            if item.cell is not None
        )
        figures = ((item.start, item.end) for item in checked.linked)
        return shown_lines(checked.source, looks, marks, figures, cells)

    @cached_property
    def numbers_shown(self) -> set[int]:
        return {item.number for item in self.page}

    @cached_property
    def links(self) -> dict[int, str]:
        """Where a mark in the paper leads, by the finding's number."""
        return {
            item.number: f"#find-{item.number}"
            if item.number in self.numbers_shown
            else f"{self.url}?{_query(item)}"
            for item in self.checked.found
        }

    @cached_property
    def hints(self) -> dict[int, str]:
        return {item.number: item.finding.message for item in self.checked.found}

    def next_after(self, found: Found) -> str:
        """The query that leads back to the list, at the finding behind this one."""
        rest = [item for item in self.shown if item.number > found.number]
        following = rest[0] if rest else None
        back = {"tab": self.tab, **self.asked}
        if following:
            back |= {"at": following.finding.fingerprint, "near": str(following.finding.start)}
        return urlencode(back)

    def _tab(self) -> str:
        asked = self.asked.get("tab", "")
        if asked in TABS:
            return asked
        if self._at is not None:
            return WAIVED if self._at.waiver else self._at.severity
        return next((key for key, count in self.checked.counts.items() if count), "error")


def gap_words(checked: Checked) -> str:
    """As the other pages count: the metrics, each once; and the spots where they would be printed."""
    return f"还没有数值的指标 {len({gap.name for gap in checked.gaps})} 项，印在 {len(checked.gaps)} 处"


def rows_lacking(checked: Checked) -> list[RowsLacking]:
    """Table by table."""
    found: dict[str, list[str]] = {}
    for gap in checked.rows_lacking:
        found.setdefault(gap.table or "没有标题的表", []).append(gap.name)
    return [RowsLacking(f"表：{title}", tuple(names), len(names)) for title, names in found.items()]


def _query(item: Found) -> str:
    return urlencode({"at": item.finding.fingerprint, "near": item.finding.start})


def _number(sent: str | None) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0
