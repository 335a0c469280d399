"""A finding is settled: its words are changed, it is no fault, somebody else is to mend it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.common.http import is_fragment
from edusum.proofreading import deciding, mending
from edusum.proofreading.access import Target, require_give, require_settle
from edusum.proofreading.cards import fix_label, rule_title
from edusum.proofreading.checking import Checked, Found, check
from edusum.proofreading.forms import GiveForm, MendForm, WaiveForm
from edusum.proofreading.models import CheckedPaper
from edusum.proofreading.presenting import FindingsDesk
from edusum.proofreading.views.fetching import target_of

GONE = "这处问题已不在文中，可能刚刚有人改过。下面是重新核对的结果。"
"""Told for a finding that is found no more."""


class _Settling:
    """A finding that a request is about; `found` None: it is found no more."""

    def __init__(self, request: HttpRequest, kind: str, pk: int, fingerprint: str) -> None:
        self.request = request
        self.kind = kind
        self.target: Target = target_of(request, kind, pk)
        self.checked: Checked = check(self.target)
        near = request.GET.get("near", "")
        place = int(near) if near.isascii() and near.isdecimal() and len(near) < 9 else 0
        self.found: Found | None = self.checked.named(fingerprint, place)
        self.desk = FindingsDesk(self.checked, request.user, request.GET.dict())

    @property
    def actor(self) -> User:
        return cast("User", self.request.user)

    def require_settle(self) -> None:
        row = self.found.part.row if self.found else None
        given = self.found.assignment if self.found else None
        require_settle(self.actor, self.target, row.department if row else None, given)

    def back(self, *, to_next: bool = False) -> HttpResponse:
        """To the list as it was asked for: at the finding, or the one behind it."""
        query = self.request.GET.copy()
        query.pop("near", None)
        if self.found and to_next:
            return redirect(f"{self.desk.url}?{self.desk.next_after(self.found)}")
        if self.found:
            query["at"] = self.found.finding.fingerprint
            query["near"] = str(self.found.finding.start)
        return redirect(f"{self.desk.url}?{query.urlencode()}")

    def gone(self) -> HttpResponse:
        messages.warning(self.request, GONE)
        return self.back()


@require_POST
def fix(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Change the words as the rule proposes."""
    asked = _Settling(request, kind, pk, fingerprint)
    if asked.found is None:
        return asked.gone()
    try:
        mending.apply_fix(checked=asked.checked, found=asked.found, actor=asked.actor)
    except EdusumError as error:
        messages.error(request, error.message)
        return asked.back()
    label = fix_label(asked.found.finding.fix) if asked.found.finding.fix else ""
    messages.success(request, f"已{label}。{_kept_in(asked.target)}")
    return asked.back(to_next=True)


@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Write the sentence anew (GET: the form)."""
    asked = _Settling(request, kind, pk, fingerprint)
    if asked.found is None:
        return asked.gone()
    asked.require_settle()
    try:
        sentence = mending.sentence_of(asked.checked, asked.found)
    except EdusumError as error:
        messages.error(request, error.message)
        return asked.back()
    told = {"before": sentence.words, "after": sentence.words}
    form = MendForm(_sent(request), initial=told)

    def keep(found: Found) -> str:
        mending.mend_sentence(checked=asked.checked, found=found, actor=asked.actor, **form.cleaned_data)
        return f"这句话已改好。{_kept_in(asked.target)}"

    return _answer(asked, form, keep, {"verb": "mend", "has_tokens": "{{" in sentence.words})


@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Say why it is no fault."""
    asked = _Settling(request, kind, pk, fingerprint)
    if asked.found is None:
        return asked.gone()
    deciding.require_waive(asked.actor, asked.target, asked.found)
    form = WaiveForm(_sent(request))

    def keep(found: Found) -> str:
        deciding.waive(target=asked.target, found=found, actor=asked.actor, **form.cleaned_data)
        return "已忽略这一处，理由记在“已忽略”里；原文改动以前，再核对也不会再提。"

    return _answer(asked, form, keep, {"verb": "waive"})


@require_POST
def resume(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Take back that it is no fault."""
    asked = _Settling(request, kind, pk, fingerprint)
    if asked.found is None:
        return asked.gone()
    deciding.take_back_waiver(target=asked.target, found=asked.found, actor=asked.actor)
    messages.success(request, "已取消忽略，这一处重新列为问题。")
    return asked.back(to_next=True)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, kind: str, pk: int, fingerprint: str) -> HttpResponse:
    """Ask a department or a person to mend it."""
    asked = _Settling(request, kind, pk, fingerprint)
    require_give(request.user, asked.target)
    if asked.found is None:
        return asked.gone()
    row = asked.found.part.row
    to = f"d{row.department_id}" if row and row.department_id else ""
    form = GiveForm(_sent(request), bureau=asked.target.bureau, initial={"to": to})

    def keep(found: Found) -> str:
        given = deciding.give(target=asked.target, found=found, actor=asked.actor, **form.chosen())
        return f"已交{given.department or given.person}修改，对方会在工作台看到。"

    return _answer(asked, form, keep, {"verb": "give"})


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _answer(
    asked: _Settling, form: Form, keep: Callable[[Found], str], context: dict[str, Any]
) -> HttpResponse:
    """The form, alone when htmx asks for it; kept and back to the list once it is sent rightly."""
    request, found = asked.request, asked.found
    if found is None:
        return asked.gone()
    if form.is_valid():
        try:
            said = keep(found)
        except PermissionDenied:
            raise
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, said)
            return asked.back(to_next=context["verb"] != "give")
    context |= {
        "form": form,
        "found": found,
        "title": rule_title(found.finding.rule),
        "target": asked.target,
        "back": f"{asked.desk.url}?{request.GET.urlencode()}",
        "action": request.get_full_path(),
    }
    page = "proofreading/_settle_form.html" if is_fragment(request) else "proofreading/settle.html"
    return render(request, page, context, status=422 if form.is_bound else 200)


def _kept_in(target: Target) -> str:
    if isinstance(target, CheckedPaper):
        return "原文件没有动，改动记在这里。"
    return "章节里留有版本记录，可以恢复。"
