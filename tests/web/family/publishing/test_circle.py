"""Who may read: one page before each widening, and the way back in one act."""

import re

import pytest
from django.urls import reverse

from held.publishing import publication
from held.publishing.addresses import addresses_of
from held.publishing.fingerprint import fingerprint_of
from held.publishing.publication import circle_of
from held.stories import writing
from held.stories.models import Leaf, Publication, PublishedVersion
from held.stories.writing import OpenForm
from tests import cast as people

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE
TICKED = re.compile(r'name="shown" value="([^"]+)" checked')
STANDING = re.compile(r'name="standing" value="([^"]+)"')
WIDENINGS = ("family:circle_link", "family:circle_everyone", "family:circle_shown")


def at(name, story):
    return reverse(name, args=[story.pk])


def as_on(page: str) -> dict[str, object]:
    """What the page sends if nothing on it is changed."""
    return {"shown": TICKED.findall(page), "standing": STANDING.search(page)[1]}


def ticked(browser, address):
    return TICKED.findall(browser.get(address).content.decode())


@pytest.mark.parametrize(("name", "circle"), [("family:circle_link", LINK), ("family:circle_everyone", EVERYONE)])
def test_what_stood_on_the_page_is_what_readers_see(cast, signed_in, anyone, story, name, circle):
    browser = signed_in(cast.ana, key=True)
    page = browser.get(at(name, story)).content.decode()
    for told in ("Who will see it", "What they will see", "How to undo it", people.CANARY, people.TITLE):
        assert told in page
    assert circle_of(story) is None
    answer = browser.post(at(name, story), as_on(page))
    assert (answer.status_code, circle_of(story)) == (303, circle)
    address = addresses_of(story)[circle]
    assert people.CANARY in anyone.get(f"/stories/{address}/").content.decode()
    assert address in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", WIDENINGS)
def test_opening_a_story_needs_a_shown_key(cast, signed_in, story, name):
    answer = signed_in(cast.ana).post(at(name, story))
    assert answer["Location"].startswith(reverse("entrance:show_key"))
    assert at(name, story) in answer["Location"]
    assert circle_of(story) is None


@pytest.mark.parametrize("name", WIDENINGS)
def test_another_family_and_the_host_find_no_such_page(cast, signed_in, story, name):
    for account in (cast.otto, cast.hilde):
        for method in ("get", "post"):
            assert getattr(signed_in(account, key=True), method)(at(name, story)).status_code == 404
    assert circle_of(story) is None


def test_the_family_writes_the_end_of_the_address(cast, signed_in, anyone, story):
    browser, page = signed_in(cast.ana, key=True), at("family:circle_everyone", story)
    browser.post(page, as_on(browser.get(page).content.decode()) | {"wished": "Noor-in-March"})
    assert anyone.get("/stories/noor-in-march/").status_code == 200


@pytest.mark.parametrize(("wished", "said"), [("noor & ana", "hyphens between them"), ("taken", "Another story")])
def test_an_address_that_cannot_be_given_opens_nothing_and_says_why(cast, signed_in, story, wished, said):
    people.open_to(people.write_story(cast), EVERYONE, by=cast.ana, wished="taken")
    browser, page = signed_in(cast.ana, key=True), at("family:circle_everyone", story)
    answer = browser.post(page, as_on(browser.get(page).content.decode()) | {"wished": wished})
    assert answer.status_code == 409
    head, page = answer.content.decode().split("</head>")
    assert said in head.partition("<title>")[2]
    assert page.count(said) == 1
    assert 'aria-invalid="true"' in page
    assert "id_wished_error" in re.search(r'<input[^>]*name="wished"[^>]*>', page)[0]
    assert f'value="{wished.replace("&", "&amp;")}"' in page
    assert len(TICKED.findall(page)) == 2
    assert circle_of(story) is None


def test_words_written_meanwhile_must_be_seen_before_opening(cast, signed_in, story, essay):
    browser, page = signed_in(cast.ana, key=True), at("family:circle_link", story)
    seen = as_on(browser.get(page).content.decode())
    writing.save(essay, {"body": "Ben wrote meanwhile"}, form=OpenForm(essay.current_id), by=cast.ben)
    answer = browser.post(page, seen)
    assert answer.status_code == 409
    assert "Ben wrote meanwhile" in answer.content.decode()
    assert "Nothing was opened" in answer.content.decode()
    assert circle_of(story) is None
    assert browser.post(page, as_on(answer.content.decode())).status_code == 303


def test_with_nothing_ticked_nothing_is_opened(cast, signed_in, story):
    answer = signed_in(cast.ana, key=True).post(at("family:circle_link", story), {"standing": fingerprint_of(story)})
    assert answer.status_code == 409
    assert "choose something with words" in answer.content.decode()
    assert not TICKED.findall(answer.content.decode())
    assert circle_of(story) is None


