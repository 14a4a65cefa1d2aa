"""The upgrade to 0004, on existing rows: which links are a parent's, which yeses close, who looks."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.state import StateApps

from held.consent import answering, consent_links, facts
from held.consent.later import Kind
from held.consent.models import Answer, Chain, ConsentLink, Involvement, Looking, ParentAwaited
from held.consent.proving import broken_chains, links_of
from held.consent.states import Event, Status
from held.families.models import Family, Member
from held.history import audit_log
from held.lib.clock import now
from held.lib.tokens import token_hash
from held.pictures.removal import keep_after_all, remove
from tests import cast as people
from tests.consent.former import FormerFamily, former_tables, migrate, upgrade

FAMILIES = ("families", "0003_people_in_photographs")
AGREED, ASKED = Status.AGREED, Status.ASKED


@pytest.fixture
def former(transactional_db):
    with former_tables(FAMILIES, ("consent", "0002_links_that_were_made_later")) as apps:
        yield Former(apps)


class Former:
    """The former place: Ana and Ben are the parents in each of its families, Gwen reads first what others send."""

    def __init__(self, apps: StateApps) -> None:
        self.apps, self.cast, self.gwen = apps, people.assemble(), people.person("Gwen")

    def homes(self, cases: dict) -> dict[str, "Home"]:
        """A family for each case, with the rows that the case writes."""
        homes = {}
        for name, (case, *_expected) in cases.items():
            homes[name] = Home(self)
            case(homes[name])
        return homes


class Home(FormerFamily):
    """Ana asked Mika by a first link, and herself on her own page, whether everyone may see a photograph of both."""

    def __init__(self, former: Former) -> None:
        self.ana, self.ben, self.gwen = former.cast.ana, former.cast.ben, former.gwen
        roles = {self.ana: Member.Role.PARENT, self.ben: Member.Role.PARENT, self.gwen: Member.Role.GUARDIAN}
        family = Family.objects.create()
        for account, role in roles.items():
            Member.objects.create(family=family, account=account, role=role)
        super().__init__(former.apps, family, by=self.ana)
        self.anas, self.mikas = self.name_person(self.ana), self.name_person()
        self.rows("Everybody").create(picture_id=self.picture.pk, with_baby=False)
        for part in (self.anas, self.mikas):
            self.ask(part, "named", "public")
        self.first = self.link(self.mikas, by=self.ana, later=False)

    def link_for_lost_one(self, by) -> UUID:
        """A link for Mika, who had lost theirs and had written to the family."""
        made = self.link(self.mikas, by=by, later=True)
        audit_log.record("claim.answered", f"claim {made.hex} person {self.mikas.person_id.hex}", by=by)
        return made

    def everyone_agrees(self, *, link: UUID | None, standing: Status = AGREED) -> None:
        self.say(self.mikas, "public", standing, link=link)
        self.say(self.anas, "public", AGREED)

    def leaves(self, account) -> None:
        """Ends a membership; the links that they made ended, if they were a friend."""
        if account == self.gwen:
            for link in self.rows("Asking").filter(part__picture_id=self.picture.pk, by_id=account.pk):
                audit_log.record("asking.ended", f"asking {link.pk}", by=self.ana)
                link.delete()
        members = self.apps.get_model("families", "Member").objects
        members.get(family_id=self.family.pk, account_id=account.pk).delete()

    def answer(self, scope: str = "public") -> Answer:
        return Answer.objects.get(involvement=self.mikas.pk, scope=scope)

    def is_shown(self) -> bool:
        return bool(facts.agreed_by_all([self.picture.pk], ["public"])["public"])


# Each case: what was done before the upgrade, and the expected result if cases differ.


def agreed_by_gwens_link(home: Home, standing: Status = AGREED) -> None:
    home.everyone_agrees(link=home.link_for_lost_one(home.gwen), standing=standing)


def agreed_by_a_link_that_was_ended(home: Home) -> None:
    agreed_by_gwens_link(home)
    home.leaves(home.gwen)


def agreed_by_an_unknown_link_after_gwens(home: Home) -> None:
    home.link_for_lost_one(home.gwen)
    home.everyone_agrees(link=None)


CLOSED = {
    "agreed": (agreed_by_gwens_link,),
    "to be confirmed": (lambda home: agreed_by_gwens_link(home, Status.CONFIRMING),),
    "by a link that was ended": (agreed_by_a_link_that_was_ended,),
    "before links were noted, after a friend's link": (agreed_by_an_unknown_link_after_gwens,),
}


def test_a_yes_that_came_by_a_friends_link_is_closed(former):
    homes = former.homes(CLOSED)
    before = {name: home.rows("Answer").get(part=home.mikas, scope="public") for name, home in homes.items()}
    upgrade()
    answers = {name: home.answer() for name, home in homes.items()}
    assert {name: (one.status, one.link) for name, one in answers.items()} == dict.fromkeys(CLOSED, (ASKED, None))
    assert broken_chains() == []
    for name, home in homes.items():
        was, one = before[name], answers[name]
        assert one.sequence == was.turn + 1, name
        assert (one.question, one.language, one.asked) == (was.question, "sv", was.asked), name
        assert not home.is_shown(), name
        assert ParentAwaited.objects.filter(involvement=home.mikas.pk).exists(), name
        assert Looking.objects.get(involvement__picture=home.picture).involvement_id == home.mikas.pk, name
        *earlier, last = links_of(Chain.objects.get(name=home.record.name))
        assert earlier == home.lines, name
        step = {"act": "close", "scope": "public", "standing": "asked", "turn": one.sequence, "by": "program"}
        assert last.told == step | {"part": home.mikas.pk.hex, "person": home.mikas.person_id.hex}, name


def test_by_a_parents_new_link_the_person_can_say_yes_again(former):
    home = Home(former)
    agreed_by_gwens_link(home)
    upgrade()
    part = Involvement.objects.get(pk=home.mikas.pk)
    token = consent_links.link_anew(part, by=home.ana, looks=True)
    link = ConsentLink.objects.get(token_hash=token_hash(token))
    assert link.kind == Kind.LATER
    assert answering.answer(part, "public", Event.AGREE, language="en", link=link).status == AGREED
    assert home.is_shown()


def declined_by_gwens_link(home: Home, standing: Status = Status.DECLINED) -> None:
    home.everyone_agrees(link=None)
    home.say(home.mikas, "public", standing, link=home.link_for_lost_one(home.gwen))


def agreed_by_bens_link_too(home: Home) -> None:
    home.everyone_agrees(link=home.first)
    home.say(home.mikas, "named", AGREED, link=home.link_for_lost_one(home.ben))
    home.link_for_lost_one(home.gwen)


def agreed_before_gwens_link(home: Home) -> None:
    home.everyone_agrees(link=None)
    home.link_for_lost_one(home.gwen)


STAYS = {
    "declined": (declined_by_gwens_link, False),
    "not now": (lambda home: declined_by_gwens_link(home, Status.NOT_NOW), False),
    "withdrawn": (lambda home: declined_by_gwens_link(home, Status.WITHDRAWN), False),
    "by links of parents and on their own page": (agreed_by_bens_link_too, True),
    "before links were noted": (lambda home: home.everyone_agrees(link=None), True),
    "before a friend's link was made": (agreed_before_gwens_link, True),
}


TODAY = {"standing": "status", "turn": "sequence"}  # columns that were renamed since


def rows_of(answers) -> dict[int, tuple]:
    there = {field.name for field in answers.model._meta.fields}
    columns = ("scope", "standing", "asked", "turn", "at", "question", "language", "link")
    columns = [name if name in there else TODAY[name] for name in columns]
    return {pk: tuple(row) for pk, *row in answers.values_list("pk", *columns)}


def test_every_no_and_each_yes_by_a_parents_link_stays(former):
    homes = former.homes(STAYS)
    before = {
        name: rows_of(home.rows("Answer").filter(part__picture_id=home.picture.pk)) for name, home in homes.items()
    }
    upgrade()
    after = {name: rows_of(Answer.objects.filter(involvement__picture=home.picture)) for name, home in homes.items()}
    assert after == before
    assert {name: home.is_shown() for name, home in homes.items()} == {
        name: shown for name, (_, shown) in STAYS.items()
    }
    both = homes["by links of parents and on their own page"]
    assert (both.answer().status, both.answer("named").status) == (AGREED, AGREED)
    assert Answer.objects.get(involvement=both.anas.pk, scope="public").status == AGREED
    for name, home in homes.items():
        assert links_of(Chain.objects.get(name=home.record.name)) == home.lines, name


def test_links_of_parents_who_left_are_known_as_theirs(former):
    home = Home(former)
    gwens = home.link_for_lost_one(home.gwen)
    bens = home.link(home.mikas, by=home.ben, later=True)
    home.leaves(home.ben)
    home.rows("Asking").create(part=home.mikas, token_hash="0" * 64)  # nobody knows who made it
    upgrade()
    assert set(ConsentLink.objects.filter(by_parent=True).values_list("pk", flat=True)) == {home.first, bens}
    assert ConsentLink.objects.get(pk=gwens).kind == Kind.NO_ONLY
    assert ConsentLink.objects.get(pk=home.first).kind == Kind.FIRST


AWAITED = {
    "friend's link, no answer": (lambda home: home.link_for_lost_one(home.gwen), True),
    "friend's link, agreed": (agreed_by_gwens_link, True),
    "friend's link, declined": (declined_by_gwens_link, True),
    "friend's link that was ended": (agreed_by_a_link_that_was_ended, True),
    "no friend's link": (lambda _home: None, False),
    "links of parents": (lambda home: home.link_for_lost_one(home.ben), False),
}


def test_parents_are_told_to_ask_again_whatever_was_answered(former):
    homes = former.homes(AWAITED)
    upgrade()
    awaited = {
        name: list(
            ParentAwaited.objects.filter(involvement__picture=home.picture).values_list("involvement", flat=True)
        )
        for name, home in homes.items()
    }
    assert awaited == {name: [homes[name].mikas.pk] if told else [] for name, (_, told) in AWAITED.items()}


def asked_ago(home: Home, days: int) -> None:
    home.rows("Asking").filter(pk=home.first).update(made_at=now() - timedelta(days=days))


def remove_and_keep(home: Home) -> None:
    remove(home.picture, by=home.ana)
    keep_after_all(home.picture, by=home.ana)


LOOKS = {
    "asked lately": (lambda _home: None, True),
    "asked 29 days ago": (lambda home: asked_ago(home, 29), True),
    "asked long ago": (lambda home: asked_ago(home, 31), False),
    "taken out": (lambda home: audit_log.record("photograph.taken-out", f"leaf {home.leaf.pk}", by=home.ana), False),
    "hidden": (lambda home: audit_log.record("leaf.hidden", f"leaf {home.leaf.pk}", by=home.ana), False),
    "removed": (lambda home: remove(home.picture, by=home.ana), False),
    "removed and kept after all": (remove_and_keep, False),
    "story taken back": (
        lambda home: audit_log.record("story.taken-back", f"story {home.leaf.story_id}", by=home.ana),
        False,
    ),
}


def test_people_look_if_a_parent_asked_lately_and_closed_nothing(former):
    homes = former.homes(LOOKS)
    asked_at = {name: home.rows("Asking").get(pk=home.first).made_at for name, home in homes.items()}
    upgrade()
    looking = {
        name: list(
            Looking.objects.filter(involvement__picture=home.picture).values_list("involvement", "asked_at", "by")
        )
        for name, home in homes.items()
    }
    assert looking == {
        name: [(homes[name].mikas.pk, asked_at[name], homes[name].ana.pk)] if looks else []
        for name, (_, looks) in LOOKS.items()
    }


EVERY_ROW = {
    "Answer": ("pk", "standing", "turn", "at", "link"),
    "Asking": ("pk", "by_parent"),
    "Looking": ("part", "asked_at", "by"),
    "ParentAwaited": ("part", "at"),
    "ProofLine": ("pk", "hash"),
}


def test_applied_a_second_time_it_changes_nothing(former):
    former.homes(CLOSED | STAYS | LOOKS)
    apps = migrate([FAMILIES, ("consent", "0004_looking_at_links_of_before")])

    def rows():
        return {
            model: set(apps.get_model("consent", model).objects.values_list(*columns))
            for model, columns in EVERY_ROW.items()
        }

    before = rows()
    assert all(before.values())
    migration = import_module("held.consent.migrations.0004_looking_at_links_of_before")
    migration.look_at_every_link(apps, SimpleNamespace(connection=connection))
    assert rows() == before
    upgrade()
    assert broken_chains() == []
