"""The upgrade to 0011: who said a no is stored separately, and a yes that a later link may have made from a no is
closed."""

import pytest
from django.db.migrations.state import StateApps

from held.consent import answering
from held.consent.models import Answer, Chain, ConsentLink, Involvement
from held.consent.outlets import kept_scope
from held.consent.proving import broken_chains, links_of
from held.consent.states import OPEN, Event, Status
from held.families.models import Family
from held.families.persons import add_person
from held.keyring.refusal_log import append_refusal
from held.keyring.text import destroy_key
from tests import cast as people
from tests.consent.former import former_tables, upgrade
from tests.photographs import arrived_photograph

PRESS = "press:the evening paper"


@pytest.fixture
def former(transactional_db):
    with former_tables(("consent", "0010_no_line_of_the_record_is_readable")) as apps:
        yield Former(apps)


class Former:
    """Mika in a photograph, a link of each kind, and answers as the code before 0011 wrote them."""

    def __init__(self, apps: StateApps) -> None:
        self.cast, self.rows = people.assemble(), lambda model: apps.get_model("consent", model).objects
        leaf = arrived_photograph(self.cast, people.write_story(self.cast))
        self.family = self.cast.family
        person = add_person(self.family, "Mika", "the house beside", by=self.cast.ana)
        self.part = self.rows("Part").create(picture_id=leaf.picture_id, person_id=person.pk, in_it=True)
        self.first, self.later = (
            self.rows("Asking").create(part=self.part, token_hash=name, later=name == "later", by_parent=True).pk
            for name in ("first", "later")
        )
        self.rows("Repeat").create(part=self.part)

    def answered(self, scope: str, standing: str, *, asked: int = 2, link=None, no_at: int = 0) -> None:
        """An answer for this scope; `no_at`: the sequence number of a “not now” before it."""
        kept = kept_scope(self.family, scope)
        self.rows("Answer").create(part=self.part, scope=kept, standing=standing, asked=asked, turn=4, link=link)
        if no_at:
            append_refusal(f"part {self.part.pk.hex} {kept}", no_at)


def now(former: Former, scope: str) -> Answer:
    return Answer.objects.get(involvement=former.part.pk, scope=kept_scope(former.family, scope))


@pytest.mark.parametrize("standing", ["declined", "not_now", "withdrawn"])
def test_a_no_that_is_the_current_answer_is_kept(former, standing):
    former.answered("public", standing, asked=1)
    upgrade()
    assert (now(former, "public").status, now(former, "public").said_no) == (standing, True)


def test_a_not_now_before_being_asked_once_more_is_kept(former):
    former.answered("public", "asked", no_at=2)
    former.answered("named", "asked")
    former.answered("link", "lapsed")
    upgrade()
    kept = {scope: now(former, scope).said_no for scope in ("public", "named", "link")}
    assert kept == {"public": True, "named": False, "link": False}
    part = Involvement.objects.get(pk=former.part.pk)
    later = ConsentLink.objects.get(pk=former.later)
    for scope, standing in (("public", "asked"), ("named", "asked"), ("link", "lapsed")):  # one no is for all readers
        assert answering.answer(part, scope, Event.AGREE, language="en", link=later).status == standing


def test_a_yes_by_a_later_link_after_a_not_now_is_closed(former):
    for scope in ("public", PRESS):
        former.answered(scope, "agreed", link=former.later, no_at=2)
    upgrade()
    for scope in ("public", PRESS):
        closed = now(former, scope)
        assert (closed.status, closed.said_no, closed.sequence, closed.link) == ("asked", True, 5, None)
    told = [line.told for line in links_of(Chain.objects.get(family=former.family))]
    assert [(one["act"], one["standing"], one["turn"]) for one in told] == [("close", "asked", 5)] * 2
    assert broken_chains() == []
    part, first = Involvement.objects.get(pk=former.part.pk), ConsentLink.objects.get(pk=former.first)
    assert answering.answer(part, "public", Event.AGREE, language="en", link=first).status in OPEN


def test_the_upgrade_keeps_every_other_yes(former):
    former.answered("public", "agreed", link=former.first, no_at=2)
    former.answered("named", "agreed", link=None, no_at=2)
    former.answered("link", "agreed", link=former.later)
    former.answered("print", "agreed", asked=1, link=former.later, no_at=2)
    upgrade()
    kept = set(Answer.objects.values_list("status", "said_no", "sequence"))
    assert kept == {("agreed", False, 4)}
    assert not Chain.objects.exists()


def test_where_the_key_of_the_family_is_missing_the_yes_is_closed(former):
    former.answered("public", "agreed", link=former.later, no_at=2)
    destroy_key(Family.objects.get(pk=former.family.pk).key)
    upgrade()
    assert Answer.objects.get().status == Status.ASKED
