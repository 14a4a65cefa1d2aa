"""The small log of no's beside the keys: whatever copy the words come back from, a no that was said is not forgotten.

Answers live with the words, and older copies of the words are kept: one of them may hold a yes that was taken back
since. The keys have one newest copy only. So each no is also a line in the file of the keys, which goes wherever the
keys go, and a restore reads it before anything is opened. A line is added and never changed or removed; it holds no
words and no name, and stays when the thing it speaks of is gone.

What this cannot do: the copy of the keys follows a no within minutes, if its disk is there
(`held.keeping.key_copies`). If the machine itself is lost before that, the no is lost with it, here as in the words.
"""

from held.keyring.ring import this_ring

MOST = 2**63 - 1


def append_no(thing: str, turn: int) -> None:
    """Somebody said no to this thing at this turn of their answer; on the disk when this returns.

    `thing` names what was asked without saying who they are or what it shows. Said twice it does no harm. Raises
    OSError on a full disk; then it was not said.
    """
    if not thing or not 0 <= turn <= MOST:
        raise ValueError(f"no such turn: {turn}, or a thing without a name")
    this_ring().append_no(thing, turn)


def noes() -> dict[str, int]:
    """Each thing to which somebody said no, and the highest turn at which they did: a later yes has a higher one."""
    return this_ring().noes()
