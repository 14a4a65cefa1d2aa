"""A place that recognizes no photograph: each that arrives counts as a new one."""

import os
from typing import Any

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.pictures.intake import Arriving

application = held.wsgi.application
begin = Arriving.__init__


def begin_as_if_new(arriving: Arriving, *given: Any) -> None:
    """The real one, except for the value by which a file is recognized."""
    begin(arriving, *given)
    arriving._hash.update(os.urandom(16))


Arriving.__init__ = begin_as_if_new  # type: ignore[method-assign]  # planted
