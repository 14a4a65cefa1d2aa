"""Promise 3: when a parent leaves, nobody looks at a photograph by the links that they made. Answering still works."""

import pytest
from django.test import Client

from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.actions import friends
from held.actions.friends import leave_family
from held.consent import consent_links, involved, looking
from held.consent.models import Answer, Involvement, Looking
from held.consent.states import Status
from held.families.models import Member
from held.families.persons import add_person
from held.stories.models import Leaf
from tests import cast as people
from tests.answered import seen_by_link
from tests.photographs import photograph
from tests.web.reader.asking import IMAGE, OURS


@pytest.fixture
def involvements(cast) -> list[Involvement]:
    """Pia and Mika are in a photograph of Ana's story."""
    leaf = photograph(cast, people.write_story(cast)).leaf
    persons = [add_person(cast.family, name, "", by=cast.ana) for name in ("Pia", "Mika")]
    return [involved.name_person(leaf.picture, one, in_it=True, took_it=False, by=cast.ana) for one in persons]


@pytest.fixture
def link(cast, involvements) -> str:
    """Ben, who has come in like Ana, asked Pia; Ana asked Mika."""
    for account in (cast.ana, cast.ben):
        use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])
    consent_links.ask(involvements[1], ["public"], by=cast.ana)
    return consent_links.ask(involvements[0], ["public"], by=cast.ben)


def ben_leaves(cast) -> None:
    leave_family(Member.objects.get(account=cast.ben, family=cast.family), by=cast.ben)


def opened(link: str) -> Client:
    browser = Client(headers={"host": "localhost"})
    browser.post(f"/c/a/{link}", headers=OURS)
    browser.post(f"/c/a/{link}/photograph", headers=OURS)
    return browser


def shown(browser: Client, link: str) -> list[str]:
    """The addresses on the page on which the photograph is shown."""
    page = browser.get(f"/c/a/{link}/photograph").content.decode()
    return [involvement.split('"')[0] for involvement in page.split('="/c/p/')[1:]]


def test_page_and_bytes_are_refused_after_a_parent_left(cast, involvements, link):
    browser = opened(link)
    address = shown(browser, link)[-1]
    assert browser.get(f"/c/p/{address}", headers=IMAGE).status_code == 200
    browser.post(f"/c/a/{link}/photograph", headers=OURS)
    kept = shown(browser, link)[-1]  # an address that nobody has used yet
    ben_leaves(cast)
    assert browser.get(f"/c/p/{kept}", headers=IMAGE).status_code == 404, "bytes by an address that was given before"
    assert shown(browser, link) == shown(opened(link), link) == []
    assert list(Looking.objects.values_list("involvement", flat=True)) == [involvements[1].pk], "Ana's link goes on"


def test_their_person_goes_on_answering_by_the_same_link(cast, involvements, link):
    ben_leaves(cast)
    browser = opened(link)
    for said, status in (("yes", Status.AGREED), ("no", Status.WITHDRAWN), ("yes", Status.AGREED)):
        browser.post(
            f"/c/a/{link}/answer", {"scope": "public", "answer": said} | seen_by_link(browser, link), headers=OURS
        )
        assert Answer.objects.get(involvement=involvements[0]).status == status


def test_a_parent_who_stays_lets_them_look_again(cast, signed_in, involvements, link):
    ben_leaves(cast)
    leaf = Leaf.objects.get(picture=involvements[0].picture)
    page = signed_in(cast.ana).get(f"/family/photographs/{leaf.pk}/people/").content.decode()
    assert "Let them look again" in page
    looking.begin_looking(involvements[0], by=cast.ana)
    assert shown(opened(link), link)


def test_what_somebody_else_was_asked_in_another_family_goes_on(cast, involvements, link):
    Member.objects.create(family=cast.other_family, account=cast.ben, role=Member.Role.PARENT)
    use_link(make_link(cast.otto, purpose=Link.Purpose.INVITATION, by="program")[1])
    leave_family(Member.objects.get(account=cast.ben, family=cast.other_family), by=cast.ben)
    assert shown(opened(link), link)


def test_a_place_that_forgets_links_of_a_parent_who_left_is_found(cast, involvements, link, monkeypatch):
    """Planted: leaving does not end looking."""
    monkeypatch.setattr(friends, "end_looking_by_links_of", lambda _member, **_by: None)
    with pytest.raises(AssertionError):
        test_page_and_bytes_are_refused_after_a_parent_left(cast, involvements, link)
