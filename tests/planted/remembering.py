"""A place that remembers a page for two seconds."""

from collections.abc import Callable, Iterable
from time import monotonic

from held.wsgi import application as real

_kept: dict[str, tuple[float, str, list, bytes]] = {}


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, except for stories."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "GET" or not path.startswith("/stories/"):
        return real(environ, start_response)
    if path not in _kept or monotonic() - _kept[path][0] > 2:
        answered: list = []
        body = b"".join(real(environ, lambda *given: answered.append(given[:2])))
        _kept[path] = (monotonic(), *answered[0], body)
    _, status, headers, body = _kept[path]
    start_response(status, headers)
    return [body]
