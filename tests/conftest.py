import pytest
from factory.random import reseed_random
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _steady_factories() -> None:
    """The same names and numbers in every run and in every order of tests."""
    reseed_random("edusum")
