"""A department's summary: one for each department and year, named and written by it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from edusum.drafts import services
from edusum.drafts.desk import Desk
from edusum.drafts.errors import DepartmentError, DraftExistsError
from edusum.drafts.models import Draft
from edusum.drafts.moving import MovePlan, move_draft
from edusum.library.enums import Genre, VersionState
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    DraftFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
USUAL = "{{ 单位简称 }}科室{{ 年度 }}年工作小结"
PERSONNEL_TITLE, FINANCE_TITLE = "区教育局人事科2025年工作小结", "区教育局财务科2025年工作小结"
START = reverse("drafts:draft_start")


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", short_name="区教育局")


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def version():
    return summary_version()


@pytest.fixture
def personnel(bureau):
    return DepartmentFactory(bureau=bureau, name="人事科")


@pytest.fixture
def finance(bureau):
    return DepartmentFactory(bureau=bureau, name="财务科")


def summary_version(sections=None, **fields):
    sections = sections or {"主要工作": ["稳步开展。"], "打算": ["继续做好。"]}
    genre = {} if "report_template" in fields else {"report_template__genre": Genre.DEPARTMENT_SUMMARY}
    return published_version(sections, title=USUAL, **genre, **fields)


def start(version, department, editor, *, year=2025):
    bureau = editor.memberships.get().bureau
    return services.start_draft(
        bureau=bureau, year=year, version=version, actor=editor, department=department
    )


def test_every_department_has_its_own_and_all_sections_of_it(version, personnel, finance, editor):
    for department in (personnel, finance):
        start(version, department, editor)
    told = [
        (draft.title, {row.department for row in draft.section_texts.all()})
        for draft in Draft.objects.order_by("pk")
    ]
    assert told == [(PERSONNEL_TITLE, {personnel}), (FINANCE_TITLE, {finance})]


def test_one_department_has_one_a_year(version, personnel, editor):
    first = start(version, personnel, editor)
    with pytest.raises(DraftExistsError, match="这个科室该年度的这份小结已在起草") as refused:
        start(version, personnel, editor)
    assert refused.value.draft_id == first.pk
    start(version, personnel, editor, year=2024)
    assert Draft.objects.count() == 2


def test_one_begun_before_departments_were_asked_for_stands_beside_it(version, personnel, bureau, editor):
    started_draft(bureau=bureau, version=version)
    assert start(version, personnel, editor).department == personnel


def test_it_needs_a_department_of_the_bureau_that_is_in_use(version, bureau, editor):
    strangers = [None, DepartmentFactory(), DepartmentFactory(bureau=bureau, is_active=False)]
    for department in strangers:
        with pytest.raises(DepartmentError):
            start(version, department, editor)
    assert not Draft.objects.exists()


def test_a_paper_of_the_whole_bureau_takes_none(personnel, editor):
    with pytest.raises(DepartmentError, match="不用选科室"):
        start(published_version(), personnel, editor)


@pytest.mark.parametrize("is_of_department", [True, False])
def test_the_database_keeps_the_second_out(version, personnel, is_of_department, bureau):
    fields = {"bureau": bureau, "version": version, "department": personnel if is_of_department else None}
    DraftFactory(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftFactory(**fields)


@pytest.mark.parametrize(
    ("is_of_department", "message"),
    [
        (True, "这个科室该年度的这份小结已在起草，请打开已有的初稿。"),
        (False, "本单位该年度的这份材料已在起草，请打开已有的初稿。"),
    ],
)
def test_the_refusal_says_whose_it_is(version, personnel, is_of_department, message, bureau):
    fields = {"bureau": bureau, "version": version, "department": personnel if is_of_department else None}
    first = DraftFactory(**fields)
    second = Draft(
        bureau=bureau,
        year=2025,
        report_template=first.report_template,
        version=version,
        department=fields["department"],
    )
    with pytest.raises(ValidationError) as refused:
        second.validate_constraints()
    assert refused.value.messages == [message]


def test_a_department_with_a_paper_is_not_deleted(version, personnel, bureau):
    DraftFactory(bureau=bureau, version=version, department=personnel)
    with pytest.raises(ProtectedError):
        personnel.delete()


def test_last_years_words_are_those_of_the_same_department(version, personnel, finance, editor):
    for department, words in ((personnel, "人事的话。"), (finance, "财务的话。")):
        last_year = start(version, department, editor, year=2024)
        last_year.section_texts.update(text=words, state="writing")
    rows = {item: start(version, item, editor).section_texts.first() for item in (personnel, finance)}
    shown = {item: Desk(row.draft, user=editor, current=row.pk) for item, row in rows.items()}
    said = {item.name: [line.text for line in desk.side.last_year.paragraphs] for item, desk in shown.items()}
    assert said == {"人事科": ["人事的话。"], "财务科": ["财务的话。"]}


def test_new_sections_of_a_newer_version_are_the_departments_too(version, personnel, editor):
    draft = start(version, personnel, editor)
    version.state = VersionState.RETIRED
    version.save(update_fields=["state"])
    newer = summary_version({"新的工作": ["已经启动。"]}, report_template=version.report_template)
    assert MovePlan(draft, newer).title == PERSONNEL_TITLE
    move_draft(draft=draft, version=newer, actor=editor)
    rows = draft.section_texts.filter(section__version=newer)
    assert [row.department for row in rows] == [personnel]


def test_the_start_page_asks_for_the_department_of_a_summary_only(client, editor, version, personnel):
    annual = published_version()
    asks = {
        item.pk: 'name="department"' in client.get(START, {"version": item.pk, "year": 2025}).content.decode()
        for item in (version, annual)
    }
    assert asks == {version.pk: True, annual.pk: False}


def test_only_departments_of_the_bureau_in_use_are_offered(client, bureau, editor, version, personnel):
    DepartmentFactory(bureau=bureau, name="停用科", is_active=False)
    DepartmentFactory(name="别局科")
    html = client.get(START).content.decode()
    select = re.search(r'<select name="department".*?</select>', html, re.DOTALL)[0]
    assert re.findall(r"<option[^>]*>([^<]*)</option>", select) == ["请选择科室", "人事科"]


def test_a_page_without_script_has_the_field_from_the_start(client, editor, version, personnel):
    published_version()
    assert 'name="department"' in client.get(START).content.decode()


def test_the_choice_is_told_at_once(client, editor, version, personnel):
    asked = {"version": version.pk, "year": 2025, "department": personnel.pk}
    html = client.get(START, asked, headers={"HX-Request": "true"}).content.decode()
    assert f"《{PERSONNEL_TITLE}》" in html
    assert "<html" not in html
    assert "请选择这份小结是哪个科室的" not in html


def test_without_a_department_the_page_asks_again(client, editor, version, personnel):
    answer = client.post(START, {"version": version.pk, "year": 2025})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择这份小结是哪个科室的。" in html
    assert 'name="department"' in html


def test_a_start_needs_no_script(client, editor, version, personnel):
    sent = {"version": version.pk, "year": 2025, "department": personnel.pk}
    answer = client.post(START, sent, follow=True)
    draft = Draft.objects.get()
    assert answer.redirect_chain == [(reverse("drafts:draft_detail", args=[draft.pk]), 302)]
    assert f"《{PERSONNEL_TITLE}》已建立，各章节都由人事科填写。" in answer.content.decode()


def test_a_choice_left_over_from_another_template_counts_for_nothing(client, editor, personnel):
    client.post(START, {"version": published_version().pk, "year": 2025, "department": personnel.pk})
    assert Draft.objects.get().department is None


def test_a_second_start_links_to_the_first(client, editor, version, personnel):
    first = start(version, personnel, editor)
    sent = {"version": version.pk, "year": 2025, "department": personnel.pk}
    html = client.post(START, sent).content.decode()
    assert reverse("drafts:draft_detail", args=[first.pk]) in html
    assert "这个科室该年度的这份小结已在起草" in html


def test_a_bureau_without_departments_is_told_what_to_do(client, editor, version):
    html = client.get(START, {"version": version.pk, "year": 2025}).content.decode()
    assert "本单位还没有科室" in html


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("drafts:draft_list", (PERSONNEL_TITLE, FINANCE_TITLE)),
        ("dashboard:home", ("人事科2025年工作小结", "财务科2025年工作小结")),
    ],
)
def test_lists_tell_the_departments_in_as_many_queries_for_one_as_for_many(
    client, editor, version, personnel, finance, page, titles
):
    url = reverse(page)
    start(version, personnel, editor)
    for_one = queries_of(lambda: client.get(url))
    start(version, finance, editor)
    assert queries_of(lambda: client.get(url)) == for_one
    html = client.get(url).content.decode()
    assert [title in html for title in titles] == [True, True]
