"""One number for one thing: what is open, what lacks a figure, what was counted before."""

import pytest
from django.urls import reverse

from edusum.export.errors import OpenErrorsError
from edusum.export.services import export_draft
from edusum.orgs.enums import BureauKind, Role
from edusum.proofreading.checking import check, check_draft, keep_counts
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.standing import stands
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    ExhibitFactory,
    ExhibitMetricFactory,
    MetricDefinitionFactory,
    NameEntryFactory,
    RuleSettingFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", kind=BureauKind.COUNTY)


@pytest.fixture
def editor(client, bureau):
    user = member(bureau, Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def draft(bureau):
    """A metric that lacks at two places of the text and in a row of a table."""
    metric = MetricDefinitionFactory(name="幼儿园数")
    words = ["全区共有幼儿园{{ 幼儿园数 }}所。", "其中新建{{ 幼儿园数 }}所。"]
    draft = started_draft(bureau=bureau, version=published_version({"学前教育": words}), year=2025)
    exhibit = ExhibitFactory(section_text=draft.section_texts.get(), caption="幼儿园一览表")
    ExhibitMetricFactory(exhibit=exhibit, metric=metric)
    return draft


def at(name, draft, **more):
    return reverse(f"proofreading:{name}", kwargs={"kind": "drafts", "pk": draft.pk} | more)


def test_a_row_of_a_table_without_its_figure_counts_as_the_same_words_in_the_text_do(draft, bureau):
    assert check_draft(draft).counts["error"] == 3
    RuleSettingFactory(bureau=bureau, rule="left-open", severity="hint")
    assert (check_draft(draft).counts["error"], check_draft(draft).counts["hint"]) == (0, 3)
    bureau.rule_settings.update(is_on=False)
    assert set(check_draft(draft).counts.values()) == {0}


def test_a_paper_whose_tables_alone_lack_a_figure_does_not_go_out_without_a_reason(draft, editor):
    draft.section_texts.update(text="全区幼儿园开学平稳。", state="writing")
    with pytest.raises(OpenErrorsError):
        export_draft(draft=draft, actor=editor)


def test_every_page_tells_the_metrics_and_the_places_alike(client, editor, draft):
    told = "还没有数值的指标 1 项，印在 3 处"
    desk = client.get(at("desk", draft)).content.decode()
    listing = client.get(at("listing", draft)).content.decode()
    assert told in desk
    assert "表：幼儿园一览表，1 行：" in desk
    assert told in listing
    assert "必错　3 处" in listing
    assert "必错 3" in client.get(at("counts", draft)).content.decode()
    row = draft.section_texts.get()
    side = reverse("proofreading:section_findings", kwargs={"pk": draft.pk, "section_pk": row.pk})
    assert "1 项指标待补" in client.get(side).content.decode()
    before = client.get(reverse("export:draft_export", args=[draft.pk])).content.decode()
    assert "还有 3 处必错没有处理" in before
    assert "都是还没有填的【待补】：1 项指标" in before
    assert "1 项指标待补" in client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()


def counted(paper):
    keep_counts(check(paper))
    paper.refresh_from_db()


def test_counts_stand_until_rules_or_names_are_others(client, editor, bureau):
    paper, other = CheckedPaperFactory(bureau=bureau, uploaded_by=editor), CheckedPaperFactory()
    for one in (paper, other):
        counted(one)
    assert stands([paper, other]) == {paper.pk, other.pk}
    assert "打开时核对" not in client.get(reverse("proofreading:papers")).content.decode()
    RuleSettingFactory(bureau=bureau, rule="doubled-marks", is_on=False)
    assert stands([paper, other]) == {other.pk}
    assert "打开时核对" in client.get(reverse("proofreading:papers")).content.decode()
    counted(paper)
    assert paper.counts["error"] == 0
    assert stands([paper]) == {paper.pk}
    NameEntryFactory(bureau=bureau)
    assert stands([paper]) == set()


def test_a_paper_that_nobody_looked_through_has_no_counts(bureau):
    paper = CheckedPaperFactory(bureau=bureau)
    assert stands([paper]) == set()
    assert stands(CheckedPaper.objects.none()) == set()


def test_what_is_held_against_another_paragraph_says_where_that_stands(client, editor, bureau):
    text = "一、学前教育\n全区现有公办幼儿园58所，运转平稳。\n二、工作成效\n全区现有公办幼儿园61所。"
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text=text)
    asked = {"kind": "papers", "pk": paper.pk}
    desk = client.get(reverse("proofreading:desk", kwargs=asked), {"rule": "same-metric"}).content.decode()
    assert "另一处：一、学前教育，第 1 段“全区现有公办幼儿园58所，" in desk
    assert 'href="#line-1" data-line' in desk
    assert 'id="line-1"' in desk
    listing = client.get(reverse("proofreading:listing", kwargs=asked)).content.decode()
    assert "另一处：一、学前教育，第 1 段" in listing
