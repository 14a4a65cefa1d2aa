"""Saving what was written: whatever goes wrong, no word is lost."""

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.core import signing
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from held.accounts.sign_in_keys import end_every_key
from held.families.models import Member
from held.stories import writing
from held.stories.models import Conflict, Leaf, Version
from held.web.family.writing import drafts
from tests.said import unsigned
from tests.web.family.conftest import newest

WORDS = "Noor had dark hair. <b>&"


@pytest.fixture
def strict():
    """A browser that asks for Django's token on every form."""

    def of(browser):
        strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
        strict.cookies = browser.cookies
        return strict

    return of


def test_a_saved_leaf_leads_back_to_itself_and_says_so(cast, signed_in, essay, open_form, strict):
    browser = signed_in(cast.ana)
    answer = open_form(browser, essay).save(strict(browser), body=WORDS, title="A night")
    assert answer.status_code == 303
    assert newest(essay) == {"body": WORDS, "title": "A night"}
    page = browser.get(answer["Location"]).content.decode()
    assert "Saved. You can stop here and come back whenever you like." in page
    assert "Noor had dark hair. &lt;b&gt;&amp;" in page


def test_stopping_for_now_saves_and_leads_to_the_story(cast, signed_in, essay, open_form):
    browser = signed_in(cast.ana)
    answer = open_form(browser, essay).save(body=WORDS, stop="yes")
    assert newest(essay) == {"body": WORDS}
    assert unsigned(answer["Location"]) == reverse("family:story", args=[essay.story_id]) + "?said=saved"
    assert "Saved. You can stop here" in browser.get(answer["Location"]).content.decode()


