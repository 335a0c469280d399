"""Reminders by e-mail, against a real mail server on the loopback."""

import datetime as dt
import logging
import socket

import pytest
from django.utils import timezone

from edusum.config.mail import read_mail
from edusum.drafts.mailing import FRESH, mail_to_one, mail_unread
from edusum.drafts.models import Notice
from edusum.drafts.reminding import mark_read, notify
from edusum.orgs.enums import Role
from tests.drafts.smtp_server import mail_server
from tests.factories import BureauFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def clerk(bureau):
    return member(bureau, Role.EDITOR, name="沈书言", email="shen@edu.example")


@pytest.fixture
def by_mail(settings):
    """Call it with a port: from then on mail goes there."""

    def set_up(port):
        mail = read_mail(f"smtp://127.0.0.1:{port}/?from=edusum@edu.example")
        settings.EMAIL_IS_ON, settings.EMAIL_BACKEND = mail.is_on, mail.backend
        settings.EMAIL_HOST, settings.EMAIL_PORT = mail.host, mail.port
        settings.DEFAULT_FROM_EMAIL = mail.sender
        settings.SITE_URL = "https://edu.example"

    return set_up


def test_all_that_is_new_comes_in_one_mail(bureau, clerk, by_mail, django_capture_on_commit_callbacks):
    with mail_server() as server:
        by_mail(server.port)
        notify([clerk], bureau=bureau, key="one", words="今天到期：“甲”还没有交。", address="/drafts/1/")
        with django_capture_on_commit_callbacks(execute=True):
            notify([clerk], bureau=bureau, key="two", words="“乙”交给您填写。")
        assert mail_unread() == 0
    (mail,) = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "shen@edu.example",
        "edusum@edu.example",
        "教育总结：有 2 条新的提醒",
    )
    assert mail.get_content().replace("\r\n", "\n") == (
        "沈书言，您好：\n\n今天到期：“甲”还没有交。\nhttps://edu.example/drafts/1/\n\n“乙”交给您填写。\n\n"
        "这封邮件由系统自动发出，请不要回复。\n"
    )


def test_a_server_that_refuses_fails_nobodys_step_and_is_tried_again(
    bureau, clerk, by_mail, django_capture_on_commit_callbacks, caplog
):
    with mail_server(refuses=True) as server, caplog.at_level(logging.WARNING):
        by_mail(server.port)
        with django_capture_on_commit_callbacks(execute=True):
            assert notify([clerk], bureau=bureau, key="one", words="一。") == 1
    assert (Notice.objects.get().mailed_at, "failed" in caplog.text) == (None, True)
    with mail_server() as server:
        by_mail(server.port)
        assert mail_unread() == 1
    assert len(server.mails) == 1


def test_a_server_that_is_not_there_fails_nobodys_step(
    bureau, clerk, by_mail, django_capture_on_commit_callbacks
):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    by_mail(port)
    with django_capture_on_commit_callbacks(execute=True):
        notify([clerk], bureau=bureau, key="one", words="一。")
    assert Notice.objects.get().mailed_at is None


def test_what_is_read_old_or_for_nobody_with_an_address_is_not_mailed(bureau, clerk, by_mail):
    old, read = "old", "read"
    for key in (old, read):
        notify([clerk], bureau=bureau, key=key, words="一。")
    Notice.objects.filter(key=old).update(created_at=timezone.now() - FRESH - dt.timedelta(hours=1))
    mark_read(user=clerk, notice=Notice.objects.get(key=read).pk)
    notify([member(bureau, Role.EDITOR)], bureau=bureau, key="no address", words="一。")
    with mail_server() as server:
        by_mail(server.port)
        assert (mail_unread(), server.mails) == (0, [])


def test_what_another_worker_has_claimed_meanwhile_takes_nothing_from_the_rest(bureau, clerk, by_mail):
    for key in ("one", "two"):
        notify([clerk], bureau=bureau, key=key, words=f"{key}。")
    found = list(Notice.objects.order_by("pk").select_related("user"))
    Notice.objects.filter(key="one").update(mailed_at=timezone.now())
    with mail_server() as server:
        by_mail(server.port)
        assert (mail_to_one(found), mail_to_one(found)) == (True, False)
    assert ["two。" in mail.get_content() for mail in server.mails] == [True]
    assert "one" not in server.mails[0].get_content()


def test_without_a_mail_server_nothing_is_sent(bureau, clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        notify([clerk], bureau=bureau, key="one", words="一。")
    assert (callbacks, mail_unread(), Notice.objects.get().mailed_at) == ([], 0, None)
