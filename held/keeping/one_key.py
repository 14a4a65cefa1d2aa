"""Whether the keys can be used, asked of one key: the same cost however many there are."""

from contextlib import suppress

from held.accounts.models import Account
from held.keyring.store import Keyring
from held.keyring.text import KeyGone

_ASKED_FOR = 20  # of the newest accounts: of people who left for good, the key is destroyed


def one_key_opens(ring: Keyring) -> bool:
    """Whether the wrapping key opens a key of the keyring; True if no key is found to try.

    It asks for the keys of the newest accounts, in one statement, and opens one. Raises NoWrappingKey.
    """
    newest = list(Account.objects.order_by("-pk").values_list("key", flat=True)[:_ASKED_FOR])
    for key_id in sorted(ring.those_there(newest))[:1]:
        with suppress(KeyGone):  # destroyed since
            return bool(ring.key(key_id))
    return True
