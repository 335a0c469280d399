import pytest
from django.db.models.signals import pre_save
from django.urls import reverse
from lxml import html

from edusum.accounts.models import User
from edusum.orgs.enums import Role
from edusum.orgs.models import Department
from tests.factories import PASSWORD, BureauFactory, DepartmentFactory, member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NEW_ACCOUNT = {"username": "wangwu", "name": "王五", "bureau_roles": ["editor"]}


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau, client):
    user = member(bureau, Role.LIBRARY_MANAGER, name="张三")
    client.force_login(user)
    return user


def sentences(response):
    return [str(message) for message in response.context["messages"]]


def pages_of(account, department):
    """Method and address of every page of this app."""
    one = {
        name: reverse(f"orgs:account_{name}", args=[account.pk])
        for name in ("edit", "reset", "deactivate", "activate")
    }
    return [
        ("get", reverse("orgs:bureau_edit")),
        ("post", reverse("orgs:bureau_edit")),
        ("get", reverse("orgs:department_list")),
        ("get", reverse("orgs:department_create")),
        ("get", reverse("orgs:department_edit", args=[department.pk])),
        ("get", reverse("orgs:account_list")),
        ("get", reverse("orgs:account_create")),
        ("post", reverse("orgs:account_create")),
        ("get", one["edit"]),
        ("post", one["reset"]),
        ("post", one["deactivate"]),
        ("post", one["activate"]),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_other_roles_are_refused_everywhere(client, bureau, role):
    client.force_login(member(bureau, role))
    pages = pages_of(member(bureau, Role.EDITOR), DepartmentFactory(bureau=bureau))
    assert {getattr(client, method)(page).status_code for method, page in pages} == {403}


def test_who_has_no_role_is_told_what_to_do(client):
    client.force_login(User.objects.create_user("nobody", password=PASSWORD, name="无"))
    response = client.get(reverse("orgs:account_list"))
    assert response.status_code == 403
    assert "请把用户名告诉本单位的模板管理员" in response.content.decode()


def test_people_and_departments_of_another_bureau_are_not_there(client, manager):
    stranger, department = member(BureauFactory(), Role.EDITOR), DepartmentFactory()
    pages = [(method, page) for method, page in pages_of(stranger, department) if page[-2].isdigit()]
    others = [("post", reverse("orgs:account_reset", args=[stranger.pk]))]
    assert [getattr(client, method)(page).status_code for method, page in pages + others] == [404] * 3


def test_lists_show_only_the_own_bureau(client, bureau, manager):
    member(BureauFactory(), Role.EDITOR, name="外人")
    DepartmentFactory(name="外科室")
    DepartmentFactory(bureau=bureau, name="学前教育科")
    accounts = client.get(reverse("orgs:account_list")).context["page"].object_list
    departments = client.get(reverse("orgs:department_list")).context["departments"]
    assert [account.name for account in accounts] == ["张三"]
    assert [department.name for department in departments] == ["学前教育科"]


def test_account_list_takes_as_many_queries_for_three_as_for_one(client, bureau, manager):
    visit = lambda: client.get(reverse("orgs:account_list"))  # noqa: E731 -- read twice below
    one = queries_of(visit)
    for role in (Role.CONTRIBUTOR, Role.SECTION_HEAD):
        member(bureau, role)
    assert queries_of(visit) == one


def test_department_list_takes_as_many_queries_for_three_as_for_one(client, bureau, manager):
    visit = lambda: client.get(reverse("orgs:department_list"))  # noqa: E731 -- read twice below
    DepartmentFactory(bureau=bureau)
    one = queries_of(visit)
    for department in DepartmentFactory.create_batch(2, bureau=bureau):
        member(bureau, Role.CONTRIBUTOR, department)
    assert queries_of(visit) == one


def test_accounts_are_found_by_name_and_user_name(client, bureau, manager):
    member(bureau, Role.EDITOR, name="李四", username="lisi")
    member(bureau, Role.EDITOR, name="王五", username="wangwu")
    found = {
        words: [
            account.name
            for account in client.get(reverse("orgs:account_list"), {"q": words}).context["page"].object_list
        ]
        for words in ("李", "WANG", "没有")
    }
    assert found == {"李": ["李四"], "WANG": ["王五"], "没有": []}


@pytest.mark.parametrize(
    ("words", "read"), [("李\x00四", "李四"), ("\x00", ""), ("\x1b李\r\n", "李"), (" 李四 ", "李四")]
)
def test_what_nobody_can_type_is_left_out_of_a_search(client, bureau, manager, words, read):
    member(bureau, Role.EDITOR, name="李四")
    response = client.get(reverse("orgs:account_list"), {"q": words})
    assert (response.status_code, response.context["words"]) == (200, read)
    assert "李四" in [account.name for account in response.context["page"].object_list]


def test_accounts_stand_by_department_and_name_and_those_switched_off_at_the_end(client, bureau, manager):
    second, first = DepartmentFactory(bureau=bureau, position=2), DepartmentFactory(bureau=bureau, position=1)
    member(bureau, Role.CONTRIBUTOR, second, name="丁")
    member(bureau, Role.SECTION_HEAD, second, name="丙")
    both = member(bureau, Role.CONTRIBUTOR, second, name="乙")
    both.memberships.create(bureau=bureau, department=first, role=Role.CONTRIBUTOR)
    member(bureau, Role.CONTRIBUTOR, first, name="一", is_active=False)
    accounts = client.get(reverse("orgs:account_list")).context["page"].object_list
    assert [account.name for account in accounts] == ["张三", "乙", "丁", "丙", "一"]


def members_told(client):
    """Each department with what its cell of the list says about its people."""
    page = html.fromstring(client.get(reverse("orgs:department_list")).content)
    rows = page.findall(".//tbody/tr")
    return {
        row.find("th").text: " ".join(row.xpath("td[@data-label='成员']")[0].text_content().split())
        for row in rows
    }


def test_departments_name_their_active_people_once_and_say_when_there_is_nobody(client, bureau, manager):
    department = DepartmentFactory(bureau=bureau, name="学前教育科")
    both = member(bureau, Role.CONTRIBUTOR, department, name="李四")
    both.memberships.create(bureau=bureau, department=department, role=Role.SECTION_HEAD)
    member(bureau, Role.CONTRIBUTOR, DepartmentFactory(bureau=bureau, name="督导室"), is_active=False)
    DepartmentFactory(bureau=bureau, name="招生办", is_active=False)
    assert members_told(client) == {
        "学前教育科": "李四",
        "督导室": "还没有账户，它的章节由统稿人填写",
        "招生办": "还没有账户",
    }


def test_a_new_account_s_password_is_shown_once_and_works(client, manager):
    response = client.post(reverse("orgs:account_create"), NEW_ACCOUNT)
    password = html.fromstring(response.content).find_class("secret")[0].text_content()
    account = User.objects.get(username="wangwu")
    assert (account.check_password(password), account.must_change_password) == (True, True)
    assert "no-store" in response["Cache-Control"]
    assert password not in client.get(reverse("orgs:account_edit", args=[account.pk])).content.decode()


def test_a_user_name_in_use_is_told_at_its_field(client, manager):
    member(BureauFactory(), Role.EDITOR, username="WangWu")
    response = client.post(reverse("orgs:account_create"), NEW_ACCOUNT)
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"username": ["这个用户名已有人使用，请换一个。"]},
    )
    assert 'value="wangwu"' in response.content.decode()


