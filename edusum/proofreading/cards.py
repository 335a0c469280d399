"""A finding as the list shows it: where it stands, what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from edusum.drafts.models import Draft
from edusum.metrics.addresses import page_address
from edusum.proofreading.access import Target, may_give, may_settle, may_waive
from edusum.proofreading.checking import ATTACHMENT_KEY, Checked, Found
from edusum.proofreading.deciding import may_take_back
from edusum.proofreading.findings import FAMILIES, Fix
from edusum.proofreading.known import Linked
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.registry import all_rules

TONES = {"error": ("red", "cross"), "suspect": ("amber", "triangle"), "hint": ("blue", "ring")}
_LONGEST_WORDS = 12
_SHORT_QUOTE, _AROUND = 10, 9
_LONG_QUOTE, _LONGEST_QUOTE = 40, 90
_MORE = "……"
_MOST_ELSEWHERE, _MOST_QUOTED = 3, 60


@dataclass(frozen=True, slots=True)
class Way:
    """Where the words can be changed by hand."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Words of another paragraph that a finding holds its own against; `line`: where they stand."""

    where: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the list shows it: `quote` between `before` and `after`, what more there is as ……;
    `evidence` "" where the message says as much.

    `fix_label`, "" without a fix that can be applied here; `mend_url` "" where the words are no text of a
    section; `linked` the metric that prints some of them, `is_lacking` without a value; `note`: what else
    there is to know.
    """

    found: Found
    title: str
    family: str
    tone: str
    shape: str
    where: str
    before: str
    quote: str
    after: str
    evidence: str
    note: str
    elsewhere: tuple[Elsewhere, ...]
    is_chosen: bool
    fix_label: str
    can_settle: bool
    can_waive: bool
    can_resume: bool
    can_give: bool
    is_text: bool
    query: str
    way: Way | None
    linked: Linked | None
    is_lacking: bool
    sheet_url: str
    fix_url: str
    mend_url: str
    waive_url: str
    resume_url: str
    give_url: str

    @property
    def key(self) -> str:
        return str(self.found.number)


class CardMaker:
    """Makes the cards of one paper for a person; `asked` is what its list was asked for, `tab` among it."""

    def __init__(self, checked: Checked, user: Any, asked: Mapping[str, str]) -> None:
        self.checked = checked
        self.user = user
        self.asked = asked

    @property
    def target(self) -> Target:
        return self.checked.target

    @property
    def kind(self) -> str:
        return kind_of(self.target)

    def card(self, item: Found, *, is_chosen: bool = False) -> Card:
        finding, row = item.finding, item.part.row
        tone, shape = TONES[finding.severity]
        place = {"kind": self.kind, "pk": self.target.pk, "fingerprint": finding.fingerprint}
        query = urlencode({"near": finding.start, **self.asked})
        urls = {
            verb: f"{reverse(f'proofreading:{verb}', kwargs=place)}?{query}"
            for verb in ("fix", "mend", "waive", "resume", "give")
        }
        who = (self.user, self.target, row.department if row else None, item.assignment)
        can_settle = may_settle(*who)
        is_text = self._is_text(item)
        linked = self._linked_in(item)
        before, after = ("", "") if item.cell else self._around(item.finding.start, item.finding.end)
        quote = item.quote
        return Card(
            found=item,
            title=rule_title(finding.rule),
            family=FAMILIES[finding.family],
            tone=tone,
            shape=shape,
            where=self._where(item),
            before=before,
            quote=quote[:_LONGEST_QUOTE],
            after=_MORE if len(quote) > _LONGEST_QUOTE else after,
            evidence="" if finding.evidence.strip("。") in finding.message else finding.evidence,
            note=self._note(item),
            elsewhere=self.elsewhere(item),
            is_chosen=is_chosen,
            fix_label=self._fix_label(item) if is_text and can_settle else "",
            can_settle=can_settle,
            can_waive=may_waive(*who, is_error=finding.severity == "error"),
            can_resume=item.waiver is not None and may_take_back(self.user, self.target, item),
            can_give=may_give(self.user, self.target),
            is_text=is_text,
            query=query,
            way=way_to(self.target, self.checked, item),
            linked=linked,
            is_lacking=item.is_gap,
            sheet_url=self._sheet(linked) if linked else "",
            fix_url=urls["fix"],
            mend_url=urls["mend"] if is_text and not item.is_gap else "",
            waive_url=urls["waive"],
            resume_url=urls["resume"],
            give_url=urls["give"],
        )

    def elsewhere(self, item: Found) -> tuple[Elsewhere, ...]:
        """Paragraph by paragraph, the first few."""
        found: dict[int, Elsewhere] = {}
        for start, end in item.finding.related:
            line = max(self.checked.reading.line_of(start), 0)
            if line != item.line and line not in found:
                before, after = self._around(start, end)
                quote = self.checked.source.text[start:end]
                title, count = self._places[line]
                told = [title.rstrip("。"), f"第 {count} 段" if count else ""]
                more = _MORE if len(quote) > _MOST_QUOTED else ""
                words = f"{before}{quote[:_MOST_QUOTED]}{more}{after}"
                found[line] = Elsewhere("，".join(filter(None, told)), words, line)
        return tuple(islice(found.values(), _MOST_ELSEWHERE))

    def _note(self, item: Found) -> str:
        """How a table is mended, which is not done here."""
        if item.cell is None:
            return ""
        if isinstance(self.target, Draft):
            return "表格里的数由指标印出，请核对指标的数值。"
        return "表格里的数请在原文件里改，改好后再放进来核对。"

    def _is_text(self, item: Found) -> bool:
        if item.cell is not None:
            return False
        if isinstance(self.target, CheckedPaper):
            return True
        line = self.checked.lines[item.line]
        place = item.finding.start - self.checked.source.starts[item.line]
        return item.part.row is not None and line.block is not None and place >= line.lead

    def _fix_label(self, item: Found) -> str:
        """ "" where there is no fix, or a metric prints what it would change."""
        fix = item.finding.fix
        if fix is None or self.checked.reading.is_linked(fix.start, fix.end):
            return ""
        return fix_label(fix)

    def _linked_in(self, item: Found) -> Linked | None:
        """The first metric that prints some of the words."""
        if item.cell is not None:
            return None
        finding = item.finding
        spans = ((run.start, run.end, run) for run in self.checked.linked)
        return next((run for start, end, run in spans if start < finding.end and finding.start < end), None)

    def _sheet(self, linked: Linked) -> str:
        """Where the metric's value is."""
        if not isinstance(self.target, Draft):
            return ""
        figure = self.checked.reading.known.figures.get(linked.name)
        asked = {"only": figure.code} if figure else {}
        return page_address("metrics:metric_sheet", self.target.year, self.target.period, asked)

    def _where(self, item: Found) -> str:
        """第 2 段 below the title of a section; 一、学前教育，第 2 段 where the list is not by sections."""
        title, count = self._places[item.line]
        if self.kind == "drafts" or not title:
            title = item.part.title
        is_told = title == item.part.title and self.asked.get("group") != "rule" and not item.is_gap
        told = [] if is_told else [title.rstrip("。")]
        if item.cell is not None:
            head = item.cell.head[item.cell.column].strip()
            return "，".join([*told, f"第 {count} 段后面的表" if count else "下面的表", f"“{head}”一栏末行"])
        return "，".join([*told, f"第 {count} 段"] if count else told)

    def _around(self, start: int, end: int) -> tuple[str, str]:
        """For a few characters the words before and behind them in their line; of many whether a word goes
        on behind them."""
        number = max(self.checked.reading.line_of(start), 0)
        begin = self.checked.source.starts[number]
        line = self.checked.source.lines[number].text
        first, last = start - begin, end - begin
        if end - start >= _SHORT_QUOTE:
            return "", _MORE if line[last : last + 1].isalnum() and end - start >= _LONG_QUOTE else ""
        before, after = line[max(first - _AROUND, 0) : first], line[last : last + _AROUND]
        more = _MORE if last + _AROUND < len(line) else ""
        return (_MORE if first > _AROUND else "") + before, after + more

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        """Of each line the heading above it and its number among the paragraphs there; 0 for a heading."""
        places, key, title, count = [], "", "", 0
        for line in self.checked.lines:
            if line.kind == "heading" or line.key != key:
                title, count = line.text[: line.lead].strip(), 0
            key = line.key
            is_text = line.kind == "text" or (line.kind == "heading" and line.lead < len(line.text))
            is_counted = is_text and bool(line.text.strip())
            count += is_counted
            places.append((title, count if is_counted else 0))
        return places


