"""The upgrade seals the answers that a former version stored, and loses none of them."""

import pytest
from django.db.migrations.state import StateApps

from held.access.consent import own_part, own_parts
from held.access.viewer import Viewer
from held.consent import answering
from held.consent.models import Answer, Asking, Chain, Part
from held.consent.outlets import KEPT, kept_scope, outlet_of
from held.consent.proving import broken_chains, links_of
from held.consent.reconciling import noes_missing
from held.consent.replaying import replay_noes
from held.consent.states import Event, Status
from held.families.models import Family, Person
from held.history.models import Line
from held.keyring import words
from held.keyring.refusal_log import noes
from held.lib import chain
from tests import cast as people
from tests.consent.former import FormerFamily, former_tables, upgrade
from tests.record import lines

BEFORE = [("families", "0003_people_in_photographs"), ("consent", "0001_parts_answers_and_the_record")]
PRESS = "press:the evening paper"


@pytest.fixture
def former(transactional_db):
    with former_tables(*BEFORE) as apps:
        yield apps


class Kept:
    """What the former version stored: Ana and Mika were asked, by an outlet of the press too; both said no to it."""

    def __init__(self, apps: StateApps) -> None:
        """Rows as its code wrote them."""
        self.cast = people.assemble()
        family = FormerFamily(apps, self.cast.family, by=self.cast.ana)
        parts = [family.name_person(self.cast.ana), family.name_person()]
        for part in parts:
            for scope in ("public", PRESS):
                family.ask(part, scope)
                family.say(part, scope, "declined")
            family.rows("Asking").create(part=part, token_hash=part.person.pk.hex)
        Line.objects.create(act="asking.oneself", thing=f"part {parts[-1].pk}", by=self.cast.ana.key)
        self.ana, self.mika = (part.person for part in parts)
        self.record, self.links = family.record.name, family.lines


def test_every_answer_is_as_it_was_and_its_outlet_is_sealed(former):
    kept = Kept(former)
    upgrade()
    assert set(Answer.objects.values_list("standing", "asked", "turn")) == {("declined", 1, 2)}
    family = Family.objects.get(pk=kept.cast.family.pk)
    press = Answer.objects.filter(scope__startswith=KEPT)
    assert {answer.scope for answer in press} == {kept_scope(family, PRESS)}
    assert [outlet_of(answer, family) for answer in press] == ["the evening paper"] * 2
    assert Answer.objects.filter(scope="public").count() == 2
    part = Part.objects.get(person=kept.mika.pk)
    answering.answer(part, PRESS, Event.AGREE, language="en")
    assert Answer.objects.get(part=part, scope=kept_scope(family, PRESS)).standing == Status.AGREED


def test_the_record_is_the_same_line_for_line_and_goes_on(former):
    kept = Kept(former)
    upgrade()
    assert links_of(Chain.objects.get(name=kept.record)) == kept.links
    assert not broken_chains()
    answering.answer(Part.objects.get(person=kept.mika.pk), "public", Event.AGREE, language="en")
    assert chain.apart_from(kept.links, lines()) is None
    assert len(lines()) == len(kept.links) + 1
    assert not broken_chains()


def test_the_parent_still_finds_what_they_answered(former):
    kept = Kept(former)
    upgrade()
    (own,) = own_parts(Viewer(kept.cast.ana))
    assert own.person_id == kept.ana.pk
    assert own_part(Viewer(kept.cast.ana), own.pk).person.account == kept.cast.ana
    assert not own_parts(Viewer(kept.cast.ben)).exists()
    assert not Person.objects.get(pk=kept.mika.pk).has_account


def test_every_no_of_before_counts_in_a_restore_and_none_is_missing(former):
    Kept(former)
    upgrade()
    assert noes_missing() == {}
    Answer.objects.update(standing=Status.AGREED, turn=1)
    assert replay_noes(noes()) == 4
    assert set(Answer.objects.values_list("standing", flat=True)) == {"withdrawn"}


def test_history_does_not_say_whose_account_it_was(former):
    kept = Kept(former)
    upgrade()
    by = {line.thing: line.by for line in Line.objects.filter(act="person.added")}
    assert by == {f"person {kept.ana.pk}": "program", f"person {kept.mika.pk}": kept.cast.ana.key}
    assert Line.objects.get(act="asking.oneself").by == "person"


def test_the_oldest_link_of_each_part_is_the_first_one(former):
    kept = Kept(former)
    asking = former.get_model("consent", "Asking").objects
    first = asking.get(part__person=kept.mika)
    asking.create(part=first.part, token_hash="later", made_at=first.made_at)
    asking.filter(token_hash="later").update(made_at=first.made_at)
    upgrade()
    later = {row.token_hash: row.later for row in Asking.objects.all()}
    assert later[kept.ana.pk.hex]  # she has a page of her own
    assert sorted([later["later"], later[kept.mika.pk.hex]]) == [False, True]


def test_the_upgrade_ends_even_if_a_family_key_is_missing(former):
    kept = Kept(former)
    words.destroy_key(kept.cast.family.key)
    upgrade()
    assert not own_parts(Viewer(kept.cast.ana)).exists()
    assert set(Answer.objects.values_list("standing", flat=True)) == {"declined"}
    assert PRESS not in set(Answer.objects.values_list("scope", flat=True))
