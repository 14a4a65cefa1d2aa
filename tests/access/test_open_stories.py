"""The list of stories open to everyone, a page at a time. It costs the same at 10 stories and at 1,000."""

from itertools import chain

import pytest
from django.db.models import F

from held import access
from held.access import PageOfStories
from held.access.open_stories import A_PAGE
from held.keyring.text import keys_read_once
from held.publishing.models import Address, Indexing
from held.stories import writing
from held.stories.models import Leaf, Publication, PublishedVersion, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.counting import counting
from tests.many import counting_steps, many_open

EVERYONE, LINK, NAMED = Publication.Circle.EVERYONE, Publication.Circle.LINK, Publication.Circle.NAMED
SQLITE = pytest.mark.sqlite  # SQLite alone tells its steps and plans this way


def told(numbers: range | list[int]) -> list[str]:
    return [f"told-{number}" for number in numbers]


def addresses(page: PageOfStories) -> list[str]:
    return [story.address for story in page.stories]


def whole_list(**asked: object) -> list[list[str]]:
    """The addresses on each page, from the first to the last, each found by the one before it."""
    pages, before = [], ""
    while before or not pages:
        page = access.stories_open_to_everyone(**asked, before=before)
        pages.append(addresses(page))
        before = page.older
    return pages


def test_pages_have_each_story_once_and_the_newest_first(cast):
    many_open(cast, 2 * A_PAGE + 3)
    pages = whole_list()
    assert [len(page) for page in pages] == [A_PAGE, A_PAGE, 3]
    assert [*chain(*pages)] == told(range(2 * A_PAGE + 2, -1, -1))


@pytest.mark.parametrize("number", [0, 1, A_PAGE, A_PAGE + 1])
def test_a_page_says_whether_the_list_goes_on(cast, number):
    many_open(cast, number)
    first = access.stories_open_to_everyone()
    assert (first.before, first.newer) == ("", "")
    assert first.older == (f"told-{number - A_PAGE}" if number > A_PAGE else "")
    assert len(first.stories) == min(number, A_PAGE)


def test_stories_opened_at_one_moment_are_each_on_a_page(cast):
    many_open(cast, A_PAGE + 5)
    Publication.objects.update(opened_at=F("opened_at") - F("opened_at") + Publication.objects.first().opened_at)
    assert sorted(chain(*whole_list())) == sorted(told(range(A_PAGE + 5)))


def test_the_way_back_leads_by_the_same_pages_to_the_first(cast):
    many_open(cast, 2 * A_PAGE + 3)
    first = access.stories_open_to_everyone()
    second = access.stories_open_to_everyone(before=first.older)
    third = access.stories_open_to_everyone(before=second.older)
    back = access.stories_open_to_everyone(after=third.newer)
    assert (back.stories, back.newer, back.older) == (second.stories, second.newer, second.older)
    assert access.stories_open_to_everyone(after=second.newer) == first
    assert access.stories_open_to_everyone(after="told-40") == first, "a first page has no fewer stories than a page"


def test_an_address_outside_the_list_gives_the_first_page(cast):
    many_open(cast, A_PAGE + 5)
    by_link, by_name = people.write_story(cast), people.write_story(cast)
    people.open_to(by_link, LINK, by=cast.ana)
    people.open_to(by_name, NAMED, by=cast.ana)
    hidden = [access_address(by_link, LINK), access_address(by_name, NAMED)]
    taken_back = people.write_story(cast)
    people.open_to(taken_back, EVERYONE, by=cast.ana, wished="noor")
    Publication.objects.filter(story=taken_back).delete()
    first = access.stories_open_to_everyone()
    for address in (*hidden, "noor", "never", "\0", "é" * 5000, "0", "-1", "' OR 1=1"):
        assert access.stories_open_to_everyone(before=address) == first, address
        assert access.stories_open_to_everyone(after=address) == first, address


