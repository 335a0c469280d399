import unicodedata
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Min, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.orgs import services
from edusum.orgs.context_processors import counted
from edusum.orgs.forms import AccountForm, BureauForm, DepartmentForm, RolesForm
from edusum.orgs.models import Bureau, Department, Membership
from edusum.orgs.permissions import Action, require

ACCOUNTS_PER_PAGE = 50


def rail_counts(request: HttpRequest) -> HttpResponse:
    """How many things wait, for the rail of a page that stands already."""
    return render(request, "orgs/_rail_counts.html", {"counts": counted(request.user)})


def bureau_edit(request: HttpRequest) -> HttpResponse:
    bureau = _managed_bureau(request)
    form = BureauForm(request.POST or None, instance=Bureau.objects.get(pk=bureau.pk))
    if _did(form, lambda: services.rename_bureau(bureau=bureau, names=form.names(), actor=request.user)):
        messages.success(
            request, "单位名称已保存。还没有导出的初稿，标题、正文和落款会跟着变；已导出的文件不变。"
        )
        return redirect("orgs:bureau_edit")
    return _page(request, "orgs/bureau_edit.html", form=form)


def department_list(request: HttpRequest) -> HttpResponse:
    bureau = _managed_bureau(request)
    departments = Department.objects.visible_to(request.user).filter(bureau=bureau)
    active = Prefetch("memberships", Membership.objects.of_active_people(), to_attr="active_memberships")
    return render(request, "orgs/department_list.html", {"departments": departments.prefetch_related(active)})


def department_create(request: HttpRequest) -> HttpResponse:
    bureau = _managed_bureau(request)
    next_position = bureau.departments.count() + 1
    form = DepartmentForm(request.POST or None, bureau=bureau, initial={"position": next_position})
    if _did(form, lambda: services.add_department(bureau=bureau, actor=request.user, **form.cleaned_data)):
        messages.success(request, f"科室“{form.cleaned_data['name']}”已添加。")
        return redirect("orgs:department_list")
    return _page(request, "orgs/department_create.html", form=form)


def department_edit(request: HttpRequest, pk: int) -> HttpResponse:
    bureau = _managed_bureau(request)
    department = get_object_or_404(Department.objects.visible_to(request.user), pk=pk, bureau=bureau)
    form = DepartmentForm(request.POST or None, bureau=bureau, instance=department)
    if _did(
        form,
        lambda: services.change_department(department=department, actor=request.user, **form.cleaned_data),
    ):
        messages.success(request, f"科室“{form.cleaned_data['name']}”已保存。")
        return redirect("orgs:department_list")
    return _page(request, "orgs/department_edit.html", form=form)


def account_list(request: HttpRequest) -> HttpResponse:
    bureau = _managed_bureau(request)
    words = _searchable(request.GET.get("q", ""))
    accounts = _accounts(request, bureau).filter(Q(name__icontains=words) | Q(username__icontains=words))
    page = Paginator(_with_roles(accounts, bureau), ACCOUNTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orgs/account_list.html", {"page": page, "words": words})


@never_cache
def account_create(request: HttpRequest) -> HttpResponse:
    bureau = _managed_bureau(request)
    form = AccountForm(request.POST or None, bureau=bureau)
    fresh = _did(
        form,
        lambda: services.create_account(
            bureau=bureau,
            username=form.cleaned_data["username"],
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            appointments=form.appointments(),
            actor=request.user,
        ),
    )
    if fresh:
        return render(request, "orgs/account_password.html", {"fresh": fresh, "is_new": True})
    return _page(request, "orgs/account_create.html", form=form)


def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    bureau = _managed_bureau(request)
    account = get_object_or_404(_accounts(request, bureau), pk=pk)
    form = RolesForm(request.POST or None, bureau=bureau, account=account)
    if _did(
        form,
        lambda: services.change_account(
            account=account,
            bureau=bureau,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            appointments=form.appointments(),
            actor=request.user,
        ),
    ):
        messages.success(request, f"{account.name}的账户已保存。")
        return redirect("orgs:account_list")
    return _page(request, "orgs/account_edit.html", form=form, account=account)


@never_cache
@require_POST
def account_reset(request: HttpRequest, pk: int) -> HttpResponse:
    bureau = _managed_bureau(request)
    account = get_object_or_404(_accounts(request, bureau), pk=pk)
    try:
        fresh = services.reset_password(account=account, bureau=bureau, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("orgs:account_edit", pk=pk)
    if account.pk == request.user.pk:
        messages.warning(request, "您重置了自己的密码，请用下面的新密码重新登录。")
    return render(request, "orgs/account_password.html", {"fresh": fresh, "is_new": False})


@require_POST
def account_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, services.deactivate_account, "{}的账户已停用，不能再登录；写过的内容都保留。")


@require_POST
def account_activate(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(request, pk, services.activate_account, "{}的账户已启用，可以用原来的密码登录。")


def _switch(request: HttpRequest, pk: int, service: Callable[..., User], sentence: str) -> HttpResponse:
    bureau = _managed_bureau(request)
    account = get_object_or_404(_accounts(request, bureau), pk=pk)
    try:
        service(account=account, bureau=bureau, actor=request.user)
    except EdusumError as error:
        messages.error(request, error.message)
        return redirect("orgs:account_edit", pk=pk)
    messages.success(request, sentence.format(account.name))
    return redirect("orgs:account_list")


def _managed_bureau(request: HttpRequest) -> Bureau:
    """The user's own bureau, if they may look after it; a 403 page otherwise."""
    bureau = services.home_bureau(request.user)
    require(request.user, Action.MANAGE_BUREAU, bureau=bureau)
    return bureau


def _accounts(request: HttpRequest, bureau: Bureau) -> QuerySet[User]:
    memberships = Membership.objects.visible_to(request.user).filter(bureau=bureau)
    return User.objects.filter(pk__in=memberships.values("user"))


def _with_roles(accounts: QuerySet[User], bureau: Bureau) -> QuerySet[User]:
    """By department and name, people of the whole bureau first and accounts switched off last."""
    roles = Prefetch("memberships", Membership.objects.in_bureau(bureau), to_attr="roles")
    here = Q(memberships__bureau=bureau)
    places = accounts.annotate(
        place=Min("memberships__department__position", filter=here),
        department=Min("memberships__department", filter=here),
    )
    in_order = places.order_by(
        "-is_active", F("place").asc(nulls_first=True), F("department").asc(nulls_first=True), "name", "pk"
    )
    return in_order.prefetch_related(roles)


def _searchable(words: str) -> str:
    """Without what nobody can type and a database may refuse, such as NUL."""
    return "".join(sign for sign in words if unicodedata.category(sign)[0] != "C").strip()


def _did(form: Any, service: Callable[[], Any]) -> Any:
    """What the service answered if the form was sent and sound; its refusal becomes the form's."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except (EdusumError, ValidationError) as error:
        _refuse(form, error)
        return None


def _refuse(form: Any, error: EdusumError | ValidationError) -> None:
    """Say what a service refused: at the fields it names, if the form has them."""
    if isinstance(error, EdusumError):
        form.add_error(None, error.message)
    elif set(getattr(error, "error_dict", [None])) <= set(form.fields):
        form.add_error(None, error)
    else:
        form.add_error(None, error.messages)


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, name, context, status=422 if context["form"].errors else 200)
