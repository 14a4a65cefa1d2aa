"""Every version of a leaf is kept, can be read, and can be restored."""

import pytest
from django.urls import reverse

from held.publishing import publication
from held.stories import writing
from held.stories.models import Publication, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.web.family.conftest import newest


@pytest.fixture
def former(cast, essay):
    """The words of the leaf before Ben wrote."""
    former = essay.current
    writing.save(essay, {"body": "Newer words"}, form=OpenForm(former.pk), by=cast.ben)
    return former


def test_every_version_is_listed_with_its_writer(cast, signed_in, essay, former):
    page = signed_in(cast.ana).get(reverse("family:versions", args=[essay.pk])).content.decode()
    assert page.count(reverse("family:version", args=[former.pk])) == 1
    assert "Ana, " in page
    assert "Ben, " in page
    assert page.count("The words now.") == 1


def test_it_says_which_words_readers_see_while_the_story_is_open(cast, signed_in, story, essay):
    address = reverse("family:versions", args=[essay.pk])
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert signed_in(cast.ana).get(address).content.decode().count("Readers see these.") == 1
    publication.take_back(story, by=cast.ana)
    assert "Readers see" not in signed_in(cast.ana).get(address).content.decode()


def test_a_former_version_is_read_and_brought_back_as_a_new_one(cast, signed_in, essay, former):
    browser = signed_in(cast.ana)
    assert people.CANARY in browser.get(reverse("family:version", args=[former.pk])).content.decode()
    answer = browser.post(reverse("family:bringing_back", args=[former.pk]))
    assert answer.status_code == 303
    assert people.CANARY in newest(essay)["body"]
    assert Version.objects.filter(leaf=essay).count() == 3


def test_what_is_on_the_leaf_now_need_not_be_brought_back(cast, signed_in, essay, former):
    essay.refresh_from_db()
    page = signed_in(cast.ana).get(reverse("family:version", args=[essay.current_id])).content.decode()
    assert "Bring this version back" not in page


def test_a_version_that_cannot_be_opened_is_not_brought_back(cast, signed_in, essay, former):
    Version.objects.filter(pk=former.pk).update(sealed=b"HLD1" + bytes(60))
    browser = signed_in(cast.ana)
    page = browser.get(reverse("family:version", args=[former.pk])).content.decode()
    assert "We can’t open this version just now" in page
    assert "Bring this version back" not in page
    assert browser.post(reverse("family:bringing_back", args=[former.pk])).status_code == 404
    assert newest(essay) == {"body": "Newer words"}


def test_another_family_reads_and_brings_back_nothing(cast, signed_in, essay, former):
    browser = signed_in(cast.otto)
    assert browser.get(reverse("family:versions", args=[essay.pk])).status_code == 404
    assert browser.get(reverse("family:version", args=[former.pk])).status_code == 404
    assert browser.post(reverse("family:bringing_back", args=[former.pk])).status_code == 404
    assert newest(essay) == {"body": "Newer words"}
