"""Sends requests to our own address from outside, as a browser would, and explains failures."""

import http.client
import socket
import ssl
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from held.cli.checks import Finding
from held.cli.remedies import in_site
from held.place.confirming_date import SET_CLOCK

TIMEOUT = 15  # seconds
MOST = 65536  # bytes read of a response
_OF_ANOTHER_NAME, _NOT_YET, _RAN_OUT = 62, 9, 10  # X509_V_ERR_*, in OpenSSL’s x509_vfy.h


@dataclass(frozen=True)
class Answer:
    """The response; redirects are not followed."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class NotReached(Exception):
    """No server could be reached at the address; the finding says why."""

    finding: Finding


def post(address: str, path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """Send a form to a path of this https address. Raises NotReached."""
    parts = urlsplit(address)
    line = http.client.HTTPSConnection(parts.netloc, timeout=TIMEOUT, context=ssl.create_default_context())
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", path, urlencode(fields), {**form, **headers})
        came = line.getresponse()
        body = came.read(MOST)
    except (OSError, http.client.HTTPException) as reason:
        raise NotReached(trouble(reason, address)) from reason
    finally:
        line.close()
    return Answer(came.status, {name.lower(): value for name, value in came.getheaders()}, body)


def takes_old_tls(address: str) -> bool:
    """Whether the server accepts TLS 1.0 or 1.1 (RFC 8996 ended both). False if this machine cannot test it."""
    parts = urlsplit(address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are tested on purpose
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with suppress(ssl.SSLError):
            context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    try:
        with (
            socket.create_connection((parts.hostname or "", parts.port or 443), TIMEOUT) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname),
        ):
            return True
    except OSError:
        return False


def trouble(reason: Exception, address: str) -> Finding:
    """The problem and remedy for an exception raised by the request."""
    parts = urlsplit(address)
    name, port = parts.hostname, parts.port or 443
    if isinstance(reason, ssl.SSLError):
        return _tls_trouble(reason, address)
    if isinstance(reason, socket.gaierror):
        return Finding(
            f"The name {name} is not known.",
            "Add an A or AAAA record that points to this machine, where you bought the name. A new one can take hours.",
        )
    if isinstance(reason, ConnectionRefusedError):
        return Finding(
            f"Nothing answers at {name}, port {port}.",
            "Is the web server running (systemctl status nginx, or caddy), and does the DNS record of the name "
            "point to this machine?\n" + in_site(f"listen {port} ssl;", f"{name} before the braces."),
        )
    if isinstance(reason, TimeoutError):
        return Finding(
            f"{name}, port {port}, does not answer within {TIMEOUT} seconds.",
            "A firewall or a router may block it. Some routers don’t let a machine reach its own "
            "public address: please try the address from a phone that is not in your network.",
        )
    return Finding(f"The request to {address} failed ({type(reason).__name__}).", "Does a web server answer there?")


def _tls_trouble(reason: ssl.SSLError, address: str) -> Finding:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _certificate_trouble(reason, address)
    if reason.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return Finding(
            f"The server at {address} answers without TLS.",
            in_site("“ssl” after the port in listen.", "the name before the braces, without http://."),
        )
    return Finding(
        f"{address} only offers TLS versions that browsers no longer accept.",
        in_site("ssl_protocols TLSv1.2 TLSv1.3;", "remove “protocols” from tls; it then takes 1.2 and 1.3."),
    )


def _certificate_trouble(reason: ssl.SSLCertVerificationError, address: str) -> Finding:
    name = urlsplit(address).hostname
    renew = (
        "nginx: certbot renew, then systemctl reload nginx. Caddy renews by itself: journalctl --unit caddy says more."
    )
    if reason.verify_code == _RAN_OUT:
        return Finding("The certificate has expired.", renew)
    if reason.verify_code == _NOT_YET:
        return Finding(
            "The certificate isn’t valid yet.", f"Is the clock of this machine right? To set it: {SET_CLOCK}"
        )
    if reason.verify_code == _OF_ANOTHER_NAME:
        return Finding(
            f"The certificate is for a name other than {name}.",
            in_site(
                f"server_name {name}; with a certificate of that name (certbot --nginx -d {name}).",
                f"{name} before the braces.",
            ),
        )
    return Finding(
        "The certificate is not signed by an authority that browsers trust, or its chain is incomplete.",
        in_site("ssl_certificate has to name fullchain.pem, not cert.pem.", "remove “tls internal”."),
    )
