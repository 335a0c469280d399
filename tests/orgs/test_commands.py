import re

import pytest
from django.core.management import CommandError, call_command

from edusum.accounts.models import User
from edusum.orgs.models import Bureau

pytestmark = pytest.mark.django_db
OPTIONS = {"short": "区教育局", "local": "我区", "whole": "全区", "username": "admin", "name": "张三"}


def test_start_bureau_prints_the_manager_s_password_once(capsys):
    call_command("start_bureau", "示例区教育局", kind="county", **OPTIONS)
    password = re.search(r"密码 (\S+)", capsys.readouterr().out)[1]
    assert User.objects.get(username="admin").check_password(password)
    assert list(Bureau.objects.values_list("full_name", "kind")) == [("示例区教育局", "county")]


def test_start_bureau_refuses_a_name_in_use_in_one_sentence():
    call_command("start_bureau", "示例区教育局", **OPTIONS)
    with pytest.raises(CommandError) as refused:
        call_command("start_bureau", "示例区教育局", **OPTIONS | {"username": "other"})
    assert (str(refused.value), refused.value.returncode, User.objects.count()) == (
        "具有 单位全称 的 单位 已存在。",
        1,
        1,
    )
