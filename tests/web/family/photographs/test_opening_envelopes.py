"""An envelope at home: words only, one taken out at a time, and nothing shown by it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from held.actions.taking_back import take_back
from held.families.models import Member
from held.gathering import sending
from held.gathering.models import Sent
from held.stories.models import Leaf
from tests import cast as people
from tests.drawn import drawn_png
from tests.enveloped import PURPOSE, an_envelope, arrived_in
from tests.said import unsigned


@pytest.fixture
def envelope(cast, story):
    return an_envelope(story, cast.ana)[0]


def address(envelope) -> str:
    return reverse("family:envelope", args=[envelope.pk])


def take_out(browser, sent):
    return browser.post(reverse("family:sent_taking_out", args=[sent.pk]))


@pytest.mark.parametrize("page", ["family:story", "family:photographs"])
def test_pages_say_in_words_that_photos_have_come(cast, signed_in, story, envelope, page):
    browser, where = signed_in(cast.ana), reverse(page, args=[story.pk])
    assert "envelope.</p>" not in browser.get(where).content.decode()
    for hue in range(1, 10):
        arrived_in(envelope, hue=hue)
    told = browser.get(where).content.decode()
    assert "Nine photographs came from Nele" in told
    assert address(envelope) in told
    assert "Photograph 1<" not in told


def test_opened_it_holds_words_and_no_picture(cast, signed_in, story, envelope):
    sent = arrived_in(envelope, name="IMG_77.HEIC")
    sending.say(sent.pk, {"took": "Grandpa <b>", "who": "Ana and Noor"}, fingerprint=sending.fingerprint_of({}))
    page = signed_in(cast.ben).get(address(envelope)).content.decode()
    for said in ("An envelope from Nele", PURPOSE, "One photograph is in it.", "Grandpa &lt;b&gt;", "Ana and Noor"):
        assert said in page, said
    for never in ("<img", "/p/", "IMG_77", str(sent.picture.pk), sent.picture.key):
        assert never not in page
    assert Sent.objects.get().leaf is None


def test_taking_one_photo_out_leaves_the_others_waiting(cast, signed_in, story, envelope):
    first, second = (arrived_in(envelope, hue=hue) for hue in (1, 2))
    browser = signed_in(cast.ana)
    answer = take_out(browser, second)
    leaf = Leaf.objects.get(kind=Leaf.Kind.PHOTOGRAPH)
    assert unsigned(answer["Location"]) == reverse("family:photograph", args=[leaf.pk]) + "?said=out-of-envelope"
    page = browser.get(answer["Location"]).content.decode()
    assert "It’s out of its envelope" in page
    assert "It came from Nele." in page
    assert "<img" not in page
    assert unsigned(take_out(browser, second)["Location"]) == unsigned(answer["Location"])
    assert Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).count() == 1
    told = browser.get(address(envelope)).content.decode()
    assert "Photograph 1 of this envelope" in told
    assert "Photograph 2 of this envelope" not in told
    take_out(browser, first)
    assert "It’s empty now." in browser.get(address(envelope)).content.decode()


def test_the_album_shows_what_the_sender_said(cast, signed_in, story, envelope):
    sent = arrived_in(envelope)
    browser = signed_in(cast.ana)
    take_out(browser, sent)
    sending.say(sent.pk, {"took": "Grandpa", "who": "Ana and Noor"}, fingerprint=sending.fingerprint_of({}))
    page = browser.get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert "It came from Nele." in page
    assert "Ana and Noor" in page


def test_a_friend_who_helps_opens_it_first(cast, signed_in, story, envelope):
    sent = arrived_in(envelope)
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER))
    assert "Nele" in ida.get(address(envelope)).content.decode()
    assert take_out(ida, sent).status_code == 303


def test_nobody_else_opens_it_or_takes_anything_out(cast, signed_in, anyone, story, envelope):
    sent = arrived_in(envelope)
    gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    for account in (gwen, cast.otto, cast.hilde):
        browser = signed_in(account, key=True)
        assert browser.get(address(envelope)).status_code == 404
        assert take_out(browser, sent).status_code == 404
    assert anyone.get(address(envelope)).status_code == 302
    assert Sent.objects.get().leaf is None


def test_unopened_it_can_be_asked_for_by_no_door_of_the_family(cast, signed_in, story, envelope):
    arrived_in(envelope)
    page = signed_in(cast.ana).get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert "No photographs yet" not in page  # there are, and they wait
    assert "Photograph 1<" not in page
    assert "/family/photographs/" not in page


def test_what_the_family_sends_itself_is_out_of_the_envelope(cast, signed_in, story, envelope):
    arrived_in(envelope, hue=5)
    where = reverse("family:photographs", args=[story.pk])
    file = SimpleUploadedFile("IMG_1.PNG", drawn_png(hue=5), content_type="image/png")
    page = signed_in(cast.ana).post(where, {"photographs": [file]}, headers={"Origin": "http://localhost"})
    assert "This one came in an envelope before." in page.content.decode()
    assert Sent.objects.get().leaf == Leaf.objects.get(kind=Leaf.Kind.PHOTOGRAPH)


def test_one_taken_back_first_is_said_not_to_be_there(cast, signed_in, envelope):
    """Its sender pressed a moment before: nothing says so, or when."""
    sent, browser = arrived_in(envelope), signed_in(cast.ana)
    take_back(sent.pk)
    where, given = reverse("family:sent_taking_out", args=[sent.pk]), {"envelope": str(envelope.pk)}
    page = browser.get(browser.post(where, given)["Location"]).content.decode()
    assert "That one isn’t in the envelope any more." in page
    assert "It’s empty now." in page
    assert signed_in(cast.otto).post(where, given).status_code == 404
    assert browser.post(where).status_code == 404


def test_the_form_says_from_which_envelope_it_is_taken(cast, signed_in, envelope):
    arrived_in(envelope)
    page = signed_in(cast.ana).get(address(envelope)).content.decode()
    assert f'name="envelope" value="{envelope.pk}"' in page


def test_an_envelope_emptied_again_leaves_no_trace(cast, signed_in, story, envelope):
    """The last one in it was taken back: the family’s pages are as before it came."""
    where = [reverse(page, args=[story.pk]) for page in ("family:story", "family:photographs", "family:gathering")]
    before = [words_of(signed_in(cast.ana), one) for one in where]
    sent = arrived_in(envelope)
    assert [words_of(signed_in(cast.ana), one) for one in where] != before
    take_back(sent.pk)
    assert [words_of(signed_in(cast.ana), one) for one in where] == before


def words_of(browser, where: str) -> str:
    """What a page says."""
    return re.sub(r"<[^>]*>|\s+", " ", browser.get(where).content.decode())
