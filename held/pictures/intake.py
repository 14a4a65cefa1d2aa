"""A photograph arrives: sealed while it is read, recognised, made showable in the jail, and saved."""

import hmac
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from weakref import WeakSet

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction

from held.accounts.models import Account
from held.families.models import Family
from held.history import audit_log
from held.jail.formats import LOOKED_AT, format_of_file
from held.jail.limits import BYTES as MOST_BYTES
from held.keyring.text import forget_key, new_key
from held.pictures import vault
from held.pictures.decoding import laid_down, made_from
from held.pictures.models import Picture, Rendition
from held.pictures.recognising import NotKept, Why, let_what_is_lost_be_sent_again, refuse_known

ROOM = 64 * 1024 * 1024  # bytes that stay free on the disk, apart from the disk reserve for taking back


@dataclass(frozen=True)
class Arrived:
    """A file sealed in the vault that no row names yet."""

    family_id: int
    id: uuid.UUID
    key: str
    blob: str
    lookup: str
    format: str
    size: int  # bytes
    name: str


@dataclass(frozen=True)
class Developed:
    """The same, with its renditions, as unsaved rows. No renditions: it can't be shown."""

    arrived: Arrived
    renditions: list[Rendition] = field(default_factory=list)
    decoded: Picture.Decoded = Picture.Decoded.UNREADABLE


class _RoomPromised:
    """The arrivals in this process with disk space reserved for them, each as if it had the largest size.

    An arrival that is garbage-collected without an end no longer holds space.
    """

    def __init__(self) -> None:
        self._open: WeakSet[Arriving] = WeakSet()
        self._one_at_a_time = Lock()

    def to(self, arriving: "Arriving") -> bool:
        """Reserve space for this arrival; False if the disk has no room for it and the others."""
        with self._one_at_a_time:
            enough = ROOM + MOST_BYTES * (len(self._open) + 1)
            if shutil.disk_usage(settings.HELD_DATA).free < enough:
                return False
            self._open.add(arriving)
            return True

    def give_back(self, arriving: "Arriving") -> None:
        """Release the space: the bytes are on the disk or deleted. Releasing it twice has no further effect."""
        with self._one_at_a_time:
            self._open.discard(arriving)


_ROOM_PROMISED = _RoomPromised()


class Arriving:
    """One file being received. Write it piece by piece; `finish` or `give_up` ends it."""

    def __init__(self, family: Family, name: str, *, copy_of: int = 0) -> None:
        """Nothing is written to the disk until the first bytes have shown that it is a photograph.

        `copy_of`: the leaf that it is a covered copy of; two leaves with the same pixels have a copy each.
        """
        self._family_id, self._name, self._id = family.pk, name, uuid.uuid4()
        kind = f"copy of {copy_of}" if copy_of else "photograph"
        self._hash = hmac.new(settings.SECRET_KEY.encode(), f"held.{kind}\0{family.pk}\0".encode(), sha256)
        self._begun, self._format, self._size = b"", "", 0
        self._key = ""
        self._into: vault.Receiving | None = None
        self._refused: Why | None = None

    def write(self, data: bytes) -> None:
        """Seal more bytes. A file that is refused is still read, but not stored."""
        self._size += len(data)
        if self._refused is None:
            with self._for_want_of_room():
                self._take(data)

    def finish(self) -> Arrived:
        """The file is complete: seal it, even if the family already has it. Raises NotKept; then nothing is stored."""
        with self._for_want_of_room():
            if self._refused is None and self._into is None:
                self._begin()
            if self._into is not None:
                lookup = self._hash.hexdigest()
                blob = self._into.finish()
                _ROOM_PROMISED.give_back(self)
                return Arrived(self._family_id, self._id, self._key, blob, lookup, self._format, self._size, self._name)
        raise NotKept(self._refused or Why.EMPTY)

    def give_up(self) -> None:
        """Delete everything received."""
        into, self._into = self._into, None
        try:
            if into is not None:
                into.give_up()
                _forget_key(self._key)
        finally:
            _ROOM_PROMISED.give_back(self)

    def _take(self, data: bytes) -> None:
        if self._into is None:
            self._begun += data
            if len(self._begun) >= LOOKED_AT:
                self._begin()
        elif self._size > MOST_BYTES:
            self._refuse(Why.TOO_BIG)
        else:
            self._seal(data)

    def _begin(self) -> None:
        found = format_of_file(self._begun)
        if found is None:
            self._refuse(Why.NOT_OURS if self._begun else Why.EMPTY)
        elif not _ROOM_PROMISED.to(self):
            self._refuse(Why.NO_ROOM)
        else:
            self._format, self._key = found, new_key()
            self._into = vault.Receiving(self._key, vault.where_original(self._id))
            self._seal(self._begun)

    def _seal(self, data: bytes) -> None:
        if self._into is not None:
            self._hash.update(data)
            self._into.write(data)

    def _refuse(self, why: Why) -> None:
        self.give_up()
        self._refused = why

    @contextmanager
    def _for_want_of_room(self) -> Iterator[None]:
        """Report a full disk as NO_ROOM; after any other failure delete what was begun."""
        try:
            yield
        except (OSError, sqlite3.OperationalError):
            self._refuse(Why.NO_ROOM)
        except BaseException:
            self.give_up()
            raise


