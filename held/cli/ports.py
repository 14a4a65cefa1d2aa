"""Checks whether the port is free on this machine's loopback addresses, and suggests a remedy if it is not."""

import errno
import socket

from held.cli.messages import CannotGoOn, HostMustAct

HERE, HERE_BY_IPV6 = "127.0.0.1", "::1"
TIMEOUT = 5  # seconds for a connection to this machine itself


def has_ipv6() -> bool:
    """Whether this machine can connect to itself at [::1]."""
    return _reaches_itself(socket.AF_INET6, HERE_BY_IPV6)


def refuse_a_port_of_others(port: int) -> None:
    """Raises CannotGoOn when held cannot listen on this port, at either address.

    Granian would silently share the port. If another program has it only at [::1], “localhost” would show that program.
    """
    if not _reaches_itself(socket.AF_INET, HERE):
        raise HostMustAct(
            f"This machine can’t reach itself at {HERE}, where held listens. On Debian, as root: ip link set lo up. "
            "In a container, please give it a loopback device."
        )
    fault = _bound(socket.AF_INET, HERE, port)
    if fault is None and has_ipv6():
        fault = _bound(socket.AF_INET6, HERE_BY_IPV6, port)
    if fault is not None:
        wait = fault.errno == errno.EADDRINUSE  # the other program may end by itself
        raise (CannotGoOn if wait else HostMustAct)(_message(fault, port)) from fault


def _message(fault: OSError, port: int) -> str:
    if isinstance(fault, PermissionError):
        return f"Port {port} is reserved for the system. Please choose one above 1023 in HELD_PORT."
    if fault.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"Port {port} is in use by another program. Please stop that one, or choose another port, for example "
            f"HELD_PORT={other}. “ss -tlnp” says which program it is."
        )
    return f"held cannot listen at {HERE}, port {port} ({fault.strerror}). Please choose another one in HELD_PORT."


def _reaches_itself(family: int, address: str) -> bool:
    """Tests with a connection: some kernels allow listening on an address of a device that is down."""
    try:
        with socket.create_server((address, 0), family=family) as listener, socket.socket(family) as caller:
            caller.settimeout(TIMEOUT)
            caller.connect(listener.getsockname()[:2])
    except OSError:
        return False
    return True


def _bound(family: int, address: str, port: int) -> OSError | None:
    """The error when binding to this address; None if it is free."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as fault:
        return fault
    return None
