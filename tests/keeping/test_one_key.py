"""Whether the keys can be used is asked of one key, however many there are."""

import pytest

from held.accounts.models import Account
from held.keeping.one_key import one_key_opens
from held.keyring.store import Keyring
from held.keyring.text import NoWrappingKey
from tests.counting import counting
from tests.many import counting_steps


@pytest.fixture
def ring(tmp_path) -> Keyring:
    return Keyring(tmp_path / "keys")


def accounts(ring: Keyring, number: int) -> list[Account]:
    ring._connection.execute("PRAGMA synchronous=OFF")
    return [Account.objects.create(key=ring.new_key()) for _ in range(number)]


def test_a_key_that_opens_says_that_the_keys_can_be_used(ring, db):
    assert one_key_opens(ring), "there is none to try"
    accounts(ring, 1)
    with counting() as cost:
        assert one_key_opens(ring)
    assert cost.keys == 1


def test_another_wrapping_key_is_noticed_by_any_one_key(ring, db):
    accounts(ring, 3)
    (ring.folder / "kek-1").write_bytes(b"x" * 32)
    with pytest.raises(NoWrappingKey):
        one_key_opens(Keyring(ring.folder))


def test_those_who_left_and_took_their_key_along_stop_nothing(ring, db):
    ring.destroy([account.key for account in accounts(ring, 3)])
    assert one_key_opens(ring)
    accounts(ring, 1)
    with counting() as cost:
        assert one_key_opens(ring)
    assert cost.keys == 1


def test_it_costs_the_same_however_many_there_are(ring, db):
    accounts(ring, 30)
    with counting() as few, counting_steps(ring._connection) as few_steps:
        one_key_opens(ring)
    accounts(ring, 400)
    with counting() as many, counting_steps(ring._connection) as many_steps:
        one_key_opens(ring)
    assert few == many
    assert (few.statements, few.keys) == (1, 1)
    assert few_steps.made > 20, "the steps were not counted"
    assert many_steps.made < few_steps.made + 20
