import gc
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import TransactionTestCase
from factory.random import reseed_random
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.tables import finish_tables

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
_WORDS = re.compile(r"\b(django_db|db|transactional_db|live_server|TransactionTestCase|client)\b")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        choices=["data", "pages"],
        help="only what asks the database: what fetches pages, or the rest",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file without a word of the database needn't even be read in."""
    if config.getoption("--only-database") and collection_path.name.startswith("test_"):
        return None if _WORDS.search(collection_path.read_text()) else True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second database has nothing to say to the engine; pages take long and seldom differ on it."""
    wanted = config.getoption("--only-database")
    if wanted:
        kept = [
            item for item in items if _asks_database(item) and _fetches_pages(item) == (wanted == "pages")
        ]
        left = set(items) - set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = kept


def pytest_collection_finish() -> None:
    """What was collected stays to the end: to look through it again and again for garbage takes a tenth."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _fetches_pages(item: pytest.Item) -> bool:
    return "client" in getattr(item, "fixturenames", ())


def _asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    kind = getattr(item, "cls", None)
    return kind is not None and issubclass(kind, TransactionTestCase)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A database that looks as if it had been migrated, see `tests.tables`."""
    django_settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        finish_tables()


@pytest.fixture(autouse=True)
def _steady_factories() -> None:
    """The same names and numbers in every run and in every order of tests."""
    reseed_random("edusum")
