"""Background tasks by Redis: how it is asked for, and a task through a queue kept by a stand-in for Redis."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from edusum.config.env import read_environment
from tests.running import ROOT, environment

WITHOUT = """
import sys
sys.modules["django_tasks_rq"] = None
from edusum.config.env import read_environment
try:
    read_environment()
except Exception as error:
    print(error)
"""
THROUGH = """
import os
import fakeredis
import redis
redis.Redis = fakeredis.FakeRedis
os.environ["DJANGO_SETTINGS_MODULE"] = "edusum.config.settings"
import django
django.setup()
import django_rq
queue = django_rq.get_queue()
from django.db import transaction
from tests.tables import make_tables
make_tables()
from edusum.common.worker import _do_all
from edusum.metrics.models import RollUp
from edusum.metrics.rollups.starting import start_rollup
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, member
bureau = BureauFactory()
with transaction.atomic():
    start_rollup(bureau=bureau, year=2025, actor=member(bureau, Role.EDITOR))
    print(queue.count)
print(queue.count, _do_all([]), RollUp.objects.get().state)
print(_do_all([]))
"""


def test_another_address_than_that_of_redis_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="EDUSUM_TASKS_URL must look like redis://host:6379/0"):
        read_environment({"EDUSUM_DATA_DIR": str(tmp_path), "EDUSUM_TASKS_URL": "http://host"})


def test_without_the_packages_one_is_told_what_to_install(tmp_path):
    run = python(WITHOUT, tmp_path)
    assert run.stdout.strip() == "EDUSUM_TASKS_URL needs the extra packages: pip install django-tasks-rq."


def test_a_task_goes_through_redis_once_its_rows_are_stored(tmp_path):
    run = python(THROUGH, tmp_path)
    assert run.stdout.splitlines() == ["0", "1 True done", "False"], run.stderr


def python(program, data_dir):
    """Run the program in a process of its own, with that address of Redis."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(data_dir, EDUSUM_TASKS_URL="redis://127.0.0.1:6379/0"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
