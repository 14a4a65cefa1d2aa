"""The host's forms."""

from itertools import chain

from django import forms
from django.utils.translation import gettext_lazy as _

from held.lib.time_zone import UTC_NAME, machines_time_zone, time_zones_by_region
from held.place.models import Place
from held.place.setup import Trouble
from held.web.visible_field import VisibleField

_AS_GIVEN = {"spellcheck": "false", "autocapitalize": "none"}

NOT_AN_ADDRESS = _(
    "We couldn’t read this as an address. It begins with https:// and has nothing after the name, for example "
    "https://our-place.example. Only on this computer it may be http://localhost:8000. If the name has letters "
    "such as ß, please write the form that begins with xn--."
)
TROUBLES = {
    Trouble.NOT_WHOLE: _("Please write the folder’s full path, starting with /."),
    Trouble.NOT_THERE: _("There’s no such folder. Is its disk connected? If it’s new, please create it first."),
    Trouble.NOT_A_FOLDER: _("This is a file. Please name a folder."),
    Trouble.AMONG_THE_FIRST: _("The place itself is kept here. If that is lost, both are."),
    Trouble.INSIDE_THE_PROGRAM: _("This folder belongs to the program. Please choose another."),
    Trouble.NOT_WRITABLE: _(
        "The program can’t write here. Please let it, or choose another folder. A service needs a line for it: "
        "“The folder of a service” in docs/hosts/backing-up-and-restoring.md."
    ),
    Trouble.FULL: _("There’s no room left in this folder. Please free some, or choose another."),
}


class NameForm(forms.Form):
    """The name of this installation."""

    use_required_attribute = False
    answer = VisibleField(
        label=_("What is this place called?"),
        help_text=_("Everyone sees it, at the top of every page."),
        max_length=120,
        required=False,
    )


class AddressForm(forms.Form):
    """The address of this installation."""

    use_required_attribute = False
    answer = forms.CharField(
        label=_("What address will people find it at?"),
        help_text=_("For example https://our-place.example"),
        max_length=200,
        widget=forms.TextInput(attrs={**_AS_GIVEN, "inputmode": "url"}),
        error_messages={"required": NOT_AN_ADDRESS},
    )


class KeptForForm(forms.Form):
    """Whose stories this installation keeps."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Who is this place for?"),
        choices=[
            (Place.KeptFor.OWN.value, _("For my own family")),
            (Place.KeptFor.OTHERS.value, _("For others")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one, or leave it for later.")},
    )


class SecondCopyForm(forms.Form):
    """Where the backup is kept."""

    use_required_attribute = False
    answer = forms.CharField(
        label=_("Where is the backup kept?"),
        help_text=_("A folder on another disk, for example /media/second-disk/held"),
        max_length=400,
        widget=forms.TextInput(attrs=_AS_GIVEN),
        error_messages={"required": TROUBLES[Trouble.NOT_WHOLE]},
    )


def _time_zones() -> list[tuple[str, object]]:
    """Choices by region. The machine's time zone is among them, by the machine's own name for it."""
    regions = time_zones_by_region()
    known = set(chain.from_iterable(regions.values()))
    alone = [name for name in dict.fromkeys((machines_time_zone(), UTC_NAME)) if name not in known]
    named = {region: [(name, _place_in(name)) for name in names] for region, names in regions.items()}
    return [*((name, name) for name in alone), *named.items()]


def _place_in(name: str) -> str:
    """The place in the name of a time zone: “Buenos Aires, Argentina” for `America/Argentina/Buenos_Aires`."""
    return ", ".join(reversed(name.split("/")[1:])).replace("_", " ")


class TimeZoneForm(forms.Form):
    """The time zone in which pages show days and times."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Which time zone are you in?"),
        help_text=_("For the days and times on pages."),
        choices=_time_zones,
        error_messages={"required": _("Please choose one, or leave it for later.")},
    )


class LabelForm(forms.Form):
    """The label by which host and family know the family."""

    use_required_attribute = False
    label = VisibleField(
        label=_("What will you call this family?"),
        help_text=_("You and the family read it, and they can change it. Or leave it empty."),
        max_length=120,
        required=False,
    )


class FindForm(forms.Form):
    """The name of a family, or a part of it."""

    use_required_attribute = False
    called = VisibleField(
        label=_("Which family?"),
        help_text=_("A part of its name, or its number."),
        max_length=120,
        error_messages={"required": _("Please write its name or number.")},
    )
