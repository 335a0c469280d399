import pytest

from edusum.orgs.enums import Role
from tests.factories import BureauFactory, member


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def desk(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    return client
