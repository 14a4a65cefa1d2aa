"""Everything that one page says of a photograph, saved together or not at all."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from held.accounts.models import Account
from held.consent import first_answer, involved
from held.consent.facts import a_parent_is_unasked
from held.consent.ladder import NARROW, Step
from held.consent.models import Involvement
from held.consent.page_answered import OtherWords, Page
from held.families.models import Person
from held.families.persons import add_person, person_of
from held.pictures.models import Picture
from held.publishing import placing
from held.publishing.fingerprint import one_at_a_time
from held.stories import writing
from held.stories.described import descriptions_of, said_in
from held.stories.models import Leaf, Placement, Words
from held.stories.paragraphs import Followed
from held.stories.places import ParagraphSeen, confirm_place, lock_entry, number_now
from held.stories.writing import OpenForm


class NotInIt(Exception):
    """They gave an answer of their own, and neither are in it nor took it."""


class PlacedMeanwhile(Exception):
    """Somebody gave it another place, or took it out, since the page was made."""


@dataclass(frozen=True)
class NewPerson:
    """Somebody who was never named before. `reach`: where a new link for them goes; may be empty."""

    name: str
    reach: str


@dataclass(frozen=True)
class Naming:
    """One person to name. An account: a parent, or the person who fills in the page."""

    who: Person | Account | NewPerson
    in_it: bool
    took_it: bool


@dataclass(frozen=True)
class Place:
    """In this entry: after a paragraph that was on the page, or at its end."""

    entry: Leaf
    paragraph: ParagraphSeen | None = None


@dataclass(frozen=True)
class Move:
    """Another place in the story. None: not in the story. `before`: the page's."""

    before: Place | None
    to: Place | None


@dataclass(frozen=True)
class OwnAnswer:
    """What the person who fills in the page answers. `words`: ids of the descriptions that readers had on the page."""

    step: Step
    language: str
    words: Collection[str]


@dataclass(frozen=True)
class About:
    """What was sent. `words`: None if the description was not changed. `names_seen`: fingerprint of the names on the
    page, for `complete`: the family says that these are all. `told_gone`: the version that last had its paragraph, if
    the page told that this is gone: its new place is confirmed."""

    words: Words | None
    form: OpenForm
    named: tuple[Naming, ...] = ()
    with_baby: bool = False
    complete: bool = False
    names_seen: str = ""
    move: Move | None = None
    told_gone: uuid.UUID | None = None
    answer: OwnAnswer | None = None


@transaction.atomic
def save_about(leaf: Leaf, about: About, *, by: Account) -> bool:
    """Save all of it. Returns whether the description differs from somebody else's; then both are kept.

    Raises involved.OthersNamedMeanwhile, involved.NobodyNamed, PlacedMeanwhile, placing.NotPlaced, NotInIt, OtherWords,
    AnsweredSince; then everything is as before.
    """
    if leaf.picture is None:
        raise placing.NotPlaced
    one_at_a_time(leaf.story_id)
    picture = Picture.objects.select_for_update(no_key=True).get(pk=leaf.picture.pk)  # before the answers, as naming
    if about.complete and about.names_seen != involved.names_fingerprint(picture):
        raise involved.OthersNamedMeanwhile
    read, differs = about.form.based_on, False
    if about.words is not None:
        version, differs = writing.save(leaf, about.words, form=about.form, by=by)
        read = version.pk
    _name(picture, about, by=by)
    if about.move:
        _move(leaf, about.move, by=by)
    if about.told_gone:
        confirm_place(leaf, told=about.told_gone)
    if about.answer:
        _answer(picture, about.answer, read, differs=differs, by=by)
    return differs


def _name(picture: Picture, about: About, *, by: Account) -> None:
    for one in about.named:
        person = _person(picture, one.who, by=by)
        involved.name_person(picture, person, in_it=one.in_it, took_it=one.took_it, by=by)
    if about.complete:
        involved.confirm_list(picture, with_baby=about.with_baby, by=by)
    elif about.with_baby:
        involved.name_baby(picture, by=by)


def _person(picture: Picture, who: Person | Account | NewPerson, *, by: Account) -> Person:
    if isinstance(who, Person):
        return who
    if isinstance(who, Account):
        return person_of(picture.family, who)
    return add_person(picture.family, who.name, who.reach, by=by)


def _move(leaf: Leaf, move: Move, *, by: Account) -> None:
    row = Placement.objects.filter(leaf=leaf).first()
    there = (row.entry_id, row.after_paragraph) if row else None
    wanted = _now(move.to)
    if wanted and wanted[1] and wanted[1].gone:
        raise placing.NotPlaced
    if there == _numbers(wanted):
        return
    if there != _numbers(_now(move.before)):
        raise PlacedMeanwhile
    if move.to is None or wanted is None:
        placing.take_out(leaf, by=by)
    else:
        placing.place_at(leaf, move.to.entry, wanted[1].number if wanted[1] else None, by=by)


def _now(place: Place | None) -> tuple[int, Followed | None] | None:
    """The entry, and where the paragraph that was on the page is in its current words."""
    if place is None:
        return None
    entry = lock_entry(place.entry.pk)
    return entry.pk, number_now(place.paragraph, entry) if place.paragraph else None


def _numbers(there: tuple[int, Followed | None] | None) -> tuple[int, int | None] | None:
    return (there[0], there[1].number if there[1] else None) if there else None


def _answer(picture: Picture, given: OwnAnswer, read: uuid.UUID | None, *, differs: bool, by: Account) -> None:
    """Their answer, to the description they had on the page or wrote on it."""
    own = Involvement.objects.filter(picture=picture, person=person_of(picture.family, by))
    involvement = own.first()
    if involvement is None and a_parent_is_unasked(picture.pk):
        involved.name_baby(picture, by=by)  # a parent who was invited since the family said who is in it
        involvement = own.first()
    if involvement is None:
        raise NotInIt
    if differs and given.step not in NARROW:
        raise OtherWords
    words = {*given.words, *([read.hex] if read else [])}

    first_answer.answer_first(
        involvement,
        given.step,
        by=by,
        language=given.language,
        words=words,
        page=Page(fingerprint="", has_newest_words=partial(_are_newest, picture.pk, words)),
    )


def _are_newest(picture: uuid.UUID, words: Collection[str]) -> bool:
    """Whether somebody who read these versions has read all that readers are given now."""
    newest = {one.said for one in descriptions_of(picture)}
    return newest <= said_in(picture, [uuid.UUID(one) for one in words])
