"""What the database knows about a paper before it is proofread: names, figures, last year's words."""

import re
from dataclasses import dataclass

from edusum.assembly.models import Snapshot
from edusum.assembly.services import document_of
from edusum.document.model import Document
from edusum.drafts.earlier import EarlierPapers
from edusum.drafts.linking import lexicon, linker_for
from edusum.drafts.models import Draft
from edusum.library.linking import Linker
from edusum.metrics.enums import Period
from edusum.metrics.figures import Figures
from edusum.metrics.services import figures as read_figures
from edusum.orgs.enums import BureauKind
from edusum.orgs.models import Bureau, Department
from edusum.proofreading.findings import Severity
from edusum.proofreading.known import Known, KnownName, Setting
from edusum.proofreading.lines import printed
from edusum.proofreading.models import CheckedPaper, NameEntry, RuleSetting
from edusum.proofreading.reading import Reading

_OFFICE = re.compile(r"(?:教育|文教|教体|科教)[^市县区州]*$")
_SHORTEST_PLACE = 3
_MOST_OTHERS = 5_000
_HALF_YEAR = "上半年"
_HEAD = 200


@dataclass(frozen=True, slots=True)
class Directory:
    """The names a bureau's papers may hold by right, and those that are typical of others."""

    names: tuple[KnownName, ...]
    others: tuple[str, ...]


def known_for_draft(draft: Draft) -> Known:
    """All that is known about a draft; the number of queries does not depend on how much that is."""
    figures = read_figures(draft.bureau, draft.year, draft.period)
    directory = directory_of(draft.bureau)
    previous, previous_year = _previous(draft)
    return Known(
        year=draft.year,
        genre=draft.report_template.genre,
        is_half_year=draft.is_half_year,
        bureau=draft.bureau.full_name,
        names=directory.names,
        others=directory.others,
        figures=figures,
        linker=linker_for(draft, figures=figures),
        previous=previous,
        previous_year=previous_year,
        settings=settings_of(draft.bureau),
    )


def known_while_typing(draft: Draft) -> Known:
    """What can be known at every pause of somebody who types: without figures, which the editor holds against
    the text by itself, and without last year's paper."""
    directory = directory_of(draft.bureau)
    return Known(
        year=draft.year,
        genre=draft.report_template.genre,
        is_half_year=draft.is_half_year,
        bureau=draft.bureau.full_name,
        names=directory.names,
        others=directory.others,
        settings=settings_of(draft.bureau),
    )


def known_for_paper(paper: CheckedPaper, reading: Reading | None = None) -> Known:
    """What can be known about a paper from outside.

    Figures of the bureau are held against it only if it names the bureau and its year is known or told by its
    title: a school's paper is no concern of theirs.
    """
    bureau, source = paper.bureau, paper.source_text
    settings = settings_of(bureau)
    directory = directory_of(bureau)
    is_own = _names_bureau(source.text, bureau)
    year = paper.year or (reading or Reading(source)).year
    is_half_year = _HALF_YEAR in source.text[:_HEAD].partition("\n")[0] or paper.genre.startswith("half_year")
    figures: Figures = {}
    if is_own and year:
        period = Period.FIRST_HALF if is_half_year else Period.YEAR
        figures = read_figures(bureau, year, period)
    is_filled = any(figure.current.is_filled for figure in figures.values())
    return Known(
        year=year,
        genre=paper.genre,
        is_half_year=is_half_year,
        bureau=bureau.full_name if is_own else "",
        names=directory.names,
        others=directory.others if is_own else (),
        figures=figures if is_filled else {},
        linker=_linker(bureau, figures, year) if is_filled else None,
        settings=settings,
    )


def settings_of(bureau: Bureau) -> dict[str, Setting]:
    """The bureau's own mind about rules, by their codes."""
    rows = RuleSetting.objects.filter(bureau=bureau).values_list("rule", "is_on", "severity")
    return {code: Setting(is_on, _severity(grade)) for code, is_on, grade in rows}


def directory_of(bureau: Bureau) -> Directory:
    """Its 名录, its own names, departments and the units below; of other bureaus their names and places."""
    own = _own_names(bureau)
    entries = tuple(
        KnownName(
            kind=row.kind,  # type: ignore[arg-type]  # the database holds to `NameOf`
            name=row.name,
            aliases=tuple(row.aliases),
            post=row.post,
            rank=row.rank,
            is_former=row.is_former,
        )
        for row in NameEntry.objects.filter(bureau=bureau)
    )
    departments = tuple(
        KnownName("office", row.name, is_former=not row.is_active)
        for row in Department.objects.filter(bureau=bureau)
    )
    units, others = _units_and_others(bureau)
    names = tuple({(item.kind, item.name): item for item in (*units, *departments, *own, *entries)}.values())
    return Directory(names, others)


def place_of(bureau: Bureau) -> str:
    """The place a bureau's name begins with (示例区教育局 → 示例区); "" for a school."""
    found = _OFFICE.search(bureau.full_name)
    return bureau.full_name[: found.start()] if found else ""


def _own_names(bureau: Bureau) -> tuple[KnownName, ...]:
    office = KnownName("office", bureau.full_name, (bureau.short_name,))
    place = place_of(bureau)
    return (office, KnownName("place", place)) if place else (office,)


def _units_and_others(bureau: Bureau) -> tuple[tuple[KnownName, ...], tuple[str, ...]]:
    """All bureaus in one query: those below are units, those above are nobody's business, the rest others."""
    rows = list(Bureau.objects.without_tree_fields().order_by("pk"))
    parents = {row.pk: row.parent_id for row in rows}
    above = set(_chain(bureau.pk, parents))
    units, others = [], []
    for row in rows:
        if row.pk in above:
            continue
        if bureau.pk in _chain(row.pk, parents):
            kind = "school" if row.kind == BureauKind.SCHOOL else "office"
            units.append(KnownName(kind, row.full_name, (row.short_name,)))  # type: ignore[arg-type]
        else:
            others += [row.full_name, place_of(row)]
    mine = "\n".join([bureau.full_name, *(row.full_name for row in rows if row.pk in above)])
    usable = [name for name in dict.fromkeys(others) if len(name) >= _SHORTEST_PLACE and name not in mine]
    return tuple(units), tuple(usable[:_MOST_OTHERS])


def _chain(pk: int, parents: dict[int, int | None]) -> list[int]:
    """Itself and what stands above it."""
    found: list[int] = []
    at: int | None = pk
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def _previous(draft: Draft) -> tuple[str, int]:
    """Last year's paper as text: as it went out last, else as it stands."""
    papers = EarlierPapers(draft, ()).of_last_year()
    if not papers:
        return "", 0
    newest = Snapshot.objects.filter(draft=papers[0]).first()
    document = Document.from_json(newest.document) if newest else document_of(papers[0])
    return printed(document).source.text, papers[0].year


def _names_bureau(text: str, bureau: Bureau) -> bool:
    place = place_of(bureau)
    return bureau.full_name in text or (len(place) >= _SHORTEST_PLACE and place in text)


def _linker(bureau: Bureau, figures: Figures, year: int) -> Linker:
    return Linker(figures, lexicon(figures), year=year, own=[bureau.whole_form, bureau.local_form])


def _severity(grade: str) -> Severity | None:
    return grade or None  # type: ignore[return-value]  # the database holds to `Grade`
