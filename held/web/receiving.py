"""Photographs on their way in: sealed while they are read, a few senders at once, and nothing half-done stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from held.pictures import intake
from held.pictures.intake import Arrived, Arriving
from held.pictures.recognising import NotKept
from held.web.slots import Slots

MAX_WAIT = 5.0  # seconds that somebody waits for a slot, before we ask them to come again
RECEIVERS = Slots(16, waiting=4)


@contextmanager
def upload_slot() -> Iterator[bool]:
    """A slot to send photographs from, given back however the block ends. False: there is none just now."""
    with RECEIVERS.one(wait=MAX_WAIT) as free:
        yield free


@dataclass
class Sent:
    """One file of a request: what it is called on the phone it came from, and what arrived of it, or why nothing."""

    name: str
    arrived: Arrived | None = None
    refused: NotKept | None = None

    def take(self) -> Arrived | None:
        """What arrived, from now on in the hands of who asked."""
        arrived, self.arrived = self.arrived, None
        return arrived


class Receiving(FileUploadHandler):
    """Takes each file of one request to the vault, piece by piece. What nobody took out of it goes again at its end.

    Django tells of a complete file only when the next part of the request has begun: one that was cut off is none.
    """

    chunk_size = 256 * 1024  # bytes in memory at once

    def __init__(self, arriving: Callable[[str], Arriving]) -> None:
        """`arriving`: begins to keep a file of this name."""
        super().__init__()
        self._begin = arriving
        self._arriving: Arriving | None = None
        self.sent: list[Sent] = []  # filled while Django reads the request
        self.cut_off = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._give_up()
        for one in self.sent:
            if one.arrived is not None:
                intake.forget(intake.Developed(one.arrived))

    def every_file(self, request: HttpRequest) -> list[Sent]:
        """Read the request to its end: what it held. Raises what Django raises of one that is none."""
        len(request.FILES)  # Django reads it now, if it has not read it to look for the token of the form
        return self.sent

    def new_file(self, field_name: str, file_name: str, *more: object, **others: object) -> None:
        """The next file begins."""
        super().new_file(field_name, file_name, *more, **others)  # type: ignore[arg-type]  # as Django hands them on
        self._arriving = self._begin(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  # Django's form
        """Some more of it."""
        if self._arriving is not None:
            self._arriving.write(raw_data)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  # Django's form
        """It is here, whole, or it is not kept; nothing of it is handed to Django."""
        arriving, self._arriving = self._arriving, None
        if arriving is not None:
            sent = Sent(self.file_name or "")
            try:
                sent.arrived = arriving.finish()
            except NotKept as reason:
                sent.refused = reason
            self.sent.append(sent)

    def upload_interrupted(self) -> None:
        """The last file was cut off."""
        self.cut_off = True
        self._give_up()

    def _give_up(self) -> None:
        arriving, self._arriving = self._arriving, None
        if arriving is not None:
            arriving.give_up()
