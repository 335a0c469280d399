"""Files that a page gives out, and the reason that it asks for while 必错 are open."""

from pathlib import Path

from playwright.sync_api import Download, Locator, Page

from tests.flows.conftest import OFFICE


def give_a_reason(page: Page) -> None:
    page.get_by_role("heading", level=1, name="导出：").wait_for()
    page.wait_for_load_state("load")  # the form stands below the heading
    field = page.get_by_label("现在就导出的原因")
    if field.count():
        field.fill("先送领导审阅")


def fetched(button: Locator) -> Download:
    """What comes at a press; the page stays, so nothing else is waited for."""
    page = button.page
    with page.expect_download(timeout=OFFICE * 1000) as told:
        button.click(no_wait_after=True)
    return told.value


def exported(button: Locator) -> Download:
    """The file of a draft; its page is then shown anew with the list of exports."""
    page = button.page
    page.wait_for_load_state("load")
    with page.expect_event("load", timeout=OFFICE * 1000):
        return fetched(button)


def content_of(file: Download) -> bytes:
    return Path(file.path()).read_bytes()
