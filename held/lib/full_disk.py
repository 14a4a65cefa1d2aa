"""Whether an exception means that a disk is full."""

import errno

_SQLITE_FULL, _SQLITE_IOERR, _POSTGRES_DISK_FULL = 13, 10, "53100"


def is_for_want_of_room(fault: BaseException) -> bool:
    """Whether the disk is full, or may be: SQLite reports some writes without space as I/O errors."""
    return is_full_disk(fault) or _SQLITE_IOERR in _codes_of_sqlite(fault)


def is_full_disk(fault: BaseException) -> bool:
    """Whether the disk is certainly full: ours, or the database server's."""
    if isinstance(fault, OSError):
        return fault.errno in {errno.ENOSPC, errno.EDQUOT}
    return _SQLITE_FULL in _codes_of_sqlite(fault) or is_full_server(fault)


def is_full_server(fault: BaseException) -> bool:
    """Whether PostgreSQL says that its server's disk is full."""
    return getattr(fault.__cause__, "sqlstate", "") == _POSTGRES_DISK_FULL


def _codes_of_sqlite(fault: BaseException) -> set[int]:
    """Django's exception has SQLite's as its cause; our own connections raise SQLite's itself."""
    return {getattr(each, "sqlite_errorcode", 0) & 0xFF for each in (fault, fault.__cause__)}
