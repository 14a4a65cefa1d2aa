"""A place that writes addresses, questions and words to its log."""

import sys
from collections.abc import Callable, Iterable

from held.wsgi import application as real


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The real place, with one log line too many."""
    print(environ["PATH_INFO"], environ.get("QUERY_STRING"), environ.get("HTTP_USER_AGENT"), file=sys.stderr)
    return real(environ, start_response)
