"""The remedies for an upgrade that failed or was interrupted, in the same words for `held serve` and `held check`."""

from django.conf import settings

from held.keeping import copy_before_upgrade, databases, schema
from held.keeping.copies import NotACopy, whole_copies
from held.keeping.unfinished import BEFORE_UPGRADE, marked_upgrade


def former_version() -> str:
    """How to continue with the version that last opened this installation."""
    former = schema.opened_by()
    if not former:
        return (
            "If the previous version is older than 0.2.0, don’t start it here: go back with the backup that you "
            "made before the upgrade (docs/hosts/upgrading.md)."
        )
    if not schema.is_older_version(former):
        return "To go on, install the previous version again and start it."
    return f"To go on with held {former}: git checkout v{former} && make build && bin/held serve"


def try_again() -> str:
    """How to try the upgrade to this version again."""
    return "To try the upgrade again: bin/held serve with this version."


def later_on(former: str) -> str:
    """After a successful upgrade: how to go back to the former version, if somebody wants that."""
    version = f"held {former}" if former else "the previous version"
    return f"The upgrade is done. To go back to {version} later, {schema.way_back()}"


def copies_to_go_back_with() -> str:
    """For an installation with copies from upgrades; empty for any other."""
    if not whole_copies(settings.HELD_DATA / BEFORE_UPGRADE):
        return ""
    return f"{settings.HELD_DATA / BEFORE_UPGRADE} has copies from before upgrades. To go back, {schema.way_back()}"


def words_set_aside() -> str:
    """Explains the file that a repeated first start left next to the words; empty if there is none."""
    aside = databases.words_aside()
    if not aside:
        return ""
    return (
        f"{aside} is left over from a first start that was interrupted. Nobody had signed in yet, so you can delete it."
    )


def tables_to_upgrade() -> tuple[str, str] | None:
    """The problem and the remedy when the tables are older than this version; None when they are not.

    Raises DatabaseError. Call this only if no upgrade is unfinished.
    """
    if not schema.are_older_tables():
        return None
    if marked_upgrade():
        wrong = "The upgrade to this version failed. The tables are as they were before it, and nothing is lost."
        return wrong, f"{former_version()}\n  {try_again()}"
    wrong = "This version has not upgraded the tables yet."
    return wrong, "Please start it once (bin/held serve): it makes a copy first. Or use the previous version for this."


def unfinished_upgrade() -> tuple[str, str]:
    """The problem and the remedy when an upgrade was interrupted, or is running now."""
    try:
        copy_before_upgrade.refuse_without_copy()
    except NotACopy as reason:
        return no_way_back(reason)
    wrong = (
        "An upgrade of this place is not finished: the tables may be changed in part. Nothing is lost, a copy was made "
        "first."
    )
    return wrong, (
        "If “bin/held serve” is working on it, please wait until the place is open. If not, start it: it begins the "
        "upgrade again from that copy."
    )


def no_way_back(reason: NotACopy) -> tuple[str, str]:
    """The same when the tables cannot be put back. The copies in before-upgrade are tried first: they are newer."""
    data = settings.HELD_DATA
    second = "from the backup: bin/held restore FOLDER"
    if whole_copies(data / BEFORE_UPGRADE):
        best = f"from the copies that upgrades made: bin/held restore {data}-aside/{BEFORE_UPGRADE}. If that is refused"
        second = f"{best}, {second}"
    wrong = f"{reason} An upgrade was interrupted. Without that copy its tables can’t be put back. Nothing was changed."
    return wrong, f"Please move the folder of the place aside: mv {data} {data}-aside. Then fill an empty one {second}."
