"""What a version that is being edited held after each change, and who made it.

Every service that writes to a version is marked `recorded`. A page that calls several of them does so inside
`recording`, so that one save is one revision. What a command does is not recorded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import transaction

from edusum.accounts.models import User
from edusum.library.changes import line
from edusum.library.comparing import compare
from edusum.library.errors import LibraryError
from edusum.library.files import TemplateFile, template_from
from edusum.library.models import TemplateVersion, VersionRevision
from edusum.library.portable import template_file
from edusum.library.writing import plain
from edusum.orgs.actors import Actor, System

KEPT = 100
AT_FIRST = "修改以前的内容"
P = ParamSpec("P")
R = TypeVar("R")
_under_way: ContextVar[frozenset[int]] = ContextVar("versions that are being recorded", default=frozenset())


def recorded(write: Callable[P, R]) -> Callable[P, R]:
    """Marks a service that writes to the version (or to that of the section) which it is given."""

    @wraps(write)
    def writing(*args: P.args, **kwargs: P.kwargs) -> R:
        version, actor = _version(kwargs), cast(Actor, kwargs["actor"])
        with recording(version, actor):
            return write(*args, **kwargs)

    return writing


def _version(named: dict[str, Any]) -> TemplateVersion:
    version: TemplateVersion = named["version"] if "version" in named else named["section"].version
    return version


@contextmanager
def recording(version: TemplateVersion, actor: Actor, what: str = "") -> Iterator[None]:
    """What is changed inside makes one revision, told as given, else by what differs.

    The version is held until the transaction ends. Inside a recording of the version, another adds nothing.
    """
    if isinstance(actor, System) or version.pk in _under_way.get():
        yield
        return
    with transaction.atomic():
        before = _held(version.pk)
        token = _under_way.set(_under_way.get() | {version.pk})
        try:
            yield
        finally:
            _under_way.reset(token)
        after = _held(version.pk)
        if before and after and before.digest != after.digest:
            _record(version, before, after, actor, what)


def content_of(revision: VersionRevision) -> TemplateFile:
    return template_from(revision.content, str(revision))


def _holds(revision: VersionRevision, content: TemplateFile) -> bool:
    """Whether it is that content; one that an older release wrote and this one cannot read is not."""
    try:
        return content_of(revision).digest == content.digest
    except LibraryError:
        return False


def _held(pk: int) -> TemplateFile | None:
    versions = TemplateVersion.objects.select_for_update(of=("self",)).select_related("report_template")
    stored = versions.filter(pk=pk).first()
    return template_file(stored) if stored else None


def _record(
    version: TemplateVersion, before: TemplateFile, after: TemplateFile, author: User, what: str
) -> None:
    """Before the first one, and after changes that nobody recorded, what stood there is kept too."""
    latest = version.revisions.first()
    number = latest.number if latest else 0
    is_first = latest is None or not _holds(latest, before)
    rows: list[tuple[User | None, str, TemplateFile]] = [(None, AT_FIRST, before)] if is_first else []
    rows.append((author, what or line(compare(before, after, seconds=0)), after))
    VersionRevision.objects.bulk_create(
        [
            VersionRevision(version=version, number=place, author=who, what=did, content=plain(content))
            for place, (who, did, content) in enumerate(rows, number + 1)
        ]
    )
    version.revisions.filter(number__lte=number + len(rows) - KEPT).delete()
