import re

from edusum.accounts.models import User
from edusum.accounts.services import give_password, random_password


def test_a_random_password_can_be_read_out_and_never_comes_twice():
    passwords = {random_password() for _ in range(500)}
    assert len(passwords) == 500
    assert all(
        re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}", password) for password in passwords
    )


def test_a_given_password_must_be_changed():
    user = User(username="zhang", name="张三")
    password = give_password(user)
    assert (user.check_password(password), user.must_change_password) == (True, True)
