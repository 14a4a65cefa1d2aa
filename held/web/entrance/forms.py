"""The forms of the entrance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from held.accounts.sign_in_keys import LONGEST_NAME
from held.web.visible_field import VisibleField

_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class SheetAndCode(forms.Form):
    """The name of a paper sheet and one of its codes."""

    use_required_attribute = False
    sheet = forms.CharField(
        label=_("The name of your sheet"),
        help_text=_("Eight letters and digits, at the top."),
        max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Please write the name of the sheet.")},
    )
    code = forms.CharField(
        label=_("One of its codes"),
        help_text=_("One you haven’t used."),
        max_length=40,
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric"}),
        error_messages={"required": _("Please write one of the codes.")},
    )


class Code(forms.Form):
    """One code of the signed-in person's sheet."""

    use_required_attribute = False
    code = SheetAndCode.base_fields["code"]


class PasskeyName(forms.Form):
    """What the person calls the device with the passkey."""

    use_required_attribute = False
    name = VisibleField(
        label=_("What do you call this device?"),
        help_text=_("For example: my phone. Or leave it empty."),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
