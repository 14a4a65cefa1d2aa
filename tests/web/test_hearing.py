"""A connection on which something was refused is good for the next thing sent."""

import httpx

from tests.running import Running


def test_a_save_after_a_refusal_on_the_same_connection_arrives(tmp_path):
    with Running(tmp_path / "place") as place, httpx.Client(base_url=place.url, timeout=30) as browser:
        for length in range(60):
            assert browser.post("/stories/nothing/", content=b"a" * length * 40).status_code == 403
            assert browser.get("/healthz").status_code == 200
