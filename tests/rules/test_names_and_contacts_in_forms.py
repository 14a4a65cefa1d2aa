"""Every form accepts a name only if it has visible characters, and no browser fills in another person's contact."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

import held
from held.consent.scopes import press
from held.families.models import Person
from held.families.persons import add_person, correct_person
from held.web.family.writing.forms import LeafForm
from tests.doors import every_door

NO_NAME = "\u200b\u3164\u2060 \u200b"
NOT_TYPED_NAMES = {
    "SheetAndCode.sheet": "looked up",
    "SheetAndCode.code": "looked up",
    "Code.code": "looked up",
    "AddressForm.answer": "read as an address",
    "SecondCopyForm.answer": "read as a folder",
    "PersonForm.who": "chosen from a list",
    "GatheringForm.most": "a number",
}
"""Single-line fields that take no name."""
CONTACTS = {"name", "reach", "address", "phone", "tel", "email"}
OWN = {"name", "nickname", "email", "tel", "off"}
"""What a browser may fill in about the person who types (HTML standard, 4.10.18.7), and nothing."""
TYPED_INPUT = re.compile(r"<input\b(?![^>]*type=\"(?:hidden|radio|checkbox|file|submit)\")[^>]*>")


def every_form() -> list[type[forms.Form]]:
    every_door()  # imports every module with a page
    found = [form for form in _below(forms.Form) if form.__module__.startswith("held.")]
    assert len(found) > 12
    return found


def _below(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for form in kind.__subclasses__():
        yield from [form, *_below(form)]


def lines(form: type[forms.Form]) -> Iterator[tuple[str, forms.Field]]:
    """The single-line text fields."""
    for name, field in form.base_fields.items():
        if isinstance(field.widget, forms.TextInput):
            yield name, field


def takes(field: forms.Field, typed: str) -> str:
    """The field's cleaned value; empty for a refusal."""
    try:
        return str(field.clean(typed) or "")
    except ValidationError:
        return ""


def test_no_form_takes_invisible_characters_for_a_name():
    found = [
        f"{form.__name__}.{name}"
        for form in every_form()
        if not issubclass(form, LeafForm)
        for name, field in lines(form)
        if takes(field, NO_NAME)
    ]
    assert not set(found) - NOT_TYPED_NAMES.keys()


def test_no_leaf_of_a_story_counts_them_as_words():
    for form in every_form():
        if issubclass(form, LeafForm):
            assert form(dict.fromkeys(form.base_fields, NO_NAME)).words() == {}, form.__name__


def test_no_act_stores_an_invisible_name(cast, signed_in):
    ana = signed_in(cast.ana)
    ana.post("/family/welcome/", {"name": NO_NAME, "label": NO_NAME})
    cast.ana.refresh_from_db()
    cast.family.refresh_from_db()
    assert (cast.ana.name, cast.family.label) == ("", "")
    person = add_person(cast.family, NO_NAME, NO_NAME, by=cast.ana)
    assert (person.name, person.reach) == ("", "")
    correct_person(person, "Mika", "the house beside", by=cast.ana)
    ana.post(f"/family/persons/{person.pk}/", {"name": NO_NAME})
    assert Person.objects.get(pk=person.pk).name == "Mika"
    with pytest.raises(ValueError, match="outlet"):
        press("\u3164")


def test_a_contact_says_what_a_browser_may_fill_in():
    silent = [
        f"{form.__name__}.{name}"
        for form in every_form()
        if not issubclass(form, LeafForm)  # off would also keep a browser from bringing words back on BACK
        for name, field in lines(form)
        if name in CONTACTS and field.widget.attrs.get("autocomplete") not in OWN
    ]
    assert not silent


def test_nobody_else_s_contact_is_filled_in():
    others = {"PersonForm": ("name", "reach"), "NamedForm": ("name",), "GatheringForm": ("name",)}
    forms_by_name = {form.__name__: form for form in every_form()}
    for form, names in others.items():
        for name in names:
            assert forms_by_name[form].base_fields[name].widget.attrs["autocomplete"] == "off", (form, name)


def test_every_typed_input_in_a_template_says_so_as_well():
    templates = Path(held.__file__).parent / "web" / "templates"
    typed = [found for one in templates.rglob("*.html") for found in TYPED_INPUT.findall(one.read_text())]
    assert typed
    assert not [one for one in typed if "autocomplete=" not in one and "readonly" not in one]
