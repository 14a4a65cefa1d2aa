"""The form in which a leaf is written."""

import pytest
from django.urls import reverse

from held.stories import writing
from held.stories.models import Leaf, Version
from held.stories.writing import OpenForm
from tests import cast as people


def page_of(browser, leaf):
    return browser.get(reverse("family:leaf", args=[leaf.pk])).content.decode()


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Leaf.Kind.ABOUT, "Why I share this"),
        (Leaf.Kind.BABY, "What do you call your baby?"),
        (Leaf.Kind.ENTRY, "Your words"),
    ],
)
def test_each_kind_of_leaf_has_its_form_and_requires_nothing(cast, signed_in, story, kind, asked):
    leaf = Leaf.objects.filter(story=story, kind=kind).first() or writing.add_leaf(story, kind, by=cast.ana)
    page = page_of(signed_in(cast.ben), leaf)
    assert asked in page
    assert "required" not in page


def test_it_shows_what_was_written_and_nothing_is_changed_by_looking(cast, signed_in, essay):
    before = Version.objects.count()
    assert people.CANARY in page_of(signed_in(cast.ana), essay)
    assert Version.objects.count() == before


def test_who_wrote_last_is_said_to_everybody_else(cast, signed_in, essay):
    assert "Ana wrote here last." in page_of(signed_in(cast.ben), essay)
    assert "wrote here last" not in page_of(signed_in(cast.ana), essay)


def test_words_that_look_like_markup_stay_words(cast, signed_in, story, essay):
    writing.save(essay, {"body": "\n</textarea><script>x</script>"}, form=OpenForm(essay.current_id), by=cast.ana)
    page = page_of(signed_in(cast.ana), essay)
    assert "<script>x" not in page
    assert "\n\n&lt;/textarea&gt;&lt;script&gt;" in page


def test_a_new_entry_proposes_its_writers_name_and_language(cast, signed_in, story):
    leaf = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ben)
    page = page_of(signed_in(cast.ben), leaf)
    assert 'name="signed" value="Ben"' in page
    assert '<option value="en" selected>' in page


def test_a_number_we_do_not_know_is_kept_and_told_gently(cast, signed_in, story, open_form):
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    browser = signed_in(cast.ana)
    form = open_form(browser, leaf)
    assert form.save(weeks_number="about twenty", weeks_days="9", born="in the winter").status_code == 303
    leaf.refresh_from_db()
    kept = {"weeks_number": "about twenty", "weeks_days": "9", "born": "in the winter"}
    assert leaf.current.read(story.key) == kept
    page = page_of(browser, leaf)
    assert page.count("We kept it as you wrote it.") == 2
    assert 'value="about twenty"' in page


def test_ticks_and_choices_come_back_as_they_were(cast, signed_in, story, open_form):
    browser = signed_in(cast.ana)
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    open_form(browser, leaf).save(sex="girl", status="during_birth", weeks_about="yes")
    page = page_of(browser, leaf)
    assert page.count("checked") == 1
    assert page.count(" selected>") == 2
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    open_form(browser, about).save(quiet_title="yes", language="fi")
    assert "checked" in page_of(browser, about)
    assert '<option value="fi" selected>' in page_of(browser, about)


def test_words_that_cannot_be_opened_are_said_to_be_kept(cast, signed_in, essay):
    Version.objects.filter(leaf=essay).update(sealed=b"HLD1" + bytes(60))
    assert "We can’t open these words just now" in page_of(signed_in(cast.ana), essay)


def test_another_family_the_host_and_strangers_find_no_such_leaf(cast, signed_in, anyone, essay):
    address = reverse("family:leaf", args=[essay.pk])
    assert signed_in(cast.otto).get(address).status_code == 404
    assert signed_in(cast.hilde).get(address).status_code == 404
    assert anyone.get(address).status_code == 302


def test_an_empty_leaf_is_put_away_and_one_with_words_stays(cast, signed_in, story, essay):
    empty = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    browser = signed_in(cast.ben)
    assert "put-away" in browser.post(reverse("family:dropping", args=[empty.pk]))["Location"]
    assert "has-words" in browser.post(reverse("family:dropping", args=[essay.pk]))["Location"]
    assert not Leaf.objects.filter(pk=empty.pk).exists()
    assert Leaf.objects.filter(pk=essay.pk).exists()


def test_nobody_puts_away_a_leaf_of_another_family(cast, signed_in, story):
    empty = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    assert signed_in(cast.otto).post(reverse("family:dropping", args=[empty.pk])).status_code == 404
    assert Leaf.objects.filter(pk=empty.pk).exists()


def test_language_and_direction_go_with_what_people_write(cast, signed_in, essay):
    assert 'dir="auto"' in page_of(signed_in(cast.ana), essay)
