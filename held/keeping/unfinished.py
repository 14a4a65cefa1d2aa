"""The mark of a restore that began and did not end. It has a module of its own, so that a start loads no restore."""

from pathlib import Path

from django.conf import settings


def mark() -> Path:
    """The file that says so; it is there from before the first change until after the last."""
    return Path(settings.HELD_DATA) / "restore-unfinished"


def is_unfinished() -> bool:
    """Whether a restore began here and did not end: then nothing may be served."""
    return mark().exists()
