"""规则一览: what is looked for, and how well."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from edusum.orgs.permissions import Action, can, require
from edusum.proofreading import own_rules
from edusum.proofreading.access import proofreading_bureau
from edusum.proofreading.findings import SEVERITIES
from edusum.proofreading.forms import RulesForm
from edusum.proofreading.knowing import settings_of
from edusum.proofreading.measured import measured
from edusum.proofreading.rule_book import chapters


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule (GET); the bureau's own mind about them is kept (POST)."""
    bureau = proofreading_bureau(request.user)
    if request.method == "POST":
        require(request.user, Action.SET_RULES, bureau=bureau)
        form = RulesForm(request.POST)
        if form.is_valid():
            count = own_rules.set_rules(bureau=bureau, choices=form.choices(), actor=request.user)
            told = f"{count} 条与通常的不同" if count else "各条都按通常的办"
            messages.success(request, f"规则设置已保存，{told}；以后的核对都照此办。")
            return redirect("proofreading:rules")
        messages.error(request, "有的级别选得不对，没有保存，请重新选择。")
    settings = settings_of(bureau)
    context = {
        "chapters": chapters(settings),
        "measured": measured(),
        "may_set": can(request.user, Action.SET_RULES, bureau=bureau),
        "grades": SEVERITIES.items(),
        "settings": settings,
    }
    return render(
        request, "proofreading/rules.html", context, status=422 if request.method == "POST" else 200
    )
