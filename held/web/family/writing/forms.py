"""The forms in which a family writes, one for each kind of leaf. No field is required."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from held.lib.visible import can_be_seen
from held.stories.babies import SEXES, STATUSES, is_number_up_to
from held.stories.models import Leaf, Words
from held.web.family.writing.languages import languages
from held.web.visible_field import VisibleField

EMPTY: tuple[str, object] = ("", _("Leave this empty"))


def _languages() -> list[tuple[str, object]]:
    return [EMPTY, *languages()]


class LeafForm(forms.Form):
    """A form for a leaf. Its text is kept exactly as it was typed, even if a field does not expect it."""

    use_required_attribute = False

    def words(self) -> Words:
        """What was written; a field left blank is left out."""
        read = {name: self._typed(name) for name in self.fields}
        return {name: words for name, words in read.items() if can_be_seen(words)}

    def _typed(self, name: str) -> str:
        return str(self.data.get(name, "")).replace("\r\n", "\n")


def _line(label: object, help_text: object = "", *, autocomplete: str = "") -> VisibleField:
    filled_in = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs={"dir": "auto", **filled_in})
    return VisibleField(label=label, help_text=help_text, required=False, strip=False, widget=widget)  # type: ignore[arg-type]


def _text(label: object, help_text: object = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5, "class": "leaf-few", "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=False, strip=False, widget=widget)  # type: ignore[arg-type]


def _tick(label: object) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=forms.CheckboxInput(attrs={"value": "yes"}))  # type: ignore[arg-type]


def _choice(label: object, choices: Iterable[tuple[str, object]], help_text: object = "") -> forms.CharField:
    """A list with an empty line: a radio button that was pressed can't be emptied again."""
    widget = forms.Select(choices=choices)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)  # type: ignore[arg-type]


def _language(help_text: object) -> forms.CharField:
    return _choice(_("Language"), lazy(_languages, list)(), help_text)


class AboutForm(LeafForm):
    """What the story is about."""

    title = _line(_("A title for the story"))
    why = _text(_("Why I share this"), _("Readers see this first."))
    word = _line(
        _("What do you call what happened?"),
        _("We use your words exactly."),
    )
    language = _language(_("So they’re read aloud correctly."))
    quiet_title = _tick(_("Show only “A story” where the link is shared, and in the browser"))


class BabyForm(LeafForm):
    """One baby. Only what the family wants to tell; nothing is derived from it."""

    name = _line(_("What do you call your baby?"), _("You can change it at any time."))
    sentence = _text(
        _("How you would say it yourselves"),
        _("This comes first. For example: “Noor was born and died on 3 March.”"),
    )
    sex = _choice(_("A girl, a boy, or in your own words"), [EMPTY, *SEXES])
    sex_own = _line(_("Your own words for it"))
    pronouns = _line(_("Pronouns"), _("If it’s empty, we use the name."))
    status = _choice(_("What happened"), [EMPTY, *STATUSES])
    born = _line(_("The day your baby was born"), _("A month, a year, “in the winter”, or nothing is fine."))
    died = _line(_("The day your baby died"), _("It may be the same day, or before the birth."))
    learned = _line(_("The day you learned of it"))
    weeks_number = _line(_("Weeks"))
    weeks_days = _line(_("Days"))
    weeks_about = _tick(_("About, not exactly"))
    lived_for = _line(_("Lived for"), _("In your own words."))
    weight = _line(_("Weight"))
    length = _line(_("Length"))

    def clean_weeks_number(self) -> str:
        """Adds a sentence if we cannot read the weeks; the words stay."""
        return _up_to(45, self.cleaned_data["weeks_number"])

    def clean_weeks_days(self) -> str:
        """Adds a sentence if we cannot read the days; the words stay."""
        return _up_to(6, self.cleaned_data["weeks_days"])


class EntryForm(LeafForm):
    """The essay, or something that followed it."""

    title = _line(_("A title"))
    body = _text(_("Your words"))
    language = _language(_("So they’re read aloud correctly."))
    signed = _line(_("Signed by"), _("Below the words, if you like."))
    written = _line(_("When you wrote this"), _("In any words."))


