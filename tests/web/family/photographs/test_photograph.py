"""One page for a photograph: one form, saved whole or not at all, and nothing chosen before somebody chooses."""

import re

import pytest
from django.urls import reverse

from held.actions import about_photograph
from held.consent import answering
from held.consent.involved import confirm_list, name_person
from held.consent.models import Answer, Involvement, ListComplete
from held.consent.states import Event, Status
from held.families.inviting import invite_parent
from held.families.models import Member, Person
from held.families.persons import add_person, person_of
from held.publishing import placing
from held.stories import writing
from held.stories.models import Conflict, Leaf, Placement, Publication, PublishedVersion, Version
from tests import cast as people
from tests.forms import Form, forms_on
from tests.photographs import SHOWS, agree, arrived_photograph, photograph
from tests.said import unsigned
from tests.web.family.photographs.showing import at, form_on

ALL = {"shows": SHOWS, "took": "me", "complete": "yes", "mine": "link"}
KEPT = "everything you wrote is here"


@pytest.fixture
def leaf(cast, story):
    return arrived_photograph(cast, story)


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


def form_of(browser, leaf) -> Form:
    return form_on(browser.get(at(leaf)).content.decode(), leaf)


def send(browser, leaf, **given):
    """Open the page, fill in these fields, and save."""
    return browser.post(at(leaf), form_of(browser, leaf).filled() | given)


def statuses() -> dict[str, str]:
    return dict(Answer.objects.values_list("scope", "status"))


def nothing_is_saved(leaf) -> bool:
    tables = (
        Version.objects.filter(leaf=leaf),
        Involvement.objects,
        ListComplete.objects,
        Placement.objects,
        Answer.objects,
    )
    return not any(table.exists() for table in tables) and not Person.objects.exists()


def test_everything_on_the_page_is_saved_by_one_press(cast, ana, story, leaf, essay):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert unsigned(send(ana, leaf, **ALL)["Location"]) == at(leaf) + "?said=photograph-saved"
    leaf.refresh_from_db()
    own = Involvement.objects.get()
    assert leaf.current.read(leaf.key)["shows"] == SHOWS
    assert (own.person.account, own.in_it, own.took_it) == (cast.ana, False, True)
    assert not ListComplete.objects.get().with_baby
    assert Placement.objects.get().entry == essay
    assert statuses() == {"named": Status.AGREED, "link": Status.AGREED}
    assert Answer.objects.first().words == [leaf.current_id.hex]
    assert "Let readers ask for it" in ana.get(at(leaf)).content.decode()
    assert not PublishedVersion.objects.filter(leaf=leaf).exists()


def test_a_fault_on_the_way_saves_nothing_half(ana, leaf, monkeypatch):
    """Planted: the answer, which comes last, breaks."""
    monkeypatch.setattr(about_photograph.first_answer, "answer_first", lambda *_given, **_more: 1 / 0)
    sent = form_of(ana, leaf).filled() | ALL | {"in": "other", "in-name": "Mika <1>"}
    answer = ana.post(at(leaf), sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503
    assert SHOWS in answer.content.decode()
    assert "Mika &lt;1&gt;" in answer.content.decode()
    (again,) = [form for form in forms_on(answer.content.decode()) if "shows" in dict(form.fields)]
    assert again.action == reverse("family:leaf", args=[leaf.pk])
    assert nothing_is_saved(leaf)
    assert not Version.objects.filter(leaf=leaf).exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"took": "other"}, "Please say who it is."),
        ({"in": "other"}, "Please say who it is."),
        ({"in-name": "Mika"}, "Please choose “Somebody else” too"),
        ({"took-name": "Mika", "took": ""}, "Please choose “Somebody else” too"),
        ({"shows": "Her feet."}, "Please say first what it shows, in at least 20 letters"),
        ({"took": "", "in": "", "complete": ""}, "You gave your own answer."),
        ({"took": "", "in": "", "mine": ""}, "Please say who took it, or who is in it."),
        ({"seen": "0" * 64}, "Somebody was just named or taken out"),
    ],
)
def test_what_is_missing_is_said_and_all_that_was_typed_stays(ana, leaf, given, said):
    typed = ALL | {"more": "On the day before.", "took-reach": "next door"} | given
    answer = send(ana, leaf, **{name: value for name, value in typed.items() if value})
    page = answer.content.decode()
    assert said in page
    assert nothing_is_saved(leaf)
    (form,) = [form for form in forms_on(page) if form.action == at(leaf)]
    sent = form.filled()
    said_again = {"seen", "complete"} if "seen" in given else set()  # “That’s everyone” was said of other names
    for name, value in [(name, value) for name, value in typed.items() if name not in said_again]:
        assert sent.get(name, [""]) == [value], name
    assert "seen" not in given or "complete" not in sent
    ask_again = ana.post(
        at(leaf),
        sent
        | {
            "shows": SHOWS,
            "took": "me",
            "in": "me",
            "in-name": "",
            "took-name": "",
            "seen": form_of(ana, leaf).filled()["seen"],
            "complete": "yes",
        },
    )
    assert ask_again.status_code == 303


