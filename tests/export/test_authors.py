from datetime import timedelta

import pytest
from django.utils import timezone

from edusum.assembly.services import take_snapshot
from edusum.drafts.autosaving import autosave
from edusum.drafts.models import Revision, SectionText
from edusum.drafts.services import mark_of
from edusum.export.authors import authorship
from edusum.export.redline import Author
from edusum.export.redlining import present
from edusum.metrics.models import MetricValueRevision
from edusum.orgs.enums import Role
from tests.factories import (
    FormalitiesFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    MetricValueRevisionFactory,
    SnapshotFactory,
    member,
    published_version,
    started_draft,
)

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


@pytest.fixture
def counted():
    """A draft whose one section prints a metric that is not filled in yet."""
    metric = MetricDefinitionFactory(name="在园幼儿")
    draft = started_draft(version=published_version({"学前教育": ["在园幼儿{{ 在园幼儿 }}。"]}))
    return draft, metric


def filled(draft, metric, by):
    value = MetricValueFactory(metric=metric, bureau=draft.bureau, year=draft.year, value=120)
    return MetricValueRevisionFactory(metric_value=value, value=120, author=by)


def test_a_figure_that_somebody_filled_in_is_theirs_at_that_time_and_never_the_viewer_s(counted):
    draft, metric = counted
    viewer, clerk = member(draft.bureau, Role.DIRECTOR), member(draft.bureau, Role.CONTRIBUTOR, name="李四")
    base = take_snapshot(draft=draft, actor=viewer)
    revision = filled(draft, metric, clerk)
    told = authorship(base, present(draft=draft, actor=viewer))
    assert told.sections == {draft.section_texts.get().key: Author("李四", revision.created_at)}
    assert told.other.name == str(draft.bureau)


def test_a_figure_of_which_nobody_stands_on_record_is_told_as_an_update(counted):
    draft, metric = counted
    viewer = member(draft.bureau, Role.DIRECTOR)
    base = take_snapshot(draft=draft, actor=viewer)
    MetricValueFactory(metric=metric, bureau=draft.bureau, year=draft.year, value=120)
    assert not MetricValueRevision.objects.exists()
    newer = present(draft=draft, actor=viewer)
    key = draft.section_texts.get().key
    assert authorship(base, newer).sections == {key: Author("指标更新", newer.created_at)}


def test_a_section_in_which_somebody_wrote_too_stays_its_writer_s(counted):
    draft, metric = counted
    clerk, writer = (member(draft.bureau, Role.EDITOR, name=name) for name in ("李四", "张三"))
    base = take_snapshot(draft=draft, actor=writer)
    row = draft.section_texts.get()
    revision = write(row, "在园幼儿{{ 在园幼儿 }}。", "全区在园幼儿{{ 在园幼儿 }}。", writer)
    filled(draft, metric, clerk)
    told = authorship(base, present(draft=draft, actor=clerk))
    assert told.sections == {row.key: Author("张三", revision.created_at)}


def test_what_stands_around_the_text_is_of_who_set_the_formalities(draft):
    viewer, other = (member(draft.bureau, Role.EDITOR, name=name) for name in ("王五", "赵六"))
    base = take_snapshot(draft=draft, actor=viewer)
    row = FormalitiesFactory(draft=draft, addressee="各学校", updated_by=other)
    told = authorship(base, present(draft=draft, actor=viewer))
    assert told.other == Author("赵六", row.updated_at)
