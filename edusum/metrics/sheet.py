"""The page on which figures are filled: which metrics it shows, domain by domain, and how far they are."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from edusum.metrics import services
from edusum.metrics.enums import Period, period_label
from edusum.metrics.facts import Facts, facts_of
from edusum.metrics.figures import Figure
from edusum.metrics.models import MetricDefinition
from edusum.metrics.needs import Need, Papers, codes_of, needs_of
from edusum.metrics.rows import Filler, Sheet, SheetRow
from edusum.orgs.models import Bureau

FULL_PAGE = 60
"""How many metrics a page shows at most before it shows one domain at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a bureau's figures is asked for, as the address says it.

    `only` are codes, comma separated; `words` are looked for in all metrics; `scope` is "" for what papers
    take up, "own" for what the person's departments fill or write of them, "check" for the doubtful, "all"
    for everything; `department` is the id of one whose metrics alone are asked for;
    `back` is a page of this site to go back to; `unit` is the id of a unit below, if it is one whose figures
    are asked for.
    """

    year: int
    period: str = Period.YEAR
    only: str = ""
    words: str = ""
    scope: str = ""
    domain: str = ""
    department: str = ""
    back: str = ""
    unit: str = ""

    def url(self, **changes: Any) -> str:
        return self._at("metrics:metric_sheet", **changes)

    @property
    def save_url(self) -> str:
        """Where single rows are sent to."""
        return self._at("metrics:figures_save")

    @property
    def metric_query(self) -> str:
        """What the address of a metric's page ends in, so that it is about the same time and unit."""
        period = "" if self.period == Period.YEAR else self.period
        words = {name: value for name, value in (("period", period), ("unit", self.unit)) if value}
        return f"?{urlencode(words)}" if words else ""

    def _at(self, name: str, **changes: Any) -> str:
        asked = replace(self, **changes)
        words = {name: value for name, value in asdict(asked).items() if value and name != "year"}
        if words.get("period") == Period.YEAR:
            del words["period"]
        address = reverse(name, args=[asked.year])
        return f"{address}?{urlencode(words)}" if words else address


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain of the page's metrics, with how many are answered (filled or not applicable)."""

    name: str
    metrics: tuple[MetricDefinition, ...]
    answered: int
    url: str

    @property
    def total(self) -> int:
        return len(self.metrics)

    @property
    def is_done(self) -> bool:
        return self.answered == self.total


