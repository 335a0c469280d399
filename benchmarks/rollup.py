"""How long bringing a city's figures together takes: 12 counties, 2,000 schools, 150 metrics, 5 years.

`make bench` runs it on SQLite and on PostgreSQL (DATABASE_URL). A tenth of the city comes first, for the
question whether it is linear. Every step is a process of its own, so that memory is told truly; times are
those of the clock, database included.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

TENTH, WHOLE = {"counties": 12, "schools": 200}, {"counties": 12, "schools": 2000}
LONGEST = {"sqlite": 30.0, "postgresql": 10.0}
MOST_TIMES, MOST_MEGABYTES, MOST_QUERIES, LONGEST_PAGE = 12.0, 400.0, 15, 1.0
TURNS = 3
KILOBYTES = 1024


class Bar(NamedTuple):
    """What was promised, and whether it holds."""

    promise: str
    measured: str
    holds: bool


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="edusum-bench-") as folder:
        os.environ["EDUSUM_DATA_DIR"] = folder
        _step("migrate")
        tenth = _city(TENTH, "乙市")
        whole = _city(WHOLE, "甲市")
        page = _step("page", str(whole["bureau"]))
    vendor = whole["vendor"]
    times = whole["seconds"] / tenth["seconds"]
    bars = [
        Bar(
            f"{vendor}: {whole['values']} values brought together in {LONGEST[vendor]:.0f} s",
            f"{whole['seconds']:.1f} s",
            whole["seconds"] <= LONGEST[vendor],
        ),
        Bar(
            f"{vendor}: ten times the values in {MOST_TIMES:.0f} × the time",
            f"{times:.1f} ×",
            times <= MOST_TIMES,
        ),
        Bar(
            f"{vendor}: in {MOST_MEGABYTES:.0f} MB",
            f"{whole['megabytes']:.0f} MB",
            whole["megabytes"] <= MOST_MEGABYTES,
        ),
        Bar(
            f"{vendor}: the sheet in {MOST_QUERIES} queries",
            str(page["queries"]),
            page["queries"] <= MOST_QUERIES,
        ),
        Bar(
            f"{vendor}: the sheet in {LONGEST_PAGE:.0f} s",
            f"{page['seconds']:.2f} s",
            page["seconds"] <= LONGEST_PAGE,
        ),
    ]
    for bar in bars:
        sys.stdout.write(f"{'holds' if bar.holds else 'FAILS':<7}{bar.promise}: {bar.measured}\n")
    if not all(bar.holds for bar in bars):
        sys.exit("A bar does not hold.")


def _city(size: dict[str, int], name: str) -> dict[str, Any]:
    built = _step("build", json.dumps(size), name)
    measured = [_step("recompute", str(built["bureau"])) for _ in range(TURNS)]
    times = ", ".join(f"{row['seconds']:.1f} s" for row in measured)
    sys.stdout.write(f"{name}: {built['values']} values, {times}\n")
    sys.stdout.flush()
    return {
        **built,
        "seconds": min(row["seconds"] for row in measured),
        "megabytes": max(row["megabytes"] for row in measured),
    }


def _step(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.rollup", *arguments]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- ourselves
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


# Each step, in a process of its own


def migrate() -> dict[str, Any]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return {}


def build(size: str, name: str) -> dict[str, Any]:
    from django.db import connection

    from tests.metrics.big_data import Size, build_city

    wanted = Size(**json.loads(size))
    city = build_city(wanted, name=name)
    return {"bureau": city.bureau.pk, "values": wanted.values, "vendor": connection.vendor}


def recompute(bureau: str) -> dict[str, Any]:
    from edusum.metrics.models import RollUp
    from edusum.metrics.rollups.running import carry_on

    rollup = RollUp.objects.create(bureau_id=int(bureau), year=2025)
    started = time.perf_counter()
    carry_on(rollup.pk)
    seconds = time.perf_counter() - started
    rollup.refresh_from_db()
    if rollup.state != "done":
        sys.exit(rollup.problem)
    return {"seconds": seconds, "megabytes": _peak()}


def page(bureau: str) -> dict[str, Any]:
    """The worst of the sheets, all metrics: that of the city and of a county as their offices see them, and
    that of a school as its own editor sees it and as the county's office does."""
    from django.conf import settings

    from edusum.orgs.enums import Role
    from edusum.orgs.models import Bureau
    from tests.factories import member

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    city = Bureau.objects.get(pk=int(bureau))
    county = Bureau.objects.filter(parent=city).order_by("pk").first()
    school = Bureau.objects.filter(parent=county).order_by("pk").first()
    editors = {unit: member(unit, Role.EDITOR, username=f"bench{unit.pk}") for unit in (city, county, school)}
    sheets = [(editor, "") for editor in editors.values()] + [(editors[county], f"&unit={school.pk}")]
    measured = [_sheet(editor, more) for editor, more in sheets]
    return {
        "queries": max(queries for queries, _ in measured),
        "seconds": max(seconds for _, seconds in measured),
        "measured": measured,
    }


def _sheet(editor: Any, more: str) -> tuple[int, float]:
    """How many queries it takes, and the shortest time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client()
    client.force_login(editor)
    address = reverse("metrics:metric_sheet", args=[2025]) + f"?scope=all{more}"
    seconds = []
    for _ in range(TURNS):
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            answer = client.get(address)
            seconds.append(time.perf_counter() - started)
        if answer.status_code != 200:
            sys.exit(f"The sheet answers {answer.status_code}.")
    return len(captured), min(seconds)


def _peak() -> float:
    match = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(match[1]) / KILOBYTES if match else 0.0


STEPS = {"migrate": migrate, "build": build, "recompute": recompute, "page": page}

if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edusum.config.settings")
        import django

        django.setup()
        sys.stdout.write(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])) + "\n")
