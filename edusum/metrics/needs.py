"""Which metrics a bureau's papers take up: whoever writes papers says so here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from edusum.orgs.models import Bureau


@dataclass(frozen=True, slots=True)
class Papers:
    """A bureau's papers for a year or its first half; with departments (ids), what these write of them."""

    bureau: Bureau
    year: int
    period: str
    departments: Collection[int] | None = None


Provider = Callable[[Papers], set[str]]
_providers: list[Provider] = []


def add_need_provider(provider: Provider) -> None:
    """From now on ask it too: it answers with the codes of the metrics that these papers take up."""
    if provider not in _providers:
        _providers.append(provider)


def needed_codes(papers: Papers) -> set[str]:
    """The metrics that any of the papers takes up; none when there is no paper yet."""
    return set().union(*(provider(papers) for provider in _providers))