class SheetPage:
    """The sheet of a bureau as it is asked for; `posted` is what a person sent with it."""

    def __init__(
        self,
        asked: Asked,
        bureau: Bureau,
        *,
        editable: bool = True,
        departments: Collection[int] = (),
        filler: Filler | None = None,
        posted: Any = None,
    ) -> None:
        self.asked = asked
        self.bureau = bureau
        self.departments = set(departments)
        self.filler = filler or Filler(is_allowed=editable)
        self.editable = self.filler.is_allowed
        self.posted = posted
        self.facts: Facts = facts_of(bureau, asked.year, asked.period)
        self.library = self.facts.library

    @property
    def figures(self) -> dict[str, Figure]:
        return self.facts.figures

    @property
    def is_half_year(self) -> bool:
        return self.asked.period == Period.FIRST_HALF

    @property
    def label(self) -> str:
        """2025年, 2025年上半年."""
        return period_label(self.asked.year, self.asked.period)

    @property
    def whose(self) -> str:
        """Whose figures they are: the unit's, the bureau's, or those of the departments one works in."""
        if self.asked.unit:
            return self.bureau.full_name
        if self.scope == "department":
            return self.department_name
        own = {one.name for one in self.facts.owners.values() if one.pk in self.departments}
        return "、".join(sorted(own)) if self.scope == "own" and own else self.bureau.short_name

    @property
    def time_label(self) -> str:
        return "上半年" if self.is_half_year else "本年"

    @property
    def before_label(self) -> str:
        return services.SINCE[Period(self.asked.period)]

    @cached_property
    def _needs(self) -> set[Need]:
        return needs_of(Papers(self.bureau, self.asked.year, self.asked.period))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {metric.phrase_name: metric.code for metric in self.library}

    @cached_property
    def needed(self) -> set[str]:
        """What the papers of the time take up, and what was given to somebody to fill."""
        assigned = {metric.code for metric in self.library if metric.pk in self.facts.owners}
        return codes_of(self._needs, self._names) | assigned

    @cached_property
    def own(self) -> set[str]:
        """What of it the person's departments fill: what was given to them, and what they write of."""
        owners = {metric.code: self.facts.owners.get(metric.pk) for metric in self.library}
        written = codes_of([need for need in self._needs if need.department in self.departments], self._names)
        given = {code for code, owner in owners.items() if owner and owner.pk in self.departments}
        return given | {code for code in written if not owners.get(code)}

    @property
    def unassigned_count(self) -> int:
        """How many of the page's metrics nobody was given to fill: they go along with no department."""
        return sum(metric.pk not in self.facts.owners for metric in self.metrics)

    @cached_property
    def of_department(self) -> set[str]:
        """What was given to the department that is asked for."""
        owners = {metric.code: self.facts.owners.get(metric.pk) for metric in self.library}
        return {code for code, owner in owners.items() if owner and str(owner.pk) == self.asked.department}

    @property
    def department_name(self) -> str:
        """Of the department that is asked for; "" for one that fills nothing."""
        named = [one.name for one in self.facts.owners.values() if str(one.pk) == self.asked.department]
        return named[0] if named else ""

    @property
    def scope(self) -> str:
        """What the page is cut down to: only, words, department, own, check, papers, all."""
        if self.asked.only or self.asked.words:
            return "only" if self.asked.only else "words"
        if self.asked.department and self.of_department:
            return "department"
        if self.asked.scope == "own" and self.own:
            return "own"
        if self.asked.scope == "check":
            return "check"
        return "all" if self.asked.scope == "all" or not self.needed else "papers"

    @cached_property
    def metrics(self) -> list[MetricDefinition]:
        """All that is asked for, whether this page has room for it or not."""
        if self.scope in {"all", "words"}:
            words = self.asked.words.lower()
            active = [metric for metric in self.library if metric.is_active]
            return [metric for metric in active if words in search_text(metric).lower()]
        chosen = {
            "only": set(self.asked.only.split(",")),
            "department": self.of_department,
            "own": self.own,
            "check": self.doubtful,
            "papers": self.needed,
        }
        return [metric for metric in self.library if metric.code in chosen[self.scope]]

    @cached_property
    def doubtful(self) -> set[str]:
        """What of the figures that matter here should be looked at again."""
        within = self.needed or {metric.code for metric in self.library}
        return {code for code in self.facts.doubts if code in within and self.facts.needs_a_look(code)}

    @cached_property
    def domains(self) -> list[Domain]:
        names = dict.fromkeys(metric.domain for metric in self.metrics)
        return [self._domain(name) for name in names]

    def _domain(self, name: str) -> Domain:
        metrics = tuple(metric for metric in self.metrics if metric.domain == name)
        return Domain(name, metrics, self._answered(metrics), self.asked.url(domain=name))

    def _answered(self, metrics: Sequence[MetricDefinition]) -> int:
        return sum(self.figures[metric.phrase_name].current.state != "pending" for metric in metrics)

    @property
    def answered_count(self) -> int:
        return sum(domain.answered for domain in self.domains)

    @property
    def is_by_domain(self) -> bool:
        return len(self.metrics) > FULL_PAGE

    @cached_property
    def current(self) -> Domain | None:
        """The domain on a page that shows one: that asked for, else the first with something to fill."""
        if not self.is_by_domain:
            return None
        asked = [domain for domain in self.domains if domain.name == self.asked.domain]
        open_ones = [domain for domain in self.domains if not domain.is_done]
        return [*asked, *open_ones, *self.domains][0]

    @property
    def following(self) -> Domain | None:
        """The domain after the one on the page."""
        if self.current is None:
            return None
        rest = self.domains[self.domains.index(self.current) + 1 :]
        return rest[0] if rest else None

    @cached_property
    def shown(self) -> Sequence[MetricDefinition]:
        """The metrics on this page: when something was sent, those it was sent for."""
        if self.posted is not None and "rows" in self.posted:
            sent = set(self.posted["rows"].split(","))
            return [metric for metric in self.library if metric.code in sent]
        return self.current.metrics if self.current else self.metrics

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.shown, self.facts, self.filler, time=self.time_label, data=self.posted)

    def rows_of(self, codes: Collection[str]) -> list[SheetRow]:
        """The rows of these metrics as they are stored, whether the page shows them or not."""
        metrics = [metric for metric in self.library if metric.code in codes]
        return Sheet(metrics, self.facts, self.filler, time=self.time_label).rows

    @property
    def rows_sent(self) -> str:
        """The codes of the rows, for the form to send along."""
        return ",".join(row.code for row in self.sheet.rows)

    @property
    def scopes(self) -> list[tuple[str, str, bool]]:
        """What the page can be cut down to: how it is called, its address, whether it is shown so."""
        known = [
            ("own", "本科室的", self.own),
            ("papers", "材料用到的", self.needed),
            ("all", "全部指标", True),
            ("check", f"请核对 {len(self.doubtful)} 项", self.doubtful or self.scope == "check"),
        ]
        shown = [(self.department_name, self.here, True)] if self.scope == "department" else []
        return shown + [
            (label, self._at(name), self.scope == name) for name, label, is_known in known if is_known
        ]

    def _at(self, scope: str) -> str:
        scope = "" if scope == "papers" else scope
        return self.asked.url(scope=scope, only="", words="", domain="", department="")

    @property
    def usual(self) -> str:
        """The address of the sheet as one comes to it first."""
        return self._at("")

    @property
    def own_url(self) -> str:
        """The sheet of one's own bureau, when this is a unit's."""
        return Asked(self.asked.year, self.asked.period).url()

    @property
    def query(self) -> str:
        """What the address of this page ends in."""
        _, mark, query = self.here.partition("?")
        return mark + query

    @property
    def unit_query(self) -> str:
        """unit=<id> for the addresses of other pages, when this is a unit's sheet."""
        return urlencode({"unit": self.asked.unit}) if self.asked.unit else ""

    @property
    def live(self) -> dict[str, str]:
        """The counts that stand on the page, by the name of their place."""
        counts = {domain.name: f"{domain.answered}/{domain.total}" for domain in self.domains}
        return {"answered": str(self.answered_count)} | counts

    @property
    def here(self) -> str:
        """The address of just this page, whatever is filled meanwhile."""
        return self.asked.url(domain=self.current.name if self.current else "")


def search_text(metric: MetricDefinition) -> str:
    """All by which people may look for the metric."""
    return " ".join((metric.name, metric.phrase_name, *metric.synonyms, metric.code))
