"""Typed numbers that a metric has are told; last year's words come with this year's figures."""

from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.drafts.basing import LastYear, Replaced
from edusum.drafts.desk import Desk
from edusum.drafts.reading import draft_sources
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PendingChangeFactory,
    RevisionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", whole_form="全区", local_form="我区")


@pytest.fixture
def version():
    return published_version({"学前教育": ["大力发展学前教育。"], "下一步打算": ["继续努力。"]})


@pytest.fixture
def rate(bureau):
    """毛入园率: 92.3 this year, 90.2 last year."""
    metric = MetricDefinitionFactory(percent=True, name="学前三年毛入园率", synonyms=["毛入园率"], decimals=1)
    for year, value in ((2025, "92.3"), (2024, "90.2")):
        MetricValueFactory(metric=metric, bureau=bureau, year=year, value=Decimal(value))
    return metric


@pytest.fixture
def draft(bureau, version, rate):
    return started_draft(bureau=bureau, version=version, year=2025)


@pytest.fixture
def last(bureau, version, rate):
    """Last year's paper, its first section in people's words."""
    paper = started_draft(bureau=bureau, version=version, year=2024)
    row = paper.section_texts.get(section__heading="学前教育")
    row.text, row.state = "2024年，全区毛入园率达90.2%。2024年5月召开大会，新建幼儿园3所。", "approved"
    row.save()
    return row


def section(draft, heading="学前教育"):
    return draft.section_texts.get(section__heading=heading)


def spots(client, draft, text, heading="学前教育"):
    url = reverse("drafts:section_spots", args=[draft.pk, section(draft, heading).pk])
    return client.post(url, {"text": text})


