"""Every route × role × method × state against one readable table, `doors.txt`. A route without a row breaks the build.

The head of the table explains its words. Any other method on any route: refused, and nothing in any table changes.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from held.accounts.models import Account, Link
from held.accounts.one_time_links import make_link, use_link
from held.families import parting
from held.families.models import Member
from held.publishing import publication
from held.publishing.named_readers import reading_of
from held.stories.models import Publication
from held.web.contributor.opened import opening_of
from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.sizes import is_small
from tests.promises.walking import ask_door, fill, path_of

TABLE = Path(__file__).with_name("doors.txt")
ROLES = ("anyone", "link", "parent", "second", "helper", "guards", "former", "other", "host", "named", "sends", "asked")
STATES = ("only me", "named", "link", "everyone", "taken back")
# How wide the story is open changes nothing on the family's own pages: one state is enough there.
OF_THE_FAMILY, AT_THE_DESK = ("link", "parent", "second", "helper", "guards"), ("everyone",)
# These two walk every door, for least and most is allowed in them; in the others, only doors that are about a story.
EVERY_DOOR, OF_A_STORY = ("only me", "everyone"), ("reader:", "contributor:")
BY_STATE = {"open", "opened", "story", "knocks"}  # words of the table whose meaning depends on the state
WALKED_ON_BOTH, WALK = ("everyone",), pytest.mark.both  # each page, and each way in which one is allowed
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.fixture
def browsers(cast, anyone, signed_in) -> dict[str, Client]:
    """One browser for each role. `link`: Ana, who came by a link alone; `parent`: Ana with her passkey."""
    for account in (cast.ana, cast.ben):  # both have come in, so that the other may leave
        used_link(account)
    ida, mika = people.friend(cast, "Ida", Member.Role.HELPER), people.friend(cast, "Mika", Member.Role.PARENT)
    parting.leave(Member.objects.get(account=mika), by=mika)
    return {
        "anyone": anyone,
        "link": signed_in(cast.ana),
        "parent": signed_in(cast.ana, key=True),
        "second": signed_in(cast.ben, key=True),
        "helper": signed_in(ida, key=True),
        "guards": signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True),
        "former": signed_in(mika, key=True),
        "other": signed_in(cast.otto, key=True),
        "host": signed_in(cast.hilde, key=True),
        "named": Client(headers={"host": "localhost"}),
        "sends": Client(headers={"host": "localhost"}),
        "asked": Client(headers={"host": "localhost"}),
    }


def used_link(account: Account) -> None:
    """They came in by an invitation, a while ago."""
    use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])


def states(chosen: tuple[str, ...]) -> list:
    """These states, as parameters of a test."""
    return [pytest.param(state, marks=WALK if state in WALKED_ON_BOTH else ()) for state in chosen]


@pytest.fixture(params=states(STATES))
def story(request, cast):
    story = people.write_story(cast)
    if request.param != "only me":
        named, link, everyone = Publication.Circle
        circle = {"named": named, "link": link}.get(request.param, everyone)
        people.open_to(story, circle, by=cast.ana, wished="noor" if circle == "EVERYONE" else "")
    if request.param == "taken back":
        publication.take_back(story, by=cast.ana)
    story.state = request.param
    return story


def filled_for(cast, story, browsers) -> dict[str, str]:
    """The values in the addresses; and the browsers in which Nele opened her links."""
    filled = fill(cast, story)
    browsers["named"].cookies["named"] = reading_of(filled["named_token"])
    browsers["sends"].cookies["opened"] = opening_of(filled["envelope_token"])
    browsers["asked"].cookies["opened"] = opening_of(filled["asked_token"])
    return filled


def table() -> dict[tuple[str, str], dict[str, str]]:
    """The table: for each route and method, the answer to each role."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {(door, method): dict(zip(ROLES, cells, strict=True)) for door, method, *cells in lines}


def asked(browser: Client, method: str, door: Door, filled: dict[str, str]) -> HttpResponse:
    """The answer; everything it did is undone."""
    with transaction.atomic():
        cookies = browser.cookies.copy()
        answer = ask_door(browser, method, door, filled)
        browser.cookies = cookies
        transaction.set_rollback(True)
    return answer


