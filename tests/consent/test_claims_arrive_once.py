"""A form that arrives again is one claim for each wording; no waiting claim is ever rewritten."""

import uuid

from held.consent import claiming
from held.consent.models import Claim
from held.keyring.text import forget_key

GIVEN = {"name": "Mika", "words": "I held the lamp."}
OTHER = {"name": "Mika", "words": "It was in March."}


def kept() -> list[dict[str, str]]:
    return [came.read() for came in Claim.objects.order_by("at", "pk")]


def test_the_same_words_by_one_form_are_one_claim(cast):
    form = uuid.uuid4()
    for _ in range(3):
        claiming.claim(form, GIVEN)
    assert kept() == [GIVEN]
    assert claiming.is_kept(form, GIVEN)
    assert not claiming.is_kept(form, OTHER)
    assert not claiming.is_kept(uuid.uuid4(), GIVEN)


def test_other_words_by_one_form_rewrite_nothing(cast):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    before = Claim.objects.values().get()
    for given in (OTHER, GIVEN, OTHER):
        claiming.claim(form, given)
    assert kept() == [GIVEN, OTHER]
    assert Claim.objects.values().get(pk=before["id"]) == before


def test_the_order_of_the_fields_makes_no_other_words(cast):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    claiming.claim(form, dict(reversed(GIVEN.items())))
    assert kept() == [GIVEN]


def test_a_claim_of_an_earlier_version_is_known_by_its_form(cast):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    Claim.objects.update(form=form)  # as earlier versions stored it
    claiming.claim(form, GIVEN)
    assert kept() == [GIVEN]


def test_one_that_does_not_open_keeps_no_words_away(cast):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    first = Claim.objects.get()
    forget_key(first.key)
    claiming.claim(form, GIVEN)
    assert Claim.objects.filter(pk=first.pk, sealed=first.sealed).exists()
    assert Claim.objects.exclude(pk=first.pk).get().read() == GIVEN
