"""A form sent after the session has ended loses nothing that was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from edusum.accounts.kept import KeptPost, is_own_path
from tests.factories import PASSWORD, BureauFactory, UserFactory, member

pytestmark = pytest.mark.django_db
AGAIN = reverse("accounts:sign_in_again")
TARGET = reverse("orgs:department_create") + "?from=list"
TYPED = {"name": "学前教育科", "position": "3", "text": "第一段。\r\n\r\n<b>第二段</b>", "many": ["一", "二"]}


@pytest.fixture
def manager():
    return member(BureauFactory(), "library_manager")


def hidden_fields(response, action):
    """The hidden fields of the form that goes to `action`, as a browser would send them."""
    form = next(form for form in html.fromstring(response.content).forms if form.action == action)
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\n", "\r\n"))
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def sign_in_again(client, page, user, password):
    return client.post(AGAIN, hidden_fields(page, AGAIN) | {"username": user.username, "password": password})


def test_nothing_typed_is_lost_through_wrong_and_right_password(client, manager):
    expired = client.post(TARGET, TYPED)
    wrong = sign_in_again(client, expired, manager, "错的")
    right = sign_in_again(client, wrong, manager, PASSWORD)
    assert [expired.status_code, wrong.status_code, right.status_code] == [401, 401, 200]
    assert hidden_fields(right, TARGET) == {
        "name": ["学前教育科"],
        "position": ["3"],
        "text": ["第一段。\r\n\r\n<b>第二段</b>"],
        "many": ["一", "二"],
    }


def test_the_kept_form_is_saved_where_it_was_going(client, manager):
    right = sign_in_again(client, client.post(TARGET, TYPED), manager, PASSWORD)
    client.post(TARGET, hidden_fields(right, TARGET))
    bureau = manager.memberships.get().bureau
    assert list(bureau.departments.values_list("name", "position")) == [("学前教育科", 3)]


def test_the_longest_text_is_shown(client):
    page = html.fromstring(client.post(TARGET, TYPED).content)
    assert page.get_element_by_id("kept-text").value.strip().splitlines() == ["第一段。", "", "<b>第二段</b>"]


def test_passwords_and_tokens_are_not_kept_and_files_are_named(client):
    sent = {"new_password1": "秘密", "csrfmiddlewaretoken": "x", "note": "话"}
    sent["attachment"] = SimpleUploadedFile("统计表.xlsx", b"PK")
    response = client.post(TARGET, sent)
    assert response.context["kept"] == KeptPost(TARGET, (("note", "话"),), ("统计表.xlsx",))
    assert "文件无法保留，保存后请重新选择：统计表.xlsx。" in response.content.decode()


def test_fields_of_the_form_may_be_called_like_those_of_signing_in(client, manager):
    target = reverse("orgs:account_create")
    expired = client.post(target, {"username": "wangwu", "name": "王五", "kept_path": "/x"})
    right = sign_in_again(client, expired, manager, PASSWORD)
    assert hidden_fields(right, target) == {"username": ["wangwu"], "name": ["王五"], "kept_path": ["/x"]}


@pytest.mark.parametrize(
    "path",
    ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "", "/no/such/page/"],
)
def test_a_path_that_is_not_a_page_of_this_site_is_refused(client, path):
    user = UserFactory()
    sent = {"kept_path": path, "kept.text": "话", "username": user.username, "password": PASSWORD}
    assert (is_own_path(path), client.post(AGAIN, sent).status_code) == (False, 400)
    assert "_auth_user_id" not in client.session


def test_signing_in_again_changes_the_session_key(client, manager):
    client.session.save()
    before = client.session.session_key
    sign_in_again(client, client.post(TARGET, TYPED), manager, PASSWORD)
    assert client.session.session_key != before


def test_a_forged_form_is_refused_before_anything_is_kept():
    client = Client(enforce_csrf_checks=True)
    statuses = [client.post(path, TYPED).status_code for path in (TARGET, AGAIN)]
    assert statuses == [403, 403]


def test_reading_a_closed_page_leads_to_signing_in(client):
    assert client.get(TARGET).url.startswith(reverse("accounts:sign_in"))


def test_htmx_is_told_to_show_the_kept_form_as_the_page(client):
    response = client.post(TARGET, TYPED, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (401, "body")


def test_htmx_is_sent_to_signing_in_and_back_to_its_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/drafts/7/"}
    response = client.get(reverse("drafts:draft_list"), headers=headers)
    assert response["HX-Redirect"] == f"{reverse('accounts:sign_in')}?next=%2Fdrafts%2F7%2F"


def test_who_signs_in_again_with_a_given_password_changes_it_first(client, manager):
    manager.must_change_password = True
    manager.save()
    right = sign_in_again(client, client.post(TARGET, TYPED), manager, PASSWORD)
    still_kept = client.post(TARGET, hidden_fields(right, TARGET))
    assert (still_kept.status_code, still_kept.context["kept"].longest) == (403, TYPED["text"])


def test_a_stale_page_of_this_site_offers_its_text_again(settings, manager):
    settings.CSRF_FAILURE_VIEW = "edusum.accounts.views.csrf_failure"
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    response = client.post(TARGET, TYPED, headers={"Origin": "http://testserver"})
    assert (response.status_code, response.context["kept"].longest) == (403, TYPED["text"])


@pytest.mark.parametrize("origin", [{"Origin": "https://example.org"}, {"Origin": "null"}, {}])
def test_a_form_of_another_site_is_not_offered_again(settings, manager, origin):
    settings.CSRF_FAILURE_VIEW = "edusum.accounts.views.csrf_failure"
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    response = client.post(TARGET, TYPED, headers=origin)
    assert (response.status_code, TYPED["name"] in response.content.decode()) == (403, False)
