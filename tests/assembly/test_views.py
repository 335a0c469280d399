import pytest
from django.urls import reverse

from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_the_paper_shows_the_whole_text_and_marks_what_is_missing(client):
    MetricDefinitionFactory(name="幼儿园数")
    draft = started_draft(version=published_version({"学前教育": ["共有{{ 幼儿园数 }}。"]}))
    client.force_login(member(draft.bureau, Role.DIRECTOR))
    html = client.get(reverse("assembly:draft_paper", args=[draft.pk])).content.decode()
    assert "一、学前教育" in html
    assert "【待补：幼儿园数】" in html
    assert "还有 1 项指标待补" in html


def test_a_version_is_previewed_with_the_figures_of_ones_own_bureau(client):
    version = published_version({"全年": ["{{ 单位全称 }}{{ 年度 }}年。"]})
    client.force_login(member(BureauFactory(full_name="示例区教育局"), Role.LIBRARY_MANAGER))
    url = reverse("assembly:version_paper", args=[version.pk])
    assert "示例区教育局2024年。" in client.get(url + "?year=2024").content.decode()


def test_a_preview_begins_with_the_newest_year_of_figures_and_without_any_with_samples(client):
    version = published_version({"全年": ["{{ 年度 }}年。"]})
    bureau = BureauFactory()
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    url = reverse("assembly:version_paper", args=[version.pk])
    assert "用样例数值套出" in client.get(url).content.decode()
    for year in (2022, 2023):
        MetricValueFactory(bureau=bureau, year=year)
    assert "2023年。" in client.get(url).content.decode()


def test_a_year_that_is_none_is_told_at_its_field(client):
    version = published_version()
    client.force_login(member(BureauFactory(), Role.LIBRARY_MANAGER))
    answer = client.get(reverse("assembly:version_paper", args=[version.pk]) + "?year=x")
    assert "invalid-feedback" in answer.content.decode()


def test_paper_takes_as_many_queries_for_one_section_as_for_three(client):
    bureau = BureauFactory()
    client.force_login(member(bureau, Role.EDITOR))
    counts = []
    for number in (1, 3):
        version = published_version({f"第{i}节": ["好。"] for i in range(number)})
        draft = started_draft(bureau=bureau, version=version)
        url = reverse("assembly:draft_paper", args=[draft.pk])
        counts.append(queries_of(lambda url=url: client.get(url)))
    assert counts[0] == counts[1]
