"""After each complete copy, sends one request to an address the host chose, for a service that warns when none came."""

import http.client
import logging
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
TIMEOUT = 10  # seconds


def ping() -> bool:
    """Request the address in `HELD_PING`, sending nothing about this installation; returns whether the status was 2xx.

    The copy is complete whether this succeeds or not, so it raises nothing. The log does not include the address: with
    it, anyone could report copies that are not made.
    """
    if not settings.HELD_PING:
        return False
    try:
        status = _asked(settings.HELD_PING)
    except (OSError, ValueError, http.client.HTTPException):
        log.warning("the copy is whole; the address in HELD_PING could not be reached")
        return False
    if not 200 <= status < 300:
        log.warning("the copy is whole; the address in HELD_PING answered with %d", status)
    return 200 <= status < 300


def _asked(address: str) -> int:
    """The status of the response. Raises OSError, HTTPException, or ValueError if the address is invalid."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        line.request("GET", parts._replace(scheme="", netloc="", fragment="").geturl() or "/", headers=_HEADERS)
        return line.getresponse().status
    finally:
        line.close()


_HEADERS = {"User-Agent": "held", "Connection": "close"}
