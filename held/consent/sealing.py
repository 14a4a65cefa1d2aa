"""A family's record for download: sealed, because it says who said no; and how this installation opens it."""

import uuid

from held.consent.models import Chain
from held.consent.proving import export_proof, links_of
from held.consent.states import Event
from held.families.models import Family
from held.keyring.binary import seal_bytes, unseal_bytes
from held.lib.chain import Broken, Record, first_difference
from held.lib.cover import Cover, cover_line, padded, without_padding

# bytes: a line has 500 at most, so this fits asking, asking once more, and six answers or more. So the file's size
# depends on what the family asked, which it knows, and hardly ever on how often somebody changed their mind.
ROOM_OF_ONE_QUESTION = 4096


def seal_record(family: Family) -> bytes:
    """The whole record for the family to keep, readable only with this installation's keys. Empty if it has no line.

    It is sealed under the family's own key: once that key is destroyed, no downloaded copy can be opened. Two copies of
    the same record differ in every byte after the first line, but have the same size. Raises KeyGone.
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
    """The lines, exactly as exported.

    Raises KeyGone; raises Damaged if a bit differs or the cover is of another record.
    """
    return without_padding(unseal_bytes(cover.key, cover.where, sealed))


def apart_from_today(record: Record) -> Broken | None:
    """The first number at which it is not the beginning of this installation's current record; None if it is."""
    here = Chain.objects.filter(name=uuid.UUID(record.chain)).first()
    return first_difference(record.links, links_of(here) if here else [])
