"""What a page carries about its requests, and which of them still say the same when a button is pressed."""

import uuid

import pytest
from django.db import transaction

from held.consent import lost_links
from held.consent.models import LostLinkRequest
from held.consent.shown import as_shown, exactly, said_by, shown_on, still_as_shown
from held.keyring.text import destroy_key
from tests.lost_link_requests import on_page

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def came(cast) -> LostLinkRequest:
    lost_links.save_request(uuid.uuid4(), GIVEN)
    return LostLinkRequest.objects.get()


def still(shown: dict[uuid.UUID, str], came: LostLinkRequest) -> list[LostLinkRequest]:
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
    lost_links.save_request(uuid.uuid4(), GIVEN)
    other = LostLinkRequest.objects.exclude(pk=came.pk).get()
    assert still({other.pk: on_page(came)[came.pk]}, came) == []


def test_claims_in_other_words_are_not_pressed_with_it(came):
    lost_links.save_request(uuid.uuid4(), GIVEN | {"words": "It was in March."})
    other = LostLinkRequest.objects.exclude(pk=came.pk).get()
    assert still(on_page(came, other), came) == [came]


def test_the_page_does_not_carry_what_did_not_open(came):
    destroy_key(uuid.uuid4().hex)  # another key, destroyed on purpose, changes nothing
    LostLinkRequest.objects.update(key="of-another-place")
    assert on_page(LostLinkRequest.objects.get()) == {}
    assert said_by(LostLinkRequest.objects.get()) == {}


def test_an_empty_fingerprint_closes_nothing(came):
    LostLinkRequest.objects.update(sealed=b"not a sealed message at all")
    assert still({came.pk: ""}, came) == []


@pytest.mark.parametrize("field", ["", "  ", "x", "x.y z", ".", "\0", "0" * 200])
def test_a_field_that_cannot_be_understood_closes_nothing(came, field):
    assert still(shown_on(field), came) == []


def test_a_field_is_read_as_it_was_written(came):
    assert list(shown_on(as_shown([(came, GIVEN)]))) == [came.pk]


def test_the_order_of_the_fields_makes_no_difference():
    assert exactly(GIVEN) == exactly(dict(reversed(GIVEN.items())))
    assert exactly(GIVEN) != exactly(GIVEN | {"name": "Omar"})
