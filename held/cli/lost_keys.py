"""The remedy for missing keys that nobody destroyed: which keys to put back."""

from django.conf import settings

from held.keeping.missing_keys import copied_keyring, lost_keys_found_in
from held.keyring.text import open_ring


def remedy() -> str:
    """Which keys to put back, and that nothing should be written before. Names the backup if it has them."""
    copied = copied_keyring()
    there = copied.exists() and bool(lost_keys_found_in(copied))
    newest = f"{copied.parent} has them" if there else "Look for the newest copy of the folder “keys” that you have"
    source = str(copied.parent) if there else "that copy"
    return (
        f"The keys in {settings.HELD_KEYS} are older than the words, or damaged. {newest}. Before anybody writes here: "
        f"1. Stop held. 2. Move everything out of {settings.HELD_KEYS}. 3. Copy everything from {source} into it. "
        f"4. Run “bin/held check --all”. {_if_it_was_meant()}"
    )


def day_of_first_notes() -> str:
    """The day since which destroyed keys are recorded here, such as 2026-11-30; empty if recording has not begun."""
    return open_ring(settings.HELD_KEYS).notes_since.partition("T")[0]


def _if_it_was_meant() -> str:
    since = day_of_first_notes()
    when = f"before {since}" if since else "by an older version of held"
    return f"A key that was destroyed on purpose {when} also shows up here; then you can ignore this."
