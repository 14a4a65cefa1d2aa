"""A place that says “saved” at once and saves a moment later."""

from collections.abc import Callable, Iterable

from held.wsgi import application as real
from tests.planted.late import do_later


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, except for saves."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].startswith("/family/leaves/"):
        return real(environ, start_response)
    do_later(environ)
    start_response("303 See Other", [("Location", environ["PATH_INFO"])])
    return [b""]
