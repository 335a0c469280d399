"""What was found in one section, as it stands beside the text while somebody writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from edusum.drafts.enums import DONE
from edusum.drafts.models import SectionText
from edusum.proofreading.cards import Card, CardMaker, is_local
from edusum.proofreading.checking import Checked, Found

_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text and the few that stand before them: by both they are found where one writes."""

    words: str
    before: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """`place` is None for words that are not typed here, such as those of a heading.

    `fix` tells the words to be replaced by `fix_words`, None where nothing can be put in their place."""

    card: Card
    is_of_whole: bool
    place: Words | None
    fix: Words | None
    fix_words: str


class SectionPanel:
    """Of a section of a checked draft, for one person."""

    def __init__(self, checked: Checked, row: SectionText, user: Any) -> None:
        self.checked = checked
        self.row = row
        self._maker = CardMaker(checked, user, {})
        self._own = [item for item in checked.of_section(row.key) if not item.is_gap]

    @cached_property
    def rows(self) -> Sequence[PanelRow]:
        return [self._row(item) for item in self._own]

    @property
    def count(self) -> int:
        """How many 必错 and 疑似 are open."""
        return sum(item.severity in {"error", "suspect"} for item in self._own)

    @property
    def errors(self) -> Sequence[Found]:
        return [item for item in self._own if item.severity == "error"]

    @property
    def is_handed_in(self) -> bool:
        return self.row.state in DONE

    @property
    def gap_count(self) -> int:
        return len({gap.name for gap in self.checked.gaps if gap.key == self.row.key})

    @property
    def elsewhere_count(self) -> int:
        """How many are open in other sections."""
        return sum(not item.is_gap for item in self.checked.open if item.part.key != self.row.key)

    def _row(self, item: Found) -> PanelRow:
        card, finding = self._maker.card(item), item.finding
        fix = finding.fix if card.fix_label else None
        return PanelRow(
            card=card,
            is_of_whole=not is_local(finding.rule),
            place=self._words(item, finding.start, finding.end) if card.is_text else None,
            fix=self._words(item, fix.start, fix.end) if fix else None,
            fix_words=fix.words if fix else "",
        )

    def _words(self, item: Found, start: int, end: int) -> Words:
        text, line = self.checked.source.text, self.checked.lines[item.line]
        begin = self.checked.source.starts[item.line] + line.lead
        return Words(text[start:end], text[max(start - _BEFORE, begin) : start])
