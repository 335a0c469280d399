"""A draft, or a paper from outside, looked through: what was found, what was waived, who is to mend it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

from django.utils import timezone

from edusum.assembly.services import document_of
from edusum.document.model import Document, FigureRun
from edusum.document.readers.source import SourceText
from edusum.document.understanding.understand import understand
from edusum.drafts.models import Draft, SectionText
from edusum.proofreading.access import Target
from edusum.proofreading.findings import SEVERITIES, Finding
from edusum.proofreading.knowing import known_for_draft, known_for_paper
from edusum.proofreading.known import Linked
from edusum.proofreading.lines import Line, Printed, printed
from edusum.proofreading.missing import RULE, Gap, gaps_of, gravity
from edusum.proofreading.models import CheckedPaper, FindingAssignment, PaperFix, Waiver
from edusum.proofreading.reading import Reading
from edusum.proofreading.registry import all_rules
from edusum.proofreading.run import Proofread, proofread
from edusum.proofreading.standing import MARK, mark_of
from edusum.proofreading.table_cells import Cell, cell_of
from edusum.proofreading.telling import as_printed, lacking

ATTACHMENT_KEY = "attachment-"
OUTSIDE = "标题和落款"
_UNTITLED = "正文开头"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a paper, as findings are sorted by it; `row`: the draft's text of it, if it has one."""

    key: str
    title: str
    row: SectionText | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with what people made of it. `number`: its place among all of the paper, from 1.

    `is_gap`: it is about a figure that nobody filled in yet, and goes by itself when that is done. `cell`:
    of the table that it is about, where that is none of the words; `line` is the one above then.
    """

    number: int
    finding: Finding
    line: int
    part: Part
    waiver: Waiver | None = None
    assignment: FindingAssignment | None = None
    is_gap: bool = False
    cell: Cell | None = None

    @property
    def quote(self) -> str:
        return self.cell.quote if self.cell else self.finding.quote

    @property
    def severity(self) -> str:
        return self.finding.severity


@dataclass(frozen=True)
class Checked:
    """What looking through gave. `lines` agree with those of `source`; `seconds` is what the rules took, the
    understanding of the text among it; `gaps` the figures that a draft lacks, those of tables among them."""

    target: Target
    source: SourceText
    lines: tuple[Line, ...]
    linked: tuple[Linked, ...]
    proof: Proofread
    found: tuple[Found, ...]
    seconds: float
    gaps: tuple[Gap, ...] = ()

    @property
    def reading(self) -> Reading:
        return self.proof.reading

    @cached_property
    def open(self) -> tuple[Found, ...]:
        """Those that nobody waived, in the order of the text."""
        return tuple(item for item in self.found if item.waiver is None)

    @cached_property
    def waived(self) -> tuple[Found, ...]:
        return tuple(item for item in self.found if item.waiver is not None)

    @cached_property
    def errors(self) -> tuple[Found, ...]:
        """The open 必错."""
        return tuple(item for item in self.open if item.severity == "error")

    @cached_property
    def rows_lacking(self) -> tuple[Gap, ...]:
        """The rows of tables that lack a figure: no finding points at them, but they count as one each."""
        return tuple(gap for gap in self.gaps if gap.table is not None) if self.gap_severity else ()

    @cached_property
    def gap_severity(self) -> str | None:
        return gravity(self.reading.known)

    @property
    def error_count(self) -> int:
        """How many 必错 are open, rows of tables among them."""
        return self.counts["error"]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many are open, by severity; with the rows of tables that lack a figure."""
        told = Counter(item.severity for item in self.open)
        told[self.gap_severity or ""] += len(self.rows_lacking)
        return {severity: told[severity] for severity in SEVERITIES}

    @property
    def characters(self) -> int:
        """Without blanks."""
        return sum(len("".join(line.text.split())) for line in self.source.lines)

    def of_section(self, key: str) -> tuple[Found, ...]:
        return tuple(item for item in self.open if item.part.key == key)

    def of_fix(self, fix: PaperFix) -> Found | None:
        """The finding that led to a change which was taken back: in its line, of its rule if there is one."""
        same = [item for item in self.open if item.line == fix.line]
        place = self.source.starts[fix.line] + fix.start if fix.line < len(self.source.starts) else 0

        def distance(item: Found) -> tuple[bool, int]:
            return item.finding.rule != fix.rule, abs(item.finding.start - place)

        return min(same, key=distance, default=None)

    def named(self, fingerprint: str, near: int = 0) -> Found | None:
        """The finding of that fingerprint; where its words stand twice, the one nearest to that place."""
        same = [item for item in self.found if item.finding.fingerprint == fingerprint]
        return min(same, key=lambda item: abs(item.finding.start - near), default=None)


def check(target: Target) -> Checked:
    """Look it through as it stands now; writes nothing (see `close_mended`)."""
    return check_paper(target) if isinstance(target, CheckedPaper) else check_draft(target)


def check_draft(draft: Draft, document: Document | None = None) -> Checked:
    """`document`: what the draft reads as, where that is at hand."""
    document = document or document_of(draft)
    paper = printed(document)
    known = known_for_draft(draft)
    all_rules()
    began = perf_counter()
    proof = proofread(paper.source, known, linked=paper.linked)
    seconds = perf_counter() - began
    parts = list(_parts_of_draft(draft, paper.lines))
    return Checked(
        target=draft,
        source=paper.source,
        lines=paper.lines,
        linked=paper.linked,
        proof=proof,
        found=_found(draft, proof, parts, list(_gaps(paper))),
        seconds=seconds,
        gaps=tuple(gaps_of(document)),
    )


