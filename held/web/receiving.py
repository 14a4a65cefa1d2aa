"""Receiving photographs: sealed while they are read, from a few senders at once, and no partial file is kept."""

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
    """A slot to send photographs from, given back however the block ends. False: none is free."""
    with RECEIVERS.one(wait=MAX_WAIT) as free:
        yield free


@dataclass
class Sent:
    """One file of a request: its name on the sender's device, and what arrived of it, or why nothing was kept."""

    name: str
    arrived: Arrived | None = None
    refused: NotKept | None = None

    def take(self) -> Arrived | None:
        """What arrived; from now on the caller is responsible for it."""
        arrived, self.arrived = self.arrived, None
        return arrived


class Receiving(FileUploadHandler):
    """Takes each file of one request to the vault, piece by piece. Files that nobody took are removed at its end.

    Django reports a complete file only when the next part of the request has begun: a file that was cut off is not
    complete.
    """

    chunk_size = 256 * 1024  # bytes in memory at once

    def __init__(self, arriving: Callable[[str], Arriving]) -> None:
        """`arriving`: begins to store a file of this name."""
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
        """Read the request to its end and return its files. Raises what Django raises for a malformed request."""
        len(request.FILES)  # Django reads it now, if it has not already read it for the token of the form
        return self.sent

    def new_file(self, field_name: str, file_name: str, *more: object, **others: object) -> None:
        """The next file begins."""
        super().new_file(field_name, file_name, *more, **others)  # type: ignore[arg-type]  # as Django gave them
        self._arriving = self._begin(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  # Django's form
        """Some more bytes of it."""
        if self._arriving is not None:
            self._arriving.write(raw_data)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  # Django's form
        """It has arrived whole, or is not kept; Django is given no part of it."""
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
