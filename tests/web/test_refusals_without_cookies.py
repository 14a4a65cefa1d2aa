"""A form is refused because no cookie came with it: its page opens the link or page again."""

import re
from pathlib import Path

import pytest
from django.test import Client

from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from tests.forms import forms_on

ADDRESS = "https://our-place.example"
HOST = {"host": "our-place.example"}
OURS = HOST | {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
WRITING = "If you were writing"
USED = "Your link isn’t used up."


@pytest.fixture(autouse=True)
def place(settings) -> None:
    settings.HELD_ADDRESS = ADDRESS


@pytest.fixture
def link(cast) -> str:
    return f"/entrance/link/{make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.hilde)[1]}/"


def refused(phone: Client, path: str, headers: dict[str, str], **sent: str) -> str:
    """The page that answers a form whose token came without its cookie."""
    answer = phone.post(path, {"csrfmiddlewaretoken": "a" * 64, **sent}, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


def test_a_link_is_opened_again_once_cookies_are_allowed(link):
    phone = Client(enforce_csrf_checks=True)
    phone.get(link, headers=HOST)
    phone.cookies.clear()
    page = refused(phone, link, OURS)
    assert f'<a class="button button-main" href="{link}">Open your link again</a>' in page
    assert USED in page
    opened = phone.get(link, headers=HOST).content.decode()
    (form,) = [form for form in forms_on(opened) if form.method == "post"]
    came = phone.post(link, form.filled(), headers=OURS)
    assert came.status_code == 303


def test_another_form_leads_to_the_page_that_it_was_on(db):
    page = refused(Client(enforce_csrf_checks=True), "/entrance/", OURS | {"Referer": f"{ADDRESS}/entrance/"})
    assert re.search(r'<a class="button button-main" href="/entrance/">Open the page again\s*</a>', page)
    assert USED not in page


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/entrance/"])
def test_where_no_page_of_ours_is_known_it_is_the_first_one(db, referer):
    page = refused(Client(enforce_csrf_checks=True), "/entrance/", OURS | {"Referer": referer})
    assert 'href="/">Go to the front page</a>' in page
    assert "elsewhere" not in page


FROM = {
    "no cookie": OURS,
    "another address": HOST | {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    "hidden": HOST | {"Origin": "null"},
    "a front": HOST | {"Sec-Fetch-Site": "same-origin"},
}


@pytest.mark.parametrize("headers", FROM.values(), ids=FROM)
def test_only_a_form_with_words_is_answered_about_words(link, headers):
    page = refused(Client(enforce_csrf_checks=True), link, headers)
    assert WRITING not in page
    assert "your words" not in page.lower()


@pytest.mark.parametrize("headers", FROM.values(), ids=FROM)
def test_somebody_who_wrote_is_told_where_the_words_are(db, headers):
    page = refused_form(headers, purpose="The pictures of the Sunday")
    assert "your words" in page.lower()


def test_behind_a_broken_front_words_can_be_copied_and_not_sent(db):
    page = refused_form(FROM["a front"], purpose="The pictures of the Sunday")
    assert "The pictures of the Sunday" in page
    assert "readonly" in page
    assert "<button" not in page


def refused_form(headers: dict[str, str], **sent: str) -> str:
    """The same for a form as a browser encodes it."""
    phone = Client(enforce_csrf_checks=True)
    body = "&".join(f"{name}={words.replace(' ', '+')}" for name, words in sent.items())
    answer = phone.generic("POST", "/entrance/", body, "application/x-www-form-urlencoded", headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


TEMPLATES = Path(__file__).resolve().parents[2] / "held" / "web" / "templates"


def has(name: str, words: str, ways: tuple[str, ...]) -> bool:
    """Whether these words are in a template, or in one that it names in such a tag."""
    text = (TEMPLATES / name).read_text()
    named = {part.split('"')[0] for way in ways for part in text.split(f'{way} "')[1:]}
    return words in text or any(has(one, words, ways) for one in named if (TEMPLATES / one).is_file() and one != name)


def test_every_page_with_a_field_has_the_style_of_fields():
    pages = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("[!_]*.html")]
    with_fields = [page for page in pages if has(page, 'class="field', ("{% include",))]
    assert len(with_fields) > 10
    assert not [page for page in with_fields if not has(page, "css/form.css", ("{% extends", "{% include"))]
