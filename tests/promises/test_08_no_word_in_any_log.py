"""Promise 8, the log: the program prints nothing that anybody wrote or searched for, no name and no origin."""

import secrets

import httpx
import pytest

from tests import cast as people
from tests.forms import Hand
from tests.planted.running import Planted
from tests.promises.asking import Asker, images_on, veil_path, with_photographs
from tests.promises.sending import Desk, another_png
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
ASKING = ("reader:photograph", "reader:picture", "family:photograph ", "family:picture")


def visit(place: Running, known: dict, requests: int) -> list[str]:
    """Requests of every kind, faults among them; returns what must not be found in the log."""
    mark = "spur" + secrets.token_hex(6)
    hand = Hand(place.url, known["cookies"]["ana"])
    leaf, desk = f"/family/leaves/{known['leaf']}/", Desk(place.url, known)
    with httpx.Client(
        base_url=place.url, timeout=30, headers={"User-Agent": mark, "Referer": f"http://{mark}/"}
    ) as reader:
        for turn in range(requests // 8):
            reader.get(f"/stories/{mark}-{turn}/", params={"q": mark})
            reader.get(f"/entrance/link/{mark}{turn}/")
            reader.post(f"/stories/{mark}/", content=mark.encode() * (turn % 50))
            reader.request(
                "GET", f"/{mark}/%00%ff/{mark}", headers={"Host": f"{mark}.example", "Cookie": f"held={mark}"}
            )
            reader.post("/entrance/", data={"sheet": mark, "code": mark})
            reader.post(f"/stories/{mark}/photographs/{mark}-{turn}", headers={"Origin": place.url})
            reader.get(f"/p/{mark}{turn}", headers={"Cookie": f"visit={mark}; ticket={mark}"})
            if turn % 20 == 0:
                hand.send(hand.form(leaf, action_ends=leaf), body=f"{mark} {turn}", title=mark)
                desk.send((f"{mark}.png", another_png(f"{mark} {turn}")), (f"{mark}.pdf", mark.encode()))
            else:
                reader.get("/", headers={"Accept-Language": mark})
    hand.close()
    desk.close()
    return [mark, people.CANARY, people.TITLE, "Hilde", "Ana", known["cookies"]["ana"]]


def test_no_word_name_address_or_question_reaches_the_log(tmp_path):
    known = seed(tmp_path / "data")
    with Running(tmp_path / "data") as place:
        traces = visit(place, known, size("requests with canary words"))
        place.stop()
        printed = place.output
    assert printed.count("reader:story") >= size("requests with canary words") // 8
    assert not tells_of_asking(printed)
    assert not [trace for trace in traces if trace in printed]
    assert "127.0.0.1" not in printed.replace("http://127.0.0.1", "")


def tells_of_asking(printed: str) -> list[str]:
    """Lines that say that somebody asked for a photograph."""
    return [line for line in printed.splitlines() if any(page in line for page in ASKING)]


def test_no_line_says_that_somebody_asked_for_a_photograph(tmp_path):
    known = seed(tmp_path / "data")
    address, names = with_photographs(tmp_path / "data", known["story"], 1)
    ((name, leaf),) = names.items()
    with Running(tmp_path / "data") as place:
        reader, desk = Asker(place.url), Desk(place.url, known)
        assert reader.ask(address, name).status == 303
        (image, *_more) = images_on(reader.get(veil_path(address, name)).body.decode())
        assert reader.get(image).status == 200
        desk.press(f"/family/photographs/{leaf}/", show="yes")
        (seen, *_more) = images_on(desk.page(f"/family/photographs/{leaf}/"))
        assert desk.hand.http.get(f"/family{seen}").status_code == 200
        assert reader.get(f"/stories/{address}/").status == 200
        desk.close()
        reader.close()
        place.stop()
        printed = place.output
    assert "reader:story" in printed
    assert not tells_of_asking(printed)


def test_the_harness_finds_a_place_that_talks(tmp_path):
    """Planted: a log line with path, question and browser."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "talkative") as place:
        traces = visit(place, known, 60)
        place.stop()
        printed = place.output
    assert traces[0] in printed
