"""Where a photograph is in its story, taking it out, removing it, and which readers may ask for it."""

import pytest

from held.history.models import AuditEntry
from held.pictures import removal
from held.pictures.models import Removal
from held.publishing import placing, publication
from held.publishing.placing import NotDescribed, NotPlaced
from held.stories import photographs, writing
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.drawn import broken_png
from tests.photographs import agree
from tests.placed import SHOWS, describe, entry_of, placed, receive, veils
from tests.published import published_story, published_veils


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast)


def test_placed_described_and_chosen_readers_may_ask_for_it(cast, story):
    placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert veils(story) == [(1, 1, SHOWS)]
    assert len(published_story(story).photographs[0].name) == 22


@pytest.mark.parametrize("shows", ["", "Nineteen letters...", " " * 40])
def test_without_a_description_it_stays_with_the_family(cast, story, shows):
    leaf = receive(story, cast.ana)
    describe(leaf, cast.ana, shows or "x")
    placing.place(leaf, entry_of(story), by=cast.ana)
    with pytest.raises(NotDescribed):
        people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert publication.circle_of(story) is None


def test_twenty_letters_are_a_description(cast, story):
    leaf = receive(story, cast.ana)
    describe(leaf, cast.ana, "x" * 20)
    placing.place(leaf, entry_of(story), by=cast.ana)
    agree(leaf, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert len(veils(story)) == 1


def test_a_photo_without_an_entry_cannot_be_shown(cast, story):
    describe(receive(story, cast.ana), cast.ana)
    with pytest.raises(NotPlaced):
        people.open_to(story, Publication.Circle.LINK, by=cast.ana)


def test_one_that_cannot_be_opened_is_not_placed(cast, story):
    leaf = receive(story, cast.ana, data=broken_png())
    with pytest.raises(NotPlaced):
        placing.place(leaf, entry_of(story), by=cast.ana)


def test_it_is_not_placed_in_another_story_or_on_another_kind_of_leaf(cast, story):
    leaf = receive(story, cast.ana)
    other = entry_of(people.write_story(cast, title="Another"))
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    for where in (other, about, leaf):
        with pytest.raises(NotPlaced):
            placing.place(leaf, where, by=cast.ana)


def test_placing_it_again_in_the_same_entry_changes_nothing(cast, story):
    leaf = placed(story, cast.ana)
    before = Placement.objects.get(leaf=leaf)
    assert placing.place(leaf, entry_of(story), by=cast.ben) == before


def test_in_another_entry_it_has_another_name(cast, story):
    leaf = placed(story, cast.ana)
    before = Placement.objects.get(leaf=leaf).name
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    assert placing.place(leaf, later, by=cast.ana).name != before
    assert Placement.objects.count() == 1


def test_a_photo_moved_to_another_entry_must_be_chosen_again(cast, story):
    leaf = placed(story, cast.ana)
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(later, {"body": "Later."}, form=OpenForm(), by=cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    publication.hide(entry_of(story), by=cast.ana)
    placing.place(leaf, later, by=cast.ana)
    assert veils(story) == []
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert len(veils(story)) == 1


def test_moving_one_up_changes_the_order_and_the_first_stays_first(cast, story):
    leaves = [placed(story, cast.ana, hue=hue) for hue in range(3)]
    order = [leaves[0], leaves[2], leaves[1]]
    placing.move_up(leaves[2], by=cast.ana)
    assert list(Placement.objects.order_by("position").values_list("leaf", flat=True)) == [leaf.pk for leaf in order]
    placing.move_up(leaves[0], by=cast.ana)
    assert Placement.objects.order_by("position").first().leaf == leaves[0]


def test_numbers_follow_the_order_of_reading_and_have_no_gaps(cast, story):
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(later, {"body": "Later."}, form=OpenForm(), by=cast.ana)
    leaves = [placed(story, cast.ana, hue=hue) for hue in range(3)]
    placing.place(leaves[0], later, by=cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    names = [Placement.objects.get(leaf=leaf).name for leaf in (leaves[1], leaves[2], leaves[0])]
    assert [veil.name for veil in published_story(story).photographs] == names
    assert published_veils(story) == published_story(story).photographs
    publication.hide(leaves[1], by=cast.ana)
    assert [(number, of) for number, of, _ in veils(story)] == [(1, 2), (2, 2)]


def test_taken_back_it_leaves_a_story_in_which_it_never_was(cast, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    never = published_story(story)
    leaf = placed(story, cast.ana)
    publication.show(story, versions=people.current_versions(story), by=cast.ana)
    assert published_story(story) != never
    publication.hide(leaf, by=cast.ben)
    assert published_story(story) == never


@pytest.mark.parametrize("act", [placing.take_out, placing.remove])
def test_readers_cannot_ask_for_a_photo_taken_out(cast, story, act):
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    act(leaf, by=cast.ana)
    assert veils(story) == []
    assert not PublishedVersion.objects.filter(leaf=leaf).exists()
    assert not Placement.objects.filter(leaf=leaf).exists()


def test_kept_after_all_it_is_with_the_family_and_not_with_readers(cast, story):
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placing.remove(leaf, by=cast.ana)
    removal.keep_after_all(leaf.picture, by=cast.ana)
    assert veils(story) == []
    assert photographs.can_be_shown(leaf)


def test_nothing_but_a_photograph_can_be_removed_so(cast, story):
    with pytest.raises(NotPlaced):
        placing.remove(entry_of(story), by=cast.ana)


def test_hidden_with_its_entry_it_is_not_shown_either(cast, story):
    placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    publication.hide(entry_of(story), by=cast.ana)
    assert not photographs_chosen().exists()


def test_a_removal_that_came_another_way_closes_it_too(cast, story):
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    Removal.objects.create(picture=leaf.picture)
    assert veils(story) == []


def test_changed_words_are_not_shown_until_chosen(cast, story):
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    describe(leaf, cast.ana, "Colour. The same hills, and a bird above them.")
    assert veils(story) == [(1, 1, SHOWS)]


def test_one_whose_words_are_damaged_is_left_out_and_the_story_stays(cast, story):
    leaf = placed(story, cast.ana)
    placed(story, cast.ana, hue=7)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    Version.objects.filter(leaf=leaf).update(sealed=b"HLD1" + bytes(60))
    assert veils(story) == [(1, 1, SHOWS)]
    assert published_story(story).title == people.TITLE


ACTS = [
    (placing.take_out, "photograph.taken-out", "leaf"),
    (placing.move_up, "photograph.moved", "leaf"),
    (placing.remove, "picture.removed", "picture"),
]


@pytest.mark.parametrize(("act", "line", "kind"), ACTS)
def test_each_act_adds_its_line_of_history(cast, story, act, line, kind):
    placed(story, cast.ana)
    leaf = placed(story, cast.ana, hue=7)
    act(leaf, by=cast.ben)
    thing = f"{kind} {leaf.picture.pk if kind == 'picture' else leaf.pk}"
    assert list(AuditEntry.objects.filter(action=line).values_list("subject", "by")) == [(thing, str(cast.ben.key))]


def test_a_placing_adds_its_line_and_says_whose_it_is(cast, story):
    leaf = receive(story, cast.ana)
    there = placing.place(leaf, entry_of(story), by=cast.ben)
    assert there.by == cast.ben
    lines = AuditEntry.objects.filter(action="photograph.placed").values_list("subject", "by")
    assert list(lines) == [(f"leaf {leaf.pk}", str(cast.ben.key))]


def test_a_placed_photo_comes_after_those_already_there(cast, story):
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    leaves = [receive(story, cast.ana, hue=hue) for hue in range(4)]
    placements = [placing.place(leaf, entry_of(story), by=cast.ana) for leaf in leaves[:3]]
    assert [placed.position for placed in placements] == [1, 2, 3]
    assert placing.place(leaves[3], later, by=cast.ana).position == 1
    assert placing.place(leaves[0], later, by=cast.ana).position == 2


@pytest.mark.parametrize("act", [placing.place, *(act for act, _, _ in ACTS)])
def test_each_act_decides_while_nobody_else_does(cast, story, act, monkeypatch):
    leaf = placed(story, cast.ana)
    decided = []
    monkeypatch.setattr(placing, "one_at_a_time", decided.append)
    act(leaf, *([entry_of(story)] if act == placing.place else []), by=cast.ana)
    assert decided == [story.pk]


def test_taking_one_out_leaves_the_others(cast, story):
    leaf, other = placed(story, cast.ana), placed(story, cast.ana, hue=7)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placing.take_out(leaf, by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [other]


def test_removing_one_leaves_the_others(cast, story):
    leaf, other = placed(story, cast.ana), placed(story, cast.ana, hue=7)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placing.remove(leaf, by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [other]
    assert not Removal.objects.filter(picture=other.picture).exists()


def test_placing_one_elsewhere_leaves_what_readers_see_of_the_others(cast, story):
    leaf, other = placed(story, cast.ana), placed(story, cast.ana, hue=7)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placing.place(leaf, writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana), by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [other]
    assert PublishedVersion.objects.filter(leaf=entry_of(story)).exists()
