"""A no in the log next to the keys is found by today's name and by that of a former version."""

from held.consent import consent_links
from held.consent.models import Answer
from held.consent.outlets import former_scope
from held.consent.said_no import turn_of_no
from held.consent.scopes import press
from held.consent.transitions import thing_of
from held.keyring.words import destroy_key


def test_both_names_count_and_the_highest_turn(cast, mika):
    consent_links.ask(mika, ["public", press("The Echo")], by=cast.ana)
    fixed, paper = Answer.objects.get(scope="public"), Answer.objects.exclude(scope="public").get()
    former = f"part {mika.pk.hex} {former_scope('the echo')}"
    assert turn_of_no({}, paper, cast.family) is None
    assert turn_of_no({former: 7}, paper, cast.family) == 7
    assert turn_of_no({former: 7, thing_of(paper): 9}, paper, cast.family) == 9
    assert turn_of_no({former: 7, thing_of(fixed): 3}, fixed, cast.family) == 3
    assert turn_of_no({f"part {mika.pk.hex} {former_scope('the hill')}": 7}, paper, cast.family) is None


def test_an_unreadable_outlet_name_counts_as_a_no(cast, mika):
    consent_links.ask(mika, [press("The Echo")], by=cast.ana)
    destroy_key(cast.family.key)
    paper = Answer.objects.get()
    assert turn_of_no({f"part {mika.pk.hex} {former_scope('the hill')}": 7}, paper, cast.family) == 7
