"""What readers' pages ask is compiled from access's own querysets: it gives the same rows, and follows each of them."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Exists, Q, Subquery
from django.db.models.functions import Coalesce

from held.access import stories, what_readers_see
from held.consent import facts
from held.consent.models import Answer, Involvement, ListComplete
from held.families.models import Family, Member
from held.lib.compiled import COMPILED, Compiled, forget_compiled
from held.lib.tokens import token_hash
from held.pictures import reveal
from held.pictures.covered_copies import note_copy
from held.pictures.models import Picture, Removal, Rendition, ShownInPart
from held.pictures.removal import remove
from held.place import first_host
from held.place.models import Place
from held.publishing.models import Address, Indexing
from held.publishing.named_readers import name_reader, reading_of
from held.reading import published
from held.stories import chosen
from held.stories.models import Placement, Publication, PublishedVersion
from tests import cast as people
from tests.lib.test_compiled import ODD
from tests.photographs import one_more_has_agreed, photograph

NARROWED = "IS NOT NULL"  # in the condition that `narrowed` adds
OPENED = (Publication, Address, PublishedVersion)
PHOTOGRAPHS = (*OPENED, Placement, Rendition, Removal, Picture, ShownInPart)
OF_TABLES = {
    what_readers_see.IN_STORY: PHOTOGRAPHS,
    what_readers_see.AT: PHOTOGRAPHS,
    what_readers_see.TO_SHOW: PHOTOGRAPHS,
    stories.TO_READ: (Publication, Address, Indexing),
    published.SHOWN: (PublishedVersion,),
    reveal.OF_PICTURES: (Rendition, Removal),
    facts.INVOLVED: (Involvement, ListComplete, Answer),
    facts.PARENTS: (Member,),
    first_host.PLACE: (Place,),
}
"""Every statement that is compiled, and the tables that its querysets begin with."""
FUNCTIONS = {
    (what_readers_see, "addresses_that_open"): 4,
    (what_readers_see, "opened_to"): 4,
    (what_readers_see, "photographs_chosen"): 3,
    (what_readers_see, "renditions_as_json"): 1,
    (chosen, "covered_copies"): 3,
    (chosen, "_waiting"): 3,
}
"""The functions of which they are made, and how many statements each of them is in."""
NAMES = {
    statement: name
    for module in (what_readers_see, stories, published, reveal, facts, first_host)
    for name, statement in vars(module).items()
    if isinstance(statement, Compiled)
}


def seen(cast) -> dict[Compiled, list[list[object]]]:
    """For each statement, what may be given for each of its values so that it finds something."""
    Place.objects.get_or_create(pk=1)
    lookups, readings, names, pictures, story_ids = [], [], [], [], []
    for number, circle in enumerate(Publication.Circle):
        story = people.write_story(cast)
        placed = [photograph(cast, story) for _ in range(3)]
        one_more_has_agreed(placed[0].leaf, cast.ana)
        people.open_to(story, circle, by=cast.ana, wished=f"noor-{number}" if circle == "EVERYONE" else "")
        _named, token = name_reader(story, "Nele", by=cast.ana)
        readings.append(token_hash(reading_of(token)))
        names += [one.name for one in placed]
        pictures += [one.leaf.picture_id for one in placed]
        story_ids.append(story.pk)
        lookups += Address.objects.filter(story=story).values_list("lookup", flat=True)
    note_copy(Picture.objects.get(pk=pictures[0]), Picture.objects.get(pk=pictures[1]))
    remove(Picture.objects.get(pk=pictures[4]), by=cast.ana)
    Picture.objects.filter(pk=pictures[5]).update(decoded=Picture.Decoded.PART)
    Indexing.objects.create(story_id=story_ids[-1])
    scopes = ["named", "link", "public", "print"]
    return {
        what_readers_see.IN_STORY: [lookups, [readings], story_ids],
        what_readers_see.AT: [lookups, [readings]],
        what_readers_see.TO_SHOW: [names, [readings]],
        stories.TO_READ: [lookups, [readings]],
        published.SHOWN: [story_ids],
        reveal.OF_PICTURES: [[pictures]],
        facts.INVOLVED: [[pictures], scopes, scopes],
        facts.PARENTS: [[list(Family.objects.values_list("key", flat=True))]],
        first_host.PLACE: [[1]],
    }


@pytest.fixture
def given(cast) -> dict[Compiled, list[list[object]]]:
    """For each statement, what may be given for each of its values."""
    return seen(cast)


def first_of(given, statement) -> list[object]:
    return [one[0] for one in given[statement]]


def test_every_compiled_statement_is_tested_here():
    assert set(COMPILED) == set(OF_TABLES)
    assert len(NAMES) == len(COMPILED), "one has no name in its module"


@pytest.mark.parametrize("statement", OF_TABLES, ids=NAMES.get)
def test_one_condition_on_a_table_is_in_the_statement(given, monkeypatch, statement):
    values = first_of(given, statement)
    for model in OF_TABLES[statement]:
        statement.forget()
        before = statement.sql(*values)
        with monkeypatch.context() as patched:
            patched.setattr(model, "objects", model._default_manager.filter(pk__isnull=False))
            assert statement.sql(*values) == before, "it is kept"
            statement.forget()
            after = statement.sql(*values)
            assert after.count(NARROWED) > before.count(NARROWED), model
            assert statement.rows(*values) == list(statement.build(*values)), model


def narrower(asked):
    """The same function with one more condition, which every row meets."""

    def answer(*args):
        found = asked(*args)
        if isinstance(found, Exists):
            return found & Q(pk__isnull=False)
        if isinstance(found, Subquery):
            return Coalesce(found, found)
        return found.filter(pk__isnull=False)

    return answer


def test_one_condition_in_a_function_is_in_every_statement(given, monkeypatch):
    forget_compiled()
    before = {statement: statement.sql(*first_of(given, statement)) for statement in COMPILED}
    for (module, name), number in FUNCTIONS.items():
        with monkeypatch.context() as patched:
            patched.setattr(module, name, narrower(getattr(module, name)))
            forget_compiled()
            changed = [one for one in COMPILED if one.sql(*first_of(given, one)) != before[one]]
        assert len(changed) == number, name


def outcome(ask) -> object:
    """The rows in some order, or which error there was."""
    try:
        with transaction.atomic():
            return sorted(ask(), key=str)
    except (DatabaseError, OverflowError, TypeError, UnicodeError, ValueError, ValidationError) as refused:
        return type(refused)


@pytest.mark.parametrize("statement", OF_TABLES, ids=NAMES.get)
def test_rows_are_those_of_the_queryset_for_any_value(given, statement):
    chance, found = random.Random(20261201), 0
    for _ in range(60):
        values = []
        for pool in given[statement]:
            if isinstance(pool[0], list):
                some = [*pool[0], *(ODD if chance.random() < 0.2 else ())]
                values.append([chance.choice(some) for _ in range(chance.randrange(6))])
            else:
                values.append(chance.choice(ODD if chance.random() < 0.1 else pool))
        once = outcome(lambda values=values: statement.rows(*values))
        assert once == outcome(lambda values=values: list(statement.build(*values))), values
        found += bool(once) and isinstance(once, list)
    assert found > 5, "hardly any of them found a row"
    assert statement._kept
