"""Whatever another server answers to the check of our address becomes a finding, and sends no control codes to a
terminal."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from held.cli.outside import Answer
from held.cli.passed_on import judge

ADDRESS = "https://our-place.example"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
)
ARRIVED = st.dictionaries(st.sampled_from(["Origin", "Cookie", "Host", "X-Forwarded-For", "Referer"]), JSON)
LOCATIONS = st.text() | st.text().map(lambda rest: f"https://{rest}")


def findings(status: int, body: bytes, location: str = "") -> str:
    found, notes = judge(Answer(status, {"location": location}, body), ADDRESS)
    return "".join(one.wrong + one.remedy for one in found) + "".join(notes)


@given(
    status=st.sampled_from([200, 301, 302, 404, 502]),
    location=LOCATIONS,
    told=JSON | ARRIVED.map(lambda a: {"arrived": a}),
)
@example(status=301, location="https://[", told=None)
@example(status=200, location="", told={"arrived": {"Origin": {}}})
@example(status=301, location="https://\x1b]0;x\x07.example/", told=None)
@example(status=301, location="https://\x9b2J.example/", told=None)
def test_any_answer_becomes_printable_findings(status, location, told):
    said = findings(status, json.dumps(told).encode(), location)
    assert said.replace("\n", "").isprintable()  # our own remedies have several lines


@pytest.mark.parametrize("body", [b"[" * 60_000, b"\xff", b"9" * 5000, b""])
def test_what_is_no_json_of_ours_is_another_program(body):
    assert "Another program answers" in findings(200, body)


def test_where_a_redirect_leads_is_said():
    assert "redirects forms to https://elsewhere.example," in findings(301, b"", "https://elsewhere.example/x")
