"""Guesses are counted, in memory and for an hour at most, by the sheet and by where they come from."""

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as counting
from django.conf import settings
from django.http import HttpRequest

RATES: dict[str, str] = settings.ACCOUNT_RATE_LIMITS


class TooMany(Exception):
    """So many tries in so short a time that the next one has to wait."""


def count_code(request: HttpRequest, sheet: str) -> None:
    """One more try with a code of this sheet, whether there is such a sheet or not. Raises TooMany."""
    if not ratelimit.consume(request, action="paper_code", key=sheet):
        raise TooMany


def forget_codes(request: HttpRequest, sheet: str) -> None:
    """A code was good: the tries before it were slips of the finger."""
    ratelimit.clear(request, action="paper_code", key=sheet)


def count_question(request: HttpRequest) -> None:
    """One more question for a passkey, which is kept until it is answered. Raises TooMany."""
    # allauth's public function never counts a GET; this one, which it calls, can.
    if not counting.consume(request, app="allauth.account", action="passkey", config=RATES, limit_get=True):
        raise TooMany


def count_link(request: HttpRequest) -> None:
    """One more try with a link. Raises TooMany."""
    if not ratelimit.consume(request, action="link"):
        raise TooMany
