"""One page shows every element of the interface, from the templates that real pages use."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from held import web

TEMPLATES, STYLES = (Path(web.__file__).parent / name for name in ("templates", "static/css"))
NOT_SHOWN = {
    "_draft_scripts.html": "scripts, nothing that can be seen",
    "_sending_scripts.html": "scripts, nothing that can be seen",
    "_message_page.html": "the frame of a page",
}
OF_FAMILIES = ("families_", "stories_", "pictures_", "consent_", "publishing_", "gathering_")


@pytest.fixture
def hilde(cast, signed_in):
    return signed_in(cast.hilde)


def test_every_shared_template_is_on_the_specimen(hilde):
    drawn = {template.name for template in hilde.get("/host/specimen/").templates}
    shared = {path.name for path in TEMPLATES.glob("_*.html")}
    assert shared - drawn == set(NOT_SHOWN)


def test_every_status_of_a_photograph_is_on_the_specimen(hilde):
    page = hilde.get("/host/specimen/").content.decode()
    source = (TEMPLATES / "family" / "_photograph_status.html").read_text()
    said = re.findall(r'<p>{% translate "([^"]+)"', source)
    assert len(said) > 6
    assert not [words for words in said if f"<p>{words}</p>" not in page]


def test_the_specimen_reads_nothing_of_any_family(hilde):
    with CaptureQueriesContext(connection) as asked:
        assert hilde.get("/host/specimen/").status_code == 200
    assert not [one["sql"] for one in asked if any(f'"{name}' in one["sql"] for name in OF_FAMILIES)]


def test_nobody_but_the_host_opens_the_specimen(cast, signed_in, anyone):
    assert signed_in(cast.ana).get("/host/specimen/").status_code == 404
    assert anyone.get("/host/specimen/").status_code != 200


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#\w+)", block))


def test_day_and_night_are_those_of_every_page():
    tokens, specimen = ((STYLES / name).read_text() for name in ("tokens.css", "specimen.css"))
    day, night = tokens.split("@media (prefers-color-scheme: dark)")
    assert colours(night)
    assert colours(re.search(r"\.by-day \{(.*?)\}", specimen, re.DOTALL)[1]) == colours(day)
    assert colours(re.search(r"\.by-night \{(.*?)\}", specimen, re.DOTALL)[1]) == colours(night)


def test_the_specimen_is_shown_by_day_or_by_night(hilde):
    assert 'class="specimen by-night"' in hilde.get("/host/specimen/?by=night").content.decode()
    assert 'class="specimen"' in hilde.get("/host/specimen/?by=anything").content.decode()
