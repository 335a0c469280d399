from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from edusum.common.errors import EdusumError
from edusum.drafts.choosing import set_omitted
from edusum.drafts.outline import omitted, read_outline
from edusum.drafts.outlining import add_section, place_section
from edusum.drafts.services import start_draft
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, member, published_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft():
    bureau = BureauFactory()
    version = published_version({"甲": ["好。"], "乙": ["好。"], "丙": ["好。"]})
    return start_draft(bureau=bureau, year=2025, version=version, actor=member(bureau, Role.EDITOR))


def test_two_who_add_at_once_both_find_their_section(draft):
    editor = draft.started_by
    row = _row(draft, "甲")
    _together(
        lambda: add_section(draft=draft, heading="新一", beside=row, actor=editor),
        lambda: add_section(draft=draft, heading="新二", beside=row, actor=editor),
    )
    places = read_outline(draft)
    assert {str(place) for place in places[1:3]} == {"新一", "新二"}
    assert [place.row.own_rank for place in places] == [1, 2, 3, 4, 5]


def test_two_who_put_sections_below_each_other_at_once_make_no_circle(draft):
    editor = draft.started_by
    first, second = _row(draft, "甲"), _row(draft, "乙")
    answers = _together(
        lambda: place_section(section_text=first, parent=second, index=0, actor=editor),
        lambda: place_section(section_text=second, parent=first, index=0, actor=editor),
    )
    assert sum("不能放到它自己下面" in answer for answer in answers) == 1
    assert sorted(place.depth for place in read_outline(draft)) == [0, 0, 1]


def test_what_must_be_written_is_not_hidden_by_who_moves_it_while_another_omits(draft):
    editor = draft.started_by
    own = add_section(draft=draft, heading="新", beside=None, actor=editor)
    _together(
        lambda: place_section(section_text=_row(draft, "丙"), parent=own, index=0, actor=editor),
        lambda: set_omitted(section_text=own, omitted=True, actor=editor),
    )
    places = read_outline(draft)
    assert [str(place) for place in places if place.pk in omitted(places)] in (["新"], [])


def _row(draft, heading):
    return next(place.row for place in read_outline(draft) if str(place) == heading)


def _together(*steps):
    """What each answered; a refusal is told by its sentence."""
    barrier = Barrier(len(steps))

    def take(step):
        try:
            barrier.wait()
            return str(step())
        except EdusumError as error:
            return error.message
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))
