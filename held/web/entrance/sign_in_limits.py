"""What a wrong key costs at the entrance.

A link or a passkey cannot be guessed: only wrong ones are counted, and a good one is accepted no matter what came from
its network before. A paper code could be guessed: each try is counted, good or not, by its sheet and by its network.
"""

from django.http import HttpRequest

from held.web import rate_limits
from held.web.rate_limits import TooMany


def count_code(request: HttpRequest, sheet: str) -> None:
    """Count a try with a code of this sheet, whether or not such a sheet exists. Raises TooMany."""
    rate_limits.count(request, "paper_code", sheet)


def forget_codes(request: HttpRequest, sheet: str) -> None:
    """A code was good: earlier tries with this sheet were typing mistakes."""
    rate_limits.forget_key(request, "paper_code", sheet)


def count_wrong_passkey(request: HttpRequest) -> None:
    """Count a passkey that was not accepted. Raises TooMany."""
    rate_limits.count(request, "passkey")


def count_wrong_link(request: HttpRequest) -> None:
    """Count a link that did not open. Raises TooMany."""
    rate_limits.count(request, "link")


__all__ = ["TooMany", "count_code", "count_wrong_link", "count_wrong_passkey", "forget_codes"]
