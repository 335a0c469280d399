"""What a new draft takes over from the paper of the year before: what stays true of its formalities, the
sections that the office had added or called otherwise, and the tables and charts of its sections."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edusum.accounts.models import User
from edusum.drafts.enums import SectionAction
from edusum.drafts.formalities import FIELDS, LASTING, formalities_of
from edusum.drafts.models import Draft, Exhibit, ExhibitMetric, Formalities, Revision, SectionText
from edusum.drafts.outline import Place, arranged, read_outline
from edusum.drafts.records import revision_of
from edusum.library.services import section_tree

CARRIED = "上年"
"""With this begins what the history says of a section that came, or is called so, from last year."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a draft began with, and what the paper before had that it has not, as people call it."""

    kept: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Both in sentences; "" when there was no paper before."""
        if not (self.kept or self.left):
            return ""
        kept = f"已从上一年的同一份材料带来{'、'.join(self.kept)}，请核对。" if self.kept else ""
        left = f"没有带来的要另填：{'、'.join(self.left)}。" if self.left else ""
        return f"{kept}{left}正文由模板和本年的指标生成。"


def carry_over(draft: Draft, *, actor: User) -> None:
    """Fill a draft that was just begun, if the bureau wrote this paper the year before."""
    last = _paper_before(draft)
    if last is None:
        return
    _carry_formalities(last, draft, actor=actor)
    own = _carry_own_sections(last, draft, actor=actor)
    _carry_headings(last, draft, actor=actor)
    _carry_exhibits(last, draft, own, actor=actor)


def carried(draft: Draft) -> Carried:
    """What a draft has that was begun just now."""
    last = _paper_before(draft)
    if last is None:
        return Carried()
    before = formalities_of(last)
    kept = [_called(name) for name in LASTING if getattr(before, name)]
    left = [_called(name) for name in FIELDS if name not in LASTING and getattr(before, name)]
    left += [label for name, label in COVER_CALLED.items() if getattr(last, name)]
    brought = Exhibit.objects.filter(section_text__draft=draft).count()
    lost = Exhibit.objects.filter(section_text__draft=last).count() - brought
    own = [
        f"“{name}”" for name in draft.section_texts.filter(section=None).values_list("own_heading", flat=True)
    ]
    kept += [f"上年自己加的章节{'、'.join(own)}（不用的请到“调整章节”删去）"] if own else []
    called = draft.section_texts.exclude(section=None).exclude(own_heading="").count()
    kept += [f"上年改过的标题 {called} 个"] if called else []
    kept += [f"表和图 {brought} 张"] if brought else []
    left += [f"现用模板里没有的章节的表和图 {lost} 张"] if lost > 0 else []
    attached = last.attachments.count()
    return Carried(tuple(kept), (*left, *([f"附件 {attached} 个"] if attached else [])))


COVER_CALLED = {"own_title": "自拟的标题", "own_signatory": "自拟的落款单位", "sign_date": "成文日期"}
SWITCHES = {"has_letterhead": "版头", "has_contents": "目录"}


def _called(name: str) -> str:
    labels = {field.name: str(field.verbose_name) for field in Formalities._meta.fields}
    return SWITCHES.get(name) or labels[name]


def _paper_before(draft: Draft) -> Draft | None:
    """The same paper of the year before, if the bureau wrote it here."""
    rows = Draft.objects.filter(
        bureau=draft.bureau_id,
        year=draft.year - 1,
        period=draft.period,
        report_template=draft.report_template_id,
        department=draft.department_id,
    )
    found: Draft | None = rows.select_related("formalities").first()
    return found


def _carry_formalities(last: Draft, draft: Draft, *, actor: User) -> None:
    lasting = {name: getattr(formalities_of(last), name) for name in LASTING}
    if any(lasting.values()):
        Formalities.objects.create(draft=draft, updated_by=actor, **lasting)


def _carry_own_sections(last: Draft, draft: Draft, *, actor: User) -> dict[int, SectionText]:
    """Propose the sections that the office had added and printed, where they stood; by last year's ids.

    One whose place is gone comes to stand below the next section above that is still there.
    """
    before = [place for place in read_outline(last) if place.row]
    own = [place for place in before if place.is_own and place.row and not place.row.is_omitted]
    made: dict[int, SectionText] = {}
    if not own:
        return made
    new = _Arriving(draft)
    for place in own:
        if row := new.receive(place, before):
            row.updated_by, row.revision_number = actor, 1
            made[place.row.pk if place.row else 0] = row
    SectionText.objects.bulk_update(new.rows, ["own_parent", "own_rank", "updated_by", "revision_number"])
    note = f"{CARRIED}自己加的章节，照{last.year}年的带来"
    Revision.objects.bulk_create(
        revision_of(row, action=SectionAction.ADD, note=note) for row in made.values()
    )
    return made


def _carry_headings(last: Draft, draft: Draft, *, actor: User) -> None:
    """Call the template's sections as the office called them last year, where no other is called so."""
    before = {place.key: place for place in read_outline(last) if place.is_renamed and not place.is_own}
    places = read_outline(draft) if before else []
    called = {(place.parent_id, place.heading) for place in places}
    changed = []
    for place in places:
        old = before.get(place.key)
        heading = a_year_on(old.heading, draft.year) if old else ""
        if not heading or not place.level or (place.parent_id, heading) in called or place.row is None:
            continue
        called.add((place.parent_id, heading))
        place.row.own_heading, place.row.updated_by = heading, actor
        place.row.revision_number += 1
        changed.append((place.row, f"{CARRIED}改过的标题，原标题“{place.heading}”"))
    SectionText.objects.bulk_update(
        [row for row, _ in changed], ["own_heading", "updated_by", "revision_number"]
    )
    Revision.objects.bulk_create(
        revision_of(row, action=SectionAction.RENAME, note=note[:200]) for row, note in changed
    )


