"""What one page says of a photograph is saved together: if anything is refused, nothing is saved."""

import pytest

from held.actions.about_photograph import (
    About,
    Move,
    Naming,
    NewPerson,
    NotInIt,
    OwnAnswer,
    Place,
    PlacedMeanwhile,
    save_about,
)
from held.consent import involved
from held.consent.ladder import Step
from held.consent.models import Answer, Involvement, ListComplete
from held.consent.page_answered import OtherWords
from held.families.models import Person
from held.publishing import placing
from held.stories import writing
from held.stories.models import Leaf, Placement, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.photographs import SHOWS, arrived_photograph

ANSWER = OwnAnswer(Step.LINK, "en", [])


@pytest.fixture
def leaf(cast):
    return arrived_photograph(cast, people.write_story(cast))


@pytest.fixture
def entry(leaf):
    return Leaf.objects.get(story=leaf.story, kind=Leaf.Kind.ENTRY)


def about(cast, leaf, entry, **more) -> About:
    whole = {
        "words": {"shows": SHOWS},
        "form": OpenForm(None, "form", 1),
        "named": (Naming(cast.ana, False, True), Naming(NewPerson("Mika", "next door"), True, False)),
        "complete": True,
        "names_seen": involved.names_fingerprint(leaf.picture),
        "move": Move(None, Place(entry)),
        "answer": ANSWER,
    }
    return About(**whole | more)


def saved(leaf) -> list[int]:
    tables = (Version.objects.filter(leaf=leaf), Person.objects, Involvement.objects, ListComplete.objects)
    return [table.count() for table in (*tables, Placement.objects, Answer.objects)]


def test_everything_is_saved_by_one_call(cast, leaf, entry):
    assert save_about(leaf, about(cast, leaf, entry), by=cast.ana) is False
    assert saved(leaf) == [1, 2, 2, 1, 1, 2]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"names_seen": "other"}, involved.OthersNamedMeanwhile),
        ({"named": (), "answer": None}, involved.NobodyNamed),
        ({"named": (Naming(NewPerson("Mika", ""), True, False),)}, NotInIt),
        ({"move": "about"}, placing.NotPlaced),
        ({"move": "elsewhere"}, PlacedMeanwhile),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(cast, leaf, entry, more, reason):
    if more.get("move") == "about":
        more = {"move": Move(None, Place(Leaf.objects.get(story=leaf.story, kind=Leaf.Kind.ABOUT)))}
    elif more.get("move"):
        more = {"move": Move(Place(entry), Place(writing.add_leaf(leaf.story, Leaf.Kind.ENTRY, by=cast.ana)))}
    with pytest.raises(reason):
        save_about(leaf, about(cast, leaf, entry, **more), by=cast.ana)
    assert saved(leaf) == [0] * 6


def test_a_yes_is_not_kept_for_somebody_elses_words(cast, leaf, entry):
    writing.save(leaf, {"shows": "Black and white. A hill at dusk."}, form=OpenForm(), by=cast.ben)
    with pytest.raises(OtherWords):
        save_about(leaf, about(cast, leaf, entry), by=cast.ana)
    assert saved(leaf) == [1, 0, 0, 0, 0, 0]
    no = OwnAnswer(Step.NO, "en", [])
    assert save_about(leaf, about(cast, leaf, entry, answer=no), by=cast.ana) is True
    assert set(Answer.objects.values_list("status", flat=True)) == {"declined"}


def test_the_baby_alone_names_every_parent_and_closes_it(cast, leaf):
    save_about(leaf, About(None, OpenForm(), with_baby=True), by=cast.ana)
    assert Involvement.objects.filter(for_baby=True).count() == 2
    assert not ListComplete.objects.exists()
