"""Which metrics a bureau's papers take up: whoever writes papers says so here."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from edusum.metrics.models import MetricDefinition
from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class Papers:
    """A bureau's papers for a year or its first half; with departments (ids), what these write of them."""

    bureau: Bureau
    year: int
    period: str
    departments: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A metric that a paper takes up, by its code or by the name that a text calls it; `department` (id)
    writes that part, None: nobody in particular."""

    code: str = ""
    name: str = ""
    department: int | None = None


Provider = Callable[[Papers], Iterable[Need]]
_providers: list[Provider] = []


def add_need_provider(provider: Provider) -> None:
    """From now on ask it too: it answers with the metrics that these papers take up."""
    if provider not in _providers:
        _providers.append(provider)


def needs_of(papers: Papers) -> set[Need]:
    """What any of the papers takes up; nothing when there is no paper yet."""
    return set().union(*(provider(papers) for provider in _providers))


def needed_codes(papers: Papers) -> set[str]:
    """The codes of the metrics that any of the papers takes up."""
    return codes_of(needs_of(papers))


def codes_of(needs: Iterable[Need], names: dict[str, str] | None = None) -> set[str]:
    """The metrics by code; `names` says which code a name stands for, without it the database does."""
    needs = list(needs)
    called = {need.name for need in needs if need.name}
    if names is None:
        rows = MetricDefinition.objects.named(called) if called else MetricDefinition.objects.none()
        names = dict(rows.values_list("phrase_name", "code"))
    return {need.code for need in needs if need.code} | {names[name] for name in called if name in names}
