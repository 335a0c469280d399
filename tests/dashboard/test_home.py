import pytest
from django.urls import reverse

from edusum.dashboard.home import DepartmentProgress, Home
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    PhraseMetricFactory,
    TemplateVersionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


def test_each_role_sees_what_waits_for_it(bureau):
    department = DepartmentFactory(bureau=bureau)
    draft = started_draft(bureau=bureau, version=published_version({name: ["好。"] for name in "甲乙丙丁戊"}))
    next_door = DepartmentFactory(bureau=bureau)
    member(bureau, Role.CONTRIBUTOR, next_door)
    for heading, columns in {
        "甲": {"department": department},
        "乙": {"department": department, "state": "handed_in"},
        "丙": {"department": DepartmentFactory(bureau=bureau)},
        "戊": {"department": next_door},
    }.items():
        draft.section_texts.filter(section__heading=heading).update(**columns)
    started_draft()
    waiting = {
        role: [row.section.heading for row in Home(_person(bureau, role, department), bureau).waiting]
        for role in Role
    }
    assert waiting == {
        Role.CONTRIBUTOR: ["甲"],
        Role.SECTION_HEAD: ["甲", "乙"],
        Role.EDITOR: ["乙", "丙", "丁"],
        Role.DEPUTY: [],
        Role.DIRECTOR: [],
        Role.LIBRARY_MANAGER: [],
    }


def test_progress_counts_what_is_handed_in_and_what_is_answered(bureau):
    department = DepartmentFactory(bureau=bureau, name="安全科")
    draft = started_draft(
        bureau=bureau, year=2090, version=published_version({"甲": ["好。"], "乙": ["好。"]})
    )
    draft.section_texts.update(department=department)
    draft.section_texts.filter(section__heading="甲").update(state="approved")
    home = Home(member(bureau, Role.EDITOR), bureau)
    home.year = 2090
    MetricValueFactory(bureau=bureau, year=2090)
    MetricValueFactory(bureau=bureau, year=2090, not_applicable=True)
    MetricDefinitionFactory()
    assert home.department_progress == [DepartmentProgress("安全科", 1, 2)]
    assert home.figure_progress == (2, 3)


def test_a_department_is_led_to_the_figures_that_its_sections_name(bureau):
    department = DepartmentFactory(bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    own, other = MetricDefinitionFactory.create_batch(2)
    version = TemplateVersionFactory()
    for metric in (own, other):
        phrase = PhraseFactory(section__version=version, text=f"{{{{ {metric.phrase_name} }}}}")
        PhraseMetricFactory(phrase=phrase, metric=metric)
    version.state = "published"
    version.save()
    home = Home(clerk, bureau)
    draft = started_draft(bureau=bureau, version=version, year=home.year)
    draft.section_texts.filter(section__phrases__metric_uses__metric=own).update(department=department)
    assert home.own_figures == {own.code}


def test_an_empty_bureau_is_told_how_to_begin(client, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    html = client.get(reverse("dashboard:home")).content.decode()
    assert "点右上角“开始起草”" in html


def test_home_takes_as_many_queries_for_one_draft_as_for_three(client, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    title = "{{ 年度 }}年{{ 五年规划 }}规划实施情况总结"
    started_draft(bureau=bureau, version=published_version(title=title))
    one = queries_of(lambda: client.get(reverse("dashboard:home")))
    started_draft(bureau=bureau, version=published_version(title=title))
    started_draft(bureau=bureau, version=published_version(title=title))
    assert queries_of(lambda: client.get(reverse("dashboard:home"))) == one


def _person(bureau, role, department):
    return member(bureau, role, department if role in {Role.CONTRIBUTOR, Role.SECTION_HEAD} else None)
