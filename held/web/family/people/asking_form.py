"""The form by which a parent asks somebody: for which uses, and about which photographs."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from held.consent.questions import IN_SHORT
from held.consent.scopes import press
from held.web.visible_field import VisibleField


class ScopesForm(forms.Form):
    """The uses for which somebody is asked. Each is a separate question."""

    use_required_attribute = False
    scope = forms.MultipleChoiceField(
        label=_("What would you like to ask for?"),
        help_text=_("Each is answered separately."),
        required=False,
        choices=list(IN_SHORT.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    outlet = VisibleField(
        label=_("A newspaper, broadcaster or journal"),
        help_text=_("Its name. Each is asked separately."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    @property
    def refused(self) -> str:
        """Why nobody was asked; empty if they can be."""
        try:
            chosen = self.is_valid() and self.scopes()
        except ValueError:
            return str(_("This name is too long. Nobody has been asked yet."))
        return "" if chosen else str(_("Please choose what to ask for. Nobody has been asked yet."))

    def scopes(self) -> list[str]:
        """What was chosen. Raises ValueError for a name of an outlet that we cannot keep."""
        outlet = self.cleaned_data.get("outlet", "").strip()
        return [*self.cleaned_data["scope"], *([press(outlet)] if outlet else [])]


class AskingForm(ScopesForm):
    """The uses, and other photographs of the same person to ask about by the same link. None is ticked beforehand."""

    also = forms.MultipleChoiceField(
        label=_("Ask about these too?"),
        help_text=_("One link. Each is answered separately."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, others: Collection[tuple[str, str]] = (), **more: Any) -> None:
        """`others`: the key of each photograph that can be ticked, and what it is called on this page."""
        super().__init__(*given, **more)
        self.fields["also"].choices = others  # type: ignore[attr-defined]  # the stubs know it on the class alone
