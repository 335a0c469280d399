"""Findings in the editor while one types."""

import pytest
from django.urls import reverse

from edusum.orgs.enums import Role
from edusum.proofreading.checking import check_draft
from edusum.proofreading.deciding import waive
from tests.factories import (
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"学前教育": ["各园开园平稳有序，，幼儿到园。"]}))


@pytest.fixture
def editor(draft):
    return member(draft.bureau, Role.EDITOR)


def address(draft) -> str:
    return reverse("proofreading:section_spots", args=[draft.pk, draft.section_texts.get().pk])


def asked(client, draft, text: str, **more: str) -> list[dict[str, object]]:
    answer = client.post(address(draft), {"text": text, "heading": "一、学前教育", **more})
    return [spot for spot in answer.json()["spots"] if "连用了两个标点" in spot["words"]]


def test_a_finding_tells_its_place_its_reason_and_the_mended_words(client, draft, editor):
    client.force_login(editor)
    text = "第一段平稳。\n\n  各园开园，，幼儿到园。"
    [spot] = asked(client, draft, text)
    assert text[spot["start"] : spot["end"]] == spot["found"] == "，，"
    assert spot["kind"] == "error"
    assert spot["words"].startswith("必错：这里连用了两个标点")
    assert [item["token"] for item in spot["choices"]] == ["，"]
    assert [item["label"] for item in spot["links"]] == ["校核台里看"]


def test_what_was_waived_stays_silent_as_long_as_its_words_stay(client, draft, editor):
    client.force_login(editor)
    [found] = (item for item in check_draft(draft).open if item.finding.rule == "doubled-marks")
    waive(target=draft, found=found, reason="原文如此。", actor=editor)
    assert asked(client, draft, "各园开园平稳有序，，幼儿到园。") == []
    assert len(asked(client, draft, "各园开园十分平稳，，幼儿到园。")) == 1


def test_words_that_a_metric_prints_lead_to_the_metric_and_are_not_changed(client, draft, editor):
    client.force_login(editor)
    metric = MetricDefinitionFactory(name="投入")
    MetricValueFactory(metric=metric, bureau=draft.bureau, year=draft.year, value=10)
    text = "其中小学3所、初中4所，共计{{ 投入 }}。"
    answer = client.post(address(draft), {"text": text}).json()["spots"]
    about = [spot for spot in answer if "{{ 投入 }}" in spot["found"]]
    assert all(spot["links"][0]["label"] == "核对指标的数值" and not spot["choices"] for spot in about)


def test_a_text_that_is_too_long_is_refused_in_words(client, draft, editor):
    client.force_login(editor)
    answer = client.post(address(draft), {"text": "长" * 100_001})
    assert answer.status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_text(client, draft, editor):
    client.force_login(editor)
    MetricDefinitionFactory(name="投入")
    one = queries_of(lambda: client.post(address(draft), {"text": "有{{ 投入 }}。，"}))
    assert queries_of(lambda: client.post(address(draft), {"text": "有{{ 投入 }}。，\n" * 20})) == one


def test_the_editor_asks_for_findings_of_the_section_under_its_printed_heading(client, draft, editor):
    client.force_login(editor)
    url = reverse("drafts:section_edit", args=[draft.pk, draft.section_texts.get().pk])
    html = client.get(url).content.decode()
    assert f'data-findings="{address(draft)}" data-heading="一、学前教育"' in html
