"""An old paper becomes last year's summary of its bureau: all of it or nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.basing import LastYear
from edusum.drafts.deleting import delete_draft
from edusum.drafts.enums import SectionState
from edusum.drafts.errors import DraftExistsError
from edusum.drafts.models import Draft, Revision
from edusum.intake.models import Taking
from edusum.intake.old_sections import FOLDED, LEFT, OWN
from edusum.intake.old_values import KEEP
from edusum.intake.proposing import usual_candidate
from edusum.intake.summaries import (
    OldPaper,
    Wish,
    candidates,
    offers_for,
    preview_summary,
    take_as_summary,
    told_of,
    usual_places,
)
from edusum.metrics.models import MetricValue, MetricValueRevision, PendingChange
from edusum.metrics.services import figures
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SourceDocumentFactory,
    SubmissionFactory,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db
OLD = """示例区教育局2024年工作总结
2024年，全区教育工作平稳推进。
一、学前教育普惠发展
全区共有幼儿园48所，学前三年毛入园率达96.5%。
二、义务教育优质均衡
（一）办学条件不断改善
新建学校3所。
（二）文明校园创建
评出文明校园12所。
示例区教育局
2025年1月8日"""


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def kindergartens():
    return MetricDefinitionFactory(name="幼儿园数", unit="所", synonyms=["幼儿园"])


@pytest.fixture
def version(kindergartens):
    return published_version(
        {
            "学前教育普惠发展": ["共有幼儿园{{ 幼儿园数 }}。"],
            "义务教育优质均衡": ["义务教育均衡发展。"],
            "职业教育": ["职业教育发展。"],
        }
    )


@pytest.fixture
def document(bureau, version):
    return SourceDocumentFactory(bureau=bureau, text=OLD)


def wish_for(document, version, *, year=2024, figures="paper", **places):
    """As the page proposes it; `figures="keep"` stores none."""
    paper = OldPaper(document)
    candidate = next(item for item in candidates(paper, year=year) if item.version == version)
    chosen = usual_places(paper, candidate) | {int(key[1:]): value for key, value in places.items()}
    offered = offers_for(paper, version, year)
    taken = {item.key: item.said[0].mark if figures == "paper" and item.said else KEEP for item in offered}
    seen = {item.key: item.seen for item in offered}
    return Wish(
        version=version,
        year=year,
        places=chosen,
        figures=taken,
        seen=seen,
        mark=paper.mark,
        sign_date=paper.sign_date,
    )


def texts_of(draft):
    return {
        str(row): (row.text, row.state, row.is_omitted)
        for row in draft.section_texts.select_related("section").order_by("pk")
    }


def test_the_template_of_the_same_genre_that_has_most_of_its_sections_is_proposed_first(document, version):
    published_version({"党的建设": ["党建。"]})
    paper = OldPaper(document)
    best = candidates(paper, year=2024)[0]
    labels = {paper.sections[place].called: key for place, key in best.keys.items()}
    sections = {section.heading: section.key for section in version.sections.all()}
    assert (best.version, labels) == (
        version,
        {
            "一、学前教育普惠发展": sections["学前教育普惠发展"],
            "二、义务教育优质均衡": sections["义务教育优质均衡"],
        },
    )


def test_it_comes_in_as_a_finished_draft_in_its_own_words(document, version, editor):
    taken = take_as_summary(document=document, wish=wish_for(document, version), actor=editor)
    draft = taken.draft
    approved = SectionState.APPROVED
    assert texts_of(draft) == {
        "学前教育普惠发展": ("全区共有幼儿园{{ 幼儿园数 }}，学前三年毛入园率达96.5%。", approved, False),
        "义务教育优质均衡": ("", approved, False),
        "职业教育": (None, SectionState.UNTOUCHED, True),
        "前言": ("2024年，全区教育工作平稳推进。", approved, False),
        "办学条件不断改善": ("新建学校3所。", approved, False),
        "文明校园创建": ("评出文明校园12所。", approved, False),
    }
    assert (draft.year, draft.title, draft.signatory, str(draft.sign_date)) == (
        2024,
        "示例区教育局2024年工作总结",
        "示例区教育局",
        "2025-01-08",
    )
    assert taken.linked == 1


def test_its_figures_become_values_of_that_year_with_where_they_came_from(document, version, editor, bureau):
    take_as_summary(document=document, wish=wish_for(document, version), actor=editor)
    assert list(MetricValue.objects.values_list("bureau", "year", "metric__name", "value")) == [
        (bureau.pk, 2024, "幼儿园数", Decimal(48))
    ]
    assert list(MetricValueRevision.objects.values_list("origin", "author")) == [("intake", editor.pk)]


def test_the_history_of_each_section_says_where_it_came_from(document, version, editor):
    draft = take_as_summary(document=document, wish=wish_for(document, version), actor=editor).draft
    told = Revision.objects.filter(section_text__draft=draft)
    assert set(told.values_list("action", "note", "author")) == {
        ("approve", f"旧稿入库：{document.name}", editor.pk)
    }


def test_the_taking_is_kept(document, version, editor):
    draft = take_as_summary(document=document, wish=wish_for(document, version), actor=editor).draft
    assert list(Taking.objects.values_list("document", "taken_as", "draft", "counts", "taken_by")) == [
        (
            document.pk,
            "summary",
            draft.pk,
            {"sections": 5, "values": 1, "proposed": 0, "linked": 1},
            editor.pk,
        )
    ]


def test_next_years_section_shows_it_as_last_years_text_and_figures(document, version, editor, bureau):
    take_as_summary(document=document, wish=wish_for(document, version), actor=editor)
    draft = services.start_draft(bureau=bureau, year=2025, version=version, actor=editor)
    row = draft.section_texts.get(section__heading="学前教育普惠发展")
    now = figures(bureau, 2025)
    last = LastYear(draft, row, now)
    assert [paragraph.text for paragraph in last.paragraphs] == [
        "全区共有幼儿园48所，学前三年毛入园率达96.5%。"
    ]
    assert now["幼儿园数"].previous.value == Decimal(48)


def test_sections_are_folded_left_out_or_put_elsewhere_as_chosen(document, version, editor):
    wish = wish_for(document, version, p0=LEFT, p3=FOLDED, p4=LEFT)
    draft = take_as_summary(document=document, wish=wish, actor=editor).draft
    kept = {name: text for name, (text, _, is_omitted) in texts_of(draft).items() if not is_omitted}
    assert kept == {
        "学前教育普惠发展": "全区共有幼儿园{{ 幼儿园数 }}，学前三年毛入园率达96.5%。",
        "义务教育优质均衡": "（一）办学条件不断改善\n新建学校3所。",
    }


def test_own_sections_stand_where_the_paper_has_them(document, version, editor):
    preview = preview_summary(document=document, wish=wish_for(document, version, p0=OWN), actor=editor)
    told = [(section.level, section.marker, section.heading) for section in preview.paper.walk()]
    assert told == [
        (1, "一、", "前言"),
        (1, "二、", "学前教育普惠发展"),
        (1, "三、", "义务教育优质均衡"),
        (2, "（一）", "办学条件不断改善"),
        (2, "（二）", "文明校园创建"),
    ]


def test_a_preview_stores_nothing(document, version, editor):
    preview = preview_summary(document=document, wish=wish_for(document, version), actor=editor)
    assert (preview.saved.changed, preview.linked, preview.paper.title) == (
        1,
        1,
        "示例区教育局2024年工作总结",
    )
    counts = [model.objects.count() for model in (Draft, MetricValue, Taking)]
    assert counts == [0, 0, 0]


def test_another_value_that_is_stored_stays_unless_the_papers_is_chosen(
    document, version, editor, bureau, kindergartens
):
    MetricValueFactory(metric=kindergartens, bureau=bureau, year=2024, value=Decimal(50))
    offered = offers_for(OldPaper(document), version, 2024)
    assert [(item.stored_words, item.usual, item.is_contested) for item in offered] == [("50所", KEEP, True)]
    wish = wish_for(document, version, figures="keep")
    draft = take_as_summary(document=document, wish=wish, actor=editor).draft
    assert MetricValue.objects.get().value == Decimal(50)
    assert texts_of(draft)["学前教育普惠发展"][0] == "全区共有幼儿园48所，学前三年毛入园率达96.5%。"


def test_a_value_that_something_holds_becomes_a_pending_change(
    document, version, editor, bureau, kindergartens
):
    MetricValueFactory(metric=kindergartens, bureau=bureau, year=2024, value=Decimal(50))
    SubmissionFactory(bureau=bureau, year=2024, department=None)
    taken = take_as_summary(document=document, wish=wish_for(document, version), actor=editor)
    assert (taken.saved.changed, taken.saved.proposed) == (0, 1)
    assert MetricValue.objects.get().value == Decimal(50)
    assert list(PendingChange.objects.values_list("value", "state")) == [(Decimal(48), "waiting")]
    assert "另有 1 项已锁定，改动等统稿人发布。" in told_of(taken)


def test_a_figure_that_others_changed_meanwhile_stops_all(document, version, editor, bureau, kindergartens):
    wish = wish_for(document, version)
    MetricValueFactory(metric=kindergartens, bureau=bureau, year=2024, value=Decimal(51))
    with pytest.raises(EdusumError, match="被别人改过"):
        take_as_summary(document=document, wish=wish, actor=editor)
    assert not Draft.objects.exists()


def test_a_year_that_has_this_paper_already_is_told_and_nothing_is_stored(document, version, editor):
    wish = wish_for(document, version)
    first = take_as_summary(document=document, wish=wish, actor=editor).draft
    MetricValue.objects.update(value=Decimal(99))
    with pytest.raises(DraftExistsError) as told:
        take_as_summary(document=document, wish=wish_for(document, version, figures="keep"), actor=editor)
    assert told.value.draft_id == first.pk
    assert [item.existing for item in candidates(OldPaper(document), year=2024)] == [first]


def test_a_paper_older_than_one_may_begin_today_can_come_in(document, version, editor):
    taken = take_as_summary(document=document, wish=wish_for(document, version, year=2009), actor=editor)
    assert (taken.draft.year, MetricValue.objects.get().year) == (2009, 2009)


def test_two_headings_cannot_be_the_same_section_of_the_template(document, version, editor):
    key = version.sections.get(heading="职业教育").key
    wish = wish_for(document, version, p3=key, p4=key)
    with pytest.raises(EdusumError, match="两个标题对到了模板的同一节"):
        take_as_summary(document=document, wish=wish, actor=editor)


def test_who_may_not_begin_papers_may_not_take_them_in(document, version, bureau):
    manager = member(bureau, Role.LIBRARY_MANAGER)
    with pytest.raises(PermissionDenied):
        take_as_summary(document=document, wish=wish_for(document, version, figures="keep"), actor=manager)


def test_an_outline_that_was_corrected_meanwhile_is_asked_again(document, version, editor):
    wish = wish_for(document, version)
    document.headings.filter(words="文明校园创建").update(is_kept=False)
    with pytest.raises(EdusumError, match="大纲刚被改过"):
        take_as_summary(document=document, wish=wish, actor=editor)


def test_what_a_figure_rose_to_is_of_the_papers_year(bureau):
    metric = MetricDefinitionFactory(name="巩固率", percent=True)
    version = published_version({"义务教育": ["平稳。"]})
    text = "示例区教育局2024年工作总结\n一、义务教育\n巩固率由上年的92.1%提高到93.5%。"
    document = SourceDocumentFactory(bureau=bureau, text=text)
    document.quantities.update(metric=metric)
    found = offers_for(OldPaper(document), version, 2024)
    assert {item.year: [said.words for said in item.said] for item in found} == {
        2024: ["93.50%"],
        2023: ["92.10%"],
    }


def test_a_figure_that_people_gave_a_metric_is_linked_where_its_name_would_not_tell(bureau, editor):
    metric = MetricDefinitionFactory(name="文明校园数", unit="所")
    version = published_version({"校园文化": ["平稳。"]})
    text = "示例区教育局2024年工作总结\n一、校园文化\n又有十二所学校挂上了奖牌，逾300人到场。"
    document = SourceDocumentFactory(bureau=bureau, text=text)
    document.quantities.filter(unit="所").update(metric=metric)
    draft = take_as_summary(document=document, wish=wish_for(document, version), actor=editor).draft
    assert texts_of(draft)["校园文化"][0] == "又有{{ 文明校园数|汉字 }}学校挂上了奖牌，逾300人到场。"


def test_the_template_of_the_next_years_draft_goes_before_the_one_that_fits_best(document, version, bureau):
    other = published_version({"党的建设": ["党建。"]}, report_template__name="另一个模板")
    paper = OldPaper(document)
    assert usual_candidate(paper, candidates(paper, year=2024)).version == version
    draft = started_draft(bureau=bureau, year=2025, version=other, report_template=other.report_template)
    found = candidates(paper, year=2024)
    assert usual_candidate(paper, found).version == other
    standing = {item.version: item.standing for item in found}
    assert standing[other].told.startswith(f"将显示在《{draft.title}》的“上年”一栏")
    assert standing[version].told.startswith(f"《{draft.title}》用的是另一个模板")
    assert (standing[version].is_unlike, standing[other].is_unlike) == (True, False)


def test_what_is_told_afterwards_is_what_was_told_before(document, version, editor, bureau):
    other = published_version({"党的建设": ["党建。"]}, report_template__name="另一个模板")
    before = next(item for item in candidates(OldPaper(document), year=2024) if item.version == version)
    taken = take_as_summary(document=document, wish=wish_for(document, version), actor=editor)
    assert told_of(taken).endswith(before.standing.told)
    draft = started_draft(bureau=bureau, year=2025, version=other, report_template=other.report_template)
    assert f"《{draft.title}》用的是另一个模板" in told_of(taken)


def test_a_second_paper_of_the_year_and_genre_is_asked_about(document, version, editor, bureau):
    other = published_version({"党的建设": ["党建。"]}, report_template__name="另一个模板")
    twin = started_draft(bureau=bureau, year=2024, version=other, report_template=other.report_template)
    wish = wish_for(document, version)
    with pytest.raises(EdusumError, match=f"已有《{twin.title}》"):
        take_as_summary(document=document, wish=wish, actor=editor)
    taken = take_as_summary(document=document, wish=replace(wish, is_twin_wanted=True), actor=editor)
    assert Draft.objects.filter(year=2024).count() == 2
    assert taken.draft.version == version


def test_a_paper_that_nobody_changed_since_can_be_taken_back_and_its_values_stay(
    client, document, version, editor
):
    draft = take_as_summary(document=document, wish=wish_for(document, version), actor=editor).draft
    client.force_login(editor)
    listed = client.get(reverse("drafts:draft_list")).content.decode()
    assert "旧稿入库</span>" in listed
    assert "由旧稿入库存成" in client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
    gone = client.post(reverse("drafts:draft_delete", args=[draft.pk]), follow=True).content.decode()
    assert "入库时存进指标的值还在" in gone
    assert (Draft.objects.count(), MetricValue.objects.count()) == (0, 1)
    shown = client.get(reverse("intake:paper", args=[document.pk])).content.decode()
    assert "后来这份总结已删除，当时存进指标的 1 个值仍留着" in shown
    take_as_summary(document=document, wish=wish_for(document, version), actor=editor)


def test_a_paper_that_somebody_changed_since_stays(document, version, editor):
    draft = take_as_summary(document=document, wish=wish_for(document, version), actor=editor).draft
    row = draft.section_texts.filter(state=SectionState.APPROVED).first()
    services.move_section(section_text=row, action="return", actor=editor, note="请再核对")
    with pytest.raises(EdusumError, match="已有人写过"):
        delete_draft(draft=draft, actor=editor)
