"""Claims as a page shows them, for tests that press without a page."""

import uuid

from held.consent.models import Claim
from held.consent.shown import as_shown, said_by, shown_on


def on_page(*claims: Claim) -> dict[uuid.UUID, str]:
    """What a page sends that shows these claims as they are now."""
    return shown_on(as_shown((claim, said_by(claim)) for claim in claims))
