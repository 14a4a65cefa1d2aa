"""Each option of HELD_DATABASE_URL reaches PostgreSQL, or is refused by its name."""

import ssl

import psycopg
import pytest

from held.lib.environment import WrongSetting
from held.lib.postgres.base import DatabaseWrapper
from held.lib.postgres.url import environment, read_url
from tests.deploy.fronts import make_certificate
from tests.lib.postgres.wire import wire
from tests.postgres import running_postgres

BASE = "postgresql://nur:wo%2Frd@db.example:5433/words"
PASSED_ON = {
    "sslmode": "verify-full",
    "sslrootcert": "/etc/held/root.crt",
    "connect_timeout": "3",
    "application_name": "ours",
    "target_session_attrs": "read-write",
    "channel_binding": "require",
}


def test_every_option_of_libpq_is_passed_on():
    told = read_url(BASE + "?" + "&".join(f"{name}={value}" for name, value in PASSED_ON.items()))
    assert {name: told["OPTIONS"][name] for name in PASSED_ON} == PASSED_ON
    login = {name: told[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert login == {"NAME": "words", "USER": "nur", "PASSWORD": "wo/rd", "HOST": "db.example", "PORT": "5433"}


def test_several_servers_and_sockets_are_understood():
    assert read_url("postgresql://a.example:1,b.example:2/words")["HOST"] == "a.example,b.example"
    assert read_url("postgresql://%2Fvar%2Frun/words")["HOST"] == "/var/run"
    assert read_url("postgresql:///words?host=/var/run")["HOST"] == "/var/run"


def test_own_options_come_after_ours_and_win():
    told = read_url(BASE + "?options=-c%20statement_timeout%3D90s")["OPTIONS"]
    assert told["options"].endswith("-c statement_timeout=90s")
    assert told["options"].startswith("-c statement_timeout=30000 -c lock_timeout=20000")
    assert told["answer"] is None  # the host said how long
    assert read_url(BASE)["OPTIONS"]["answer"] == 35


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (BASE + "?sslmod=verify-full", "the option “sslmod”"),
        (BASE + "?sslmode=require&pool=5", "the option “pool”"),
        (BASE + "?sslpassword=x", "without a password"),
        (BASE + "?replication=1", "does not replicate"),
        ("postgresql://db.example", "names no database"),
        ("mysql://x/y", "needs the form"),
        ("postgresql://nur:50%secret@db.example/words", "each % @"),
    ],
)
def test_what_cannot_be_passed_on_is_refused_by_name(url, sentence):
    with pytest.raises(WrongSetting, match=sentence) as told:
        read_url(url)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("sign", ["@", "/", "?", "#", "%", "[", "]", "/x?a=", "?sslmode=", "@/", "@h/", "#@", "?a@b="])
@pytest.mark.parametrize("option", ["", "?sslmode=require"])
def test_a_sign_in_the_password_never_opens_another_server(sign, option):
    with pytest.raises(WrongSetting, match="%40") as told:
        read_url(f"postgresql://nur:geheim{sign}secret@db.example:5433/words{option}")
    assert not [part for part in ("geheim", "secret", "nur", "db.example") if part in str(told.value)]


@pytest.mark.parametrize("option", ["user=a@b", "password=p@ss", "options=-c%20x%3Da@b"])
def test_an_at_in_an_option_has_to_be_escaped(option):
    with pytest.raises(WrongSetting, match="%40"):
        read_url(f"{BASE}?{option}")


@pytest.mark.parametrize("option", ["Secret1=x", "se.cret=x", "p@secret=x"])
def test_an_option_that_is_no_name_is_not_repeated(option):
    with pytest.raises(WrongSetting) as told:
        read_url(f"{BASE}?{option}")
    assert "ecret" not in str(told.value)


@pytest.mark.parametrize("value", ["verify_full", "on", "", "VERIFY-FULL"])
def test_an_unknown_sslmode_is_refused_with_the_choices(value):
    with pytest.raises(WrongSetting, match=r"“sslmode” with a value .* verify-ca, verify-full"):
        read_url(f"{BASE}?sslmode={value}")


def test_the_tools_that_copy_connect_in_the_same_way():
    told = environment(read_url(BASE + "?sslmode=verify-full&sslrootcert=/r.crt&options=-cstatement_timeout%3D1"))
    assert told["PGSSLMODE"] == "verify-full"
    assert told["PGSSLROOTCERT"] == "/r.crt"
    assert (told["PGHOST"], told["PGPORT"], told["PGDATABASE"]) == ("db.example", "5433", "words")
    assert (told["PGUSER"], told["PGPASSWORD"]) == ("nur", "wo/rd")
    assert "PGOPTIONS" not in told  # a dump may take as long as it takes


@pytest.mark.sqlite
@pytest.mark.harness
def test_a_real_server_is_asked_for_the_tls_that_was_named(tmp_path):
    make_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    whole = f"sslmode=verify-full&sslrootcert={tmp_path}/fullchain.pem"
    with running_postgres() as url, wire(url, tls) as sealed, wire(url) as clear:
        localhost = sealed.url.replace("127.0.0.1", "localhost")
        assert _asked(f"{localhost}?{whole}") == "held"
        assert sealed.tls_asked
        with pytest.raises(psycopg.OperationalError, match="certificate"):
            _asked(f"{localhost}?sslmode=verify-full&sslrootcert=system")  # another authority
        with pytest.raises(psycopg.OperationalError, match="server"):
            _asked(f"{sealed.url}?{whole}")  # a name other than the certificate's
        with pytest.raises(psycopg.OperationalError, match="SSL"):
            _asked(f"{clear.url}?{whole}")
        assert _asked(clear.url + "?application_name=ours") == "ours"


def _asked(url: str) -> str:
    connection = DatabaseWrapper({**_REST, **read_url(url)}, "asked")
    made = connection.get_new_connection(connection.get_connection_params())
    with made:
        return made.execute("SHOW application_name").fetchone()[0]


_REST = {"TIME_ZONE": None, "AUTOCOMMIT": True}
