"""Rate limits: how often one network may try something. They are counted in memory, for a day at most.

The limits are in `ACCOUNT_RATE_LIMITS`; `NoSignUp.get_client_ip` tells allauth which network a request comes from.
allauth counts by the machine's clock alone: if that clock is set back, earlier counts would lock people out until it
has caught up. So every count begins again then. Somebody who guesses codes cannot set the clock.
"""

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from django.conf import settings
from django.http import HttpRequest

from held.uptime.clock_set_back import clock_went_back

LIMITS: dict[str, str | None] = settings.ACCOUNT_RATE_LIMITS


class TooMany(Exception):
    """So many tries in so short a time that the next one has to wait."""


def count(request: HttpRequest, action: str, key: str = "") -> None:
    """Count one more try of this kind, for the network of the request and, if the limit has one, for this key.

    Raises TooMany.
    """
    if clock_went_back():
        counting.cache.clear()
    if not ratelimit.consume(request, action=action, key=key):
        raise TooMany


def forget_key(request: HttpRequest, action: str, key: str) -> None:
    """Forget the tries for this key. Those of the network still count, or one good code would buy more guesses."""
    told = [one for one in (LIMITS[action] or "").split(",") if one.endswith("/key")]
    counting.clear(request, app="allauth.account", action=action, config={action: ",".join(told)}, key=key)
