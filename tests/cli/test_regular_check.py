"""The serving process stores what `held check` says, and the host's desk tells it."""

import pytest

from held.chores.loop import do_what_is_due
from held.cli import findings
from held.cli.checks import Check, Finding
from held.cli.regular_check import CHECK
from held.consent import reconciling
from held.lib.clock import now
from held.place.last_check import health
from held.place.models import Place
from tests.cli.test_findings import no_to_a_photograph

pytestmark = pytest.mark.sqlite
WRONG = Finding("The disk is nearly full.", "Please free some room.")


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "GROUND", (Check("room on the disk", lambda: iter([WRONG])),))


def test_a_finding_reaches_the_hosts_desk(cast, signed_in, monkeypatch) -> None:
    full(monkeypatch)
    hilde = signed_in(cast.hilde)
    assert "nearly full" not in hilde.get("/host/").content.decode()
    assert do_what_is_due([CHECK]) == ["check"]
    page = " ".join(hilde.get("/host/").content.decode().split())
    assert "The disk is nearly full. Please free some room." in page
    assert "✓ no key is lost" in page
    assert " was fine." not in page
    monkeypatch.undo()
    CHECK.does()
    page = hilde.get("/host/").content.decode()
    assert ("nearly full" in page, health().findings) == (False, [])
    assert "All else was fine." in page  # there is no backup: the desk says so itself
    Place.objects.update(backed_up_at=now(), backed_up_to="/not/connected")
    assert "Everything was fine." in hilde.get("/host/").content.decode()


def test_the_desk_makes_no_check_itself(cast, signed_in, monkeypatch) -> None:
    CHECK.does()

    def looked() -> None:
        raise AssertionError

    monkeypatch.setattr(findings, "look_everywhere", looked)
    assert "All else was fine." in signed_in(cast.hilde).get("/host/").content.decode()


def test_the_desk_never_tells_that_a_no_is_missing(cast, signed_in, monkeypatch) -> None:
    CHECK.does()
    before = health()
    no_to_a_photograph(cast)
    monkeypatch.setattr(reconciling, "refusals", dict)
    assert list(findings._refusals())
    CHECK.does()
    assert (health().findings, health().fine) == (before.findings, before.fine)
