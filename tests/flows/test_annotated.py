"""Findings as comments of a Word file; findings while one writes; a reason for errors that stay."""

import re

import pytest
from playwright.sync_api import expect

from tests.export.commented import comments_of
from tests.export.validators import audit_errors, sdk_errors
from tests.flows.conftest import arrived
from tests.flows.downloads import content_of, exported, fetched
from tests.flows.test_proofreading import drop, faulty_docx, opened

pytestmark = pytest.mark.flow


def test_a_mended_file_comes_back_with_comments_and_is_clean(signed_in, tmp_path):
    page = signed_in("juzhang")
    drop(page)
    opened(page, "有序，，").get_by_role("button", name="只留").click()
    expect(page.get_by_text("已改 1 处，原文件没有动。")).to_be_visible()
    file = fetched(page.get_by_role("link", name="导出改好的 Word（含修订和批注）"))
    assert file.suggested_filename == "工作总结（校核批注）.docx"
    before, after = tmp_path / "原件.docx", tmp_path / "批注.docx"
    before.write_bytes(faulty_docx())
    file.save_as(after)
    about = [comment.about for comment in comments_of(after.read_bytes())]
    assert "。，" in about
    assert "，，" not in about
    assert (audit_errors(after), sdk_errors([after])) == (audit_errors(before), {})


def test_a_finding_shows_while_one_writes_is_mended_and_errors_ask_for_a_reason(signed_in):
    page = signed_in("tonggao")
    page.goto("/drafts/")
    page.get_by_role("link", name=re.compile("2026年工作总结")).first.click()
    page.wait_for_url(re.compile(r"/drafts/\d+/"))
    page.locator('a[href*="/sections/"]').nth(3).click()
    page.locator(".cm-content").wait_for()
    arrived(page)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n各校开学平稳，，秩序良好。")
    spot = page.locator(".cm-spot.is-error", has_text="，，")
    expect(spot).to_be_visible()
    spot.click()
    box = page.get_by_role("dialog", name="这里要核对")
    expect(box.get_by_role("link", name="校核台里看")).to_be_visible()
    box.get_by_role("button", name="只留").click()
    expect(spot).to_have_count(0)
    expect(page.locator(".cm-content")).to_contain_text("各校开学平稳，秩序良好。")
    expect(page.locator("[data-typed-state]")).to_contain_text("已保存")

    page.goto(re.sub(r"sections/.*", "export/", page.url))
    page.get_by_label("现在就导出的原因").fill("先送领导审阅")
    file = exported(page.get_by_role("button", name="带着必错导出 Word"))
    assert content_of(file).startswith(b"PK")
    expect(page.locator("td", has_text="先送领导审阅").first).to_be_visible()
