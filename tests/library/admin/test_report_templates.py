import pytest

from edusum.library.enums import VersionState
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    ReportTemplateFactory,
    SectionFactory,
    member,
)
from tests.library.admin.reading import section_form, text, url, workshop

pytestmark = pytest.mark.django_db


def test_a_new_template_opens_the_workshop_of_its_first_version(desk, bureau):
    page = desk.post(
        url("reporttemplate_add"),
        {"name": "年度总结", "code": "annual", "genre": "annual_summary", "bureau": bureau.pk},
        follow=True,
    )
    version = TemplateVersion.objects.get()
    assert page.redirect_chain[-1][0] == workshop(version)
    assert (version.report_template.bureau, version.number, version.state) == (
        bureau,
        1,
        VersionState.EDITING,
    )
    assert "还没有章节" in text(page)


def test_a_template_is_not_given_to_a_bureau_of_others(desk):
    page = desk.post(
        url("reporttemplate_add"),
        {"name": "甲", "code": "a", "genre": "speech", "bureau": BureauFactory().pk},
    )
    assert page.status_code == 200
    assert list(page.context["adminform"].errors) == ["bureau"]
    assert not ReportTemplate.objects.exists()


def test_a_code_that_is_taken_is_told_at_its_place(desk):
    ReportTemplateFactory(code="annual")
    page = desk.post(url("reporttemplate_add"), {"name": "甲", "code": "annual", "genre": "speech"})
    assert "共用模板中已有这个代码" in text(page)


def test_the_name_of_a_template_can_be_changed_and_its_code_not(desk):
    template = ReportTemplateFactory(code="annual")
    desk.post(
        url("reporttemplate_change", template.pk), {"name": "新名称", "code": "other", "genre": "speech"}
    )
    assert ReportTemplate.objects.values_list("name", "code", "genre").get() == ("新名称", "annual", "speech")


def test_a_template_never_published_can_be_deleted(desk):
    template = SectionFactory().version.report_template
    address = url("reporttemplate_delete", template.pk)
    assert "（1个章节）" in text(desk.get(address))
    desk.post(address, {"post": "yes"})
    assert not ReportTemplate.objects.exists()


def test_private_templates_of_other_bureaus_are_nowhere(desk):
    section = SectionFactory(version__report_template__bureau=BureauFactory())
    version = section.version
    assert str(version.report_template) not in text(desk.get(url("reporttemplate_changelist")))
    for name, pk in (
        ("reporttemplate_change", version.report_template_id),
        ("templateversion_change", version.pk),
        ("section_change", section.pk),
    ):
        assert desk.get(url(name, pk)).status_code == 404
    for name, pk in (
        ("templateversion_publish", version.pk),
        ("templateversion_retire", version.pk),
        ("templateversion_copy", version.pk),
        ("section_move", section.pk),
    ):
        assert desk.post(url(name, pk), {"direction": "up"}).status_code == 404
    assert desk.get(url("section_add") + f"?version={version.pk}").status_code == 404


def test_a_private_template_of_a_bureau_where_one_only_writes_is_not_opened(client, bureau):
    user = member(bureau, Role.EDITOR)
    user.memberships.create(bureau=BureauFactory(), role=Role.LIBRARY_MANAGER)
    client.force_login(user)
    section = SectionFactory(version__report_template__bureau=bureau, heading="只读的")
    assert str(section.version.report_template) not in text(client.get(url("reporttemplate_changelist")))
    assert client.get(workshop(section.version)).status_code == 403
    assert client.post(workshop(section.version), {"title": "改"}).status_code == 403
    assert client.post(url("section_change", section.pk), section_form()).status_code == 403
    assert client.post(url("section_move", section.pk), {"direction": "up"}).status_code == 403
    assert client.post(url("templateversion_publish", section.version_id)).status_code == 403
    assert client.get(url("section_add") + f"?version={section.version_id}").status_code == 403
