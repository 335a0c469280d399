"""校核台: what the pages show and do, with and without htmx."""

import io
import re

import pytest
from django.urls import reverse

from edusum.orgs.enums import BureauKind, Role
from edusum.proofreading.models import CheckedPaper, FindingAssignment, PaperFix, Waiver
from tests.factories import (
    BureauFactory,
    CheckedPaperFactory,
    DepartmentFactory,
    FindingAssignmentFactory,
    WaiverFactory,
    fingerprints,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DOCX = "总结.docx"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局", kind=BureauKind.COUNTY)


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def paper(bureau, editor):
    return CheckedPaperFactory(bureau=bureau, uploaded_by=editor)


@pytest.fixture
def draft(bureau):
    version = published_version(
        {"学前教育": ["各园开园平稳有序，，幼儿到园。"], "义务教育": ["各校开学。，学生到校。"]}
    )
    return started_draft(bureau=bureau, version=version, year=2025)


def desk(target, **asked):
    """The findings of one rule: what others find in these words is no concern of the tests."""
    asked = asked if asked.keys() & {"rule", "family"} else {"rule": "doubled-marks", **asked}
    return reverse("proofreading:desk", kwargs=place(target), query=asked)


def bare(target):
    return reverse("proofreading:desk", kwargs=place(target))


def act(verb, target, number=0, **asked):
    at = place(target) | {"fingerprint": fingerprints(target)[number]}
    return reverse(f"proofreading:{verb}", kwargs=at, query=asked or None)


def place(target):
    return {"kind": "papers" if isinstance(target, CheckedPaper) else "drafts", "pk": target.pk}


def shown(answer):
    """The findings of the list, by their words."""
    found = re.findall(r'<span class="find-quote">(.*?)</span>', answer.content.decode())
    return [re.sub(r"<i>.*?</i>", "", words) for words in found]


def test_a_file_is_dropped_without_any_set_up_and_its_findings_are_shown(page):
    file = io.BytesIO("全区开学平稳有序，，学生到校。".encode())
    file.name = "总结.txt"
    answer = page.post(reverse("proofreading:papers"), {"file": file}, follow=True)
    assert answer.redirect_chain[0][0] == bare(CheckedPaper.objects.get())
    text = answer.content.decode()
    assert "校核：总结.txt" in text
    assert re.search(r"15 字，\d\d:\d\d 核对，用时", text)
    assert "，，" in shown(answer)
    assert "依据：GB/T 15834" in text


def test_what_cannot_be_read_is_told_and_what_was_pasted_stays(page):
    answer = page.post(reverse("proofreading:papers"), {"text": "写好的话。", "year": "25"})
    assert answer.status_code == 422
    assert "年度须在 1949 至 2100 之间" in answer.content.decode()
    assert "写好的话。" in answer.content.decode()
    file = io.BytesIO(b"")
    file.name = "空.docx"
    answer = page.post(reverse("proofreading:papers"), {"file": file})
    assert (answer.status_code, CheckedPaper.objects.count()) == (422, 0)
    assert 'role="alert"' in answer.content.decode()


def test_the_tabs_count_and_the_filters_leave_what_one_asked_for(page, draft):
    answer = page.get(desk(draft))
    assert shown(answer) == ["，，", "。，"]
    tabs = re.findall(r'>(\S+) <span class="tab-count">(\d+)<', answer.content.decode())
    assert [label for label, _ in tabs] == ["必错", "疑似", "提示", "已忽略"]
    key = answer.context["desk"].parts[-1].value
    assert shown(page.get(desk(draft, tab="error", part=key))) == ["。，"]
    assert shown(page.get(desk(draft, tab="error", family="figures"))) == []
    assert shown(page.get(desk(draft, tab="error", rule="doubled-marks", q="。，"))) == ["。，"]
    assert "这样筛选没有找到问题。" in page.get(desk(draft, q="没有的字")).content.decode()
    by_rule = page.get(desk(draft, group="rule", rule="doubled-marks")).context["desk"].groups
    assert [(group.title, len(group.cards)) for group in by_rule] == [("标点重复", 2)]
    assert page.get(desk(draft, tab="nonsense", near="x", at="none")).status_code == 200


def test_the_paper_marks_the_words_and_each_mark_leads_to_its_finding(page, paper):
    text = page.get(desk(paper)).content.decode()
    assert re.findall(r'class="hit hit-error" href="(#find-\d)" [^>]*id="(at-\d)">(..)</a>', text) == [
        ("#find-1", "at-1", "，，"),
        ("#find-2", "at-2", "。，"),
    ]
    assert '<p class="paper-title" id="line-0">示例区教育局2025年工作总结</p>' in text
    filtered = page.get(desk(paper, q="。，")).content.decode()
    assert f"?at={fingerprints(paper)[0]}&amp;near=" in filtered


def test_a_fix_leads_on_to_the_next_finding(page, paper):
    first, second = fingerprints(paper)
    answer = page.post(act("fix", paper, tab="error", near=30, rule="doubled-marks"))
    assert answer.url.startswith(f"{bare(paper)}?tab=error&rule=doubled-marks&at={second}")
    told = page.get(answer.url)
    assert shown(told) == ["。，"]
    assert "已改 1 处，原文件没有动。" in told.content.decode()
    assert (PaperFix.objects.get().after, page.post(f"{bare(paper)}findings/{first}/fix/").url) == (
        "，",
        f"{bare(paper)}?",
    )
    undone = page.post(reverse("proofreading:paper_undo", kwargs={"pk": paper.pk}))
    assert undone.url.startswith(f"{bare(paper)}?at={first}&near=")
    assert shown(page.get(desk(paper))) == ["，，", "。，"]


def test_a_waiver_with_a_reason_stands_apart_and_can_be_taken_back(page, draft):
    form = page.get(act("waive", draft), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    assert "为什么不是错误" in form
    address = act("waive", draft)
    assert page.post(address, {"reason": " "}).status_code == 422
    page.post(address, {"reason": "引用原文"})
    assert (shown(page.get(desk(draft))), Waiver.objects.get().section_key != "") == (["。，"], True)
    waived = page.get(desk(draft, tab="waived"))
    assert shown(waived) == ["，，"]
    assert "忽略：引用原文" in waived.content.decode()
    page.post(address.replace("/waive/", "/resume/"))
    assert shown(page.get(desk(draft))) == ["，，", "。，"]


def test_a_sentence_is_mended_by_hand(page, draft):
    address = act("mend", draft, number=1)
    text = page.get(address).content.decode()
    assert "各校开学。" in text
    assert "保存修改" in text
    before = page.get(address).context["form"].initial["before"]
    answer = page.post(address, {"before": before, "after": before})
    assert answer.status_code == 422
    assert "文字没有改动" in answer.content.decode()
    page.post(address, {"before": before, "after": "各校按时开学"})
    row = draft.section_texts.get(section__heading="义务教育")
    assert row.text is not None
    assert row.text.startswith("各校按时开学")


def test_what_is_given_waits_on_the_page_and_in_the_rail(page, client, draft, bureau):
    department = DepartmentFactory(bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    page.post(act("give", draft), {"to": f"d{department.pk}", "note": "请核对"})
    assert FindingAssignment.objects.get().note == "请核对"
    assert f"已交{department.name}" in page.get(desk(draft)).content.decode()
    client.force_login(clerk)
    listed = client.get(reverse("proofreading:papers")).content.decode()
    assert "交给我改的" in listed
    assert "请核对" in listed
    counts = client.get(reverse("orgs:rail_counts")).content.decode()
    assert re.search(r'id="rail-proofreading-papers" class="rail-count".*?</span>1<', counts)
    home = client.get("/").content.decode()
    assert "修改校核发现的 1 处问题" in home


def test_a_section_tells_its_own_findings_beside_the_editor(page, draft):
    row = draft.section_texts.get(section__heading="学前教育")
    address = reverse("proofreading:section_findings", kwargs={"pk": draft.pk, "section_pk": row.pk})
    part = page.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "“，，”" in part
    assert "“。，”" not in part
    assert "其他章节还有" in part
    assert "<html" in page.get(address).content.decode()
    edit = page.get(reverse("drafts:section_edit", kwargs={"pk": draft.pk, "section_pk": row.pk}))
    assert f'hx-get="{address}"' in edit.content.decode()
    assert f'href="{bare(draft)}"' in edit.content.decode()


def test_the_list_for_printing_holds_everything_with_its_reason(page, draft):
    page.post(act("waive", draft), {"reason": "引用原文"})
    address = reverse("proofreading:listing", kwargs=place(draft))
    text = page.get(address).content.decode()
    assert text.count("·标点重复") == 2
    assert "忽略的理由" in text


def test_the_list_for_printing_tells_what_was_changed(page, paper):
    address = reverse("proofreading:listing", kwargs=place(paper))
    assert "建议：只留“，”" in page.get(address).content.decode()
    page.post(act("fix", paper))
    text = page.get(address).content.decode()
    assert "已修改　1 处" in text
    assert "“，，”改为“，”" in text
    assert "data-print" in text


def test_papers_are_listed_with_what_was_found_when_they_were_last_looked_through(page, paper):
    address = reverse("proofreading:papers")
    assert "打开时核对" in page.get(address).content.decode()
    page.get(bare(paper))
    paper.refresh_from_db()
    assert (paper.counts["error"], paper.counts["waived"]) == (2, 0)
    assert "必错 2" in page.get(address).content.decode()


def test_the_line_of_the_worklist_leads_to_the_finding_that_was_given(page, client, paper, bureau):
    department = DepartmentFactory(bureau=bureau)
    clerk = member(bureau, Role.CONTRIBUTOR, department)
    page.post(act("give", paper, number=1), {"to": f"d{department.pk}"})
    client.force_login(clerk)
    address = f"{bare(paper)}?at={fingerprints(paper)[1]}"
    assert f'href="{address}"' in client.get("/").content.decode()
    text = client.get(address).content.decode()
    opened = re.findall(r'data-find="(\d+)" open', text)
    assert opened == re.findall(r'data-hit="(\d+)"[^>]*>。，<', text)
    assert [text.count(words) for words in ("find-fix", "不是错误…", "交给…", "删去这份文件")] == [1, 0, 0, 0]


def test_who_may_not_settle_is_shown_no_buttons_for_it(client, bureau, draft):
    client.force_login(member(bureau, Role.DIRECTOR))
    text = client.get(desk(draft)).content.decode()
    assert "依据：" in text
    assert "不是错误…" not in text
    assert "find-fix" not in text


def test_one_sees_ones_own_papers_and_the_office_all(client, bureau, editor, paper):
    clerk = member(bureau, Role.CONTRIBUTOR, DepartmentFactory(bureau=bureau))
    own = CheckedPaperFactory(bureau=bureau, uploaded_by=clerk, name="自己的.txt")
    elsewhere = CheckedPaperFactory()
    seen = {who: list(CheckedPaper.objects.visible_to(who)) for who in (clerk, editor)}
    assert seen == {clerk: [own], editor: [own, paper]}
    assert elsewhere not in seen[editor]


def test_pages_take_the_same_queries_for_one_and_for_three(page, bureau, editor, draft, paper):
    def one_more():
        more = CheckedPaperFactory(bureau=bureau, uploaded_by=editor)
        FindingAssignmentFactory(paper=more, person=editor)
        FindingAssignmentFactory(paper=paper, person=editor)
        WaiverFactory(paper=paper)
        started_draft(bureau=bureau, year=2020 - CheckedPaper.objects.count())

    addresses = [reverse("proofreading:papers"), desk(draft), desk(paper), "/"]
    one_more()
    with_one = [queries_of(lambda at=at: page.get(at)) for at in addresses]
    one_more()
    one_more()
    assert [queries_of(lambda at=at: page.get(at)) for at in addresses] == with_one


def test_of_a_very_long_paper_the_findings_come_page_by_page_with_the_words_around(page, bureau, editor):
    line = "各校开学平稳有序，，学生到校。" + "全县学校秩序良好。" * 40
    paper = CheckedPaperFactory(bureau=bureau, uploaded_by=editor, text="\n".join([line] * 300))
    first = page.get(desk(paper))
    assert len(shown(first)) == 200
    text = first.content.decode()
    assert "第 1—200 处，共 300 处" in text
    assert text.count('<p class="paper-text"') < 260
    second = page.get(first.context["desk"].after_url)
    assert (len(shown(second)), second.context["desk"].after_url) == (100, "")
    assert "第 201—300 处" in second.content.decode()
    led = page.get(desk(paper, at=fingerprints(paper)[0], near=len(line) * 250))
    assert "第 201—300 处" in led.content.decode()
