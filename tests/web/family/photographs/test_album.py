"""Sending photographs: what becomes of each file, and that no part of it is ever anywhere in clear."""

import shutil
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from held.families.models import Family
from held.jail import developing
from held.pictures import intake
from held.pictures.models import Picture, Rendition
from held.publishing import placing
from held.stories.models import Leaf, Publication
from held.web import receiving
from tests import cast as people
from tests.drawn import broken_png, drawn_png
from tests.photographs import arrived_photograph, photograph
from tests.said import unsigned

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def address(story):
    return reverse("family:photographs", args=[story.pk])


def file(data: bytes, name: str = "IMG_1.PNG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def send(browser, address, *files, json: bool = False, headers: dict[str, str] = OURS):
    more = {"Accept": "application/json"} if json else {}
    return browser.post(address, {"photographs": list(files)}, headers={**headers, **more})


def blobs(settings) -> list:
    return [path for folder in (settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING) for path in folder.rglob("*.*")] + [
        path
        for folder in (settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING)
        for path in folder.rglob("*")
        if path.is_file()
    ]


def test_several_arrive_at_once_and_each_has_a_leaf_of_its_own(cast, signed_in, story, address):
    browser = signed_in(cast.ben)
    answer = send(browser, address, file(drawn_png()), file(drawn_png(hue=9), "IMG_2.PNG"))
    assert (answer.status_code, unsigned(answer["Location"])) == (303, f"{address}?said=arrived")
    leaves = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).order_by("position")
    assert [leaf.picture.name for leaf in leaves] == ["IMG_1.PNG", "IMG_2.PNG"]
    assert {leaf.author for leaf in leaves} == {cast.ben}
    page = browser.get(answer["Location"]).content.decode()
    assert "Your photographs have arrived, sealed. Only your family can see them." in page
    assert "Photograph 2" in page
    assert "<img" not in page


def test_what_cannot_be_kept_is_told_by_its_name_and_the_others_go_on(cast, signed_in, story, address):
    names = ("empty.jpg", "letter.jpg", "<b>again.png")
    files = [file(b"", names[0]), file(b"%PDF-1.7 " * 20, names[1]), file(drawn_png()), file(drawn_png(), names[2])]
    answer = send(signed_in(cast.ana), address, *files)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert Picture.objects.count() == 1
    assert "This file is empty." in page
    assert "We can keep only JPEG, PNG, WebP, AVIF and HEIC." in page
    assert "This one is here already." in page
    assert "This one has arrived, sealed." in page
    assert "&lt;b&gt;again.png</bdi>" in page


def test_one_that_is_too_big_is_read_on_and_not_kept(cast, signed_in, address, settings, monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 100_000)
    big = drawn_png() + bytes(300_000)
    page = send(signed_in(cast.ana), address, file(big), file(drawn_png(hue=3), "small.png")).content.decode()
    assert "This one is over 60 MB" in page
    assert Picture.objects.count() == 1
    assert not list(settings.HELD_INCOMING.glob("*"))


def test_one_that_was_removed_can_be_kept_after_all_instead(cast, signed_in, story, address):
    browser = signed_in(cast.ana)
    send(browser, address, file(drawn_png()))
    placing.remove(Leaf.objects.get(kind=Leaf.Kind.PHOTOGRAPH), by=cast.ana)
    page = send(browser, address, file(drawn_png())).content.decode()
    assert "Until it’s gone for good, a parent can keep it." in page
    assert "Keep it after all" in page


def test_one_that_cannot_be_opened_is_kept_as_it_was_sent(cast, signed_in, address):
    page = send(signed_in(cast.ana), address, file(broken_png())).content.decode()
    assert "This one has arrived, and is kept as it was sent. We couldn’t open it, so we can’t show it." in page
    assert Picture.objects.count() == 1
    assert not Rendition.objects.exists()


def test_with_the_jail_closed_no_photo_is_kept_or_tried(cast, signed_in, address, settings, monkeypatch):
    tried = []

    def closed(_source):
        tried.append(1)
        raise developing.Closed

    monkeypatch.setattr(developing, "develop", closed)
    page = send(signed_in(cast.ana), address, file(drawn_png()), file(drawn_png(hue=5))).content.decode()
    assert page.count("Photographs can’t be received here yet. Yours are safe on your device.") == 2
    assert len(tried) == 1
    assert not Picture.objects.exists()
    assert not blobs(settings)


def test_on_a_full_disk_it_is_our_fault_and_taking_back_goes_on(cast, signed_in, story, address, monkeypatch):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    full = SimpleNamespace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: full)
    browser = signed_in(cast.ana)
    page = send(browser, address, file(drawn_png(hue=50))).content.decode()
    assert "There’s no room left for this one. It’s our fault, not yours." in page
    assert Picture.objects.count() == 1
    taken = browser.post(reverse("family:hiding", args=[placed.leaf_id]))
    assert "Readers can’t ask for it any more." in browser.get(taken["Location"]).content.decode()


