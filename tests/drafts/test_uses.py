"""A metric that people's words name is in use, though no row points at it."""

import pytest
from django.urls import reverse

from edusum.drafts.uses import DraftUses
from edusum.metrics.definitions import DefinitionError, MetricInUseError, delete_definition, update_definition
from edusum.metrics.models import MetricDefinition
from edusum.metrics.uses import is_used, use_counts
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    SectionTextFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NAMED = "共有{{ 幼儿园数 }}，占{{ 学校数|占比(幼儿园数) }}。"


@pytest.fixture
def metric():
    return MetricDefinitionFactory(phrase_name="幼儿园数")


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


def written(text, bureau=None):
    draft = started_draft(bureau=bureau or BureauFactory(), version=published_version({"学前教育": []}))
    draft.section_texts.update(text=text, state="writing")
    return draft


def test_a_metric_named_in_a_draft_is_not_deleted_and_the_draft_is_named(metric, bureau, manager):
    written(NAMED, bureau)
    with pytest.raises(MetricInUseError) as error:
        delete_definition(definition=metric, actor=manager)
    assert error.value.uses == ("初稿《示例区教育局2025年工作总结》“学前教育”的正文",)
    assert MetricDefinition.objects.filter(pk=metric.pk).exists()


def test_drafts_of_other_bureaus_are_counted_and_not_named(metric, bureau, manager):
    written(NAMED, bureau)
    for _ in range(2):
        written(NAMED)
    assert DraftUses().lines(metric, manager) == [
        "初稿《示例区教育局2025年工作总结》“学前教育”的正文",
        "另有 2 处在其他单位的初稿里",
    ]
    assert len(DraftUses().lines(metric, SYSTEM)) == 3
    assert [use_counts([metric], actor)[metric.pk] for actor in (manager, SYSTEM)] == [1, 3]


def test_the_admin_lists_the_draft_before_it_refuses(client, metric, bureau, manager):
    written(NAMED, bureau)
    written(NAMED)
    client.force_login(manager)
    html = client.get(reverse("admin:metrics_metricdefinition_delete", args=[metric.pk])).content.decode()
    assert "<li>初稿《示例区教育局2025年工作总结》“学前教育”的正文</li>" in html
    assert "<li>另有 1 处在其他单位的初稿里</li>" in html


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("共有{{ 幼儿园数 }}。", True),
        ("{{幼儿园数|同比}}。", True),
        ("占{{ 学校数|占比(幼儿园数) }}。", True),
        ("民办{{ 民办幼儿园数 }}。", False),
        ("幼儿园数有{{ 学校数 }}。", False),
        ("{ 幼儿园数 }", False),
        ("", False),
        (None, False),
    ],
)
def test_only_figures_count_as_naming(metric, bureau, manager, text, used):
    SectionTextFactory(draft__bureau=bureau, written=text)
    assert (is_used(metric), bool(DraftUses().lines(metric, manager))) == (used, used)


def test_a_metric_named_in_a_draft_keeps_its_phrase_name(metric, bureau):
    written(NAMED)
    metric.phrase_name = "园数"
    with pytest.raises(DefinitionError, match="已在使用，措辞用名不能再改"):
        update_definition(definition=metric, actor=SYSTEM)


def test_it_is_free_again_when_nobody_names_it(metric, bureau, manager):
    draft = written(NAMED, bureau)
    draft.section_texts.update(text="没有数字。")
    delete_definition(definition=metric, actor=manager)
    assert not MetricDefinition.objects.exists()


def test_many_drafts_take_as_many_queries_as_one(metric, bureau, manager):
    def queries():
        return queries_of(lambda: DraftUses().lines(metric, manager)), queries_of(
            lambda: DraftUses().counts([metric, *MetricDefinitionFactory.build_batch(2)], manager)
        )

    written(NAMED, bureau)
    one = queries()
    for _ in range(2):
        written(NAMED, bureau)
    assert queries() == one
