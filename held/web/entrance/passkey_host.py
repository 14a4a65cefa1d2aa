"""A passkey works only at the host name at which it was made: what somebody about to make one should know."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from held.web.allowed_hosts import our_address

NUMBERS = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Where:
    """The address in use, beside the one at which people find this place."""

    real: str  # at which people find this place
    is_real: bool  # whether the browser came by that name
    is_number: bool  # whether it came by a number, where no browser makes passkeys
    by_name: str  # this machine by a name in which a passkey can live


def where_we_are(request: HttpRequest) -> Where:
    """By which name the browser came, and which it should be."""
    here, real = urlsplit(f"//{request.get_host()}"), our_address()
    return Where(
        real=real,
        is_real=here.hostname == urlsplit(real).hostname,
        is_number=here.hostname in NUMBERS,
        by_name=f"http://localhost{f':{here.port}' if here.port else ''}",
    )
