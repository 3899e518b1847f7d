"""Django settings. Everything an installation sets comes from MIERNIK_* environment variables."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import font_lato

from miernik.web.email_settings import email_settings

HOME = Path(os.environ.get("MIERNIK_HOME", "var")).resolve()


def _secret_key() -> str:
    """The installation's key: from the environment, else made once and kept beside the data."""
    given = os.environ.get("MIERNIK_SECRET_KEY")
    if given:
        return given
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("MIERNIK_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("MIERNIK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_leaflet",
    "miernik.audit",
    "miernik.accounts",
    "miernik.strategy",
    "miernik.observations",
    "miernik.intake",
    "miernik.cases",
    "miernik.collection",
    "miernik.consultations",
    "miernik.reports",
    "miernik.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "miernik.web.language.PolishFirstMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "miernik.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "miernik.web.chrome.chrome",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
WSGI_APPLICATION = "miernik.web.wsgi.application"


def _databases() -> dict[str, dict[str, object]]:
    """SQLite in the home folder, or what MIERNIK_DATABASE_URL names."""
    url = os.environ.get("MIERNIK_DATABASE_URL") or f"sqlite:///{HOME / 'miernik.sqlite3'}"
    config = dict(dj_database_url.parse(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Django's defaults lose half of concurrent writes: WAL and IMMEDIATE transactions do not.
        # FULL: a receipt that was shown outlives a power cut, not only a killed process.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        }
    return {"default": config}


DATABASES = _databases()
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # wrong passwords and the like are counted for all processes of this machine together
    "pauses": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "pauses",
    },
}
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "office-home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # years stand in templates too; figures go through |figure

STATIC_URL = "static/"
STATICFILES_DIRS = [("lato", font_lato.font_directory)]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
# Keys that open the encrypted columns of the register; never in the database or its backup.
REGISTER_KEYS = Path(os.environ.get("MIERNIK_REGISTER_KEYS") or HOME / "register-keys.json")
# The end of the event log, kept outside the database; best on another disk.
AUDIT_HEAD = Path(os.environ.get("MIERNIK_AUDIT_HEAD") or HOME / "audit-head.json")

# Who signs decisions and where one appeals, as letters print it.
CENTRE = {
    "name": os.environ.get("MIERNIK_CENTRE", "Miejski Ośrodek Pomocy Rodzinie w Białymstoku"),
    "address": os.environ.get("MIERNIK_CENTRE_ADDRESS", ""),
    "town": os.environ.get("MIERNIK_CENTRE_TOWN", "Białystok"),
    "organ": os.environ.get("MIERNIK_ORGAN", "Prezydenta Miasta Białegostoku"),
    "appeals_board": os.environ.get(
        "MIERNIK_APPEALS_BOARD", "Samorządowego Kolegium Odwoławczego w Białymstoku"
    ),
    "signer_position": os.environ.get(
        "MIERNIK_SIGNER_POSITION", "Dyrektor Miejskiego Ośrodka Pomocy Rodzinie"
    ),
}

# Letters to institutions: where they go, who writes them, where their links lead, and where
# returned forms are read from.
SITE_URL = os.environ.get("MIERNIK_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("MIERNIK_EMAIL_FROM") or "miernik@localhost"
globals().update(email_settings(os.environ.get("MIERNIK_EMAIL_URL", ""), HOME))
EMAIL_TIMEOUT = 30
MAILBOX = os.environ.get("MIERNIK_MAILBOX", "")
MAILBOX_PASSWORD = os.environ.get("MIERNIK_MAILBOX_PASSWORD", "")

# Smallest number of people that may be shown outside the register.
DISCLOSURE_THRESHOLD = int(os.environ.get("MIERNIK_DISCLOSURE_THRESHOLD") or 5)

# Tiles under the map of places come from outside, so only an installation that wants them has any.
MAP_TILES = os.environ.get("MIERNIK_MAP_TILES", "")
MAP_ATTRIBUTION = os.environ.get("MIERNIK_MAP_ATTRIBUTION", "© autorzy OpenStreetMap")


def _tile_hosts(address: str) -> list[str]:
    """Where pictures of the map come from, as the policy names it: https://*.example.org."""
    if not address:
        return []
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *_tile_hosts(MAP_TILES)],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("MIERNIK_HTTPS") == "1"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A form of two hundred questions posts about fifteen fields and two files for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Errors of the site go to the server's own output, where its administrator looks.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
