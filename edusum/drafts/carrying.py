"""What a new draft takes over from the paper of the year before: what stays true of its formalities, and the
tables and charts of its sections."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from edusum.accounts.models import User
from edusum.drafts.formalities import FIELDS, LASTING, formalities_of
from edusum.drafts.models import Draft, Exhibit, ExhibitMetric, Formalities, SectionText


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
    _carry_exhibits(last, draft, actor=actor)


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


def _carry_exhibits(last: Draft, draft: Draft, *, actor: User) -> None:
    places = {row.section.key: row for row in draft.section_texts.select_related("section")}
    rows = Exhibit.objects.filter(section_text__draft=last, section_text__section__key__in=places)
    kept = rows.filter(section_text__section__version=last.version_id).annotate(
        key=F("section_text__section__key")
    )
    metrics = defaultdict(list)
    for item in ExhibitMetric.objects.filter(exhibit__in=kept):
        metrics[item.exhibit_id].append(item)
    copies = [(row.pk, _copied(row, places[row.key], actor)) for row in kept]
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
