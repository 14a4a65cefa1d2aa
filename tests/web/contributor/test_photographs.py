"""What Nele sends by her link: it arrives in the envelope, and no page shows it to her or says what others sent."""

import shutil
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from held.families.models import Member
from held.gathering import envelopes
from held.gathering.models import Envelope, Sent
from held.jail import developing
from held.pictures import intake
from held.pictures.models import Picture
from held.publishing import placing
from held.stories.models import Leaf
from held.web import receiving
from tests import cast as people
from tests.drawn import broken_png, drawn_png
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import arrived_photograph
from tests.said import unsigned
from tests.web.contributor.conftest import HERE

ARRIVED = "This one has arrived."
FULL = "All that were asked for have come, so this one wasn’t taken."


def file(hue: int = 0, name: str = "IMG_1.PNG", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or drawn_png(hue=hue), content_type="image/png")


def send(browser, envelope, *files, json: bool = False, headers: dict[str, str] = HERE):
    more = {"Accept": "application/json"} if json else {}
    return browser.post(f"{envelope.link}/photographs", {"photographs": list(files)}, headers={**headers, **more})


def test_several_arrive_and_are_no_leaves_of_the_story(nele, story, envelope):
    answer = send(nele, envelope, file(1), file(2, "IMG_2.PNG"))
    assert (answer.status_code, unsigned(answer["Location"])) == (303, f"{envelope.link}?said=arrived")
    page = nele.get(answer["Location"]).content.decode()
    assert "Your photographs have arrived. You can close this." in page
    assert "Two have arrived. You can close this." in page
    assert "There is room for one more." in page
    assert "IMG_2.PNG" in page
    assert "<img" not in page
    assert not Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).exists()
    assert [sent.picture.by for sent in Sent.objects.all()] == [None, None]


def test_a_script_is_told_the_same_of_every_file_that_the_family_has_now(cast, nele, story, envelope):
    arrived_photograph(cast, story)  # drawn with hue 0
    removed = arrived_photograph(cast, story)  # and 1
    placing.remove(removed, by=cast.ana)
    other, _token = an_envelope(story, cast.ben)
    arrived_in(other, hue=2)
    told = [send(nele, envelope, file(hue), json=True).json()["files"] for hue in (0, 1, 2)]
    assert told == [[{"name": "IMG_1.PNG", "kept": True, "plain": True, "said": ARRIVED}]] * 3
    assert Picture.objects.count() == 3
    assert nele.get(envelope.link).content.decode().count("IMG_1.PNG</bdi>") == 3


def test_the_same_ones_sent_again_have_arrived_and_add_nothing(nele, envelope):
    for _ in range(2):
        answer = send(nele, envelope, file(1), file(2), json=True)
        assert [one["said"] for one in answer.json()["files"]] == [ARRIVED] * 2
    assert (Sent.objects.count(), Picture.objects.count(), Envelope.objects.get().arrived) == (2, 2, 2)


def test_photos_beyond_the_limit_are_not_accepted(nele, envelope):
    page = send(nele, envelope, *[file(hue, f"{hue}.png") for hue in range(1, 6)]).content.decode()
    assert page.count(ARRIVED) == 3
    assert page.count(FULL) == 2
    assert (Sent.objects.count(), Picture.objects.count()) == (3, 3)
    (again,) = send(nele, envelope, file(1), json=True).json()["files"]
    assert (again["kept"], again["said"]) == (True, ARRIVED)


def test_what_cannot_be_kept_is_told_calmly_and_the_others_go_on(nele, envelope, monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 100_000)
    files = [
        file(name="letter.pdf", data=b"%PDF-1.7 " * 20),
        file(name="big.png", data=drawn_png() + bytes(300_000)),
        file(3, "<b>.png"),
    ]
    page = send(nele, envelope, *files).content.decode()
    assert "We can keep only JPEG, PNG, WebP, AVIF and HEIC." in page
    assert "This one is over 60 MB" in page
    assert "&lt;b&gt;.png" in page
    assert page.count(f"<span>{ARRIVED}</span>") == 1
    assert Picture.objects.count() == 1


