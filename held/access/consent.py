"""Who is asked about which photograph, by which link; and what the family may know of it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_of, families_to_decide
from held.access.photographs import PhotographToShow, photograph_leaf_to_keep
from held.access.question_words import WordsToRead, words_to_read
from held.access.viewer import KeyNeeded, Viewer
from held.accounts.models import Account
from held.consent.later import Kind
from held.consent.looking import looks_until
from held.consent.models import Answer, AnswersVisible, ConsentLink, Involvement
from held.consent.outlets import outlets_in
from held.consent.page_answered import fingerprint
from held.consent.questions import in_order
from held.consent.reconfirmation import closes_on
from held.consent.states import Status
from held.families.account_of_person import account_hash, with_accounts
from held.families.models import Family, Member, Person
from held.families.persons import hashes_of_own_persons
from held.keyring.text import opened_or
from held.pictures.covered_copies import covered_copies
from held.pictures.reveal import renditions_of
from held.stories.models import Leaf


@dataclass(frozen=True)
class Question:
    """One scope for which somebody is asked, and their last answer; None if their link doesn't show it.

    `elsewhere`: it was answered by another link, or by any link if they have a page of their own. `outlet`: the name of
    the newspaper or broadcaster it is about; empty for other scopes. `fingerprint`: of the last step, for the
    form of a yes; empty if the status is not shown.
    """

    scope: str
    status: Status | None
    elsewhere: bool
    outlet: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class AskedPerson:
    """What a person sees on opening their link: who asks, about which photograph in words, and their own answers.

    It shows neither other people's answers nor whether other people were asked. By a link made `later` it shows no
    status, because another person than the one who answered may read it. `no_only`: they can only say no. `looks`:
    they can ask to see the photograph.
    """

    involvement: str
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


def told_to_person(involvement: Involvement, consent_link: ConsentLink | None = None) -> AskedPerson:
    """What that person may know, by this link or on a page of their own.

    Words that can't be opened are left out; the answers can still be changed.
    """
    kind = consent_link.kind if consent_link else None
    later = kind not in {None, Kind.FIRST}
    rows = {row.scope: row for row in Answer.objects.filter(involvement=involvement)}
    outlets = outlets_in(list(rows.values()), involvement.person.family)
    return AskedPerson(
        involvement=involvement.pk.hex,
        person=called(involvement.person),
        asker=asker_of(involvement),
        in_it=involvement.in_it,
        took_it=involvement.took_it,
        for_baby=involvement.for_baby,
        words=words_to_read(involvement, tells_answers=not later),
        questions=tuple(
            _question(rows[scope], consent_link, outlets.get(scope, "")) for scope in in_order(rows, outlets)
        ),
        later=later,
        no_only=kind == Kind.NO_ONLY,
        looks=kind in {Kind.FIRST, Kind.LATER} and looks_until(involvement) is not None,
        tells=not later and AnswersVisible.objects.filter(involvement=involvement).exists(),
        closes_on=None if later else closes_on(involvement),
    )


def picture_asked_about(involvement_hex: str) -> PhotographToShow:
    """What may be shown to a person of the picture they are asked about, by which links. Raises Http404.

    These are the links that a parent made, while looking is open. Checked for the page and again for the bytes.
    """
    try:
        involvement = get_object_or_404(Involvement, pk=uuid.UUID(hex=involvement_hex))
    except ValueError:
        raise Http404 from None
    through = frozenset(
        ConsentLink.objects.filter(involvement=involvement, by_parent=True).values_list("token_hash", flat=True)
    )
    renditions = renditions_of(involvement.picture_id)
    if not renditions or not through or looks_until(involvement) is None:
        raise Http404
    return PhotographToShow(renditions, through)


def involvements_to_see(viewer: Viewer, leaf: Leaf) -> QuerySet[Involvement]:
    """Who is in a photograph of the viewer's families, and who took it."""
    own = Involvement.objects.filter(picture=leaf.picture_id, picture__family__in=families_of(viewer))
    return _involvements(own).order_by("at", "pk")


