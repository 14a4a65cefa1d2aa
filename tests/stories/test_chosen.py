"""Which photographs a family chose to be shown. `test_photographs.py` and `test_opening.py` walk every act on them."""

from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, PublishedVersion
from tests import cast as people
from tests.photographs import photograph


def test_it_is_chosen_while_both_it_and_its_entry_are(cast):
    placed = photograph(cast, people.write_story(cast))
    assert not photographs_chosen().exists()
    entry = Leaf.objects.get(pk=placed.entry_id)
    PublishedVersion.objects.create(leaf=entry, version=entry.current, first_on=entry.current.at.date())
    assert list(photographs_chosen()) == [placed]
    PublishedVersion.objects.filter(leaf=placed.leaf).delete()
    assert not photographs_chosen().exists()