def test_the_secret_address_of_an_open_story_has_no_place_in_it(cast):
    many_open(cast, A_PAGE + 5)
    story = people.write_story(cast)
    people.open_to(story, LINK, by=cast.ana)
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    assert access.stories_open_to_everyone(before=access_address(story, LINK)).before == ""
    assert access.stories_open_to_everyone(before="noor").before == "noor"


def test_a_story_begins_with_the_first_entry_that_readers_see(cast):
    story = people.write_story(cast, body="It begins here.")
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(later, {"body": "And it went on."}, form=OpenForm(), by=cast.ana)
    people.open_to(story, EVERYONE, by=cast.ana)
    (listed,) = access.stories_open_to_everyone().stories
    assert (listed.summary.title, listed.summary.first_line) == (people.TITLE, "It begins here.")
    PublishedVersion.objects.exclude(leaf=later).filter(leaf__kind=Leaf.Kind.ENTRY).delete()
    (listed,) = access.stories_open_to_everyone().stories
    assert listed.summary.first_line == "And it went on."


def access_address(story, circle) -> str:
    address = Address.objects.get(story=story, circle=circle)
    return address.text


def test_asking_before_a_hidden_story_costs_what_any_word_costs(cast):
    many_open(cast, 3)
    hidden = people.write_story(cast)
    people.open_to(hidden, LINK, by=cast.ana)
    assert cost(before=access_address(hidden, LINK)) == cost(before="never")


def test_only_listed_pages_have_what_may_be_listed_alone(cast):
    stories = many_open(cast, 2 * A_PAGE + 10)
    Indexing.objects.bulk_create(Indexing(story=story) for story in stories[::2])
    pages = whole_list(only_listed=True)
    assert [*chain(*pages)] == told(range(2 * A_PAGE + 8, -1, -2))
    first = access.stories_open_to_everyone(only_listed=True)
    assert access.stories_open_to_everyone(only_listed=True, before="told-31") == first, "it is not in this list"


def test_words_that_do_not_open_end_no_list(cast):
    stories = many_open(cast, 3 * A_PAGE)
    Version.objects.filter(leaf__story__in=stories[A_PAGE - 4 :]).update(sealed=b"HLD1" + bytes(60))
    assert whole_list() == [told(range(A_PAGE - 5, -1, -1))]
    Version.objects.filter(leaf__story__in=stories).update(sealed=b"HLD1" + bytes(60))
    assert whole_list() == [[]]


def cost(**asked: object):
    with keys_read_once(), counting() as counted:
        access.stories_open_to_everyone(**asked)
    return counted


def test_a_page_costs_the_same_at_1000_stories_as_at_26(cast):
    stories = many_open(cast, A_PAGE + 1)
    Indexing.objects.bulk_create(Indexing(story=story) for story in stories)
    at = {"first": {}, "listed": {"only_listed": True}, "to the top": {"after": "told-10"}}
    few = {name: cost(**asked) for name, asked in at.items()}
    many_open(cast, 1000 - A_PAGE - 1, called="later")
    at |= {"older": {"before": "later-500"}, "newer": {"after": "later-500"}}
    many = {name: cost(**asked) for name, asked in at.items()}
    assert few["first"] == many["first"]
    assert few["listed"] == many["listed"]
    assert max(one.statements for one in (*few.values(), *many.values())) <= 4
    assert {one.decryptions for one in (*few.values(), *many.values())} == {3 * A_PAGE}
    assert {one.keys for one in (*few.values(), *many.values())} == {A_PAGE}


@SQLITE
def test_a_page_is_read_from_the_index_without_a_sort(cast):
    many_open(cast, A_PAGE + 1)
    with counting_steps() as few:
        access.stories_open_to_everyone()
    many_open(cast, 200, called="later")
    with counting_steps() as many:
        access.stories_open_to_everyone()
    with counting_steps() as deep:
        access.stories_open_to_everyone(before="later-30")
    assert few.made > 1000, "the steps were not counted"
    assert many.made < 1.02 * few.made
    assert deep.made < 1.2 * many.made
