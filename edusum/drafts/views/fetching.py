from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from edusum.drafts.models import Draft

_BASES = "drafts.bases"
_MOST_BASES = 20


def draft_of(request: HttpRequest, pk: int) -> Draft:
    """The draft, if it is of a bureau of theirs; else 404."""
    return get_object_or_404(Draft.objects.visible_to(request.user).with_names(), pk=pk)


def chosen_base(request: HttpRequest, section_pk: int) -> int | None:
    """The earlier section (the id of its text) that was chosen beside this one, while one is signed in."""
    found: int | None = request.session.get(_BASES, {}).get(str(section_pk))
    return found


def choose_base(request: HttpRequest, section_pk: int, earlier_pk: int | None) -> None:
    """Keep what was chosen, the last few sections only; None: what is found by itself."""
    kept = {key: pk for key, pk in request.session.get(_BASES, {}).items() if key != str(section_pk)}
    if earlier_pk is not None:
        kept[str(section_pk)] = earlier_pk
    request.session[_BASES] = dict(list(kept.items())[-_MOST_BASES:])
