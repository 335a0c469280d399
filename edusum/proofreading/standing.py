"""Whether what was counted when a paper was last looked through still stands."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from edusum.orgs.models import Bureau
from edusum.proofreading.knowing import directory_of, settings_of
from edusum.proofreading.known import Known, KnownName, Setting
from edusum.proofreading.models import CheckedPaper

MARK = "mark"
_ENDINGS = {".py", ".txt", ".json"}


def mark_of(known: Known) -> str:
    """The same as long as rules, names and settings are."""
    return _mark(known.settings, known.names)


def stands(papers: Iterable[CheckedPaper]) -> set[int]:
    """The papers (ids) whose counts were made with the rules, names and settings of now. As many queries as
    they belong to bureaus allow."""
    marks: dict[int, str] = {}
    found = set()
    for paper in papers:
        if paper.bureau_id not in marks:
            bureau = Bureau.objects.get(pk=paper.bureau_id)
            marks[bureau.pk] = _mark(settings_of(bureau), directory_of(bureau).names)
        if paper.checked_at and paper.counts.get(MARK) == marks[paper.bureau_id]:
            found.add(paper.pk)
    return found


def _mark(settings: Mapping[str, Setting], names: Iterable[KnownName]) -> str:
    told = [*sorted(map(repr, settings.items())), *sorted(map(repr, names)), _rules()]
    return sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=1)
def _rules() -> str:
    """Of the rules as this program has them: another version may find more."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in _ENDINGS)
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
