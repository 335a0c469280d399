"""Departments that a draft counts on: those the bureau has not, those nobody of which can sign in."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from edusum.drafts.models import Draft
from edusum.orgs.models import Bureau, Department

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Lacking:
    """So many sections of the office that the template suggests to departments (names) the bureau has not."""

    sections: int
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """A sentence; "" where nothing is lacking."""
        if not self.sections:
            return ""
        more = f"等 {len(self.names)} 个科室" if len(self.names) > SHOWN else ""
        named = "、".join(self.names[:SHOWN]) + more
        return f"另有 {self.sections} 节，模板建议给{named}，本单位没有这些科室，暂归统稿人。"


def lacking_in(draft: Draft) -> Lacking:
    """Two queries."""
    rows = draft.section_texts.of_version(draft.version_id).filter(department=None, is_omitted=False)
    suggested = rows.filter(section__department_name__gt="").order_by("section__position", "pk")
    known = set(Department.objects.filter(bureau=draft.bureau).active().values_list("name", flat=True))
    named = [
        name for name in suggested.values_list("section__department_name", flat=True) if name not in known
    ]
    return Lacking(len(named), tuple(dict.fromkeys(named)))


def staffed_in(bureau: Bureau) -> set[int]:
    """The departments (ids) with somebody who can sign in."""
    return set(Department.objects.filter(bureau=bureau).staffed().values_list("pk", flat=True))


def named_with_accounts(department: Department, staffed: Container[int]) -> str:
    """学前科, 督导室（无账户）."""
    return department.name if department.pk in staffed else f"{department.name}（无账户）"


def unstaffed_words(departments: Iterable[str]) -> str:
    """What is to be said of departments (names) that nobody signs in for; "" for none."""
    named = "、".join(departments)
    return f"{named}还没有账户，没有人会收到提醒，暂由统稿人办理。" if named else ""
