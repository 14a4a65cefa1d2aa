"""Marionette, the protocol by which Firefox is driven: commands of WebDriver as JSON over TCP, each with its length.

geckodriver speaks the same to Firefox, and is not in Debian. Described at
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import socket


class Refused(Exception):
    """What Firefox could not do, in its own words."""


class Marionette:
    """One connection to one Firefox."""

    def __init__(self, port: int, *, seconds: float = 60) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self._count = 0
        self._hear()  # its greeting

    def ask(self, command: str, **given: object) -> object:
        """Send one command, such as WebDriver:Navigate; returns its value. Raises Refused."""
        self._count += 1
        sent = json.dumps([0, self._count, command, given]).encode()
        self._socket.sendall(b"%d:%s" % (len(sent), sent))
        _kind, _number, fault, value = self._hear()
        if fault:
            raise Refused(f"{command}: {fault['error']}: {fault['message']}")
        return value["value"] if isinstance(value, dict) and value.keys() == {"value"} else value

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _hear(self) -> list:
        length = b""
        while (digit := self._more(1)) != b":":
            length += digit
        return json.loads(self._more(int(length)))

    def _more(self, length: int) -> bytes:
        heard = b""
        while len(heard) < length:
            piece = self._socket.recv(length - len(heard))
            if not piece:
                raise Refused("Firefox hung up.")
            heard += piece
        return heard
