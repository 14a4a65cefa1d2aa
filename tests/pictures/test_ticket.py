"""A ticket is valid once, for one thing, for one visit, by one address, until its end; nothing else is accepted."""

import random
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest

from held.pictures import ticket as tickets_module
from held.pictures.ticket import NotGood, Tickets, since_start

ASKED = {"visit": "rosas-visit", "through": "noor"}
TAKEN = {"visit": "rosas-visit", "through": ["quince", "noor"]}
PROOF_FROM = 43  # characters of a ticket, which encode the first 32 bytes


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tickets(clock):
    return Tickets(clock)


def silent(tickets, ticket, *, visit: str = "rosas-visit") -> bool:
    try:
        tickets.said(ticket, visit=visit)
    except NotGood:
        return True
    return False


def refused(tickets, ticket, **taken) -> bool:
    try:
        tickets.take(ticket, **{**TAKEN, **taken})
    except NotGood:
        return True
    return False


def test_a_ticket_is_good_for_what_was_asked(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    assert tickets.said(given, visit="rosas-visit") == "picture 7"
    assert tickets.take(given, **TAKEN) == "picture 7"


def test_a_ticket_is_accepted_only_once(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    tickets.take(given, **TAKEN)
    assert refused(tickets, given)


def test_only_its_own_visit_can_read_what_a_ticket_is_for(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    assert tickets.said(given, visit="rosas-visit") == "picture 7"
    for visit in ("anothers-visit", "", "rosas-visit\0", "rosas-visi"):
        assert silent(tickets, given, visit=visit)


def test_what_was_used_or_has_ended_says_nothing(tickets, clock):
    used, ended = (tickets.give("picture 7", **ASKED, seconds=60) for _ in range(2))
    tickets.take(used, **TAKEN)
    assert silent(tickets, used)
    clock.at += 60
    assert silent(tickets, ended)


def test_a_forged_or_changed_ticket_is_refused(tickets, clock):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    assert silent(tickets, Tickets(clock).give("picture 7", **ASKED, seconds=60))
    for at in range(len(given)):
        assert silent(tickets, given[:at])
        changed = given[:at] + ("A" if given[at] != "A" else "B") + given[at + 1 :]
        if at >= PROOF_FROM:  # the part before is checked when it is redeemed
            assert silent(tickets, changed), at
        assert refused(tickets, changed), at


def test_looking_at_it_does_not_use_it_up(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    assert tickets.look(given, **TAKEN) == tickets.look(given, **TAKEN) == "picture 7"
    tickets.take(given, **TAKEN)
    with pytest.raises(NotGood):
        tickets.look(given, **TAKEN)


def test_a_ticket_used_by_many_at_once_works_for_one(tickets):
    for _ in range(20):
        given = tickets.give("picture 7", **ASKED, seconds=60)
        with ThreadPoolExecutor(16) as pool:
            assert sum(not no for no in pool.map(lambda _, given=given: refused(tickets, given), range(32))) == 1


def test_looked_at_by_two_before_either_took_it_works_for_one(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    first, second = (tickets.peek(given, visit="rosas-visit") for _ in range(2))
    assert tickets.take_peeked(second, through=["noor"]) == "picture 7"
    with pytest.raises(NotGood):
        tickets.take_peeked(first, through=["noor"])


@pytest.mark.parametrize(
    "taken",
    [
        {"visit": "anothers-visit"},
        {"visit": ""},
        {"through": ["quince"]},
        {"through": []},
        {"through": [""]},
        {"visit": "rosas-visit\0", "through": ["noor"]},
        {"visit": "rosas-visitnoor", "through": [""]},
    ],
)
def test_it_is_good_for_nobody_else_and_by_no_other_address(tickets, taken):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    assert refused(tickets, given, **taken)
    assert not refused(tickets, given), "somebody else used it up"


def test_a_ticket_ends_after_its_seconds(tickets, clock):
    first, second = (tickets.give("picture 7", **ASKED, seconds=60) for _ in range(2))
    clock.at += 59.9
    assert not refused(tickets, first)
    clock.at += 0.2
    assert refused(tickets, second)


@pytest.mark.parametrize("days", [-1, 1])
def test_changing_the_time_of_day_affects_no_ticket(monkeypatch, days):
    tickets, really = Tickets(), tickets_module.time.time()
    lasting, ended = (tickets.give("picture 7", **ASKED, seconds=seconds) for seconds in (60, 0))
    monkeypatch.setattr(tickets_module.time, "time", lambda: really + days * 86_400)
    assert not refused(tickets, lasting)
    assert refused(tickets, ended)
    assert since_start() <= since_start()


def test_a_ticket_with_one_changed_letter_is_refused(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    for at in range(len(given)):
        for other in ("A", "_", "=", "\n", "é"):
            changed = given[:at] + other + given[at + 1 :]
            assert changed == given or refused(tickets, changed), at
        assert refused(tickets, given[:at])
    assert refused(tickets, given + "=")
    assert refused(tickets, f" {given}")
    assert not refused(tickets, given)


def test_garbage_is_refused_in_the_same_way(tickets):
    dice = random.Random(20261124)
    garbage = ["", "=", "\0", "é" * 50, "A" * 5000, urlsafe_b64encode(b"\xff" * 80).decode()]
    garbage += [urlsafe_b64encode(dice.randbytes(dice.randrange(120))).decode().rstrip("=") for _ in range(2000)]
    for text in garbage:
        with pytest.raises(NotGood):
            tickets.take(text, **TAKEN)
        assert silent(tickets, text)


def test_what_it_is_for_cannot_be_slid_into_another_field(tickets):
    given = tickets.give("a", visit="bc", through="d", seconds=60)
    assert refused(tickets, given, visit="b", through=["cd"])
    assert refused(tickets, given, visit="bcd", through=[""])


def test_another_process_takes_none_of_ours(tickets, clock):
    assert refused(Tickets(clock), tickets.give("picture 7", **ASKED, seconds=60))


def test_a_ticket_does_not_contain_its_visit(tickets):
    given = tickets.give("picture 7", **ASKED, seconds=60)
    decoded = tickets._read(given)
    assert b"rosas-visit" not in decoded.mac + decoded.proof + decoded.head
    assert decoded.thing == "picture 7"
    assert tickets.give("picture 7", **ASKED, seconds=60) != given


def remembered(tickets) -> int:
    return sum(len(nonces) for nonces in tickets._used.values())


def test_what_was_used_is_forgotten_a_minute_after_its_end(tickets, clock):
    for _ in range(50):
        tickets.take(tickets.give("picture 7", **ASKED, seconds=60), **TAKEN)
    assert remembered(tickets) == 50
    clock.at += 120
    tickets.take(tickets.give("picture 7", **ASKED, seconds=60), **TAKEN)
    assert remembered(tickets) == 1


def test_used_once_it_is_refused_at_every_moment_until_its_end(tickets, clock):
    for seconds in (1, 59, 60, 61, 119, 300):
        given = tickets.give("picture 7", **ASKED, seconds=seconds)
        tickets.take(given, **TAKEN)
        for _ in range(seconds + 61):
            assert refused(tickets, given)
            clock.at += 1
            tickets.take(tickets.give("another", **ASKED, seconds=2), **TAKEN)


class Counted(dict):
    """A dict that counts the keys that somebody goes through."""

    gone_through = 0

    def __iter__(self):
        for key in super().__iter__():
            self.gone_through += 1
            yield key


def test_a_used_ticket_costs_the_same_after_many_thousands(tickets, clock):
    tickets._used = used = Counted()
    for number in range(30_000):
        tickets.take(tickets.give("picture 7", **ASKED, seconds=300 if number % 2 else 60), **TAKEN)
        clock.at += 0.01
    assert max(len(used), used.gone_through / 30_000) <= 300 / 60 + 2


def test_however_many_were_used_the_next_is_still_accepted(tickets):
    tickets._used[tickets._now() // tickets_module.SLICE] = {number.to_bytes(16) for number in range(200_000)}
    assert not refused(tickets, tickets.give("picture 7", **ASKED, seconds=60))


def test_given_through_nothing_it_is_taken_through_nothing(tickets):
    given = tickets.give("picture 7", visit="rosas-visit", seconds=60)
    assert refused(tickets, given, through=["noor"])
    assert tickets.look(given, visit="rosas-visit") == tickets.take(given, visit="rosas-visit") == "picture 7"


@pytest.mark.parametrize("last", ["", "W", "~", "?"])  # of three characters, a W at the end is written as an X
def test_a_thing_of_any_length_is_told_as_it_was_given(tickets, last):
    for length in range(13):
        thing = "x" * length + last
        assert tickets.take(tickets.give(thing, **ASKED, seconds=60), **TAKEN) == thing


def test_a_ticket_is_no_longer_than_an_address_may_be(tickets):
    longest, longer = (tickets.give("x" * length, **ASKED, seconds=60) for length in (1428, 1429))
    assert len(longest) == tickets_module.LONGEST_TEXT < len(longer)
    assert not refused(tickets, longest)
    assert refused(tickets, longer)
    assert silent(tickets, longer)
