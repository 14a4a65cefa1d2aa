"""The address of an opened story: a secret of 128 bits or a neutral word, never stored in clear."""

import re
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction

from held.keyring.secret import keyed_hash
from held.lib.stored_strings import HASH_OF_ADDRESS
from held.lib.tokens import new_address
from held.publishing.models import Address
from held.stories.models import Publication, Story

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, so that no word is made by chance
WHAT_OPENS = {
    Publication.Circle.NAMED: (Publication.Circle.NAMED,),
    Publication.Circle.LINK: (Publication.Circle.LINK,),
    Publication.Circle.EVERYONE: (Publication.Circle.EVERYONE, Publication.Circle.LINK),
}


class NotAnAddress(Exception):
    """The address is not 3 to 60 small letters and digits, with hyphens only between them."""


class AddressTaken(Exception):
    """Another story has this address."""


def lookup_of(address: str) -> str:
    """The keyed hash by which an address is found."""
    return keyed_hash(settings.SECRET_KEY, HASH_OF_ADDRESS, address)


def read_address(address: Address, story: Story) -> str:
    """The address as people type it, for the family's own pages. Raises KeyGone or Damaged."""
    return Address.text.open(address, story.key)


def addresses_of(story: Story) -> dict[Publication.Circle, str]:
    """The addresses of a story that are open now, each by its circle; none while it is closed."""
    publication = Publication.objects.filter(story=story).first()
    circles = WHAT_OPENS[Publication.Circle(publication.circle)] if publication else ()
    rows = {row.circle: row for row in Address.objects.filter(story=story, circle__in=circles)}
    return {circle: read_address(rows[circle], story) for circle in circles if circle in rows}


def ensure_address(story: Story, circle: Publication.Circle, wished: str = "") -> None:
    """Give the story an address for this circle if it has none. Raises NotAnAddress or AddressTaken."""
    if not Address.objects.filter(story=story, circle=circle).exists():
        give_address(story, circle, wished)


def give_address(story: Story, circle: Publication.Circle, wished: str = "") -> Address:
    """A new address for this circle: a secret, or for everyone the family's own or a neutral word.

    Raises NotAnAddress or AddressTaken.
    """
    if circle != Publication.Circle.EVERYONE:
        text = new_address()
    else:
        text = wished.strip().lower() or "story-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        if not SLUG.fullmatch(text) or not 3 <= len(text) <= 60:
            raise NotAnAddress
    address = Address(story=story, circle=circle, lookup=lookup_of(text))
    address.text = text
    try:
        with transaction.atomic():  # if two stories take one address at the same moment, one of them fails here
            address.save(force_insert=True)
    except IntegrityError as reason:
        raise AddressTaken from reason
    return address