def check_paper(paper: CheckedPaper) -> Checked:
    source = paper.source_text
    all_rules()
    began = perf_counter()
    reading = Reading(source, understood=understand(source))
    told = perf_counter() - began
    known = known_for_paper(paper, reading)
    began = perf_counter()
    proof = proofread(source, known, understood=reading.understood)
    seconds = told + perf_counter() - began
    lines = tuple(_lines_of_paper(reading))
    parts = list(_parts_of_paper(lines))
    return Checked(paper, source, lines, (), proof, _found(paper, proof, parts), seconds)


def close_mended(checked: Checked) -> int:
    """Close what was given to somebody and is found no more, open what is found again; returns how many were
    closed."""
    there = {item.finding.fingerprint for item in checked.open}
    rows = FindingAssignment.objects.filter(**_of(checked.target)).order_by("pk")
    last = {print_: (pk, done_at) for pk, print_, done_at in rows.values_list("pk", "fingerprint", "done_at")}
    gone = [pk for print_, (pk, done_at) in last.items() if done_at is None and print_ not in there]
    back = [pk for print_, (pk, done_at) in last.items() if done_at is not None and print_ in there]
    if back:
        FindingAssignment.objects.filter(pk__in=back).update(done_at=None)
    return FindingAssignment.objects.filter(pk__in=gone).update(done_at=timezone.now()) if gone else 0


def keep_counts(checked: Checked) -> None:
    """Of a checked paper, for the list of papers."""
    if isinstance(checked.target, CheckedPaper):
        counts = {
            **checked.counts,
            "waived": len(checked.waived),
            MARK: mark_of(checked.reading.known),
        }
        row = CheckedPaper.objects.filter(pk=checked.target.pk)
        row.update(counts=counts, checked_at=timezone.now())


def _of(target: Target) -> dict[str, Target]:
    return {"paper" if isinstance(target, CheckedPaper) else "draft": target}


def _found(
    target: Target, proof: Proofread, parts: Sequence[Part], gaps: Sequence[Linked] = ()
) -> tuple[Found, ...]:
    """`parts`: of each line; `gaps`: where figures are missing, in order."""
    waived = Waiver.objects.filter(**_of(target)).select_related("waived_by")
    waivers = {row.fingerprint: row for row in waived}
    given = FindingAssignment.objects.open().filter(**_of(target))
    assignments = {
        row.fingerprint: row for row in given.select_related("department", "person", "assigned_by")
    }
    found = []
    begins = [gap.start for gap in gaps]
    for number, finding in enumerate(proof.findings, 1):
        line = max(proof.reading.line_of(finding.start), 0)
        before = bisect_right(begins, finding.start) - 1
        gap = gaps[before] if before >= 0 and finding.end <= gaps[before].end else None
        if gap and finding.rule == RULE:
            told = lacking(finding, gap.name)
        else:
            told = as_printed(proof.reading, finding)
        found.append(
            Found(
                number=number,
                finding=told,
                line=line,
                part=parts[line],
                waiver=waivers.get(finding.fingerprint),
                assignment=assignments.get(finding.fingerprint),
                is_gap=gap is not None,
                cell=cell_of(proof.reading.source, finding),
            )
        )
    return tuple(found)


def _gaps(paper: Printed) -> Iterator[Linked]:
    """Where figures are printed that nobody filled in, in order."""
    for start, line in zip(paper.source.starts, paper.lines, strict=True):
        place = start + (line.lead if line.runs else 0)
        for run in line.runs:
            if isinstance(run, FigureRun) and run.is_gap:
                yield Linked(place, place + len(run.text), run.name, run.token)
            place += len(run.text)


def _parts_of_draft(draft: Draft, lines: Iterable[Line]) -> Iterator[Part]:
    """The section of each line."""
    rows = draft.section_texts.of_version(draft.version).with_place().select_related("section", "department")
    by_key = {row.key: row for row in rows}
    for row in by_key.values():
        row.draft = draft
    parts: dict[str, Part] = {"": Part("", OUTSIDE)}
    attachment = ""
    for line in lines:
        if line.kind == "title":
            attachment = line.text
        if line.key not in parts:
            row = by_key.get(line.key)
            title = line.text[: line.lead].rstrip("。") or (str(row) if row else f"附件：{attachment}")
            parts[line.key] = Part(line.key, title, row)
        yield parts[line.key]


def _lines_of_paper(reading: Reading) -> Iterator[Line]:
    """What each line is, as far as it was understood."""
    heads = {reading.line_of(item.start): item for item in reversed(reading.headings) if not item.is_inline}
    title = "".join(reading.understood.title.split())
    is_front = True
    for number, line in enumerate(reading.source.lines):
        words = "".join(line.text.split())
        head = heads.get(number)
        if head is not None:
            is_front = False
            lead = min(head.end - reading.source.starts[number], len(line.text))
            yield Line(
                "heading", line.text, level=head.level, lead=lead if head.is_run_in else len(line.text)
            )
        elif is_front and words and words in title:
            yield Line("title", line.text)
        else:
            is_front = is_front and not words.endswith("。")
            yield Line("text", line.text)


def _parts_of_paper(lines: Iterable[Line]) -> Iterator[Part]:
    """Of each line the heading of the highest level above it."""
    now, count = Part("", _UNTITLED), 0
    for line in lines:
        if line.kind == "heading" and line.level == 1:
            count += 1
            now = Part(f"part-{count}", line.text[: line.lead].strip().rstrip("。"))
        yield now
