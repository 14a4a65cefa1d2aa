"""The page to write on: words first; a key and a name after the first save; how the words will look."""

import re

import pytest
from django.urls import reverse

from held.accounts import sign_in_keys
from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from tests import cast as people

OFFERS = re.compile(r"<div class=\"leaf-offers\" data-after-save( hidden)?>")


def page_of(browser, leaf):
    return browser.get(reverse("family:leaf", args=[leaf.pk])).content.decode()


def text_before(page: str, name: str) -> str:
    """The form's HTML before the field of this name."""
    return page.partition('<form class="leaf"')[2].partition(f'name="{name}"')[0]


def test_a_key_and_a_name_are_offered_after_the_first_save(cast, signed_in, open_form):
    cast.ana.name = ""
    cast.ana.save()
    leaf, ana = writing.start(cast.family, by=cast.ana), signed_in(cast.ana)
    assert OFFERS.search(page_of(ana, leaf))[1] == " hidden"  # the script shows it once something is saved
    open_form(ana, leaf).save(body="Her first words")
    page = page_of(ana, leaf)
    assert OFFERS.search(page)[1] is None
    assert f"/entrance/keys/offer/?next=/family/leaves/{leaf.pk}/" in page
    assert f'href="{reverse("family:welcome")}"' in page.partition("leaf-offers")[2]
    later = ana.get(f"/entrance/keys/offer/?next=/family/leaves/{leaf.pk}/").content.decode()
    assert f'href="/family/leaves/{leaf.pk}/"' in later  # and back to the words, without a key too


def test_who_has_a_key_and_a_name_is_offered_nothing(cast, signed_in, essay):
    sign_in_keys.write_codes(cast.ana)
    assert not OFFERS.search(page_of(signed_in(cast.ana), essay))


@pytest.mark.parametrize(
    ("kind", "first", "folded"),
    [
        (Leaf.Kind.ENTRY, ["body"], ["title", "signed", "written", "language"]),
        (Leaf.Kind.ABOUT, ["title", "why"], ["word", "language", "quiet_title"]),
        (Leaf.Kind.BABY, ["name", "sentence"], ["born", "weeks_number", "sex", "status", "weight"]),
    ],
)
def test_words_come_first_and_the_rest_is_folded(cast, signed_in, story, kind, first, folded):
    leaf = Leaf.objects.filter(story=story, kind=kind).first() or writing.add_leaf(story, kind, by=cast.ana)
    page = page_of(signed_in(cast.ana), leaf)
    assert "<details" not in "".join(text_before(page, name) for name in first)
    assert "button-main" in text_before(page, first[0])
    for name in folded:
        before = text_before(page, name)
        assert before.count("<details") > before.count("</details>"), name


def test_the_rest_opens_when_something_in_it_is_mistaken(cast, signed_in, story, open_form):
    leaf, ana = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana), signed_in(cast.ana)
    assert '<details class="fold">' in text_before(page_of(ana, leaf), "born")
    open_form(ana, leaf).save(weeks_days="9")
    assert '<details class="fold" open>' in text_before(page_of(ana, leaf), "born")


def test_what_was_chosen_can_be_emptied_again(cast, signed_in, story, open_form):
    leaf, ana = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana), signed_in(cast.ana)
    open_form(ana, leaf).save(name="Noor", sex="girl", status="after_birth")
    open_form(ana, leaf).save(name="Noor", sex="", status="")
    leaf.refresh_from_db()
    assert leaf.current.read(story.key) == {"name": "Noor"}
    page = page_of(ana, leaf)
    assert page.count('<option value="" selected>') == 2
    assert 'type="radio"' not in page


def test_it_shows_how_the_words_will_look_and_explains_marks(cast, signed_in, story, essay):
    ana = signed_in(cast.ana)
    plain = page_of(ana, essay)
    preview = plain.partition("data-preview-words")[2].partition("</details>")[0]
    assert "<p>We held her until the light went.</p>" in preview
    assert "data-marks-said hidden" in plain
    writing.save(essay, {"body": "She was **here**."}, form=OpenForm(essay.current_id), by=cast.ana)
    marked = page_of(ana, essay)
    assert "She was <strong>here</strong>." in marked
    assert "data-marks-said>" in marked


def test_it_says_truly_who_can_read_the_words(cast, signed_in, story, essay):
    only, later = "Only your family can read this.", "Readers see changes only when you let them."
    ana, about = signed_in(cast.ana), Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    assert only in page_of(ana, essay)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    assert later in page_of(ana, essay)
    ana.post(reverse("family:hiding", args=[about.pk]))
    assert only in page_of(ana, about)
    ana.post(reverse("family:taking_back", args=[story.pk]))
    assert only in page_of(ana, essay)


def test_save_and_see_it_as_a_reader_keeps_the_words(cast, signed_in, story, essay, open_form):
    answer = open_form(signed_in(cast.ana), essay).save(body="Newest words", see="yes")
    assert answer["Location"] == reverse("family:as_a_reader", args=[story.pk])
    essay.refresh_from_db()
    assert essay.current.read(story.key) == {"body": "Newest words"}
