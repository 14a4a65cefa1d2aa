"""The words about a photograph that readers get, and that a change of them is recorded.

`tests/promises/test_03_the_words_a_yes_was_said_to.py` compares them with the pages of readers in every state.
"""

import pytest

from held.consent.redescribing import redescribed
from held.keyring.text import NoWrappingKey, destroy_key
from held.publishing import placing, publication
from held.stories import described, writing
from held.stories.described import descriptions_of, noting_new_words, said_in
from held.stories.models import Leaf, Publication, Version
from tests import cast as people
from tests.photographs import MORE, SHOWS, arrived_photograph, photograph

NEWER = "Colour. Four hills under a pale sky. Nobody is in the picture."


@pytest.fixture
def placed(cast):
    """Described, and Ana, who took it, was asked and said yes; nothing is published."""
    return photograph(cast, people.write_story(cast), more=MORE, shown=False)


def write(cast, leaf: Leaf, **given: str) -> Version:
    leaf = Leaf.objects.get(pk=leaf.pk)
    return writing.save(leaf, given, form=writing.OpenForm(leaf.current_id), by=cast.ana)[0]


def shows(placed) -> list[str]:
    return [one.words["shows"] for one in descriptions_of(placed.leaf.picture_id)]


def test_readers_see_published_words_until_newer_are_published(cast, placed):
    people.open_to(placed.leaf.story, Publication.Circle.LINK, by=cast.ana)
    write(cast, placed.leaf, shows=NEWER)
    assert shows(placed) == [SHOWS]
    publication.show(placed.leaf.story, versions=people.current_versions(placed.leaf.story), by=cast.ana)
    assert shows(placed) == [NEWER]


def test_before_publication_the_newest_words_count(cast, placed):
    write(cast, placed.leaf, shows=NEWER)
    assert shows(placed) == [NEWER]


def test_a_photograph_without_words_has_no_description(cast):
    leaf = arrived_photograph(cast, people.write_story(cast))
    assert descriptions_of(leaf.picture_id) == ()


def test_words_whose_key_is_gone_are_left_out(cast, placed):
    destroy_key(placed.leaf.picture.key)
    assert descriptions_of(placed.leaf.picture_id) == ()
    assert said_in(placed.leaf.picture_id, [placed.leaf.current_id]) == set()


def test_a_version_of_another_photograph_says_nothing(cast, placed):
    other = photograph(cast, placed.leaf.story, shows=NEWER)
    assert said_in(placed.leaf.picture_id, list(Version.objects.values_list("pk", flat=True))) == {(SHOWS, MORE)}
    assert said_in(other.leaf.picture_id, [Leaf.objects.get(pk=other.leaf_id).current_id]) == {(NEWER, "")}


def test_other_ticks_and_another_language_are_no_other_words(cast, placed):
    write(cast, placed.leaf, shows=SHOWS, more=MORE, language="de", ticked="colour")
    assert redescribed(placed.leaf.picture_id) is None
    write(cast, placed.leaf, shows=SHOWS, more="", language="de")
    assert redescribed(placed.leaf.picture_id).by == cast.ana


def test_a_change_before_anybody_was_asked_is_not_noted(cast):
    placed = photograph(cast, people.write_story(cast), agreed=False, shown=False)
    write(cast, placed.leaf, shows=NEWER)
    assert redescribed(placed.leaf.picture_id) is None


def test_removing_a_photo_notes_its_unpublished_new_words(cast, placed):
    people.open_to(placed.leaf.story, Publication.Circle.LINK, by=cast.ana)
    write(cast, placed.leaf, shows=NEWER)
    assert redescribed(placed.leaf.picture_id) is None
    placing.remove(placed.leaf, by=cast.ana)
    assert redescribed(placed.leaf.picture_id) is not None


@pytest.mark.parametrize("fault", [NoWrappingKey, OSError])
def test_taking_back_is_done_while_the_keys_cannot_be_asked(cast, placed, monkeypatch, fault):
    people.open_to(placed.leaf.story, Publication.Circle.LINK, by=cast.ana)
    write(cast, placed.leaf, shows=NEWER)

    def no_keys(_picture, _versions):
        raise fault

    monkeypatch.setattr(described, "said_in", no_keys)
    publication.take_back(placed.leaf.story, by=cast.ana)
    assert publication.circle_of(placed.leaf.story) is None
    assert redescribed(placed.leaf.picture_id) is not None


def test_an_act_that_fails_notes_nothing(cast, placed):
    with pytest.raises(RuntimeError), noting_new_words(placed.leaf.story, by=cast.ana):
        raise RuntimeError
    assert redescribed(placed.leaf.picture_id) is None