class _Arriving:
    """The sections of a draft that was just begun, while last year's own ones come in."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.sections = [section for section, _ in section_tree(draft.version)]
        self.rows = list(draft.section_texts.select_related("section"))
        self.here = {row.key: row for row in self.rows}

    def receive(self, place: Place, before: Sequence[Place]) -> SectionText | None:
        """The new section; None where the template has it by now."""
        home = _home(place, before, self.here)
        siblings = self._below(home)
        heading = a_year_on(place.heading, self.draft.year)
        if any(item.heading == heading for item in siblings):
            return None
        department = self.draft.department or (place.row.department if place.row else None)
        row = SectionText(
            draft=self.draft,
            own_heading=heading,
            own_parent=home,
            own_rank=1,
            department=department if department and department.is_active else None,
        )
        row.save()
        family = [item.row for item in siblings if item.row]
        family.insert(self._index(place, before, family), row)
        for rank, item in enumerate(family, start=1):
            item.own_parent, item.own_rank = home, rank
        self.rows.append(row)
        self.here[place.key] = row
        return row

    def _below(self, home: SectionText | None) -> list[Place]:
        places = arranged(self.sections, self.rows)
        above = next((place.pk for place in places if place.row == home), None) if home else None
        return [place for place in places if place.parent_id == above]

    def _index(self, place: Place, before: Sequence[Place], family: Sequence[SectionText]) -> int:
        """Behind the sibling that it followed, else before the one that followed it, else last."""
        beside = [item for item in before if item.parent_id == place.parent_id]
        own, ids = beside.index(place), [row.pk for row in family]
        found = [self.here[item.key].pk if item.key in self.here else None for item in beside]
        earlier = [pk for pk in found[:own] if pk in ids]
        later = [pk for pk in found[own + 1 :] if pk in ids]
        if earlier:
            return ids.index(earlier[-1]) + 1
        return ids.index(later[0]) if later else len(ids)


def _home(place: Place, before: Sequence[Place], here: Mapping[str, SectionText]) -> SectionText | None:
    above = _named(place.parent_id, before)
    while above is not None and above.key not in here:
        above = _named(above.parent_id, before)
    return here[above.key] if above else None


def _named(pk: int | None, places: Sequence[Place]) -> Place | None:
    return next((place for place in places if place.pk == pk), None)


def a_year_on(heading: str, year: int) -> str:
    """Last year's heading for this year: the year that paper was of and the one after it become one more."""
    known = {f"{year - 1}年": f"{year}年", f"{year}年": f"{year + 1}年"}
    return re.sub(r"(?<!\d)\d{4}年", lambda found: known.get(found[0], found[0]), heading)


def _carry_exhibits(last: Draft, draft: Draft, own: Mapping[int, SectionText], *, actor: User) -> None:
    here = {row.key: row for row in draft.section_texts.select_related("section")}
    there = last.section_texts.of_version(last.version_id).select_related("section")
    places = {row.pk: own.get(row.pk) or here.get(row.key) for row in there}
    rows = Exhibit.objects.filter(section_text__in=[pk for pk, place in places.items() if place])
    kept = [(row, places.get(row.section_text_id or 0)) for row in rows]
    metrics = defaultdict(list)
    for item in ExhibitMetric.objects.filter(exhibit__in=rows):
        metrics[item.exhibit_id].append(item)
    copies = [(row.pk, _copied(row, place, actor)) for row, place in kept if place]
    Exhibit.objects.bulk_create(copy for _, copy in copies)
    ExhibitMetric.objects.bulk_create(
        ExhibitMetric(exhibit=copy, metric_id=item.metric_id, position=item.position)
        for pk, copy in copies
        for item in metrics[pk]
    )


def _copied(row: Exhibit, place: SectionText, actor: User) -> Exhibit:
    names = [field.name for field in Exhibit._meta.fields if field.name.startswith(("has_", "is_"))]
    return Exhibit(
        section_text=place,
        position=row.position,
        kind=row.kind,
        caption=row.caption,
        year_count=row.year_count,
        updated_by=actor,
        **{name: getattr(row, name) for name in names},
    )
