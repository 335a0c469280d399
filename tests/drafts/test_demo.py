import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction

from edusum.drafts.desk import Desk
from edusum.drafts.models import Draft
from edusum.metrics.models import MetricValue
from edusum.orgs.enums import Role
from edusum.orgs.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """Loaded once: each test undoes what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_library", verbosity=0, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(library, django_db_blocker):
    """What the demo told when it was made: once, as the library."""
    with django_db_blocker.unblock():
        return made()


def made() -> str:
    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


def password_in(told: str) -> str:
    return re.search(r"密码都是 (\S+?)（只显示这一次，请记下）", told)[1]


def test_without_the_library_the_demo_says_what_to_do():
    with pytest.raises(CommandError, match="请先运行 load_library"):
        call_command("demo")


def test_the_demo_tells_an_account_of_every_role_with_one_password_and_the_draft(told):
    usernames = re.findall(r"用户名 (\w+)", told)
    users = [authenticate(username=name, password=password_in(told)) for name in usernames]
    assert {row.role for user in users for row in user.memberships.all()} == set(Role)
    assert told.splitlines()[-1] == f"draft {Draft.objects.get().pk}"


def test_the_password_is_another_one_on_every_site(told):
    Draft.objects.all().delete()
    Membership.objects.all().delete()
    MetricValue.objects.all().delete()
    _forget_everybody()
    assert password_in(made()) != password_in(told)


def test_run_again_the_demo_changes_nothing_and_tells_only_the_draft(told):
    MetricValue.objects.filter(year=2025).update(note="改过")
    before = list(MetricValue.objects.values())
    assert made() == f"draft {Draft.objects.get().pk}\n"
    assert list(MetricValue.objects.values()) == before


def test_the_demo_paper_is_finished_and_has_no_gap(told):
    draft = Draft.objects.with_names().get()
    editor = Membership.objects.get(role=Role.EDITOR).user
    desk = Desk(draft, user=editor)
    assert (desk.done_count, desk.gap_count) == (len(desk.readings), 0)


def test_last_years_figures_say_that_they_are_examples(told):
    notes = MetricValue.objects.filter(year=2024).values_list("note", flat=True)
    assert notes.count() > 0
    assert all("示例" in note for note in notes)


def _forget_everybody():
    from edusum.accounts.models import User
    from edusum.orgs.models import Bureau

    Bureau.objects.all().delete()
    User.objects.all().delete()
