"""The record of a family as it is taken home: sealed, because it tells who said no; and how this place opens it."""

import uuid

from held.consent.models import Chain
from held.consent.proving import export_proof, links_of
from held.consent.states import Event
from held.families.models import Family
from held.keyring.bytes import seal_bytes, unseal_bytes
from held.lib.chain import Broken, Record, apart_from
from held.lib.cover import Cover, cover_line, padded, without_padding

# bytes: a line has 500 at most, so this is asking, asking once more, and six answers or more. The size of the file then
# follows from what the family asked, which it knows, and hardly ever from how often somebody changed their mind.
ROOM_OF_ONE_QUESTION = 4096


def seal_record(family: Family) -> bytes:
    """The whole record, to be kept by the family and read by nobody without the keys of this place. Empty while nothing
    was asked yet.

    It is sealed under the family's own key: with that key destroyed, every copy that was ever taken home is closed for
    good. Two copies of the same record differ in every byte behind the first line, and in none of their size. Raises
    KeyGone.
    """
    text = export_proof(family)
    if not text:
        return b""
    record = Chain.objects.get(family=family)
    cover = Cover(record.name.hex, family.key)
    asked = sum(link.told.get("act") == Event.ASK.value for link in links_of(record))
    clear = padded(text.encode(), least=asked * ROOM_OF_ONE_QUESTION)
    return cover_line(cover) + seal_bytes(cover.key, cover.where, clear)


def open_record(cover: Cover, sealed: bytes) -> bytes:
    """The lines, exactly as the record was exported. Raises KeyGone; raises Damaged when a bit of them differs, or
    they lie under the cover of another record."""
    return without_padding(unseal_bytes(cover.key, cover.where, sealed))


def apart_from_today(record: Record) -> Broken | None:
    """The first number at which it is not the beginning of the record that this place holds today; None when it is."""
    here = Chain.objects.filter(name=uuid.UUID(record.chain)).first()
    return apart_from(record.links, links_of(here) if here else [])
