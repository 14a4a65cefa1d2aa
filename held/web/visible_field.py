"""A field of a form in which a name, a title or a way to reach somebody is typed."""

from django import forms

from held.lib.visible import seen_or_empty


class VisibleField(forms.CharField):
    """Invisible characters alone are the same as nothing; everything else is kept as it was typed."""

    def to_python(self, value: object) -> str:
        """As `CharField` has it, then empty where nothing can be seen."""
        return seen_or_empty(super().to_python(value) or "")
