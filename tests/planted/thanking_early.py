"""A place that says of photographs that they have arrived, and lays them down a moment later."""

import io
import json
import re
import threading
from collections.abc import Callable, Iterable

from held.wsgi import application as real

NAME = re.compile(rb'filename="([^"]*)"')


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, but for photographs on their way in."""
    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/photographs/"):
        return real(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": io.BytesIO(body)}
    timer = threading.Timer(0.8, lambda: list(real(later, lambda *_: None)))
    timer.daemon = True
    timer.start()
    said = "This one has arrived, sealed."
    files = [{"name": name.decode(), "kept": True, "said": said} for name in NAME.findall(body)]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"said": "", "files": files}).encode()]
