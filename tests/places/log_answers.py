"""The answers to everything that the program once asked its log. Each version has to give the same for one place."""

import re
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from held import access
from held.access import Viewer
from held.access.guardians import LinksGiven
from held.accounts import one_time_links
from held.accounts.models import Account, Link
from held.accounts.once_only_forms import made_once
from held.cli import findings
from held.consent import consent_links, lost_links, reconciling
from held.consent.models import ConsentLink, Involvement, LostLinkRequest
from held.consent.scopes import PUBLIC
from held.families.family_label import is_named_by_the_host
from held.families.inviting import invite_parent
from held.families.models import Family, Person
from held.gathering.models import Envelope
from held.keeping.state import copy_worries
from held.lib.tokens import token_hash
from held.pictures import removal
from held.pictures.models import Picture
from held.place.first_host import is_taken
from held.place.models import Place
from held.publishing import access_requests, in_part
from held.publishing.fingerprint import fingerprint_of
from held.publishing.models import NamedReader
from held.publishing.named_readers import name_reader
from held.stories.models import Story
from held.uptime.moments import this_moment
from tests.enveloped import an_envelope
from tests.lost_link_requests import on_page

GIVEN = {"name": "Omar", "words": "I would like to read.", "reach": "next door"}
CLAIMED = {  # by form
    UUID(int=104): {"name": "Elin", "words": "I held the lamp."},
    UUID(int=105): {"name": "Tore", "words": "It was in March."},
}
WAITING, PUT_AWAY, NEW = UUID(int=101), UUID(int=102), UUID(int=103)  # forms of people who ask to read
_before: dict[type[Model], set[object]] = {}  # the keys of the rows that existed before any question
REFUSED = {"FormUsedBefore": "used before", "UsedAlready": "used before", "AnsweredAlready": "answered already"}


def answers() -> dict[str, object]:
    """The answer to each question. Changes made by asking are rolled back."""
    for model in (NamedReader, Envelope, Link, ConsentLink):
        _before[model] = {row.pk for row in model.objects.all()}
    with transaction.atomic():
        told = {
            "place": _about_the_place(),
            "families": {str(family.pk): is_named_by_the_host(family) for family in Family.objects.order_by("pk")},
            "stories": {str(story.pk): fingerprint_of(story) for story in Story.objects.order_by("pk")},
            "photographs": {str(one.pk): _about(one) for one in Picture.objects.order_by("pk")},
            "ended links": sorted(_ended_links()),
            "links given": [
                [one.person, one.friend, one.at.isoformat(timespec="seconds")]
                for one in access.links_given(Viewer(account_called("Ana")), _family())
            ],
            "came back": {
                name: access.came_back_from_a_copy(Viewer(account_called(name))) for name in ("Ana", "Otto", "Nora")
            },
            "forms": _about_forms(),
        }
        transaction.set_rollback(True)
    return told


def _links_given() -> list[LinksGiven]:
    return access.links_given(_viewer("Ana"), _family())


def _viewer(name: str) -> Viewer:
    return Viewer(account_called(name))


def _about_the_place() -> dict[str, object]:
    here = this_moment()
    Place.objects.update(second_copy="", backed_up_at=here.at, backed_up_uptime=here.uptime, backed_up_to="/nowhere")
    return {
        "taken": is_taken(),
        "restored since the last copy": any("No folder is named" in told for told in copy_worries()),
        "refusals laid down again": [
            moment[1] for told in findings.notes() if (moment := re.search("added them again on (.+ UTC)", told))
        ],
    }


def _about(picture: Picture) -> list[object]:
    return [in_part.decided_on(picture), removal.was_kept_after_all(picture)]


def _ended_links() -> list[str]:
    """What would be missing if every line next to the keys were lost."""
    there = reconciling.refusals
    reconciling.refusals = dict
    try:
        return [thing for thing in reconciling.missing_refusals() if thing.startswith("asking ")]
    finally:
        reconciling.refusals = there


def _about_forms() -> dict[str, object]:
    story, ana = Story.objects.order_by("pk")[0], account_called("Ana")
    told = {}
    for form in ("kept", "gone", "new"):
        told[form] = {
            "used": one_time_links.form_was_used(form, by=ana),
            "named": _came_of(lambda form=form: _known(NamedReader, name_reader(story, "Nele", by=ana, once=form)[0])),
            "envelope": _came_of(lambda form=form: _known(Envelope, an_envelope(story, ana, once=form)[0])),
            "invitation": _came_of(lambda form=form: _known(Link, invite_parent(_family(), by=ana, once=form)[0])),
            "story": made_once(form, "story of family", lambda: "a new one", by=ana),
            "asked": _came_of(lambda form=form: _asked_by(form, ana)),
        }
    told["knocks"] = [
        access_requests.request_access(story.pk, form, GIVEN) == form for form in (WAITING, PUT_AWAY, NEW)
    ]
    pressed = [(form, name, by) for form in CLAIMED for name in ("Elin", "Tore") for by in (ana, account_called("Ben"))]
    told["claims"] = [_came_of(lambda one=one: _claimed(*one)) for one in pressed]
    return told


def _asked_by(form: str, by: Account) -> str:
    involvement = _involvement_of("gone" if form == "gone" else "kept")
    token = consent_links.ask(involvement, [PUBLIC], by=by, once=form)
    return _known(ConsentLink, ConsentLink.objects.get(token_hash=token_hash(token)))


def _claimed(form: UUID, person: str, by: Account) -> object:
    """How many links; pressed again they are the same links as then."""
    [came] = [one for one in LostLinkRequest.objects.all() if one.form == lost_links.arrival(form, CLAIMED[form])]
    before = ConsentLink.objects.count()
    tokens = lost_links.links_for(came, _involvement_of(person).person, on_page(came), by=by)
    return [len(tokens), ConsentLink.objects.count() - before]


def _involvement_of(name: str) -> Involvement:
    """An involvement of the person with this name."""
    [person] = [one for one in Person.objects.filter(family=_family(), account_hash=None) if one.name == name]
    return Involvement.objects.filter(person=person).order_by("pk")[0]


def _known(model: type[Model], made: Model) -> str:
    """Which row it is; "new" if this question has made it."""
    return str(made.pk) if made.pk in _before[model] else "new"


def _came_of(act: Callable[[], object]) -> object:
    """The result; or that it was refused. Its changes are rolled back."""
    try:
        with transaction.atomic():
            return act()
    except Exception as refused:
        if type(refused).__name__ not in REFUSED:
            raise
        return REFUSED[type(refused).__name__]


def account_called(name: str) -> Account:
    """The account of somebody in the cast."""
    [account] = [one for one in Account.objects.all() if one.name == name]
    return account


def _family() -> Family:
    return Story.objects.order_by("pk")[0].family
