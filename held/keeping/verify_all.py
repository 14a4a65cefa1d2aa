"""Opens everything sealed once, to check that it is intact. The content itself is not looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import QuerySet

from held.accounts.models import Account
from held.accounts.sign_in_keys import name_of, passkeys, unused_codes
from held.consent.models import Answer, Chain, LostLinkRequest
from held.consent.outlets import outlet_of
from held.consent.proving import links_of
from held.families.account_of_person import account_number, with_accounts
from held.families.models import Family, Person
from held.gathering.models import Envelope, Sent
from held.keeping.blobs import Tell, names_in
from held.keeping.missing_keys import lost_keys
from held.keyring.destroyed import WhyMissing
from held.keyring.text import Damaged, KeyGone, open_ring
from held.pictures import vault
from held.pictures.models import Picture, Rendition
from held.pictures.recognising import read_to_the_end
from held.publishing.addresses import read_address
from held.publishing.models import AccessRequest, Address, NamedReader
from held.stories.models import Leaf, Version


@dataclass
class Opened:
    """The result: how many opened; damaged rows; and the things (a story, a photograph, a family, an account) whose key
    is missing: destroyed on purpose, missing since before that was recorded, or lost.
    """

    whole: int = 0
    damaged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    gone_earlier: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def verify_everything(tell: Tell = lambda _done, _of: None) -> Opened:
    """Open every sealed field of every row once. `tell` is called with the number done and the total."""
    found = Opened()
    of = _how_many()
    for done, (row, thing, opens) in enumerate(_every_sealed_thing(), start=1):
        try:
            opens()
            found.whole += 1
        except KeyGone as reason:
            without_key = _without_a_key(found, str(reason))
            without_key += [] if thing in without_key else [thing]
        except vault.Missing:
            found.damaged.append(f"{row} (its file is missing)")
        except (Damaged, InvalidToken, ValueError, OSError):
            found.damaged.append(row)
        tell(done, of)
    found.lost += [thing for thing in lost_keys().values() if thing not in found.lost]
    return found


def files_missing() -> int:
    """How many photograph files that rows name are missing, although their keys were not destroyed. Opens none.

    A lost key may come back: then its file is needed.
    """
    keys = set(open_ring(settings.HELD_KEYS).ids()) | lost_keys().keys()
    named = [*Picture.objects.values_list("key", "original"), *Rendition.objects.values_list("picture__key", "blob")]
    return len({name for key, name in named if key in keys}.difference(names_in(settings.HELD_PHOTOGRAPHS)))


def _how_many() -> int:
    of: int = 2 * Account.objects.count() + Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count()
    of += Family.objects.count() + Version.objects.count() + Address.objects.count() + NamedReader.objects.count()
    of += AccessRequest.objects.count() + Envelope.objects.count() + Sent.objects.count()
    of += LostLinkRequest.objects.count() + 3 * Person.objects.count()
    of += _named_outlets().count() + Chain.objects.exclude(family=None).count()
    of += 2 * Picture.objects.count() + Rendition.objects.count()
    return of


def _without_a_key(found: Opened, key_id: str) -> list[str]:
    why = open_ring(settings.HELD_KEYS).why_missing(key_id)
    lists = {WhyMissing.DESTROYED: found.gone, WhyMissing.EARLIER: found.gone_earlier, WhyMissing.LOST: found.lost}
    return lists[why]


def _every_sealed_thing() -> Iterator[tuple[str, str, Callable[[], object]]]:
    """The row, the thing its key belongs to, and a function that opens it."""
    for account in Account.objects.order_by("pk").iterator(200):
        yield f"account {account.pk}", f"account {account.pk}", partial(getattr, account, "name")
        for passkey in passkeys(account):
            yield f"name of passkey {passkey.pk}", f"account {account.pk}", partial(name_of, passkey, account)
        yield f"paper codes of account {account.pk}", f"account {account.pk}", partial(unused_codes, account)
    for family in Family.objects.order_by("pk").iterator(200):
        yield f"family {family.pk}", f"family {family.pk}", partial(getattr, family, "label")
    for version in _versions():
        yield f"version {version.pk}", _thing(version.leaf), partial(version.read, version.leaf.key)
    for address in Address.objects.select_related("story").iterator(200):
        yield f"address {address.pk}", f"story {address.story_id}", partial(read_address, address, address.story)
    for named in NamedReader.objects.select_related("story").order_by("pk").iterator(200):
        yield f"name {named.pk}", f"story {named.story_id}", partial(getattr, named, "name")
    for asked in AccessRequest.objects.select_related("story").order_by("at", "pk").iterator(200):
        yield f"knock {asked.pk}", f"story {asked.story_id}", asked.read
    yield from _envelopes()
    yield from _people()
    yield from _answers()
    yield from _photographs()


def _envelopes() -> Iterator[tuple[str, str, Callable[[], object]]]:
    for envelope in Envelope.objects.select_related("story").order_by("made_at", "pk").iterator(200):
        yield f"envelope {envelope.pk}", f"story {envelope.story_id}", envelope.read
    for sent in Sent.objects.select_related("picture").order_by("at", "pk").iterator(200):
        yield f"sent {sent.pk}", f"photograph {sent.picture_id}", sent.read


def _people() -> Iterator[tuple[str, str, Callable[[], object]]]:
    persons = with_accounts(Person.objects.select_related("family"))
    for person in persons.order_by("pk").iterator(200):
        yield f"name of person {person.pk}", f"family {person.family_id}", partial(getattr, person, "name")
        yield f"address of person {person.pk}", f"family {person.family_id}", partial(getattr, person, "reach")
        yield f"account of person {person.pk}", f"family {person.family_id}", partial(account_number, person)
    for lost_link_request in LostLinkRequest.objects.order_by("at", "pk").iterator(200):
        yield f"claim {lost_link_request.pk}", f"claims of {lost_link_request.at:%Y-%m}", lost_link_request.read


def _answers() -> Iterator[tuple[str, str, Callable[[], object]]]:
    for answer in _named_outlets().select_related("involvement__person__family").order_by("pk").iterator(200):
        family = answer.involvement.person.family
        yield f"outlet of answer {answer.pk}", f"family {family.pk}", partial(outlet_of, answer, family)
    for record in Chain.objects.exclude(family=None).select_related("family").order_by("pk"):
        yield f"record {record.name}", f"family {record.family_id}", partial(links_of, record)


def _named_outlets() -> QuerySet[Answer]:
    return Answer.objects.exclude(sealed_outlet=None)


def _photographs() -> Iterator[tuple[str, str, Callable[[], object]]]:
    for picture in Picture.objects.order_by("arrived_at", "pk").iterator(200):
        thing = f"photograph {picture.pk}"
        yield f"{thing}: its name", thing, partial(getattr, picture, "name")
        yield f"{thing}: as it was sent", thing, partial(_read_to_the_end, picture)
        for made in Rendition.objects.filter(picture=picture).order_by("pk"):
            yield f"{thing}: as it is shown, {made.format} of {made.box} px", thing, partial(_open_one, picture, made)


def _versions() -> Iterator[Version]:
    rows = Version.objects.select_related("leaf__story", "leaf__picture")
    return rows.order_by("leaf__story", "leaf", "pk").iterator(200)


def _thing(leaf: Leaf) -> str:
    return f"story {leaf.story_id}" if leaf.picture_id is None else f"photograph {leaf.picture_id}"


def _read_to_the_end(picture: Picture) -> None:
    _ask_for_its_key(picture)
    read_to_the_end(picture)


def _open_one(picture: Picture, made: Rendition) -> None:
    _ask_for_its_key(picture)
    vault.get(made.blob, picture.key, vault.where_rendition(picture.pk, made.box, made.format))


def _ask_for_its_key(picture: Picture) -> None:
    """Without its key a photograph is gone, so a missing file is not reported as damage. Raises KeyGone."""
    open_ring(settings.HELD_KEYS).key(picture.key)