@pytest.fixture
def writer(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


def test_a_year_that_is_left_over_is_told_with_the_one_that_may_be_meant(client, draft, writer):
    (year,) = spots(client, draft, "2024年，全区毛入园率达93.2%。").json()["spots"]
    assert (year["kind"], year["found"], year["start"], year["choices"][0]["token"]) == (
        "stale_year",
        "2024",
        0,
        "2025",
    )


def test_a_number_after_another_year_is_left_alone_and_one_of_this_year_is_not(client, draft, writer):
    (only,) = spots(client, draft, "2023年，毛入园率达93.2%。").json()["spots"]
    assert only["kind"] == "stale_year"
    (told,) = spots(client, draft, "2025年，全区毛入园率达93.2%。").json()["spots"]
    assert told == {
        "start": 13,
        "end": 18,
        "kind": "contradicts",
        "found": "93.2%",
        "token": "{{ 学前三年毛入园率 }}",
        "words": "学前三年毛入园率填报的是92.3%，这里写的是93.2%。",
        "choices": [
            {
                "token": "{{ 学前三年毛入园率 }}",
                "printed": "92.3%",
                "label": "数值",
                "words": "92.3%",
            }
        ],
    }


def test_a_section_on_what_comes_next_may_have_other_numbers(client, draft, writer):
    assert spots(client, draft, "全区毛入园率达95%。", "下一步打算").json() == {"spots": []}


def test_a_text_that_is_too_long_is_refused_in_words(client, draft, writer):
    answer = spots(client, draft, "长" * 20_001)
    assert (answer.status_code, "20000" in answer.json()["message"]) == (422, True)


def test_spots_take_as_many_queries_for_many_metrics_as_for_one(client, draft, writer, bureau):
    text = "全区毛入园率达93.2%，幼儿园58所。"
    one = queries_of(lambda: spots(client, draft, text))
    for name in ("幼儿园数", "公办园数"):
        MetricValueFactory(metric=MetricDefinitionFactory(name=name, unit="所"), bureau=bureau)
    assert queries_of(lambda: spots(client, draft, text)) == one


def test_a_metric_that_was_renamed_is_known_by_its_new_name_at_once(client, draft, writer, rate):
    assert len(spots(client, draft, "学前入园率达93.2%。").json()["spots"]) == 0
    rate.synonyms = ["学前入园率"]
    rate.save()
    assert len(spots(client, draft, "学前入园率达93.2%。").json()["spots"]) == 1


# Last year's words


def base_of(draft, heading="学前教育"):
    return LastYear(draft, section(draft, heading), draft_sources(draft).figures).base


def test_last_years_numbers_come_as_tokens_with_this_years_values(draft, last):
    base = base_of(draft)
    assert base.text == ("2025年，全区毛入园率达{{ 学前三年毛入园率 }}。2024年5月召开大会，新建幼儿园3所。")
    assert "".join(item.text for item in base.paragraphs) == (
        "2025年，全区毛入园率达92.3%。2024年5月召开大会，新建幼儿园3所。"
    )
    assert base.replaced == (Replaced("学前三年毛入园率", "90.2%", "{{ 学前三年毛入园率 }}", "92.3%"),)
    assert (base.years, base.doubtful_years, base.numbers) == (
        (("2024年", "2025年"),),
        ("2024年5月召开",),
        ("新建幼儿园3所",),
    )


def test_tokens_of_last_years_text_stay_tokens(draft, last):
    last.text = "毛入园率达{{ 学前三年毛入园率 }}，{{ 学前三年毛入园率|同比 }}。"
    last.save()
    base = base_of(draft)
    assert (base.text, base.replaced, base.token_count) == (last.text, (), 2)


def test_a_section_that_nobody_wrote_last_year_comes_as_its_phrases_spoke(draft, last):
    assert base_of(draft, "下一步打算").text == "继续努力。"


def test_another_template_of_the_kind_goes_by_the_heading(bureau, last, rate):
    other = started_draft(bureau=bureau, version=published_version({"学前教育": ["好。"], "其他": ["好。"]}))
    assert base_of(other).token_count == 1
    assert base_of(other, "其他") is None


def test_another_bureaus_last_year_is_never_taken(version, last):
    stranger = started_draft(bureau=BureauFactory(), version=version, year=2025)
    assert base_of(stranger) is None


def test_an_omitted_section_of_last_year_has_nothing_to_give(draft, last):
    last.is_omitted = True
    last.save()
    assert base_of(draft) is None


def test_the_page_without_scripts_saves_it_as_the_sections_text(client, draft, last, writer):
    row = section(draft)
    page = client.get(reverse("drafts:section_base", args=[draft.pk, row.pk]))
    html = page.content.decode()
    assert "毛入园率达{{ 学前三年毛入园率 }}" in html
    assert f'value="{page.context["seen"]}"' in html
    answer = client.post(
        reverse("drafts:section_edit", args=[draft.pk, row.pk]),
        {"text": page.context["base"].text, "seen": page.context["seen"]},
    )
    row.refresh_from_db()
    assert (answer.status_code, row.text) == (302, page.context["base"].text)


def test_who_may_not_write_sees_it_without_a_form(client, draft, last, bureau):
    client.force_login(member(bureau, Role.DIRECTOR))
    html = client.get(reverse("drafts:section_base", args=[draft.pk, section(draft).pk])).content.decode()
    assert "92.3%" in html
    assert "保存为本节文字" not in html


def test_the_part_for_scripts_carries_the_text_to_put_in(client, draft, last, writer):
    url = reverse("drafts:section_base", args=[draft.pk, section(draft).pk])
    html = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert "data-base-use" in html


# Beside the section


def test_the_side_tells_who_fills_a_figure_that_a_change_waits_and_the_last_steps(draft, rate, writer):
    row = section(draft)
    row.text, row.state = "达{{ 学前三年毛入园率 }}。", "writing"
    row.save()
    RevisionFactory(section_text=row)
    assignment = MetricAssignmentFactory(metric=rate, bureau=draft.bureau)
    PendingChangeFactory(metric=rate, bureau=draft.bureau)
    side = Desk(draft, user=writer, current=row.pk).side
    (figure,) = side.figures
    assert (figure.card.current, figure.filler, figure.waiting) == (
        "92.3%",
        assignment.department.name,
        True,
    )
    assert figure.trend.words == "2024年 90.2，2025年 92.3"
    assert [item.number for item in side.revisions] == [1]


def test_the_desk_takes_as_many_queries_for_many_figures_and_steps_as_for_one(
    client, draft, last, rate, writer
):
    row = section(draft)
    row.text, row.state = "达{{ 学前三年毛入园率 }}。", "writing"
    row.save()
    MetricAssignmentFactory(metric=rate, bureau=draft.bureau)
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    one = queries_of(lambda: client.get(url))
    for name in ("幼儿园数", "公办园数"):
        metric = MetricDefinitionFactory(name=name, unit="所")
        MetricValueFactory(metric=metric, bureau=draft.bureau)
        MetricAssignmentFactory(metric=metric, bureau=draft.bureau)
        RevisionFactory(section_text=row)
    row.text = "达{{ 学前三年毛入园率 }}，{{ 幼儿园数 }}，{{ 公办园数 }}。"
    row.save()
    assert queries_of(lambda: client.get(url)) == one


def test_the_year_over_a_table_whose_numbers_stay_is_not_moved_but_told(draft, last):
    last.text = "2024年新建园3所。\n表1 2024年各园班数\n甲园：班数 12；幼儿数 360。"
    last.save()
    base = base_of(draft)
    assert base.text == "2025年新建园3所。\n表1 2024年各园班数\n甲园：班数 12；幼儿数 360。"
    assert base.doubtful_years == ("2024年各园班数",)
    assert base.numbers == ("2025年新建园3所", "甲园：班数 12", "幼儿数 360")


def test_numbers_that_are_left_are_told_whole(draft, last):
    last.text = "见表1 2023年情况，共投入12345.6万元。"
    last.save()
    assert base_of(draft).numbers == ("共投入12345.6万元",)
