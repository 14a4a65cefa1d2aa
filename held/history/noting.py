"""Appends lines to the history."""

from held.history.models import Line


def note(act: str, thing: str, *, by: object) -> None:
    """Append an act. `thing` and `by` are pseudonymous keys, never words or names."""
    Line.objects.create(act=act, thing=thing, by=getattr(by, "key", None) or str(by))
