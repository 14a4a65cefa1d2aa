"""held check --address: request our own address from outside, and report missing or wrong headers."""

import http.client
import secrets

from django.conf import settings

from held.cli.checks import Finding
from held.cli.messages import CannotGoOn
from held.cli.outside import Answer, NotReached, post, takes_old_tls
from held.cli.passed_on import is_this_place, judge, long_form_refused
from held.cli.remedies import in_site
from held.lib.commands import LIKE_THE_SERVICE
from held.place import probing
from held.place.place_address import known_address

PATH = "/address-check"
PADDING = 10 * 1024 * 1024 - 4096  # bytes: with the other fields, the longest form that held accepts
PHOTOGRAPHS = (
    "Large photographs were not tried: the web server has to let up to 1 GB through at the two addresses on which they "
    "are sent, as in deploy/nginx.conf and deploy/Caddyfile."
)
MADE_UP = "203.0.113.{}"  # TEST-NET-3 (RFC 5737): not a real address


def look_from_outside() -> tuple[list[Finding], list[str]]:
    """Problems on the way to this installation, and notes. Raises CannotGoOn when no address is known."""
    address = told_address()
    if not _runs_here():
        wrong = f"held isn’t running: nothing answers at port {settings.HELD_PORT} of this machine."
        remedy = "Please start it (bin/held serve), or give the HELD_PORT it runs with, and ask again."
        return [Finding(wrong, remedy)], []
    try:
        found, notes = _ask(address)
    except NotReached as reason:
        return [reason.finding], []
    if takes_old_tls(address):
        remedy = in_site("ssl_protocols TLSv1.2 TLSv1.3;", "remove “protocols” from tls.")
        found.append(Finding("The web server still speaks TLS 1.0 or 1.1, which are not safe.", remedy))
    return found, notes


def told_address() -> str:
    """The https address from the setting or the host's pages. Raises CannotGoOn."""
    address = known_address()
    if not address.startswith("https://"):
        raise CannotGoOn(
            "This command knows no address of the place, so there is nothing to ask. It is entered on the host’s "
            f"pages, or set by HELD_ADDRESS=https://our-place.example. {LIKE_THE_SERVICE}"
        )
    return address


def _ask(address: str) -> tuple[list[Finding], list[str]]:
    answer = _send(address)
    found, notes = judge(answer, address)
    if is_this_place(answer):
        return [*_sent_long(address), *found], [*notes, PHOTOGRAPHS]
    return found, notes


def _sent_long(address: str) -> list[Finding]:
    try:
        answer = _send(address, padding="x" * PADDING)
    except NotReached as reason:  # a web server may close the connection during the upload
        return [long_form_refused(type(reason.__cause__).__name__)]
    return [] if is_this_place(answer) else [long_form_refused(str(answer.status))]


def _send(address: str, **more: str) -> Answer:
    made_up = MADE_UP.format(secrets.randbelow(254) + 1)
    says = {"Origin": address, "Referer": f"{address}/", "Cookie": "check=1", "X-Forwarded-For": made_up}
    try:
        fields = {"secret": probing.begin(), "made_up": made_up, "address": address, **more}
        return post(address, PATH, fields, says)
    finally:
        probing.end()


def _runs_here() -> bool:
    here = http.client.HTTPConnection("127.0.0.1", settings.HELD_PORT, timeout=5)
    try:
        here.request("GET", "/healthz")
        return here.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        here.close()