def test_a_place_that_cannot_be_is_refused_with_all_that_was_typed(cast, ana, story, leaf):
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    answer = send(ana, leaf, **ALL, place=str(about.pk))
    assert answer.status_code == 409
    assert "It can’t have that place in the story." in answer.content.decode()
    assert SHOWS in answer.content.decode()
    assert nothing_is_saved(leaf)
    assert send(ana, leaf, place="999999").status_code == 409


def test_a_yes_needs_a_key_and_comes_back_with_what_was_typed(cast, signed_in, ana, leaf):
    by_link = signed_in(cast.ana)
    answer = by_link.post(at(leaf), form_of(by_link, leaf).filled() | ALL, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer["Location"].startswith("/entrance/show-key/")
    assert nothing_is_saved(leaf)
    sent, once_more = form_of(by_link, leaf).filled(), "not saved yet. Please press Save."
    assert {name: sent[name] for name in ALL} == {name: [value] for name, value in ALL.items()}
    assert once_more in by_link.get(at(leaf)).content.decode()
    assert send(by_link, leaf, **ALL | {"mine": "no"}).status_code == 303
    assert set(statuses().values()) == {Status.DECLINED}
    assert "mine" not in form_of(by_link, leaf).filled()
    assert once_more not in by_link.get(at(leaf)).content.decode()


@pytest.mark.parametrize("button", ["show", "cover"])
def test_showing_and_covering_keep_what_was_typed(ana, leaf, button):
    typed = {"shows": "Half a sent", "took": "me", "in-name": "Mi"}
    ana.post(at(leaf), form_of(ana, leaf).filled() | typed | {button: "yes"}, headers={"Sec-Fetch-Site": "same-origin"})
    page = ana.get(at(leaf)).content.decode()
    assert ("<img" in page) is (button == "show")
    sent = next(form for form in forms_on(page) if form.action == at(leaf)).filled()
    assert {name: sent[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert nothing_is_saved(leaf)


def test_the_same_form_arriving_twice_does_it_once(cast, ana, leaf):
    sent = form_of(ana, leaf).filled() | ALL | {"in": "other", "in-name": "Mika"}
    assert [ana.post(at(leaf), sent).status_code for _time in (1, 2)] == [303, 303]
    assert Person.objects.filter(account_hash=None).count() == 1
    answering.withdraw(Involvement.objects.get(person__account_hash__isnull=False))
    assert ana.post(at(leaf), sent).status_code == 303
    assert set(statuses().values()) == {Status.WITHDRAWN}


def test_a_yes_from_an_older_page_counts_for_nothing(cast, ana, leaf):
    sent = form_of(ana, leaf).filled() | ALL
    send(ana, leaf, **ALL | {"mine": "no"})
    answer = ana.post(at(leaf), sent | {"complete": [], "once": "another"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You’ve since answered on another page." in page
    assert set(statuses().values()) == {Status.DECLINED}


def test_a_yes_to_words_that_changed_meanwhile_is_to_be_given_again(cast, ana, story, leaf):
    sent = form_of(ana, leaf).filled() | ALL
    writing.save(leaf, {"shows": "Black and white. A hill at dusk."}, form=writing.OpenForm(), by=cast.ben)
    answer = ana.post(at(leaf), sent)
    page = answer.content.decode()
    assert "so your answer isn’t saved" in page
    assert SHOWS in page
    assert not Involvement.objects.exists()
    again = next(form for form in forms_on(page) if form.action == at(leaf)).filled()
    assert "mine" not in again
    assert ana.post(at(leaf), again)["Location"] == reverse("family:differing", args=[leaf.pk])
    assert Conflict.objects.get().version.read(leaf.key)["shows"] == SHOWS
    assert Involvement.objects.exists()


def test_words_left_alone_on_an_old_page_replace_nobodys(cast, ana, leaf):
    writing.save(leaf, {"shows": SHOWS}, form=writing.OpenForm(), by=cast.ana)
    leaf.refresh_from_db()
    sent = form_of(ana, leaf).filled(took="me")
    writing.save(
        leaf, {"shows": "Black and white. A hill at dusk."}, form=writing.OpenForm(leaf.current_id), by=cast.ben
    )
    assert ana.post(at(leaf), sent).status_code == 303
    leaf.refresh_from_db()
    assert not Conflict.objects.exists()
    assert Version.objects.filter(leaf=leaf).count() == 2


def test_a_place_left_alone_on_an_old_page_moves_nothing(cast, ana, story):
    placed = photograph(cast, story, agreed=False)
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    sent = form_of(ana, placed.leaf).filled()
    placing.place(placed.leaf, later, by=cast.ben)
    assert ana.post(at(placed.leaf), sent).status_code == 303
    assert Placement.objects.get().entry == later
    refused = ana.post(at(placed.leaf), sent | {"place": "none", "once": "another"})
    assert "Somebody has moved it since" in refused.content.decode()
    assert Placement.objects.get().entry == later


def test_taken_out_by_the_list_it_is_not_in_the_story(cast, ana, story):
    placed = photograph(cast, story)
    send(ana, placed.leaf, place="none")
    assert not Placement.objects.exists()
    assert form_of(ana, placed.leaf).filled()["place"] == ["none"]  # somebody took it out: nothing puts it back


def test_with_the_baby_in_it_every_parent_is_asked(cast, ana, leaf):
    send(ana, leaf, **ALL | {"in": "baby"})
    assert ListComplete.objects.get().with_baby
    rows = {one.person.account: (one.in_it, one.took_it, one.for_baby) for one in Involvement.objects.all()}
    assert rows == {cast.ana: (False, True, True), cast.ben: (False, False, True)}
    assert "Not everyone has said yes" in ana.get(at(leaf)).content.decode()


def test_the_baby_named_before_everyone_is_named_keeps_it_closed(cast, ana, leaf):
    send(ana, leaf, shows=SHOWS, **{"in": "baby"})
    assert Involvement.objects.filter(for_baby=True).count() == 2
    assert not ListComplete.objects.exists()
    send(ana, leaf, took="me", complete="yes")
    assert ListComplete.objects.get().with_baby


def test_somebody_else_is_named_and_then_has_a_chip(cast, ana, story, leaf):
    send(ana, leaf, took="other", **{"took-name": "Mika", "took-reach": "the house beside", "in": "me"})
    mika = Person.objects.get(account_hash=None)
    assert (mika.name, mika.reach) == ("Mika", "the house beside")
    page = ana.get(at(leaf)).content.decode()
    assert '<bdi translate="no">Mika</bdi>' in page
    other = arrived_photograph(cast, story)
    send(ana, other, took=str(mika.pk), **{"in": [str(mika.pk), "me"]})
    assert Person.objects.filter(account_hash=None).count() == 1
    assert Involvement.objects.get(picture=other.picture, person=mika).in_it


def test_same_people_chooses_and_saves_nothing(cast, ana, story, leaf):
    ben = person_of(cast.family, cast.ben)
    last = arrived_photograph(cast, story)
    name_person(last.picture, ben, in_it=True, took_it=False, by=cast.ana)
    name_person(last.picture, person_of(cast.family, cast.ana), in_it=False, took_it=True, by=cast.ana)
    before = Involvement.objects.count()
    page = ana.get(at(leaf)).content.decode()
    assert f'data-took="me" data-in="{ben.pk}"' in page
    answer = ana.post(at(leaf), form_of(ana, leaf).filled(shows="Half a sent") | {"same": "yes"})
    sent = next(form for form in forms_on(answer.content.decode()) if form.action == at(leaf)).filled()
    assert (sent["took"], sent["in"], sent["shows"]) == (["me"], [str(ben.pk)], ["Half a sent"])
    assert "complete" not in sent
    assert "mine" not in sent
    assert Involvement.objects.count() == before
    assert "Same people" not in ana.get(at(last)).content.decode()


def test_save_and_next_leads_to_the_next_undescribed_one(cast, ana, story, leaf):
    photograph(cast, story)
    third = arrived_photograph(cast, story)
    first = send(ana, leaf, **ALL, next="yes")
    assert unsigned(first["Location"]) == at(third) + "?said=saved-next"
    last = send(ana, third, **ALL, next="yes")
    assert unsigned(last["Location"]) == reverse("family:photographs", args=[story.pk]) + "?said=photograph-saved"


def test_describing_begins_with_the_first_undescribed_one(cast, ana, signed_in, story, leaf):
    way = reverse("family:describe_next", args=[story.pk])
    photograph(cast, story)
    assert ana.get(way)["Location"] == at(leaf)
    send(ana, leaf, **ALL)
    assert ana.get(way)["Location"] == reverse("family:photographs", args=[story.pk])
    assert signed_in(cast.otto).get(way).status_code == 404


def test_a_member_and_somebody_of_the_same_name_are_told_apart(cast, ana, leaf):
    add_person(cast.family, "Ben", "", by=cast.ana)
    add_person(cast.family, "Mika", "", by=cast.ana)
    page = re.sub(r"\s+", " ", ana.get(at(leaf)).content.decode())
    took = page.split("Who took it")[1].split("</fieldset>")[0]
    assert took.count("Ben") == 2
    assert re.search(r'Ben</bdi> <span class="quiet small">answers by a link', took)
    assert re.search(r'Ben</bdi> <span class="quiet small">signs in here', took)
    assert took.count("answers by a link") == took.count("signs in here") == 1


def test_a_helper_names_and_places_and_only_parents_say_the_rest(cast, signed_in, leaf):
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER), key=True)
    page = ida.get(at(leaf)).content.decode()
    assert 'name="complete"' not in page
    assert 'value="baby"' not in page
    assert send(ida, leaf, shows=SHOWS, took="me", mine="link").status_code == 303
    assert send(ida, leaf, complete="yes").status_code == 404
    assert send(ida, leaf, **{"in": "baby"}).status_code == 404
    assert not ListComplete.objects.exists()


def test_nobody_of_another_family_reads_or_saves_it(cast, ana, signed_in, leaf):
    sent = form_of(ana, leaf).filled() | ALL
    stranger = add_person(cast.other_family, "Omar", "", by=cast.otto)
    for account in (cast.otto, cast.hilde):
        browser = signed_in(account, key=True)
        assert browser.get(at(leaf)).status_code == browser.post(at(leaf), sent).status_code == 404
    for who in (str(stranger.pk), "nobody", f"parent-{Member.objects.get(account=cast.otto).pk}"):
        assert send(ana, leaf, took=who).status_code == 409
    assert not Involvement.objects.exists()


def test_a_parent_invited_since_can_answer_and_be_named(cast, ana, signed_in, story):
    """Before, a photograph with the baby closed without a word, and had no button for the new parent."""
    leaf = photograph(cast, story, agreed=False).leaf
    agree(leaf, cast.ana)
    confirm_list(leaf.picture, with_baby=True, by=cast.ana)
    assert "close until this parent has said yes too" in re.sub(
        r"\s+", " ", ana.get(reverse("family:asking", args=[cast.family.pk])).content.decode()
    )
    invite_parent(cast.family, by=cast.ana)
    new = Member.objects.latest("pk").account
    people_page = ana.get(reverse("family:pictured", args=[leaf.pk])).content.decode()
    assert "Another parent has joined." in people_page
    assert "Name every parent" in people_page
    browser = signed_in(new, key=True)
    assert "Your baby is in it, so each parent answers." in browser.get(at(leaf)).content.decode()
    assert send(browser, leaf, mine="link").status_code == 303
    assert Involvement.objects.get(person=person_of(cast.family, new)).for_baby
    assert "Another parent has joined" not in ana.get(reverse("family:pictured", args=[leaf.pk])).content.decode()


def test_every_parent_is_named_by_the_button_for_it(cast, ana, story):
    leaf = photograph(cast, story, agreed=False).leaf
    agree(leaf, cast.ana)
    confirm_list(leaf.picture, with_baby=True, by=cast.ana)
    invite_parent(cast.family, by=cast.ana)
    page = ana.get(reverse("family:pictured", args=[leaf.pk])).content.decode()
    form = next(form for form in forms_on(page) if form.action.endswith("/everybody"))
    ana.post(form.action, form.filled(with_baby="yes"))
    assert Involvement.objects.filter(for_baby=True).count() == 3


def test_a_form_of_before_that_lacked_something_comes_back_filled(ana, leaf):
    sent = {"who": "", "name": "Mika", "reach": "next door"}
    answer = ana.post(f"/family/photographs/{leaf.pk}/people/naming", sent)
    page = answer.content.decode()
    assert "Please say whether they’re in it, or took it." in page
    assert forms_on(page)[-1] is not None
    form = next(form for form in forms_on(page) if form.action == at(leaf)).filled()
    assert (form["in-name"], form["in-reach"]) == (["Mika"], ["next door"])


def test_an_own_answer_that_was_given_is_changed_on_its_page(cast, ana, leaf):
    send(ana, leaf, **ALL)
    page = ana.get(at(leaf)).content.decode()
    assert 'name="mine"' not in page
    assert f"{reverse('family:pictured', args=[leaf.pk])}#own" in page
    answering.answer(Involvement.objects.get(), "link", Event.DECLINE, language="en")
    assert "You have answered." in ana.get(at(leaf)).content.decode()
