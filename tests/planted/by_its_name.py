"""A place that takes a file for one it has if a file of this name ever began to arrive."""

import json
import re
from collections.abc import Callable, Iterable
from typing import BinaryIO

from held.wsgi import application as real

NAME = re.compile(rb'filename="([^"]*)"')
BEGUN = set()
FIRST = 1_000  # bytes; the name is in them


class GoingOn:
    """What was already read of it, and then the rest."""

    def __init__(self, begun: bytes, rest: BinaryIO) -> None:
        self.begun, self.rest, self.readline = begun, rest, rest.readline

    def read(self, size: int = -1) -> bytes:
        begun, self.begun = self.begun, b""
        return begun or self.rest.read(size)


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, except for photographs that come by a link."""
    if environ["REQUEST_METHOD"] != "POST" or not re.fullmatch("/c/[^/]+/photographs", environ["PATH_INFO"]):
        return real(environ, start_response)
    begun = environ["wsgi.input"].read(FIRST)
    name = NAME.search(begun)
    if name is None or name[1] not in BEGUN:
        BEGUN.add(name and name[1])
        return real({**environ, "wsgi.input": GoingOn(begun, environ["wsgi.input"])}, start_response)
    while environ["wsgi.input"].read(65_536):
        pass
    files = [{"name": name[1].decode(), "kept": True, "said": "This one has arrived."}]
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"said": "", "files": files}).encode()]
