"""Why PostgreSQL could not be reached, in words for the host, without any text from the server or the URL."""

import re

SILENT = ("The database does not answer.", "Is it running, and is HELD_DATABASE_URL what it should be?")

# When a connection fails, psycopg has no SQLSTATE, only the text of libpq or the server. A text in another language
# gets the general message. The first match counts. https://www.postgresql.org/docs/current/errcodes-appendix.html
_WHY: tuple[tuple[str, str, str, str], ...] = (
    (
        r"root certificate file|could not (read|load) (root )?certificate|could not (read|load) root",
        "",
        "The certificate file that HELD_DATABASE_URL names for the database (sslrootcert) is missing or can’t be read.",
        "Please put the certificate of the authority there, readable for the account that runs held.",
    ),
    (
        r"server certificate for .* does not match host name|hostname mismatch",
        "",
        "The certificate of the database server is for another name than the host in HELD_DATABASE_URL.",
        "Please use the name that the certificate has, or give the server a certificate for this name.",
    ),
    (
        r"certificate",
        "",
        "The certificate of the database server can’t be verified.",
        "Is sslrootcert in HELD_DATABASE_URL the authority that signed it, and is it still valid?",
    ),
    (
        r"server does not support SSL",
        "",
        "HELD_DATABASE_URL asks for an encrypted connection (sslmode), and the database server offers none.",
        "Please set up TLS on the server, or correct sslmode.",
    ),
    (
        r"authentication failed|no password supplied|role .* does not exist|no pg_hba\.conf entry",
        "28P01 28000",
        "The database refuses the name or the password in HELD_DATABASE_URL.",
        "Please check that both are right, and that the server (pg_hba.conf) lets this account connect from here.",
    ),
    (
        r"database .* does not exist",
        "3D000",
        "The database server answers, but it has no database with the name in HELD_DATABASE_URL.",
        "Please correct the name, or create the database.",
    ),
    (
        r"resolve host|translate host name",
        "",
        "The host in HELD_DATABASE_URL is unknown: its name has no address.",
        "Please check the spelling of the name, and that DNS works here.",
    ),
    (
        r"Connection refused|No such file or directory",
        "",
        "Nothing accepts connections at the host and port in HELD_DATABASE_URL.",
        "Is the database running, and are host and port right?",
    ),
)


def why_refused(fault: BaseException) -> tuple[str, str]:
    """The problem and the remedy. Repeats no text of the exception: that may contain a name or a password."""
    state, text = getattr(fault.__cause__, "sqlstate", None) or "", str(fault)
    for pattern, states, wrong, remedy in _WHY:
        if state in states.split() or re.search(pattern, text):
            return wrong, remedy
    return SILENT
