"""Which piece of a long paper a page shows: asked for by number, by a place in it, or by a filter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from edusum.common.http import row_number
from edusum.intake.models import FoundQuantity

WHICH = [
    ("", "全部"),
    ("open", "没有对应指标的"),
    ("known", "已有指标的"),
    ("added", "人工补上的"),
    ("out", "不取的"),
]
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says. `at` is the key of a place (q12, h3, f0, r1) and leads before the numbers."""

    at: str = ""
    part: int = 1
    figures: int = 1
    outline: int = 1
    findings: int = 1
    residue: int = 1
    words: str = ""
    which: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Asked":
        """What cannot be read is as if it were not there."""
        numbers = {name: row_number(sent.get(name)) or 1 for name in ("part", *_LISTS)}
        which = sent.get("which", "")
        return cls(
            at=sent.get("at", "")[:_LONGEST],
            words=" ".join(sent.get("words", "").replace("\x00", "").split())[:_LONGEST],
            which=which if which in dict(WHICH) else "",
            **numbers,
        )

    def query(self, **changed: Any) -> str:
        """As an address; what is as usual is left out, and `at` once somebody moves on."""
        told = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "at"} | changed
        return urlencode({name: value for name, value in told.items() if value not in {1, ""}})

    def takes(self, row: FoundQuantity) -> bool:
        """Whether the filter leaves the figure in."""
        which = {
            "": True,
            "open": row.metric_id is None and row.is_kept,
            "known": row.metric_id is not None and row.is_kept,
            "added": row.is_added,
            "out": not row.is_kept,
        }
        said = (row.label, row.value, row.quote, row.metric.name if row.metric else "")
        return which[self.which] and any(self.words in words for words in said)


_LISTS = ("figures", "outline", "findings", "residue")


@dataclass(frozen=True, slots=True)
class Pager:
    """One page of a list: `total` is that of all pages; `before` and `behind` are addresses, "" for none."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int
    before: str = ""
    behind: str = ""


def pager(
    rows: Sequence[Any],
    size: int,
    asked: Asked,
    name: str,
    *,
    number: int = 0,
    key: Callable[[Any], str] | None = None,
) -> Pager:
    """The page with the row whose `key` is asked for, else page `number`, else the one asked for."""
    at = (
        next((place for place, row in enumerate(rows) if key(row) == asked.at), -1)
        if key and asked.at
        else -1
    )
    wanted = at // size + 1 if at >= 0 else number or getattr(asked, name)
    page = Paginator(rows, size).get_page(wanted)

    def address(there: int) -> str:
        return f"?{asked.query(**{name: there})}"

    return Pager(
        rows=list(page.object_list),
        number=page.number,
        pages=page.paginator.num_pages,
        total=len(rows),
        before=address(page.number - 1) if page.has_previous() else "",
        behind=address(page.number + 1) if page.has_next() else "",
    )
