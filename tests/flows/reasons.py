"""The reason that the page before an export asks for while 必错 are open."""

from playwright.sync_api import Page


def give_a_reason(page: Page) -> None:
    page.get_by_role("heading", level=1, name="导出：").wait_for()
    field = page.get_by_label("现在就导出的原因")
    if field.count():
        field.fill("先送领导审阅")
