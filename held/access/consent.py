"""Who is asked about which photograph, by which link; and what the family may know of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_of, families_to_decide
from held.access.photographs import PhotographToShow, photograph_leaf_to_keep
from held.access.question_words import WordsToRead, words_to_read
from held.access.viewer import KeyNeeded, Viewer
from held.accounts.models import Account
from held.consent.confirming import closes_on
from held.consent.later import Kind
from held.consent.looking import looks_until
from held.consent.models import Answer, Asking, Part, Telling
from held.consent.outlets import outlets_in
from held.consent.pressed import fingerprint
from held.consent.questions import in_order
from held.consent.states import Status
from held.families.account_of_person import account_hash, with_accounts
from held.families.models import Family, Member, Person
from held.families.persons import hashes_of_own_persons
from held.keyring.words import opened_or
from held.lib.tokens import token_hash
from held.pictures.reveal import renditions_of
from held.stories.models import Leaf


@dataclass(frozen=True)
class Question:
    """One scope for which somebody is asked, and their last answer; None if their link doesn't show it.

    `elsewhere`: it was answered by another link, or by any link if they have a page of their own. `outlet`: the name of
    the newspaper or broadcaster it is about; empty for other scopes. `seen`: a fingerprint of the last step, for the
    form of a yes; empty if the standing is not shown.
    """

    scope: str
    standing: Status | None
    elsewhere: bool
    outlet: str = ""
    seen: str = ""


@dataclass(frozen=True)
class AskedPerson:
    """What a person sees on opening their link: who asks, about which photograph in words, and their own answers.

    It shows neither other people's answers nor whether other people were asked. By a link made `later` it shows no
    standing, because another person than the one who answered may read it. `no_only`: they can only say no. `looks`:
    they can ask to see the photograph.
    """

    part: str
    person: str
    asker: str  # empty if they gave no name
    in_it: bool
    took_it: bool
    for_baby: bool
    words: WordsToRead
    questions: tuple[Question, ...]
    later: bool
    no_only: bool
    looks: bool
    tells: bool
    closes_on: datetime | None


def asking_behind(token: str) -> Asking:
    """The row of this link: who is asked by it about which picture. Raises Http404."""
    asked = Asking.objects.select_related("part__picture__family", "part__person__family")
    return get_object_or_404(with_accounts(asked, "part__person__"), token_hash=token_hash(token))


def link_to_answer(token: str) -> uuid.UUID:
    """The id of the link with this token. Raises Http404."""
    return get_object_or_404(Asking.objects.only("pk"), token_hash=token_hash(token)).pk


def told_by_link(token: str) -> AskedPerson:
    """What the holder of the link with this token may know. Raises Http404."""
    asking = asking_behind(token)
    return told_to_person(asking.part, asking)


def told_to_person(part: Part, asking: Asking | None = None) -> AskedPerson:
    """What that person may know, by this link or on a page of their own.

    Words that can't be opened are left out; the answers can still be changed.
    """
    kind = asking.kind if asking else None
    later = kind not in {None, Kind.FIRST}
    rows = {row.scope: row for row in Answer.objects.filter(part=part)}
    outlets = outlets_in(list(rows.values()), part.person.family)
    return AskedPerson(
        part=part.pk.hex,
        person=called(part.person),
        asker=_asker(part),
        in_it=part.in_it,
        took_it=part.took_it,
        for_baby=part.for_baby,
        words=words_to_read(part, tells_answers=not later),
        questions=tuple(_question(rows[scope], asking, outlets.get(scope, "")) for scope in in_order(rows, outlets)),
        later=later,
        no_only=kind == Kind.NO_ONLY,
        looks=kind in {Kind.FIRST, Kind.LATER} and looks_until(part) is not None,
        tells=not later and Telling.objects.filter(part=part).exists(),
        closes_on=None if later else closes_on(part),
    )


def picture_asked_about(part_hex: str) -> PhotographToShow:
    """What may be shown to a person of the picture they are asked about, by which links. Raises Http404.

    These are the links that a parent made, while looking is open. Checked for the page and again for the bytes.
    """
    try:
        part = get_object_or_404(Part, pk=uuid.UUID(hex=part_hex))
    except ValueError:
        raise Http404 from None
    through = frozenset(Asking.objects.filter(part=part, by_parent=True).values_list("token_hash", flat=True))
    renditions = renditions_of(part.picture_id)
    if not renditions or not through or looks_until(part) is None:
        raise Http404
    return PhotographToShow(renditions, through)


def parts_to_see(viewer: Viewer, leaf: Leaf) -> QuerySet[Part]:
    """Who is in a photograph of the viewer's families, and who took it."""
    own = Part.objects.filter(picture=leaf.picture_id, picture__family__in=families_of(viewer))
    return _parts(own).order_by("at", "pk")


def part_to_take_out(viewer: Viewer, part_id: uuid.UUID) -> Part:
    """A person named for a photograph of the viewer's families. Raises Http404."""
    return get_object_or_404(_parts(Part.objects.filter(picture__family__in=families_of(viewer))), pk=part_id)


