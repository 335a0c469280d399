"""How long an autosave takes while fifty people write, against one who writes alone.

`make bench` prints the table. A real server with two workers, over an empty data folder; where DATABASE_URL
names a PostgreSQL, over that. Everybody saves a section of their own every three seconds, each time over what
the save before left, in a connection of its own. Times are those of the clock: waiting counts.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
EDITORS, EVERY, SECONDS, ALONE = 50, 3.0, 21.0, 60
BAR = 5.0
PATIENCE = 60
SCENE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from edusum.accounts.models import User
from edusum.drafts.models import SectionText
from edusum.drafts.services import mark_of, start_draft
from edusum.library.models import TemplateVersion
from edusum.orgs.enums import Role
from edusum.orgs.models import Membership

office = User.objects.get(username="tonggao")
bureau = office.memberships.get().bureau
version = TemplateVersion.objects.usable_by(bureau).get(report_template__code="annual-haicang")
rows = []
for year in range(2016, 2024):
    if len(rows) < {count}:
        rows += start_draft(bureau=bureau, year=year, version=version, actor=office).section_texts.all()
told = []
for number, row in enumerate(rows[:{count}]):
    user = User.objects.create(username=f"writer{{number}}", name=f"写稿人{{number}}")
    Membership.objects.create(user=user, bureau=bureau, role=Role.EDITOR)
    row.text, row.state, row.revision_number = "各项工作扎实推进，群众满意度稳步提高。" * 40, "writing", 1
    row.save()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    path = f"/drafts/{{row.draft_id}}/sections/{{row.pk}}/autosave/"
    told.append([path, session.session_key, row.text, mark_of(row.text)])
print("scene", json.dumps(told))
"""


@dataclass
class Writer:
    """One person with a section; `times` are seconds of the saves so far."""

    port: int
    path: str
    session: str
    text: str
    seen: str
    token: str = ""
    cookie: str = ""
    times: list[float] = field(default_factory=list)

    def open_page(self) -> None:
        """The token that a page carries."""
        answer, _ = self._ask("GET", "/accounts/session/", cookie=f"sessionid={self.session}")
        self.token = json.loads(answer)["token"]

    def save(self) -> None:
        self.text += "又写一句。"
        body = urlencode({"text": self.text, "seen": self.seen})
        cookie = f"sessionid={self.session}; csrftoken={self.cookie}"
        started = time.perf_counter()
        answer, status = self._ask("POST", self.path, cookie=cookie, body=body)
        self.times.append(time.perf_counter() - started)
        if status != http.client.OK:
            sys.exit(f"A save was refused: {status} {answer}")
        self.seen = json.loads(answer)["mark"]

    def _ask(self, method: str, path: str, *, cookie: str, body: str | None = None) -> tuple[str, int]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": cookie, "Accept": "application/json"}
        if body is not None:
            headers |= {"X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            for header in answer.headers.get_all("Set-Cookie") or ():
                if header.startswith("csrftoken="):
                    self.cookie = header.removeprefix("csrftoken=").partition(";")[0]
            return answer.read().decode(), answer.status
        finally:
            link.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="edusum-autosave-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("EDUSUM_")}
        environment["EDUSUM_DATA_DIR"] = folder
        _manage(environment, "prepare")
        told = _manage(environment, "shell", "-c", SCENE.format(count=EDITORS))
        scene = next(line for line in told.splitlines() if line.startswith("scene "))
        port = _free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", "python:edusum.config.gunicorn"]
        server = subprocess.Popen(  # noqa: S603 -- ourselves
            [*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(port)
            holds = _measured([Writer(port, *row) for row in json.loads(scene.removeprefix("scene "))])
        finally:
            server.terminate()
            server.wait(PATIENCE)
    if not holds:
        sys.exit("A bar does not hold.")


def _measured(writers: list[Writer]) -> bool:
    for writer in writers:
        writer.open_page()
        writer.save()
        writer.times.clear()
    first = writers[0]
    for _ in range(ALONE):
        first.save()
        time.sleep(0.05)
    alone = median(first.times)
    first.times.clear()
    threads = [threading.Thread(target=_write_on, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [seconds for writer in writers for seconds in writer.times]
    twentieths = quantiles(times, n=20)
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    sys.stdout.write(
        f"autosave on {database}: alone {alone * 1000:.1f} ms; {len(writers)} editors, {len(times)} saves: "
        f"median {median(times) * 1000:.1f} ms, p95 {twentieths[-1] * 1000:.1f} ms, "
        f"longest {max(times) * 1000:.1f} ms\n"
    )
    holds = twentieths[-1] <= BAR * alone
    promise = f"p95 of {len(writers)} editors at most {BAR:.0f} × the median of one"
    sys.stdout.write(f"{'holds' if holds else 'FAILS':<7}{promise}: {twentieths[-1] / alone:.2f} ×\n")
    return holds


def _write_on(writer: Writer) -> None:
    """Saves at each beat of one's own, which begins anywhere."""
    started = time.monotonic()
    beat = started + random.random() * EVERY  # noqa: S311 -- no secret
    while beat < started + SECONDS:
        time.sleep(max(0.0, beat - time.monotonic()))
        writer.save()
        beat += EVERY


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(  # noqa: S603 -- ourselves
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return run.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("The server did not start.")


if __name__ == "__main__":
    main()
