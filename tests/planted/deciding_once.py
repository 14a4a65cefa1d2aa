"""A place that decides which photograph may be shown, and keeps the decision for two seconds."""

from time import monotonic

import held.wsgi  # sets Django up, before anything that needs it is imported
from held import access

application = held.wsgi.application
_decide = access.photograph_to_show
_kept: dict[tuple[str, access.Reader], tuple[float, access.PhotographToShow]] = {}


def _remembered(name: str, reader: access.Reader = access.SOMEBODY) -> access.PhotographToShow:
    asked = name, reader
    if asked not in _kept or monotonic() - _kept[asked][0] > 2:
        _kept[asked] = (monotonic(), _decide(name, reader))
    return _kept[asked][1]


access.photograph_to_show = _remembered
