"""“Waiting for you”: in words on one's own desk, one tap away, and nothing of who answered, how many or when."""

import html
import re
import uuid

import pytest
from django.urls import reverse

from held.consent import answering, consent_links, involved, lost_links
from held.consent.states import Event
from held.consent.transitions import apply
from held.families.models import Member
from held.families.persons import add_person, person_of
from held.families.who_answers import answer_too
from held.publishing import access_requests
from held.stories.models import Publication
from tests import cast as people
from tests.counting import counting
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import photograph

DESK = "/family/"
MARKUP = re.compile(r"<[^>]+>")


@pytest.fixture
def waits(signed_in):
    """What waits for somebody, and where each act leads."""

    def read(account) -> tuple[str, list[str]]:
        page = signed_in(account, key=True).get(DESK).content.decode()
        section = page.partition('aria-labelledby="waits"')[2].partition("</section>")[0]
        says = re.findall(r'<p class="row-says">(.*?)</p>', section, re.DOTALL)
        words = " · ".join(" ".join(html.unescape(MARKUP.sub("", one)).split()) for one in says)
        return words.replace("You have no key of your own yet.", "").rstrip(" ·"), re.findall(
            r'href="([^"]+)"', section
        )

    return read


@pytest.fixture
def asked(cast, story):
    """Ana took a photograph in which Ben is, and asked him by a link; hers is yes. The story is open by its link."""
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placed = photograph(cast, story, shown=False)
    ben = involved.name_person(
        placed.leaf.picture, person_of(cast.family, cast.ben), in_it=True, took_it=False, by=cast.ana
    )
    consent_links.ask(ben, ["public", "link"], by=cast.ana)
    return placed, ben


def test_nothing_waits_where_nothing_came(cast, story, waits):
    assert waits(cast.ana)[0] == ""


def test_an_envelope_that_came_is_told_with_its_sender(cast, story, waits):
    envelope, _token = an_envelope(story, cast.ana)
    assert waits(cast.ana)[0] == ""
    sent = arrived_in(envelope)
    words, ways = waits(cast.ben)
    assert words == "An envelope came from Nele."
    assert reverse("family:envelope", args=[envelope.pk]) in ways
    assert waits(cast.otto)[0] == ""
    type(sent).objects.update(leaf=photograph(cast, story).leaf)
    assert waits(cast.ana)[0] == ""


def test_a_photograph_is_named_once_everyone_has_said_yes(cast, story, asked, waits):
    placed, ben = asked
    assert waits(cast.ana)[0] == ""
    answering.answer(ben, "public", Event.AGREE, language="en")
    assert waits(cast.ana)[0] == ""  # of no circle that is open
    answering.answer(ben, "link", Event.AGREE, language="en")
    words, ways = waits(cast.ana)
    assert words == "Everyone has said yes to photograph 1."
    assert reverse("family:photograph", args=[placed.leaf_id]) in ways
    answering.answer(ben, "link", Event.WITHDRAW, language="en")
    assert waits(cast.ana)[0] == ""


def test_several_photographs_of_a_story_are_one_line(cast, story, waits):
    for _number in range(3):
        photograph(cast, story, shown=False)
    words, ways = waits(cast.ben)
    assert words == "Everyone has said yes to these photographs: 1, 2, 3."
    assert reverse("family:photographs", args=[story.pk]) in ways


def test_what_was_chosen_for_readers_waits_no_more(cast, story, waits):
    photograph(cast, story)
    assert waits(cast.ana)[0] == ""


def test_a_helper_and_another_family_are_told_of_no_photograph(cast, story, waits):
    photograph(cast, story, shown=False)
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    assert [waits(account)[0] for account in (ida, cast.otto)] == ["", ""]


