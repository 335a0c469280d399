from datetime import timedelta

import pytest
from django.utils import timezone

from edusum.drafts.autosaving import autosave
from edusum.drafts.models import Revision, SectionText
from edusum.drafts.services import mark_of
from edusum.export.authors import authorship
from edusum.export.redline import Author
from edusum.orgs.enums import Role
from tests.factories import SnapshotFactory, member, published_version, started_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": ["教育稳步发展。"]}))


@pytest.fixture
def row(draft):
    return draft.section_texts.get()


@pytest.fixture
def writer(draft):
    return member(draft.bureau, Role.EDITOR, name="张三")


@pytest.fixture
def taken(draft):
    """A snapshot of so many minutes ago."""

    def take(minutes):
        snapshot = SnapshotFactory(draft=draft)
        type(snapshot).objects.filter(pk=snapshot.pk).update(
            created_at=timezone.now() - timedelta(minutes=minutes)
        )
        snapshot.refresh_from_db()
        return snapshot

    return take


def write(row, over, text, writer):
    row.refresh_from_db()
    autosave(section_text=row, text=text, seen=mark_of(over), actor=writer)
    return row.revisions.first()


def test_words_that_went_on_after_the_older_snapshot_are_their_writer_s_at_the_time_of_the_last(
    row, writer, taken
):
    write(row, "教育稳步发展。", "一。", writer)
    SectionText.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    Revision.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    base, newer = taken(1), taken(-60)
    revision = write(row, "一。", "一二。", writer)
    assert revision.number == 1
    assert authorship(base, newer).sections == {row.key: Author("张三", revision.created_at)}


def test_words_written_on_just_after_the_newer_snapshot_are_still_their_writer_s(row, writer, taken):
    base, newer = taken(3), taken(1)
    revision = write(row, "教育稳步发展。", "一。", writer)
    assert newer.created_at < revision.created_at
    assert authorship(base, newer).sections == {row.key: Author("张三", newer.created_at)}


def test_words_of_long_after_the_newer_snapshot_are_nobody_s_in_it(row, writer, taken):
    base, newer = taken(9), taken(6)
    write(row, "教育稳步发展。", "一。", writer)
    assert authorship(base, newer).sections == {}
