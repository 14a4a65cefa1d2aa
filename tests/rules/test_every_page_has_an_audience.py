"""A page that does not say whom it is for is never answered, and breaks the build."""

import pytest
from django.test import RequestFactory

from held.web.audiences import OF_OTHERS, NoAudience, audience_of
from held.web.middleware.audience import EveryPageHasAnAudience
from tests.doors import every_door


def test_every_page_declares_its_audience():
    for door in every_door():
        audience_of(door.page, door.name)


def test_no_row_is_kept_for_a_page_of_others_that_is_not_mounted():
    assert set(OF_OTHERS) <= {door.name for door in every_door()}


def test_a_page_without_audience_is_refused():
    def bare(request):
        return None

    request = RequestFactory().get("/")
    request.resolver_match = None
    with pytest.raises(NoAudience):
        EveryPageHasAnAudience(bare).process_view(request, bare, (), {})