def test_one_that_cannot_be_opened_has_arrived_and_its_sender_is_told(nele, envelope):
    page = send(nele, envelope, file(data=broken_png())).content.decode()
    assert "This one has arrived, and is kept as it was sent. We couldn’t open it" in page
    assert Sent.objects.count() == 1


def test_where_the_jail_is_closed_nothing_is_kept(nele, envelope, monkeypatch, settings):
    def closed(_source):
        raise developing.Closed

    monkeypatch.setattr(developing, "develop", closed)
    page = send(nele, envelope, file(1), file(2)).content.decode()
    assert page.count("Photographs can’t be received here yet. Yours are safe on your device.") == 2
    assert not Picture.objects.exists()
    assert not [path for path in settings.HELD_PHOTOGRAPHS.rglob("*") if path.is_file()]


def test_a_full_disk_is_called_our_fault_to_the_sender(nele, envelope, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: SimpleNamespace(free=0))
    page = send(nele, envelope, file(1)).content.decode()
    assert "It’s our fault, not yours." in page
    assert "Please tell the person who gave you this link." in page
    assert not Picture.objects.exists()


def test_ended_while_it_is_on_its_way_a_script_is_told_so(cast, nele, envelope, monkeypatch):
    real = intake.develop

    def end_meanwhile(arrived):
        envelopes.end_envelope(envelope, by=cast.ana)
        return real(arrived)

    monkeypatch.setattr(intake, "develop", end_meanwhile)
    (one,) = send(nele, envelope, file(1), json=True).json()["files"]
    assert not one["kept"]
    assert "This link has ended, so this one" in one["said"]
    assert not Picture.objects.exists()


def test_a_tab_that_was_brought_back_without_its_cookie_still_sends(anyone, envelope):
    assert send(anyone, envelope, file(1), json=True).json()["files"][0]["kept"]
    assert "Two have arrived." in send(anyone, envelope, file(2)).content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_what_another_place_sends_is_not_even_looked_at(nele, envelope, headers, monkeypatch):
    monkeypatch.setattr(receiving, "Arriving", None)
    assert send(nele, envelope, file(1), headers=headers).status_code == 403
    assert not Picture.objects.exists()


def test_no_byte_sent_by_an_unknown_link_is_read(nele, envelope, monkeypatch):
    monkeypatch.setattr(receiving, "Arriving", None)
    envelope.link = "/c/never-made"
    assert send(nele, envelope, file(1)).status_code == 404


def test_a_cut_off_upload_keeps_the_files_before_it(nele, envelope, settings):
    part = b"--stop\r\nContent-Disposition: form-data; name=photographs; filename=%s\r\nContent-Type: image/png\r\n\r\n"
    body = part % b"one.png" + drawn_png() + b"\r\n" + part % b"two.png" + drawn_png(hue=7)[:2000]
    kind = "multipart/form-data; boundary=stop"
    answer = nele.generic("POST", f"{envelope.link}/photographs", body, content_type=kind, headers=HERE)
    assert answer.status_code == 400
    assert "This didn’t arrive complete." in answer.content.decode()
    assert [picture.name for picture in Picture.objects.all()] == ["one.png"]
    assert not list(settings.HELD_INCOMING.glob("*"))


def test_nothing_chosen_is_said_calmly(nele, envelope):
    assert "No photograph was chosen" in send(nele, envelope).content.decode()


def test_nobody_else_sees_that_anything_came(cast, nele, envelope, anyone, signed_in):
    send(nele, envelope, file(1))
    gwen = signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True)
    address = f"/family/envelopes/{envelope.pk}/"
    for browser in (gwen, signed_in(cast.otto), signed_in(cast.hilde, key=True)):
        assert browser.get(address).status_code == 404
    assert anyone.get(address).status_code == 302
    assert "envelope" not in signed_in(cast.hilde, key=True).get("/host/").content.decode()


def test_its_page_sends_nobody_to_a_person_they_do_not_know(nele, envelope):
    """A sender by a link knows only the person who gave it to them."""
    page = nele.get(envelope.link).content.decode()
    assert 'data-page-over="This link has ended.' in page
    assert (
        page.count("It’s our fault, not yours. It’s unchanged on your device. Please tell the person who gave you this")
        == 2
    )
    assert "the person who runs this place" not in page
