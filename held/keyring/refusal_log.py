"""The small log of refusals next to the keys: no refusal is forgotten, whichever copy the words are restored from.

Answers are stored with the words, and older copies of the words are kept: one of them may have a yes that was withdrawn
since. Only the newest copy of the keys is kept. So each refusal is also a row in the keyring, which is copied with the
keys, and a restore reads it before anything is opened. A row is added and never changed or deleted; it contains no
words and no name, and stays when the thing it refers to is gone.

Its limit: the copy of the keys follows a refusal within minutes, if its disk is connected (`held.keeping.key_copies`).
If the machine itself is lost before that, the refusal is lost, here as in the words.
"""

from held.keyring.ring import this_ring

MOST = 2**63 - 1


def append_refusal(thing: str, turn: int) -> None:
    """Record a refusal of this thing, at this turn of the answer; on disk when this returns.

    `thing` names what was asked without saying who they are or what it shows. Recording it twice does no harm. Raises
    OSError on a full disk; then it was not recorded.
    """
    if not thing or not 0 <= turn <= MOST:
        raise ValueError(f"no such turn: {turn}, or a thing without a name")
    this_ring().append_refusal(thing, turn)


def refusals() -> dict[str, int]:
    """Each refused thing, and the highest turn of a refusal: a later yes has a higher turn."""
    return this_ring().refusals()
