"""``MIERNIK_EMAIL_URL`` read into Django's e-mail settings; imported by the settings themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_BACKEND = "django.core.mail.backends.{}.EmailBackend"
_SUBMISSION, _TLS = 587, 465


def email_settings(url: str, home: Path) -> dict[str, Any]:
    """Return EMAIL_* settings for an address; "" means files in ``home/poczta``.

    smtp://user:password@host:587/?tls=1 (STARTTLS), smtps://… (TLS from the start),
    file:///folder, console:. Raises ImproperlyConfigured for anything else.
    """
    if not url:
        return _files(home / "poczta")
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": _BACKEND.format("console")}
    if parts.scheme == "file" and parts.path:
        return _files(Path(unquote(parts.path)))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            "MIERNIK_EMAIL_URL musi być adresem smtp://, smtps://, file:///folder albo console:."
        )
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": _BACKEND.format("smtp"),
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port(parts.port, encrypted=encrypted),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": not encrypted and parse_qs(parts.query).get("tls") == ["1"],
        "EMAIL_USE_SSL": encrypted,
    }


def _port(given: int | None, *, encrypted: bool) -> int:
    return given or (_TLS if encrypted else _SUBMISSION)


def _files(folder: Path) -> dict[str, Any]:
    return {"EMAIL_BACKEND": _BACKEND.format("filebased"), "EMAIL_FILE_PATH": str(folder)}
