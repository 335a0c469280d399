"""Words that were found fault with are changed where they stand: in a section's text, in a checked paper."""

from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.document.alignment import words
from edusum.document.model import FigureRun
from edusum.document.readers.limits import MAX_CHARACTERS, too_long
from edusum.document.readers.source import SourceText
from edusum.document.tokens import defuse
from edusum.drafts.errors import SectionChangedError
from edusum.drafts.models import SectionText
from edusum.drafts.reading import draft_sources
from edusum.drafts.services import mark_of, save_section, standing_text
from edusum.drafts.texts import on_one_line
from edusum.proofreading.access import NOT_HELD, may_undo, require_settle
from edusum.proofreading.checking import Checked, Found
from edusum.proofreading.errors import ElsewhereError, InTableError, LinkedWordsError, MovedOnError
from edusum.proofreading.lines import Line
from edusum.proofreading.models import CheckedPaper, PaperFix
from edusum.proofreading.registry import all_rules

MAX_SENTENCE = 5_000
_NOTE = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """What can be mended by hand: `words` with figures as tokens, characters start–end of the line's rest
    (behind a heading that it begins with) as it is edited."""

    words: str
    start: int
    end: int


def apply_fix(*, checked: Checked, found: Found, actor: User) -> None:
    """What the rule proposes. Raises LinkedWordsError, MovedOnError, ElsewhereError, EdusumError (what saving
    a section refuses), PermissionDenied; then nothing is changed."""
    fix = found.finding.fix
    if fix is None:
        raise EdusumError("这一条要由您改写，没有现成的改法。")
    start = checked.source.starts[found.line]
    line = checked.lines[found.line]
    if not start <= fix.start <= fix.end <= start + len(line.text):
        raise ElsewhereError
    first, last = fix.start - start, fix.end - start
    _require_settle(checked, found, actor)
    if isinstance(checked.target, CheckedPaper):
        before = line.text[first:last]
        _mend_paper(checked.target, found, first, before, fix.words, actor=actor)
        return
    row = _row_of(found, line, first)
    edited, places = _edited(line)
    first, last = first - line.lead, last - line.lead
    if linked := _linked_in(line, first, last):
        raise LinkedWordsError(linked)
    spot = slice(places[first], places[last])
    _save(row, line, edited[: spot.start] + defuse(fix.words) + edited[spot.stop :], found, actor)


def sentence_of(checked: Checked, found: Found) -> Sentence:
    """The sentence around a finding, for mending by hand; raises ElsewhereError where it is not text,
    InTableError for a cell."""
    if found.cell:
        raise InTableError
    line = checked.lines[found.line]
    begin = checked.source.starts[found.line]
    around = checked.reading.sentence_at(found.finding.start)
    first = max(min(around.start, found.finding.start) - begin, 0)
    last = min(max(around.end, found.finding.end) - begin, len(line.text))
    if isinstance(checked.target, CheckedPaper):
        first += len(line.text[first:last]) - len(line.text[first:last].lstrip())
        return Sentence(line.text[first:last].rstrip(), first, first + len(line.text[first:last].rstrip()))
    _row_of(found, line, found.finding.start - begin)
    edited, places = _edited(line)
    first, last = places[max(first - line.lead, 0)], places[max(last - line.lead, 0)]
    return Sentence(edited[first:last], first, last)


def mend_sentence(*, checked: Checked, found: Found, before: str, after: str, actor: User) -> None:
    """Put `after` in the place of the sentence around a finding, which the person saw as `before`.

    Raises as `apply_fix`; EdusumError where nothing was changed or the words can't be kept.
    """
    after = on_one_line(after)
    sentence = sentence_of(checked, found)
    _require_settle(checked, found, actor)
    if on_one_line(before) != on_one_line(sentence.words):
        raise MovedOnError
    if after == on_one_line(sentence.words):
        raise EdusumError("文字没有改动，无需保存。")
    if len(after) > MAX_SENTENCE:
        raise EdusumError(f"一句话最多 {MAX_SENTENCE} 字，请分成几句。")
    if isinstance(checked.target, CheckedPaper):
        changed = _narrowed(sentence.start, sentence.words, after)
        _mend_paper(checked.target, found, *changed, actor=actor)
        return
    line = checked.lines[found.line]
    row = _row_of(found, line, found.finding.start - checked.source.starts[found.line])
    edited, _ = _edited(line)
    _save(row, line, edited[: sentence.start] + after + edited[sentence.end :], found, actor)


