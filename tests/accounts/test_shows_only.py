"""A view that saves nothing answers in its place when the session has ended: nothing needs to be kept."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from edusum.accounts.decorators import shows_only
from edusum.config import urls as site
from tests.factories import BureauFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
TYPED = {"text": "写了很久的话"}
HTMX = {"HX-Request": "true"}


@require_POST
@shows_only
def look(request):
    return HttpResponse("就是这样")


@shows_only
@require_POST
def look_marked_last(request):
    return HttpResponse("就是这样")


urlpatterns = [
    path("look/", look),
    path("look-marked-last/", look_marked_last),
    path("", include(site.urlpatterns)),
]


def told(response):
    """The status, and the one sentence of the answer up to its first stop."""
    return response.status_code, response.content.decode().split(">")[1].split("。")[0].strip()


@pytest.mark.parametrize("page", ["/look/", "/look-marked-last/"])
def test_htmx_is_told_in_place_that_the_session_ended(client, page):
    response = client.post(page, TYPED, headers=HTMX)
    assert told(response) == (401, "登录已过期，预览停了")
    assert ("HX-Retarget" in response, TYPED["text"] in response.content.decode()) == (False, False)


def test_without_htmx_the_text_is_kept_as_everywhere(client):
    assert client.post("/look/", TYPED).context["kept"].longest == TYPED["text"]


def test_who_must_change_the_password_is_told_in_place(client):
    client.force_login(member(BureauFactory(), "editor", must_change_password=True))
    response = client.post("/look/", TYPED, headers=HTMX)
    assert told(response) == (401, "您的密码是他人代设的，须先修改，预览停了")


def test_a_stale_page_is_told_in_place():
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(BureauFactory(), "editor"))
    response = client.post("/look/", TYPED, headers=HTMX)
    assert told(response) == (401, "您重新登录过，本页已过期，预览停了")


def test_who_is_signed_in_sees_it(client):
    client.force_login(member(BureauFactory(), "editor"))
    assert client.post("/look/", TYPED, headers=HTMX).content.decode() == "就是这样"
