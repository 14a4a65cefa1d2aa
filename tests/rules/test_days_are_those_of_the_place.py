"""Days and times that people read are in the installation's time zone: one module writes them, and templates do."""

import re
from pathlib import Path

import pytest

from tests.running import ROOT

WRITTEN = re.compile(r"strftime\(|date_format\(|\.date\(\)|date\.today\(|\(UTC\)|\}\} UTC|s UTC\b")
ALLOWED = {
    "held/place/time_zone.py": "the piece itself",
    "held/place/confirming_date.py": "what it writes was brought to the place's zone when it was made",
    "held/keeping/copies.py": "names of folders, in UTC",
    "held/place/first_host.py": "the day in the ids of the feed, in UTC, so that it never changes",
}
NO_DATE = re.compile(r'""".*?"""|#[^\n]*', re.DOTALL)


def offences(text: str) -> list[str]:
    """The places where a page or a command would write a day or a time in another zone."""
    return WRITTEN.findall(NO_DATE.sub("", text).replace("now(UTC)", ""))


def sources() -> list[Path]:
    """Our code and our templates, without migrations."""
    folder = ROOT / "held"
    found = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    return [path for path in found if "migrations" not in path.parts]


def test_no_other_piece_writes_days_or_times() -> None:
    found = {str(path.relative_to(ROOT)): offences(path.read_text("utf-8")) for path in sources()}
    assert {name for name, wrong in found.items() if wrong} == set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        "say(at.strftime('%Y'))",
        "date_format(row.at, 'j F')",
        "day = row.at.date()",
        "{{ at }} (UTC)",
        "made on {{ day }} UTC",
        "_('The clock shows %(shown)s UTC')",
        "date.today()",
    ],
)
def test_a_planted_date_format_is_found(line: str) -> None:
    assert offences(line)
