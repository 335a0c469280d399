"""Terms in the admin."""

import pytest

from edusum.library.models import Term
from edusum.orgs.enums import Role
from tests.factories import TermFactory, member
from tests.library.admin.reading import text, url
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PLAN = {"name": "十五五", "series": "五年规划", "first_year": 2026, "last_year": 2030, "note": ""}


def test_a_term_is_added_changed_and_deleted(desk):
    assert desk.post(url("term_add"), PLAN).status_code == 302
    term = Term.objects.get()
    desk.post(url("term_change", term.pk), PLAN | {"last_year": ""})
    term.refresh_from_db()
    assert (term.name, term.first_year, term.last_year) == ("十五五", 2026, None)
    desk.post(url("term_delete", term.pk), {"post": "yes"})
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"last_year": 2025}, "截止年度不能早于起始年度。"),
        ({"first_year": 1900}, "1949"),
        ({"name": "十四五"}, "这个系列里已有同名的用语。"),
        ({"series": ""}, "这个字段是必填项"),
    ],
)
def test_a_term_that_does_not_fit_is_refused_in_words(desk, change, sentence):
    TermFactory(name="十四五", series="五年规划")
    assert sentence in text(desk.post(url("term_add"), PLAN | change))
    assert Term.objects.count() == 1


@pytest.mark.parametrize("last", [2026, None])
def test_two_names_of_a_series_that_text_names_do_not_hold_in_one_year(desk, last):
    TermFactory(name="十四五", series="五年规划", first_year=2021, last_year=last)
    told = text(desk.post(url("term_add"), PLAN))
    assert "与“十四五”（2021" in told
    assert "“五年规划”同一年只能有一个名称" in told
    assert Term.objects.count() == 1


def test_names_of_other_series_may_hold_in_one_year(desk):
    TermFactory(name="二十大", series="党代会", first_year=2022, last_year=None)
    desk.post(url("term_add"), PLAN | {"name": "二十一大", "series": "党代会"})
    assert Term.objects.count() == 2


def test_terms_are_found_by_name_and_series_in_constant_queries(desk):
    TermFactory(name="十四五")
    page = url("term_changelist")
    one = queries_of(lambda: desk.get(page))
    TermFactory(name="八五", series="普法规划")
    TermFactory(name="九五", series="普法规划")
    assert queries_of(lambda: desk.get(page)) == one
    found = desk.get(page, {"q": "普法"}).context["cl"].result_list
    assert [term.name for term in found] == ["八五", "九五"]


def test_only_library_managers_come_here(client, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    assert client.get(url("term_changelist")).status_code == 403
