"""Requests every route, with addresses that lead to Ana's story."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache  # noqa: TID251  # only to empty it
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from held.accounts import sign_in_keys
from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from held.consent.consent_links import ask
from held.consent.involved import name_person
from held.consent.lost_links import arrival, save_request
from held.consent.models import Involvement, LostLinkRequest
from held.families.models import Member, Recovery
from held.families.persons import add_person
from held.families.recovery import ask_for_new_link
from held.gathering.models import Envelope, Sent
from held.lib.clock import now
from held.place.help_contacts import save_contact
from held.place.models import HelpContact
from held.publishing import placing
from held.publishing.access_requests import request_access
from held.publishing.addresses import read_address
from held.publishing.models import AccessRequest, Address, NamedReader
from held.publishing.named_readers import name_reader
from held.stories.models import Leaf, Placement, Story
from tests import cast as people
from tests.cast import Cast
from tests.doors import Door, every_door, path_of
from tests.enveloped import an_envelope, arrived_in
from tests.passkeys import give_passkey
from tests.photographs import agree, arrived_photograph, photograph

AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 Version/12.1.2 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "Mastodon/4.5.0 (http.rb/5.1.1; +https://example.social/) Bot",
    "FreshRSS/1.24.1 (Linux; https://freshrss.org)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "CCBot/2.0 (https://commoncrawl.org/faq/)",
    "Twitterbot/1.0",
    "Signal-Android/7.2 LinkPreview",
    "Pocket/8.0 (Android)",
    "Mozilla/5.0 (Linux; Android 7.0; SM-G930V) AppleWebKit/537.36 Chrome/59.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
    "Lynx/2.9.0 libwww-FM/2.14",
    "",
]


def agents_at_doors(agents: list[str]) -> Iterator[tuple[str, Door]]:
    """The first agent at every door, and the others at those for readers: nothing of ours reads the agent
    (`tests/rules/test_no_page_depends_on_the_browser.py`)."""
    for agent in agents:
        yield from ((agent, door) for door in every_door() if agent == agents[0] or door.name.startswith("reader:"))


@contextmanager
def undone() -> Iterator[None]:
    """In the end every row is as before, and nobody has tried anything: one seeded story serves several walks."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def ask_every_door(browser: Client, cast: Cast, story: Story, method: str) -> Iterator[tuple[Door, HttpResponse]]:
    """Each route once, by the given method, without any words in the request."""
    filled = fill(cast, story)
    for door in every_door():
        yield door, ask_door(browser, method, door, filled)


def ask_door(browser: Client, method: str, door: Door, filled: dict[str, str]) -> HttpResponse:
    """One route; a POST also has the fields that say which family or leaf a form is for."""
    sent = {"family": filled["family_id"], "settled": filled["version_id"]} if method == "POST" else {}
    return browser.generic(method, path_of(door, filled), urlencode(sent), "application/x-www-form-urlencoded")


def fill(cast: Cast, story: Story) -> dict[str, str]:
    """A value for each parameter of an address: always something of Ana's, who has paper codes and a passkey, and
    whose story has a photograph that readers may ask for once it is open, and an envelope nobody has opened."""
    if not sign_in_keys.has_key(cast.ana):
        sign_in_keys.write_codes(cast.ana)
    passkey = give_passkey(cast.ana)
    leaf = Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position").first()
    member = Member.objects.get(account=cast.ben)
    arrived, _token = make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana)
    Link.objects.filter(pk=arrived.pk).update(used_at=now())
    recovery = Recovery.objects.filter(member__account=cast.ben).first()
    if recovery is None:
        recovery, _token = ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.hilde)
    _link, token = make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana)
    placed = Placement.objects.filter(entry=leaf).first() or photograph(cast, story)
    return {
        "address": _address(story),
        "story_id": str(story.pk),
        "leaf_id": str(leaf.pk),
        "version_id": str(leaf.current_id),
        "photograph_id": str(arrived_photograph(cast, story).pk),
        "removed_id": str(_removed(cast, story).pk),
        "family_id": str(cast.family.pk),
        "member_id": str(member.pk),
        "access_request_id": str(_access_request(story).pk),
        "named_id": str(_named(cast, story)[0].pk),
        "named_token": _named(cast, story)[1],
        "envelope_id": str(_envelope(cast, story)[0].pk),
        "envelope_token": _envelope(cast, story)[1],
        "sent_id": str(_sent(cast, story).pk),
        "involvement_id": str(_involvement(cast, story).pk),
        "own_involvement_id": str(agree(_involvement(cast, story).leaf, cast.ana).pk),
        "person_id": str(_involvement(cast, story).person_id),
        "asked_person_id": str(_involvement(cast, story).person_id),
        "asked_token": ask(_involvement(cast, story), ["public"], by=cast.ana, once="of the walk"),
        "about": _involvement(cast, story).pk.hex,
        "lost_link_request_id": str(_lost_link_request().pk),
        "own_id": str(Member.objects.get(account=cast.ana).pk),
        "friend_id": str(_friend(cast).pk),
        "recovery_id": str(recovery.pk),
        "contact_id": str(_help_contact(cast).pk),
        "token": token,
        "passkey_id": str(passkey.pk),
        "number": "1",
        "name": placed.name,
        "ticket": "never-given",
    }


def _help_contact(cast: Cast) -> HelpContact:
    """A line that Hilde checked."""
    words = {"name": "The Lantern Line", "phone": "01632 960 001", "web_address": "https://lantern.example/"}
    save_contact(None, words, by=cast.hilde)
    return HelpContact.objects.get(**words)


def _named(cast: Cast, story: Story) -> tuple[NamedReader, str]:
    return name_reader(story, "Nele", by=cast.ana, once="of the walk")


def _envelope(cast: Cast, story: Story) -> tuple[Envelope, str]:
    """An unopened envelope, from Nele."""
    return an_envelope(story, cast.ana, once="of the walk")


def _sent(cast: Cast, story: Story) -> Sent:
    envelope, _token = _envelope(cast, story)
    return Sent.objects.filter(envelope=envelope).first() or arrived_in(envelope, name="IMG_5417.HEIC")


def _involvement(cast: Cast, story: Story) -> Involvement:
    """Mika, who has no account, is in a photograph that is not placed, and was asked."""
    before = Involvement.objects.filter(picture__family=cast.family, person__account_hash=None).first()
    if before is None:
        person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
        leaf = arrived_photograph(cast, story)
        before = name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    before.leaf = Leaf.objects.get(picture=before.picture)
    return before


def _lost_link_request() -> LostLinkRequest:
    """Somebody wrote that they are in a photograph; no family has answered."""
    given = {"name": "Omar", "words": "I am in it."}
    save_request(UUID(int=7), given)
    return LostLinkRequest.objects.get(form=arrival(UUID(int=7), given))


def _access_request(story: Story) -> AccessRequest:
    given = {"name": "Omar", "words": "I would like to read.", "reach": "next door"}
    return AccessRequest.objects.get(pk=request_access(story.pk, UUID(int=story.pk), given))


def _friend(cast: Cast) -> Member:
    helps = Member.objects.filter(family=cast.family, role=Member.Role.HELPER).first()
    return helps or Member.objects.get(account=people.friend(cast, "Ida", Member.Role.HELPER))


def _removed(cast: Cast, story: Story) -> Leaf:
    leaf = arrived_photograph(cast, story)
    placing.remove(leaf, by=cast.ana)
    return leaf


def _address(story: Story) -> str:
    addresses = Address.objects.filter(story=story)
    address = addresses.exclude(circle="NAMED").order_by("circle").first() or addresses.first()
    return read_address(address, story) if address else "noor"
