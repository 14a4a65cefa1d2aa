"""A place that says photographs have arrived, and stores them a moment later."""

import json
import re
from collections.abc import Callable, Iterable

from held.wsgi import application as real
from tests.planted.late import do_later

NAME = re.compile(rb'filename="([^"]*)"')


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, except for photographs that arrive."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/photographs/"):
        return real(environ, start_response)
    said = "This one has arrived, sealed."
    files = [{"name": name.decode(), "kept": True, "said": said} for name in NAME.findall(do_later(environ))]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"said": "", "files": files}).encode()]
