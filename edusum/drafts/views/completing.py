from django.http import HttpRequest, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from edusum.accounts.decorators import shows_only
from edusum.drafts import completions
from edusum.drafts.services import voices_of
from edusum.drafts.views.fetching import draft_of


@gzip_page
@require_GET
def draft_words(request: HttpRequest, pk: int) -> JsonResponse:
    """Every metric that can be put into the draft, with what it prints there."""
    words = completions.draft_words(draft_of(request, pk))
    return JsonResponse({"metrics": words}, json_dumps_params={"ensure_ascii": False})


@shows_only
@require_POST
def tokens_shown(request: HttpRequest, pk: int) -> JsonResponse:
    """What the posted tokens print in the draft; nothing is saved."""
    draft = draft_of(request, pk)
    asked = request.POST.getlist("token")[: completions.MAX_TOKENS]
    return JsonResponse({"tokens": completions.printed_tokens(asked, *voices_of(draft))})
