"""Of older copies the first of each month stays; none is removed while the date is in doubt."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from held.keeping import copies
from held.keeping.copies import whole_copies
from held.keeping.thinning import thin
from held.uptime.moments import this_moment
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH = 30 * DAY
EMPTY = hashlib.sha256().hexdigest()
Lay = Callable[..., Path]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    moved = Clocks(monkeypatch)
    moved.stay_open(1000 * DAY)
    return moved


@pytest.fixture
def lay(tmp_path: Path, clocks: Clocks) -> Lay:
    """Make a copy of this age by the machine's clock, and by the uptime."""

    def one(ago: timedelta, *, uptime: timedelta | None = None) -> Path:
        here = this_moment()
        at = here.at - ago
        number = 1 + len(list(tmp_path.iterdir()))
        folder = tmp_path / at.strftime(f"{copies.FORM}-{number}")
        folder.mkdir()
        told = {"version": "1", "database": "sqlite", "words": "w", "sha256": EMPTY, "place": "", "counts": {}}
        seconds = here.uptime - int((ago if uptime is None else uptime).total_seconds())
        told |= {"at": at.isoformat(), "uptime": seconds, "number": number}
        (folder / "manifest.json").write_text(json.dumps(told))
        (folder / "w").touch()
        return folder

    return one


def days_of(folder: Path) -> list[str]:
    return [copy.name[:10] for copy in whole_copies(folder)]


def test_all_of_the_last_days_stay_and_then_one_a_month(tmp_path: Path, lay: Lay) -> None:
    for ago in range(100, -1, -1):
        lay(ago * DAY)
    days = days_of(tmp_path)
    gone = thin(tmp_path, MONTH)
    left = days_of(tmp_path)
    assert left[-30:] == days[-30:]
    older = left[:-30]
    assert (
        len({day[:7] for day in older[:-1]}) >= len(older) - 2
    )  # the last of them may be thirty days old to the second
    assert [next(day for day in days if day[:7] == month) for month in sorted({day[:7] for day in older})] == older
    assert len(gone) == len(days) - len(left) > 60


def test_thinned_once_more_nothing_goes(tmp_path: Path, lay: Lay) -> None:
    for ago in range(100, -1, -1):
        lay(ago * DAY)
    thin(tmp_path, MONTH)
    assert thin(tmp_path, MONTH) == []


def test_what_is_old_by_one_clock_alone_stays(tmp_path: Path, lay: Lay) -> None:
    for _ in range(2):
        lay(40 * DAY, uptime=2 * DAY)
    for _ in range(2):
        lay(2 * DAY, uptime=40 * DAY)
    lay(0 * DAY)
    assert thin(tmp_path, MONTH) == []


def test_the_newest_stays_however_old_it_is(tmp_path: Path, lay: Lay) -> None:
    lay(80 * DAY)
    lay(79 * DAY)
    newest = lay(78 * DAY)
    thin(tmp_path, MONTH)
    assert whole_copies(tmp_path)[-1] == newest


def test_a_copy_with_an_unreadable_manifest_stays(tmp_path: Path, lay: Lay) -> None:
    broken = [lay(80 * DAY), lay(80 * DAY)]
    lay(0 * DAY)
    for copy in broken:
        (copy / "manifest.json").write_text("{")
    assert thin(tmp_path, MONTH) == []
    assert all(copy.exists() for copy in broken)


def test_nothing_goes_while_the_date_is_in_doubt(tmp_path: Path, lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    for ago in (80, 79, 78, 0):
        lay(ago * DAY)
    monkeypatch.setattr("held.keeping.thinning.agrees", lambda: False)
    assert thin(tmp_path, MONTH) == []


@pytest.mark.sqlite
def test_a_copy_says_when_it_was_made_by_both_clocks(tmp_path: Path, transactional_db) -> None:
    manifest = copies.read_manifest(copies.copy_words(tmp_path, place="this one"))
    here = this_moment()
    assert here.at - datetime.fromisoformat(manifest.at) < timedelta(minutes=5)
    assert here.uptime - manifest.uptime < 300


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_copy_whose_words_are_damaged_holds_no_month(tmp_path: Path, lay: Lay, damage: str) -> None:
    first, second, third = [lay(200 * DAY) for _ in range(3)]
    lay(0 * DAY)
    if damage == "gone":
        (first / "w").unlink()
    else:
        (first / "w").write_text("x")
    assert thin(tmp_path, MONTH) == [third.name]
    assert second.exists()


def test_a_copy_from_a_clock_that_was_ahead_holds_no_month(tmp_path: Path, lay: Lay) -> None:
    ahead = lay(200 * DAY, uptime=300 * DAY)
    lay(260 * DAY)
    real = lay(200 * DAY)
    lay(0 * DAY)
    assert thin(tmp_path, MONTH) == []
    assert real.exists()
    assert ahead.exists()


def test_a_link_among_the_copies_stays_and_stops_nothing(tmp_path: Path, lay: Lay) -> None:
    first, second = lay(200 * DAY), lay(200 * DAY)
    lay(0 * DAY)
    link = tmp_path / (second.name + "0")
    link.symlink_to(first)
    assert thin(tmp_path, MONTH) == [second.name]
    assert link.is_symlink()
