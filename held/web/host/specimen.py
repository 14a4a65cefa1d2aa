"""The specimen: every element of the interface in every state."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace as Shown
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from held.access import SignedIn
from held.consent.states import Status
from held.desk.photograph_status import PhotographStatus
from held.web.answers_shown import Ladder, Rung
from held.web.audiences import for_host
from held.web.linkcard import WORDS, LinkCard
from held.web.visible_field import VisibleField

THEMES = ("day", "night")
ANSWERS = ("", "named", "public", "not-now", "no")  # the marked one
DAY = date(2027, 1, 11)
NOWHERE = 0  # the number of what does not exist: a button that is pressed here changes nothing
OFF = {"autocomplete": "off"}
EXAMPLE = "https://held.example/c/example/"


class SpecimenForm(forms.Form):
    """One field of each kind. It is never sent."""

    use_required_attribute = False

    hidden = forms.CharField(
        widget=forms.HiddenInput
    )  # its mistake comes first, so that none that is seen gets the focus
    name = VisibleField(
        label=_("Name"), widget=forms.TextInput(attrs=OFF), help_text=_("You can leave this empty."), required=False
    )
    number = VisibleField(label=_("How many"), required=False)
    body = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    title = VisibleField(label=_("Title"), required=False)
    signed = VisibleField(label=_("Signed"), required=False)
    written = VisibleField(label=_("Written"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("nl", "Nederlands")])
    choice = forms.ChoiceField(
        label=_("Choose one"), choices=[("a", _("This")), ("b", _("That"))], widget=forms.RadioSelect, required=False
    )
    several = forms.MultipleChoiceField(
        label=_("Choose several"),
        choices=[("a", _("This")), ("b", _("That"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class SpecimenPersonForm(forms.Form):
    """Somebody else. It is never sent."""

    use_required_attribute = False

    name = VisibleField(label=_("Their name"), widget=forms.TextInput(attrs=OFF), required=False)
    reach = VisibleField(label=_("How you reach them"), widget=forms.TextInput(attrs=OFF), required=False)


@require_safe
@for_host(logged=True)
def specimen(request: HttpRequest, _viewer: SignedIn) -> HttpResponse:
    """Everything on one page, in the device's theme, or by day or by night. It reads no family’s data: what
    it shows is written here."""
    theme = request.GET.get("by", "")
    page = {"theme": theme if theme in THEMES else "", "themes": THEMES, **_forms(), **_answers(), **_photographs()}
    return render(request, "host/specimen.html", page | _desk())


def _forms() -> dict[str, object]:
    empty = SpecimenForm(auto_id="empty_%s")
    mistaken = SpecimenForm({"number": "many", "language": "en"}, auto_id="mistaken_%s")
    mistaken.add_error("number", _("Please write a number."))
    mistaken.add_error("choice", _("Please choose one."))
    card = LinkCard(EXAMPLE, str(WORDS["reader:story"]))
    outcomes = [Shown(name="IMG_0001.HEIC", said=_("This one has arrived."))]
    entry = SpecimenForm({"body": "…", "language": "en"})
    return {"empty": empty, "mistaken": mistaken, "form": entry, "card": card, "outcomes": outcomes, "to_read": True}


def _rungs(marked: str, called: Mapping[str, object]) -> tuple[Rung, ...]:
    return tuple(Rung(value, words, chosen=value == marked) for value, words in called.items())


def _answers() -> dict[str, object]:
    steps = {"named": _("People they name"), "public": _("Everyone"), "not-now": _("Not now"), "no": _("No")}
    asks = _("Who may see it?")
    ladders = [Ladder(asks, _rungs(one, steps), (), (), elsewhere=one == "no") for one in ANSWERS]
    ladders.append(Ladder(asks, _rungs("", steps), ((_("Everyone"), Status.AGREED),), (), elsewhere=False))
    question = Shown(scope="print", fingerprint="", outlet="", status=Status.LAPSED, elsewhere=True)
    three = {"yes": _("Yes"), "not-now": _("Not now"), "no": _("No")}
    use = Shown(asked=question, asks=_("A printed book?"), rungs=_rungs("yes", three), lapsed=True, changed=True)
    veil = Shown(shows=_("Colour, drawn. Hills in the mist. Nobody is in the picture."), language="", more_html="")
    words = Shown(veils=[veil], versions="", changed=True, changed_on=DAY, unknown=False)
    told = Shown(words=words, closes_on=DAY, in_it=True, took_it=True, for_baby=True)
    return {"ladders": ladders, "uses": [use], "told": told, "statuses": list(Status), "own_page": True}


def _photographs() -> dict[str, object]:
    drawn = Shown(sources=[], address=static("card.png"), width=1200, height=630)
    leaf = Shown(pk=NOWHERE, story_id=NOWHERE, current_id=NOWHERE)
    veil = Shown(
        name="drawn", number=1, of=2, language="en", more_html="", shows=_("Colour, drawn. Two pears on a branch.")
    )
    more = {"leaf": leaf, "gone_after": DAY, "entry_shown": True, "covered_copy": Shown(pk=NOWHERE, number=2)}
    ones = [Shown(status=s, number=n, **more) for n, s in enumerate(PhotographStatus, 1)]
    tiles = [Shown(picture=drawn, photograph=Shown(leaf=leaf, number=n, shows=veil.shows)) for n in (1, 2, 3)]
    took, in_it = SpecimenPersonForm(auto_id="took_%s"), SpecimenPersonForm(auto_id="in_%s")
    sent = Shown(took="me", in_it=["baby"], took_else=took, in_else=in_it)
    people = {"sent": sent, "other": "other", "baby_value": "baby"}
    page = {"veil": veil, "address": "example", "picture": drawn, "photographs": ones, "tiles": tiles, "decides": True}
    return page | people


def _desk() -> dict[str, object]:
    story = Shown(pk=NOWHERE)
    main = Shown(story=story, title=_("The quince"), circle="EVERYONE", last=story, last_opens=True, last_name="")
    main.last_words = _("It is autumn now.")
    person = Shown(value="me", name="Ana", is_me=True, more="")
    other = Shown(value="other", name="Ben", is_me=False, more=_("next door"))
    waits = Shown(
        envelopes=[Shown(id=UUID(int=NOWHERE), called="Nele")], asks_to_read=True, lost_link=True, no_key=True
    )
    facts = [Shown(what="born", words=_("a Tuesday in March")), Shown(what="weeks", words="26")]
    baby = Shown(name="Noor", sentence=_("She was here."), language="en", facts=facts)
    return {"main": main, "story": main, "waits": waits, "baby": baby, "chips": [person, other]}
