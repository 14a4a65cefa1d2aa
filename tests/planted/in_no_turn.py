"""A place that reads slow forms of strangers with its last thread."""

from held.wsgi import application  # first: it sets Django up

from held.web.middleware import request_bodies  # isort: skip
from held.web.slots import Slots  # isort: skip

request_bodies.ENTRANCE = Slots(10_000)

__all__ = ["application"]
