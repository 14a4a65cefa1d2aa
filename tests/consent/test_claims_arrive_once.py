"""A form that arrives again is one request for each wording; no waiting request is ever rewritten."""

import uuid

from held.consent import lost_links
from held.consent.models import LostLinkRequest
from held.keyring.text import forget_key

GIVEN = {"name": "Mika", "words": "I held the lamp."}
OTHER = {"name": "Mika", "words": "It was in March."}


def kept() -> list[dict[str, str]]:
    return [came.read() for came in LostLinkRequest.objects.order_by("at", "pk")]


def test_the_same_words_by_one_form_are_one_claim(cast):
    form = uuid.uuid4()
    for _ in range(3):
        lost_links.save_request(form, GIVEN)
    assert kept() == [GIVEN]
    assert lost_links.is_kept(form, GIVEN)
    assert not lost_links.is_kept(form, OTHER)
    assert not lost_links.is_kept(uuid.uuid4(), GIVEN)


def test_other_words_by_one_form_rewrite_nothing(cast):
    form = uuid.uuid4()
    lost_links.save_request(form, GIVEN)
    before = LostLinkRequest.objects.values().get()
    for given in (OTHER, GIVEN, OTHER):
        lost_links.save_request(form, given)
    assert kept() == [GIVEN, OTHER]
    assert LostLinkRequest.objects.values().get(pk=before["id"]) == before


def test_the_order_of_the_fields_makes_no_other_words(cast):
    form = uuid.uuid4()
    lost_links.save_request(form, GIVEN)
    lost_links.save_request(form, dict(reversed(GIVEN.items())))
    assert kept() == [GIVEN]


def test_a_claim_of_an_earlier_version_is_known_by_its_form(cast):
    form = uuid.uuid4()
    lost_links.save_request(form, GIVEN)
    LostLinkRequest.objects.update(form=form)  # as earlier versions stored it
    lost_links.save_request(form, GIVEN)
    assert kept() == [GIVEN]


def test_one_that_does_not_open_keeps_no_words_away(cast):
    form = uuid.uuid4()
    lost_links.save_request(form, GIVEN)
    first = LostLinkRequest.objects.get()
    forget_key(first.key)
    lost_links.save_request(form, GIVEN)
    assert LostLinkRequest.objects.filter(pk=first.pk, sealed=first.sealed).exists()
    assert LostLinkRequest.objects.exclude(pk=first.pk).get().read() == GIVEN
