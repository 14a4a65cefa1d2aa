"""One link with several photographs: each covered, each answered by itself; one answer can be given to others."""

import re

import pytest

from held.consent import answering, consent_links, involved
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.states import Event, Status
from held.lib.tokens import token_hash
from held.web.notices import saying
from tests.answered import seen_on
from tests.photographs import SHOWS, photograph
from tests.web.reader.asking import IMAGE, OURS, closed

MANY = 5
NO = {Status.DECLINED, Status.NOT_NOW, Status.WITHDRAWN}


@pytest.fixture
def five(cast, story, mika) -> list[Involvement]:
    """Mika is in five photographs; nobody was asked about four of them."""
    pictures = [photograph(cast, story, shows=f"{SHOWS} It is number {n}.").leaf.picture for n in range(2, MANY + 1)]
    return [mika, *[involved.name_person(one, mika.person, in_it=True, took_it=False, by=cast.ana) for one in pictures]]


@pytest.fixture
def token(cast, five) -> str:
    """Mika’s one link."""
    return consent_links.ask(five[0], ["named", "public"], by=cast.ana, also=five[1:])


@pytest.fixture
def phone(anyone, token):
    anyone.post(f"/c/a/{token}", headers=OURS)
    return anyone


def page_of(phone, token: str) -> str:
    return phone.get(f"/c/a/{token}", headers=OURS).content.decode()


def section(page: str, involvement: Involvement) -> str:
    return page.partition(f'id="p-{involvement.pk.hex}"')[2].partition("</section>")[0]


def marked(page: str, involvement: Involvement) -> list[str]:
    return re.findall(r'<button class="rung rung-chosen" name="answer" value="([\w-]+)">', section(page, involvement))


def press(phone, token: str, step: str, involvement: Involvement, **given: str):
    seen = seen_on(page_of(phone, token), "readers", involvement.pk.hex)
    sent = {"scope": "readers", "answer": step, "about": involvement.pk.hex} | seen | given
    return phone.post(f"/c/a/{token}/answer", sent, headers=OURS)


def statuses(involvement: Involvement) -> set[str]:
    return set(Answer.objects.filter(involvement=involvement).values_list("status", flat=True))


def test_the_link_lists_every_photograph_covered(phone, token, five):
    page = page_of(phone, token)
    assert "Ana would like to show 5 photographs." in page
    assert [page.count(words) for words in ("Who may see it?", "Show it", "<img")] == [MANY, MANY, 0]
    for number, one in enumerate(five, 1):
        assert f"Photograph {number}" in section(page, one)
        assert one.pk.hex in section(page, one)
    assert "It ends for all 5 photographs here." in page
    assert "Same answer for other photographs" not in page


def test_one_press_answers_for_one_photograph_alone(phone, token, five):
    answered = press(phone, token, "named", five[1])
    page = phone.get(answered["Location"], headers=OURS).content.decode()
    assert [marked(page, one) for one in five] == [[], ["named"], [], [], []]
    assert "Your yes is saved" in section(page, five[1])
    assert page.count('role="status"') == 1
    assert [statuses(one) for one in five[2:]] == [{Status.ASKED}] * 3


def test_without_saying_which_nothing_is_answered(phone, token, five):
    stranger = Involvement.objects.exclude(person=five[0].person).first()
    for about in ("", "no involvement", "0" * 32, stranger.pk.hex):
        given = {"scope": "readers", "answer": "no", "about": about}
        assert phone.post(f"/c/a/{token}/answer", given, headers=OURS)["Location"].endswith("said=once-more")
    assert [statuses(one) for one in five] == [{Status.ASKED}] * MANY


def test_a_no_counts_from_a_page_before_another_was_added(cast, phone, five, anyone):
    """The page is open while the family puts one more photograph on the link."""
    link = consent_links.ask(five[0], ["public"], by=cast.ana)
    anyone.post(f"/c/a/{link}", headers=OURS)
    form = section(page_of(anyone, link), five[0])
    sent = dict(re.findall(r'name="(about|words|seen-[a-z]+)" value="([^"]*)"', form.partition("</form>")[2]))
    consent_links.ask_by_their_link(five[1], ["public"], by=cast.ana)
    anyone.post(f"/c/a/{link}/answer", sent | {"scope": "readers", "answer": "no"}, headers=OURS)
    assert statuses(five[0]) <= {Status.DECLINED, Status.WITHDRAWN}


def test_each_photograph_is_looked_at_by_itself(phone, token, five):
    for one in five[:2]:
        here = f"/c/a/{token}/photograph/{one.pk.hex}"
        assert phone.post(here, headers=OURS)["Location"].startswith(here)
        page = phone.get(here).content.decode()
        assert page.count("<img") == 1
        image = page.split('src="')[1:][-1].split('"')[0]
        assert phone.get(image, headers=IMAGE).status_code == 200
        assert "<img" not in phone.get(here).content.decode(), "shown again without asking"
    assert closed(phone.get(f"/c/a/{token}/photograph/{'0' * 32}"))
    assert closed(phone.get(f"/c/a/{token}/photograph"))


def test_asking_for_one_photograph_opens_no_other(phone, token, five):
    phone.post(f"/c/a/{token}/photograph/{five[0].pk.hex}", headers=OURS)
    assert "<img" not in phone.get(f"/c/a/{token}/photograph/{five[1].pk.hex}").content.decode()


def same(phone, token: str, involvement: Involvement, also: list[Involvement]):
    """“Same answer for other photographs”, as the page offers it."""
    form = (
        section(page_of(phone, token), involvement).partition(f'action="/c/a/{token}/same"')[2].partition("</form>")[0]
    )
    sent: dict[str, object] = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert "checked" not in form
    offered = re.findall(r'name="also" value="([^"]+)"', form)
    assert {one.pk.hex for one in also} <= set(offered)
    return phone.post(f"/c/a/{token}/same", sent | {"also": [one.pk.hex for one in also]}, headers=OURS)


