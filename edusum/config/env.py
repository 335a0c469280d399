"""The one door through which settings come in from the environment. It refuses nonsense and names the variable."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {
    "EDUSUM_DEBUG": "1 shows tracebacks in the browser; never in a bureau (default 0)",
    "EDUSUM_DATA_DIR": "folder of the database, the secret key and collected assets (default var/)",
    "EDUSUM_SECRET_KEY": "at least 32 characters (default: generated once into the data folder)",
    "EDUSUM_ALLOWED_HOSTS": "comma-separated host names and addresses the site answers to",
    "EDUSUM_TRUSTED_ORIGINS": "comma-separated origins such as https://edu.example, behind a proxy",
    "EDUSUM_HTTPS": "1 when the site is served over HTTPS: cookies are then sent over HTTPS only (default 0)",
}


@dataclass(frozen=True, slots=True)
class Environment:
    debug: bool
    data_dir: Path
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    https: bool
    database: dict[str, Any]


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read `EDUSUM_*` and `DATABASE_URL`; raises ImproperlyConfigured naming the variable at fault."""
    unknown = sorted(name for name in variables if name.startswith("EDUSUM_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(f"{unknown[0]} is not a setting of EduSum; known are {', '.join(KNOWN)}.")
    data_dir = Path(variables.get("EDUSUM_DATA_DIR") or ROOT / "var")
    if not data_dir.is_absolute():
        raise ImproperlyConfigured(f"EDUSUM_DATA_DIR must be an absolute path, not '{data_dir}'.")
    return Environment(
        debug=_flag(variables, "EDUSUM_DEBUG"),
        data_dir=data_dir,
        secret_key=_secret_key(variables, data_dir),
        allowed_hosts=_list(variables, "EDUSUM_ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]"),
        trusted_origins=_origins(variables),
        https=_flag(variables, "EDUSUM_HTTPS"),
        database=_database(variables.get("DATABASE_URL", ""), data_dir),
    )


def _flag(variables: Mapping[str, str], name: str) -> bool:
    value = variables.get(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not '{value}'.")
    return value == "1"


def _list(variables: Mapping[str, str], name: str, *, default: str) -> list[str]:
    items = [item.strip() for item in variables.get(name, default).split(",") if item.strip()]
    bad = [item for item in items if "/" in item or " " in item]
    if bad or not items:
        raise ImproperlyConfigured(f"{name} must be host names separated by commas, not '{variables.get(name)}'.")
    return items


def _origins(variables: Mapping[str, str]) -> list[str]:
    origins = [item.strip() for item in variables.get("EDUSUM_TRUSTED_ORIGINS", "").split(",") if item.strip()]
    for origin in origins:
        if not origin.startswith(("http://", "https://")):
            raise ImproperlyConfigured(f"EDUSUM_TRUSTED_ORIGINS must hold http(s) origins, not '{origin}'.")
    return origins


def _secret_key(variables: Mapping[str, str], data_dir: Path) -> str:
    key = variables.get("EDUSUM_SECRET_KEY", "")
    if key:
        if len(key) < 32:
            raise ImproperlyConfigured("EDUSUM_SECRET_KEY must have at least 32 characters.")
        return key
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = data_dir / f"secret-key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def _database(url: str, data_dir: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "edusum.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if not url.startswith(("postgres://", "postgresql://")):
        scheme = url.split(":", 1)[0]
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgres://, not '{scheme}:'.")
    try:
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.") from error
