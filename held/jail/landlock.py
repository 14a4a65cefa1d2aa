"""Landlock, if the kernel has it: from here on this process reaches no file, no port and no other process by signal."""

import ctypes
import os

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same on every architecture
_ASK_VERSION = 1
_libc = ctypes.CDLL(None, use_errno=True)


class _Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


def landlock_abi() -> int:
    """The version of Landlock in this kernel; 0 without it."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))))


def reach_nothing() -> int:
    """Forbid every path, port, abstract socket and signal to the outside; returns the Landlock version, or 0 without
    it.

    Requires no_new_privs, and one free file descriptor for a moment. Raises OSError when a kernel with Landlock
    refuses.
    """
    abi = landlock_abi()
    if not abi:
        return 0
    rules = _Rules(_all_of_files(abi), 0b11 if abi >= 4 else 0, 0b11 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    handle = _libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if handle < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    try:
        if _libc.syscall(_RESTRICT_SELF, handle, ctypes.c_uint32(0)):
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    finally:
        os.close(handle)
    return abi


def _all_of_files(abi: int) -> int:
    """Every file right that this version knows, as bits: 13 at first, then rename, truncate and device ioctl."""
    known = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)
    return (1 << known) - 1
