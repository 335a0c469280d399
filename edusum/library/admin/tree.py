"""The sections of a version as the workshop lists them: a tree, each with what is to be done about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from edusum.library import services
from edusum.library.access import known_departments
from edusum.library.contents import advice_on, markers
from edusum.library.errors import Advice, PhraseProblem
from edusum.library.models import Section, TemplateVersion
from edusum.library.moving import possible_steps


@dataclass(frozen=True, slots=True)
class Line:
    """A section with its mark, its counts, the steps it can take, and the sections under it."""

    section: Section
    marker: str
    phrases: int
    problems: int
    advice: int
    steps: frozenset[str] = frozenset()
    children: list["Line"] = field(default_factory=list)


def tree_context(version: TemplateVersion, user: Any) -> dict[str, Any]:
    """What the list of sections shows to this user."""
    may_edit = services.may_edit(user, version.report_template.bureau)
    can_change = may_edit and not version.is_frozen
    problems = services.problems_of(version)
    known = known_departments(user, version.report_template.bureau) if can_change else ()
    advice = advice_on(version, known) if can_change else []
    tree = services.section_tree(version)
    return {
        "version": version,
        "may_edit": may_edit,
        "can_change": can_change,
        "lines": _lines(version, tree, problems, advice),
        "section_count": len(tree),
        "problems": problems,
        "advice": advice,
    }


def _lines(
    version: TemplateVersion,
    tree: Sequence[tuple[Section, int]],
    problems: Sequence[PhraseProblem],
    advice: Sequence[Advice],
) -> list[Line]:
    marks, phrases = markers(tree), services.phrases_of(version)
    wrong = _counted(problems)
    noticed = _counted(advice)
    ways = possible_steps([section for section, _ in tree])
    lines = {
        section.pk: Line(
            section,
            marks[section.pk],
            len(phrases.get(section.pk, ())),
            wrong[section.pk],
            noticed[section.pk],
            ways.get(section.pk, frozenset()),
        )
        for section, _ in tree
    }
    for section, _ in tree:
        if section.parent_id:
            lines[section.parent_id].children.append(lines[section.pk])
    return [lines[section.pk] for section, depth in tree if depth == 0]


def _counted(found: Sequence[PhraseProblem] | Sequence[Advice]) -> Mapping[int | None, int]:
    return Counter(item.section_id for item in found)
