"""One line of a family's record as the database stores it: sealed under the family's key."""

import json

from held.keyring.text import Damaged, seal, unseal
from held.lib.chain import Link
from held.lib.stored_strings import SEALED_RECORD_LINE

STEP = 512  # bytes: a line is padded to a multiple, so that its length doesn't reveal the answer


def sealed_line(family_key: str, chain: str, link: Link) -> bytes:
    """The line's content, its hash and the previous hash, bound to its position in this chain. Raises KeyGone."""
    text = json.dumps([link.told, link.before, link.hash], ensure_ascii=False)
    length = len(text.encode())
    return seal(family_key, _where(chain, link.number), text + " " * (-length % STEP))


def opened_line(family_key: str, chain: str, number: int, at: str, sealed: bytes | memoryview) -> Link:
    """The line, exactly as it was chained. Raises KeyGone, Damaged."""
    content, before, hashed = json.loads(unseal(family_key, _where(chain, number), sealed))
    if not isinstance(content, dict):
        raise Damaged(_where(chain, number))
    return Link(number, at, content, before, hashed)


def _where(chain: str, number: int) -> str:
    return SEALED_RECORD_LINE.format(number, chain)
