"""A button of an old page, after the photograph was kept or destroyed on another page, says so to its family."""

import pytest
from django.urls import reverse

from held.pictures import removal
from held.pictures.models import Picture
from held.publishing import placing
from tests.forms import forms_on
from tests.photographs import arrived_photograph

KEPT = "Somebody already chose to keep it. Nothing was removed."
GONE = "It was already removed for good."


@pytest.fixture
def leaf(cast, story):
    leaf = arrived_photograph(cast, story)
    placing.remove(leaf, by=cast.ana)
    return leaf


def sent(browser, page: str, action: str) -> dict[str, str]:
    """What the form with this action sends on the current page."""
    found = [form for form in forms_on(browser.get(page).content.decode()) if form.method == "post"]
    (form,) = [form for form in found if (form.action or page) == action]
    return form.filled()


def at(name: str, leaf) -> str:
    return reverse(f"family:{name}", args=[leaf.pk])


def test_remove_for_good_after_it_was_kept_says_so(cast, signed_in, leaf):
    browser = signed_in(cast.ana, key=True)
    old = sent(browser, at("destroying", leaf), at("destroying", leaf))
    removal.keep_after_all(leaf.picture, by=cast.ben)
    answer = browser.post(at("destroying", leaf), old, follow=True)
    assert KEPT in answer.content.decode()
    assert Picture.objects.exists()
    assert KEPT in browser.get(at("destroying", leaf), follow=True).content.decode()  # a link of an old page


@pytest.mark.parametrize(
    ("name", "page"), [("keeping_after_all", "removal"), ("keeping_after_all", "list"), ("destroying", "destroying")]
)
def test_a_button_after_it_was_removed_for_good_says_so(cast, signed_in, story, leaf, name, page):
    browser = signed_in(cast.ana, key=True)
    on = reverse("family:photographs", args=[story.pk]) if page == "list" else at(page, leaf)
    old, path = sent(browser, on, at(name, leaf)), at(name, leaf)
    removal.destroy(leaf.picture, by=cast.ben)
    answer = browser.post(path, old, follow=True)
    assert GONE in answer.content.decode()


def test_another_family_gets_the_same_not_found_page(cast, signed_in, story, leaf):
    otto, gone = signed_in(cast.otto, key=True), {"story": str(story.pk)}
    never = otto.post(reverse("family:destroying", args=[999_999]), gone)
    for name in ("destroying", "keeping_after_all"):
        path = at(name, leaf)
        there = otto.post(path, gone)
        assert (there.status_code, there.content) == (404, never.content)
    paths = [at(name, leaf) for name in ("destroying", "keeping_after_all")]
    removal.keep_after_all(leaf.picture, by=cast.ben)
    kept = [otto.post(path, gone).content for path in paths]
    placing.remove(leaf, by=cast.ana)
    removal.destroy(leaf.picture, by=cast.ben)
    assert {*kept, *(otto.post(path, gone).content for path in paths)} == {never.content}


@pytest.mark.parametrize("given", ["", "x", "٣", "9" * 30])
def test_a_field_that_somebody_changed_is_the_same_not_found_page(cast, signed_in, leaf, given):
    answer = signed_in(cast.ana, key=True).post(reverse("family:keeping_after_all", args=[999_999]), {"story": given})
    assert answer.status_code == 404
