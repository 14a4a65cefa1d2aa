"""A place that stores answers, but does not log a no next to the keys."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.consent import consent_links, transitions

application = held.wsgi.application
transitions.append_no = consent_links.append_no = lambda *_said: None
