"""The marks of a restore and of an upgrade that began and did not end.

They have a module of their own, so that a start loads no restore.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from held.lib.disk import sync_folder, write_durably

BEFORE_UPGRADE = "before-upgrade"  # the folder of the copies that upgrades make first


@dataclass(frozen=True)
class Upgrade:
    """What the mark of an upgrade says."""

    copy: str
    """The name of the copy in `before-upgrade` that was made before the first change."""
    tables: tuple[str, ...] = ()
    """Every table that the new version makes. A former version cannot know them, and removes them too."""
    put_back: bool = False
    """The upgrade failed, and the database is as it was before: the next upgrade makes a copy of its own."""
    database: str = ""
    """The database in which the tables are changed (`identity`). Only this one, or an empty one, may be filled."""


def mark() -> Path:
    """The file that marks a restore; it is there from before the first change until after the last."""
    return Path(settings.HELD_DATA) / "restore-unfinished"


def is_unfinished() -> bool:
    """Whether a restore began here and did not end: then nothing may be served."""
    return mark().exists()


def upgrade_mark() -> Path:
    """The file that marks an upgrade; it is there from before the first change until after the last."""
    return Path(settings.HELD_DATA) / "upgrade-unfinished"


def marked_upgrade() -> Upgrade | None:
    """The upgrade that has a mark here. Raises ValueError when the mark cannot be read."""
    try:
        told = json.loads(upgrade_mark().read_bytes())
        copy = told["copy"]
        if not copy or copy == ".." or Path(copy).name != copy:
            raise ValueError(f"{upgrade_mark()} is not a mark.")  # a path, or nothing: no folder is removed for it
        return Upgrade(copy, tuple(map(str, told["tables"])), bool(told["put_back"]), str(told.get("database", "")))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, IsADirectoryError) as reason:
        raise ValueError(f"{upgrade_mark()} is not a mark.") from reason


def upgrade_is_unfinished() -> bool:
    """Whether the tables may be changed in part: an upgrade began here, did not end, and was not put back."""
    try:
        upgrade = marked_upgrade()
    except ValueError:
        return True
    return upgrade is not None and not upgrade.put_back


def mark_upgrade(upgrade: Upgrade) -> None:
    """The mark is on the disk when this returns."""
    write_durably(upgrade_mark(), json.dumps(asdict(upgrade)).encode())


def unmark_upgrade() -> None:
    """The mark is gone, on the disk too, when this returns; nothing happens if there is none."""
    if upgrade_mark().exists():
        upgrade_mark().unlink()
        sync_folder(upgrade_mark().parent)
