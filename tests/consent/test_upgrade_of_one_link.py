"""The upgrade to 0016, on existing rows: each link held today keeps exactly its photograph and its rights."""

import pytest
from django.test import Client

from held.access import told_by_link
from held.consent import answering, involved
from held.consent.consent_links import ask_by_their_link
from held.consent.later import Kind
from held.consent.looking import begin_looking
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.states import Event, Status
from held.consent.transitions import apply
from held.families.persons import add_person
from held.lib.tokens import new_token, token_hash
from tests import cast as people
from tests.consent.former import former_tables, upgrade
from tests.photographs import SHOWS, photograph

pytestmark = pytest.mark.both
LINKS = {  # what each allows: whether it is a later one, and whether a parent made it
    Kind.FIRST: (False, True),
    Kind.LATER: (True, True),
    Kind.NO_ONLY: (True, False),
}
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def held_today(transactional_db):
    """Mika was asked about two photographs, with three links to each; then the upgrade ran. The links by kind, by
    involvement."""
    with former_tables(("consent", "0015_standard_names")) as apps:
        cast = people.assemble()
        story = people.write_story(cast)
        mika = add_person(cast.family, "Mika", "", by=cast.ana)
        made: dict[Involvement, dict[Kind, str]] = {}
        for number in (1, 2):
            picture = photograph(cast, story, shows=f"{SHOWS} It is number {number}.").leaf.picture
            one = involved.name_person(picture, mika, in_it=True, took_it=False, by=cast.ana)
            apply(one, "public", Event.ASK, by="family")
            begin_looking(one, by=cast.ana)
            made[one] = {kind: new_token() for kind in LINKS}
            for kind, (later, by_parent) in LINKS.items():
                apps.get_model("consent", "ConsentLink").objects.create(
                    involvement_id=one.pk,
                    token_hash=token_hash(made[one][kind]),
                    by_id=cast.ana.pk,
                    later=later,
                    by_parent=by_parent,
                )
        before = list(apps.get_model("consent", "ConsentLink").objects.order_by("pk").values())
        upgrade()
        yield cast, story, made, before


def test_no_link_of_before_changed_or_was_merged(held_today):
    _cast, _story, made, before = held_today
    now = list(ConsentLink.objects.order_by("pk").values())
    assert [row | {"grows": False} for row in before] == now
    for involvement, links in made.items():
        for kind, token in links.items():
            (asked,) = told_by_link(token)
            assert asked.involvement == involvement.pk.hex
            assert (asked.later, asked.no_only, asked.looks) == (
                kind != Kind.FIRST,
                kind == Kind.NO_ONLY,
                kind != Kind.NO_ONLY,
            )


def test_a_photograph_asked_about_later_is_on_no_link_of_before(held_today):
    cast, story, made, before = held_today
    mika = next(iter(made)).person
    third = involved.name_person(photograph(cast, story).leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    token = ask_by_their_link(third, ["public"], by=cast.ana)
    assert {one.involvement for one in told_by_link(token)} == {one.pk.hex for one in (*made, third)}
    assert [one.later for one in told_by_link(token)] == [True, True, False]
    for involvement, links in made.items():
        for old in links.values():
            assert [one.involvement for one in told_by_link(old)] == [involvement.pk.hex]
    assert ConsentLink.objects.count() == len(before) + 3


def test_a_page_from_before_the_upgrade_still_answers(held_today):
    """Its forms name no photograph, and one scope; its link to the photograph names none either."""
    _cast, _story, made, _before = held_today
    for involvement, links in made.items():
        here, phone = f"/c/a/{links[Kind.FIRST]}", Client(headers={"host": "localhost"})
        phone.post(here, headers=OURS)
        phone.post(f"{here}/photograph", headers=OURS)
        assert "<img" in phone.get(f"{here}/photograph").content.decode()
        for said, kept in (("yes", Status.AGREED), ("no", Status.WITHDRAWN)):
            phone.post(f"{here}/answer", {"scope": "public", "answer": said}, headers=OURS)
            assert Answer.objects.get(involvement=involvement).status == kept
        answering.answer(involvement, "public", Event.AGREE, language="en")
        phone.post(f"{here}/withdrawing", headers=OURS)
        assert Answer.objects.get(involvement=involvement).status == Status.WITHDRAWN
