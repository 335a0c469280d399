import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, BureauFactory, UserFactory, member

pytestmark = pytest.mark.django_db
HOME = reverse("dashboard:home")
SIGN_IN = reverse("accounts:sign_in")
CHANGE = reverse("accounts:password_change")
NEW = {"old_password": PASSWORD, "new_password1": "清晨的-远山-07", "new_password2": "清晨的-远山-07"}


def test_right_password_leads_to_the_page_asked_for(client):
    user = UserFactory()
    target = reverse("drafts:draft_list")
    response = client.post(f"{SIGN_IN}?next={target}", {"username": user.username, "password": PASSWORD})
    assert response.url == target


def test_signing_in_never_leads_to_another_site(client):
    user = UserFactory()
    sent = {"username": user.username, "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(SIGN_IN, sent).url == HOME


@pytest.mark.parametrize("changed", [{"password": "错的"}, {"username": "没有这个人"}])
def test_wrong_name_or_password_is_told_in_one_sentence(client, changed):
    user = UserFactory()
    response = client.post(SIGN_IN, {"username": user.username, "password": PASSWORD} | changed)
    assert response.context["form"].non_field_errors() == [
        "用户名或密码不对，或账户已停用。忘记了密码，请找本单位的模板管理员重置。"
    ]


def test_a_deactivated_account_cannot_sign_in(client):
    user = UserFactory(is_active=False)
    client.post(SIGN_IN, {"username": user.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_signing_in_changes_the_session_key(client):
    client.session.save()
    before = client.session.session_key
    client.post(SIGN_IN, {"username": UserFactory().username, "password": PASSWORD})
    assert client.session.session_key != before


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())
    statuses = [client.get(reverse("accounts:sign_out")).status_code, "_auth_user_id" in client.session]
    response = client.post(reverse("accounts:sign_out"))
    assert [*statuses, response.url, "_auth_user_id" in client.session] == [405, True, SIGN_IN, False]


def test_changing_the_password_keeps_the_session_and_ends_the_others(client):
    user = UserFactory(must_change_password=True)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(user)
    assert client.post(CHANGE, NEW).url == HOME
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(NEW["new_password1"])) == (False, True)
    assert [browser.get(CHANGE).status_code for browser in (client, elsewhere)] == [200, 302]


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"old_password": "错的"}, "old_password", "现在的密码不对，请重新输入。"),
        ({"new_password2": "别的-远山-07"}, "new_password2", "两次输入的新密码不一样，请重新输入。"),
        ({"new_password1": PASSWORD}, "new_password1", "新密码不能与现在的密码相同，请另取一个。"),
        ({"new_password1": "短"}, "new_password1", "新密码太短，至少要有 8 位。"),
        ({"new_password1": "password1"}, "new_password1", "新密码太常见，容易被猜到，请另取一个。"),
        ({"new_password1": "8302461975"}, "new_password1", "新密码不能全是数字，请加上字母、汉字或符号。"),
    ],
)
def test_a_refused_password_is_told_at_its_field(client, changed, field, sentence):
    client.force_login(UserFactory())
    response = client.post(CHANGE, NEW | changed)
    assert (response.status_code, sentence in response.context["form"].errors[field]) == (422, True)


def test_who_must_change_the_password_gets_no_further(client):
    client.force_login(member(BureauFactory(), "library_manager", must_change_password=True))
    pages = [HOME, reverse("orgs:account_list"), reverse("metrics:metric_current")]
    assert {client.get(page).url for page in pages} == {CHANGE}


def test_a_part_of_a_page_sends_the_whole_page_to_the_change_of_password(client):
    client.force_login(UserFactory(must_change_password=True))
    response = client.get(HOME, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (401, CHANGE)


def test_what_was_typed_before_the_password_had_to_be_changed_is_offered_again(client):
    client.force_login(UserFactory(must_change_password=True))
    response = client.post(reverse("drafts:draft_start"), {"text": "写了很久的话"})
    assert response.status_code == 403
    assert response.context["kept"].fields == (("text", "写了很久的话"),)
