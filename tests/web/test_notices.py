"""A page says what was just done only if a page of ours led there, and only while it is so; an address alone is not
enough."""

import pytest

from held.consent import answering, consent_links, involved
from held.consent.models import Answer
from held.consent.states import Event
from held.families.persons import add_person, person_of
from held.web.notices import saying
from tests import cast as people
from tests.photographs import photograph

OURS = {"Sec-Fetch-Site": "same-origin"}
FROM_OUTSIDE = [
    {},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Referer": "https://elsewhere.example/"},
]
SENTENCES = {
    "withdrawn": "Your yes is taken back.",
    "tells": "see your answers from now on",
    "yes": "Your yes is saved",
}


@pytest.fixture
def involvement(cast):
    made = photograph(cast, people.write_story(cast))
    ben = person_of(cast.family, cast.ben)
    involvement = involved.name_person(made.leaf.picture, ben, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask_oneself(involvement, ["public"], by=cast.ben)
    return involvement


@pytest.fixture
def link(cast, involvement) -> str:
    person = add_person(cast.family, "Mika", "", by=cast.ana)
    mika = involved.name_person(involvement.picture, person, in_it=True, took_it=False, by=cast.ana)
    return consent_links.ask(mika, ["public"], by=cast.ana)


def at_entrance(browser, said: str, headers: dict[str, str]) -> str:
    return browser.get(saying("/entrance/answers/", said), headers=headers).content.decode()


@pytest.mark.parametrize("headers", FROM_OUTSIDE)
def test_an_address_from_outside_says_nothing(anyone, signed_in, cast, involvement, link, headers):
    answering.let_family_see(involvement)
    answering.answer(involvement, "public", Event.AGREE, language="en")
    answering.withdraw(involvement)
    ben = signed_in(cast.ben)
    for said, sentence in SENTENCES.items():
        assert sentence not in anyone.get(saying(f"/c/a/{link}", said), headers=headers).content.decode()
    assert SENTENCES["withdrawn"] not in at_entrance(ben, "withdrawn", headers)
    assert SENTENCES["withdrawn"] in at_entrance(ben, "withdrawn", OURS)


def test_loaded_again_it_says_only_what_is_still_so(signed_in, cast, involvement):
    ben = signed_in(cast.ben)
    answering.answer(involvement, "public", Event.AGREE, language="en")
    assert "Your yes is saved" in at_entrance(ben, "yes", OURS)
    assert SENTENCES["withdrawn"] not in at_entrance(ben, "withdrawn", OURS)
    answering.withdraw(involvement)
    assert "Your yes is saved" not in at_entrance(ben, "yes", OURS)
    assert Answer.objects.get(involvement=involvement).status == "withdrawn"


def test_a_page_of_ours_is_known_by_its_address_too(signed_in, cast, involvement):
    answering.answer(involvement, "public", Event.DECLINE, language="en")
    here = {"Referer": "http://localhost/entrance/answers/"}
    assert "Your no is saved." in at_entrance(signed_in(cast.ben), "no", here)
