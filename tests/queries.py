"""How many queries a page takes."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(visit: Callable[[], object]) -> int:
    """The number of queries of one visit, after a first one that fills the caches."""
    visit()
    with CaptureQueriesContext(connection) as captured:
        visit()
    return len(captured)
