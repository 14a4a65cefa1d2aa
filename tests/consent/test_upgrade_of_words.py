"""The upgrade to 0005, on existing rows: for which photographs the description changed after asking."""

import pytest

from held.consent.models import Answer, Redescribed
from held.consent.redescribing import redescribed
from held.families.models import Family
from tests import cast as people
from tests.consent.former import FormerFamily, former_tables, upgrade
from tests.photographs import SHOWS

NEWER = "Colour. Four hills under a pale sky. Nobody is in the picture."
BEFORE = [("families", "0003_people_in_photographs"), ("consent", "0002_links_that_were_made_later")]


@pytest.fixture
def former(transactional_db):
    with former_tables(*BEFORE) as apps:
        yield apps


@pytest.fixture
def family(former):
    """Makes families; each has a photograph that is described, and Mika is in it."""
    cast = people.assemble()

    def make(shows: str = SHOWS) -> FormerFamily:
        made = FormerFamily(former, Family.objects.create(), by=cast.ana)
        made.mika, made.version = made.name_person(), made.describe(shows)
        return made

    return make


def show_to_readers(one: FormerFamily) -> None:
    rows = one.apps.get_model("stories", "Shown").objects
    rows.create(leaf_id=one.leaf.pk, version=one.version, first_on=one.version.at.date())


def test_what_was_written_after_asking_is_noted_and_nothing_else(family):
    later, earlier, shown, unasked = (family() for _ in range(4))
    show_to_readers(shown)
    unasked.describe(NEWER)
    for one in (later, earlier, shown):
        one.ask(one.mika, "public")
    newer = later.describe(NEWER)
    later.say(later.mika, "public", "agreed")
    upgrade()
    assert redescribed(later.picture.pk).at == newer.at
    assert set(Redescribed.objects.values_list("picture", flat=True)) == {later.picture.pk}
    assert Answer.objects.get(involvement=later.mika.pk).words is None  # nobody knows which words they read


def test_words_that_readers_did_not_get_are_noted_as_changed(family):
    one, same = family(), family()
    for asked in (one, same):
        show_to_readers(asked)
    one.describe(NEWER)
    for asked in (one, same):
        asked.ask(asked.mika, "public")
    upgrade()
    assert redescribed(one.picture.pk) is not None
    assert redescribed(same.picture.pk) is None
