"""A place that offers a photograph without having checked whether it opens."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.web import picture_responses

application = held.wsgi.application
picture_responses._opens = lambda _sight: True