@pytest.mark.parametrize("step", ["named", "public", "no", "not-now"])
def test_the_same_answer_goes_to_those_that_are_ticked(phone, token, five, step):
    press(phone, token, step, five[0])
    answered = same(phone, token, five[0], five[1:3])
    page = phone.get(answered["Location"], headers=OURS).content.decode()
    assert [marked(page, one) for one in five] == [[step]] * 3 + [[]] * 2


def test_with_none_ticked_the_same_answer_goes_to_none(phone, token, five):
    press(phone, token, "public", five[0])
    assert same(phone, token, five[0], [])["Location"].endswith("said=once-more")
    assert [statuses(one) for one in five[1:]] == [{Status.ASKED}] * 4


def test_the_same_answer_is_offered_for_the_same_scopes_alone(phone, token, five, cast):
    consent_links.ask_by_their_link(five[1], ["link"], by=cast.ana)
    press(phone, token, "public", five[0])
    form = section(page_of(phone, token), five[0])
    assert five[1].pk.hex not in form
    given = {"about": five[0].pk.hex, "also": [five[1].pk.hex]}
    assert phone.post(f"/c/a/{token}/same", given, headers=OURS)["Location"].endswith("said=once-more")
    assert statuses(five[1]) == {Status.ASKED}


def test_the_same_answer_from_an_old_page_turns_no_no(phone, token, five):
    press(phone, token, "public", five[0])
    old = form_of(phone, token, five[0])
    press(phone, token, "no", five[1])
    assert send(phone, token, old, five[1:3])["Location"].endswith("said=answered-since")
    assert (statuses(five[1]), statuses(five[2])) == ({Status.DECLINED}, {Status.AGREED})


def form_of(phone, token: str, involvement: Involvement) -> dict[str, str]:
    form = section(page_of(phone, token), involvement).partition("/same")[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def send(phone, token: str, form: dict[str, str], also: list[Involvement]):
    return phone.post(f"/c/a/{token}/same", form | {"also": [one.pk.hex for one in also]}, headers=OURS)


@pytest.mark.parametrize("shown", ["no", "not-now"])
def test_a_no_on_the_page_gives_others_no_yes_answered_since(phone, token, five, shown):
    press(phone, token, shown, five[0])
    old = form_of(phone, token, five[0])
    press(phone, token, "public", five[0])
    send(phone, token, old, five[1:3])
    assert [statuses(one) <= NO for one in five[1:3]] == [True, True]
    assert statuses(five[0]) == {Status.AGREED}


def test_a_narrow_yes_on_the_page_gives_no_wider_one(phone, token, five):
    press(phone, token, "named", five[0])
    old = form_of(phone, token, five[0])
    press(phone, token, "public", five[0])
    assert send(phone, token, old, five[1:2])["Location"].endswith("said=answered-since")
    assert statuses(five[1]) == {Status.ASKED}


def test_a_yes_that_was_taken_back_goes_to_no_others(phone, token, five):
    press(phone, token, "public", five[0])
    old = form_of(phone, token, five[0])
    press(phone, token, "no", five[0])
    assert send(phone, token, old, five[1:2])["Location"].endswith("said=answered-since")
    assert Answer.objects.filter(involvement=five[1], status=Status.AGREED).count() == 0


@pytest.mark.parametrize("sent", ["", "yes", "link"])
def test_without_the_answer_on_the_page_nothing_is_given(phone, token, five, sent):
    """`link`: nobody asked for it."""
    press(phone, token, "public", five[0])
    form = form_of(phone, token, five[0]) | {"answer": sent}
    assert send(phone, token, form, five[1:2])["Location"].split("said=")[1] in {"once-more", "answered-since"}
    assert statuses(five[1]) == {Status.ASKED}


def test_a_later_link_gives_no_same_answer_and_marks_none(anyone, cast, five, token):
    row = ConsentLink.objects.get(token_hash=token_hash(token), involvement=five[0])
    for scope in ("named", "public"):
        answering.answer(five[0], scope, Event.AGREE, language="en", link=row)
    later = consent_links.link_anew(five[0], by=cast.ben)
    anyone.post(f"/c/a/{later}", headers=OURS)
    page = page_of(anyone, later)
    assert "Same answer for other photographs" not in page
    assert "rung-chosen" not in page
    given = {"about": five[0].pk.hex, "also": [five[1].pk.hex]}
    assert anyone.post(f"/c/a/{later}/same", given, headers=OURS)["Location"].endswith("said=once-more")
    assert statuses(five[1]) == {Status.ASKED}


def test_first_questions_keep_their_marks_beside_later_ones(phone, cast, five, token):
    """On a link that is a later one for some photographs, those alone show no answers."""
    before = ConsentLink.objects.filter(involvement=five[0], token_hash=token_hash(token))
    before.update(later=True)
    for one in five[:2]:
        for scope in ("named", "public"):
            answering.answer(one, scope, Event.AGREE, language="en")
    page = page_of(phone, token)
    assert [marked(page, one) for one in five[:2]] == [[], ["public"]]
    assert "the link shows no answer" in section(page, five[0])
    assert "the link shows no answer" not in section(page, five[1])


def test_the_link_ends_for_all_of_them_by_one_press(phone, token, five):
    assert "Your answers stay as they are" in phone.post(f"/c/a/{token}/ending", headers=OURS).content.decode()
    assert closed(phone.get(saying(f"/c/a/{token}", "yes")))
    assert closed(press(phone, token, "no", five[0]))
