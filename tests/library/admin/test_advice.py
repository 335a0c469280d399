import pytest

from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    PhraseFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    TermFactory,
    member,
)
from tests.library.admin.reading import lines_of, said, text, url, workshop

pytestmark = pytest.mark.django_db


def told(page):
    return [item.message for item in page.context["advice"]]


def test_before_publishing_the_workshop_names_empty_sections_and_unknown_departments(desk, bureau):
    DepartmentFactory(bureau=bureau, name="办公室")
    DepartmentFactory(bureau=bureau, name="撤销的科", is_active=False)
    DepartmentFactory(name="别处的科")
    version = TemplateVersionFactory()
    parent = SectionFactory(version=version, heading="各类教育", department_name="办公室")
    SectionFactory(version=version, heading="学前教育", parent=parent, level=2, department_name="撤销的科")
    PhraseFactory(section=SectionFactory(version=version, heading="安全", department_name="别处的科"))
    TableRowFactory(section=SectionFactory(version=version, heading="指标"))
    page = desk.get(workshop(version))
    assert told(page) == [
        "“学前教育”还没有措辞，起草时这一节是空的。",
        "“学前教育”的建议科室“撤销的科”在本单位没有，起草时会归统稿人。",
        "“安全”的建议科室“别处的科”在本单位没有，起草时会归统稿人。",
    ]
    assert [line.advice for line, _ in lines_of(page)] == [0, 2, 1, 0]
    assert "发布前请留意3处" in text(page)
    assert said(desk.post(url("templateversion_publish", version.pk), follow=True)) == [
        f"“{version}”已发布，以后新建的初稿使用这一版。"
    ]
    assert told(desk.get(workshop(version))) == []


def test_names_of_years_gone_by_are_told_before_publishing(desk):
    TermFactory(name="十四五", series="五年规划", first_year=2021, last_year=2025)
    TermFactory(name="双减", series="任务", first_year=2021, last_year=None)
    section = SectionFactory(heading="“十四五”规划实施情况")
    PhraseFactory(section=section, text="落实“双减”政策。")
    assert told(desk.get(workshop(section.version))) == [
        f"“{section}”的措辞里写了“十四五”（2021—2025年），可改用 {{{{ 五年规划 }}}}，随年度变化。"
    ]


def test_a_private_template_is_for_its_own_bureau(desk, bureau, client):
    other = BureauFactory()
    DepartmentFactory(bureau=bureau, name="办公室")
    user = member(bureau, Role.LIBRARY_MANAGER)
    user.memberships.create(bureau=other, role=Role.LIBRARY_MANAGER)
    client.force_login(user)
    section = SectionFactory(version__report_template__bureau=other, department_name="办公室")
    assert "“办公室”在本单位没有" in text(client.get(workshop(section.version)))
    shared = SectionFactory(department_name="办公室")
    assert "“办公室”在本单位没有" not in text(client.get(workshop(shared.version)))


def test_the_departments_in_use_are_offered_to_a_section(desk, bureau):
    DepartmentFactory(bureau=bureau, name="办公室")
    DepartmentFactory(bureau=bureau, name="撤销的科", is_active=False)
    DepartmentFactory(name="别处的科")
    page = desk.get(url("section_change", SectionFactory().pk))
    assert page.context["departments"] == ["办公室"]
    assert '<option value="办公室"></option>' in page.content.decode()
    assert 'list="department-names"' in page.content.decode()


def test_buttons_and_filters_speak_plainly(desk):
    page = text(desk.get(url("reporttemplate_changelist")))
    assert "新建报告模板" in page
    assert "按文种" in page
    assert "增加" not in page
    section = desk.get(url("section_change", SectionFactory().pk)).content.decode()
    assert "\\u6dfb\\u52a0\\u4e00\\u884c\\u6307\\u6807" in section  # 添加一行指标, as JSON writes it
    assert "\\u6dfb\\u52a0\\u53e6\\u4e00\\u4e2a" not in section
