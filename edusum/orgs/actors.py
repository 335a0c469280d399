"""Who acts: a person, or a command when no person does."""

from edusum.accounts.models import User


class System:
    """Who acts when a command acts and no person does; may do everything."""


SYSTEM = System()
Actor = User | System
