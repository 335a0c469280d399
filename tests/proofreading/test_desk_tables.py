"""A sum in a table that does not fit: told of the cell, not of the paragraph above it."""

import io
import re

import pytest
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.export.annotations import annotated_paper, remarks_of
from edusum.export.services import remarks_from_json, remarks_to_json
from edusum.orgs.enums import Role
from edusum.proofreading.checking import check_paper
from edusum.proofreading.mending import sentence_of
from edusum.proofreading.receiving import Handed, receive_file
from tests.document.readers.words import p, table, word_file
from tests.export.commented import comments_of
from tests.export.test_annotating import PROOFREADER
from tests.factories import BureauFactory, member

pytestmark = pytest.mark.django_db
ABOVE = "各学段的学校数和在校生数如下。"
OTHER = ("学段|班级数", "小学|85", "初中|15", "合计|100")
ROWS = ("学段|学校数|在校生数", "幼儿园|40|8000", "小学|30|15000", "初中|12|7000", "合计|85|30000")


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def clerk(client):
    user = member(BureauFactory(full_name="示例区教育局"), Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def paper(clerk):
    above = p("示例区教育局2025年工作总结") + table(*OTHER) + p("一、学校布局") + p(ABOVE)
    data = word_file(above + table(*ROWS) + p("特此报告。"))
    handed = Handed(io.BytesIO(data), "总结.docx")
    return receive_file(bureau=clerk.memberships.get().bureau, handed=handed, actor=clerk)


def in_table(paper):
    [found] = [item for item in check_paper(paper).found if item.finding.rule == "table-sums"]
    return found


def page(client, name, paper, **asked):
    at = {"kind": "papers", "pk": paper.pk}
    return client.get(reverse(f"proofreading:{name}", kwargs=at, query=asked or None)).content.decode()


def test_the_cell_is_marked_in_the_paper_and_nothing_of_the_paragraph_above(client, paper):
    found = in_table(paper)
    text = page(client, "desk", paper, rule="table-sums")
    marked = re.findall(rf'data-hit="{found.number}"[^>]*>([^<]*)</a>', text)
    assert marked == ["85"]
    assert f'id="at-{found.number}">85</a></td>' in text
    assert "第 1 段后面的表，“学校数”一栏末行" in text


def test_the_list_quotes_the_row_and_does_not_offer_the_paragraph_for_mending(client, paper):
    found = in_table(paper)
    desk = page(client, "desk", paper, rule="table-sums")
    assert '<span class="find-quote">合计　85　30000</span>' in desk
    assert "手工修改" not in desk
    assert "表格里的数请在原文件里改，改好后再放进来核对。" in desk
    listing = page(client, "listing", paper)
    assert "<u>合计　85　30000</u>" in listing
    assert f"<u>{ABOVE}</u>" not in listing
    with pytest.raises(EdusumError, match="这一处在表格里"):
        sentence_of(check_paper(paper), found)


def test_the_comment_in_word_stands_at_the_cell(paper, clerk):
    done = annotated_paper(paper=paper, actor=clerk).content
    [comment] = [item for item in comments_of(done) if "一栏" in item.said[0]]
    assert comment.about == "85"


def test_a_kept_remark_still_knows_its_cell(paper):
    told = remarks_of(check_paper(paper))
    author, kept = remarks_from_json(remarks_to_json(PROOFREADER, told))
    assert (author, kept) == (PROOFREADER, told)
    assert [item.cell.column for item in kept if item.cell] == [1]
