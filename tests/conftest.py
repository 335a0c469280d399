import pytest
from django.test import TransactionTestCase
from factory.random import reseed_random
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        choices=["data", "pages"],
        help="only what asks the database: what fetches pages, or the rest",
    )


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


def _fetches_pages(item: pytest.Item) -> bool:
    return "client" in getattr(item, "fixturenames", ())


def _asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    kind = getattr(item, "cls", None)
    return kind is not None and issubclass(kind, TransactionTestCase)


@pytest.fixture(autouse=True)
def _steady_factories() -> None:
    """The same names and numbers in every run and in every order of tests."""
    reseed_random("edusum")
