"""If the disk has no room the page says that it is our fault; any other fault is not taken for that."""

import errno
import logging

import pytest
from django.db import OperationalError

from held.consent import involved
from tests import cast as people
from tests.photographs import arrived_photograph
from tests.place.test_disk_reserve import full

NEW = {"who": "", "name": "Mika", "in_it": "yes"}


@pytest.fixture
def name_with(cast, signed_in, monkeypatch):
    """Ana names somebody, and this fault occurs; returns the response."""
    leaf, ana = arrived_photograph(cast, people.write_story(cast)), signed_in(cast.ana, key=True)
    ana.raise_request_exception = False

    def name(fault: Exception):
        def fail(*_args: object, **_more: object) -> None:
            raise fault

        monkeypatch.setattr(involved, "name_person", fail)
        return ana.post(f"/family/photographs/{leaf.pk}/people/naming", NEW)

    return name


@pytest.mark.parametrize("fault", [full(), OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "full")])
def test_a_full_disk_is_called_our_fault_not_the_persons(name_with, fault, caplog):
    with caplog.at_level(logging.ERROR, "held.requests"):
        answer = name_with(fault)
    assert answer.status_code == 503
    assert "It’s our fault, not yours." in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert "fault on family:naming_person" in caplog.text


@pytest.mark.parametrize("fault", [OperationalError("away"), OSError(errno.EACCES, "no"), RuntimeError("ours")])
def test_any_other_fault_is_told_as_before(name_with, fault):
    answer = name_with(fault)
    assert answer.status_code == 500
    assert "no room" not in answer.content.decode()
