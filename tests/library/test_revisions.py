from datetime import timedelta
from time import process_time

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from edusum.library import services
from edusum.library.bulk import SettingsInput, save_settings, settings_of
from edusum.library.errors import LibraryError, PhraseErrors, VersionFrozenError
from edusum.library.models import Section, VersionRevision
from edusum.library.moving import place_section
from edusum.library.portable import template_file
from edusum.library.restoring import RevisionOutdatedError, restore_revision
from edusum.library.revisions import AT_FIRST, KEPT, content_of, recording
from edusum.library.services import SYSTEM, PhraseInput
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    VersionRevisionFactory,
    member,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


@pytest.fixture
def version():
    return TemplateVersionFactory()


@pytest.fixture
def section(version):
    return SectionFactory(version=version, key="a", heading="学前教育")


def history(version):
    """What was done and by whom, oldest first."""
    return [(revision.what, revision.author) for revision in version.revisions.order_by("number")]


def say(section, actor, *texts):
    services.save_phrases(section=section, phrases=[PhraseInput(text) for text in texts], actor=actor)


def held(version):
    return template_file(type(version).objects.get(pk=version.pk))


# what is recorded


def test_the_first_change_keeps_what_stood_there_and_what_stands_there(section, manager):
    before = held(section.version)
    say(section, manager, "好。")
    assert history(section.version) == [(AT_FIRST, None), ("修改“学前教育”的措辞", manager)]
    newer, older = section.version.revisions.all()
    assert [content_of(older).digest, content_of(newer).digest] == [
        before.digest,
        held(section.version).digest,
    ]


def test_every_change_of_a_version_is_recorded(version, section, manager):
    def last():
        return version.revisions.first().what

    new = Section(version=version, heading="校园安全")
    services.new_section(section=new, actor=manager)
    assert last() == "新增“校园安全”"
    new.heading = "平安校园"
    services.update_section(section=new, actor=manager)
    assert last() == "修改“平安校园”的标题"
    services.move_section(section=new, parent=None, index=0, actor=manager)
    assert last() == "移动“平安校园”"
    place_section(section=new, parent=section, index=0, actor=manager)
    assert last() == "移动“平安校园”并修改层次"
    services.save_table(section=section, metrics=[MetricDefinitionFactory()], actor=manager)
    assert last() == "修改“学前教育”的指标表"
    seen = settings_of(section)
    typed = type(seen)(department_name="办公室", due_days=7)
    save_settings(version=version, rows={section.pk: SettingsInput(typed, seen)}, actor=manager)
    assert last() == "修改“学前教育”的建议科室、几天内交稿"
    version.title = "{{ 年度 }}年总结"
    services.update_version(version=version, actor=manager)
    assert last() == "修改标题措辞"
    services.delete_section(section=section, actor=manager)
    assert last() == "删去“学前教育”；删去“平安校园”"
    assert version.revisions.count() == 9


def test_a_note_is_a_change_too(version, manager):
    version.note = "试用"
    services.update_version(version=version, actor=manager)
    assert history(version)[-1] == ("修改版本说明", manager)


def test_many_changes_at_once_are_told_in_one_line(version, manager):
    with recording(version, manager):
        for number in range(12):
            services.new_section(section=Section(version=version, heading=f"第{number}项"), actor=manager)
    assert history(version) == [
        (AT_FIRST, None),
        ("新增“第0项”；新增“第1项”；新增“第2项”，等 12 处", manager),
    ]


def test_what_changes_nothing_is_not_recorded(section, manager):
    say(section, manager, "好。")
    say(section, manager, "好。")
    services.update_section(section=section, actor=manager)
    assert len(history(section.version)) == 2


def say_and_fail(section, actor):
    with recording(section.version, actor):
        say(section, actor, "好。")
        raise LibraryError("不行。")


def test_what_is_refused_is_not_recorded(section, manager):
    with pytest.raises(PhraseErrors):
        say(section, manager, "{{ 没有这个 }}")
    with pytest.raises(LibraryError):
        say_and_fail(section, manager)
    assert not VersionRevision.objects.exists()


def test_what_a_command_does_is_not_recorded(section):
    say(section, SYSTEM, "好。")
    assert not VersionRevision.objects.exists()


def test_what_nobody_recorded_is_kept_with_the_next_change(section, manager):
    say(section, manager, "一。")
    say(section, SYSTEM, "二。")
    say(section, manager, "三。")
    assert [what for what, _ in history(section.version)] == [
        AT_FIRST,
        "修改“学前教育”的措辞",
        AT_FIRST,
        "修改“学前教育”的措辞",
    ]
    assert [phrase.text for phrase in content_of(section.version.revisions.get(number=3)).sections[0].phrases]


def test_a_renamed_template_is_no_change_of_its_version(section, manager):
    say(section, manager, "一。")
    template = section.version.report_template
    template.name = "新名称"
    services.update_template(template=template, actor=manager)
    say(section, manager, "二。")
    assert len(history(section.version)) == 3


def test_the_last_hundred_are_kept(version, section, manager):
    content = VersionRevisionFactory(version=version).content
    VersionRevision.objects.bulk_create(
        VersionRevision(version=version, number=number, what="旧", content=content)
        for number in range(2, KEPT + 3)
    )
    services.new_section(section=Section(version=version, heading="新"), actor=manager)
    numbers = sorted(version.revisions.values_list("number", flat=True))
    assert (numbers[0], numbers[-1], len(numbers)) == (4, KEPT + 3, KEPT)


