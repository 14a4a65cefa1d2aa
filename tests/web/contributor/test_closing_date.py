"""Somebody who is asked once more reads when their yes closes, and that it is later if the place was switched off."""

from datetime import timedelta

from django.utils.formats import date_format

from held.consent import answering, consent_links, involved, reconfirmation
from held.consent.states import Event
from held.families.persons import add_person
from held.lib.clock import now
from tests import cast as people
from tests.clock import Clocks
from tests.photographs import arrived_photograph
from tests.web.reader.asking import OURS


def test_the_day_is_the_later_of_both_clocks(cast, anyone, monkeypatch):
    clocks = Clocks(monkeypatch)
    leaf = arrived_photograph(cast, people.write_story(cast))
    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    involvement = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    link = f"/c/a/{consent_links.ask(involvement, ['public'], by=cast.ana)}"
    answering.answer(involvement, "public", Event.AGREE, language="en")
    clocks.pass_by(reconfirmation.USUALLY * reconfirmation.MONTH)
    reconfirmation.confirm_and_lapse()
    clocks.leap(timedelta(days=10))
    anyone.post(link, headers=OURS)
    closes = date_format(now() + reconfirmation.TIME_TO_ANSWER, "j F Y")
    assert f"it closes on {closes}, or later if this place has been switched off." in anyone.get(link).content.decode()
