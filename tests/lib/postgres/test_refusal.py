"""Each reason why PostgreSQL can't be reached has its own words, and none repeats a name or password."""

import ssl

import pytest
from django.db import OperationalError

from held.lib.postgres.base import DatabaseWrapper
from held.lib.postgres.refusal import SILENT, why_refused
from held.lib.postgres.url import read_url
from tests.deploy.fronts import make_certificate
from tests.lib.postgres.wire import wire
from tests.postgres import running_postgres


class Cause(Exception):
    sqlstate = "28P01"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('FATAL:  password authentication failed for user "geheim"', "name or the password"),
        ("fe_sendauth: no password supplied", "name or the password"),
        ('FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "geheim", database "geheim"', "name or the password"),
        ('root certificate file "/geheim" does not exist', "missing or can’t be read"),
        ('could not read root certificate file "/geheim": Permission denied', "missing or can’t be read"),
        ("SSL error: certificate verify failed", "can’t be verified"),
        ("timeout expired", SILENT[0]),
        ("FATAL: Passwort-Authentifizierung fehlgeschlagen", SILENT[0]),
    ],
)
def test_each_connection_error_has_its_own_words(text, words):
    wrong, remedy = why_refused(OperationalError(text))
    assert words in wrong
    assert remedy
    assert "geheim" not in wrong + remedy


def test_a_sqlstate_is_enough_in_any_language():
    fault = OperationalError("Passwort-Authentifizierung fehlgeschlagen")
    fault.__cause__ = Cause()
    assert "name or the password" in why_refused(fault)[0]


@pytest.mark.sqlite
@pytest.mark.harness
def test_a_real_server_and_a_missing_one_are_told_apart(tmp_path):
    make_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    whole = f"sslmode=verify-full&sslrootcert={tmp_path}/fullchain.pem"
    with running_postgres() as url, wire(url, tls) as sealed, wire(url) as clear:
        named = sealed.url.replace("127.0.0.1", "localhost")
        told = {
            f"{sealed.url}?{whole}": "for another name",
            f"{named}?sslmode=verify-full&sslrootcert={tmp_path}/nowhere": "missing or can’t be read",
            f"{named}?sslmode=verify-full&sslrootcert=system": "can’t be verified",
            f"{clear.url}?sslmode=require": "offers none",
            clear.url.rpartition("/")[0] + "/nowhere": "no database of the name",
            clear.url.replace("postgres@", "geheim@"): "name or the password",
            "postgresql://x@127.0.0.1:1/x": "Nothing accepts connections",
            "postgresql://x@nowhere.invalid/x": "no address",
        }
        assert {url: _told(url) for url in told if told[url] not in _told(url)} == {}


def _told(url: str) -> str:
    wrapper = DatabaseWrapper({**_REST, **read_url(url)}, "asked")
    try:
        with wrapper.wrap_database_errors:
            wrapper.get_new_connection(wrapper.get_connection_params()).close()
    except OperationalError as fault:
        return why_refused(fault)[0]
    return "connected"


_REST = {"TIME_ZONE": None, "AUTOCOMMIT": True}
