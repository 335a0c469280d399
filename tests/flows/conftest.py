"""A real server with the demo, and a real Chromium: `page = signed_in("username")`.

After a click that sends something or opens a page, wait for what only the answer shows (`expect`, `wait_for`,
`wait_for_url`) before you read, load anew or go elsewhere.
"""

import fcntl
import hashlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.running import ROOT, environment, manage

PATIENCE = 60
"""Seconds for what a page does."""
OFFICE = 180
"""Seconds for what LibreOffice or the task worker does, or a server that starts, on a busy machine."""
LONG = ["accessible", "two_windows", "keyboard", "phrase_editor", "batch", "main_job", "sheet", "editor"]
TOLD, SESSIONS = "told.txt", "sessions.txt"
INGREDIENTS = ("edusum", "fixtures", "static", "templates")
A_DAY = 24 * 3600
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


SIGN_EVERYBODY_IN = """
from django.test import Client
from edusum.accounts.models import User
for user in User.objects.all():
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(2 * 24 * 3600)
    session.save()
    print(user.username, client.cookies["sessionid"].value)
"""

expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True)
class Folder:
    """The data of a site; `told` is what its first start printed, with the accounts and their one password.

    `sessions` are the cookies of people who have signed in there: {username: cookie}.
    """

    data_dir: Path
    told: str
    sessions: dict[str, str]

    @property
    def password(self) -> str:
        return re.search(r"密码都是 (\S+?)（", self.told)[1]

    @property
    def draft_id(self) -> int:
        return int(re.search(r"^draft (\d+)$", self.told, re.MULTILINE)[1])


@dataclass(frozen=True)
class Site(Folder):
    """A running site."""

    url: str


@pytest.fixture(scope="session")
def prepared() -> Path:
    """A data folder as the first `make run` leaves it, beside what that told: made once for all processes.

    It is kept for the day: the next run takes it as long as nothing has changed that goes into it.
    """
    folder = Path(tempfile.gettempdir(), "edusum-flows", what_goes_into_it())
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / TOLD).exists():
            clear_away(folder)
            run = manage("prepare", data_dir=folder / "data")
            assert run.returncode == 0, run.stderr
            signed_in = manage("shell", "-v", "0", "-c", SIGN_EVERYBODY_IN, data_dir=folder / "data")
            assert signed_in.returncode == 0, signed_in.stderr
            (folder / SESSIONS).write_text(signed_in.stdout)
            (folder / TOLD).write_text(run.stdout)
    return folder


def clear_away(folder: Path) -> None:
    """What was left half done there, and what is kept beside it from before yesterday."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    for other in folder.parent.iterdir():
        if other.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(other, ignore_errors=True)


def what_goes_into_it() -> str:
    """A digest of the program, of what it loads and of the date."""
    digest = hashlib.sha256(f"{date.today()}".encode())
    files = [path for folder in INGREDIENTS for path in sorted((ROOT / folder).rglob("*"))]
    for path in [*files, ROOT / "requirements.txt"]:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def taken_from(prepared: Path, data_dir: Path) -> Folder:
    """Fill the folder of a site of one's own."""
    shutil.copytree(prepared / "data", data_dir, dirs_exist_ok=True)
    sessions = [line.split() for line in (prepared / SESSIONS).read_text().splitlines()]
    return Folder(data_dir, (prepared / TOLD).read_text(), dict(sessions))


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `make run` serves it, on a free port of this machine, over a data folder of its own."""
    data_dir = tmp_path_factory.mktemp("site")
    folder = taken_from(prepared, data_dir)
    port = free_port()
    server = serve(port, data_dir)
    try:
        yield Site(data_dir, folder.told, folder.sessions, url=f"http://127.0.0.1:{port}")
    finally:
        stop(server)


def serve(port: int, data_dir: Path) -> subprocess.Popen:
    """Start the server and its task worker in a group of their own; it has answered once."""
    log = data_dir / "server.log"
    with log.open("a") as file:
        server = subprocess.Popen(
            [*GUNICORN, f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment(data_dir),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_for(port, server, log)
    return server


def stop(server: subprocess.Popen) -> None:
    """In order; by force if a task takes too long: no other test waits for it."""
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    """The port is open before there is somebody to answer: the first page takes the longest."""
    deadline = time.monotonic() + OFFICE
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{SIGN_IN}", timeout=OFFICE):
            return
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, if installed without the frame of its window: the same pages for a third of the work."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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


def arrived(page: Page) -> None:
    """The page that was asked for is whole, and its scripts have begun."""
    page.wait_for_load_state("load")


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
        with suppress(Error):  # a page that hangs shows nothing
            page.screenshot(path=path, full_page=True)
            sys.stderr.write(f"{page.url} looked like {path}\n")


@pytest.fixture
def signed_in(open_page: Callable[[], Page], site: Site) -> Callable[[str], Page]:
    """Opens an empty window of that person, who has signed in before."""

    def sign_in(username: str) -> Page:
        page = open_page()
        cookie = {"name": "sessionid", "value": site.sessions[username], "url": site.url}
        page.context.add_cookies([cookie])
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
    names = [f"test_{name}" for name in LONG]
    items.sort(key=lambda item: names.index(item.path.stem) if item.path.stem in names else len(names))


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
