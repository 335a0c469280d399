from urllib.parse import quote

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from edusum.library.files import handed_in
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.library.portable import export_text, template_file
from edusum.metrics.models import MetricDefinition
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.library.library_files import ENROLMENT, RATIO, template

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM = reverse("library:template_import"), reverse("library:template_import_confirm")


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def text_of(data=None):
    data = template() | {"metrics": [ENROLMENT, RATIO]} if data is None else data
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def upload(desk, text=None, *, name="annual.yaml", bureau=""):
    content = text_of() if text is None else text
    data = content if isinstance(content, bytes) else content.encode()
    return desk.post(IMPORT, {"file": SimpleUploadedFile(name, data), "bureau": getattr(bureau, "pk", "")})


def confirm(desk, page, **changes):
    """Sends the form that the page of checking carries."""
    plan = page.context["plan"]
    form = {
        "name": page.context["name"],
        "text": page.context["text"].replace("\n", "\r\n"),
        "bureau": plan.bureau.pk if plan.bureau else "",
        "seen": plan.mark,
    }
    return desk.post(CONFIRM, form | changes, follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


# out


def test_a_version_is_downloaded_as_a_file(desk):
    version = published_version(report_template__code="annual", report_template__name="总结")
    answer = desk.get(reverse("library:version_export", args=[version.pk]))
    name = quote("总结第1版.yaml")
    assert (
        answer["Content-Disposition"] == f"attachment; filename=\"annual-v1.yaml\"; filename*=UTF-8''{name}"
    )
    assert answer["Content-Type"] == "application/yaml"
    assert answer.content.decode() == export_text(version)


# in


def test_looking_stores_nothing_and_says_what_would_happen(desk, bureau):
    MetricDefinitionFactory(**RATIO)
    page = upload(desk, bureau=bureau)
    shown = page.content.decode()
    assert "新建模板“年度总结”（代码 annual），第1版在编辑中。" in shown
    assert f"{bureau}专用" in shown
    assert "3 节，3 句措辞" in shown
    assert "1 个与本系统已有的相同" in shown
    assert '<li>在校学生数<span class="muted">（人）</span></li>' in shown
    assert not ReportTemplate.objects.exists()
    assert MetricDefinition.objects.count() == 1


def test_once_agreed_it_comes_in(desk, bureau):
    page = confirm(desk, upload(desk, bureau=bureau))
    version = TemplateVersion.objects.get()
    assert version.report_template.bureau == bureau
    assert template_file(version).digest == handed_in(text_of().encode(), "").template.digest
    assert page.redirect_chain == [(reverse("admin:library_templateversion_change", args=[version.pk]), 302)]
    assert said(page) == ["已导入为“年度总结 第1版”，正在编辑中；核对后发布，就可以用来起草。"]


def test_a_template_that_is_here_gets_a_version(desk):
    published_version(report_template__code="annual", report_template__name="本地名称")
    page = upload(desk)
    assert "“本地名称”多一个编辑中的第2版" in page.content.decode()
    confirm(desk, page)
    assert list(TemplateVersion.objects.values_list("number", "state")) == [
        (2, "editing"),
        (1, "published"),
    ]


def test_a_file_of_one_bureau_goes_into_another_where_the_shared_one_is(client):
    """The same code is shared, and each bureau's own."""
    here, there = BureauFactory.create_batch(2)
    client.force_login(member(here, Role.LIBRARY_MANAGER))
    confirm(client, upload(client))
    shared = TemplateVersion.objects.get()
    text = client.get(reverse("library:version_export", args=[shared.pk])).content.decode()
    client.force_login(member(there, Role.LIBRARY_MANAGER))
    confirm(client, upload(client, text, name="annual-v1.yaml", bureau=there))
    own = TemplateVersion.objects.get(report_template__bureau=there)
    assert template_file(own).digest == template_file(shared).digest


def test_bureaus_to_choose_are_those_whose_library_is_the_users(desk, manager, bureau):
    elsewhere = BureauFactory()
    MembershipFactory(user=manager, bureau=elsewhere, role=Role.EDITOR)
    field = desk.get(IMPORT).context["form"]["bureau"]
    assert list(field.field.queryset) == [bureau]
    assert field.initial == bureau
    assert upload(desk, bureau=elsewhere).status_code == 422


# refused


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"#" * 20_000_000, "annual.yaml", "这个文件有 20.0 MB，模板文件最多 2 MB"),
        (b"", "annual.yaml", "这个文件是空的"),
        (b"PK\x03\x04", "annual.docx", "模板文件的后缀是 .yaml"),
        ("年".encode("gbk"), "annual.yaml", "annual.yaml：文件读不出文字，不像模板文件"),
        (b"a: [", "annual.yaml", "文件的格式（YAML）有误"),
        (text_of(template() | {"schema": 9}), "annual.yaml", "不是“9”），请换一个文件"),
    ],
)
def test_what_is_no_template_file_is_refused_in_a_sentence(desk, content, name, reason):
    page = upload(desk, content, name=name)
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert not ReportTemplate.objects.exists()