def test_an_account_without_a_role_is_refused(client, manager):
    response = client.post(reverse("orgs:account_create"), NEW_ACCOUNT | {"bureau_roles": []})
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"bureau_roles": ["请至少选一个角色。不再使用的账户，请停用。"]},
    )


def test_that_a_role_is_needed_is_marked_at_the_roles(client, manager):
    page = html.fromstring(client.get(reverse("orgs:account_create")).content)
    marked = [mark.getparent().text_content().strip() for mark in page.find_class("asteriskField")]
    assert marked == ["用户名*", "姓名*", "角色*"]


def test_a_user_name_taken_at_the_last_moment_is_told_at_its_field(client, manager):
    def rival(instance, **_):
        if instance.username == "wangwu" and not User.objects.filter(username="wangwu").exists():
            User.objects.bulk_create([User(username="wangwu", name="另一位")])

    pre_save.connect(rival, sender=User)
    try:
        response = client.post(reverse("orgs:account_create"), NEW_ACCOUNT)
    finally:
        pre_save.disconnect(rival, sender=User)
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"username": ["这个用户名已有人使用，请换一个。"]},
    )


def test_departments_of_another_bureau_and_those_laid_off_cannot_be_chosen(client, bureau, manager):
    choices = [DepartmentFactory().pk, DepartmentFactory(bureau=bureau, is_active=False).pk]
    for choice in choices:
        response = client.post(reverse("orgs:account_create"), NEW_ACCOUNT | {"contributor_in": [choice]})
        assert list(response.context["form"].errors) == ["contributor_in"]