def part_to_ask(viewer: Viewer, part_id: uuid.UUID) -> Part:
    """The same, for a parent who asks them now. Raises Http404, KeyNeeded."""
    part = part_to_close(viewer, part_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return part


def part_to_close(viewer: Viewer, part_id: uuid.UUID) -> Part:
    """The same, for a parent who ends looking, which needs no key. Raises Http404."""
    return get_object_or_404(_parts(Part.objects.filter(picture__family__in=families_to_decide(viewer))), pk=part_id)


def own_parts(viewer: Viewer) -> QuerySet[Part]:
    """Every photograph about which the viewer was asked, even if they have left its family.

    A person who said yes can take it back for ever.
    """
    asked = Answer.objects.values("part")
    return _parts(_mine(viewer).filter(pk__in=asked)).order_by("at", "pk")


def own_part(viewer: Viewer, part_id: uuid.UUID) -> Part:
    """A photograph for which the viewer was named, even if they have left that family. Raises Http404."""
    return get_object_or_404(_parts(_mine(viewer)), pk=part_id)


def photograph_leaf_to_tell_of(viewer: Viewer, leaf_id: int) -> Leaf:
    """A photograph whose list of people the viewer, a parent, may confirm as complete. Raises Http404."""
    leaf = photograph_leaf_to_keep(viewer, leaf_id)
    if not families_to_decide(viewer).filter(pk=leaf.story.family_id).exists():
        raise Http404
    return leaf


def persons_to_name(viewer: Viewer, family_id: int) -> QuerySet[Person]:
    """Everybody whom the viewer's family has named for any photograph."""
    persons = Person.objects.filter(family__in=families_of(viewer), family=family_id)
    return with_accounts(persons.select_related("family")).order_by("made_at", "pk")


def parents_to_name(viewer: Viewer, family_id: int) -> QuerySet[Member]:
    """The other parents of that family who haven't been named for any photograph yet."""
    named = set(Person.objects.filter(family=family_id).values_list("account_hash", flat=True))
    parents = Member.objects.filter(family__in=families_of(viewer), family=family_id, role=Member.Role.PARENT)
    others = parents.exclude(account=viewer.account).values_list("pk", "family__key", "account")
    unnamed = [member for member, key, account in others if account_hash(key, account) not in named]
    return Member.objects.filter(pk__in=unnamed).select_related("account", "family").order_by("since", "pk")


def parent_to_name(viewer: Viewer, family_id: int, member_id: int) -> Member:
    """One of them. Raises Http404."""
    return get_object_or_404(parents_to_name(viewer, family_id), pk=member_id)


def person_to_correct(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """One of them who is not a parent; parents choose their own name. Raises Http404."""
    persons = Person.objects.filter(family__in=families_to_decide(viewer), account_hash=None)
    return get_object_or_404(persons.select_related("family"), pk=person_id)


def family_to_prove(viewer: Viewer, family_id: int) -> Family:
    """A family whose record the viewer, a parent, may download. Raises Http404."""
    return get_object_or_404(families_to_decide(viewer), pk=family_id)


def called(person: Person | Account) -> str:
    """The person's name; empty if it can't be opened."""
    return opened_or("", lambda: person.name)


def reach_of(person: Person) -> str:
    """The address at which the family reaches this person; empty if it can't be opened."""
    return opened_or("", lambda: person.reach)


def leaf_of_picture(viewer: Viewer, picture: uuid.UUID) -> Leaf:
    """The leaf of a photograph of the viewer's families, found by its picture. Raises Http404.

    If several stories have the photograph, the first leaf.
    """
    leaf = Leaf.objects.filter(picture=picture, story__family__in=families_of(viewer)).order_by("pk").first()
    if leaf is None:
        raise Http404
    return photograph_leaf_to_keep(viewer, leaf.pk)


def _mine(viewer: Viewer) -> QuerySet[Part]:
    hashes = hashes_of_own_persons(viewer.account) if viewer.account else []
    return Part.objects.filter(person__account_hash__in=hashes)


def _question(row: Answer, asking: Asking | None, outlet: str) -> Question:
    if asking is not None and asking.kind != Kind.FIRST:
        return Question(row.scope, None, elsewhere=False, outlet=outlet)
    here = asking.pk if asking else None
    answered = row.standing != Status.ASKED
    elsewhere = answered and row.link not in (None, here)
    return Question(row.scope, Status(row.standing), elsewhere=elsewhere, outlet=outlet, seen=fingerprint(row))


def _asker(part: Part) -> str:
    """The parent who asked first; other parents may not want to be named, so they are not."""
    parents = Member.objects.filter(family=part.picture.family_id, role=Member.Role.PARENT).values("account")
    asked = Asking.objects.filter(part=part, by__in=parents).select_related("by").order_by("later", "made_at", "pk")
    first = asked.first()
    return called(first.by) if first and first.by else ""


def _parts(parts: QuerySet[Part]) -> QuerySet[Part]:
    return with_accounts(parts.select_related("picture__family", "person__family"), "person__")
