"""The snapshots of a draft, as people tell them apart: number, when, who, what for."""

from collections.abc import Sequence
from dataclasses import dataclass

from edusum.accounts.models import User
from edusum.assembly.models import Snapshot
from edusum.common.templatetags.edusum import chinese_moment
from edusum.drafts.models import Draft
from edusum.export.authors import NOBODY
from edusum.export.enums import Format
from edusum.export.models import ExportRecord

_SHOWN = 50
_USES = {
    Format.WORD: "导出 Word",
    Format.PDF: "导出 PDF",
    Format.TEXT: "导出纯文本",
    Format.REDLINE: "做花脸稿",
}
_BATCH, _BY_HAND = "批量导出", "手动留存"


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot in a list, without its document. `number`: the first of the draft is 1."""

    pk: int
    number: int
    taken: str
    uses: str
    gap_count: int

    @property
    def name(self) -> str:
        return f"第{self.number}份快照"

    def __str__(self) -> str:
        gaps = f"　待补 {self.gap_count} 处" if self.gap_count else ""
        return f"第{self.number}份　{self.taken}　{self.uses}{gaps}"


def kept_of(draft: Draft, user: User) -> list[Kept]:
    """The last ones, the newest first."""
    found = Snapshot.objects.visible_to(user).filter(draft=draft).with_takers().numbered()
    return [
        Kept(
            pk=snapshot.pk,
            number=snapshot.number,
            taken=f"{chinese_moment(snapshot.created_at)}　{snapshot.created_by or NOBODY}",
            uses=_uses(snapshot.exports.all()),
            gap_count=snapshot.gap_count,
        )
        for snapshot in found.prefetch_related("exports__batch_items")[:_SHOWN]
    ]


def _uses(records: Sequence[ExportRecord]) -> str:
    """What was made of it, each once, the first first."""
    told = [
        _BATCH if record.batch_items.all() else _USES[Format(record.format)]
        for record in sorted(records, key=lambda record: record.pk)
    ]
    return "、".join(dict.fromkeys(told)) or _BY_HAND
