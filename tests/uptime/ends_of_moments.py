"""A plain wait and a plain end, as an example for the other files."""

from datetime import timedelta

from held.uptime.moments import Moment, has_ended, this_moment, wait_is_over
from tests.cast import Cast
from tests.uptime.table import End

MONTH = timedelta(days=30)


def _begun(_cast: Cast) -> Moment:
    return this_moment()


def _ends_in_a_month(_cast: Cast) -> Moment:
    return this_moment().after(MONTH)


def _waited(begun: object) -> bool:
    assert isinstance(begun, Moment)
    return wait_is_over(begun, MONTH)


def _ended(end: object) -> bool:
    assert isinstance(end, Moment)
    return has_ended(end)


ENDS = [
    End("a plain wait", "wait", MONTH, _begun, _waited),
    End("a plain end", "end", MONTH, _ends_in_a_month, _ended),
]
