"""Opening everything that lies sealed, once, to know that it is whole. What was written is not looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from held.accounts.keys import name_of, passkeys, unused_codes
from held.accounts.models import Account
from held.families.models import Family
from held.keyring.words import Damaged, KeyGone
from held.stories.addresses import read_address
from held.stories.models import Address, Story, Version

Tell = Callable[[int, int], object]


@dataclass
class Opened:
    """What was found: how many opened; rows that are damaged; stories and people whose key is gone for good."""

    whole: int = 0
    damaged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def open_everything(tell: Tell = lambda _done, _of: None) -> Opened:
    """Open every sealed field of every row once. `tell` hears how many are done, of how many."""
    found = Opened()
    of = 2 * Account.objects.count() + Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count()
    of += Family.objects.count() + Version.objects.count() + Address.objects.count()
    for done, (row, thing, opens) in enumerate(_every_sealed_thing(), start=1):
        try:
            opens()
            found.whole += 1
        except KeyGone:
            found.gone += [] if thing in found.gone else [thing]
        except (Damaged, InvalidToken, ValueError):
            found.damaged.append(row)
        tell(done, of)
    return found


def _every_sealed_thing() -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Row, the thing to which its key belongs, and how it is opened."""
    for account in Account.objects.order_by("pk").iterator(200):
        yield f"account {account.pk}", f"account {account.pk}", partial(getattr, account, "name")
        for passkey in passkeys(account):
            yield f"name of passkey {passkey.pk}", f"account {account.pk}", partial(name_of, passkey, account)
        yield f"paper codes of account {account.pk}", f"account {account.pk}", partial(unused_codes, account)
    for family in Family.objects.order_by("pk").iterator(200):
        yield f"family {family.pk}", f"family {family.pk}", partial(getattr, family, "label")
    keys = dict(Story.objects.values_list("pk", "key"))
    for version in Version.objects.select_related("leaf").order_by("leaf__story", "pk").iterator(200):
        whose = version.leaf.story_id
        yield f"version {version.pk}", f"story {whose}", partial(version.read, keys[whose])
    for address in Address.objects.select_related("story").iterator(200):
        yield f"address {address.pk}", f"story {address.story_id}", partial(read_address, address, address.story)
