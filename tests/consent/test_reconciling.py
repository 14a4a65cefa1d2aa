"""A no that is missing from the log next to the keys is found and added there again; nothing else changes."""

import sqlite3
from contextlib import closing

import pytest

from held.consent import answering
from held.consent.consent_links import ask, end_link
from held.consent.models import Asking
from held.consent.reconciling import LAID_AGAIN, lay_noes_again, noes_missing
from held.consent.states import Event
from held.consent.transitions import thing_of
from held.history.models import Line
from held.keyring.refusal_log import noes
from held.keyring.ring import this_ring
from held.keyring.sql import NOES
from held.lib.tokens import token_hash


def put_older_keys_back(until: int) -> None:
    """The keys and the log as they were when the log had this many lines."""
    with closing(sqlite3.connect(this_ring().path)) as keys, keys:
        keys.execute("DROP TRIGGER no_is_never_removed")
        keys.execute("DELETE FROM no WHERE number > ?", (until,))
        keys.executescript(NOES)


@pytest.fixture
def before(mika) -> int:
    """The number of the last line in the log before anybody said no."""
    with closing(sqlite3.connect(this_ring().path)) as keys:
        return keys.execute("SELECT coalesce(max(number), 0) FROM no").fetchone()[0]


def test_a_complete_refusal_log_is_left_as_it_is(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "named", Event.AGREE, language="en")
    assert noes_missing() == {}
    lay_noes_again()
    assert not Line.objects.filter(act=LAID_AGAIN).exists()


@pytest.mark.parametrize("event", [Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW])
def test_a_no_missing_from_older_keys_is_added_again(asked, before, event):
    answering.answer(asked[1], "named", Event.AGREE, language="en")
    no = answering.answer(asked[1], "public", event, language="en")
    put_older_keys_back(before)
    assert noes_missing() == {thing_of(no): no.turn}
    lay_noes_again()
    assert noes()[thing_of(no)] == no.turn
    assert noes_missing() == {}
    assert Line.objects.get(act=LAID_AGAIN).thing == "noes 1"


def test_an_older_no_in_the_log_is_replaced_by_the_newer(asked, before):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    no = answering.answer(asked[1], "public", Event.WITHDRAW, language="en")
    put_older_keys_back(before + 1)
    assert noes()[thing_of(no)] == no.turn - 2
    lay_noes_again()
    assert noes()[thing_of(no)] == no.turn


def test_a_no_that_became_a_yes_is_not_added_again(asked, before):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    put_older_keys_back(before)
    assert noes_missing() == {}


def test_an_ended_link_missing_from_the_log_is_added_again(cast, mika, before):
    token = ask(mika, ["public"], by=cast.ana)
    row = Asking.objects.get(token_hash=token_hash(token))
    end_link(row, by="person")
    put_older_keys_back(before)
    assert noes_missing() == {f"asking {row.pk.hex}": 1}
    lay_noes_again()
    assert noes()[f"asking {row.pk.hex}"] == 1
