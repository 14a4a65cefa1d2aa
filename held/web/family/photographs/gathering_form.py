"""The form by which a family asks somebody for photographs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from held.gathering.envelopes import MOST_PICTURES
from held.web.visible_field import VisibleField

USUALLY, MONTH = 30, 30  # photographs; days
DAYS = ((7, _("One week")), (MONTH, _("One month")), (90, _("Three months")))


class GatheringForm(forms.Form):
    """Who is asked, for what, for how many at most, and until when: there is always an end."""

    use_required_attribute = False
    name = VisibleField(
        label=_("Who are you asking?"),
        help_text=_("“Mum”, “Nele”. They see it on their page."),
        error_messages={"required": _("Please write who it’s for, to tell the links apart.")},
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    purpose = VisibleField(
        label=_("What are you asking for?"),
        help_text=_("Optional. For example: “The pictures you took on the Sunday.”"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    most = forms.IntegerField(
        label=_("How many photographs at most?"),
        initial=USUALLY,
        min_value=1,
        max_value=MOST_PICTURES,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Please write a number from 1 to 200.")
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        help_text=_("Then their link stops working. You can end it sooner."),
        choices=DAYS,
        initial=MONTH,
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Please choose one of these.")),
        widget=forms.RadioSelect,
    )
