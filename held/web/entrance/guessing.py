"""What a wrong key costs at the entrance.

A link or a passkey cannot be guessed: only a wrong one is counted, and a good one is let in whatever came from its
network before. A paper code could be guessed: each try is counted, good or not, by its sheet and by its network.
"""

from django.http import HttpRequest

from held.web import rate_limits
from held.web.rate_limits import TooMany


def count_code(request: HttpRequest, sheet: str) -> None:
    """One more try with a code of this sheet, whether there is such a sheet or not. Raises TooMany."""
    rate_limits.count(request, "paper_code", sheet)


def forget_codes(request: HttpRequest, sheet: str) -> None:
    """A code was good: the tries with this sheet before it were slips of the finger."""
    rate_limits.forget_key(request, "paper_code", sheet)


def count_wrong_passkey(request: HttpRequest) -> None:
    """A passkey did not open. Raises TooMany."""
    rate_limits.count(request, "passkey")


def count_wrong_link(request: HttpRequest) -> None:
    """A link did not open. Raises TooMany."""
    rate_limits.count(request, "link")


__all__ = ["TooMany", "count_code", "count_wrong_link", "count_wrong_passkey", "forget_codes"]