def test_nothing_chosen_is_said_calmly(cast, signed_in, address):
    assert "No photograph was chosen" in send(signed_in(cast.ana), address).content.decode()


def test_more_files_than_we_take_at_once_are_refused_whole(cast, signed_in, address, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    answer = send(signed_in(cast.ana), address, file(drawn_png()), file(drawn_png(hue=2)))
    assert answer.status_code == 413
    assert "Please send them in parts." in answer.content.decode()
    assert not Picture.objects.exists()
    assert not blobs(settings)


def test_a_script_is_told_in_json_what_became_of_its_file(cast, signed_in, address):
    browser = signed_in(cast.ana)
    assert send(browser, address, file(drawn_png()), json=True).json()["files"] == [
        {"name": "IMG_1.PNG", "kept": True, "plain": True, "said": "This one has arrived, sealed."}
    ]
    (again,) = send(browser, address, file(drawn_png()), json=True).json()["files"]
    assert again["kept"]
    assert again["said"] == "This one is here already."


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site", **OURS}]
)
def test_what_another_place_sends_is_not_even_looked_at(cast, signed_in, address, headers, monkeypatch):
    monkeypatch.setattr(receiving, "Arriving", None)
    assert send(signed_in(cast.ana), address, file(drawn_png()), headers=headers).status_code == 403
    assert not Picture.objects.exists()


def test_no_byte_of_a_stranger_or_another_family_is_read(cast, signed_in, anyone, address, monkeypatch):
    monkeypatch.setattr(receiving, "Arriving", None)
    assert send(anyone, address, file(drawn_png())).status_code == 401
    assert send(signed_in(cast.otto), address, file(drawn_png())).status_code == 404
    assert send(signed_in(cast.hilde), address, file(drawn_png())).status_code == 404


def test_without_the_token_of_the_form_what_arrived_goes_again(cast, signed_in, address, settings):
    browser = signed_in(cast.ana)
    browser.handler.enforce_csrf_checks = True
    assert send(browser, address, file(drawn_png())).status_code == 403
    assert not Picture.objects.exists()
    assert not blobs(settings)


def test_a_cut_off_upload_keeps_the_files_before_it(cast, signed_in, address, settings):
    boundary = (
        b"--stop\r\nContent-Disposition: form-data; name=photographs; filename=%s\r\nContent-Type: image/png\r\n\r\n"
    )
    body = boundary % b"one.png" + drawn_png() + b"\r\n" + boundary % b"two.png" + drawn_png(hue=7)[:2000]
    answer = signed_in(cast.ana).generic(
        "POST", address, body, content_type="multipart/form-data; boundary=stop", headers=OURS
    )
    assert answer.status_code == 400
    assert "This didn’t arrive complete." in answer.content.decode()
    assert [picture.name for picture in Picture.objects.all()] == ["one.png"]
    assert not list(settings.HELD_INCOMING.glob("*"))


def test_the_list_says_in_words_how_it_is_with_each(cast, signed_in, story, address):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    photograph(cast, story)
    photograph(cast, story, shows="Black and white. A bench by the water.", shown=False)
    arrived_photograph(cast, story)
    arrived_photograph(cast, story, renditions=False)
    placing.remove(arrived_photograph(cast, story), by=cast.ana)
    page = signed_in(cast.ben).get(address).content.decode()
    for said in (
        "Readers may ask for it",
        "Ready",
        "Needs a description",
        "We couldn’t open it, so we can’t show it.",
        "A parent is removing it",
    ):
        assert page.count(said) == 1, said
    assert "<img" not in page


def test_a_story_without_photographs_lacks_nothing(cast, signed_in, story, address):
    assert "No photographs yet." in signed_in(cast.ana).get(address).content.decode()
    assert Family.objects.count() == 2


def test_a_form_with_an_unknown_charset_is_refused(cast, signed_in, address):
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--b--\r\n'
    for charset in ("hex", "rot13"):
        kind = f"multipart/form-data; boundary=b; charset={charset}"
        answer = signed_in(cast.ana).generic("POST", address, body, kind, headers=OURS)
        assert answer.status_code == 400, charset
        assert "This didn’t arrive complete." in answer.content.decode()


def test_a_page_that_takes_no_more_leads_back_to_the_story(cast, signed_in, address):
    page = signed_in(cast.ben).get(address).content.decode()
    assert 'data-page-over="This page can’t take photographs any more.' in page
    assert "Please open the story again." in page
