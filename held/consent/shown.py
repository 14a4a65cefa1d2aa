"""Which lost-link requests were on the page whose button was pressed, each with a fingerprint of the words shown.

Pressing closes only these, and only if their words are still the same.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.conf import settings

from held.consent.models import LostLinkRequest
from held.keyring.secret import keyed_hash
from held.keyring.text import key_is_destroyed, opened_or
from held.lib.stored_strings import HASH_OF_CLAIM_SHOWN

LENGTH = 32  # hexadecimal digits of a fingerprint, 128 bits

Shown = Mapping[uuid.UUID, str]


def as_shown(read: Iterable[tuple[LostLinkRequest, Mapping[str, str]]]) -> str:
    """The value of the hidden field: each request on the page with the words read for the page.

    Requests that couldn't be opened are left out: nobody has read them. A request whose key was destroyed on purpose is
    included, because nobody can ever read it.
    """
    marks = ((lost_link_request, _fingerprint(lost_link_request, given)) for lost_link_request, given in read)
    return " ".join(f"{lost_link_request.pk.hex}.{mark}" for lost_link_request, mark in marks if mark)


def shown_on(page: str) -> dict[uuid.UUID, str]:
    """The contents of a page's hidden field. Anything that can't be parsed is left out, so it closes nothing."""
    shown = {}
    for part in page.split():
        lost_link_request, _dot, mark = part.partition(".")
        with suppress(ValueError):
            shown[uuid.UUID(hex=lost_link_request)] = mark
    return shown


def still_as_shown(shown: Shown, *, alike: LostLinkRequest) -> list[LostLinkRequest]:
    """The requests that were on the page as near-copies of this one (itself included) and have the same words now.

    They stay locked until the transaction ends; call it within one.
    """
    there = (
        LostLinkRequest.objects.select_for_update().filter(pk__in=shown, likeness=alike.likeness).order_by("at", "pk")
    )
    return [
        lost_link_request
        for lost_link_request in there
        if shown[lost_link_request.pk]
        and shown[lost_link_request.pk] == _fingerprint(lost_link_request, said_by(lost_link_request))
    ]


def said_by(lost_link_request: LostLinkRequest) -> dict[str, str]:
    """The words of a request; empty if it can't be opened."""
    return opened_or({}, lost_link_request.read)


def exactly(given: Mapping[str, str]) -> str:
    """A canonical form: equal for the same words in the same fields, whatever the order of the fields."""
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def _fingerprint(lost_link_request: LostLinkRequest, given: Mapping[str, str]) -> str:
    """Empty for a request that nobody can have read, but that may become readable later."""
    if not given and not key_is_destroyed(lost_link_request.key):
        return ""
    return keyed_hash(settings.SECRET_KEY, HASH_OF_CLAIM_SHOWN, f"{lost_link_request.pk.hex}\0{exactly(given)}")[
        :LENGTH
    ]
