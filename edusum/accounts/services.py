import secrets

from django.db import transaction

from edusum.accounts.models import User

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that people mistake for another
_GROUPS, _GROUP_LENGTH = 3, 4


def random_password() -> str:
    """Fit to be read out on the telephone, e.g. "k7mq-4xtn-w2pd": about 59 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def give_password(user: User) -> str:
    """Set a random password on a user about to be saved; it must be changed after the first sign-in."""
    password = random_password()
    user.set_password(password)
    user.must_change_password = True
    return password


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set the user's own, already validated choice."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