@transaction.atomic
def undo_last(*, paper: CheckedPaper, actor: User) -> PaperFix:
    """Take back the last change made to a checked paper. Raises EdusumError if there is none,
    PermissionDenied where another made it and the paper is not one's own."""
    locked = CheckedPaper.objects.select_for_update().get(pk=paper.pk)
    last = locked.fixes.order_by("-number").first()
    if not may_undo(actor, paper, last.made_by_id if last else None):
        raise PermissionDenied(NOT_HELD)
    if last is None:
        raise EdusumError("这份文件还没有改过，没有可撤销的修改。")
    _write(locked, last.line, last.start, last.start + len(last.after), last.after, last.before)
    last.delete()
    return last


def _require_settle(checked: Checked, found: Found, actor: User) -> None:
    row = found.part.row
    require_settle(actor, checked.target, row.department if row else None, found.assignment)


def _row_of(found: Found, line: Line, place: int) -> SectionText:
    """The text in which the words at this place of the line stand."""
    row = found.part.row
    if row is None or line.block is None or place < line.lead:
        raise ElsewhereError
    return row


def _edited(line: Line) -> tuple[str, list[int]]:
    """A paragraph as it is edited, and where in it each character of what is printed stands: that of a figure
    where its token begins, the character behind it where the token ends."""
    words, places, length = [], [], 0
    for run in line.runs:
        if isinstance(run, FigureRun):
            places += [length] * len(run.text)
            words.append(run.token)
        else:
            places += range(length, length + len(run.text))
            words.append(run.text)
        length += len(words[-1])
    return "".join(words), [*places, length]


def _linked_in(line: Line, first: int, last: int) -> str:
    """The metric that prints some of the characters first–last of the paragraph; "" for none."""
    place = 0
    for run in line.runs:
        end = place + len(run.text)
        if isinstance(run, FigureRun) and place < last and first < end:
            return run.name
        place = end
    return ""


def _save(row: SectionText, line: Line, paragraph: str, found: Found, actor: User) -> None:
    """The section with one of its paragraphs anew, as a revision that says why."""
    standing = standing_text(row, draft_sources(row.draft))
    paragraphs = standing.split("\n")
    number = line.block if line.block is not None else -1
    if not 0 <= number < len(paragraphs) or paragraphs[number] != _edited(line)[0].strip():
        raise MovedOnError
    paragraphs[number] = paragraph.replace("\n", "")
    try:
        save_section(
            section_text=row,
            text="\n".join(paragraphs),
            seen=mark_of(standing),
            actor=actor,
            note=f"校核：{_title(found)}"[:_NOTE],
        )
    except SectionChangedError as error:
        raise MovedOnError from error


def _title(found: Found) -> str:
    rule = all_rules().get(found.finding.rule)
    return rule.title if rule else ""


def _narrowed(start: int, before: str, after: str) -> tuple[int, str, str]:
    """From the first word that was changed to the last, whole figures and Latin words: what a change leaves
    alone is no part of it."""
    old, new = words(before), words(after)
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    kept = "".join(old[:head])
    return (
        start + len(kept),
        "".join(old[head : len(old) - tail]),
        "".join(new[head : len(new) - tail]),
    )


@transaction.atomic
def _mend_paper(
    paper: CheckedPaper, found: Found, start: int, before: str, after: str, *, actor: User
) -> None:
    end = start + len(before)
    locked = CheckedPaper.objects.select_for_update().get(pk=paper.pk)
    _write(locked, found.line, start, end, before, after)
    highest = locked.fixes.aggregate(highest=Max("number"))["highest"] or 0
    PaperFix.objects.create(
        paper=locked,
        number=highest + 1,
        line=found.line,
        start=start,
        end=end,
        before=before,
        after=after,
        rule=found.finding.rule,
        made_by=actor,
    )


def _write(paper: CheckedPaper, number: int, start: int, end: int, before: str, after: str) -> None:
    """Put `after` where `before` stands in a line; raises MovedOnError where it does not."""
    source = SourceText.from_json(paper.source)
    if number >= len(source.lines) or source.lines[number].text[start:end] != before:
        raise MovedOnError
    line = source.lines[number]
    if len(source.text) + len(after) - len(before) > MAX_CHARACTERS:
        raise too_long()
    changed = replace(
        line,
        text=line.text[:start] + after + line.text[end:],
        mark=line.mark if line.mark <= start else 0,
    )
    lines = (*source.lines[:number], changed, *source.lines[number + 1 :])
    paper.source = replace(source, lines=lines).to_json()
    paper.save(update_fields=["source", "updated_at"])
