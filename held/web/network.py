"""The network a request comes from. Rate limits count by it, in memory; it is neither stored nor logged."""

import hmac
import secrets
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock
from time import time

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

ONE_SUBNET = 64  # bits: the part of an IPv6 address that names a subnet, not a device in it (RFC 4291, section 2.5.4)
UNTOLD = "untold"  # one shared network for all requests that do not tell theirs
_DAY = 24 * 3600  # seconds

_lock = Lock()
_salts: dict[int, bytes] = {}  # only today's: the number of the day, and its salt


def network_of(request: HttpRequest) -> str:
    """The person's network. The header X-Forwarded-For is believed only if a web server in front is expected
    (`ALLAUTH_TRUSTED_PROXY_COUNT`), and only its last entry, which that web server wrote."""
    return network_of_address(get_client_ip(request) or "")


def network_of_address(told: str) -> str:
    """An IPv4 address unchanged, an IPv4-mapped IPv6 address as IPv4, and for any other IPv6 address its /64."""
    try:
        address = ip_address(told)
    except ValueError:
        return UNTOLD
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), ONE_SUBNET), strict=False))


def network_key(request: HttpRequest) -> str:
    """The key of that network in a count: a hash under a salt that is only in memory and changes every day."""
    return hmac.new(_salt_of_today(), network_of(request).encode(), sha256).hexdigest()


def _salt_of_today() -> bytes:
    today = int(time() // _DAY)
    with _lock:
        if today not in _salts:
            _salts.clear()
            _salts[today] = secrets.token_bytes(16)
        return _salts[today]
