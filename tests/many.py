"""Many open stories or families at once, and the steps that SQLite makes to answer: what grows with a place shows in
them, however fast the machine is."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from held.accounts.models import Account
from held.families.models import Family, Member
from held.keyring.ring import this_ring
from held.publishing.addresses import lookup_of
from held.publishing.models import Address
from held.stories.models import Leaf, Publication, PublishedVersion, Story, Version
from tests.cast import Cast

FIRST_OPENED = datetime(2026, 1, 5, tzinfo=UTC)  # of the oldest of them; each next one is opened a minute later
Kind = Leaf.Kind


def lines_of_plans(ask: Callable[[], object], table: str) -> list[str]:
    """The lines in which SQLite says how it will reach rows, for every statement of `ask` that names this table."""
    statements = []

    def note(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    with connection.cursor() as cursor:
        return [
            line
            for sql, params in statements
            if f'"{table}"' in sql
            for *_, line in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
        ]


@contextmanager
def keys_made_quickly() -> Iterator[None]:
    """Without waiting for the disk after each new key."""
    keyring = this_ring()._connection
    keyring.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        keyring.execute("PRAGMA synchronous=FULL")


def many_open(cast: Cast, number: int, circle: str = Publication.Circle.EVERYONE, called: str = "told") -> list[Story]:
    """This many stories of Otto's family, open to this circle; the last was opened last.

    Their titles and addresses are `called` and their number, from 0.
    """
    with keys_made_quickly():
        stories = Story.objects.bulk_create(Story(family=cast.other_family, made_by=cast.otto) for _ in range(number))
    leaves = Leaf.objects.bulk_create(
        Leaf(story=story, kind=kind, position=position)
        for story in stories
        for position, kind in enumerate((Kind.ABOUT, Kind.ENTRY))
    )
    versions = Version.objects.bulk_create(_written(leaf, called, at) for at, leaf in enumerate(leaves))
    PublishedVersion.objects.bulk_create(
        PublishedVersion(leaf=version.leaf, version=version, first_on=FIRST_OPENED.date()) for version in versions
    )
    Address.objects.bulk_create(_address(story, circle, f"{called}-{at}") for at, story in enumerate(stories))
    Publication.objects.bulk_create(
        Publication(story=story, circle=circle, opened_at=FIRST_OPENED + timedelta(minutes=at))
        for at, story in enumerate(stories)
    )
    return stories


def many_families(cast: Cast, number: int, called: str = "family") -> list[Family]:
    """This many families, each with one parent who has a name. Their labels are `called` and their number, from 0."""
    with keys_made_quickly():
        families, people = [Family() for _ in range(number)], [Account() for _ in range(number)]
    Family.objects.bulk_create(families)
    for at, (family, account) in enumerate(zip(families, people, strict=True)):
        family.label, account.name = f"{called} {at}", f"parent {at}"
    Family.objects.bulk_update(families, ["sealed_label"])
    Account.objects.bulk_create(people)
    Member.objects.bulk_create(Member(family=one, account=who) for one, who in zip(families, people, strict=True))
    return families


def _written(leaf: Leaf, called: str, at: int) -> Version:
    version = Version(leaf=leaf)
    about = leaf.kind == Kind.ABOUT
    version.write({"title": f"{called} {at // 2}"} if about else {"body": "She was here.", "language": "en"})
    return version


def _address(story: Story, circle: str, text: str) -> Address:
    address = Address(story=story, circle=circle, lookup=lookup_of(text))
    address.text = text
    return address


@dataclass
class Steps:
    """How many instructions of its own machine SQLite made. Counted, not timed."""

    made: int = 0


@contextmanager
def counting_steps(of: sqlite3.Connection | None = None) -> Iterator[Steps]:
    """Counts the steps of all statements inside the block, of Django's connection or another. SQLite alone."""
    steps, counted = Steps(), of or connection.connection

    def one_more() -> int:
        steps.made += 1
        return 0  # anything else would end the statement

    counted.set_progress_handler(one_more, 1)
    try:
        yield steps
    finally:
        counted.set_progress_handler(None, 0)