def what(answer: HttpResponse, method: str) -> str:
    """The answer in a word of the table."""
    where = answer.get("Location", "")
    if answer.status_code in {301, 302, 303} and where.startswith("/entrance/?next"):
        return "in"
    if answer.status_code in {301, 302, 303} and where.startswith("/entrance/show-key/"):
        return "key"
    if answer.status_code == 405:
        return "-"
    if answer.status_code == 404:
        return "none"
    assert answer.status_code < 500, answer.content[:300]
    if b'name="once"' in answer.content and b'/knock"' in answer.content and method == "GET":
        return "asks"
    if b'name="open"' in answer.content and method == "GET":
        return "closed"
    return "reads" if method == "GET" else "acts"


def roles_while(state: str) -> list[str]:
    """Who opens every route while the story is in this state; everybody with EVIDENCE=full."""
    everybody = state in AT_THE_DESK or not is_small()
    return [role for role in ROLES if everybody or role not in OF_THE_FAMILY]


def doors_while(state: str, told: dict[tuple[str, str], dict[str, str]]) -> list[Door]:
    """Which doors are opened while the story is in this state; all of them with EVIDENCE=full."""
    if state in EVERY_DOOR or not is_small():
        return every_door()
    by_state = {name for (name, _method), row in told.items() if BY_STATE & set(row.values())}
    return [door for door in every_door() if door.name in by_state or door.name.startswith(OF_A_STORY)]


def looked(
    browsers: dict[str, Client], door: Door, filled: dict[str, str], roles: list[str]
) -> dict[str, HttpResponse]:
    """The answer to each role for a GET of this route. It changes nothing: no table has another row after it."""
    before, answers = rows(), {}
    with transaction.atomic():
        for role in roles:
            cookies = browsers[role].cookies.copy()
            answers[role] = ask_door(browsers[role], "GET", door, filled)
            browsers[role].cookies = cookies
        assert rows() == before, door.name
        transaction.set_rollback(True)
    return answers


AT_ALL, TO_ANYONE = {"named", "link", "everyone"}, {"link", "everyone"}


def expected(row: dict[str, str], role: str, state: str, method: str) -> str:
    """A cell; words that depend on how wide the story is open are replaced by what they mean now."""
    is_there = "reads" if method == "GET" else "acts"
    open_to_them = state in TO_ANYONE or (state == "named" and role == "named")
    meaning = {
        "open": is_there if open_to_them else "none",
        "opened": is_there if state in AT_ALL else "none",
        "story": is_there if open_to_them else ("asks" if state == "named" else "none"),
        "knocks": is_there if state == "named" else "none",
    }
    return meaning.get(row[role], row[role])


def test_every_door_answers_each_role_as_the_table_says(cast, story, browsers):
    """A GET changes nothing; and a refusal looks the same to everybody."""
    told, filled, wrong, refused = table(), filled_for(cast, story, browsers), [], set()
    roles = roles_while(story.state)
    for door in doors_while(story.state, told):
        looks = looked(browsers, door, filled, roles)
        acts = {role: asked(browsers[role], "POST", door, filled) for role in roles}
        for (method, role), answer in {
            **{("GET", role): answer for role, answer in looks.items()},
            **{("POST", role): answer for role, answer in acts.items()},
        }.items():
            row = told.get((door.name, method), dict.fromkeys(ROLES, "?"))
            meant, word = expected(row, role, story.state, method), what(answer, method)
            wrong += [f"{door.name} {method} {role} while {story.state}: {word}"] if word != meant else []
            if (method, meant) == ("GET", "none") and door.name != "entrance:link":
                refused.add(answer.content)
    assert not wrong, "\n".join(wrong)
    assert len(refused) == 1


def test_the_table_has_no_row_for_a_door_that_is_gone():
    assert {door for door, _ in table()} <= {door.name for door in every_door()}


@pytest.mark.parametrize("story", states(AT_THE_DESK if is_small() else STATES), indirect=True)
def test_no_other_method_opens_or_changes_anything(cast, story, browsers):
    """While the story is open to everyone, when most is allowed; in every state with EVIDENCE=full."""
    filled, before = filled_for(cast, story, browsers), rows()
    for door in every_door():
        with transaction.atomic():
            for method in OTHER_METHODS:
                for role in ("anyone", "parent", "host"):
                    answer = browsers[role].generic(method, path_of(door, filled))
                    assert answer.status_code in {302, 404, 405}, (door.name, method, role)
                    assert people.CANARY.encode() not in answer.content
            assert rows() == before, door.name
            transaction.set_rollback(True)


def rows() -> dict[str, int]:
    """How many rows each of our tables has (sign-ins are not counted), in one statement."""
    tables = [model._meta.db_table for model in apps.get_models() if "Session" not in model.__name__]
    counts = ", ".join(f"(SELECT count(*) FROM {connection.ops.quote_name(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))
