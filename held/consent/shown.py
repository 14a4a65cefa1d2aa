"""Which claims were on the page whose button was pressed, each with a fingerprint of the words shown.

Pressing closes only these, and only if their words are still the same.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.conf import settings

from held.consent.models import Claim
from held.keyring.secret import keyed_hash
from held.keyring.text import key_is_destroyed, opened_or
from held.lib.stored_strings import HASH_OF_CLAIM_SHOWN

LENGTH = 32  # hexadecimal digits of a fingerprint, 128 bits

Shown = Mapping[uuid.UUID, str]


def as_shown(read: Iterable[tuple[Claim, Mapping[str, str]]]) -> str:
    """The value of the hidden field: each claim on the page with the words read for the page.

    Claims that couldn't be opened are left out: nobody has read them. A claim whose key was destroyed on purpose is
    included, because nobody can ever read it.
    """
    marks = ((claim, _fingerprint(claim, said)) for claim, said in read)
    return " ".join(f"{claim.pk.hex}.{mark}" for claim, mark in marks if mark)


def shown_on(page: str) -> dict[uuid.UUID, str]:
    """The contents of a page's hidden field. Anything that can't be parsed is left out, so it closes nothing."""
    shown = {}
    for part in page.split():
        claim, _dot, mark = part.partition(".")
        with suppress(ValueError):
            shown[uuid.UUID(hex=claim)] = mark
    return shown


def still_as_shown(shown: Shown, *, alike: Claim) -> list[Claim]:
    """The claims that were on the page as near-copies of this one (itself included) and have the same words now.

    They stay locked until the transaction ends; call it within one.
    """
    there = Claim.objects.select_for_update().filter(pk__in=shown, likeness=alike.likeness).order_by("at", "pk")
    return [claim for claim in there if shown[claim.pk] and shown[claim.pk] == _fingerprint(claim, said_by(claim))]


def said_by(claim: Claim) -> dict[str, str]:
    """The words of a claim; empty if it can't be opened."""
    return opened_or({}, claim.read)


def exactly(given: Mapping[str, str]) -> str:
    """A canonical form: equal for the same words in the same fields, whatever the order of the fields."""
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def _fingerprint(claim: Claim, said: Mapping[str, str]) -> str:
    """Empty for a claim that nobody can have read, but that may become readable later."""
    if not said and not key_is_destroyed(claim.key):
        return ""
    return keyed_hash(settings.SECRET_KEY, HASH_OF_CLAIM_SHOWN, f"{claim.pk.hex}\0{exactly(said)}")[:LENGTH]