def refuse_what_is_here(arrived: Arrived) -> None:
    """For a sender of the family, before developing. Raises NotKept if they have the file; then nothing is stored.

    A sender by a link must not learn this, neither from the response nor from its timing.
    """
    try:
        refuse_known(arrived.family_id, arrived.lookup)
    except NotKept:
        forget(Developed(arrived))
        raise


def develop(arrived: Arrived) -> Developed:
    """Make it showable, each rendition sealed and on the disk; no renditions if it can't be opened.

    Raises developing.Closed if there is no jail, NotKept if there is no room; then nothing is stored.
    """
    developed = Developed(arrived)
    with _nothing_half_done(developed):
        made = made_from(arrived.id, arrived.key, arrived.blob, arrived.size)
        for one in made.renditions:
            developed.renditions.append(laid_down(arrived.id, arrived.key, one))
    return replace(developed, decoded=made.decoded)


def of_a_part(developed: Developed) -> Developed:
    """The same, made from a photograph of which only a part opens: so is this one only a part."""
    return replace(developed, decoded=Picture.Decoded.PART)


def keep(developed: Developed, *, by: Account | None) -> Picture:
    """Save the rows of what is in the vault, in the caller's transaction. `by` None: it came in an envelope.

    Raises NotKept.
    """
    arrived = developed.arrived
    refuse_known(arrived.family_id, arrived.lookup)
    let_what_is_lost_be_sent_again(arrived.family_id, arrived.lookup)
    if not all(vault.is_there(blob) for blob in _blobs(developed)):
        raise NotKept(Why.LOST)
    picture = Picture(
        id=arrived.id,
        family_id=arrived.family_id,
        key=arrived.key,
        lookup=arrived.lookup,
        original=arrived.blob,
        format=arrived.format,
        size=arrived.size,
        decoded=developed.decoded,
        by=by,
    )
    picture.name = arrived.name
    try:
        with transaction.atomic():  # if two send one file at the same moment, one of them fails here
            picture.save(force_insert=True)
    except IntegrityError as reason:
        other = Picture.objects.filter(family=arrived.family_id, lookup=arrived.lookup).first()
        raise NotKept(Why.HERE, other) from reason
    for rendition in developed.renditions:
        rendition.picture = picture
        rendition.save(force_insert=True)
    act = "picture.arrived" if developed.renditions else "picture.arrived.unopened"
    audit_log.record(act, f"picture {picture.pk}", by=by or "contributor")
    return picture


def forget(developed: Developed) -> None:
    """Delete the blobs and the key of what no row names."""
    for blob in _blobs(developed):
        vault.drop(blob)
    _forget_key(developed.arrived.key)


def let_go(developed: Developed) -> None:
    """Delete a file that the family already has: its key now, its blobs when the sweep finds them.

    Deleting seven blobs takes a time that a sender can measure, which would reveal that the family has this file.
    """
    for blob in _blobs(developed):
        vault.let_go(blob)
    _forget_key(developed.arrived.key)


def forget_unless_kept(developed: Developed) -> None:
    """`forget`, after saving rows was tried. COMMIT may have succeeded though its response was lost: then they stay.

    If this can't be checked, everything is left, and the sweep deletes what no row names.
    """
    with suppress(DatabaseError):
        if not Picture.objects.filter(pk=developed.arrived.id).exists():
            forget(developed)


@contextmanager
def _nothing_half_done(developed: Developed) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as fault:
        forget(developed)
        raise NotKept(Why.NO_ROOM) from fault
    except BaseException:
        forget(developed)
        raise


def _blobs(developed: Developed) -> list[str]:
    return [developed.arrived.blob, *(rendition.blob for rendition in developed.renditions)]


def _forget_key(key: str) -> None:
    """On a full disk not even this can be written; then a key stays that seals nothing."""
    with suppress(sqlite3.OperationalError):
        forget_key(key)
