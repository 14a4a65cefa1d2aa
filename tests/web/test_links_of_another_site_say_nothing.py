"""A link that somebody else made cannot make a page of ours say that something was done."""

import re

import pytest
from django.test import Client, RequestFactory

from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from held.families.models import Member
from held.web.contributor.asked import SAID_BY_LATER_LINK, SAID_BY_LINK, SAID_ON_COVER
from held.web.contributor.envelope import SAID as SAID_OF_ENVELOPE
from held.web.entrance.answers import SAID_HERE
from held.web.family.pages import SAID as SAID_TO_FAMILY
from held.web.guardian.desk import SAID as SAID_TO_FRIEND
from held.web.notices import MARKS, NOTHING_CHANGED, marked, said_in, saying, without_words
from tests import cast as people
from tests.enveloped import an_envelope
from tests.tab import FROM_OUR_PAGE

TO_HOST = ("used", "here", "never-here", "stopped", "date", "other-day", "too-late")
WORDS = {
    "/family/": SAID_TO_FAMILY,
    "/guardian/": SAID_TO_FRIEND,
    "/host/": TO_HOST,
    "/entrance/answers/": SAID_HERE,
}
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Referer": "http://localhost/family/"},
]
RANDOM = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"')
UNKNOWN = [{}, {"Sec-Fetch-Site": "none"}, {"Referer": "https://elsewhere.example/"}]


@pytest.fixture
def tabs(cast, signed_in):
    """For each page that says what was done, a browser that may see it."""
    gwen, hilde = signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN)), signed_in(cast.hilde, key=True)
    ana = signed_in(cast.ana)
    return {"/family/": ana, "/guardian/": gwen, "/host/": hilde, "/entrance/answers/": ana}


def page_at(browser, address: str, headers: dict[str, str]) -> str:
    """A page, without what is random in its forms."""
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200, address
    return RANDOM.sub("", answer.content.decode())


def address_with(said: str, says: dict[str, str]):
    return RequestFactory().get(saying("/", said), headers={"host": "localhost"} | says)


def says_more(browser, address: str, headers: dict[str, str]) -> bool:
    """Whether the page says anything that it does not say at its plain address."""
    return page_at(browser, address, headers) != page_at(browser, address.partition("?")[0], {})


def test_no_desk_says_what_a_link_of_another_site_says(tabs):
    wrong = [
        (page, said, says)
        for page, words in WORDS.items()
        for said in list(words)[:2]
        for says in FROM_ELSEWHERE
        if says_more(tabs[page], saying(page, said), says)
    ]
    assert not wrong


def test_no_word_of_any_page_is_believed_from_another_site(db):
    words = [said for words in (*WORDS.values(), SAID_BY_LINK, SAID_OF_ENVELOPE) for said in words]
    asked = {(said, str(says)): said_in(address_with(said, says)) for said in words for says in FROM_ELSEWHERE}
    assert not [key for key, said in asked.items() if said]
    unknown = {said for said in words for says in UNKNOWN if said_in(address_with(said, says))}
    assert unknown <= NOTHING_CHANGED
    assert all(said_in(address_with(said, FROM_OUR_PAGE)) == said for said in words)


def test_after_a_page_of_ours_each_desk_says_its_words(tabs):
    for page in ("/family/", "/guardian/", "/host/"):
        for said in list(WORDS[page])[:2]:
            assert says_more(tabs[page], saying(page, said), FROM_OUR_PAGE), (page, said)


def test_every_word_for_nothing_changed_is_a_word_of_some_page():
    by_link = (SAID_BY_LINK, SAID_BY_LATER_LINK, SAID_ON_COVER, SAID_OF_ENVELOPE)
    known = {said for words in (*WORDS.values(), *by_link) for said in words}
    assert not NOTHING_CHANGED - known - {"looking"}


def test_an_envelope_says_nothing_for_another_site(cast, anyone):
    link = f"/c/{an_envelope(people.write_story(cast), cast.ana, most=3)[1]}"
    anyone.post(link, headers=FROM_OUR_PAGE)
    for said in SAID_OF_ENVELOPE:
        address = saying(link, said)
        assert says_more(anyone, address, FROM_OUR_PAGE)
        never = FROM_ELSEWHERE if said in NOTHING_CHANGED else (*FROM_ELSEWHERE, *UNKNOWN)
        assert not [says for says in never if says_more(anyone, address, says)], said


def test_the_entrance_and_the_keys_say_nothing_for_another_site(cast, anyone, signed_in):
    pages = [(anyone, marked("/entrance/", mark)) for mark in MARKS - {"ended"}]
    pages.append((signed_in(cast.ana), marked("/entrance/keys/", "ended")))
    for browser, address in pages:
        assert says_more(browser, address, FROM_OUR_PAGE), address
        assert not [says for says in (*FROM_ELSEWHERE, *UNKNOWN) if says_more(browser, address, says)], address


def test_signing_in_leads_on_without_the_words_of_a_link(cast, anyone):
    """A link brought them to our page for signing in, with an address to go on to. Our page then leads there."""
    _link, token = make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    answer = anyone.post(f"/entrance/link/{token}/", {"next": "/family/?said=taken-back"}, headers=FROM_OUR_PAGE)
    assert "said" not in answer["Location"]
    page = Client(headers={"host": "localhost"}).get("/entrance/?next=/host/%3Fsaid=stopped%26form=x").content.decode()
    assert 'value="/host/?form=x"' in page


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/family/?said=taken-back", "/family/"),
        ("/family/?%73aid=taken-back&of=x#top", "/family/?of=x#top"),
        ("/entrance/?left&next=/a%3Fsaid", "/entrance/?next=/a%3Fsaid"),
        ("/host/families/new/?form=a+b", "/host/families/new/?form=a+b"),
        ("/family/", "/family/"),
    ],
)
def test_words_are_taken_out_of_an_address_and_nothing_else(path, kept):
    assert without_words(path) == kept
