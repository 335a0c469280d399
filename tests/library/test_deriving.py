import pytest
from django.core.exceptions import PermissionDenied

from edusum.library import services
from edusum.library.deriving import derive_template, deviations, follow_shared
from edusum.library.enums import VersionState
from edusum.library.errors import LibraryError
from edusum.library.models import ReportTemplate
from edusum.library.portable import template_file
from edusum.library.services import SYSTEM, PhraseInput
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    ReportTemplateFactory,
    TemplateVersionFactory,
    member,
    published_version,
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
def shared():
    metric = MetricDefinitionFactory()
    return published_version(
        {"学前教育": ["好。", f"共{{{{ {metric.phrase_name} }}}}。"], "校园安全": ["平安。"]},
        report_template__code="annual",
        report_template__name="年度总结",
    )


@pytest.fixture
def own(shared, bureau, manager):
    return derive_template(version=shared, bureau=bureau, name="本局年度总结", actor=manager)


def next_version(version, *texts):
    """A newer published one, whose first section says this."""
    copy = services.copy_version(version=version, actor=SYSTEM)
    section = copy.sections.first()
    services.save_phrases(section=section, phrases=[PhraseInput(text) for text in texts], actor=SYSTEM)
    return services.publish_version(version=copy, actor=SYSTEM)


def test_a_bureau_gets_its_own_with_the_same_contents(own, shared, bureau):
    template = own.report_template
    assert (template.code, template.name, template.bureau, template.derived_from) == (
        "annual",
        "本局年度总结",
        bureau,
        shared,
    )
    assert (own.number, own.state, own.note) == (1, VersionState.EDITING, "派生自共用模板第1版")
    assert template_file(own).sections == template_file(shared).sections
    assert not own.revisions.exists()


def test_the_metrics_it_uses_are_known(own):
    assert MetricDefinition_uses(own) == 1


def MetricDefinition_uses(version):
    return sum(
        phrase.metric_uses.count() for section in version.sections.all() for phrase in section.phrases.all()
    )


def test_without_a_name_it_keeps_the_shared_ones(shared, bureau, manager):
    version = derive_template(version=shared, bureau=bureau, name="", actor=manager)
    assert version.report_template.name == "年度总结"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_nobody_else_derives(shared, bureau, role):
    with pytest.raises(PermissionDenied):
        derive_template(version=shared, bureau=bureau, name="", actor=member(bureau, role))
    assert ReportTemplate.objects.count() == 1


def test_nobody_derives_for_another_bureau(shared, manager):
    with pytest.raises(PermissionDenied):
        derive_template(version=shared, bureau=BureauFactory(), name="", actor=manager)


def test_only_from_what_is_published_and_shared(bureau, manager):
    editing = TemplateVersionFactory()
    private = published_version(report_template__bureau=bureau)
    for version in (editing, private):
        with pytest.raises(LibraryError, match="不是已发布的共用模板"):
            derive_template(version=version, bureau=bureau, name="", actor=manager)


def test_a_code_that_the_bureau_has_stands_in_the_way(shared, bureau, manager):
    ReportTemplateFactory(code="annual", bureau=bureau, name="已有的")
    with pytest.raises(LibraryError, match="本单位已有同一代码（annual）的模板“已有的”"):
        derive_template(version=shared, bureau=bureau, name="", actor=manager)


# how far it has gone


def test_deviations_are_told_from_the_version_it_comes_from(own, shared, manager):
    section = own.sections.first()
    services.save_phrases(section=section, phrases=[PhraseInput("本局的话。")], actor=manager)
    found = deviations(own.report_template)
    assert (found.base, found.newest, found.newer_base) == (shared, own, None)
    assert found.shown.summary == "修改 1 节"


def test_the_newest_version_counts(own, manager):
    services.publish_version(version=own, actor=manager)
    newer = next_version(own, "又一句。")
    assert deviations(own.report_template).newest == newer


def test_a_newer_shared_version_is_told(own, shared):
    newer = next_version(shared, "新政策。")
    services.copy_version(version=newer, actor=SYSTEM)
    assert deviations(own.report_template).newer_base == newer


def test_what_was_not_derived_has_no_deviations():
    assert deviations(ReportTemplateFactory()) is None


def test_deviations_of_a_large_template_take_as_many_queries(own, manager):
    few = queries_of(lambda: deviations(ReportTemplate.objects.get(pk=own.report_template_id)))
    for section in own.sections.all():
        services.save_phrases(section=section, phrases=[PhraseInput("改。")], actor=manager)
    assert queries_of(lambda: deviations(ReportTemplate.objects.get(pk=own.report_template_id))) == few


# following the shared one


def test_once_looked_at_the_newer_one_counts(own, shared, manager):
    newer = next_version(shared, "新政策。")
    follow_shared(template=own.report_template, version=newer, actor=manager)
    own.report_template.refresh_from_db()
    assert own.report_template.derived_from == newer
    assert deviations(own.report_template).newer_base is None


def test_only_what_is_in_use_of_the_same_template_can_be_followed(own, shared, manager):
    newer = next_version(shared, "新政策。")
    editing = services.copy_version(version=newer, actor=SYSTEM)
    for version in (shared, editing, published_version()):
        version.refresh_from_db()
        with pytest.raises(LibraryError, match="不是所派生的共用模板现在在用的版本"):
            follow_shared(template=own.report_template, version=version, actor=manager)


def test_only_its_manager_follows(own, shared):
    newer = next_version(shared, "新政策。")
    with pytest.raises(PermissionDenied):
        follow_shared(
            template=own.report_template, version=newer, actor=member(BureauFactory(), Role.LIBRARY_MANAGER)
        )
