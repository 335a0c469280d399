"""Whoever asked for a change hears that it was taken back: apps that send words to people register here."""

from collections.abc import Callable

from edusum.accounts.models import User
from edusum.metrics.models import PendingChange

Teller = Callable[[PendingChange, User, str], None]
"""Gets the change, who took it back, and the rest of the sentence that begins with the change."""
_tellers: list[Teller] = []


def add_teller(teller: Teller) -> None:
    """From now on have it tell people too."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell_who_asked(change: PendingChange, *, actor: User, what: str) -> None:
    """Nothing for who did it themselves."""
    if change.asked_by_id in {None, actor.pk}:
        return
    for teller in _tellers:
        teller(change, actor, what)
