"""What stands open in a section that somebody hands in, as an app downstream finds it in the text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edusum.drafts.models import SectionText


@dataclass(frozen=True, slots=True)
class OpenError:
    """Words that are certainly wrong: the words themselves, and what is wrong with them."""

    quote: str
    message: str


Provider = Callable[[SectionText], Sequence[OpenError]]
_providers: list[Provider] = []


def add_error_provider(provider: Provider) -> None:
    """From now on ask it too."""
    if provider not in _providers:
        _providers.append(provider)


def open_errors_in(row: SectionText) -> list[OpenError]:
    """In the order of the text, as it stands in the database; `row.draft` is at hand."""
    return [error for provider in _providers for error in provider(row)]
