"""The families as the host sees them: which exist and who came in, never what they write."""

from collections.abc import Iterator
from dataclasses import dataclass

from held import access
from held.access import SignedIn
from held.accounts.one_time_links import have_come_in
from held.families.models import Family, Member, Recovery
from held.keyring.text import opened_or, read_keys

A_PAGE = 25  # families
AT_ONCE = 500  # names that are opened before looking whether a page is full


@dataclass(frozen=True)
class Person:
    """One member: whether they came in, and whether the host has asked for a new link for them."""

    member: Member
    came_in: bool
    is_host: bool
    can_be_invited: bool  # whether the host may make their first link
    asked: Recovery | None
    waits: bool  # whether the requested link opens later
    ended: bool  # whether that link has ended without being used


@dataclass(frozen=True)
class Household:
    """One family and its people."""

    family: Family
    people: list[Person]


@dataclass(frozen=True)
class PageOfHouseholds:
    """Some of the families, the newest first. `newer`, `older`: the number of the first or last of them, if there are
    newer or older ones; else 0."""

    households: list[Household]
    newer: int
    older: int


def page_of_households(viewer: SignedIn, *, before: str = "", after: str = "") -> PageOfHouseholds:
    """The families older than the one with the number `before`, or newer than `after`; else the newest.

    For the host; empty for anybody else. It costs the same however many families there are.
    """
    every = access.families_to_host(viewer)
    if _is_number(after) and not before:
        newer = list(every.filter(pk__gt=int(after)).order_by("pk")[: A_PAGE + 1])
        if len(newer) > A_PAGE:
            return _page(viewer, newer[A_PAGE - 1 :: -1], has_newer=True, has_older=True)
    asked = _is_number(before)
    rows = list((every.filter(pk__lt=int(before)) if asked else every).order_by("-pk")[: A_PAGE + 1])
    return _page(viewer, rows[:A_PAGE], has_newer=asked, has_older=len(rows) > A_PAGE)


def find_households(viewer: SignedIn, words: str) -> tuple[list[Household], bool]:
    """The newest families whose name has these words, or whose number they are; and whether there are more.

    Names are sealed, each under its family's key, and no index of them is kept: it would outlive the key. So a search
    opens names, the newest first, until a page is full; nothing else does.
    """
    every = access.families_to_host(viewer).order_by("-pk")
    found = list(every.filter(pk=int(words))) if _is_number(words) else []
    for some in _in_parts(list(every.exclude(sealed_label=None))):
        read_keys([family.key for family in some])
        found += [family for family in some if family not in found and _is_called(family, words)]
        if len(found) > A_PAGE:
            break
    return _households(viewer, found[:A_PAGE]), len(found) > A_PAGE


def _in_parts(families: list[Family]) -> Iterator[list[Family]]:
    return (families[begin : begin + AT_ONCE] for begin in range(0, len(families), AT_ONCE))


def _is_called(family: Family, words: str) -> bool:
    label = opened_or("", lambda: family.label)
    return words.casefold() in label.casefold()


def _is_number(given: str) -> bool:
    """Whether it can be the number of a row; databases take no more digits."""
    return given.isascii() and given.isdecimal() and len(given) <= 18


def _page(viewer: SignedIn, families: list[Family], *, has_newer: bool, has_older: bool) -> PageOfHouseholds:
    newer = families[0].pk if families and has_newer else 0
    return PageOfHouseholds(_households(viewer, families), newer, families[-1].pk if families and has_older else 0)


def _households(viewer: SignedIn, families: list[Family]) -> list[Household]:
    members = list(access.members_to_host(viewer).filter(family__in=families))
    keys = [family.key for family in families if family.sealed_label]
    read_keys(keys + [member.account.key for member in members if member.account.sealed_name])
    came = have_come_in([member.account for member in members])
    requests = access.recoveries_asked_by(viewer).filter(member__in=members)
    asked = {recovery.member_id: recovery for recovery in requests}
    invited = set(access.members_to_invite(viewer).filter(family__in=families).values_list("pk", flat=True))
    people: dict[int, list[Person]] = {}
    for member in members:
        is_host = member.account == viewer.account
        wait = asked.get(member.pk)
        waits = wait is not None and not wait.link.has_begun()
        ended = wait is not None and wait.link.has_ended()
        came_in = is_host or member.account_id in came
        person = Person(member, came_in, is_host, member.pk in invited, wait, waits, ended)
        people.setdefault(member.family_id, []).append(person)
    return [Household(family, people.get(family.pk, [])) for family in families]
