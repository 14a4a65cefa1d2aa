"""Who keeps this place, and people to talk to: what anyone reads, and from when a number is old."""

from datetime import timedelta

import pytest

from held.chores.loop import do_what_is_due
from held.chores.table import TASKS
from held.history.models import AuditEntry
from held.place.first_host import this_place
from held.place.help_contacts import (
    confirm_contact,
    dial,
    keeper_of,
    note_ages,
    people_to_talk_to,
    remove_contact,
    save_contact,
)
from held.place.models import HelpContact
from held.place.setup import say_who_keeps_it
from held.uptime.clock_agreement import agree
from held.uptime.heartbeat import beat
from tests.cast import person
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=365)
LINE = {
    "name": "The Lantern Line",
    "phone": "01632 960 001",
    "web_address": "https://lantern.example/",
    "hours": "day and night",
    "language": "English",
}
NOTES_AGES = [task for task in TASKS if task.does is note_ages]


@pytest.fixture
def hilde(db):
    return person("Hilde")


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def shown() -> list[tuple[str, str, bool]]:
    return [(one.phone, one.web_name, one.is_old) for one in people_to_talk_to()]


def test_no_number_is_shipped_with_the_program(db):
    assert people_to_talk_to() == []
    assert not keeper_of(this_place())


def test_a_number_grows_old_by_the_chore_alone(hilde, clocks):
    save_contact(None, LINE, by=hilde)
    stages = [shown()]
    for _year in range(2):
        clocks.pass_by(A_YEAR + timedelta(hours=1))
        assert shown() == stages[-1]
        note_ages()
        stages.append(shown())
    number, web = LINE["phone"], "lantern.example"
    assert stages == [[(number, web, False)], [(number, web, True)], [("", web, True)]]
    old = people_to_talk_to()[0]
    assert (old.hours, old.language, old.checked_at) == ("", "", None)


@pytest.mark.parametrize(("years", "shown_as"), [(1, "LATELY"), (2, "A_YEAR")])
def test_a_number_is_not_called_old_too_early(hilde, clocks, years, shown_as):
    save_contact(None, LINE, by=hilde)
    clocks.pass_by(years * A_YEAR - timedelta(minutes=1))
    note_ages()
    assert HelpContact.objects.get().age == shown_as


def test_after_two_years_a_line_without_a_web_address_is_gone(hilde, clocks):
    save_contact(None, LINE | {"web_address": ""}, by=hilde)
    clocks.pass_by(2 * A_YEAR + timedelta(hours=1))
    note_ages()
    assert people_to_talk_to() == []
    confirm_contact(HelpContact.objects.get(), by=hilde)
    assert shown() == [(LINE["phone"], "", False)]


def test_a_clock_that_was_wrong_leaves_no_number_old(hilde, clocks):
    save_contact(None, LINE, by=hilde)
    before = shown()
    clocks.leap(10 * A_YEAR)
    note_ages()
    assert shown() != before
    clocks.leap(-10 * A_YEAR)
    note_ages()
    assert shown() == before


def test_while_the_date_is_in_doubt_no_number_is_taken(hilde, clocks):
    beat()
    agree()
    save_contact(None, LINE, by=hilde)
    before = shown()
    clocks.leap(10 * A_YEAR)
    assert do_what_is_due(NOTES_AGES) == []
    assert shown() == before
    agree()
    assert do_what_is_due(NOTES_AGES) == ["ages of help contacts"]
    assert shown() == [("", "lantern.example", True)]


def test_a_form_sent_twice_adds_one_person_to_talk_to(hilde):
    for _press in range(2):
        save_contact(None, LINE, by=hilde)
    assert HelpContact.objects.count() == 1


def test_the_log_has_no_word_of_a_contact(hilde):
    save_contact(None, LINE, by=hilde)
    remove_contact(HelpContact.objects.get(), by=hilde)
    lines = AuditEntry.objects.filter(action__startswith="place.help").values_list("action", "subject")
    assert [action for action, _subject in lines] == ["place.help-checked", "place.help-removed"]
    assert not [subject for _action, subject in lines if "Lantern" in subject]
    assert people_to_talk_to() == []


def test_who_keeps_it_is_shown_exactly_as_told(hilde):
    say_who_keeps_it("Hilde, who  bakes.", mail="hilde@place.example", phone="+44 1632 960 012", hours="", by=hilde)
    keeper = keeper_of(this_place())
    assert (keeper.words, keeper.mail) == ("Hilde, who  bakes.", "hilde@place.example")
    assert (keeper.phone, keeper.dial) == ("+44 1632 960 012", "+441632960012")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0808 157 0142", "08081570142"),
        ("+49 (30) 12-34.56", "+4930123456"),
        ("116 123", "116123"),
        ("0800 LANTERN", ""),
        ("01632 960001 or 01632 960002", ""),
        ("0808 157 0142 ext. 3", ""),
        ("01632 960001;phone-context=x", ""),
        ("", ""),
    ],
)
def test_only_a_plain_number_can_be_dialled(written, dialled):
    assert dial(written) == dialled