def involvement_to_take_out(viewer: Viewer, involvement_id: uuid.UUID) -> Involvement:
    """A person named for a photograph of the viewer's families. Raises Http404."""
    return get_object_or_404(
        _involvements(Involvement.objects.filter(picture__family__in=families_of(viewer))), pk=involvement_id
    )


def involvement_to_ask(viewer: Viewer, involvement_id: uuid.UUID) -> Involvement:
    """The same, for a parent who asks them now. Raises Http404, KeyNeeded."""
    involvement = involvement_to_close(viewer, involvement_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return involvement


def others_to_ask_about(viewer: Viewer, involvement: Involvement, sent: Collection[str]) -> QuerySet[Involvement]:
    """The other photographs for which the same person is named and wasn't asked, for a parent who asks them.

    `sent`: keys that a form sent; a photograph among them stays even if they were asked since its page was made. One
    that has a covered copy is never among them.
    """
    others = Involvement.objects.filter(person=involvement.person_id, picture__family__in=families_to_decide(viewer))
    unasked = ~Q(pk__in=Answer.objects.values("involvement"))
    kept = Q(pk__in=[key for key in map(_as_uuid, sent) if key])
    copied = Exists(covered_copies().filter(first=OuterRef("picture")))
    return _involvements(others.exclude(pk=involvement.pk).filter(~copied, unasked | kept)).order_by("at", "pk")


def involvement_to_close(viewer: Viewer, involvement_id: uuid.UUID) -> Involvement:
    """The same, for a parent who ends looking, which needs no key. Raises Http404."""
    return get_object_or_404(
        _involvements(Involvement.objects.filter(picture__family__in=families_to_decide(viewer))), pk=involvement_id
    )


def own_involvements(viewer: Viewer) -> QuerySet[Involvement]:
    """Every photograph about which the viewer was asked, even if they have left its family.

    A person who said yes can take it back for ever.
    """
    asked = Answer.objects.values("involvement")
    return _involvements(_mine(viewer).filter(pk__in=asked)).order_by("at", "pk")


def own_involvement(viewer: Viewer, involvement_id: uuid.UUID) -> Involvement:
    """A photograph for which the viewer was named, even if they have left that family. Raises Http404."""
    return get_object_or_404(_involvements(_mine(viewer)), pk=involvement_id)


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
    """A parent of that family; a page that is open for long may name one who was named since. Raises Http404."""
    parents = Member.objects.filter(family__in=families_of(viewer), family=family_id, role=Member.Role.PARENT)
    return get_object_or_404(parents.select_related("account", "family"), pk=member_id)


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


def _as_uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _mine(viewer: Viewer) -> QuerySet[Involvement]:
    hashes = hashes_of_own_persons(viewer.account) if viewer.account else []
    return Involvement.objects.filter(person__account_hash__in=hashes)


def _question(row: Answer, consent_link: ConsentLink | None, outlet: str) -> Question:
    if consent_link is not None and consent_link.kind != Kind.FIRST:
        return Question(row.scope, None, elsewhere=False, outlet=outlet)
    here = consent_link.pk if consent_link else None
    answered = row.status != Status.ASKED
    elsewhere = answered and row.link not in (None, here)
    return Question(row.scope, Status(row.status), elsewhere=elsewhere, outlet=outlet, fingerprint=fingerprint(row))


def asker_of(involvement: Involvement) -> str:
    """The parent who asked first; other parents may not want to be named, so they are not."""
    parents = Member.objects.filter(family=involvement.picture.family_id, role=Member.Role.PARENT).values("account")
    asked = (
        ConsentLink.objects.filter(involvement=involvement, by__in=parents)
        .select_related("by")
        .order_by("later", "made_at", "pk")
    )
    first = asked.first()
    return called(first.by) if first and first.by else ""


def _involvements(involvements: QuerySet[Involvement]) -> QuerySet[Involvement]:
    return with_accounts(involvements.select_related("picture__family", "person__family"), "person__")
