"""Everything that is sealed is opened once, and none of it is left out."""

import random

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField

from held.accounts.sign_in_keys import write_codes
from held.consent import consent_links
from held.consent.models import Answer, Chain, Involvement, ProofLine
from held.families.models import Family, Person
from held.gathering.models import Envelope, Sent
from held.keeping.verify_all import files_missing, verify_everything
from held.keyring.text import destroy_key
from held.pictures.models import Rendition
from held.publishing.models import Address
from held.stories.models import Publication, Version
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import photograph


def test_everything_in_a_whole_place_opens(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    write_codes(cast.ana)
    heard = []
    opened = verify_everything(lambda done, of: heard.append((done, of)))
    assert not opened.damaged
    assert not opened.gone
    assert heard[-1][0] == heard[-1][1] == opened.whole == 2 * 4 + 2 + 2 + 2


def test_damage_is_told_by_row_without_words(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    version = Version.objects.first()
    flipped = bytearray(version.sealed)
    flipped[-1] ^= 1
    Version.objects.filter(pk=version.pk).update(sealed=bytes(flipped))
    Address.objects.update(sealed=b"short")
    cast.family.label = "Ana and Ben"
    Family.objects.filter(pk=cast.other_family.pk).update(sealed_label=cast.family.sealed_label)
    opened = verify_everything()
    assert opened.damaged[:2] == [f"family {cast.other_family.pk}", f"version {version.pk}"]
    assert set(opened.damaged[2:]) == {f"address {address.pk}" for address in Address.objects.all()}
    assert len(opened.damaged) == 2 + Address.objects.count()


def test_a_story_whose_key_was_taken_away_is_gone_and_not_damaged(cast):
    story = people.write_story(cast)
    destroy_key(story.key)
    opened = verify_everything()
    assert opened.gone == [f"story {story.pk}"]
    assert not opened.damaged


def test_no_new_sealed_field_goes_unnoticed():
    """A new sealed field has to be added to `held.keeping.verify_all` first, then here."""
    sealed = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("held.")
        for field in model._meta.local_fields
        if isinstance(field, BinaryField)
    }
    assert sealed == {
        "Account.sealed_name",
        "Family.sealed_label",
        "Version.sealed",
        "Address.sealed",
        "Picture.sealed_name",
        "NamedReader.sealed_name",
        "AccessRequest.sealed",
        "Envelope.sealed",
        "Sent.sealed",
        "Person.sealed_name",
        "Person.sealed_reach",
        "Person.sealed_account",
        "Answer.sealed_outlet",
        "ProofLine.sealed",
        "LostLinkRequest.sealed",
    }


def test_an_envelope_and_what_its_sender_says_are_opened_too(cast):
    envelope, _token = an_envelope(people.write_story(cast), cast.ana)
    sent = arrived_in(envelope)
    before = verify_everything()
    assert not before.damaged
    Sent.objects.update(sealed=b"short")
    Envelope.objects.update(sealed=b"short")
    assert verify_everything().damaged == [f"envelope {envelope.pk}", f"sent {sent.pk}"]


def test_every_file_of_a_photograph_is_opened_to_its_end(cast):
    story = people.write_story(cast)
    before = verify_everything().whole
    photograph(cast, story)
    opened = verify_everything()
    assert not opened.damaged
    of_who_took_it = ["their name", "their address", "their account", "the record of what they were asked"]
    assert opened.whole == before + len(["name", "original", "words"]) + 6 + len(of_who_took_it)


def test_an_outlet_an_account_and_a_record_that_do_not_open_are_told(cast):
    photograph(cast, people.write_story(cast))
    involvement = Involvement.objects.get()
    consent_links.ask(involvement, ["press:the echo"], by=cast.ana)
    answer, person, record = Answer.objects.exclude(sealed_outlet=None).get(), involvement.person, Chain.objects.get()
    assert not verify_everything().damaged
    Answer.objects.filter(pk=answer.pk).update(sealed_outlet=b"short")
    Person.objects.filter(pk=person.pk).update(sealed_account=b"short")
    ProofLine.objects.filter(number=1).update(sealed=b"short")
    assert verify_everything().damaged == [
        f"account of person {person.pk}",
        f"outlet of answer {answer.pk}",
        f"record {record.name}",
    ]


def test_a_changed_bit_in_any_photo_file_is_found(cast):
    placed = photograph(cast, people.write_story(cast))
    picture = placed.leaf.picture
    rows = {picture.original: "as it was sent"}
    for made in Rendition.objects.filter(picture=picture):
        rows[made.blob] = f"as it is shown, {made.format} of {made.box} px"
    anywhere = random.Random(1124)
    for name, told in rows.items():
        path = settings.HELD_PHOTOGRAPHS / name[:2] / name
        whole = path.read_bytes()
        for bit in {0, len(whole) * 8 - 1, *(anywhere.randrange(len(whole) * 8) for _ in range(15))}:
            turned = bytearray(whole)
            turned[bit // 8] ^= 1 << bit % 8
            path.write_bytes(turned)
            assert verify_everything().damaged == [f"photograph {picture.pk}: {told}"]
        for other in (whole[:-1], whole[: len(whole) // 2], b"", whole + b"\0", whole * 2):
            path.write_bytes(other)
            assert verify_everything().damaged == [f"photograph {picture.pk}: {told}"]
        path.write_bytes(whole)
    assert not verify_everything().damaged


def test_two_swapped_photo_files_are_found(cast):
    placed = photograph(cast, people.write_story(cast))
    one, two = Rendition.objects.filter(picture=placed.leaf.picture).order_by("pk")[:2]
    paths = [settings.HELD_PHOTOGRAPHS / name[:2] / name for name in (one.blob, two.blob)]
    data = [path.read_bytes() for path in paths]
    paths[0].write_bytes(data[1])
    paths[1].write_bytes(data[0])
    assert len(verify_everything().damaged) == 2


def test_a_file_that_is_missing_is_told_as_such(cast):
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    assert files_missing() == 0
    (settings.HELD_PHOTOGRAPHS / picture.original[:2] / picture.original).unlink()
    assert files_missing() == 1
    assert verify_everything().damaged == [f"photograph {picture.pk}: as it was sent (its file is missing)"]


def test_a_photo_with_a_destroyed_key_is_gone_not_damaged(cast):
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    destroy_key(picture.key)
    for _ in range(2):
        opened = verify_everything()
        assert opened.gone == [f"photograph {picture.pk}"]
        assert not opened.damaged
        assert files_missing() == 0
        (settings.HELD_PHOTOGRAPHS / picture.original[:2] / picture.original).unlink(missing_ok=True)
