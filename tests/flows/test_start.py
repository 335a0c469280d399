"""What `make run` promises whoever starts the site."""

import re
import socket
import sqlite3
import subprocess
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.flows.conftest import GUNICORN, OFFICE, taken_from
from tests.running import ROOT, environment, manage

pytestmark = pytest.mark.flow


def test_the_first_start_tells_the_accounts_of_all_roles_and_their_password_once(site):
    roles = re.findall(r"^  (\S+?)　", site.told, re.MULTILINE)
    assert set(roles) == {"填报人", "科室负责人", "统稿人", "分管领导", "局长", "模板管理员"}
    assert site.told.count("密码") == 1
    assert len(site.password) >= 12


@pytest.mark.proof
def test_a_second_start_says_nothing_and_changes_nothing(prepared, tmp_path):
    taken_from(prepared, tmp_path)
    before = contents(tmp_path)
    again = manage("prepare", data_dir=tmp_path)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert contents(tmp_path) == before


def contents(data_dir) -> list[str]:
    with sqlite3.connect(data_dir / "edusum.sqlite3") as database:
        return list(database.iterdump())


def test_assets_are_named_after_their_content_and_kept_by_the_browser_for_good(site):
    page = urlopen(f"{site.url}/accounts/sign-in/").read().decode()
    address = re.search(r"/static/css/edusum\.[0-9a-f]{12}\.css", page)[0]
    assert "immutable" in urlopen(site.url + address).headers["Cache-Control"]


def test_a_page_that_is_not_there_tells_nothing_of_the_inside(site):
    with pytest.raises(HTTPError) as answer:
        urlopen(f"{site.url}/not-there/")
    told = answer.value.read().decode()
    assert (answer.value.code, "urlpatterns" in told, "DEBUG" in told) == (404, False, False)


def test_a_port_in_use_is_told_in_one_sentence(site):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = start(f"127.0.0.1:{port}", site.data_dir)
    assert refused.returncode == 1
    assert re.fullmatch(
        rf"无法使用 127\.0\.0\.1 的 {port} 端口（.+），可能已被占用。"
        rf"请停止占用它的程序，或换一个端口：make run PORT={port + 1}\n",
        refused.stderr,
    )


def test_other_computers_are_let_in_only_when_the_address_they_use_is_named(site):
    refused = start("0.0.0.0:0", site.data_dir)
    assert (refused.returncode, refused.stderr) == (
        1,
        "HOST=0.0.0.0 会让其他电脑访问本系统，请同时写明浏览器里所用的地址，"
        "例如：make run HOST=0.0.0.0 EDUSUM_ALLOWED_HOSTS=10.0.0.8\n",
    )


def start(address: str, data_dir) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*GUNICORN, address],
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        check=False,
        timeout=OFFICE,
    )
