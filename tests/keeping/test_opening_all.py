"""Everything that lies sealed is opened once, and nothing of it is forgotten."""

from django.apps import apps
from django.db.models import BinaryField

from held.accounts.keys import write_codes
from held.families.models import Family
from held.keeping.opening_all import open_everything
from held.keyring.words import open_ring
from held.stories.models import Address, Opening, Version
from tests import cast as people


def test_a_whole_place_opens(cast):
    story = people.write_story(cast)
    people.open_to(story, Opening.Circle.LINK, by=cast.ana)
    write_codes(cast.ana)
    heard = []
    opened = open_everything(lambda done, of: heard.append((done, of)))
    assert not opened.damaged
    assert not opened.gone
    assert heard[-1][0] == heard[-1][1] == opened.whole == 2 * 4 + 2 + 2 + 1


def test_damage_is_told_by_row_without_words(cast):
    story = people.write_story(cast)
    people.open_to(story, Opening.Circle.LINK, by=cast.ana)
    version = Version.objects.first()
    flipped = bytearray(version.sealed)
    flipped[-1] ^= 1
    Version.objects.filter(pk=version.pk).update(sealed=bytes(flipped))
    Address.objects.update(sealed=b"short")
    cast.family.label = "Ana and Ben"
    Family.objects.filter(pk=cast.other_family.pk).update(sealed_label=cast.family.sealed_label)
    opened = open_everything()
    assert opened.damaged == [
        f"family {cast.other_family.pk}",
        f"version {version.pk}",
        f"address {Address.objects.get().pk}",
    ]


def test_a_story_whose_key_was_taken_away_is_gone_and_not_damaged(cast):
    story = people.write_story(cast)
    ring = open_ring_of_tests()
    ring._connection.execute("DELETE FROM key WHERE id = ?", (story.key,))
    opened = open_everything()
    assert opened.gone == [f"story {story.pk}"]
    assert not opened.damaged


def test_no_sealed_field_is_forgotten():
    """A new one belongs into `held.keeping.opening_all` before it belongs here."""
    sealed = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("held.")
        for field in model._meta.local_fields
        if isinstance(field, BinaryField)
    }
    assert sealed == {"Account.sealed_name", "Family.sealed_label", "Version.sealed", "Address.sealed"}


def open_ring_of_tests():
    from django.conf import settings  # noqa: PLC0415

    return open_ring(settings.HELD_KEYS)
