"""Promise 8, the log: nothing that anybody wrote, sought, is called or came from stands in what the program prints."""

import secrets

import httpx
import pytest

from tests import cast as people
from tests.forms import Hand
from tests.planted.running import Planted
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness


def visit(place: Running, known: dict, requests: int) -> list[str]:
    """So many requests of every kind, faults among them; what must not be found in the log."""
    mark = "spur" + secrets.token_hex(6)
    hand = Hand(place.url, known["cookies"]["ana"])
    leaf = f"/family/leaves/{known['leaf']}/"
    with httpx.Client(
        base_url=place.url, timeout=30, headers={"User-Agent": mark, "Referer": f"http://{mark}/"}
    ) as reader:
        for turn in range(requests // 6):
            reader.get(f"/stories/{mark}-{turn}/", params={"q": mark})
            reader.get(f"/entrance/link/{mark}{turn}/")
            reader.post(f"/stories/{mark}/", content=mark.encode() * (turn % 50))
            reader.request(
                "GET", f"/{mark}/%00%ff/{mark}", headers={"Host": f"{mark}.example", "Cookie": f"held={mark}"}
            )
            reader.post("/entrance/", data={"sheet": mark, "code": mark})
            if turn % 20 == 0:
                hand.send(hand.form(leaf, action_ends=leaf), body=f"{mark} {turn}", title=mark)
            else:
                reader.get("/", headers={"Accept-Language": mark})
    hand.close()
    return [mark, people.CANARY, people.TITLE, "Hilde", "Ana", known["cookies"]["ana"]]


def test_no_word_name_address_or_question_reaches_the_log(tmp_path):
    known = seed(tmp_path / "data")
    with Running(tmp_path / "data") as place:
        traces = visit(place, known, size("requests with canary words"))
        place.stop()
        printed = place.output
    assert printed.count("reader:story") >= size("requests with canary words") // 6
    assert not [trace for trace in traces if trace in printed]
    assert "127.0.0.1" not in printed.replace("http://127.0.0.1", "")


def test_the_harness_finds_a_place_that_talks(tmp_path):
    """Planted: a log line with path, question and browser."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "talkative") as place:
        traces = visit(place, known, 60)
        place.stop()
        printed = place.output
    assert traces[0] in printed
