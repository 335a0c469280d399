"""A pasted list of names is read: of each line the name, its kind, a post, whether it is out of use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from edusum.common.errors import EdusumError
from edusum.drafts.texts import on_one_line
from edusum.proofreading.enums import NameOf
from edusum.proofreading.surnames import SURNAMES

MOST_PASTED = 2_000
LONGEST_NAME = 60
_CELLS = re.compile(r"[\t,，、;；|]+|[ \u3000]{1,}")
_SCHOOL = re.compile(r"(?:小学|中学|学校|幼儿园|学院|大学|职高|教学点|[一二三四五六七八九十]中|校区)$")
_OFFICE = re.compile(r"(?:局|科|室|中心|委|办|股|处|站|委员会|集团|公司)$")
_PLACE = re.compile(r"(?:县|区|市|乡|镇|街道|村|旗|省|州)$")
_ASIDE = re.compile(r"[（(]([^（(）)]{1,30})[）)]$")
_GONE = re.compile(r"调离|调出|调走|已撤|撤并|撤销|停办|退休|离任|已不用")
_ONCE = re.compile(r"^原(?![平阳州])(?=.)")
"""原 before a name that is no longer used; not where a place's own name begins so (原平、原阳、原州)."""
_SHORTEST_PERSON, _LONGEST_PERSON = 2, 4


@dataclass(frozen=True, slots=True)
class PastedName:
    kind: str
    name: str
    post: str = ""
    is_former: bool = False


def read_pasted(text: str, *, kind: str = "") -> list[PastedName]:
    """A name per line, behind it its post; a cell that is the word of a kind (学校) stands for that kind.
    With `kind` "" each line's kind is told by its name.

    Raises EdusumError where there is nothing, or far too much.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise EdusumError("没有粘贴名单，请一行写一个名称。")
    if len(lines) > MOST_PASTED:
        raise EdusumError(f"一次最多 {MOST_PASTED} 行，请分几次粘贴。")
    return [item for line in lines if (item := _pasted(line, kind)) is not None]


def cells_of(line: str) -> list[str]:
    """The words of a line, which blanks and commas part."""
    return [cell for cell in _CELLS.split(on_one_line(line)) if cell]


def aliases_in(text: str) -> list[str]:
    """Other forms of a name, as they are typed: 区一中、示例一中."""
    return list(dict.fromkeys(cell[:LONGEST_NAME] for cell in cells_of(text)))


def _pasted(line: str, kind: str) -> PastedName | None:
    kinds = {label: value for value, label in NameOf.choices} | {"单位": NameOf.OFFICE, "科室": NameOf.OFFICE}
    name, *rest = cells_of(line) or [""]
    if aside := _ASIDE.search(name):
        name, rest = name[: aside.start()], [aside[1], *rest]
    is_former = bool(_ONCE.match(name)) or any(_ONCE.match(cell) or _GONE.search(cell) for cell in rest)
    name = _ONCE.sub("", name)
    if not name or len(name) > LONGEST_NAME:
        return None
    told = next((kinds[cell] for cell in rest if cell in kinds), kind)
    posts = (_ONCE.sub("", cell) for cell in rest if cell not in kinds and not _GONE.search(cell))
    post = " ".join(posts)[:LONGEST_NAME]
    return PastedName(told or _kind_of(name, post), name, post, is_former)


def _kind_of(name: str, post: str) -> str:
    is_person = _SHORTEST_PERSON <= len(name) <= _LONGEST_PERSON and name.startswith(_FAMILY)
    if is_person and (post or not _is_told(name)):
        return NameOf.PERSON
    for ending, kind in _ENDINGS:
        if ending.search(name):
            return kind
    return NameOf.PERSON if post else NameOf.PLACE


def _is_told(name: str) -> bool:
    return any(ending.search(name) for ending, _ in _ENDINGS)


_ENDINGS = ((_SCHOOL, NameOf.SCHOOL), (_OFFICE, NameOf.OFFICE), (_PLACE, NameOf.PLACE))
_FAMILY = tuple(SURNAMES)


def told_kinds(names: Iterable[PastedName]) -> str:
    """学校 5 个、人名 2 个；其中已不用 1 个."""
    rows = list(names)
    counts = [(label, sum(row.kind == value for row in rows)) for value, label in NameOf.choices]
    told = "、".join(f"{label} {count} 个" for label, count in counts if count)
    former = sum(row.is_former for row in rows)
    return f"{told}；其中已不用的 {former} 个" if former else told
