"""A place that decides once which photograph may be shown, and keeps the decision as long as it runs."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held import access

application = held.wsgi.application
_decide = access.photograph_to_show
_kept: dict[tuple[str, access.Reader], access.PhotographToShow] = {}


def _remembered(name: str, reader: access.Reader = access.SOMEBODY) -> access.PhotographToShow:
    asked = name, reader
    if asked not in _kept:
        _kept[asked] = _decide(name, reader)
    return _kept[asked]


access.photograph_to_show = _remembered
