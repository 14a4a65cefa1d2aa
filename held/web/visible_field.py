"""A form field for a name, a title or a way to reach somebody."""

from django import forms

from held.lib.visible import seen_or_empty


class VisibleField(forms.CharField):
    """Invisible characters alone count as empty; everything else is kept as it was typed."""

    def to_python(self, value: object) -> str:
        """As in `CharField`, then empty if nothing is visible."""
        return seen_or_empty(super().to_python(value) or "")
