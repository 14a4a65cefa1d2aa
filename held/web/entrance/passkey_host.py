"""A passkey works only at the host name at which it was made: tells somebody who is about to make one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from held.web.allowed_hosts import our_address

NUMBERS = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class Where:
    """The address in use, and the address of this installation."""

    real: str  # of this installation
    is_real: bool  # whether the browser came by that name
    is_number: bool  # whether it came by a number, for which no browser makes passkeys
    by_name: str  # this machine by a name for which a passkey can be made


def where_we_are(request: HttpRequest) -> Where:
    """The name by which the browser came, and the name it should use."""
    here, real = urlsplit(f"//{request.get_host()}"), our_address()
    return Where(
        real=real,
        is_real=here.hostname == urlsplit(real).hostname,
        is_number=here.hostname in NUMBERS,
        by_name=f"http://localhost{f':{here.port}' if here.port else ''}",
    )
