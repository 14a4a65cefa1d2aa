"""What a page carries about its claims, and which of them still say the same when a button is pressed."""

import uuid

import pytest
from django.db import transaction

from held.consent import claiming
from held.consent.models import Claim
from held.consent.shown import as_shown, exactly, said_by, shown_on, still_as_shown
from held.keyring import words
from tests.claims import on_page

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def came(cast) -> Claim:
    claiming.claim(uuid.uuid4(), GIVEN)
    return Claim.objects.get()


def still(shown: dict[uuid.UUID, str], came: Claim) -> list[Claim]:
    with transaction.atomic():
        return still_as_shown(shown, alike=came)


def test_an_unchanged_claim_from_the_page_is_found(came):
    assert still(on_page(came), came) == [came]


def test_other_words_in_the_same_row_are_not_found(came):
    shown = on_page(came)
    came.write(GIVEN | {"words": "I held the lamp!"}, came.key)
    came.save()
    assert still(shown, came) == []


def test_the_fingerprint_of_another_claim_opens_nothing(came):
    claiming.claim(uuid.uuid4(), GIVEN)
    other = Claim.objects.exclude(pk=came.pk).get()
    assert still({other.pk: on_page(came)[came.pk]}, came) == []


def test_claims_in_other_words_are_not_pressed_with_it(came):
    claiming.claim(uuid.uuid4(), GIVEN | {"words": "It was in March."})
    other = Claim.objects.exclude(pk=came.pk).get()
    assert still(on_page(came, other), came) == [came]


def test_the_page_does_not_carry_what_did_not_open(came):
    words.destroy_key(uuid.uuid4().hex)  # another key, destroyed on purpose, changes nothing
    Claim.objects.update(key="of-another-place")
    assert on_page(Claim.objects.get()) == {}
    assert said_by(Claim.objects.get()) == {}


def test_an_empty_fingerprint_closes_nothing(came):
    Claim.objects.update(sealed=b"not a sealed message at all")
    assert still({came.pk: ""}, came) == []


@pytest.mark.parametrize("field", ["", "  ", "x", "x.y z", ".", "\0", "0" * 200])
def test_a_field_that_cannot_be_understood_closes_nothing(came, field):
    assert still(shown_on(field), came) == []


def test_a_field_is_read_as_it_was_written(came):
    assert list(shown_on(as_shown([(came, GIVEN)]))) == [came.pk]


def test_the_order_of_the_fields_makes_no_difference():
    assert exactly(GIVEN) == exactly(dict(reversed(GIVEN.items())))
    assert exactly(GIVEN) != exactly(GIVEN | {"name": "Omar"})