def test_recording_a_large_version_takes_as_many_queries_as_a_small_one(version, section, manager):
    def change():
        say(section, manager, f"{timezone.now() + timedelta(days=1)}。")

    few = queries_of(change)
    for _ in range(5):
        PhraseFactory(section__version=version)
    assert queries_of(change) == few


# going back


def test_going_back_puts_everything_where_it_was(version, manager):
    first = SectionFactory(version=version, key="first", heading="甲", position=10, due_days=7)
    inner = SectionFactory(version=version, key="inner", heading="乙", parent=first, level=2, position=10)
    last = SectionFactory(version=version, key="last", heading="丙", position=20)
    for section in (first, inner, last):
        PhraseFactory(section=section)
    TableRowFactory(section=last)
    before, ids = held(version), {section.key: section.pk for section in (first, inner, last)}

    version.title = "{{ 年度 }}年总结"
    services.update_version(version=version, actor=manager)
    say(last, manager, "改了。")
    services.save_table(section=last, metrics=[], actor=manager)
    place_section(section=inner, parent=None, index=0, actor=manager)
    services.new_section(section=Section(version=version, heading="丁", parent=last, level=2), actor=manager)
    first.refresh_from_db()
    services.delete_section(section=first, actor=manager)
    gone = restore_revision(revision=version.revisions.get(number=1), actor=manager)

    assert (gone, held(version).digest) == ([], before.digest)
    now = dict(version.sections.values_list("key", "pk"))
    assert (now["inner"], now["last"]) == (ids["inner"], ids["last"])
    assert history(version)[-1] == ("恢复到第 1 次修改后的内容", manager)


def test_going_back_can_be_undone(section, manager):
    say(section, manager, "一。")
    say(section, manager, "二。")
    latest = held(section.version)
    restore_revision(revision=section.version.revisions.get(number=2), actor=manager)
    assert held(section.version).digest != latest.digest
    restore_revision(revision=section.version.revisions.get(number=3), actor=manager)
    assert held(section.version).digest == latest.digest
    assert len(history(section.version)) == 5


def test_going_back_records_which_metrics_are_used_again(section, manager):
    metric = MetricDefinitionFactory()
    say(section, manager, f"共{{{{ {metric.phrase_name} }}}}。")
    say(section, manager, "好。")
    assert not metric.phrase_uses.exists()
    restore_revision(revision=section.version.revisions.get(number=2), actor=manager)
    assert metric.phrase_uses.count() == 1


def test_a_metric_that_was_deleted_stays_out_and_is_told(section, manager):
    kept, gone = MetricDefinitionFactory(), MetricDefinitionFactory(code="gone")
    services.save_table(section=section, metrics=[gone, kept], actor=manager)
    services.save_table(section=section, metrics=[], actor=manager)
    gone.delete()
    assert restore_revision(revision=section.version.revisions.get(number=2), actor=manager) == ["gone"]
    assert [row.metric for row in section.table_rows.all()] == [kept]


def test_nobody_goes_back_over_what_they_have_not_seen(section, manager):
    say(section, manager, "一。")
    say(section, manager, "二。")
    with pytest.raises(RevisionOutdatedError):
        restore_revision(revision=section.version.revisions.get(number=1), seen=2, actor=manager)
    assert section.phrases.get().text == "二。"


def test_a_published_version_does_not_go_back(section, manager):
    say(section, manager, "一。")
    services.publish_version(version=section.version, actor=manager)
    with pytest.raises(VersionFrozenError):
        restore_revision(revision=section.version.revisions.get(number=1), actor=manager)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_nobody_else_goes_back(bureau, section, manager, role):
    say(section, manager, "一。")
    with pytest.raises(PermissionDenied):
        restore_revision(revision=section.version.revisions.get(number=1), actor=member(bureau, role))


def test_a_large_version_goes_back_in_as_many_queries_as_a_small_one(version, manager):
    def there_and_back(number):
        first, second = (f"{text}{number}。" for text in "一二")
        for section in version.sections.all():
            say(section, manager, first)
            say(section, manager, second)
        newest = version.revisions.first()
        revision = version.revisions.get(number=newest.number - 2 * version.sections.count() + 1)
        return queries_of(lambda: restore_revision(revision=revision, actor=manager))

    SectionFactory(version=version)
    few = there_and_back(1)
    SectionFactory.create_batch(3, version=version)
    assert there_and_back(2) == few


def test_a_revision_that_cannot_be_read_any_more_does_not_keep_anyone_from_saving(version, section, manager):
    VersionRevisionFactory(version=version, number=1, content={"schema": 0})
    say(section, manager, "新建幼儿园。")
    assert [what for what, _ in history(version)][1:] == [AT_FIRST, "修改“学前教育”的措辞"]


def test_phrases_of_any_pattern_are_saved_without_comparing_words(section, manager):
    say(section, manager, *(f"{'甲乙' * 1990}{number}" for number in range(30)))
    begun = process_time()
    say(section, manager, *(f"{'乙甲甲' * 1330}{number}" for number in range(30)))
    assert process_time() - begun < 3


def test_limits_the_wrong_way_round_are_not_saved(section, manager):
    section.suggested_min, section.suggested_max = 300, 100
    with pytest.raises(LibraryError, match="建议字数的上限不能小于下限。"):
        services.update_section(section=section, actor=manager)
