from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from edusum.common.errors import EdusumError
from edusum.drafts import formalities
from edusum.drafts.forms import FormalitiesForm
from edusum.drafts.views.fetching import draft_of
from edusum.orgs.permissions import Action, require


def draft_formalities(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands around the text: title, sign-off, letterhead, imprint and the like."""
    draft = draft_of(request, pk)
    require(request.user, Action.START_DRAFT, bureau=draft.bureau)
    form = FormalitiesForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        try:
            row = formalities.set_formalities(
                draft=draft, values=form.values(), seen=form.cleaned_data["seen"] or None, actor=request.user
            )
        except EdusumError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _said(form))
            if advice := formalities.long_mark(draft, row):
                messages.warning(request, advice)
            return redirect("drafts:draft_formalities", pk=pk)
    context = {"draft": draft, "form": form}
    return render(request, "drafts/draft_formalities.html", context, status=422 if form.is_bound else 200)


def _said(form: FormalitiesForm) -> str:
    changed = form.changed_labels
    if not changed:
        return "公文要素没有改动。"
    return f"公文要素已保存，改了{'、'.join(changed)}。可以看纸样，或回到起草。"
