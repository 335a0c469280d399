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
    PaperFixFactory,
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


def test_a_figure_that_lacks_is_to_be_filled_in_and_not_to_be_written(client, editor, draft):
    text = client.get(at("desk", draft) + "?tab=error&rule=left-open").content.decode()
    assert "指标“幼儿园数”还没有数值，请去填报，填好以后这里自动补上。" in text
    assert ">去填报“幼儿园数”</a>" in text
    assert "核对数值" not in text
    assert "手工修改" not in text


def test_what_a_message_quotes_is_quoted_as_it_is_printed(bureau):
    paper = CheckedPaperFactory(bureau=bureau, text="标题\n全区新增学位【待补：新增学位】个。")
    [found] = [item for item in check(paper).found if item.finding.rule == "left-open"]
    assert found.finding.message == "“【待补：新增学位】”是留给人填写的，定稿前请补上内容。"


def test_words_of_a_long_finding_that_go_on_are_told_to_go_on(client, editor, bureau):
    words = "，".join(["各校按照统一部署扎实推进校园安全专项整治工作"] * 8)
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text=f"示例区教育局工作总结\n{words}。")
    address = reverse("proofreading:desk", kwargs={"kind": "papers", "pk": paper.pk})
    answer = client.get(f"{address}?tab=hint&rule=long-sentence")
    [card] = answer.context["desk"].cards
    assert card.after == "……"
    assert f"{card.quote}<i>……</i></span>" in answer.content.decode()


def test_the_printed_list_says_nothing_twice_and_is_signed(client, editor, bureau):
    text = "工作总结\n会议于2025年12月32日召开。"
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text=text)
    address = reverse("proofreading:listing", kwargs={"kind": "papers", "pk": paper.pk})
    text = client.get(address).content.decode()
    assert text.count("12月没有32日") == 1
    assert "<dt>校核人：</dt>" in text
    assert "<dt>日期：</dt>" in text


def test_after_mending_the_button_says_what_one_gets(client, editor, bureau):
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, kind="docx", stored_name="x.docx")
    address = reverse("proofreading:desk", kwargs={"kind": "papers", "pk": paper.pk})
    assert "带批注导出</a>" in client.get(address).content.decode()
    PaperFixFactory(paper=paper)
    text = client.get(address).content.decode()
    assert "导出改好的 Word（含修订和批注）</a>" in text
    assert "已改 1 处，原文件没有动。改好的文件请点“导出改好的 Word”取走，每处改动都是修订" in text
    CheckedPaper.objects.update(kind="pdf")
    assert "导出改好的 Word（含批注）</a>" in client.get(address).content.decode()


def test_a_paper_can_be_looked_through_again_as_it_is_asked_for(client, editor, draft):
    address = at("desk", draft) + "?tab=hint"
    assert f'href="{address}">重新核对</a>' in client.get(address).content.decode()
