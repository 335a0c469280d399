"""Signing in again without leaving a page, and what scripts are told when they can't save."""

import pytest
from django.test import Client
from django.urls import reverse

from edusum.orgs.enums import Role
from tests.factories import BureauFactory, UserFactory, member, started_draft
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def user():
    return member(BureauFactory(), Role.EDITOR, username="zhangsan", name="张三")


def sign_in(client, user, password=PASSWORD, page_of=None):
    """As from a page that was opened by `page_of`, by default the same person."""
    fields = {"username": user.username, "password": password, "user": (page_of or user).pk}
    return client.post(reverse("accounts:sign_in_here"), fields, headers=JSON)


def test_the_same_person_signs_in_again_and_gets_a_token(client, user):
    answer = sign_in(client, user)
    told = answer.json()
    assert (answer.status_code, told["user"], told["name"]) == (200, user.pk, "张三")
    assert client.get(reverse("accounts:session")).json()["user"] == user.pk


def test_a_wrong_password_is_told_in_words(client, user):
    answer = sign_in(client, user, password="记错的")
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "kind": "wrong",
            "words": "用户名或密码不对，或账户已停用。忘记了密码，请找本单位的模板管理员重置。",
        },
    )


def test_another_person_does_not_take_over_the_page(client, user):
    answer = sign_in(client, UserFactory(), page_of=user)
    assert (answer.status_code, answer.json()["kind"]) == (422, "other_user")
    assert client.get(reverse("accounts:session")).json()["user"] is None


def test_the_token_told_is_one_that_works(user):
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(reverse("accounts:session")).json()["token"]
    fields = {"username": user.username, "password": PASSWORD, "user": user.pk}
    url = reverse("accounts:sign_in_here")
    assert strict.post(url, fields, headers=JSON | {"X-CSRFToken": token}).status_code == 200
    assert strict.post(url, fields, headers=JSON | {"X-CSRFToken": token}).json()["kind"] == "stale_token"


def test_a_script_is_told_that_the_session_has_ended(client):
    draft = started_draft()
    url = reverse("drafts:section_autosave", args=[draft.pk, draft.section_texts.get().pk])
    for answer in (client.post(url, headers=JSON), client.get(reverse("dashboard:home"), headers=JSON)):
        assert (answer.status_code, answer.json()["kind"]) == (401, "signed_out")
        assert answer["Cache-Control"] == "no-store"


def test_a_script_is_told_that_the_password_must_be_changed_first(client, user):
    user.must_change_password = True
    user.save()
    client.force_login(user)
    answer = client.get(reverse("dashboard:home"), headers=JSON)
    assert (answer.status_code, answer.json()["kind"]) == (403, "password")


def test_a_page_of_another_person_saves_nothing_under_this_name(client, user):
    draft = started_draft()
    client.force_login(member(draft.bureau, Role.EDITOR))
    row = draft.section_texts.get()
    names = ("section_autosave", "section_settle", "section_merge", "section_presence")
    urls = [reverse(f"drafts:{name}", args=[draft.pk, row.pk]) for name in names]
    for url in [*urls, reverse("metrics:figures_save", args=[2025])]:
        answer = client.post(url, {"text": "别人的话。"}, headers=JSON | {"Edusum-User": str(user.pk)})
        assert (answer.status_code, answer.json()["kind"]) == (403, "other_user")
    row.refresh_from_db()
    assert (row.text, row.revision_number) == (None, 0)


def test_the_person_of_a_page_comes_back_over_another_who_signed_in_meanwhile(client, user):
    client.force_login(member(BureauFactory(), Role.EDITOR))
    fields = {"username": user.username, "password": PASSWORD, "user": user.pk}
    headers = JSON | {"Edusum-User": str(user.pk)}
    assert client.post(reverse("accounts:sign_in_here"), fields, headers=headers).status_code == 200
    assert client.get(reverse("accounts:session")).json()["user"] == user.pk
