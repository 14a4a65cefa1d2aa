"""The marks of a restore and of an upgrade that began and did not end.

They have a module of their own, so that a start does not import the restore.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from held.lib.disk import sync_folder, write_durably

BEFORE_UPGRADE = "before-upgrade"  # the folder of the copies made before upgrades


@dataclass(frozen=True)
class Upgrade:
    """The content of an upgrade's mark."""

    copy: str
    """The name of the copy in `before-upgrade` that was made before the first change."""
    tables: tuple[str, ...] = ()
    """Every table that the new version creates. An earlier version cannot know them, and deletes them too."""
    put_back: bool = False
    """The upgrade failed, and the database is as it was before: the next upgrade makes a copy of its own."""
    database: str = ""
    """The database whose tables are changed (`identity`). Only this one, or an empty one, may be filled."""


def mark() -> Path:
    """The file that marks a restore; it exists from before the first change until after the last."""
    return Path(settings.HELD_DATA) / "restore-unfinished"


def is_unfinished() -> bool:
    """Whether a restore began here and did not end: then nothing may be served."""
    return mark().exists()


def upgrade_mark() -> Path:
    """The file that marks an upgrade; it exists from before the first change until after the last."""
    return Path(settings.HELD_DATA) / "upgrade-unfinished"


def marked_upgrade() -> Upgrade | None:
    """The upgrade marked here, if there is one. Raises ValueError when the mark cannot be read."""
    try:
        data = json.loads(upgrade_mark().read_bytes())
        copy = data["copy"]
        if not copy or copy == ".." or Path(copy).name != copy:
            raise ValueError(f"{upgrade_mark()} is not a mark.")  # a path, or empty: never delete a folder for it
        return Upgrade(copy, tuple(map(str, data["tables"])), bool(data["put_back"]), str(data.get("database", "")))
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, IsADirectoryError) as reason:
        raise ValueError(f"{upgrade_mark()} is not a mark.") from reason


def upgrade_is_unfinished() -> bool:
    """Whether the tables may be partly changed: an upgrade began here, did not end, and was not put back."""
    try:
        upgrade = marked_upgrade()
    except ValueError:
        return True
    return upgrade is not None and not upgrade.put_back


def mark_upgrade(upgrade: Upgrade) -> None:
    """Write the mark; it is on disk when this returns."""
    write_durably(upgrade_mark(), json.dumps(asdict(upgrade)).encode())


def unmark_upgrade() -> None:
    """Delete the mark, if there is one; the deletion is on disk when this returns."""
    if upgrade_mark().exists():
        upgrade_mark().unlink()
        sync_folder(upgrade_mark().parent)
