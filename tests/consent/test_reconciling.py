"""A no that is missing from the log next to the keys is found and added there again; nothing else changes."""

import sqlite3
from contextlib import closing

import pytest

from held.consent import answering
from held.consent.consent_links import ask, end_link
from held.consent.models import ConsentLink
from held.consent.reconciling import REFUSALS_RESTORED, missing_refusals, restore_missing_refusals
from held.consent.states import Event
from held.consent.transitions import thing_of
from held.history.models import AuditEntry
from held.keyring.refusal_log import refusals
from held.keyring.ring import this_ring
from held.keyring.sql import REFUSAL_LOG
from held.lib.tokens import token_hash


def put_older_keys_back(until: int) -> None:
    """The keys and the log as they were when the log had this many lines."""
    with closing(sqlite3.connect(this_ring().path)) as keys, keys:
        keys.execute("DROP TRIGGER no_is_never_removed")
        keys.execute("DELETE FROM no WHERE number > ?", (until,))
        keys.executescript(REFUSAL_LOG)


@pytest.fixture
def before(mika) -> int:
    """The number of the last line in the log before anybody said no."""
    with closing(sqlite3.connect(this_ring().path)) as keys:
        return keys.execute("SELECT coalesce(max(number), 0) FROM no").fetchone()[0]


def test_a_complete_refusal_log_is_left_as_it_is(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "named", Event.AGREE, language="en")
    assert missing_refusals() == {}
    restore_missing_refusals()
    assert not AuditEntry.objects.filter(action=REFUSALS_RESTORED).exists()


@pytest.mark.parametrize("event", [Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW])
def test_a_no_missing_from_older_keys_is_added_again(asked, before, event):
    answering.answer(asked[1], "named", Event.AGREE, language="en")
    no = answering.answer(asked[1], "public", event, language="en")
    put_older_keys_back(before)
    assert missing_refusals() == {thing_of(no): no.sequence}
    restore_missing_refusals()
    assert refusals()[thing_of(no)] == no.sequence
    assert missing_refusals() == {}
    assert AuditEntry.objects.get(action=REFUSALS_RESTORED).subject == "noes 1"


def test_an_older_no_in_the_log_is_replaced_by_the_newer(asked, before):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    no = answering.answer(asked[1], "public", Event.WITHDRAW, language="en")
    put_older_keys_back(before + 1)
    assert refusals()[thing_of(no)] == no.sequence - 2
    restore_missing_refusals()
    assert refusals()[thing_of(no)] == no.sequence


def test_a_no_that_became_a_yes_is_not_added_again(asked, before):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    put_older_keys_back(before)
    assert missing_refusals() == {}


def test_an_ended_link_missing_from_the_log_is_added_again(cast, mika, before):
    token = ask(mika, ["public"], by=cast.ana)
    row = ConsentLink.objects.get(token_hash=token_hash(token))
    end_link(row, by="person")
    put_older_keys_back(before)
    assert missing_refusals() == {f"asking {row.pk.hex}": 1}
    restore_missing_refusals()
    assert refusals()[f"asking {row.pk.hex}"] == 1
