"""Where an opened story is found: a secret of 128 bits, or a neutral word; neither lies in clear anywhere."""

import re
import secrets

from django.conf import settings

from held.keyring import words
from held.keyring.secret import keyed_hash
from held.lib.tokens import new_address
from held.stories.models import Address, Opening, Story

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels: no word comes about by chance


class NotAnAddress(Exception):
    """An address may have small letters, digits and hyphens between them, 3 to 60 in all."""


class AddressTaken(Exception):
    """Another story is found there."""


def lookup_of(address: str) -> str:
    """The keyed hash by which an address is found."""
    return keyed_hash(settings.SECRET_KEY, "held.address", address)


def read_address(address: Address, story: Story) -> str:
    """The address as people type it, for the family's own pages. Raises KeyGone or Damaged."""
    return words.unseal(story.key, f"address {address.pk}", address.sealed)


def give_address(story: Story, circle: Opening.Circle, wished: str = "") -> Address:
    """An address for this circle: a secret for a link; for everyone what the family wrote, or a neutral word.

    Raises NotAnAddress or AddressTaken.
    """
    if circle == Opening.Circle.LINK:
        text = new_address()
    else:
        text = wished.strip().lower() or "story-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
        if not SLUG.fullmatch(text) or not 3 <= len(text) <= 60:
            raise NotAnAddress
    if Address.objects.filter(lookup=lookup_of(text)).exists():
        raise AddressTaken
    address = Address(story=story, circle=circle, lookup=lookup_of(text))
    address.sealed = words.seal(story.key, f"address {address.pk}", text)
    address.save(force_insert=True)
    return address
