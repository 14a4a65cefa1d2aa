"""Every setting of held. A host can set HELD_* (or HELD_*_FILE); `docs/hosts/settings.md` lists each."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from held.keyring.secret import read_or_make_secret
from held.lib.environment import Environment, WrongSetting
from held.lib.postgres.url import read_url
from held.lib.time_zone import machines_time_zone, read_time_zone
from held.lib.told_address import read_address

HELD_SETTINGS = (
    "PORT",
    "DATA",
    "ADDRESS",
    "TLS_SUBDOMAINS",
    "TIME_ZONE",
    "DATABASE_URL",
    "MAIL",
    "COPIES_DAYS",
    "PING",
)
_FOR_TESTS = ("CHROMIUM", "CORPORA")
_env = Environment("HELD_", HELD_SETTINGS + _FOR_TESTS)
_checkout = Path(__file__).resolve().parent.parent

HELD_PORT = _env.number("PORT", 8000, least=1, most=65535)


def _data_folder() -> Path:
    given = Path(_env.text("DATA", "~/.local/share/held")).expanduser()
    folder = given.absolute()
    if folder == _checkout or _checkout in folder.parents:
        raise WrongSetting(
            f"HELD_DATA is {folder}, inside the program’s own folder. What families write is kept apart from it: "
            "please choose a folder outside."
        )
    return folder


HELD_DATA = _data_folder()
HELD_KEYS = HELD_DATA / "keys"
HELD_WORDS = HELD_DATA / "held.db"
HELD_PHOTOGRAPHS = HELD_DATA / "photographs"  # sealed, under random names
HELD_INCOMING = HELD_DATA / "incoming"  # sealed too, while they arrive
HELD_SET_ASIDE = HELD_DATA / "set-aside"  # sealed too, without a row: kept for some weeks, in case that is a mistake
SECRET_KEY = read_or_make_secret(HELD_KEYS)


HELD_ADDRESS = read_address(_env.text("ADDRESS"))
HELD_TLS_SUBDOMAINS = _env.choice("TLS_SUBDOMAINS", default=False)


HELD_COPIES_DAYS = _env.number("COPIES_DAYS", 30, least=1, most=36500)


def read_ping(given: str) -> str:
    """The address that is requested after each copy; "" when none was given. Raises WrongSetting."""
    if given and not _can_be_asked(given):
        raise WrongSetting(
            "HELD_PING needs an address such as https://watch.example/ping/…, without a name and password "
            "in it, and in ASCII characters only."
        )
    return given


def _can_be_asked(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None and port != 0


HELD_PING = read_ping(_env.text("PING"))


def read_database(url: str) -> dict[str, Any]:
    """Django's settings for the database: PostgreSQL if a URL was given, else SQLite. Raises WrongSetting."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HELD_WORDS,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    return read_url(url)


DATABASES = {"default": read_database(_env.text("DATABASE_URL"))}


def read_mail(url: str) -> dict[str, Any]:
    """Django's mail settings from smtp://… (STARTTLS) or smtps://…; "" means no mail. Raises WrongSetting."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting("HELD_MAIL needs the form smtp://name:password@mail.example:587?from=place@example.")
    local = parts.hostname in {"localhost", "127.0.0.1"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not local,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": dict(parse_qsl(parts.query)).get("from", f"held@{parts.hostname}"),
    }


HELD_MAIL = _env.text("MAIL")
globals().update(read_mail(HELD_MAIL))

DEBUG = False
ALLOWED_HOSTS = ["*"]  # held.web.allowed_hosts decides: the host may set the address after the start
ROOT_URLCONF = "held.urls"
WSGI_APPLICATION = "held.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
HELD_TIME_ZONE = read_time_zone(_env.text("TIME_ZONE"))
TIME_ZONE = HELD_TIME_ZONE or machines_time_zone()  # held.place.time_zone: the host's choice comes before the machine's
APPEND_SLASH = False

INSTALLED_APPS = [
    "held.web.apps.OurStaticFiles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "held.lib.idempotency",
    "held.history",
    "held.uptime",
    "held.accounts",
    "held.place",
    "held.families",
    "held.pictures",
    "held.consent",
    "held.stories",
    "held.publishing",
    "held.gathering",
    "held.chores",
    "held.web",
]

MIDDLEWARE = [
    "held.web.middleware.headers.OurHeaders",  # these three first: they see every response, even of middleware below
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "held.web.middleware.request_bodies.DrainBody",
    "held.web.middleware.full_disk.SayItIsFull",  # after TellRoute has recorded the exception
    "held.web.middleware.request_log.TellRoute",
    "held.web.middleware.address.OnlyOurAddress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "held.web.request_keys.ReadKeysOnce",
    "held.web.middleware.renewed_visit.VisitAnew",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "held.web.middleware.request_bodies.LimitConcurrentForms",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "held.web.middleware.audience.EveryPageHasAnAudience",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_checkout / "held" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "held.web.context_processors.this_installation",
            ]
        },
    }
]

# ── signing in ───────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
LOGIN_URL = "entrance:come_in"
LOGIN_REDIRECT_URL = "entrance:arrived"
ACCOUNT_ADAPTER = "held.web.entrance.adapters.NoSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "held.web.entrance.adapters.KeysOfThisPlace"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Rate limits for each network (“ip”: held/web/network.py) and for each set of paper codes (“key”). Counted in memory
# only; of links and passkeys, only wrong ones count.
ACCOUNT_RATE_LIMITS: dict[str, str | None] = {
    "paper_code": "30/m/ip,10/h/key",
    "link": "60/m/ip",
    "passkey": "60/m/ip",
    "claim": "10/h/ip,30/d/ip",  # somebody says that they are in a photograph
    "knock": "10/h/ip,30/d/ip",  # somebody requests access
    "login_failed": None,  # allauth's own would count good passkeys too: ten by anyone would block a whole network
}
# In memory, only for allauth's counting of guesses; large enough that nobody can push a count out of it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

_secure = HELD_ADDRESS.startswith("https://")
SESSION_ENGINE = "held.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-held" if _secure else "held"
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-form" if _secure else "form"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"  # Strict: a link clicked on another site makes a new one, and open forms are refused
CSRF_FAILURE_VIEW = "held.web.refusals.form_refused"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _secure else 0  # with TLS there is a reverse proxy, which passes the client's IP
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HELD_TLS_SUBDOMAINS  # off: others may run something without TLS under such a name
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
FILE_UPLOAD_HANDLERS: list[str] = []  # no page accepts a file: uploads are not even stored temporarily
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}

# ── language and static files ────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [_checkout / "locale"]
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = HELD_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "held.web.apps.NoFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# Paths, queries and words never reach a log: log_without_words.py prints an exception's type and its place in the code.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"()": "held.lib.log_without_words.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # On a terminal, a line for each request would push the first link out of sight.
        "held": {"level": "WARNING" if sys.stderr.isatty() else "INFO"},
        "django": {"level": "CRITICAL", "propagate": False, "handlers": []},
    },
}
