"""Removing a photograph: closed at once, kept after all, or gone at once when they ask again."""

from django.urls import reverse

from held.history.models import AuditEntry
from held.lib.clock import now
from held.pictures.models import Picture, Removal
from held.publishing import placing
from held.stories.models import Leaf, Placement, Publication
from tests import cast as people
from tests.photographs import SHOWS, arrived_photograph, photograph


def at(name, leaf):
    return reverse(f"family:{name}", args=[leaf.pk])


def test_looking_at_what_removing_means_removes_nothing(cast, signed_in, story):
    leaf = photograph(cast, story).leaf
    page = signed_in(cast.ana).get(at("removal", leaf)).content.decode()
    assert "closed for everybody, including you" in page
    assert "After 30 days it’s gone for good." in page
    assert SHOWS in page
    assert not Removal.objects.exists()


def test_removing_closes_a_photo_for_readers_and_family(cast, signed_in, anyone, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    browser = signed_in(cast.ben)  # came in by a link alone: closing needs no key
    page = browser.get(browser.post(at("removal", placed.leaf))["Location"]).content.decode()
    assert "It’s closed for everybody." in page
    assert "Keep it after all" in page
    assert SHOWS not in anyone.get("/stories/noor/").content.decode()
    assert not Placement.objects.exists()
    assert "Show it to me" not in browser.get(at("photograph", placed.leaf)).content.decode()
    assert "A parent is removing it" in browser.get(at("photograph", placed.leaf)).content.decode()


def test_kept_after_all_it_is_the_familys_and_nobody_elses(cast, signed_in, anyone, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    signed_in(cast.ana).post(at("removal", placed.leaf))
    browser = signed_in(cast.ben)
    page = browser.get(browser.post(at("keeping_after_all", placed.leaf))["Location"]).content.decode()
    assert "It’s kept, for your family only." in page
    assert SHOWS not in anyone.get("/stories/noor/").content.decode()
    assert not Removal.objects.exists()


def test_one_that_nobody_removed_cannot_be_destroyed(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    browser = signed_in(cast.ana, key=True)
    assert browser.get(at("destroying", leaf)).status_code == 404
    assert browser.post(at("destroying", leaf)).status_code == 404
    assert Picture.objects.exists()


def test_asking_a_second_time_needs_a_key_shown_lately(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    browser = signed_in(cast.ana)
    browser.post(at("removal", leaf))
    assert "Use your key" in browser.get(at("destroying", leaf)).content.decode()
    assert browser.post(at("destroying", leaf))["Location"].startswith("/entrance/show-key/")
    assert Picture.objects.exists()


def test_asked_a_second_time_it_is_gone_at_once_and_the_list_says_so(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    browser = signed_in(cast.ana, key=True)
    browser.post(at("removal", leaf))
    assert "It can’t be undone, not even by us." in browser.get(at("destroying", leaf)).content.decode()
    page = browser.get(browser.post(at("destroying", leaf))["Location"]).content.decode()
    assert "The photograph is gone for good" in page
    assert "No photographs yet." in page
    assert not Picture.objects.exists()
    assert not Leaf.objects.filter(pk=leaf.pk).exists()
    assert AuditEntry.objects.filter(action="picture.destroyed", by=cast.ana.key).exists()


def test_another_family_removes_keeps_and_destroys_nothing(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    otto = signed_in(cast.otto, key=True)
    assert otto.post(at("removal", leaf)).status_code == 404
    signed_in(cast.ana).post(at("removal", leaf))
    assert otto.post(at("keeping_after_all", leaf)).status_code == 404
    assert otto.post(at("destroying", leaf)).status_code == 404
    assert Removal.objects.count() == 1


def test_too_late_to_keep_it_is_said_as_such(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    placing.remove(leaf, by=cast.ana)
    Removal.objects.update(claimed_at=now())
    answer = signed_in(cast.ben).post(at("keeping_after_all", leaf), follow=True)
    assert "It’s gone for good, and can’t be kept." in answer.content.decode()
    assert Removal.objects.exists()
