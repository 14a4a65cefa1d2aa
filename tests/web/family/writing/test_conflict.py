"""Texts that differ are shown side by side until a person chooses."""

import pytest
from django.urls import reverse

from held.stories import writing
from held.stories.models import Conflict, Version
from held.stories.writing import OpenForm
from tests.web.family.conftest import newest


@pytest.fixture
def two(cast, essay):
    """Ana's words on the leaf, Ben's beside them."""
    base = essay.current_id
    hers, _ = writing.save(essay, {"body": "Hers, in autumn", "title": "A"}, form=OpenForm(base, "a"), by=cast.ana)
    his, _ = writing.save(essay, {"body": "His, in autumn", "title": "A"}, form=OpenForm(base, "b"), by=cast.ben)
    return hers, his


def at(leaf):
    return reverse("family:differing", args=[leaf.pk])


def keep(browser, leaf, version, two):
    return browser.post(at(leaf), {"kept": version.pk, "base": two[0].pk, "settled": two[1].pk})


def test_both_texts_are_side_by_side_with_their_writers(cast, signed_in, essay, two):
    page = signed_in(cast.ana).get(at(essay)).content.decode()
    for told in ("<mark>Hers,</mark>", "<mark>His,</mark>", " in autumn", "Ana, ", "Ben, "):
        assert told in page
    assert page.count("– differs") == 2


@pytest.mark.parametrize("which", [0, 1])
def test_either_can_be_kept_and_the_other_stays_a_version(cast, signed_in, essay, two, which):
    words = two[which].read(essay.story.key)
    answer = keep(signed_in(cast.ana), essay, two[which], two)
    assert answer["Location"].startswith(reverse("family:leaf", args=[essay.pk]))
    assert newest(essay) == words
    assert not Conflict.objects.exists()
    assert Version.objects.filter(pk__in=[two[0].pk, two[1].pk]).count() == 2


def test_a_third_text_settles_it_and_saving_by_itself_does_not(cast, signed_in, essay, two):
    browser = signed_in(cast.ana)
    page = browser.get(at(essay)).content.decode()
    assert f'name="settled" value="{two[1].pk}"' in page
    from tests.web.family.conftest import HIDDEN  # noqa: PLC0415

    carries = dict(HIDDEN.findall(page.split('<form class="leaf"')[1]))
    leaf = reverse("family:leaf", args=[essay.pk])
    by_itself = browser.post(leaf, {**carries, "turn": "1", "body": "Both"}, headers={"Accept": "application/json"})
    assert Conflict.objects.filter(leaf=essay).count() == 1
    carries["base"] = by_itself.json()["base"]
    browser.post(leaf, {**carries, "turn": "2", "body": "Both, done", "settled": str(two[1].pk)})
    assert newest(essay) == {"body": "Both, done"}
    assert not Conflict.objects.exists()


def test_what_somebody_saved_meanwhile_is_not_covered(cast, signed_in, essay, two):
    writing.save(essay, {"body": "Hers, and more"}, form=OpenForm(two[0].pk), by=cast.ana)
    answer = keep(signed_in(cast.ben), essay, two[1], two)
    assert answer["Location"].startswith(at(essay))
    assert newest(essay) == {"body": "Hers, and more"}
    assert Conflict.objects.count() == 1


def test_the_leaf_and_the_story_say_that_two_texts_differ(cast, signed_in, essay, two):
    browser = signed_in(cast.ana)
    for page in (reverse("family:leaf", args=[essay.pk]), reverse("family:story", args=[essay.story_id])):
        assert at(essay) in browser.get(page).content.decode()


def test_where_nothing_differs_the_page_leads_to_the_leaf(cast, signed_in, essay):
    assert signed_in(cast.ana).get(at(essay))["Location"] == reverse("family:leaf", args=[essay.pk])


def test_another_family_sees_and_settles_nothing(cast, signed_in, essay, two):
    assert signed_in(cast.otto).get(at(essay)).status_code == 404
    assert keep(signed_in(cast.otto), essay, two[1], two).status_code == 404
    assert Conflict.objects.count() == 1


@pytest.mark.parametrize("kept", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_choosing_an_unknown_version_is_404(cast, signed_in, essay, two, kept):
    assert signed_in(cast.ana).post(at(essay), {"kept": kept, "base": two[0].pk}).status_code == 404
    assert Conflict.objects.count() == 1
