"""A place that says of photographs that they have arrived, and lays them down a moment later."""

import json
import re
from collections.abc import Callable, Iterable

from held.wsgi import application as real
from tests.planted.late import do_later

NAME = re.compile(rb'filename="([^"]*)"')


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, but for photographs on their way in."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/photographs/"):
        return real(environ, start_response)
    said = "This one has arrived, sealed."
    files = [{"name": name.decode(), "kept": True, "said": said} for name in NAME.findall(do_later(environ))]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"said": "", "files": files}).encode()]
