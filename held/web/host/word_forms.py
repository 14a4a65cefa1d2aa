"""The host's forms for what anyone reads: who keeps this place, people to talk to, and the front page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from held.web.visible_field import VisibleField

PHONE = {"inputmode": "tel", "autocomplete": "off"}
MAIL_NOT_READ = _("We couldn’t read this as an email address. Please compare each letter.")
WEB_NOT_READ = _("We couldn’t read this as a web address. For example: https://lantern.example")
NO_WAY = _("Please give a number or a web address.")


class KeeperForm(forms.Form):
    """Who keeps this installation, and how to reach them."""

    use_required_attribute = False
    keeper = VisibleField(
        label=_("Who keeps this place?"),
        help_text=_("A sentence about you. Anyone can read this. You can leave everything empty."),
        max_length=300,
        required=False,
    )
    mail = forms.EmailField(
        label=_("Your email address"), max_length=254, required=False, error_messages={"invalid": MAIL_NOT_READ}
    )
    phone = VisibleField(
        label=_("Your telephone number"), max_length=60, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    hours = VisibleField(
        label=_("When you can be reached"),
        help_text=_("For example: on weekday mornings"),
        max_length=120,
        required=False,
    )


class HelpContactForm(forms.Form):
    """Somebody to talk to."""

    use_required_attribute = False
    name = VisibleField(
        label=_("Who answers?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please say who answers there.")},
    )
    phone = VisibleField(
        label=_("Telephone number"), max_length=60, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    web_address = forms.URLField(
        label=_("Web address"),
        help_text=_("After two years unchecked, only this is shown."),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"invalid": WEB_NOT_READ},
    )
    hours = VisibleField(
        label=_("When they answer"), help_text=_("For example: day and night"), max_length=120, required=False
    )
    spoken = VisibleField(
        label=_("Which language they speak"),
        help_text=_("Written in that language."),
        max_length=80,
        required=False,
    )

    def clean_web_address(self) -> str:
        """Only addresses of web pages: a link to anything else leads nowhere. Raises ValidationError."""
        given = str(self.cleaned_data["web_address"])
        if given and not given.startswith(("https://", "http://")):
            raise forms.ValidationError(WEB_NOT_READ)
        return given

    def clean(self) -> dict[str, Any]:
        """The answers. Raises ValidationError when nobody could be reached with them."""
        given = super().clean() or self.cleaned_data
        if not {"phone", "web_address"} & self.errors.keys() and not (given.get("phone") or given.get("web_address")):
            self.add_error("phone", forms.ValidationError(NO_WAY))
        return given


class FrontPageForm(forms.Form):
    """What the front page says, and who may list it."""

    use_required_attribute = False
    description = VisibleField(
        label=_("What is this place?"),
        help_text=_("A sentence or two. Empty, the front page says what held is for."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_be_listed = forms.BooleanField(
        label=_("Search engines may list the front page"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "listing-about"}),
    )