class PhotographForm(LeafForm):
    """What a photograph shows, for people who would rather know first. The checkboxes help to write the sentence;
    readers never see them."""

    shows = _text(
        _("What it shows"),
        _(
            "A plain sentence or two, which readers see first: colour or black and white; who is in it and what "
            "they do; whether your baby has died or is alive; what may be hard to see; where it was. For "
            "example: “Black and white. Two hands hold her feet. Her face is not seen.”"
        ),
    )
    covered = _tick(_("The baby is in it, covered or wrapped"))
    face = _tick(_("The baby’s face can be seen"))
    whole_body = _tick(_("The baby’s whole body can be seen"))
    hands_or_feet = _tick(_("Only hands, feet, or their prints can be seen"))
    nobody = _tick(_("Nobody is in it"))
    scan = _tick(_("It is a picture from a scan"))
    alive = _tick(_("The baby is alive in it"))
    dying = _tick(_("The baby is dying in it"))
    has_died = _tick(_("The baby has died"))
    very_small = _tick(_("The baby is very small"))
    skin = _tick(_("The skin has changed"))
    injury = _tick(_("An injury or a difference can be seen"))
    blood = _tick(_("Blood can be seen"))
    equipment = _tick(_("Tubes or other hospital equipment can be seen"))
    mother = _tick(_("The mother is in bed"))
    weeping = _tick(_("Somebody is crying"))
    children = _tick(_("Other children are in it"))
    staff = _tick(_("People who worked there are in it"))
    funeral = _tick(_("A coffin, a grave or a funeral can be seen"))
    more = _text(_("More about this photograph"), _("Readers see it only when they open it."))
    language = _language(_("So they’re read aloud correctly."))

    @property
    def checklist(self) -> list[forms.BoundField]:
        """What somebody may want to know first."""
        return [self[name] for name in self.fields if name in TICKED]


FORMS: Mapping[str, type[LeafForm]] = {
    Leaf.Kind.ABOUT: AboutForm,
    Leaf.Kind.BABY: BabyForm,
    Leaf.Kind.ENTRY: EntryForm,
    Leaf.Kind.PHOTOGRAPH: PhotographForm,
}

TICKED = {
    name for form in FORMS.values() for name, field in form.base_fields.items() if isinstance(field, forms.BooleanField)
}
CHOSEN = TICKED | {"language", "sex", "status"}  # ticked or picked; the others are written


def form_for(leaf: Leaf, data: Mapping[str, object]) -> LeafForm:
    """The form for this leaf with these words in it."""
    return FORMS[leaf.kind](dict(data.items()))


def is_field(name: str) -> bool:
    """Whether any of these forms has a field of this name."""
    return any(name in form.base_fields for form in FORMS.values())


def name_of_field(name: str) -> str:
    """The label of a field, in any of these forms."""
    labels = (form.base_fields[name].label for form in FORMS.values() if name in form.base_fields)
    return str(next(labels, name))


def ticked(words: Words) -> list[str]:
    """The labels of what was ticked in the form of a photograph."""
    fields = PhotographForm.base_fields
    return [str(field.label) for name, field in fields.items() if name in TICKED and words.get(name)]


def _up_to(most: int, given: str) -> str:
    if given.strip() and not is_number_up_to(most, given):
        raise ValidationError(
            _("Only whole numbers from 0 to %(most)s work here. We kept it as you wrote it."),
            params={"most": most},
        )
    return given


class NamesForm(forms.Form):
    """The viewer's name, and the family's name among themselves."""

    use_required_attribute = False
    name = _line(
        _("What shall we call you?"),
        _("Your family sees this. Readers don’t, unless you sign with it."),
        autocomplete="nickname",
    )
    label = _line(
        _("What do you call your family?"),
        _("Your family sees this, and the person who runs this place."),
    )

    def say_who_wrote_the_label(self) -> None:
        """Say that the host wrote this label: nobody of the family has changed it yet."""
        field = self.fields["label"]
        wrote = _("The person who runs this place wrote this.")
        field.help_text = format_lazy("{} {}", wrote, field.help_text)


class NamedForm(forms.Form):
    """Somebody the family names as a reader."""

    use_required_attribute = False
    name = VisibleField(
        label=_("Who is it for?"),
        help_text=_("Only your family sees this."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class AddressForm(forms.Form):
    """The end of the address at which everyone will find the story."""

    use_required_attribute = False
    wished = _line(
        _("How the address ends"),
        _("Small letters, digits and hyphens. If it’s empty, the address says nothing about the story."),
    )


class PersonForm(forms.Form):
    """Somebody who is in a photograph or took it: the viewer, somebody named before, or somebody new."""

    use_required_attribute = False
    who = forms.CharField(required=False)
    name = _line(_("Their name"), _("They see it when you ask them."), autocomplete="off")
    reach = _line(
        _("How you reach them"),
        _("If their link is lost, a new one goes only there."),
        autocomplete="off",
    )
    in_it = _tick(_("Is in the photograph"))
    took_it = _tick(_("Took the photograph"))
    refused = ""

    def clean(self) -> None:
        """Somebody has to be chosen or named, and to be in it or to have taken it."""
        given = self.cleaned_data
        if not given.get("who") and not given.get("name"):
            self._refuse(_("Please say who it is. Nothing was changed yet."))
        elif not given.get("in_it") and not given.get("took_it"):
            self._refuse(_("Please say whether they’re in it, or took it. Nothing was changed yet."))

    def _refuse(self, message: object) -> None:
        self.refused = str(message)
        raise ValidationError(self.refused)
