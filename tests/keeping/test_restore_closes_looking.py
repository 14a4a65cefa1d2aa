"""A copy does not know what was closed since it was made, so after a restore nobody looks at a photograph by a link."""

import pytest

from held import access
from held.access import Viewer
from held.consent import consent_links, involvement, looking
from held.consent.models import Asking, Looking
from held.families.persons import add_person
from held.history.models import Line
from held.keeping.restore import open_and_close
from tests import cast as people
from tests.photographs import photograph


@pytest.fixture
def mika(cast):
    """Mika is asked; Ana opened looking on the day of the copy, and closed it since."""
    leaf = photograph(cast, people.write_story(cast)).leaf
    person = add_person(cast.family, "Mika", "", by=cast.ana)
    part = involvement.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(part, ["public"], by=cast.ana)
    return part


def test_after_a_restore_no_looking_is_open_and_links_answer_as_before(cast, mika):
    open_and_close(lambda _done, _of: None)
    assert not Looking.objects.exists()
    assert Line.objects.get(act="looking.ended").by == "program"
    told = access.told_to_person(mika, Asking.objects.get(part=mika))
    assert not told.looks
    assert [one.scope for one in told.questions] == ["public"]
    assert access.links_to_see(Viewer(cast.ana), [mika])[mika.pk].looks_until is None


def test_a_parent_can_let_a_person_look_again(cast, mika):
    open_and_close(lambda _done, _of: None)
    looking.begin_looking(mika, by=cast.ana)
    assert access.told_to_person(mika, Asking.objects.get(part=mika)).looks
