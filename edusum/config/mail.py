"""The mail server as one address: smtp://user:password@host:25/?from=name@edu.example."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "smtp://user:password@host:25/?from=name@edu.example"
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""By how the address begins: plain, STARTTLS, TLS from the first byte."""

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """What Django is told of e-mail; without a host none is sent."""

    host: str = ""
    port: int = PORTS["smtp"]
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False
    sender: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.host)

    @property
    def backend(self) -> str:
        return f"django.core.mail.backends.{'smtp' if self.is_on else 'dummy'}.EmailBackend"


def read_mail(url: str) -> Mail:
    """No mail for "". Raises ImproperlyConfigured, which tells no password."""
    if not url:
        return Mail()
    parts, port = _parts(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if not _ADDRESS.fullmatch(sender):
        raise ImproperlyConfigured(f"EDUSUM_EMAIL_URL must name who sends, as in {EXAMPLE}.")
    return Mail(
        host=parts.hostname or "",
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp+tls",
        is_tls=parts.scheme == "smtps",
        sender=sender,
    )


def _parts(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EDUSUM_EMAIL_URL must look like {EXAMPLE}.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        known = "://, ".join(PORTS)
        raise ImproperlyConfigured(
            f"EDUSUM_EMAIL_URL must begin with {known}:// and name a host, as in {EXAMPLE}."
        )
    return parts, port
