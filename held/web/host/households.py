"""The families as the host sees them: which exist and who came in, never what they write."""

from dataclasses import dataclass

from held import access
from held.access import SignedIn
from held.accounts.one_time_links import have_come_in
from held.families.models import Family, Member, Recovery


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


def households(viewer: SignedIn) -> list[Household]:
    """Every family kept here, for the host; empty for anybody else."""
    members = list(access.members_to_host(viewer))
    came = have_come_in([member.account for member in members])
    asked = {recovery.member_id: recovery for recovery in access.recoveries_asked_by(viewer)}
    invited = set(access.members_to_invite(viewer).values_list("pk", flat=True))
    people: dict[int, list[Person]] = {}
    for member in members:
        is_host = member.account == viewer.account
        wait = asked.get(member.pk)
        waits = wait is not None and not wait.link.has_begun()
        ended = wait is not None and wait.link.has_ended()
        came_in = is_host or member.account_id in came
        person = Person(member, came_in, is_host, member.pk in invited, wait, waits, ended)
        people.setdefault(member.family_id, []).append(person)
    return [Household(family, people.get(family.pk, [])) for family in access.families_to_host(viewer)]
