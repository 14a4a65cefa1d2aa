"""For a place that acknowledges at once: does the real thing a moment later."""

import io
import threading

from held.wsgi import application as real

LATE = 0.8  # seconds


def do_later(environ: dict) -> bytes:
    """The real place gets this request long after it was answered. Returns what was sent."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": io.BytesIO(body)}
    timer = threading.Timer(LATE, lambda: list(real(later, lambda *_: None)))
    timer.daemon = True
    timer.start()
    return body
