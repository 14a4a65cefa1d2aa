"""What the page of one photograph sends: its description, who took it, who is in it, its place, one's own answer."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from held import access
from held.access import SignedIn
from held.accounts.models import Account
from held.actions.about_photograph import About, Move, Naming, NewPerson, OwnAnswer, Place
from held.consent.ladder import NARROW, Step
from held.desk.outline import words_of
from held.families.models import Person
from held.publishing.placing import NotPlaced
from held.stories.models import Leaf, Version, Words
from held.stories.photographs import is_described
from held.web.family.desk import number
from held.web.family.photographs.place_in_story import NOWHERE, place_of
from held.web.family.writing import drafts
from held.web.family.writing.forms import form_for
from held.web.family.writing.saving import prefilled
from held.web.visible_field import VisibleField


class NotToBeNamed(Exception):
    """Somebody who was chosen can't be named: they were taken out since the page was opened, or never were offered."""


ME, BABY, PARENT, OTHER = "me", "baby", "parent-", "other"


class SomebodyElse(forms.Form):
    """Somebody who was never named before."""

    use_required_attribute = False
    name = VisibleField(
        label=_("Their name"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    reach = VisibleField(
        label=_("How you reach them"),
        help_text=_("Optional. If their link is lost, a new one goes only there."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Sent:
    """What was chosen, as the form has it; empty on a page that nobody has filled in yet.

    `seen`, `placed`, `words`: the names, the place and the descriptions that were on the page when it was opened. They
    stay the same when the page comes back, so that nothing that changed since counts as read.
    """

    took: str = ""
    in_it: frozenset[str] = frozenset()
    complete: bool = False
    place: str = ""
    mine: str = ""
    seen: str = ""
    placed: str = ""
    words: str | None = None
    took_else: SomebodyElse = field(default_factory=lambda: SomebodyElse(prefix="took"))
    in_else: SomebodyElse = field(default_factory=lambda: SomebodyElse(prefix="in"))


def sent_by(data: QueryDict | None) -> Sent:
    """What the form sent."""
    if data is None:
        return Sent()
    return Sent(
        took=data.get("took", ""),
        in_it=frozenset(data.getlist("in")),
        complete="complete" in data,
        place=data.get("place", ""),
        mine=data.get("mine", ""),
        seen=data.get("seen", ""),
        placed=data.get("placed", ""),
        words=data.get("words"),
        took_else=SomebodyElse(data, prefix="took"),
        in_else=SomebodyElse(data, prefix="in"),
    )


def as_sent_now(naming: QueryDict) -> QueryDict:
    """The form of an earlier version, which named one person, as this page's form would have sent it."""
    now = QueryDict(mutable=True)
    in_it, took = "in_it" in naming, "took_it" in naming
    name, reach = naming.get("name", ""), naming.get("reach", "")
    now.update({"took-name": name, "took-reach": reach} if took and not in_it else {"in-name": name, "in-reach": reach})
    return now


def mistakes_of(sent: Sent, words: Words) -> dict[str, object]:
    """What has to be said before anything can be saved, by the field it belongs to."""
    found: dict[str, object] = {}
    for name, is_chosen, form in (
        ("took", sent.took == OTHER, sent.took_else),
        ("in", OTHER in sent.in_it, sent.in_else),
    ):
        if is_chosen and not _name(form):
            found[name] = _("Please say who it is. Nothing is saved yet; everything you wrote is here.")
        elif _name(form) and not is_chosen:
            found[name] = _("You wrote a name. Please choose “Somebody else” too, or clear it. Nothing is saved yet.")
    if (step := _step(sent.mine)) and step not in NARROW and not is_described(words):
        found["shows"] = _("Please say first what it shows, in at least 20 letters, so people can decide.")
    return found


def typed_words(leaf: Leaf, data: Mapping[str, object]) -> Words:
    """The description as it was typed."""
    return form_for(leaf, data).words()


def about_of(viewer: SignedIn, leaf: Leaf, data: QueryDict, sent: Sent) -> About:
    """What to save. Raises NotToBeNamed, NotPlaced, and Http404 for what only a parent says."""
    decides = access.decides(viewer, leaf.story.family)
    if (sent.complete or BABY in sent.in_it) and not decides:
        raise Http404  # only a parent says so; a friend's page does not offer it
    given = typed_words(leaf, data)
    return About(
        words=None if _unchanged(leaf, data, given, viewer.account) else given,
        form=drafts.open_form_of(data),
        named=_named(viewer, leaf, sent),
        with_baby=BABY in sent.in_it,
        complete=sent.complete,
        names_seen=sent.seen,
        move=_move(viewer, sent.place, sent.placed),
        told_gone=drafts.version_id(data.get("told_gone", "")),
        answer=_answer(sent),
    )


def with_same_people(sent: Sent, took: str, in_it: list[str]) -> Sent:
    """The same form, with the people of another photograph chosen."""
    return replace(sent, took=took or sent.took, in_it=sent.in_it | set(in_it))


def without_answer(sent: Sent) -> Sent:
    """The same form without one's own answer."""
    return replace(sent, mine="")


def knowing_its_place(sent: Sent) -> Sent:
    """The same form, on a page that says where the photograph is now."""
    return replace(sent, placed="")


def _name(form: SomebodyElse) -> str:
    return str(form.cleaned_data["name"]) if form.is_valid() else ""


def _unchanged(leaf: Leaf, data: QueryDict, given: Words, me: Account) -> bool:
    """Whether the description is the one that the page was opened with."""
    base = drafts.version_id(data.get("base", ""))
    if base is None:
        return given in ({}, prefilled(leaf, me))
    before = Version.objects.filter(pk=base, leaf=leaf).first()
    return before is not None and words_of(before, leaf) == given


def _named(viewer: SignedIn, leaf: Leaf, sent: Sent) -> tuple[Naming, ...]:
    in_it = [one for one in sorted(sent.in_it) if one not in {BABY, OTHER}]
    took = [sent.took] if sent.took and sent.took != OTHER else []
    found = [
        Naming(_who(viewer, leaf, one), in_it=one in in_it, took_it=one in took) for one in dict.fromkeys(took + in_it)
    ]
    if sent.took == OTHER:
        found.append(Naming(_new(sent.took_else), in_it=False, took_it=True))
    if OTHER in sent.in_it:
        found.append(Naming(_new(sent.in_else), in_it=True, took_it=False))
    return tuple(found)


def _new(form: SomebodyElse) -> NewPerson:
    form.is_valid()
    return NewPerson(form.cleaned_data["name"], form.cleaned_data["reach"])


def _who(viewer: SignedIn, leaf: Leaf, chosen: str) -> Person | Account:
    family = leaf.story.family_id
    if chosen == ME:
        return viewer.account
    if chosen.startswith(PARENT):
        return _parent(viewer, family, number(chosen.removeprefix(PARENT)))
    known = next((one for one in access.persons_to_name(viewer, family) if str(one.pk) == chosen), None)
    if known is None:
        raise NotToBeNamed
    return known


def _parent(viewer: SignedIn, family: int, member: int) -> Account:
    try:
        return access.parent_to_name(viewer, family, member).account
    except Http404:
        raise NotToBeNamed from None


def _move(viewer: SignedIn, place: str, before: str) -> Move | None:
    """None if the page has no such field, or if its choice is the place it had. Raises NotPlaced."""
    if not place or place == before:
        return None
    try:
        to = place_of(viewer, place)
    except Http404:
        raise NotPlaced from None
    with suppress(Http404):  # its entry is gone, and it is in none since
        was = place_of(viewer, before or NOWHERE)
        return Move(Place(*was) if was else None, Place(*to) if to else None)
    return Move(None, Place(*to) if to else None)


def _answer(sent: Sent) -> OwnAnswer | None:
    step = _step(sent.mine)
    words = access.words_on_the_page(sent.words or "") or []
    return OwnAnswer(step, get_language() or "", words) if step else None


def _step(mine: str) -> Step | None:
    return Step(mine) if mine in set(Step) else None
