"""The people whom the page of a photograph offers: the viewer, people named before, parents who never were."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from held import access
from held.access import SignedIn
from held.consent.models import Involvement
from held.families.models import Person
from held.stories.models import Leaf
from held.web.family.desk import number
from held.web.family.photographs.photograph_form import BABY, ME, OTHER, PARENT, Sent

NO_NAME = _("Somebody who gave no name")
SIGNS_IN = _("signs in here")  # tells a parent from somebody of the same name who was named by hand
BY_HAND = _("answers by a link")


@dataclass(frozen=True)
class Chip:
    """One person to choose. `more`: what tells them from another person of the same name."""

    value: str
    name: object
    is_me: bool = False
    more: object = ""


def chips_of(viewer: SignedIn, leaf: Leaf) -> list[Chip]:
    """Everybody whom the viewer can name with one press, themselves first."""
    family = leaf.story.family_id
    others = [one for one in access.persons_to_name(viewer, family) if one.account != viewer.account]
    parents = access.parents_to_name(viewer, family)
    me = (ME, access.called(viewer.account), SIGNS_IN)
    named = [(str(one.pk), access.called(one), SIGNS_IN if one.has_account else BY_HAND) for one in others]
    unnamed = [(f"{PARENT}{one.pk}", access.called(one.account), SIGNS_IN) for one in parents]
    every = [me, *named, *unnamed]
    often = Counter(_folded(name) for _value, name, _more in every)
    return [
        Chip(value, name or NO_NAME, is_me=value == ME, more=more if often[_folded(name)] > 1 and value != ME else "")
        for value, name, more in every
    ]


def as_offered(viewer: SignedIn, leaf: Leaf, sent: Sent, offered: Collection[str], *, names_now: str) -> Sent:
    """What was chosen, by the chips that the page has now. “That’s everyone” was said of the names and choices on the
    page before: if they differ now, it is to be said again.

    `offered`: the values of the chips. `names_now`: fingerprint of the names.
    """
    chosen = {sent.took, *sent.in_it} - {""}
    now = {one: one if one in {*offered, BABY, OTHER} else _chip_now(viewer, leaf, one) for one in chosen}
    return replace(
        sent,
        took=now.get(sent.took, ""),
        in_it=frozenset(now[one] for one in sent.in_it if now.get(one)),
        complete=sent.complete and sent.seen == names_now and all(now.values()),
    )


def _chip_now(viewer: SignedIn, leaf: Leaf, value: str) -> str:
    """The chip of a parent who was named since the page was opened; empty for somebody who can't be named any more."""
    family = leaf.story.family_id
    try:
        parent = access.parent_to_name(viewer, family, number(value.removeprefix(PARENT)))
    except Http404:
        return ""
    persons = access.persons_to_name(viewer, family)
    return next((value_of(viewer, one) for one in persons if one.account == parent.account), "")


def value_of(viewer: SignedIn, person: Person) -> str:
    """What the chip of this person sends."""
    return ME if person.account == viewer.account else str(person.pk)


def same_people(viewer: SignedIn, leaf: Leaf) -> tuple[str, list[str]] | None:
    """Who took the photograph of this story before this one, and who is in it; None if there is none with names."""
    named = Leaf.objects.filter(
        story=leaf.story_id, kind=Leaf.Kind.PHOTOGRAPH, picture__in=Involvement.objects.values("picture")
    ).exclude(pk=leaf.pk)
    ordered = named.select_related("story", "picture").order_by("-number")
    before = ordered.filter(number__lt=leaf.number or 0).first() or ordered.first()
    if before is None:
        return None
    rows = list(access.involvements_to_see(viewer, before))
    took = next((value_of(viewer, one.person) for one in rows if one.took_it), "")
    return took, in_it(viewer, rows)


def in_it(viewer: SignedIn, rows: Iterable[Involvement]) -> list[str]:
    """Who of them is in it, the baby too, as the chips send them."""
    listed = list(rows)
    baby = [BABY] if any(one.for_baby for one in listed) else []
    return baby + [value_of(viewer, one.person) for one in listed if one.in_it]


def _folded(name: object) -> str:
    return str(name).strip().casefold()
