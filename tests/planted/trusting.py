"""A place that offers a photograph without having looked whether it opens."""

import held.wsgi  # sets Django up, before anything that stands on it is named
from held.web import gate

application = held.wsgi.application
gate._opens = lambda _sight: True
