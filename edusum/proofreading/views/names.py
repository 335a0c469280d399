"""名录: the names that stand in the bureau's papers by right."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.orgs.permissions import Action, can, require
from edusum.proofreading import name_lists, own_rules
from edusum.proofreading.access import proofreading_bureau
from edusum.proofreading.enums import NameOf
from edusum.proofreading.forms import NameForm, PasteForm
from edusum.proofreading.models import NameEntry


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """All of them (GET); one more (POST)."""
    if request.method != "POST":
        return _list(request)
    bureau = proofreading_bureau(request.user)
    require(request.user, Action.SET_RULES, bureau=bureau)
    form = NameForm(request.POST, instance=NameEntry(bureau=bureau))
    if _saved(request, form):
        messages.success(request, f"已加入“{form.instance.name}”。")
        return redirect("proofreading:names")
    return _list(request, form=form)


@require_POST
def names_paste(request: HttpRequest) -> HttpResponse:
    """Many from a list."""
    bureau = proofreading_bureau(request.user)
    require(request.user, Action.SET_RULES, bureau=bureau)
    form = PasteForm(request.POST)
    if form.is_valid():
        try:
            told = name_lists.read_pasted(form.cleaned_data["text"], kind=form.cleaned_data["kind"])
        except EdusumError as error:
            form.add_error("text", error.message)
        else:
            new = own_rules.add_names(bureau=bureau, names=told, actor=cast("User", request.user))
            rest = len(told) - len(new)
            known = f"另有 {rest} 个名录里已有。" if rest else ""
            kinds = f"：{name_lists.told_kinds(new)}" if new else ""
            messages.success(request, f"已加入 {len(new)} 个名称{kinds}。{known}")
            return redirect(f"{reverse('proofreading:names')}{f'?new={len(new)}' if new else ''}")
    return _list(request, pasting=form)


@require_http_methods(["GET", "HEAD", "POST"])
def name_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    form = NameForm(request.POST if request.method == "POST" else None, instance=entry)
    if request.method == "POST" and _saved(request, form):
        messages.success(request, f"“{entry.name}”已保存。")
        return redirect("proofreading:names")
    name = NameEntry.objects.values_list("name", flat=True).get(pk=pk)
    context = {"form": form, "entry": entry, "name": name}
    return render(request, "proofreading/name_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def name_former(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer in use, or (do=back) in use again."""
    entry = _entry(request, pk)
    is_former = request.POST.get("do") != "back"
    own_rules.set_former(entry=entry, is_former=is_former, actor=cast("User", request.user))
    told = "已标为“已不用”，再出现时会提示" if is_former else "已恢复为在用"
    messages.success(request, f"“{entry.name}”{told}。")
    return redirect("proofreading:names")


@require_POST
def name_delete(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    own_rules.delete_name(entry=entry, actor=cast("User", request.user))
    messages.success(request, f"已从名录删去“{entry.name}”。")
    return redirect("proofreading:names")


def _entry(request: HttpRequest, pk: int) -> NameEntry:
    entry: NameEntry = get_object_or_404(
        NameEntry.objects.visible_to(request.user).select_related("bureau"), pk=pk
    )
    require(request.user, Action.SET_RULES, bureau=entry.bureau)
    return entry


def _saved(request: HttpRequest, form: NameForm) -> bool:
    if not form.is_valid():
        return False
    try:
        own_rules.save_name(entry=form.save(commit=False), actor=cast("User", request.user))
    except EdusumError as error:
        form.add_error("name", error.message)
        return False
    return True


def _list(
    request: HttpRequest, *, form: NameForm | None = None, pasting: PasteForm | None = None
) -> HttpResponse:
    bureau = proofreading_bureau(request.user)
    rows = NameEntry.objects.visible_to(request.user).filter(bureau=bureau)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    sent = request.GET.get("new", "")
    new = min(int(sent), name_lists.MOST_PASTED) if sent.isascii() and sent.isdecimal() else 0
    newest = rows.order_by("-pk").values("pk")[:new]
    chosen = rows.filter(pk__in=list(newest.values_list("pk", flat=True))) if new else rows
    context = {
        "entries": chosen.filter(name__icontains=words) if words else chosen,
        "is_new": bool(new),
        "has_any": rows.exists(),
        "words": words,
        "kinds": NameOf.labels,
        "form": form or NameForm(instance=NameEntry(bureau=bureau)),
        "pasting": pasting or PasteForm(),
        "is_adding": form is not None,
        "is_pasting": pasting is not None,
        "may_set": can(request.user, Action.SET_RULES, bureau=bureau),
    }
    return render(request, "proofreading/names.html", context, status=422 if form or pasting else 200)
