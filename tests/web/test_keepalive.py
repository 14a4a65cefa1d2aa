"""A connection whose other end is gone does not stay for good."""

import socket

from held.web.keepalive import ask_whether_they_are_there


def test_every_open_connection_is_asked_whether_it_is_there():
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()):
        came, _address = door.accept()
        with came:
            assert not came.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            ask_whether_they_are_there()
            assert came.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            assert came.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 60
