"""The name of an outlet of the press: sealed beside the answer, and found again by a hash.

Both need the family's key. The database stores `outlet:` and the hash as the scope: the same name has the same hash
within a family, and a different one in every other family.
"""

import uuid
from hashlib import sha256

from held.consent.models import Answer, Involvement
from held.consent.scopes import LONGEST_OUTLET
from held.families.models import Family
from held.keyring.binary import seal_bytes, unseal_bytes
from held.keyring.hashing import hash_under
from held.keyring.text import CannotOpen
from held.lib.stored_strings import FORMER_SCOPE_OF_OUTLET, HASH_OF_OUTLET, SCOPE_OF_OUTLET, SEALED_OUTLET

KEPT = SCOPE_OF_OUTLET.format("")
DIGITS = 32  # of the hash: 128 bits
ROOM = 4 * LONGEST_OUTLET  # bytes of UTF-8; every name is padded to this length, so that lengths don't differ


def kept_scope(family: Family, scope: str) -> str:
    """The scope as the database stores it; only `press:` and a name is changed. Raises KeyGone."""
    kind, colon, name = scope.partition(":")
    if kind != "press" or not colon:
        return scope
    return SCOPE_OF_OUTLET.format(hash_under(family.key, HASH_OF_OUTLET, name)[:DIGITS])


def new_answer(involvement: Involvement, scope: str) -> Answer:
    """A new, unsaved row for this scope, with the outlet's name sealed in it if it has one. Raises KeyGone."""
    family = involvement.person.family
    kept = kept_scope(family, scope)
    sealed = None if kept == scope else sealed_outlet(family.key, involvement.pk, kept, scope.removeprefix("press:"))
    return Answer(involvement=involvement, scope=kept, sealed_outlet=sealed)


def sealed_outlet(family_key: str, involvement: uuid.UUID, kept: str, name: str) -> bytes:
    """The outlet's name, bound to this involvement's answer for this stored scope. Raises KeyGone."""
    return seal_bytes(family_key, _where(involvement, kept), name.encode().ljust(ROOM, b"\0"))


def outlet_of(answer: Answer, family: Family) -> str:
    """The newspaper or broadcaster it is about; empty for other scopes. Raises KeyGone, Damaged."""
    if answer.sealed_outlet is None:
        return ""
    return (
        unseal_bytes(family.key, _where(involvement_id_of(answer), answer.scope), answer.sealed_outlet)
        .rstrip(b"\0")
        .decode()
    )


def involvement_id_of(answer: Answer) -> uuid.UUID:
    """The id of its involvement. Migration 0011 passes rows of its time, whose column was `part`."""
    found: uuid.UUID = getattr(answer, "part_id", None) or answer.involvement_id
    return found


def outlets_in(answers: list[Answer], family: Family) -> dict[str, str]:
    """The name of each outlet among these answers, by scope. Names that can't be opened are left out."""
    found = {}
    for answer in answers:
        if answer.sealed_outlet is not None:
            try:
                found[answer.scope] = outlet_of(answer, family)
            except CannotOpen:
                continue
    return found


def former_scope(outlet: str) -> str:
    """How the log of no's named this outlet before its hash was keyed."""
    return FORMER_SCOPE_OF_OUTLET.format(sha256(outlet.encode()).hexdigest()[:32])


def _where(involvement: uuid.UUID, kept: str) -> str:
    return SEALED_OUTLET.format(involvement.hex, kept)
