"""Many papers at once, with the worker that `make run` starts; it is killed once on the way."""

import io
import os
import re
import signal
import time
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from tests.flows.conftest import OFFICE
from tests.flows.downloads import content_of, exported, fetched, give_a_reason
from tests.flows.serving import running_alone
from tests.running import manage

pytestmark = [pytest.mark.flow, pytest.mark.proof]
KEEP_WHAT_IS_SAID = """
    new MutationObserver((changes) => {
        const said = changes.map((each) => each.target.textContent);
        sessionStorage.said = [sessionStorage.said, ...said].join();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
"""

START = """
from edusum.accounts.models import User
from edusum.drafts.services import start_draft
from edusum.library.models import TemplateVersion
editor = User.objects.get(username="tonggao")
bureau = editor.memberships.get().bureau
versions = TemplateVersion.objects.filter(state="published")
versions = versions.exclude(report_template__genre="department_summary")
for version in versions.filter(report_template__code__startswith="{code}"):
    for year in {years}:
        print("started", start_draft(bureau=bureau, year=year, version=version, actor=editor).pk)
"""


@pytest.fixture(scope="module")
def site(prepared, tmp_path_factory):
    """A site of this module's own: nobody else waits for its worker, which is stopped on the way."""
    yield from running_alone(prepared, tmp_path_factory)


def start_drafts(site, *, code: str, years: range) -> list[int]:
    """One for each year and each template whose code begins so; their numbers."""
    started = manage("shell", "-c", START.format(code=code, years=list(years)), data_dir=site.data_dir)
    assert started.returncode == 0, started.stderr
    return [int(number) for number in re.findall(r"^started (\d+)$", started.stdout, re.MULTILINE)]


def workers_of(site) -> list[int]:
    """The task workers that run over the site's data folder."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if is_worker(path, site)]


def is_worker(path: Path, site) -> bool:
    try:
        command, told = (path / "cmdline").read_bytes(), (path / "environ").read_bytes()
    except OSError:
        return False
    return b"task_worker" in command.split(b"\0") and str(site.data_dir).encode() in told


def wait_until(holds) -> None:
    deadline = time.monotonic() + OFFICE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def start_batch(page, drafts: list[int]) -> None:
    page.goto("/exports/batches/")
    for pk in drafts:
        page.locator(f"#draft-{pk}").check()
    page.get_by_text(f"已选 {len(drafts)} 份").wait_for()
    page.get_by_label("带着必错导出的原因").fill("先送审")
    page.get_by_role("button", name="导出选中的文稿").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/exports/batches/\d+/$"), timeout=OFFICE * 1000)


def take_zip(page) -> ZipFile:
    file = fetched(page.get_by_role("link", name="下载压缩包"))
    assert re.fullmatch(r"批量导出\d{8}-\d{4}\.zip", file.suggested_filename)
    return ZipFile(io.BytesIO(content_of(file)))


def test_three_papers_are_ticked_exported_in_the_background_and_opened(signed_in, site):
    years = range(2016, 2019)
    drafts = start_drafts(site, code="annual-haicang", years=years)
    page = signed_in("tonggao")
    start_batch(page, drafts)
    page.get_by_role("heading", name="导出完成，共 3 份").wait_for(timeout=OFFICE * 1000)
    archive = take_zip(page)
    papers = [f"示例区教育局/示例区教育局{year}年工作总结.docx" for year in reversed(years)]
    assert archive.namelist() == [*papers, "导出情况.txt"]
    for year, name in zip(reversed(years), papers, strict=True):
        opened = docx.Document(io.BytesIO(archive.read(name)))
        assert opened.core_properties.title == f"示例区教育局{year}年工作总结"


def test_a_pdf_comes_at_the_press_of_a_button_and_is_listed(signed_in, site):
    page = signed_in("tonggao")
    page.goto(f"/drafts/{site.draft_id}/export/")
    page.evaluate(KEEP_WHAT_IS_SAID)
    give_a_reason(page)
    file = exported(page.get_by_role("button", name="导出 PDF"))
    assert content_of(file).startswith(b"%PDF-")
    assert "正在转换 PDF" in page.evaluate("sessionStorage.said")
    page.locator("tr", has_text=".pdf").get_by_role("link").first.wait_for()


def test_a_worker_killed_in_the_middle_is_replaced_and_the_batch_finishes(signed_in, site):
    drafts = start_drafts(site, code="", years=range(2019, 2021))
    page = signed_in("tonggao")
    start_batch(page, drafts)
    wait_until(lambda: settled(page) > 0)
    [killed] = workers_of(site)
    os.kill(killed, signal.SIGSTOP)
    try:
        assert 0 < settled(page) < len(drafts)
    finally:
        os.kill(killed, signal.SIGKILL)
    page.get_by_role("heading", name=f"导出完成，共 {len(drafts)} 份").wait_for(timeout=2 * OFFICE * 1000)
    wait_until(lambda: len(workers_of(site)) == 1)
    assert workers_of(site) != [killed]
    assert len(take_zip(page).namelist()) == len(drafts) + 1


def settled(page) -> int:
    """How many papers the page tells are done, asked anew."""
    page.reload()
    return int(page.locator("progress").get_attribute("value"))
