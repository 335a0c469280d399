"""Old papers for the commands: read and proofread without the database, told in words or as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from edusum.common.errors import EdusumError
from edusum.document.readers import limited
from edusum.document.readers.source import SourceText
from edusum.document.understanding import as_json as understanding_json
from edusum.document.understanding.items import Understood
from edusum.document.understanding.split import papers
from edusum.intake.slicing import lines_of, sliced
from edusum.proofreading.as_json import as_json as findings_json
from edusum.proofreading.findings import FAMILIES, SEVERITIES
from edusum.proofreading.known import NOTHING, Known
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import Proofread, proofread

_LISTS = ("headings", "metrics", "findings", "hints")
_ROLES = {
    "actual": "实际",
    "target": "目标",
    "change": "变化",
    "previous": "以往",
    "standard": "标准",
    "part": "其中",
    "total": "合计",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a file; its places count from `start` of the file's text on."""

    done: Proofread
    start: int
    end: int

    @property
    def understood(self) -> Understood:
        return self.done.reading.understood


def opened(path: Path) -> SourceText:
    """Raises EdusumError for what cannot be read, within the limits of time and memory."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EdusumError(f"文件打不开：{error.strerror}。") from error
    return limited.read(data, path.name, program=settings.SOFFICE, slots=settings.DATA_DIR / "soffice")


def understood_of(source: SourceText, known: Known = NOTHING) -> tuple[Paper, ...]:
    """A file that holds several papers gives several."""
    pieces = papers(source.text)
    if not pieces:
        return (Paper(proofread(source, known), 0, len(source.text)),)
    found = []
    for piece in pieces:
        first, _ = lines_of(source, piece.start, piece.end)
        done = proofread(sliced(source, piece.start, piece.end), known)
        found.append(Paper(done, source.starts[first], piece.end))
    return tuple(found)


def as_json(found: Sequence[Paper]) -> dict[str, Any]:
    """As of one paper; `papers` says where each of several begins and ends."""
    if len(found) == 1:
        return _paper_json(found[0])
    told: dict[str, Any] = {"title": found[0].understood.title, **{name: [] for name in _LISTS}}
    for paper in found:
        shown = _paper_json(paper)
        for name in _LISTS:
            told[name] += [_moved(item, paper.start) for item in shown[name]]
    told["papers"] = [
        {"title": paper.understood.title, "start": paper.start, "end": paper.end} for paper in found
    ]
    return told


def _paper_json(paper: Paper) -> dict[str, Any]:
    return understanding_json.as_json(paper.understood) | findings_json(paper.done)


def _moved(item: dict[str, Any], by: int) -> dict[str, Any]:
    """The item with its places, and those of its fix, counted from the file's beginning."""
    places = {name: item[name] + by for name in ("start", "end") if name in item}
    fix = {"fix": _moved(item["fix"], by)} if item.get("fix") else {}
    return item | places | fix


def as_text(name: str, source: SourceText, found: Sequence[Paper]) -> str:
    """For people: outline, figures and doubts of each paper."""
    head = [f"{name}（{len(source.text)} 字）", *(f"  {sentence}" for sentence in source.told)]
    if len(found) > 1:
        head.append(f"  这个文件里有 {len(found)} 份材料。")
    return "\n".join([*head, *(line for paper in found for line in _told(paper))]) + "\n"


def _told(paper: Paper) -> Iterator[str]:
    understood = paper.understood
    yield ""
    yield f"标题：{understood.title or '（没有找到）'}"
    yield f"提纲（{len(understood.headings)}）"
    for heading in understood.headings:
        yield f"  {'　' * max(heading.level - 1, 0)}{heading.marker}{heading.words}"
    yield f"数据（{len(understood.quantities)}）"
    for quantity in understood.quantities:
        label = quantity.label or "（未说明）"
        yield f"  {label}　{quantity.value}{quantity.unit}　{_ROLES[quantity.role]}　“{quantity.quote}”"
    yield from findings_told(paper.done)


def findings_told(done: Proofread) -> Iterator[str]:
    """The findings, the gravest first, each with its reason."""
    for severity, name in SEVERITIES.items():
        found = done.of(severity)
        yield f"{name}（{len(found)}）"
        for finding in found:
            rule = all_rules()[finding.rule]
            reason = f"（{finding.evidence}）" if finding.evidence else ""
            yield f"  [{FAMILIES[finding.family]}·{rule.title}] “{finding.quote}”：{finding.message}{reason}"
