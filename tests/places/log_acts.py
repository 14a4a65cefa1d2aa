"""The acts about which the program once asked its log. They ran in the last version that asked it (`making.py`)."""

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import Account, Link
from held.accounts.once_only_forms import made_once
from held.consent import consent_links, involved, lost_links, reconciling
from held.consent.lost_links import arrival
from held.consent.models import ConsentLink, Involvement, LostLinkRequest
from held.consent.scopes import PUBLIC
from held.families.family_label import call_family
from held.families.inviting import invite_parent
from held.families.models import Family, Member
from held.families.persons import add_person
from held.gathering import envelopes
from held.history import audit_log
from held.lib.clock import now
from held.pictures import removal
from held.pictures.models import Picture
from held.place.first_host import first_link
from held.publishing import access_requests, in_part
from held.publishing.models import AccessRequest
from held.publishing.named_readers import name_reader, take_name_back
from held.stories import writing
from held.stories.models import Leaf, Publication, Story
from tests import cast as people
from tests.cast import Cast
from tests.enveloped import an_envelope
from tests.lost_link_requests import on_page
from tests.photographs import arrived_photograph
from tests.places.log_answers import CLAIMED, GIVEN, PUT_AWAY, WAITING, account_called


def fill(cast: Cast, story: Story) -> None:
    """Do each act about which the log was asked later, and some that look similar."""
    _place(cast)
    _families(cast)
    _forms(cast, story)
    _photographs(cast, story)
    _claims(cast, story)
    _restored(cast, story)


def _place(cast: Cast) -> None:
    """Hilde came in by the first link and has lost every key since; some refusals were once missing next to the
    keys."""
    Link.objects.filter(purpose=Link.Purpose.FIRST).delete()
    one_time_links.use_link(first_link())
    sign_in_keys.write_codes(cast.hilde)
    sign_in_keys.end_every_key(cast.hilde)
    audit_log.record(reconciling.REFUSALS_RESTORED, "noes 2", by="program")


def _families(cast: Cast) -> None:
    """The host named two families, and one of them changed its name."""
    for label in ("the blue door", "the green door"):
        family = Family()
        family.label = label
        family.save()
        audit_log.record("family.begun", f"family {family.pk}", by=cast.hilde)
    call_family(family, "Nora", by=cast.hilde)
    Member.objects.create(family=family, account=people.person("Nora"))


def _forms(cast: Cast, story: Story) -> None:
    """Forms whose result still exists, and forms whose result is gone."""
    for form in ("kept", "gone"):
        named, _token = name_reader(story, "Nele", by=cast.ana, once=form)
        envelope, _token = an_envelope(story, cast.ana, once=form)
        link, _token = invite_parent(cast.family, by=cast.ana, once=form)
        made_once(form, "story of family", lambda: writing.begin_story(cast.family, by=cast.ana).pk, by=cast.ana)
        involvement = _asked(cast, story, form)
        if form == "gone":
            take_name_back(named, by=cast.ana)
            envelopes.end_envelope(envelope, by=cast.ana)
            Link.objects.filter(pk=link.pk).update(used_at=now())
            consent_links.end_link(ConsentLink.objects.get(involvement=involvement), by=cast.ana)
    for form in (WAITING, PUT_AWAY):
        access_requests.request_access(story.pk, form, GIVEN)
    access_requests.put_away(AccessRequest.objects.get(pk=PUT_AWAY), by=cast.ana, seen_let_in=False)


def _asked(cast: Cast, story: Story, form: str) -> Involvement:
    person = add_person(cast.family, form, "the house beside", by=cast.ana)
    leaf = arrived_photograph(cast, story)
    involvement = involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(involvement, [PUBLIC], by=cast.ana, once=form)
    return involvement


def _photographs(cast: Cast, story: Story) -> None:
    """Shown in part, and no longer shown in part; kept after all, and removed again since."""
    shown, kept, after_all, again = (arrived_photograph(cast, story, decoded=Picture.Decoded.PART) for _ in range(4))
    for leaf in (shown, kept):
        in_part.let_readers_see(leaf, fingerprint="", by=cast.ben)
    in_part.keep_from_readers(kept, by=cast.ana)
    for leaf in (after_all, again):
        removal.remove(leaf.picture, by=cast.ana)
        removal.keep_after_all(leaf.picture, by=cast.ben)
    removal.remove(again.picture, by=cast.ana)


def _claims(cast: Cast, story: Story) -> None:
    """A parent, and a friend who has since left, made new links for people pictured."""
    gone = people.friend(cast, "Ida", Member.Role.GUARDIAN)
    for (form, given), by in zip(CLAIMED.items(), (cast.ana, gone), strict=True):
        lost_links.save_request(form, given)
        involvement = _asked(cast, story, given["name"])
        came = LostLinkRequest.objects.get(form=arrival(form, given))
        lost_links.links_for(came, involvement.person, on_page(came), by=by)
    gone.delete()


def _restored(cast: Cast, story: Story) -> None:
    """The place was restored from a backup: one family opened a story since, one did not, one began its first since."""
    writing.begin_story(cast.other_family, by=cast.otto)
    audit_log.record("place.backed-up", "place 1", by="program")
    audit_log.record("place.restored", "place 1", by="program")
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    nora = account_called("Nora")
    people.open_to(_written(Member.objects.get(account=nora).family, nora), Publication.Circle.LINK, by=nora)


def _written(family: Family, by: Account) -> Story:
    story = writing.begin_story(family, by=by)
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(leaf, {"body": "It rained.", "language": "en"}, form=writing.OpenForm(), by=by)
    return story
