"""The shipped nginx.conf redirects plain HTTP to our own name, whatever name was requested."""

import re

from tests.deploy.fronts import DEPLOY

TOLD = (DEPLOY / "nginx.conf").read_text()
NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six"}


def test_plain_http_leads_to_our_own_name_and_is_kept_in_no_cache():
    plain = TOLD.partition("listen 80;")[2]
    assert "return 301 https://our-place.example$request_uri;" in plain
    assert "add_header Cache-Control no-store always;" in plain
    assert "$host$" not in TOLD


def test_the_first_line_counts_the_places_for_the_name():
    assert f"({NUMBERS[len(re.findall('our-place.example', TOLD))]} times)" in TOLD