def test_without_a_file_it_asks_for_one(desk):
    page = desk.post(IMPORT, {})
    assert page.status_code == 422
    assert "请先选一个模板文件。" in page.content.decode()


def test_every_fault_is_listed_with_section_and_line(desk):
    data = template() | {"metrics": [ENROLMENT]}
    data["sections"][0]["phrases"][0]["text"] = "{{ 年度.x }}"
    del data["sections"][1]["sections"][0]["table"]
    page = upload(desk, text_of(data))
    assert [(fault.section, fault.where) for fault in page.context["problems"]] == [
        ("导语", "第1句第1行"),
        ("学前教育", "第1句第1行"),
    ]
    assert "没有叫“毛入园率”的指标" in page.content.decode()
    assert page.status_code == 422
    assert not ReportTemplate.objects.exists()
    assert not MetricDefinition.objects.exists()


def test_conflicting_metrics_are_listed(desk):
    MetricDefinitionFactory(**ENROLMENT | {"unit": "万人"})
    MetricDefinitionFactory(**RATIO | {"code": "other_ratio"})
    page = upload(desk)
    assert len(page.context["conflicts"]) == 2
    assert "“毛入园率”（ratio）在本系统是另一个指标“毛入园率”（other_ratio）的叫法。" in page.content.decode()


def test_a_version_that_is_being_edited_is_linked(desk):
    editing = TemplateVersionFactory(report_template__code="annual")
    page = upload(desk)
    address = reverse("admin:library_templateversion_change", args=[editing.pk])
    assert f'<a href="{address}">打开它</a>' in page.content.decode()


def test_the_second_step_looks_at_everything_anew(desk):
    page = upload(desk)
    tampered = text_of(template() | {"metrics": [ENROLMENT, RATIO | {"phrase_name": "别的"}]})
    answer = confirm(desk, page, text=tampered)
    assert (answer.status_code, [fault.section for fault in answer.context["problems"]]) == (
        422,
        ["学前教育"],
    )
    assert not ReportTemplate.objects.exists()


def test_what_changed_meanwhile_is_shown_to_be_agreed_to_once_more(desk):
    page = upload(desk)
    MetricDefinitionFactory(**ENROLMENT)
    again = confirm(desk, page)
    assert again.status_code == 409
    assert "又有变动，还没有导入" in again.content.decode()
    assert not ReportTemplate.objects.exists()
    confirm(desk, again)
    assert ReportTemplate.objects.exists()


@pytest.mark.parametrize("changes", [{"text": ""}, {"name": ""}, {"text": "a: ["}, {"bureau": "99999"}])
def test_a_second_step_without_the_file_starts_again(desk, changes):
    page = confirm(desk, upload(desk), **changes)
    assert page.redirect_chain == [(IMPORT, 302)]
    assert not ReportTemplate.objects.exists()
