"""Which draft of the next year an old paper will stand beside, and what its own year has already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edusum.drafts.models import Draft
from edusum.library.enums import Genre, period_of
from edusum.library.models import TemplateVersion
from edusum.metrics.enums import period_label
from edusum.orgs.models import Bureau, Department


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper of `year` in a template, among the bureau's drafts.

    `existing` is this very paper, `twins` others of the year and genre; `serves` the draft of the next year
    whose 上年 it is section by section, `beside` drafts of that year and genre with other templates.
    """

    year: int
    period: str
    existing: Draft | None = None
    twins: Sequence[Draft] = ()
    serves: Draft | None = None
    beside: Sequence[Draft] = ()

    @property
    def is_unlike(self) -> bool:
        """Whether the next year's draft has another template."""
        return self.serves is None and bool(self.beside)

    @property
    def told(self) -> str:
        if self.serves:
            return (
                f"将显示在《{self.serves.title}》的“上年”一栏："
                "对上模板的章节逐节对应，其余的起草时可以用“换一节”自己选。"
            )
        if self.beside:
            return (
                f"《{self.beside[0].title}》用的是另一个模板，这份材料不会自动逐节显示在它的“上年”一栏，"
                "只有标题相同或相近的章节会出现；其余的，起草时可以用“换一节”自己选。"
            )
        label = period_label(self.year + 1, self.period)
        return f"{label}的同一种材料还没有开始起草；以后用同一个模板起草时，“上年”一栏就是它。"


class Around:
    """A bureau's drafts of a year and of the next; one query."""

    def __init__(self, bureau: Bureau, year: int) -> None:
        self.year = year
        rows = Draft.objects.filter(bureau=bureau, year__in=(year, year + 1)).with_names()
        self._drafts: list[Draft] = list(rows.order_by("-pk"))

    def standing(
        self, version: TemplateVersion, department: Department | None, *, but: Draft | None = None
    ) -> Standing:
        """Of a paper with this template; `but` is the draft it is already."""
        template = version.report_template
        owner = department.pk if department and template.genre == Genre.DEPARTMENT_SUMMARY else None
        period = period_of(template.genre)
        alike = [
            draft
            for draft in self._drafts
            if draft != but
            and draft.period == period
            and draft.department_id == owner
            and draft.report_template.genre == template.genre
        ]
        same = {draft.year: draft for draft in alike if draft.report_template_id == template.pk}
        others: Mapping[int, list[Draft]] = {
            year: [draft for draft in alike if draft.year == year and draft not in same.values()]
            for year in (self.year, self.year + 1)
        }
        return Standing(
            year=self.year,
            period=str(period),
            existing=same.get(self.year),
            twins=tuple(others[self.year]),
            serves=same.get(self.year + 1),
            beside=tuple(others[self.year + 1]),
        )


def standing_of(draft: Draft) -> Standing:
    """Of a draft that is stored."""
    return Around(draft.bureau, draft.year).standing(draft.version, draft.department, but=draft)
