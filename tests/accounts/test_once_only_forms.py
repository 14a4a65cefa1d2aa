"""A form that arrives twice makes one thing."""

import pytest
from django.urls import reverse

from held.accounts.once_only_forms import made_once
from held.families.models import Person
from held.stories import writing
from held.stories.models import Leaf, Story
from tests import cast as people
from tests.photographs import arrived_photograph


class Maker:
    """Makes 1, then 2, and so on."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


@pytest.mark.django_db
def test_the_same_form_finds_what_it_made_and_no_other_form_does():
    ana, ben, make = people.person("Ana"), people.person("Ben"), Maker()
    assert [made_once("form", "story", make, by=ana) for _time in range(2)] == ["1", "1"]
    assert made_once("other", "story", make, by=ana) == "2"
    assert made_once("form", "leaf", make, by=ana) == "3"
    assert made_once("form", "story", make, by=ben) == "4"
    assert made_once("form", "story", make, by=ana) == "1"


@pytest.mark.django_db
def test_what_is_used_meanwhile_is_made_again():
    ana, make = people.person("Ana"), Maker()
    made_once("form", "story", make, by=ana)
    assert made_once("form", "story", make, by=ana, still=lambda made: made != "1") == "2"
    assert made_once("form", "story", make, by=ana, still=lambda made: made != "1") == "2"


@pytest.mark.django_db
def test_a_form_without_a_name_makes_something_each_time():
    ana, make = people.person("Ana"), Maker()
    assert [made_once("", "story", make, by=ana) for _time in range(2)] == ["1", "2"]


def test_a_story_and_a_leaf_are_begun_once_until_something_is_written(cast, signed_in):
    ana = signed_in(cast.ana)
    form = {"family": cast.family.pk, "once": "f"}
    begun = {ana.post(reverse("family:begin"), form)["Location"] for _time in range(2)}
    assert len(begun) == Story.objects.count() == 1
    address = reverse("family:another_entry", args=[Story.objects.get().pk])
    added = {ana.post(address, {"once": "g"})["Location"] for _time in range(2)}
    assert len(added) == 1
    assert Leaf.objects.filter(kind=Leaf.Kind.ENTRY).count() == 2
    written = Leaf.objects.latest("pk")
    writing.save(written, {"body": "words", "language": "en"}, form=writing.OpenForm(), by=cast.ana)
    assert ana.post(address, {"once": "g"})["Location"] not in added
    assert ana.post(reverse("family:begin"), form)["Location"] not in begun


def test_somebody_new_is_named_once_and_another_name_is_somebody_else(cast, signed_in):
    leaf = arrived_photograph(cast, people.write_story(cast))
    ana, address = signed_in(cast.ana), reverse("family:naming_person", args=[leaf.pk])
    form = {"who": "", "name": "Tom", "reach": "", "in_it": "on", "once": "f"}
    for sent in (form, form, form | {"name": "Tom the elder"}):
        assert ana.post(address, sent).status_code == 303
    assert sorted(person.name for person in Person.objects.all()) == ["Tom", "Tom the elder"]
