"""What helps when keys are missing that nobody destroyed: which keys to put back."""

from django.conf import settings

from held.keeping.missing_keys import copied_keyring, lost_here_and_kept_in
from held.keyring.words import open_ring


def remedy() -> str:
    """Which keys to put back, and that nothing should be written before. Names the second copy if it has them."""
    copied = copied_keyring()
    there = copied.exists() and bool(lost_here_and_kept_in(copied))
    newest = f"{copied.parent} has them" if there else "Look for the newest copy of the folder “keys” that you have"
    return (
        f"The keys in {settings.HELD_KEYS} are older than the words, or damaged. {newest}. Before anybody writes here: "
        "stop the place, move what lies in its folder “keys” elsewhere, put everything of that copy there, and run "
        f"“held check --all” again. {_if_it_was_meant()}"
    )


def day_of_first_notes() -> str:
    """The day since when destroyed keys are noted here, as 2026-11-30; empty before that began."""
    return open_ring(settings.HELD_KEYS).notes_since.partition("T")[0]


def _if_it_was_meant() -> str:
    since = day_of_first_notes()
    when = f"before {since}, when this place began to note that" if since else "by a version that did not note that yet"
    return f"If the key was destroyed on purpose {when}, nothing is wrong."
