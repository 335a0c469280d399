"""What a person typed into a form that could not be saved: carried through signing in, and offered again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

PREFIX = "kept."
PATH = "kept_path"
FILES = "kept_files"
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptPost:
    """Where a form was going and what it held; passwords and files are not held."""

    path: str
    fields: Fields
    lost_files: tuple[str, ...] = ()

    @property
    def carried(self) -> Fields:
        """The hidden fields that carry this through the sign-in form."""
        prefixed = ((PREFIX + name, value) for name, value in self.fields)
        return (*prefixed, (PATH, self.path), *((FILES, name) for name in self.lost_files))

    @property
    def longest(self) -> str:
        """The longest text, so that the person sees that it is still there."""
        return max((value for _, value in self.fields), key=len, default="")


def keep(request: HttpRequest) -> KeptPost:
    """Everything a request brought that may be sent once more."""
    names = tuple(file.name or name for name in request.FILES for file in request.FILES.getlist(name))
    return KeptPost(request.get_full_path(), _fit(_pairs(request)), names)


def unpack(request: HttpRequest) -> KeptPost | None:
    """What `KeptPost.carried` put into the sign-in form; None unless it goes to a page of this site."""
    path = request.POST.get(PATH, "")
    if not is_own_path(path):
        return None
    fields = (
        (name.removeprefix(PREFIX), value) for name, value in _pairs(request) if name.startswith(PREFIX)
    )
    return KeptPost(path, _fit(fields), tuple(request.POST.getlist(FILES)))


def is_own_path(path: str) -> bool:
    """Whether the path, as `get_full_path` writes it, leads to a page of this very site."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True


def _pairs(request: HttpRequest) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in request.POST.lists() for value in values)


def _fit(pairs: Iterable[tuple[str, str]]) -> Fields:
    return tuple(
        (name, value)
        for name, value in pairs
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
    )
