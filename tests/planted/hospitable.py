"""A place with a planted fault: every sender of photographs is accepted, even on the last thread."""

from held.wsgi import application  # first: it sets Django up

from held.web import receiving  # isort: skip
from held.web.slots import Slots  # isort: skip

receiving.RECEIVERS = Slots(10_000)

__all__ = ["application"]
