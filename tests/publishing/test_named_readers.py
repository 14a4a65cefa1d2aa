"""People a family names: a link for each, taken back one by one, and no record of what they read."""

import pytest

from held.lib.idempotency.used_forms import FormUsedBefore
from held.publishing import named_readers
from held.publishing.models import NamedReader
from tests import cast as people


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def test_each_has_a_link_of_their_own_and_only_its_hash_is_kept(cast, story):
    nele, first = named_readers.name_reader(story, "Nele", by=cast.ana)
    _omar, second = named_readers.name_reader(story, "Omar", by=cast.ben)
    assert first != second
    assert NamedReader.objects.get(pk=nele.pk).name == "Nele"
    kept = " ".join(str(value) for row in NamedReader.objects.values() for value in row.values())
    for secret in (first, second, named_readers.reading_of(first), "Nele"):
        assert secret not in kept


def test_what_a_browser_keeps_is_another_secret_than_the_link(cast, story):
    _nele, token = named_readers.name_reader(story, "Nele", by=cast.ana)
    assert named_readers.reading_of(token) != token
    assert named_readers.reading_of(token) == named_readers.reading_of(token)


def test_a_form_that_arrives_twice_names_one_person(cast, story):
    first, second = (named_readers.name_reader(story, "Nele", by=cast.ana, once="form") for _ in range(2))
    assert first[0].pk == second[0].pk
    assert first[1] == second[1]
    other = named_readers.name_reader(story, "Nele", by=cast.ben, once="form")
    assert other[0].pk != first[0].pk


def test_a_form_whose_link_was_taken_back_makes_it_no_second_time(cast, story):
    nele, _token = named_readers.name_reader(story, "Nele", by=cast.ana, once="form")
    named_readers.take_name_back(nele, by=cast.ben)
    with pytest.raises(FormUsedBefore):
        named_readers.name_reader(story, "Nele", by=cast.ana, once="form")
    assert not NamedReader.objects.exists()


def test_used_is_all_that_is_kept_of_using_it(cast, story):
    nele, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    before = NamedReader.objects.values().get()
    for _ in range(3):
        named_readers.mark_used(nele.pk)
    assert NamedReader.objects.values().get() == before | {"used": True}


def test_taking_one_back_leaves_the_others(cast, story):
    nele, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    omar, _token = named_readers.name_reader(story, "Omar", by=cast.ana)
    named_readers.take_name_back(nele, by=cast.ben)
    named_readers.take_name_back(nele, by=cast.ben)
    assert list(NamedReader.objects.all()) == [omar]
