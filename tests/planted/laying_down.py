"""A place that writes what it receives into the temporary folder, in clear, until the request is over."""

import tempfile

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.web.receiving import Receiving

application = held.wsgi.application
_receive = Receiving.receive_data_chunk


def _receive_and_lay_down(receiving: Receiving, raw_data: bytes, start: int) -> None:
    if not hasattr(receiving, "laid"):
        receiving.laid = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the request lasts
    receiving.laid.write(raw_data)
    receiving.laid.flush()
    _receive(receiving, raw_data, start)


Receiving.receive_data_chunk = _receive_and_lay_down