def test_the_script_gets_the_base_version_of_its_next_save(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    told = form.save(json=True, body="One").json()
    assert told["base"] == str(Version.objects.get(pk=told["base"]).pk)
    form.carries["base"] = told["base"]
    assert "differs" not in form.save(json=True, body="One, two").json()
    assert newest(essay)["body"] == "One, two"


def test_words_are_kept_exactly_and_blank_fields_are_left_out(cast, signed_in, essay, open_form):
    open_form(signed_in(cast.ana), essay).save(body=" line one\r\n\r\nline  two ", title="  ", signed="", other="x")
    assert newest(essay) == {"body": " line one\n\nline  two "}


def test_an_untouched_leaf_is_nothing_written(cast, signed_in, story, open_form):
    leaf = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    form = open_form(signed_in(cast.ana), leaf)
    assert form.save(signed="Ana", language="en").status_code == 303
    assert form.save(json=True, body=" ").json()["base"] == ""
    assert not Version.objects.filter(leaf=leaf).exists()


def test_clearing_a_leaf_that_had_words_is_kept_as_a_version(cast, signed_in, essay, open_form):
    open_form(signed_in(cast.ana), essay).save(body="")
    assert newest(essay) == {}
    assert Version.objects.filter(leaf=essay).count() == 2


def test_words_are_taken_even_when_the_sign_in_has_ended(cast, signed_in, anyone, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    answer = form.save(anyone, body=WORDS)
    assert answer.status_code == 401
    assert "What you wrote is kept" in answer.content.decode()
    assert "dark hair" not in answer.content.decode()
    assert reverse("entrance:come_in") in answer.content.decode()
    assert newest(essay)["body"] == WORDS
    assert Version.objects.get(pk=essay.current_id).by == cast.ana


def test_a_signed_out_save_reveals_nothing_about_the_words(cast, signed_in, anyone, essay, open_form):
    """A save with the current words gets the same response as any other."""
    form = open_form(signed_in(cast.ana), essay)
    right = form.save(anyone, json=True).json()
    wrong = form.save(anyone, json=True, body=WORDS).json()
    assert right == wrong


def test_the_script_is_told_where_to_sign_in_again(cast, signed_in, anyone, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    told = form.save(anyone, json=True, body=WORDS)
    assert told.status_code == 401
    assert newest(essay)["body"] == WORDS
    assert told.json()["base"] == form.carries["base"]
    assert told.json()["sign_in"].startswith(reverse("entrance:come_in"))


def test_somebody_else_signed_in_meanwhile_is_not_shown_them(cast, signed_in, essay, open_form):
    answer = open_form(signed_in(cast.ana), essay).save(signed_in(cast.otto), body=WORDS)
    assert answer.status_code == 401
    assert newest(essay)["body"] == WORDS


@pytest.mark.parametrize("draft", ["", "made up"])
def test_a_form_not_signed_here_gives_the_words_back_and_keeps_nothing(cast, signed_in, essay, open_form, draft):
    form = open_form(signed_in(cast.ana), essay)
    form.carries["draft"] = draft
    refused_with_words(form.save(body=WORDS, stop="yes"), essay)
    assert "Your words are still here." in form.save(json=True, body=WORDS).json()["said"]


def test_a_form_for_another_leaf_gives_the_words_back(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    other = writing.add_leaf(essay.story, Leaf.Kind.ENTRY, by=cast.ana)
    form.address = reverse("family:leaf", args=[other.pk])
    refused_with_words(form.save(body=WORDS), other)


def test_a_form_older_than_sixty_days_gives_the_words_back(cast, signed_in, essay, open_form, monkeypatch):
    form = open_form(signed_in(cast.ana), essay)
    monkeypatch.setattr(drafts, "GOOD_FOR", timedelta(seconds=-1))
    refused_with_words(form.save(body=WORDS), essay)


def test_a_removed_member_gets_the_typed_words_back(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ben), essay)
    Member.objects.filter(account=cast.ben).delete()
    refused_with_words(form.save(body=WORDS), essay)


def test_a_lost_phone_whose_keys_were_ended_writes_no_more(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    end_every_key(cast.ana)
    refused_with_words(form.save(body=WORDS), essay)


def refused_with_words(answer, leaf):
    before = Version.objects.filter(leaf=leaf).count()
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Noor had dark hair. &lt;b&gt;&amp;" in page
    assert "couldn’t be saved" in page
    assert before == Version.objects.filter(leaf=leaf).count() <= 1


def test_what_is_no_leaf_of_ours_is_answered_like_a_page_that_never_was(cast, signed_in, anyone, essay):
    for browser in (anyone, signed_in(cast.ana), signed_in(cast.otto)):
        assert browser.post(reverse("family:leaf", args=[essay.pk]), {"body": WORDS}).status_code == 404


@pytest.mark.parametrize("fault", [OperationalError("full"), OSError(28, "full"), RuntimeError("ours"), KeyError("x")])
def test_a_full_disk_gives_the_words_back_with_a_way_to_try_again(
    cast, signed_in, essay, open_form, monkeypatch, fault
):
    def refuse(*_args, **_kwargs):
        raise fault

    form = open_form(signed_in(cast.ana), essay)
    with monkeypatch.context() as patch:
        patch.setattr(writing, "save", refuse)
        answer = form.save(body=WORDS, title="A night")
        told = form.save(json=True, body=WORDS)
    page = answer.content.decode()
    assert (answer.status_code, told.status_code) == (503, 503)
    assert "Noor had dark hair. &lt;b&gt;&amp;" in page
    assert "Try to save again" in page
    assert form.carries["draft"] in page
    assert "our fault" in told.json()["said"]
    assert form.save(body=WORDS).status_code == 303
    assert newest(essay)["body"] == WORDS


def test_an_unreachable_database_gives_the_words_back(cast, signed_in, essay, open_form, monkeypatch):
    def refuse(*_args):
        raise OperationalError("away")

    form = open_form(signed_in(cast.ana), essay)
    monkeypatch.setattr("held.web.audiences.viewer_of", refuse)
    answer = form.save(body=WORDS)
    assert answer.status_code == 503
    assert "dark hair" in answer.content.decode()


def test_more_than_can_arrive_at_once_is_told_gently(cast, signed_in, essay, open_form, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    form = open_form(signed_in(cast.ana), essay)
    sent = {**form.carries, "body": "word " * 1000}
    address = reverse("family:leaf", args=[essay.pk])
    plain = "application/x-www-form-urlencoded"
    encoded = "&".join(f"{name}={value}" for name, value in sent.items())
    for answer in (form.save(body="word " * 1000), form.browser.post(address, encoded, content_type=plain)):
        assert answer.status_code == 413
        assert "in two parts" in answer.content.decode()
    told = form.save(json=True, body="word " * 1000)
    assert told.status_code == 413
    assert "Your words are still on this page." in told.json()["said"]


def test_two_tabs_lead_to_both_texts_side_by_side(cast, signed_in, essay, open_form):
    hers, his = open_form(signed_in(cast.ana), essay), open_form(signed_in(cast.ben), essay)
    hers.save(body="Hers")
    answer = his.save(body="His")
    assert answer["Location"] == reverse("family:differing", args=[essay.pk])
    assert his.save(json=True, body="His, and more").json()["differs"] == answer["Location"]
    assert newest(essay)["body"] == "Hers"
    assert Conflict.objects.filter(leaf=essay).count() == 1


def test_nonsense_about_the_form_costs_no_words(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    form.carries |= {"base": "not a version", "turn": "many", "settled": str(uuid.uuid4())}
    form.save(body=WORDS)
    kept = [version.read(essay.story.key).get("body") for version in Version.objects.filter(leaf=essay)]
    assert WORDS in kept


def test_the_signature_tells_nothing_but_whose_it_is_and_since_when(cast, essay):
    told = signing.loads(drafts.sign(cast.ana, essay, "h" * 16), salt="held.draft")
    assert told[:2] == [cast.ana.pk, essay.pk]
    assert [len(part) for part in told[2:4]] == [16, 16]
    assert [type(part) for part in told[4:]] == [int, int]


def test_a_form_that_says_it_is_another_is_given_its_words_back(cast, signed_in, essay, open_form):
    form = open_form(signed_in(cast.ana), essay)
    form.carries |= {"hand": "h" * 500}
    answer = form.save(body=WORDS)
    assert answer.status_code == 409
    assert WORDS in unescape(answer.content.decode())
