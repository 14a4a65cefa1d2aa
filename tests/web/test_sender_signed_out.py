"""Photographs that come after the sign-in has ended: the sender is told to sign in, and what to send again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from held.pictures.models import Picture
from held.web.middleware import request_bodies
from tests import cast as people
from tests.drawn import drawn_png
from tests.said import unsigned
from tests.tab import FROM_OUR_PAGE


@pytest.fixture
def here(cast) -> str:
    return reverse("family:photographs", args=[people.write_story(cast).pk])


def sent(browser, here: str, **says: str):
    referer = {"Referer": f"http://localhost{here}"}
    file = SimpleUploadedFile("one.png", drawn_png(hue=3), content_type="image/png")
    return browser.post(here, {"photographs": file}, headers=FROM_OUR_PAGE | referer | says)


def test_the_plain_form_says_to_sign_in_and_what_to_send_once_more(anyone, here):
    answer = sent(anyone, here)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Sign in, then choose the photographs again" in page
    assert "none has arrived. They’re unchanged on your device." in page
    assert "Those that arrived before are kept, and none is added twice." in page
    assert f'href="/entrance/?next={here}"' in page
    assert not Picture.objects.exists()


def test_the_script_is_told_where_to_sign_in(anyone, here):
    answer = sent(anyone, here, Accept="application/json")
    assert answer.status_code == 401
    told = answer.json()
    assert "sign in" in told["said"]
    assert told["files"] == []
    assert unsigned(told["sign_in"]) == f"/entrance/?next={here}&sends"
    entrance = anyone.get(told["sign_in"], headers=FROM_OUR_PAGE).content.decode()
    assert "Then go back to the tab with your photographs: sending carries on." in entrance
    assert "carries on" not in anyone.get(told["sign_in"]).content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_is_told_nothing_of_photographs(anyone, here, site):
    answer = sent(anyone, here, **{"Sec-Fetch-Site": site})
    assert (answer.status_code, answer["Location"].endswith("&not-done")) == (302, True)


@pytest.mark.parametrize(("status", "whole"), [(401, True), (303, False)])
def test_photographs_are_read_to_their_end_so_that_the_answer_arrives(status, whole):
    """A browser that is still sending when the connection closes shows its own error."""
    body = bytes(3 * request_bodies.MOST)
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=x")

    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status)

    answer = request_bodies.DrainBody(page)(request)
    assert ("Connection" not in answer) == whole
