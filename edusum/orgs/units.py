"""The units below a bureau: schools and counties, added one by one or from a pasted list, moved, renamed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, ProtectedError, Q, QuerySet

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.orgs.enums import BureauKind
from edusum.orgs.models import Bureau, Membership
from edusum.orgs.permissions import Action, require

MOST_LINES = 3000
MOST_TOLD = 20
FORMS = {
    BureauKind.PROVINCE: ("我省", "全省"),
    BureauKind.CITY: ("我市", "全市"),
    BureauKind.COUNTY: ("我县", "全县"),
    BureauKind.SCHOOL: ("我校", "全校"),
}
"""How a unit of a kind calls itself, unless it says otherwise."""
_HEADING = re.compile(
    r"序号|编号|(?:单位|学校|园所|机构)?(?:全称|名称|简称)|单位|学校|(?:上级|主管|所属)(?:单位|部门|机构)?(?:全称|名称)?"
)
"""What stands above the columns of a list."""
_ABOVE, _NAME = re.compile(r"上级|主管|所属"), re.compile(r"全称|名称|单位|学校")
_COLUMNS = re.compile(r"\t|[,，]|\s{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A unit as a line of a list tells it: its name, what it is called for short, under whom it stands."""

    number: int
    full_name: str
    short_name: str
    above: str = ""


