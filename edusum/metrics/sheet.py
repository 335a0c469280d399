"""The page on which figures are filled: which metrics it shows, domain by domain, and how far they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from edusum.metrics import services
from edusum.metrics.domains import DOMAINS
from edusum.metrics.enums import Period
from edusum.metrics.figures import Figure
from edusum.metrics.forms import Sheet
from edusum.metrics.models import MetricDefinition
from edusum.metrics.needs import Papers, needed_codes
from edusum.orgs.models import Bureau

FULL_PAGE = 60
"""How many metrics a page shows at most before it shows one domain at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a bureau's figures is asked for, as the address says it.

    `only` are codes, comma separated; `words` are looked for in all metrics; `scope` is "" for what papers
    take up, "own" for what the person's departments write of them, "all" for everything; `back` is a page of
    this site to go back to.
    """

    year: int
    period: str = Period.YEAR
    only: str = ""
    words: str = ""
    scope: str = ""
    domain: str = ""
    back: str = ""

    def url(self, **changes: Any) -> str:
        asked = replace(self, **changes)
        words = {name: value for name, value in asdict(asked).items() if value and name != "year"}
        if words.get("period") == Period.YEAR:
            del words["period"]
        address = reverse("metrics:metric_sheet", args=[asked.year])
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
        editable: bool,
        departments: Collection[int] = (),
        posted: Any = None,
    ) -> None:
        self.asked = asked
        self.bureau = bureau
        self.departments = departments
        self.editable = editable
        self.posted = posted
        self.figures: Mapping[str, Figure] = services.figures(bureau, asked.year, asked.period)
        self.library = sorted(MetricDefinition.objects.order_by("position", "pk"), key=_place)

    @property
    def is_half_year(self) -> bool:
        return self.asked.period == Period.FIRST_HALF

    @property
    def label(self) -> str:
        """2025年, 2025年上半年."""
        return f"{self.asked.year}年{'上半年' if self.is_half_year else ''}"

    @property
    def time_label(self) -> str:
        return "上半年" if self.is_half_year else "本年"

    @property
    def before_label(self) -> str:
        return services.SINCE[Period(self.asked.period)]

    @cached_property
    def needed(self) -> set[str]:
        """What the papers of the time take up."""
        return needed_codes(Papers(self.bureau, self.asked.year, self.asked.period))

    @cached_property
    def own(self) -> set[str]:
        """What of it the person's departments write."""
        if not (self.needed and self.departments):
            return set()
        return needed_codes(Papers(self.bureau, self.asked.year, self.asked.period, self.departments))

    @property
    def scope(self) -> str:
        """What the page is cut down to: only, words, own, papers, all."""
        if self.asked.only or self.asked.words:
            return "only" if self.asked.only else "words"
        if self.asked.scope == "own" and self.own:
            return "own"
        return "all" if self.asked.scope == "all" or not self.needed else "papers"

    @cached_property
    def metrics(self) -> list[MetricDefinition]:
        """All that is asked for, whether this page has room for it or not."""
        if self.scope in {"all", "words"}:
            words = self.asked.words.lower()
            active = [metric for metric in self.library if metric.is_active]
            return [metric for metric in active if words in search_text(metric).lower()]
        chosen = {"only": set(self.asked.only.split(",")), "own": self.own, "papers": self.needed}
        return [metric for metric in self.library if metric.code in chosen[self.scope]]

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
        return Sheet(self.shown, self.figures, editable=self.editable, time=self.time_label, data=self.posted)

    @property
    def rows_sent(self) -> str:
        """The codes of the rows, for the form to send along."""
        return ",".join(metric.code for metric in self.shown)

    @property
    def years(self) -> tuple[tuple[int, str], tuple[int, str]]:
        """The years before and after, with the addresses of their sheets."""
        before, after = self.asked.year - 1, self.asked.year + 1
        return (before, self.asked.url(year=before, back="")), (after, self.asked.url(year=after, back=""))

    @property
    def periods(self) -> list[tuple[str, str, bool]]:
        """The parts of the year: name, address, whether it is the one shown."""
        return [
            (period.label, self.asked.url(period=period, back=""), self.asked.period == period)
            for period in Period
        ]

    @property
    def scopes(self) -> list[tuple[str, str, bool]]:
        """What the page can be cut down to: how it is called, its address, whether it is shown so."""
        known = [
            ("own", "本科室的", self.own),
            ("papers", "材料用到的", self.needed),
            ("all", "全部指标", True),
        ]
        return [(label, self._at(name), self.scope == name) for name, label, is_known in known if is_known]

    def _at(self, scope: str) -> str:
        scope = "" if scope == "papers" else scope
        return self.asked.url(scope=scope, only="", words="", domain="")

    @property
    def usual(self) -> str:
        """The address of the sheet as one comes to it first."""
        return self._at("")

    @property
    def here(self) -> str:
        """The address of just this page, whatever is filled meanwhile."""
        return self.asked.url(domain=self.current.name if self.current else "")


def _place(metric: MetricDefinition) -> int:
    return DOMAINS.index(metric.domain) if metric.domain in DOMAINS else len(DOMAINS)


def search_text(metric: MetricDefinition) -> str:
    """All by which people may look for the metric."""
    return " ".join((metric.name, metric.phrase_name, *metric.synonyms, metric.code))
