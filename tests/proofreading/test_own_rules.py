"""A bureau's rules and names: kept, shown, used."""

import re

import pytest
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.orgs.enums import Role
from edusum.proofreading.checking import check
from edusum.proofreading.findings import Case
from edusum.proofreading.measured import Measure, measured
from edusum.proofreading.models import NameEntry, RuleSetting
from edusum.proofreading.name_lists import PastedName, aliases_in, read_pasted, told_kinds
from edusum.proofreading.own_rules import Choice, set_rules
from edusum.proofreading.registry import all_rules
from edusum.proofreading.rule_book import Example, _example, chapters
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    NameEntryFactory,
    RuleSettingFactory,
    member,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DOUBLED = "doubled-marks"


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def page(client, bureau):
    client.force_login(member(bureau, Role.EDITOR))
    return client


def test_only_what_differs_from_the_rules_is_kept(bureau):
    RuleSettingFactory(bureau=bureau, rule=DOUBLED)
    editor = member(bureau, Role.EDITOR)
    choices = {code: Choice(rule.is_on, rule.severity) for code, rule in all_rules().items()}
    assert set_rules(bureau=bureau, choices=choices, actor=editor) == 0
    assert not RuleSetting.objects.exists()
    changed = choices | {DOUBLED: Choice(is_on=False), "unknown": Choice(is_on=False)}
    assert set_rules(bureau=bureau, choices=changed, actor=editor) == 1
    assert list(RuleSetting.objects.values_list("rule", "is_on", "severity")) == [(DOUBLED, False, "")]


@pytest.mark.parametrize(("is_on", "severity", "told"), [(True, "hint", ["hint"] * 2), (False, "", [])])
def test_what_a_bureau_decides_holds_for_its_papers(bureau, is_on, severity, told):
    RuleSettingFactory(bureau=bureau, rule=DOUBLED, is_on=is_on, severity=severity)
    paper = CheckedPaperFactory(bureau=bureau)
    assert [item.severity for item in check(paper).open if item.finding.rule == DOUBLED] == told


def test_the_page_of_rules_tells_each_with_its_authority_and_examples(page, bureau):
    text = page.get(reverse("proofreading:rules")).content.decode()
    assert text.count("data-rule>") == len(all_rules())
    assert '<mark class="rule-fault">，，</mark>' in text
    sent = {f"on-{code}": "on" for code in all_rules() if code != DOUBLED} | {f"grade-{DOUBLED}": "hint"}
    page.post(reverse("proofreading:rules"), sent)
    assert list(RuleSetting.objects.values_list("rule", "is_on", "severity")) == [(DOUBLED, False, "hint")]
    (entry,) = [e for chapter in chapters({}) for e in chapter.entries if e.rule.code == DOUBLED]
    assert (entry.is_on, entry.severity, entry.is_own) == (True, "error", False)


def test_an_example_is_cut_where_the_words_at_fault_stand():
    case = Case("甲乙甲丙", ("甲", "甲"))
    assert _example([Case("对。"), case], is_faulty=True) == Example(
        (("甲", True), ("乙", False), ("甲", True), ("丙", False))
    )
    assert _example([case], is_faulty=False) is None


def test_measures_are_told_in_percent():
    told = Measure(seeded=40, found=39, false=1)
    assert (told.recall, told.precision, Measure().recall) == ("97.5%", "97.5%", "")
    assert measured() is None or measured().total.seeded > 0


def test_a_list_is_pasted_with_kinds_and_posts(page, bureau):
    told = read_pasted("示例区第一中学\n何文远 局长 人名\n\n西城街道，地名\n", kind="school")
    assert told == [
        PastedName("school", "示例区第一中学"),
        PastedName("person", "何文远", "局长"),
        PastedName("place", "西城街道"),
    ]
    for text in (" \n", "名\n" * 2001):
        with pytest.raises(EdusumError):
            read_pasted(text, kind="school")
    guessed = read_pasted(
        "实验幼儿园\n区一中\n学前教育科\n柳树乡\n何文远　局长\n陈新　原副局长\n"
        "原东关小学\n西关小学（已撤并）\n原平市\n李局　科长"
    )
    assert [(item.kind, item.name, item.post, item.is_former) for item in guessed] == [
        ("school", "实验幼儿园", "", False),
        ("school", "区一中", "", False),
        ("office", "学前教育科", "", False),
        ("place", "柳树乡", "", False),
        ("person", "何文远", "局长", False),
        ("person", "陈新", "副局长", True),
        ("school", "东关小学", "", True),
        ("school", "西关小学", "", True),
        ("place", "原平市", "", False),
        ("person", "李局", "科长", False),
    ]
    assert told_kinds(guessed[:6]) == ("地名 1 个、学校 2 个、单位和科室 1 个、人名 2 个；其中已不用的 1 个")
    NameEntryFactory(bureau=bureau, name="示例小学")
    sent = {"kind": "school", "text": "示例小学\n实验小学\n实验小学"}
    page.post(reverse("proofreading:names_paste"), sent)
    assert set(NameEntry.objects.values_list("name", flat=True)) == {"示例小学", "实验小学"}


def test_names_are_added_changed_laid_off_and_deleted(page, bureau):
    address = reverse("proofreading:names")
    assert "名录还是空的" in page.get(address).content.decode()
    sent = {"kind": "person", "name": " 何文远 ", "post": "局长", "rank": "1", "aliases": "文远同志、何局长"}
    page.post(address, sent)
    entry = NameEntry.objects.get()
    assert (entry.name, entry.aliases, entry.rank) == ("何文远", ["文远同志", "何局长"], 1)
    again = page.post(address, sent)
    assert again.status_code == 422
    assert "名录里已有“何文远”" in again.content.decode()
    at = {"pk": entry.pk}
    page.post(reverse("proofreading:name_edit", kwargs=at), sent | {"name": "何文", "is_former": "on"})
    entry.refresh_from_db()
    assert (entry.name, entry.is_former) == ("何文", True)
    page.post(reverse("proofreading:name_former", kwargs=at), {"do": "back"})
    entry.refresh_from_db()
    assert entry.is_former is False
    page.post(reverse("proofreading:name_delete", kwargs=at))
    assert not NameEntry.objects.exists()
    assert aliases_in("") == []


def test_the_list_of_names_takes_the_same_queries_for_one_and_for_three(page, bureau):
    NameEntryFactory(bureau=bureau)
    address = reverse("proofreading:names")
    one = queries_of(lambda: page.get(address))
    NameEntryFactory.create_batch(2, bureau=bureau)
    assert queries_of(lambda: page.get(address)) == one
    assert re.search("没有含“无”的名称", page.get(address, {"q": "无"}).content.decode())
