"""Requests as a page shows them, for tests that press without a page."""

import uuid

from held.consent.models import LostLinkRequest
from held.consent.shown import as_shown, said_by, shown_on


def on_page(*lost_link_requests: LostLinkRequest) -> dict[uuid.UUID, str]:
    """What a page sends that shows these requests as they are now."""
    return shown_on(
        as_shown((lost_link_request, said_by(lost_link_request)) for lost_link_request in lost_link_requests)
    )
