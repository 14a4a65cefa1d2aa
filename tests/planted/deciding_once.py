"""A place that decides which photograph may be shown, and holds to it for a quarter of a second."""

from time import monotonic

import held.wsgi  # sets Django up, before anything that stands on it is named
from held import access

application = held.wsgi.application
_decide = access.photograph_to_show
_kept: dict[str, tuple[float, access.PhotographToShow]] = {}


def _remembered(name: str) -> access.PhotographToShow:
    if name not in _kept or monotonic() - _kept[name][0] > 0.25:
        _kept[name] = (monotonic(), _decide(name))
    return _kept[name][1]


access.photograph_to_show = _remembered
