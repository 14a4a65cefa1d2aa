"""How long something still takes, in words."""

from datetime import UTC, datetime, timedelta

from django.utils.timesince import timeuntil

_ANY = datetime(2001, 1, 1, tzinfo=UTC)  # no clock is asked: a duration has no date


def in_words(span: timedelta) -> str:
    """Such as “23 hours, 59 minutes”; less than a minute counts as one."""
    return timeuntil(_ANY + max(span, timedelta(minutes=1)), _ANY)
