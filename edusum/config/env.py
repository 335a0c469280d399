"""The one door through which settings come in. It refuses nonsense and names the variable."""

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from edusum.config.mail import Mail, read_mail

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {
    "EDUSUM_DEBUG": "1 shows tracebacks in the browser; never in a bureau (default 0)",
    "EDUSUM_DATA_DIR": "folder of the database, the secret key and collected assets (default var/)",
    "EDUSUM_SECRET_KEY": "at least 32 characters (default: generated once into the data folder)",
    "EDUSUM_ALLOWED_HOSTS": "comma-separated host names and addresses the site answers to",
    "EDUSUM_TRUSTED_ORIGINS": "comma-separated origins such as https://edu.example, behind a proxy",
    "EDUSUM_SOFFICE": "path of LibreOffice's soffice; empty for no PDFs (default: found on PATH)",
    "EDUSUM_EMAIL_URL": "mail server for reminders: smtp://user:password@host:25/?from=a@b (default: none)",
    "EDUSUM_SITE_URL": "address of the site for links in mails, like https://edu.example (default: no links)",
    "EDUSUM_TASKS_URL": "Redis for background tasks, like redis://host:6379/0 (default: the database)",
    "EDUSUM_HTTPS": "1 when the site is served over HTTPS: cookies are then sent over HTTPS only (default 0)",
}
LOOPBACK = "localhost,127.0.0.1,[::1]"
MIN_KEY_LENGTH = 32
POSTGRESQL_EXAMPLE = "postgres://user:password@host:5432/name"

_HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[\w*.\[\]:-]+")


@dataclass(frozen=True, slots=True)
class Environment:
    debug: bool
    data_dir: Path
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    https: bool
    database: dict[str, Any]
    soffice: str
    mail: Mail
    site_url: str
    tasks_url: str


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read `EDUSUM_*` and `DATABASE_URL`; raises ImproperlyConfigured naming the variable at fault.

    Makes the data folder, and in it the secret key, when they are not there yet.
    """
    _refuse_unknown(variables)
    data_dir = _data_dir(variables)
    return Environment(
        debug=_flag(variables, "EDUSUM_DEBUG"),
        data_dir=data_dir,
        secret_key=_secret_key(variables, data_dir),
        allowed_hosts=_allowed_hosts(variables),
        trusted_origins=_trusted_origins(variables),
        https=_flag(variables, "EDUSUM_HTTPS"),
        database=_database(variables.get("DATABASE_URL", ""), data_dir),
        soffice=_soffice(variables),
        mail=read_mail(variables.get("EDUSUM_EMAIL_URL", "")),
        site_url=_site_url(variables),
        tasks_url=_tasks_url(variables),
    )


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    unknown = sorted(name for name in variables if name.startswith("EDUSUM_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(f"{unknown[0]} is not a setting of EduSum; known are {', '.join(KNOWN)}.")


def _data_dir(variables: Mapping[str, str]) -> Path:
    data_dir = Path(variables.get("EDUSUM_DATA_DIR") or ROOT / "var")
    if not data_dir.is_absolute():
        raise ImproperlyConfigured(f"EDUSUM_DATA_DIR must be an absolute path, not '{data_dir}'.")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"EDUSUM_DATA_DIR: no folder can be made at '{data_dir}'.") from error
    return data_dir


def _flag(variables: Mapping[str, str], name: str) -> bool:
    value = variables.get(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not '{value}'.")
    return value == "1"


def _soffice(variables: Mapping[str, str]) -> str:
    """Where LibreOffice is, "" when there is none."""
    named = variables.get("EDUSUM_SOFFICE")
    if named is None:
        return shutil.which("soffice") or ""
    if named and not os.access(named, os.X_OK):
        raise ImproperlyConfigured(f"EDUSUM_SOFFICE must be a program that can be run, not '{named}'.")
    return named


def _allowed_hosts(variables: Mapping[str, str]) -> list[str]:
    value = variables.get("EDUSUM_ALLOWED_HOSTS", LOOPBACK)
    hosts = _items(value)
    if not hosts or not all(_HOST.fullmatch(host) for host in hosts):
        raise ImproperlyConfigured(
            f"EDUSUM_ALLOWED_HOSTS must be host names without ports, separated by commas, not '{value}'."
        )
    return hosts


def _site_url(variables: Mapping[str, str]) -> str:
    value = variables.get("EDUSUM_SITE_URL", "").rstrip("/")
    if value and not _ORIGIN.fullmatch(value):
        raise ImproperlyConfigured(f"EDUSUM_SITE_URL must look like https://edu.example, not '{value}'.")
    return value


def _tasks_url(variables: Mapping[str, str]) -> str:
    """The address of Redis, "" when tasks go through the database."""
    value = variables.get("EDUSUM_TASKS_URL", "")
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured("EDUSUM_TASKS_URL must look like redis://host:6379/0.")
    if value and find_spec("django_tasks_rq") is None:
        raise ImproperlyConfigured("EDUSUM_TASKS_URL needs the extra packages: pip install django-tasks-rq.")
    return value


def _trusted_origins(variables: Mapping[str, str]) -> list[str]:
    origins = _items(variables.get("EDUSUM_TRUSTED_ORIGINS", ""))
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"EDUSUM_TRUSTED_ORIGINS must hold origins like https://edu.example, not '{origin}'."
            )
    return origins


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _secret_key(variables: Mapping[str, str], data_dir: Path) -> str:
    key = variables.get("EDUSUM_SECRET_KEY", "")
    if key and len(key) < MIN_KEY_LENGTH:
        raise ImproperlyConfigured(f"EDUSUM_SECRET_KEY must have at least {MIN_KEY_LENGTH} characters.")
    return key or _kept_key(data_dir / "secret-key")


def _kept_key(path: Path) -> str:
    if not path.exists():
        _keep_new_key(path)
    key = path.read_text().strip()
    if len(key) < MIN_KEY_LENGTH:
        raise ImproperlyConfigured(f"EDUSUM_SECRET_KEY: the key kept in {path} is damaged; delete that file.")
    return key


def _keep_new_key(path: Path) -> None:
    """Write the key beside `path`, then link it there: of two processes starting at once, one wins."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _database(url: str, data_dir: Path) -> dict[str, Any]:
    return _postgresql(url) if url else _sqlite(data_dir / "edusum.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgres://, not '{url.split(':', 1)[0]}:'."
        )
    try:
        database = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL must look like {POSTGRESQL_EXAMPLE}.") from error
    if not database["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL must name the database, as in {POSTGRESQL_EXAMPLE}.")
    return database
