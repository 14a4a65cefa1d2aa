"""A place that stores answers, but does not log a no next to the keys."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.consent import consent_links, transitions

application = held.wsgi.application
transitions.append_refusal = consent_links.append_refusal = lambda *_said: None
