"""A place that acknowledges an answer at once and keeps it a moment later."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from held.wsgi import application as real
from tests.planted.late import do_later

NARROW = ("no", "not-now")


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, except for answers."""
    here, _, button = environ["PATH_INFO"].rpartition("/")
    if not here.startswith("/c/a/") or button != "answer":
        return real(environ, start_response)
    given = parse_qs(do_later(environ).decode())
    said = given["answer"][0] if given["answer"][0] in NARROW else "yes"
    start_response("303 See Other", [("Location", f"{here}?of={given['about'][0]}&said={said}")])
    return [b""]
