import json

import pytest
from django.urls import reverse

from edusum.drafts import completions
from edusum.drafts.services import voices_of
from edusum.orgs.enums import Role
from tests.factories import (
    MetricDefinitionFactory,
    MetricValueFactory,
    member,
    published_version,
    related,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return started_draft(version=published_version({"全年工作": ["教育事业稳步发展。"]}))


def metric(draft, name, *, current=None, previous=None, **fields):
    """A metric with the draft's values of this year and the year before."""
    defined = MetricDefinitionFactory(name=name, phrase_name=name, **fields)
    for year, value in ((draft.year, current), (draft.year - 1, previous)):
        if value is not None:
            MetricValueFactory(bureau=draft.bureau, metric=defined, year=year, value=value)
    return defined


def words_of(draft):
    return {item["name"]: item for item in completions.draft_words(draft)}


def test_a_metric_is_offered_with_its_words_and_every_way_of_writing_that_says_something_new(draft):
    metric(draft, "幼儿园数", current=60, previous=58, unit="所", synonyms=["园所数"], domain="学前教育")
    assert words_of(draft) == {
        "幼儿园数": {
            "name": "幼儿园数",
            "label": "幼儿园数",
            "unit": "所",
            "domain": "学前教育",
            "synonyms": ["园所数"],
            "previous": "58所",
            "title": "幼儿园数：60所，上年 58所",
            "variants": [
                ("数值", "{{ 幼儿园数 }}", "60所", False),
                ("同比", "{{ 幼儿园数|同比 }}", "比上年增长3.4%", False),
                ("增减", "{{ 幼儿园数|增减 }}", "比上年增加2所", False),
                ("增幅", "{{ 幼儿园数|增幅 }}", "增长3.4%", False),
                ("由到", "{{ 幼儿园数|由到 }}", "由58所增加到60所", False),
                ("上年", "{{ 幼儿园数|上年 }}", "58所", False),
            ],
        }
    }


def test_a_metric_without_a_value_is_offered_as_a_gap_in_its_common_forms(draft):
    metric(draft, "新增学位数", previous=720, unit="个")
    found = words_of(draft)["新增学位数"]
    assert (found["title"], found["variants"]) == (
        "新增学位数：还没有填报，上年 720个",
        [
            ("数值", "{{ 新增学位数 }}", "【待补：新增学位数】", True),
            ("同比", "{{ 新增学位数|同比 }}", "【待补：新增学位数同比】", True),
            ("增减", "{{ 新增学位数|增减 }}", "【待补：新增学位数增减】", True),
        ],
    )


def test_two_ways_of_writing_that_read_the_same_are_offered_once(draft):
    metric(draft, "幼儿园数", current=58, previous=58, unit="所")
    assert [item.text for item in words_of(draft)["幼儿园数"]["variants"]] == [
        "58所",
        "与上年持平",
        "持平",
        "保持在58所",
    ]


def test_what_relations_call_a_part_is_offered_as_a_share_of_its_whole(draft):
    whole = metric(draft, "幼儿园数", current=58, unit="所")
    part = metric(draft, "公办幼儿园数", current=37, unit="所")
    related(part, "part_of", whole=whole)
    shares = [item for item in words_of(draft)["公办幼儿园数"]["variants"] if "占比" in item.token]
    assert shares == [("占幼儿园数", "{{ 公办幼儿园数|占比(幼儿园数) }}", "占63.8%", False)]


def test_a_metric_out_of_use_is_not_offered(draft):
    metric(draft, "旧口径数", current=1, is_active=False)
    assert words_of(draft) == {}


def test_tokens_print_as_on_paper_and_say_what_they_stand_for(draft):
    metric(draft, "幼儿园数", current=60, previous=58, unit="所")
    asked = [
        "{{ 幼儿园数|同比 }}",
        "{{幼儿园数}}",
        "｛｛ 幼儿园数 ｝｝",
        "{{ 没有的 }}",
        "{{ 年度 }}",
        "不是{{ 幼儿园数 }}",
    ]
    assert completions.printed_tokens(asked, *voices_of(draft)) == {
        "{{ 幼儿园数|同比 }}": ("比上年增长3.4%", False, "幼儿园数：60所，上年 58所"),
        "{{幼儿园数}}": ("60所", False, "幼儿园数：60所，上年 58所"),
        "｛｛ 幼儿园数 ｝｝": ("60所", False, "幼儿园数：60所，上年 58所"),
        "{{ 没有的 }}": ("【待补：没有的】", True, "没有名为“没有的”的指标"),
        "{{ 年度 }}": ("2025", False, "年度"),
    }


def test_the_page_of_a_section_carries_what_its_tokens_print(client, draft):
    metric(draft, "幼儿园数", current=60, unit="所")
    row = draft.section_texts.get()
    draft.section_texts.update(text="共有{{ 幼儿园数 }}。", state="writing")
    client.force_login(member(draft.bureau, Role.EDITOR))
    answer = client.get(reverse("drafts:section_edit", args=[draft.pk, row.pk]))
    assert json.loads(answer.context["desk"].printed) == {
        "{{ 幼儿园数 }}": ["60所", False, "幼儿园数：60所，上年 没有数值"]
    }
    assert json.loads(answer.context["desk"].own_names) == ["幼儿园数"]


def test_the_style_of_the_editor_is_let_in_by_a_nonce_of_its_own_and_nothing_else(client, draft):
    client.force_login(member(draft.bureau, Role.EDITOR))
    url = reverse("drafts:section_edit", args=[draft.pk, draft.section_texts.get().pk])
    policies = [client.get(url)["Content-Security-Policy"] for _ in range(2)]
    styles = [
        next(part for part in policy.split("; ") if part.startswith("style-src")) for policy in policies
    ]
    assert [style.split()[:2] for style in styles] == [["style-src", "'self'"]] * 2
    assert all(style.split()[2].startswith("'nonce-") and len(style.split()) == 3 for style in styles)
    assert styles[0] != styles[1]
    assert "script-src 'self'" in policies[0].split("; ")
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR))
    assert "nonce" not in client.get(reverse("drafts:draft_list"))["Content-Security-Policy"]


def test_the_words_come_compressed_and_take_as_many_queries_for_many_metrics_as_for_one(client, draft):
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR))
    url = reverse("drafts:draft_words", args=[draft.pk])
    metric(draft, "甲数", current=1, previous=2)
    with_one = queries_of(lambda: client.get(url))
    for name in ("乙数", "丙数"):
        metric(draft, name, current=1, previous=2)
    assert queries_of(lambda: client.get(url)) == with_one
    answer = client.get(url, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"


def test_tokens_are_printed_with_as_many_queries_for_three_as_for_one(client, draft):
    client.force_login(member(draft.bureau, Role.CONTRIBUTOR))
    url = reverse("drafts:tokens_shown", args=[draft.pk])
    for name in ("甲数", "乙数", "丙数"):
        metric(draft, name, current=1)
    one, three = ["{{ 甲数 }}"], ["{{ 甲数 }}", "{{ 乙数 }}", "{{ 丙数 }}"]
    with_one = queries_of(lambda: client.post(url, {"token": one}))
    assert queries_of(lambda: client.post(url, {"token": three})) == with_one
    assert list(client.post(url, {"token": three}).json()["tokens"]) == three
