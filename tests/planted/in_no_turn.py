"""A place that reads slow forms of strangers with its last thread."""

from held.wsgi import application  # first: it sets Django up

from held.web import hearing  # isort: skip

hearing.OTHERS = hearing.Turns(10_000, waiting=0)

__all__ = ["application"]
