"""Everything that is saved is kept; texts that differ are shown side by side."""

from held.stories import writing
from held.stories.models import Conflict, Leaf, Version
from held.stories.writing import OpenForm
from tests import cast as people


def essay_of(story):
    return Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)


def test_every_saved_version_of_a_leaf_is_kept(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    for turn in range(3):
        version, differs = writing.save(leaf, {"body": f"{turn}"}, form=OpenForm(base), by=cast.ana)
        assert not differs
        base = version.pk
    assert Version.objects.filter(leaf=leaf).count() == 4


def test_texts_saved_from_two_tabs_are_a_conflict(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8), by=cast.ana)
    beside, differs = writing.save(leaf, {"body": "two"}, form=OpenForm(base, "b" * 8), by=cast.ben)
    assert differs
    leaf.refresh_from_db()
    assert leaf.current.read(leaf.story.key) == {"body": "one"}
    assert Conflict.objects.get(leaf=leaf).version == beside


def test_a_tab_that_goes_on_writing_stays_one_difference(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8), by=cast.ana)
    writing.save(leaf, {"body": "two"}, form=OpenForm(base, "b" * 8, 1), by=cast.ana)
    newest, _ = writing.save(leaf, {"body": "two more"}, form=OpenForm(base, "b" * 8, 2), by=cast.ana)
    assert Conflict.objects.get(leaf=leaf).version == newest


def test_a_save_whose_answer_was_lost_is_no_difference(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    writing.save(leaf, {"body": "o"}, form=OpenForm(base, "a" * 8, 1), by=cast.ana)
    _, differs = writing.save(leaf, {"body": "on"}, form=OpenForm(base, "a" * 8, 2), by=cast.ana)
    assert not differs


def test_a_save_that_was_overtaken_changes_nothing_and_is_kept(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    writing.save(leaf, {"body": "one two"}, form=OpenForm(base, "a" * 8, 2), by=cast.ana)
    kept, differs = writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8, 1), by=cast.ana)
    leaf.refresh_from_db()
    assert not differs
    assert kept == leaf.current
    assert leaf.current.read(leaf.story.key) == {"body": "one two"}
    assert Version.objects.filter(leaf=leaf).count() == 3


def test_choosing_settles_the_difference(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    first, _ = writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8), by=cast.ana)
    second, _ = writing.save(leaf, {"body": "two"}, form=OpenForm(base, "b" * 8), by=cast.ana)
    writing.choose(leaf, {"body": "one and two"}, settled=[second.pk], form=OpenForm(first.pk), by=cast.ana)
    leaf.refresh_from_db()
    assert leaf.current.read(leaf.story.key) == {"body": "one and two"}
    assert not Conflict.objects.filter(leaf=leaf).exists()


def test_a_leaf_with_words_is_not_dropped(cast):
    leaf = essay_of(people.write_story(cast))
    assert not writing.drop_unwritten(leaf, by=cast.ana)
    assert writing.drop_unwritten(writing.add_leaf(leaf.story, Leaf.Kind.BABY, by=cast.ana), by=cast.ana)


def test_one_of_two_texts_is_kept_and_the_other_stays_a_version(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    first, _ = writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8), by=cast.ana)
    second, _ = writing.save(leaf, {"body": "two"}, form=OpenForm(base, "b" * 8), by=cast.ben)
    assert writing.keep_one(leaf, second, settled=[second.pk], base=first.pk, by=cast.ana)
    leaf.refresh_from_db()
    assert leaf.current.read(leaf.story.key) == {"body": "two"}
    assert not Conflict.objects.filter(leaf=leaf).exists()
    assert Version.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_nothing_is_settled_when_somebody_saved_meanwhile(cast):
    leaf = essay_of(people.write_story(cast))
    base = leaf.current_id
    first, _ = writing.save(leaf, {"body": "one"}, form=OpenForm(base, "a" * 8), by=cast.ana)
    second, _ = writing.save(leaf, {"body": "two"}, form=OpenForm(base, "b" * 8), by=cast.ben)
    writing.save(leaf, {"body": "one, and more"}, form=OpenForm(first.pk), by=cast.ana)
    before = Version.objects.count()
    assert not writing.keep_one(leaf, second, settled=[second.pk], base=first.pk, by=cast.ben)
    assert Conflict.objects.filter(leaf=leaf).count() == 1
    assert Version.objects.count() == before


def test_a_text_of_another_leaf_is_not_kept_here(cast):
    leaf, other = essay_of(people.write_story(cast)), essay_of(people.write_story(cast))
    assert not writing.keep_one(leaf, other.current, settled=[], base=leaf.current_id, by=cast.ana)


def test_new_words_can_follow_a_version_that_is_damaged(cast):
    leaf = essay_of(people.write_story(cast))
    Version.objects.filter(pk=leaf.current_id).update(sealed=b"HLD1" + bytes(60))
    kept, differs = writing.save(leaf, {"body": "new"}, form=OpenForm(leaf.current_id), by=cast.ana)
    assert (kept.read(leaf.story.key), differs) == ({"body": "new"}, False)
