import sqlite3

import pytest

from tests.running import manage


@pytest.mark.parametrize(("https", "silenced"), [("0", 4), ("1", 2)])
def test_the_deployment_check_of_django_finds_nothing(tmp_path, https, silenced):
    checked = manage("check", "--deploy", data_dir=tmp_path, EDUSUM_HTTPS=https)
    assert checked.stdout == f"System check identified no issues ({silenced} silenced).\n"


def test_nonsense_in_the_environment_is_told_in_one_line(tmp_path):
    refused = manage("migrate", data_dir=tmp_path, EDUSUM_DEBUG="yes")
    assert (refused.returncode, refused.stderr) == (1, "EDUSUM_DEBUG must be 0 or 1, not 'yes'.\n")


def test_sqlite_keeps_a_write_ahead_log(tmp_path):
    manage("migrate", "accounts", "--verbosity", "0", data_dir=tmp_path)
    with sqlite3.connect(tmp_path / "edusum.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
