"""What the browser and a web server in front report about the address at which a request was made.

A header only answers one question: whether it names the configured address. So a stranger who writes one cannot make us
say anything that we do not say ourselves.
"""

import logging
from collections.abc import Iterator
from threading import Lock
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest
from django.utils.http import parse_header_parameters

LOCAL = {"localhost", "127.0.0.1", "[::1]"}
STANDARD_PORTS = {"http": ":80", "https": ":443"}

log = logging.getLogger("held.front")
_lock = Lock()
_DAY = 24 * 3600  # seconds
_told: dict[str, float] = {}  # when each thing was last logged in this process, in seconds of `monotonic`


def host_name(netloc: str) -> str:
    """The host name without its port, in lower case; empty if it is not a host name with an optional port."""
    name, colon, port = netloc.lower().rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc.lower()
    is_port = port.isascii() and port.isdigit() and len(port) <= 5 and int(port) < 65536  # Python reads 4,300 digits
    return name if is_port else ""


def parts_of(url: str) -> SplitResult:
    """The parts of an address that somebody sent; empty if it is not an address."""
    try:
        return urlsplit(url)
    except ValueError:  # brackets without an IPv6 address
        return urlsplit("")


def origin_of(url: str) -> str:
    """`scheme://host[:port]` as browsers write it in an Origin header; empty if the URL has no origin."""
    parts = parts_of(url)
    if parts.scheme not in STANDARD_PORTS or not parts.netloc or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(STANDARD_PORTS[parts.scheme])}"


def is_work_on_this_machine(request: HttpRequest) -> bool:
    """Whether a request with a local Host was made on this machine: the browser says so, or nothing says otherwise.
    What the browser says counts more than what a web server in front says. Needs no database query."""
    sent_from = _sent_from(request)
    return _here(request) in sent_from or not (sent_from or any(_names(request)) or _schemes(request))


def says_address(request: HttpRequest, told: str) -> bool:
    """Whether a request with a local Host that is not work on this machine was made at the configured address, as
    far as its headers say. Anybody who can reach the local Host may claim this, and gains nothing."""
    return names_address(request, told) or (told.startswith("https:") and "https" in _schemes(request))


def names_address(request: HttpRequest, told: str) -> bool:
    """Whether any header except Host names the configured address: then a web server in front did not pass Host on."""
    names = {host_name(name) for name in _names(request)}
    return bool(told) and (told in _sent_from(request) or host_name(urlsplit(told).netloc) in names)


def shapes(request: HttpRequest, told: str, *, made_up: str = "") -> dict[str, str]:
    """For each header about the address one of a few fixed words, and never what was sent.

    `made_up`: an entry of X-Forwarded-For that the sender invented, to see whether it is believed.
    """
    headers = request.headers
    entries = [entry.strip() for entry in headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    count = {0: "missing", 1: "one"}.get(len(entries), "several")
    return {
        "Host": _kind(f"//{headers.get('Host', '')}", told),
        "X-Forwarded-Host": _kind(f"//{headers.get('X-Forwarded-Host', '')}", told),
        "X-Forwarded-Proto": _scheme_kind(headers.get("X-Forwarded-Proto", "")),
        "X-Forwarded-For": "made up" if entries and entries[-1] == made_up else count,
        "Forwarded": "there" if headers.get("Forwarded") else "missing",
        "Origin": _kind(headers.get("Origin", ""), told),
        "Referer": _kind(headers.get("Referer", ""), told),
        "Cookie": "there" if headers.get("Cookie") else "missing",
    }


def log_daily(request: HttpRequest, told: str, what: str) -> None:
    """Log, once a day for each `what` in this process, that a web server in front may pass on wrong headers. Anybody
    can send such headers: the line says so, and a false one hides a true one for a day at most."""
    with _lock:
        if monotonic() - _told.get(what, -_DAY) < _DAY:
            return
        _told[what] = monotonic()
    came = ", ".join(f"{name}: {shape}" for name, shape in shapes(request, told).items())
    log.warning("front %s (%s), or a program did. “bin/held check --address” says what to change.", what, came)


def _here(request: HttpRequest) -> str:
    return origin_of(f"http://{request.META.get('HTTP_HOST', '')}")


def _sent_from(request: HttpRequest) -> set[str]:
    """The origin of the page that sent the request, as the browser reports it."""
    return {origin_of(request.headers.get(name, "")) for name in ("Origin", "Referer")} - {""}


def _names(request: HttpRequest) -> Iterator[str]:
    """Host names in X-Forwarded-Host and Forwarded (RFC 7239)."""
    yield from (name.strip() for name in request.headers.get("X-Forwarded-Host", "").split(",") if name.strip())
    yield from (pairs["host"] for pairs in _forwarded(request) if pairs.get("host"))


def _schemes(request: HttpRequest) -> set[str]:
    """Schemes in X-Forwarded-Proto and Forwarded, in lower case."""
    said = {scheme.strip().lower() for scheme in request.headers.get("X-Forwarded-Proto", "").split(",")}
    return (said | {pairs.get("proto", "").lower() for pairs in _forwarded(request)}) - {""}


def _forwarded(request: HttpRequest) -> Iterator[dict[str, str]]:
    for element in request.headers.get("Forwarded", "").split(","):
        try:
            yield parse_header_parameters(f"element; {element}")[1]
        except ValueError:  # longer than a header may be
            continue


def _kind(url: str, told: str) -> str:
    parts = parts_of(url)
    name = host_name(parts.netloc)
    if not url.removeprefix("//"):
        return "missing"
    if name and name == host_name(urlsplit(told).netloc):
        return "told" if not parts.scheme or origin_of(url) == told else "told name, another scheme or port"
    return "local" if name in LOCAL else "other"


def _scheme_kind(sent: str) -> str:
    kinds = {"": "missing", "https": "https", "http": "http"}
    return "several" if "," in sent else kinds.get(sent.strip().lower(), "other")