def kind_of(target: Target) -> str:
    """As addresses name it."""
    return "papers" if isinstance(target, CheckedPaper) else "drafts"


def rule_title(code: str) -> str:
    rule = all_rules().get(code)
    return rule.title if rule else code


def is_local(code: str) -> bool:
    """Whether it is found while somebody types; the rest needs the whole paper."""
    rule = all_rules().get(code)
    return rule is not None and rule.is_local


def fix_label(fix: Fix) -> str:
    """What the button says: 改为“47”, 删去."""
    if fix.label:
        return fix.label
    if not fix.words:
        return "删去"
    return f"改为“{fix.words}”" if len(fix.words) <= _LONGEST_WORDS else "按建议改"


def way_to(target: Target, checked: Checked, item: Found) -> Way | None:
    """The page on which the words of a draft are written; None for a paper from outside."""
    if not isinstance(target, Draft):
        return None
    line, row = checked.lines[item.line], item.part.row
    if line.key.startswith(ATTACHMENT_KEY):
        at = {"pk": target.pk, "attachment_pk": int(line.key.removeprefix(ATTACHMENT_KEY))}
        return Way("去改附件", reverse("drafts:attachment_edit", kwargs=at))
    if row is None:
        return Way("去改标题和落款", reverse("drafts:draft_formalities", kwargs={"pk": target.pk}))
    at = {"pk": target.pk, "section_pk": row.pk}
    if item.finding.start - checked.source.starts[item.line] < line.lead:
        return Way("去改标题", reverse("drafts:section_rename", kwargs=at))
    return Way("到起草台修改", reverse("drafts:section_edit", kwargs=at))
