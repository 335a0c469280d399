"""Which workbook a person gets: a bureau's or a unit's figures of a time, as the sheet shows them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.utils import timezone

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.templatetags.edusum import chinese_date
from edusum.metrics.access import departments_served, require_filling
from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Period, period_label
from edusum.metrics.expected import expected_metrics
from edusum.metrics.facts import Facts, facts_of
from edusum.metrics.figures import Figure
from edusum.metrics.models import MetricDefinition
from edusum.metrics.needs import Papers, needed_codes
from edusum.metrics.services import SINCE
from edusum.metrics.workbooks.cells import Wanted
from edusum.metrics.workbooks.layout import Line, Workbook, record_of
from edusum.metrics.workbooks.writing import write_workbook
from edusum.orgs.models import Bureau, Department
from edusum.orgs.permissions import memberships_of

SALT = "edusum.metrics.workbook"


@dataclass(frozen=True, slots=True)
class Extent:
    """Which metrics are asked for: codes, words in their names, or a `scope` of the sheet: own, all, ""."""

    scope: str = ""
    only: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    filename: str
    content: bytes


def offer_workbook(
    *, bureau: Bureau, year: int, period: str, actor: User, extent: Extent = Extent()
) -> WorkbookFile:
    """A pre-filled workbook. Raises PermissionDenied, EdusumError where there is nothing to fill."""
    require_filling(actor, bureau)
    book = workbook_of(facts_of(bureau, year, period), actor, extent)
    if not book.lines:
        raise EdusumError("没有可填的指标，没有生成表格。请先在“指标填报”里选好显示哪些指标。")
    return WorkbookFile(
        f"{bureau.full_name}{book.label}指标填报表.xlsx", write_workbook(book, sealed(record_of(book)))
    )


def workbook_of(facts: Facts, actor: User, extent: Extent) -> Workbook:
    bureau, year, period = facts.bureau, facts.year, facts.period
    served = departments_served(actor, bureau)
    codes = _codes(facts, actor, extent)
    return Workbook(
        bureau_id=bureau.pk,
        bureau=bureau.full_name,
        year=year,
        period=period,
        label=period_label(year, period),
        time_label="上半年" if period == Period.FIRST_HALF else "本年",
        before_label=SINCE[Period(period)],
        made_on=chinese_date(timezone.localdate()),
        lines=tuple(
            _line(metric, facts.figures[metric.phrase_name], others_words(facts.owners, metric.pk, served))
            for metric in sorted(facts.library, key=_place)
            if metric.code in codes
        ),
    )


def wanted_of(metric: MetricDefinition) -> Wanted:
    return Wanted(
        code=metric.code,
        name=metric.name,
        unit=metric.unit,
        kind=metric.kind,
        decimals=metric.decimals,
        minimum=metric.minimum,
        maximum=metric.maximum,
    )


def others_words(owners: Mapping[int, Department], metric: int, served: set[int] | None) -> str:
    """Why a person who serves these departments does not fill the metric; "" if they do."""
    owner = owners.get(metric)
    return f"由{owner.name}填报" if owner and served is not None and owner.pk not in served else ""


def sealed(record: Mapping[str, Any]) -> str:
    """The record as ASCII text that nobody else can make."""
    return signing.dumps(record, salt=SALT, compress=True)


def unsealed(seal: str) -> Any:
    """Raises EdusumError for a seal that is broken or of another installation."""
    try:
        return signing.loads(seal, salt=SALT)
    except signing.BadSignature as error:
        raise EdusumError(
            "填报表里的校验信息已被改动，或者不是本系统下载的，整份没有读入。"
            "请重新下载填报表再填；也可以选“普通表格”，按名称逐项核对后导入。"
        ) from error


def _line(metric: MetricDefinition, figure: Figure, locked: str) -> Line:
    return Line(
        wanted_of(metric),
        domain=metric.domain,
        definition=metric.definition_note.strip(),
        before=figure.previous,
        current=replace(figure.current, note=figure.current.note.strip()),
        locked=locked,
    )


def _codes(facts: Facts, actor: User, extent: Extent) -> Collection[str]:
    active = [metric for metric in facts.library if metric.is_active]
    if extent.only:
        return set(extent.only.split(","))
    if extent.words:
        words = extent.words.lower()
        return {
            metric.code
            for metric in active
            if words in " ".join((metric.name, metric.phrase_name, *metric.synonyms, metric.code)).lower()
        }
    if extent.scope == "own" and (own := _own_codes(facts, actor)):
        return own
    needed = set() if extent.scope == "all" else _needed_codes(facts)
    return needed or {metric.code for metric in active}


def _needed_codes(facts: Facts) -> set[str]:
    """What the bureau's papers take up or somebody was given to fill; of a unit, also what it hands in."""
    needed = needed_codes(Papers(facts.bureau, facts.year, facts.period)) | _given_codes(facts)
    if needed and not facts.bureau.parent_id:
        return needed
    expected = expected_metrics(facts.bureau, facts.year, facts.period)
    return needed | {metric.code for metric in expected}


def _own_codes(facts: Facts, actor: User) -> set[str]:
    """What was given to the person's departments, and what they write of that nobody was given."""
    own = {
        item.department_id
        for item in memberships_of(actor)
        if item.department_id and item.bureau_id == facts.bureau.pk
    }
    written = needed_codes(Papers(facts.bureau, facts.year, facts.period, own)) if own else set()
    return _given_codes(facts, own) | (written - _given_codes(facts))


def _given_codes(facts: Facts, departments: Collection[int | None] | None = None) -> set[str]:
    """The metrics given to these departments (ids), or to any."""
    codes = {metric.pk: metric.code for metric in facts.library}
    return {
        codes[metric]
        for metric, owner in facts.owners.items()
        if departments is None or owner.pk in departments
    }


def _place(metric: MetricDefinition) -> int:
    return DOMAINS.index(metric.domain) if metric.domain in DOMAINS else len(DOMAINS)
