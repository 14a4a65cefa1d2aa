"""How old a dated copy has to be before it may make room."""

from datetime import timedelta

from held.keeping.copies import Manifest
from held.keeping.thinning import is_old
from held.uptime.moments import this_moment
from tests.cast import Cast
from tests.uptime.table import End

KEPT = timedelta(days=30)


def _make(_cast: Cast) -> Manifest:
    here = this_moment()
    return Manifest("", "", "", here.at.isoformat(), "", "", {}, uptime=here.uptime)


ENDS = [End("copies make room", "wait", KEPT, _make, lambda copy: is_old(copy, KEPT))]
