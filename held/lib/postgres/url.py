"""Parses HELD_DATABASE_URL into Django's settings with libpq, so every option that libpq knows is passed on."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from held.lib.environment import WrongSetting

FORM = "postgresql://name:password@host:5432/base"
STATEMENT, LOCK = 30_000, 20_000  # milliseconds that the server allows a statement, and a wait for a lock
ANSWER = 35.0  # seconds for any answer: more than a statement may take, for a frozen server

# Without these, a server or network that stops answering would block each thread for ever, or for hours.
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
DEFAULTS = {
    "connect_timeout": "5",  # seconds, for each host and address
    "tcp_user_timeout": "15000",  # milliseconds in which sent data must be acknowledged
    "keepalives_idle": "30",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "application_name": "held",
}
REFUSED = {
    "client_encoding": "held always uses UTF-8",
    "replication": "held does not replicate",
    "sslpassword": "held can’t pass it on to pg_dump; please use a client key without a password",
}
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-SSLMODE; libpq refuses others only later
CHOICES = {"sslmode": ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")}
_ESCAPE = (
    f"HELD_DATABASE_URL needs the form {FORM}. In a name or password each % @ / : ? # [ ] has to be written as "
    "%25 %40 %2F %3A %3F %23 %5B %5D."
)
_LOGIN = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def read_url(url: str) -> dict[str, Any]:
    """Django's settings for this database. Raises WrongSetting, which never repeats a password."""
    options = _parsed(url)
    login = {ours: options.pop(libpqs, "") for ours, libpqs in _LOGIN.items()}
    given = options.pop("options", "")
    waits_longer = re.search(r"\bstatement_timeout\b", given) is not None
    return {
        "ENGINE": "held.lib.postgres",
        **login,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DEFAULTS,
            **options,
            "options": f"-c statement_timeout={STATEMENT} -c lock_timeout={LOCK} {given}".strip(),  # the last one wins
            "answer": None if waits_longer else ANSWER,
        },
    }


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """The same connection for pg_dump and pg_restore, as libpq's environment variables, so that process lists do not
    show them. Without our deadlines: a dump may take any time.
    """
    options = {_LOGIN[name]: str(settings[name]) for name in _LOGIN if settings.get(name)}
    options |= {name: value for name, value in settings.get("OPTIONS", {}).items() if isinstance(value, str)}
    options.pop("options", None)
    names = {name: variable for name, variable in _known().items() if variable}
    return {names[name]: value for name, value in options.items() if name in names}


def _parsed(url: str) -> dict[str, str]:
    from psycopg import ProgrammingError  # noqa: PLC0415  # not loaded with SQLite
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  # the same

    if not url.startswith(("postgresql://", "postgres://")):
        raise WrongSetting(f"HELD_DATABASE_URL needs the form {FORM}.")
    _refuse_unescaped(url)
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        _refuse_option(name, value)
    try:
        options = {name: str(value) for name, value in conninfo_to_dict(url).items() if value not in {None, ""}}
    except ProgrammingError:  # its text may repeat a part of the password
        raise WrongSetting(_ESCAPE) from None
    if any("@" in options.get(name, "") for name in ("host", "port", "dbname")):
        raise WrongSetting(_ESCAPE)
    if not options.get("dbname") and not options.get("service"):
        raise WrongSetting(f"HELD_DATABASE_URL needs the form {FORM}: it names no database.")
    return options


def _refuse_unescaped(url: str) -> None:
    """Raises WrongSetting when an unescaped character in a name or password may have split the URL in the wrong place.

    The message repeats no part of the URL: any part may belong to the password.
    """
    login, at, rest = url.partition("://")[2].rpartition("@")
    try:
        urlsplit(url)
    except ValueError:  # brackets
        raise WrongSetting(_ESCAPE) from None
    if (at and re.search("[/?#@]", login)) or "#" in rest:
        raise WrongSetting(_ESCAPE)


def _refuse_option(name: str, value: str) -> None:
    option = f"the option “{name}”" if re.fullmatch("[a-z_]+", name) else "an option"
    if name not in _known():
        raise WrongSetting(
            f"HELD_DATABASE_URL has {option}, which isn’t a PostgreSQL option. Nothing was opened. The "
            "options are those of libpq, for example sslmode=verify-full."
        )
    if name in REFUSED:
        raise WrongSetting(f"HELD_DATABASE_URL has {option}: {REFUSED[name]}. Please leave it out.")
    if name in CHOICES and value not in CHOICES[name]:
        raise WrongSetting(
            f"HELD_DATABASE_URL has {option} with a value that PostgreSQL does not know. Nothing was opened. It takes "
            f"{', '.join(CHOICES[name])}."
        )


def _known() -> dict[str, str]:
    """Every option of this machine's libpq, and its environment variable, or "" if it has none."""
    from psycopg.pq import Conninfo  # noqa: PLC0415  # as above

    return {option.keyword.decode(): (option.envvar or b"").decode() for option in Conninfo.get_defaults()}
