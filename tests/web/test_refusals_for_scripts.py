"""A script that sent a form is told the true reason too, in one sentence that its page can say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from held.web.reasons import Reason
from held.web.refusals import SAID_TO_SCRIPT
from tests import cast as people
from tests.drawn import drawn_png
from tests.enveloped import an_envelope

ADDRESS = "https://our-place.example"
OURS = {"host": "our-place.example", "Origin": ADDRESS, "Accept": "application/json"}
REASONS = [
    pytest.param({}, Reason.OLD, id="old"),
    pytest.param({"Origin": "https://elsewhere.example"}, Reason.ADDRESS, id="another address"),
    pytest.param({"Origin": "null"}, Reason.ORIGIN_HIDDEN, id="origin hidden"),
    pytest.param({"Origin": "", "Sec-Fetch-Site": "same-origin"}, Reason.FRONT, id="front"),
]


@pytest.fixture
def ana(cast, signed_in, settings):
    """Signed in, with the check of her forms' token on."""
    settings.HELD_ADDRESS = ADDRESS
    client = signed_in(cast.ana)
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize(("headers", "why"), REASONS)
def test_photographs_are_refused_with_the_true_reason(ana, cast, headers, why):
    story = people.write_story(cast)
    photograph = SimpleUploadedFile("one.png", drawn_png(hue=1), "image/png")
    sent = {"photographs": photograph, "csrfmiddlewaretoken": "a" * 64}
    answer = ana.post(f"/family/stories/{story.pk}/photographs/", sent, headers=OURS | headers)
    assert answer.status_code == 403
    assert answer.json() == {"said": str(SAID_TO_SCRIPT[why]).format(our_address=ADDRESS)}


def test_only_where_it_helps_the_page_is_opened_again():
    assert [why for why, words in SAID_TO_SCRIPT.items() if "open the page again" in words] == [Reason.OLD]
    assert set(SAID_TO_SCRIPT) == set(Reason)


def test_a_sender_at_another_address_is_told_to_open_their_link(cast, anyone, settings):
    settings.HELD_ADDRESS = ADDRESS
    _envelope, token = an_envelope(people.write_story(cast), cast.ana)
    photograph = SimpleUploadedFile("one.png", drawn_png(hue=1), "image/png")
    headers = OURS | {"Origin": "https://elsewhere.example"}
    answer = anyone.post(f"/c/{token}/photographs", {"photographs": photograph}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["said"].endswith(f"Please open your link at {ADDRESS}.")