def test_roles_in_a_department_laid_off_can_be_kept(client, bureau, manager):
    department = DepartmentFactory(bureau=bureau, is_active=False)
    account = member(bureau, Role.CONTRIBUTOR, department, name="李四")
    page = reverse("orgs:account_edit", args=[account.pk])
    initial = client.get(page).context["form"].initial
    assert initial == {
        "name": "李四",
        "email": "",
        "bureau_roles": [],
        "contributor_in": [department.pk],
        "section_head_in": [],
    }
    assert client.post(page, initial).url == reverse("orgs:account_list")
    assert account.memberships.get().department == department


def test_the_last_manager_is_told_why_the_role_stays(client, bureau, manager):
    page = reverse("orgs:account_edit", args=[manager.pk])
    response = client.post(page, {"name": "张三", "bureau_roles": ["editor"]})
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["本单位至少要有一名在用的模板管理员，请先把这个角色交给别人。"],
    )


def test_a_reset_is_asked_about_first(client, bureau, manager):
    account = member(bureau, Role.EDITOR, name="李四")
    page = html.fromstring(client.get(reverse("orgs:account_edit", args=[account.pk])).content)
    asked = page.xpath(f"//form[@action='{reverse('orgs:account_reset', args=[account.pk])}']")
    assert [form.getparent().tag for form in asked] == ["details"]
    assert "李四现在的密码和已有的登录会立即失效" in asked[0].text_content()


def test_a_reset_password_is_shown_once(client, bureau, manager):
    account = member(bureau, Role.EDITOR)
    response = client.post(reverse("orgs:account_reset", args=[account.pk]))
    account.refresh_from_db()
    assert account.check_password(html.fromstring(response.content).find_class("secret")[0].text_content())


def test_switching_an_account_off_and_on(client, bureau, manager):
    account = member(bureau, Role.EDITOR, name="李四")
    said = []
    for step in ("deactivate", "activate"):
        response = client.post(reverse(f"orgs:account_{step}", args=[account.pk]), follow=True)
        said += sentences(response)
    assert said == [
        "李四的账户已停用，不能再登录；写过的内容都保留。",
        "李四的账户已启用，可以用原来的密码登录。",
    ]


def test_nobody_switches_themselves_off(client, manager):
    response = client.post(reverse("orgs:account_deactivate", args=[manager.pk]), follow=True)
    assert sentences(response) == ["不能停用自己的账户，请由另一名模板管理员操作。"]


def test_writing_steps_take_a_post(client, bureau, manager):
    account = member(bureau, Role.EDITOR)
    steps = ("reset", "deactivate", "activate")
    statuses = [client.get(reverse(f"orgs:account_{step}", args=[account.pk])).status_code for step in steps]
    assert statuses == [405, 405, 405]


def test_the_bureau_s_names_are_saved(client, bureau, manager):
    names = {"full_name": "示例市教育局", "short_name": "市局", "local_form": "我市", "whole_form": "全市"}
    response = client.post(reverse("orgs:bureau_edit"), names, follow=True)
    assert sentences(response) == [
        "单位名称已保存。还没有导出的初稿，标题、正文和落款会跟着变；已导出的文件不变。"
    ]
    bureau.refresh_from_db()
    assert {field: getattr(bureau, field) for field in names} == names


def test_a_bureau_s_name_in_use_is_told_at_its_field(client, manager):
    BureauFactory(full_name="示例市教育局")
    names = {"full_name": "示例市教育局", "short_name": "市局", "local_form": "我市", "whole_form": "全市"}
    response = client.post(reverse("orgs:bureau_edit"), names)
    assert response.context["form"].errors == {"full_name": ["已有同名的单位，请核对单位全称。"]}


def test_a_department_is_added_at_the_end_and_changed(client, bureau, manager):
    DepartmentFactory(bureau=bureau, position=1)
    create = reverse("orgs:department_create")
    assert client.get(create).context["form"].initial == {"position": 2}
    client.post(create, {"name": "督导室", "position": 2})
    department = Department.objects.get(name="督导室")
    client.post(reverse("orgs:department_edit", args=[department.pk]), {"name": "教育督导室", "position": 5})
    department.refresh_from_db()
    assert (department.name, department.position, department.is_active) == ("教育督导室", 5, False)


def test_a_department_s_name_in_use_is_told_at_its_field(client, bureau, manager):
    DepartmentFactory(bureau=bureau, name="督导室")
    response = client.post(reverse("orgs:department_create"), {"name": "督导室", "position": 2})
    assert response.context["form"].errors == {"name": ["本单位已有同名科室，请换一个名称。"]}


def test_markup_in_names_stays_text(client, bureau, manager):
    member(bureau, Role.EDITOR, name="<b>李四</b>")
    page = client.get(reverse("orgs:account_list")).content.decode()
    assert ("<b>李四</b>" in page, "&lt;b&gt;李四&lt;/b&gt;" in page) == (False, True)
