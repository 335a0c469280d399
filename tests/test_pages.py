"""Who sees what: every page of the site × own right role, other role, other bureau, nobody.

A row says which roles get in, by the letters of `tests.world`: C 填报人, H 科室负责人, E 统稿人, P 分管领导,
D 局长, M 模板管理员; c and h are C and H of another department than the section's. No URL is left out.
The rows: `tests/access/desk.py`, `tests/access/workshop.py`.
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from edusum.accounts.models import User
from tests.access.desk import DESK
from tests.access.intake import INTAKE_PAGES
from tests.access.page import Page, resolved
from tests.access.proofreading import PROOFREADING_PAGES
from tests.access.workshop import WORKSHOP_PAGES
from tests.world import World, build_world

PAGES = [*DESK, *INTAKE_PAGES, *PROOFREADING_PAGES, *WORKSHOP_PAGES]


UNNAMED = {
    "admin:unnamed <path:object_id>/": "Django's redirect of old links to …/change/",
    "admin:unnamed (?P<url>.*)$": "Django's answer to whatever is not in the admin: 404, or the sign-in page",
}


def test_every_page_has_a_row():
    assert sorted(set(names_of(get_resolver())) - {page.name for page in PAGES} - set(UNNAMED)) == []


def test_every_row_has_a_page():
    assert sorted({page.name for page in PAGES} | set(UNNAMED)) == sorted(set(names_of(get_resolver())))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once: each visit undoes what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visitors(world, django_db_blocker) -> dict[str, Client]:
    """By name, each signed in."""
    with django_db_blocker.unblock():
        people = world.people | {"elsewhere": world.outsider}
        return {name: signed_in(user) for name, user in people.items()} | {"nobody": Client()}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_who_sees(page, world, visitors):
    assert {name: visit(page, world, client) for name, client in visitors.items()} == page.expected()


def visit(page: Page, world: World, client: Client) -> int:
    """The status that a visitor is answered with; what the visit changed is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        send = getattr(client, page.method)
        status = send(page.url(world), resolved(page.sent, world)).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status


def names_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The name of every URL below, with its namespace; one without a name by its route."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern, below)
        elif isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"unnamed {pattern.pattern}")
