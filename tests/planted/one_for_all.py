"""A place that reads every form of people without an account from the same few slots, and has no deadline for one."""

from held.wsgi import application  # first: it sets Django up

from held.web import body  # isort: skip
from held.web.middleware import request_bodies  # isort: skip
from held.web.slots import Slots  # isort: skip

body.FORM_SECONDS = 3_600.0
request_bodies.STRANGERS = Slots(8, waiting=2)
request_bodies._slots_for = lambda *_request: (request_bodies.STRANGERS, "")

__all__ = ["application"]