def test_a_second_parent_finds_their_question_on_the_desk(cast, asked, waits):
    words, ways = waits(cast.ben)
    assert words == "Ana has a question for you."
    assert reverse("entrance:answers") in ways
    assert waits(cast.ana)[0] == ""
    answering.answer(asked[1], "link", Event.NOT_NOW, language="en")
    assert waits(cast.ben)[0] == ""


def test_a_yes_that_is_asked_for_once_more_waits_again(cast, asked, waits):
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    assert waits(cast.ben)[0] == ""
    assert apply(asked[1], "public", Event.CONFIRM, by="program")
    assert waits(cast.ben)[0] == "Ana has a question for you."


def test_a_parent_who_was_named_and_never_asked_is_told(cast, story, waits):
    placed = photograph(cast, story, shown=False, agreed=False)
    person = person_of(cast.family, cast.ben)
    involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    words, ways = waits(cast.ben)
    assert words == "A photograph is waiting for your answer."
    assert reverse("family:pictured", args=[placed.leaf_id]) in ways
    assert waits(cast.ana)[0] == ""


def test_no_answer_of_somebody_else_changes_the_desk(cast, story, signed_in):
    placed = photograph(cast, story, shown=False)
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    one = involved.name_person(placed.leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(one, ["link", "named"], by=cast.ana)
    unsigned = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"')

    def desk() -> str:
        return unsigned.sub("", signed_in(cast.ana, key=True).get(DESK).content.decode())

    silent = desk()
    for event in (Event.DECLINE, Event.NOT_NOW, Event.DECLINE):
        answering.answer(one, "link", event, language="en")
        assert desk() == silent
    answering.answer(one, "link", Event.AGREE, language="en")
    assert desk() != silent


def test_somebody_who_asks_to_read_waits_for_who_answers(cast, story, waits):
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    answer_too(Member.objects.get(account=cast.ben), by=cast.ben)
    access_requests.request_access(story.pk, uuid.uuid4(), {"name": "Omar", "words": "Please.", "reach": ""})
    words, ways = waits(cast.ben)
    assert words == "Somebody wants to read your story."
    assert reverse("guardian:desk") in ways
    assert waits(cast.ana)[0] == ""


def test_a_lost_link_waits_on_the_desks_of_parents_alone(cast, story, waits):
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I held the lamp."})
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    told = "Somebody says they’re in a photograph here."
    assert [waits(account)[0] for account in (cast.ana, cast.ben, ida)] == [told, told, ""]


def test_every_kind_of_thing_that_waits_is_told_in_few_words(cast, story, asked, signed_in):
    arrived_in(an_envelope(story, cast.ana)[0])
    photograph(cast, story, shown=False)
    answer_too(Member.objects.get(account=cast.ben), by=cast.ben)
    access_requests.request_access(story.pk, uuid.uuid4(), {"name": "Omar", "words": "Please.", "reach": ""})
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I held the lamp."})
    page = signed_in(cast.ben).get(DESK).content.decode()
    section = page.partition('aria-labelledby="waits"')[2].partition("</section>")[0]
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", section)
    assert section.count('class="row"') == section.count("<a class") == 6
    assert len(re.findall(r"\w[\w’]*", html.unescape(MARKUP.sub(" ", seen.partition(">")[2])))) <= 120
    assert not re.search(
        r"Mika|Omar|lamp|Please|\b\d{4}\b", MARKUP.sub(" ", section)
    )  # no year; an id may have four digits


def test_more_that_waits_costs_no_more_statements(cast, story, signed_in):
    def more(number: int) -> None:
        photograph(cast, story, shown=False)
        arrived_in(an_envelope(story, cast.ana)[0], hue=200 + number)

    ana = signed_in(cast.ana, key=True)
    more(0)
    with counting() as few:
        ana.get(DESK)
    for number in range(1, 5):
        more(number)
    with counting() as many:
        page = ana.get(DESK).content.decode()
    assert "photographs: 1, 2, 3, 4, 5." in page
    assert page.count("Open the envelope") == 5
    assert many.statements == few.statements
