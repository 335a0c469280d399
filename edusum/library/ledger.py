"""What came in from library files, remembered, so that people's own changes can be told from the files'."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from edusum.library.enums import LoadedKind
from edusum.library.models import LoadedItem


class Fate(Enum):
    """What becomes of an item of a file."""

    ADDED = "新增"
    UPDATED = "更新"
    KEPT = "保留"
    CONFLICT = "冲突"
    GONE = "跳过"


class Ledger:
    """The remembered items, read at once and written at once."""

    def __init__(self) -> None:
        self._known = {(item.kind, item.code): item for item in LoadedItem.objects.all()}
        self._changed: dict[tuple[str, str], LoadedItem] = {}

    def digest(self, kind: LoadedKind, code: str) -> str | None:
        """Of what came in last; "" when it came in before digests were kept, None when it never did."""
        item = self._known.get((kind, code))
        return None if item is None else item.digest

    def remember(self, kind: LoadedKind, code: str, digest: str) -> None:
        if self.digest(kind, code) != digest:
            item = LoadedItem(kind=kind, code=code, digest=digest)
            self._known[kind, code] = self._changed[kind, code] = item

    def store(self) -> None:
        LoadedItem.objects.bulk_create(
            self._changed.values(),
            update_conflicts=True,
            unique_fields=["kind", "code"],
            update_fields=["digest"],
        )


def line(fate: Fate, subject: str, reason: str = "") -> str:
    """What is said of an item: one line."""
    return f"{fate.value} {subject}：{reason}。" if reason else f"{fate.value} {subject}"


def left_out(subject: str, reason: str) -> str:
    return line(Fate.CONFLICT, subject, f"{reason.rstrip('。')}，没有载入")


def gone(subject: str) -> str:
    return line(Fate.GONE, subject, "已在本系统删除，不再载入")


def kept(subject: str, differing: list[str]) -> str:
    if not differing:
        return line(Fate.KEPT, subject)
    return line(Fate.CONFLICT, subject, f"{'、'.join(differing)}与文件不同，按本系统的保留")


def differing(here: Mapping[str, Any], file: Mapping[str, Any]) -> list[str]:
    """The names of what is not as in the file."""
    return [name for name, value in file.items() if here[name] != value]
