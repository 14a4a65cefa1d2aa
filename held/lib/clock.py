"""The one place that asks what time it is, so that a test can hold it still."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
