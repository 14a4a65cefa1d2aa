"""A place that never gives back a slot for sending photographs."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.web import receiving

application = held.wsgi.application
receiving.RECEIVERS.give_back = lambda _key="": None
