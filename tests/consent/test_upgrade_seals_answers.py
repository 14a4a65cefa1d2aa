"""The upgrade seals the answers of a place that a former version kept, and loses nothing of them."""

from hashlib import sha256

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from held.access.consent import own_part, own_parts
from held.access.viewer import Viewer
from held.consent import answering
from held.consent.models import Answer, Asking, Chain, Part
from held.consent.outlets import KEPT, kept_scope, outlet_of
from held.consent.proving import broken_chains, links_of
from held.consent.reconciling import noes_missing
from held.consent.replaying import replay_noes
from held.consent.table import Event, Standing
from held.families.models import Family, Person
from held.history.models import Line
from held.keyring import words
from held.keyring.noes import append_no, noes
from held.lib import chain
from held.lib.clock import now
from held.pictures.models import Picture
from tests import cast as people
from tests.record import lines

BEFORE = [("families", "0003_people_in_photographs"), ("consent", "0001_parts_answers_and_the_record")]
PRESS = "press:the evening paper"
FORMER = f"press:{sha256(b'the evening paper').hexdigest()[:32]}"


def migrate(targets) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def former(transactional_db):
    """The tables of the former version, empty; afterwards they are those of today again."""
    today = MigrationExecutor(connection).loader.graph.leaf_nodes()
    apps = migrate(BEFORE)
    yield apps, lambda: migrate(today)
    migrate(today)


class Kept:
    """What the former version kept: Ana and Mika were asked, by an outlet of the press too; both said no to it."""

    def __init__(self, apps: StateApps) -> None:
        """Rows as its code wrote them."""
        self.cast, model = people.assemble(), apps.get_model
        family = self.cast.family
        picture = Picture.objects.create(
            family=family,
            key=words.new_key(),
            lookup="0" * 64,
            original="a" * 26,
            format="jpeg",
            size=1,
            sealed_name=b"",
        )
        persons = model("families", "Person").objects
        self.ana = persons.create(family_id=family.pk, account_id=self.cast.ana.pk)
        self.mika = persons.create(family_id=family.pk)
        for person in (self.ana, self.mika):
            Line.objects.create(act="person.added", thing=f"person {person.pk}", by=self.cast.ana.key)
        record = model("consent", "Chain").objects.create(family_id=family.pk)
        self.record, self.links = record.name, []
        parts, answers = model("consent", "Part").objects, model("consent", "Answer").objects
        for person in (self.ana, self.mika):
            part = parts.create(picture_id=picture.pk, person=person, in_it=True)
            for scope, named in (("public", "public"), (PRESS, FORMER)):
                answers.create(part=part, scope=scope, standing="declined", asked=1, turn=2)
                append_no(f"part {part.pk.hex} {named}", 2)
                for act, by in (("ask", "family"), ("decline", "person")):
                    told = {"act": act, "part": part.pk.hex, "person": person.pk.hex, "scope": named, "by": by}
                    self._tell(record, told | {"standing": "declined", "turn": 2})
            model("consent", "Asking").objects.create(part=part, token_hash=person.pk.hex)
        Line.objects.create(act="asking.oneself", thing=f"part {part.pk}", by=self.cast.ana.key)
        for link in self.links:
            values = {"number": link.number, "at": link.at, "told": link.told, "before": link.before, "hash": link.hash}
            model("consent", "ProofLine").objects.create(chain=record, **values)

    def _tell(self, record, told) -> None:
        before = self.links[-1] if self.links else None
        self.links.append(chain.next_link(before, record.name.hex, now().isoformat(timespec="microseconds"), told))


def test_every_answer_is_as_it_was_and_its_outlet_is_sealed(former):
    apps, upgrade = former
    kept = Kept(apps)
    upgrade()
    assert set(Answer.objects.values_list("standing", "asked", "turn")) == {("declined", 1, 2)}
    family = Family.objects.get(pk=kept.cast.family.pk)
    press = Answer.objects.filter(scope__startswith=KEPT)
    assert {answer.scope for answer in press} == {kept_scope(family, PRESS)}
    assert [outlet_of(answer, family) for answer in press] == ["the evening paper"] * 2
    assert Answer.objects.filter(scope="public").count() == 2
    part = Part.objects.get(person=kept.mika.pk)
    answering.answer(part, PRESS, Event.AGREE, language="en")
    assert Answer.objects.get(part=part, scope=kept_scope(family, PRESS)).standing == Standing.AGREED


def test_the_record_is_the_same_line_for_line_and_goes_on(former):
    apps, upgrade = former
    kept = Kept(apps)
    upgrade()
    assert links_of(Chain.objects.get(name=kept.record)) == kept.links
    assert not broken_chains()
    answering.answer(Part.objects.get(person=kept.mika.pk), "public", Event.AGREE, language="en")
    assert chain.apart_from(kept.links, lines()) is None
    assert len(lines()) == len(kept.links) + 1
    assert not broken_chains()


def test_the_parent_still_finds_what_they_answered(former):
    apps, upgrade = former
    kept = Kept(apps)
    upgrade()
    (own,) = own_parts(Viewer(kept.cast.ana))
    assert own.person_id == kept.ana.pk
    assert own_part(Viewer(kept.cast.ana), own.pk).person.account == kept.cast.ana
    assert not own_parts(Viewer(kept.cast.ben)).exists()
    assert not Person.objects.get(pk=kept.mika.pk).has_account


def test_every_no_of_before_counts_in_a_restore_and_none_is_missing(former):
    apps, upgrade = former
    Kept(apps)
    upgrade()
    assert noes_missing() == {}
    Answer.objects.update(standing=Standing.AGREED, turn=1)
    assert replay_noes(noes()) == 4
    assert set(Answer.objects.values_list("standing", flat=True)) == {"withdrawn"}


def test_history_does_not_say_whose_account_it_was(former):
    apps, upgrade = former
    kept = Kept(apps)
    upgrade()
    by = {line.thing: line.by for line in Line.objects.filter(act="person.added")}
    assert by == {f"person {kept.ana.pk}": "program", f"person {kept.mika.pk}": kept.cast.ana.key}
    assert Line.objects.get(act="asking.oneself").by == "person"


def test_the_oldest_link_of_each_part_is_the_first_one(former):
    apps, upgrade = former
    kept = Kept(apps)
    asking = apps.get_model("consent", "Asking").objects
    first = asking.get(part__person=kept.mika)
    asking.create(part=first.part, token_hash="later", made_at=first.made_at)
    asking.filter(token_hash="later").update(made_at=first.made_at)
    upgrade()
    later = {row.token_hash: row.later for row in Asking.objects.all()}
    assert later[kept.ana.pk.hex]  # she has a page of her own
    assert sorted([later["later"], later[kept.mika.pk.hex]]) == [False, True]


def test_where_the_key_of_the_family_is_missing_the_upgrade_ends_all_the_same(former):
    apps, upgrade = former
    kept = Kept(apps)
    words.destroy_key(kept.cast.family.key)
    upgrade()
    assert not own_parts(Viewer(kept.cast.ana)).exists()
    assert set(Answer.objects.values_list("standing", flat=True)) == {"declined"}
    assert PRESS not in set(Answer.objects.values_list("scope", flat=True))