class LinesError(EdusumError):
    """Lines of a list that cannot be taken, a sentence each; none was."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        told = "".join(self.problems[:MOST_TOLD])
        more = f"另有 {len(self.problems) - MOST_TOLD} 处。" if len(self.problems) > MOST_TOLD else ""
        super().__init__(f"{told}{more}一个都没有添加，改好后请再提交。")


def units_under(bureau: Bureau) -> "QuerySet[Bureau]":
    """The units directly below, with how many are below each and how many people can sign in there."""
    rows: QuerySet[Bureau] = Bureau.objects.filter(parent=bureau).order_by("full_name")
    people = Count("memberships__user", filter=Q(memberships__user__is_active=True), distinct=True)
    has_units = Exists(Bureau.objects.filter(parent=OuterRef("pk")))
    return rows.annotate(unit_count=Count("children", distinct=True), people=people, has_units=has_units)


def places_for(bureau: Bureau, *, but: Bureau | None = None) -> list[Bureau]:
    """Where a unit may stand: the bureau and what is below it, less schools, the unit and its own units."""
    rows = bureau.descendants(include_self=True).exclude(kind=BureauKind.SCHOOL)
    if but is not None:
        rows = rows.exclude(pk__in=[unit.pk for unit in but.descendants(include_self=True)])
    return list(rows)


def is_below(unit: Bureau, bureau: Bureau) -> bool:
    return bureau.pk != unit.pk and bureau in unit.above()


@transaction.atomic
def add_unit(
    *, bureau: Bureau, above: Bureau, kind: str, full_name: str, short_name: str = "", actor: User
) -> Bureau:
    """Directly below the bureau or further down. Raises ValidationError, EdusumError, PermissionDenied."""
    above = _in_locked_tree(actor, bureau, above)
    return _new(above, kind, full_name, short_name)


@transaction.atomic
def add_units(*, bureau: Bureau, above: Bureau, kind: str, text: str, actor: User) -> int:
    """Add the units of a pasted list, all or none; returns how many.

    A line tells a unit: its full name, then, if need be, what it is called for short and under whom it
    stands, parted by tabs or commas. Raises LinesError, PermissionDenied.
    """
    above = _in_locked_tree(actor, bureau, above)
    lines = read_lines(text)
    if not lines:
        raise EdusumError("清单是空的，请粘贴单位名称，一行一个。")
    if len(lines) > MOST_LINES:
        raise EdusumError(f"清单有 {len(lines)} 行，一次最多 {MOST_LINES} 行，请分几次添加。")
    places = {unit.full_name: unit for unit in places_for(bureau)}
    known = _known_problems(lines)
    wrong = {line.full_name for line in lines if line.number in known}
    problems: list[tuple[int, str]] = list(known.items())
    for line in lines:
        place = places.get(line.above) if line.above else above
        if place is None:
            if line.above not in wrong:
                problems.append((line.number, f"没有叫“{line.above[:60]}”的上级单位。"))
            wrong.add(line.full_name)
            continue
        if line.number in known:
            continue
        try:
            unit = _new(place, kind, line.full_name, line.short_name, is_free=True)
        except (ValidationError, EdusumError) as error:
            problems += [(line.number, words) for words in _words_of(error)]
            wrong.add(line.full_name)
            continue
        if kind != BureauKind.SCHOOL:
            places[unit.full_name] = unit
    if problems:
        names = {line.number: f"“{line.full_name[:20]}”" if line.full_name else "" for line in lines}
        raise LinesError([f"第 {number} 行{names[number]}：{words}" for number, words in sorted(problems)])
    return len(lines)


def _words_of(error: ValidationError | EdusumError) -> list[str]:
    """Each sentence once: a short name that comes from the full one is wrong for the same reason."""
    return [error.message] if isinstance(error, EdusumError) else list(dict.fromkeys(error.messages))


@transaction.atomic
def change_unit(
    *, bureau: Bureau, unit: Bureau, above: Bureau, full_name: str, short_name: str, actor: User
) -> Bureau:
    """Rename a unit below the bureau, or put it under another one."""
    above = _in_locked_tree(actor, bureau, above)
    unit = _fresh(unit)
    if not is_below(unit, bureau):
        raise EdusumError("这个单位不在本单位之下。")
    if above.pk == unit.pk or is_below(above, unit):
        raise EdusumError("不能把单位移到它自己或它的下属单位之下。")
    _refuse_school(above)
    unit.parent, unit.full_name, unit.short_name = above, full_name, short_name
    unit.full_clean()
    unit.save()
    return unit


@transaction.atomic
def delete_unit(*, bureau: Bureau, unit: Bureau, actor: User) -> None:
    """Take away a unit that was added by mistake: one without units, people or anything filled in."""
    _in_locked_tree(actor, bureau, bureau)
    unit = _fresh(unit)
    if not is_below(unit, bureau):
        raise EdusumError("这个单位不在本单位之下。")
    if Bureau.objects.filter(parent=unit).exists():
        raise EdusumError("这个单位还有下属单位，请先移走或删去它们。")
    if Membership.objects.filter(bureau=unit).exists() or _has_content(unit):
        raise EdusumError("这个单位已有账户或填过的内容，不能删去；不再上报的，可以移到别处或留着不报。")
    try:
        unit.delete()
    except ProtectedError:
        raise EdusumError("这个单位已有填过的内容，不能删去。") from None


def read_lines(text: str) -> list[Line]:
    """The lines that say anything; blank ones count for the numbers only.

    A first line that names columns tells which is which, and is no unit.
    """
    rows = _rows(text)
    columns = [0, 1, 2]
    if rows and (headed := _columns_of(rows[0][1])):
        columns, rows = headed, rows[1:]
    return [Line(number, *(_cell(cells, column) for column in columns)) for number, cells in rows]


def has_heading(text: str) -> bool:
    """Whether the first line names columns instead of a unit."""
    rows = _rows(text)
    return bool(rows and _columns_of(rows[0][1]))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    rows = []
    for number, line in enumerate(text.replace("\x00", "").splitlines(), start=1):
        cells = [cell.strip() for cell in _COLUMNS.split(line.strip())]
        if any(cells):
            rows.append((number, cells))
    return rows


def _columns_of(cells: Sequence[str]) -> list[int]:
    """Where the full name, the short one and the unit above stand (-1: nowhere), if these are headings."""
    if not all(not cell or _HEADING.fullmatch(cell) for cell in cells):
        return []
    found = [-1, -1, -1]
    for column, cell in enumerate(cells):
        place = 2 if _ABOVE.search(cell) else 1 if "简称" in cell else 0 if _NAME.search(cell) else None
        if place is not None and found[place] < 0:
            found[place] = column
    return found if found[0] >= 0 else []


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if 0 <= column < len(cells) else ""


def _known_problems(lines: Sequence[Line]) -> dict[int, str]:
    """By line: without a name, with one that stands twice in the list, or is taken already."""
    names = [line.full_name for line in lines]
    taken = set(Bureau.objects.filter(full_name__in=names).values_list("full_name", flat=True))
    problems, seen = {}, set()
    for line in lines:
        if not line.full_name:
            problems[line.number] = "缺单位全称。"
        elif line.full_name in taken:
            problems[line.number] = "已有同名的单位。"
        elif line.full_name in seen:
            problems[line.number] = "在清单里重复了。"
        seen.add(line.full_name)
    return problems


def _new(above: Bureau, kind: str, full_name: str, short_name: str, *, is_free: bool = False) -> Bureau:
    """`is_free`: that nobody else has the name is known."""
    _refuse_school(above)
    local, whole = FORMS[BureauKind(kind)]
    unit = Bureau(
        parent=above,
        kind=kind,
        full_name=full_name,
        short_name=short_name or full_name[:30],
        local_form=local,
        whole_form=whole,
    )
    unit.full_clean(exclude=["parent"], validate_unique=not is_free)
    unit.save()
    return unit


def _refuse_school(above: Bureau) -> None:
    if above.kind == BureauKind.SCHOOL:
        raise EdusumError("学校之下不再设单位，请另选上级单位。")


def _has_content(unit: Bureau) -> bool:
    """Whether any row of any app belongs to it."""
    names = [relation.get_accessor_name() for relation in unit._meta.related_objects if relation.one_to_many]
    return any(getattr(unit, name).exists() for name in names if name and name != "children")


def _in_locked_tree(actor: User, bureau: Bureau, above: Bureau) -> Bureau:
    """`above` as it stands, which nobody can move meanwhile: of two who rearrange one tree, one comes second.

    The top is locked, which itself is never moved, since a city and its county both move units of the county.
    """
    require(actor, Action.MANAGE_BUREAU, bureau=bureau)
    top = bureau.ancestors(include_self=True).first()
    Bureau.objects.select_for_update(of=("self",)).order_by("pk").get(pk=top.pk if top else bureau.pk)
    above = _fresh(above)
    if above.pk != bureau.pk and not is_below(above, bureau):
        raise EdusumError("所选的上级单位不在本单位之下。")
    return above


def _fresh(unit: Bureau) -> Bureau:
    found: Bureau | None = Bureau.objects.filter(pk=unit.pk).first()
    if found is None:
        raise EdusumError("这个单位刚被删去，请刷新页面。")
    return found
