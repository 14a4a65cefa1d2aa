"""What the front page says, and whether search engines may list it."""

import pytest

from held.history.models import AuditEntry
from held.place.first_host import this_place
from held.place.front_page import NothingToList, set_front_page
from tests.cast import person

pytestmark = pytest.mark.django_db


def test_a_new_place_lets_no_search_engine_list_it(db):
    assert not this_place().front_may_be_listed


def test_a_page_without_a_description_is_not_listed(db):
    hilde = person("Hilde")
    set_front_page("Stories of the valley.", may_be_listed=False, by=hilde)
    with pytest.raises(NothingToList):
        set_front_page("", may_be_listed=True, by=hilde)
    place = this_place()
    assert (place.description, place.front_may_be_listed) == ("Stories of the valley.", False)


def test_the_log_says_what_was_decided_and_no_words(db):
    hilde = person("Hilde")
    for listed in (True, False):
        set_front_page("Stories of the valley.", may_be_listed=listed, by=hilde)
        assert this_place().front_may_be_listed == listed
    lines = AuditEntry.objects.filter(action__startswith="place.front").values_list("action", "subject", "by")
    assert list(lines) == [
        ("place.front-listed", "place 1", hilde.key),
        ("place.front-not-listed", "place 1", hilde.key),
    ]
