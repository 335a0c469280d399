"""A real server with the demo, and a real Chromium: `page = signed_in("username")`."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.running import ROOT, environment, manage

PATIENCE = 20
LONG = ["test_two_windows", "test_keyboard", "test_accessible", "test_main_job", "test_batch"]
TOLD = "told.txt"
SIGN_IN = "/accounts/sign-in/"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:edusum.config.gunicorn", "--bind"]
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True, slots=True)
class Site:
    """A running site; `told` is what its first start printed, with the accounts and their one password."""

    url: str
    data_dir: Path
    told: str

    @property
    def password(self) -> str:
        return re.search(r"密码都是 (\S+?)（", self.told)[1]

    @property
    def draft_id(self) -> int:
        return int(re.search(r"^draft (\d+)$", self.told, re.MULTILINE)[1])


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the first `make run` leaves it, beside what that told: made once for all processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if "PYTEST_XDIST_WORKER" not in os.environ else base.parent) / "prepared"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / TOLD).exists():
            run = manage("prepare", data_dir=folder / "data")
            assert run.returncode == 0, run.stderr
            (folder / TOLD).write_text(run.stdout)
    return folder


def taken_from(prepared: Path, data_dir: Path) -> str:
    """Fill the folder of a site of one's own; what its first start told."""
    shutil.copytree(prepared / "data", data_dir, dirs_exist_ok=True)
    return (prepared / TOLD).read_text()


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `make run` serves it, on a free port of this machine, over a data folder of its own."""
    data_dir = tmp_path_factory.mktemp("site")
    told = taken_from(prepared, data_dir)
    port = free_port()
    with (data_dir / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*GUNICORN, f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment(data_dir),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, server, data_dir / "server.log")
        yield Site(url=f"http://127.0.0.1:{port}", data_dir=data_dir, told=told)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is not installed; `make test` says how.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(
    browser: Browser, site: Site, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Page]]:
    """Opens windows of people who know nothing of each other.

    At the end no script may have failed, nothing have been blocked by the site's own content policy, and
    nothing have been asked of another machine.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one() -> Page:
        context = browser.new_context(
            base_url=site.url, locale="zh-CN", viewport={"width": 1280, "height": 900}
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        listen(context, complaints)
        return context.new_page()

    yield open_one
    if request.node.stash.get(FAILED, False):
        photograph(contexts, tmp_path)
    for context in contexts:
        context.close()
    assert complaints == []


def listen(context: BrowserContext, complaints: list[str]) -> None:
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("console", lambda said: complaints.append(said.text) if is_blocked(said.text) else None)
    context.on("request", lambda asked: complaints.append(asked.url) if is_elsewhere(asked.url) else None)


def is_blocked(message: str) -> bool:
    return "Content Security Policy" in message


def is_elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


def photograph(contexts: list[BrowserContext], folder: Path) -> None:
    """Keep what the windows showed when the test failed, and say where."""
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        path = folder / f"window-{number}.png"
        page.screenshot(path=path, full_page=True)
        sys.stderr.write(f"{page.url} looked like {path}\n")


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], list[dict]]:
    """The cookies of those who have signed in before, by site and person."""
    return {}


@pytest.fixture
def signed_in(
    open_page: Callable[[], Page], site: Site, sessions: dict[tuple[str, str], list[dict]]
) -> Callable[[str], Page]:
    """Opens a window of that person, who gives the password unless a session lasts from before."""

    def sign_in(username: str) -> Page:
        page = open_page()
        page.context.add_cookies(sessions.get((site.url, username), []))
        page.goto("/")
        if SIGN_IN in page.url:
            enter(page, username, site.password)
            cookies = page.context.cookies()
            sessions[site.url, username] = [cookie for cookie in cookies if cookie["name"] == "sessionid"]
        return page

    return sign_in


def enter(page: Page, username: str, password: str) -> None:
    page.goto(SIGN_IN)
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: SIGN_IN not in url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: each is one process's, and none should be left over at the end."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