def test_where_nothing_is_written_there_is_nothing_to_open(cast, signed_in):
    story = writing.begin_story(cast.family, by=cast.ana)
    page = signed_in(cast.ana, key=True).get(at("family:circle_link", story)).content.decode()
    assert "Nothing is written yet" in page
    assert 'name="shown"' not in page


def test_a_living_child_is_not_chosen_by_default(cast, signed_in, story):
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    child, _ = writing.save(leaf, {"name": "Mo", "status": "living"}, form=OpenForm(), by=cast.ana)
    browser, page = signed_in(cast.ana, key=True), at("family:circle_link", story)
    assert str(child.pk) not in ticked(browser, page)
    assert "A living child is shown only if you choose to." in browser.get(page).content.decode()


def test_the_newest_words_are_shown_after_they_were_looked_at(cast, signed_in, anyone, story, essay):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    writing.save(essay, {"body": "newer words"}, form=OpenForm(essay.current_id), by=cast.ana)
    assert "newer words" not in anyone.get("/stories/noor/").content.decode()
    browser, page = signed_in(cast.ana, key=True), at("family:circle_shown", story)
    browser.post(page, as_on(browser.get(page).content.decode()))
    assert "newer words" in anyone.get("/stories/noor/").content.decode()


def test_the_newest_words_of_a_closed_story_are_shown_to_nobody(cast, signed_in, story):
    answer = signed_in(cast.ana, key=True).post(at("family:circle_shown", story), {"shown": []})
    assert answer.status_code == 303
    assert not PublishedVersion.objects.exists()


def test_it_is_taken_back_in_one_act_without_a_key(cast, signed_in, anyone, story):
    people.open_to(story, LINK, by=cast.ana)
    secret = addresses_of(story)[LINK]
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    ben = signed_in(cast.ben)
    answer = ben.post(at("family:taking_back", story))
    assert answer.status_code == 303
    assert circle_of(story) is None
    assert {anyone.get(f"/stories/{address}/").status_code for address in ("noor", secret)} == {404}
    assert "Only your family can read it now" in ben.get(answer["Location"]).content.decode()


def test_narrowing_a_public_story_makes_a_new_link(cast, signed_in, anyone, story):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    signed_in(cast.ben).post(at("family:narrowing", story))
    assert anyone.get("/stories/noor/").status_code == 404
    assert anyone.get(f"/stories/{addresses_of(story)[LINK]}/").status_code == 200
    assert "changed" in signed_in(cast.ben).post(at("family:narrowing", story))["Location"]


@pytest.mark.parametrize("name", ["family:taking_back", "family:narrowing"])
def test_another_family_closes_nothing(cast, signed_in, anyone, story, name):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    for account in (cast.otto, cast.hilde):
        assert signed_in(account, key=True).post(at(name, story)).status_code == 404
    assert anyone.get("/stories/noor/").status_code == 200


@pytest.mark.parametrize("circle", [None, LINK, EVERYONE])
def test_the_steps_mark_who_may_read_the_story_now(cast, signed_in, story, circle):
    if circle:
        people.open_to(story, circle, by=cast.ana)
    page = signed_in(cast.ben).get(at("family:circle", story)).content.decode()
    assert page.count("Your story is here now.") == page.count('aria-current="step"') == 1
    assert "People I name" not in page


def test_a_page_that_would_narrow_leads_back_to_the_steps(cast, signed_in, story):
    people.open_to(story, EVERYONE, by=cast.ana)
    browser = signed_in(cast.ana, key=True)
    assert browser.get(at("family:circle_link", story))["Location"] == at("family:circle", story)
    assert browser.post(at("family:circle_link", story)).status_code == 303
    assert circle_of(story) == EVERYONE


def test_opening_a_story_again_asks_what_to_show(cast, signed_in, story):
    people.open_to(story, LINK, by=cast.ana)
    publication.take_back(story, by=cast.ana)
    browser = signed_in(cast.ana, key=True)
    assert len(ticked(browser, at("family:circle_link", story))) == 2


@pytest.mark.parametrize("quiet", [False, True])
def test_what_a_chat_will_show_is_said_exactly_before(cast, signed_in, story, quiet):
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    words = {"title": people.TITLE, "language": "en", **({"quiet_title": "on"} if quiet else {})}
    writing.save(about, words, form=OpenForm(based_on=about.current_id), by=cast.ana)
    ana = signed_in(cast.ana, key=True)
    for name in ("family:circle_link", "family:circle_everyone"):
        page = ana.get(at(name, story)).content.decode()
        assert ("only “A story”" in page) == quiet
        assert ("In a chat, the link shows:" in page) != quiet
    assert "their link shows none of it" in ana.get(at("family:circle_named", story)).content.decode()
