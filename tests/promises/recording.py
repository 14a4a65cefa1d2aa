"""The record of a family, looked at as the place sees it and as anybody sees it who has the file alone."""

from pathlib import Path

import httpx

from tests.inside import inside
from tests.promises.answering import Asked
from tests.running import Running, held

BROKEN = "from held.consent.proving import broken_chains\nprint(len(broken_chains()))"


def look_at_the_record(place: Running, known: dict, asked: Asked, folder: Path) -> None:
    """It is whole as the place sees it, and as anybody sees it who has the file alone."""
    assert inside(place.data, BROKEN) == "0"
    cookies = {"held": known["cookies"]["ana"]}
    answer = httpx.get(f"{place.url}/family/people/of/{asked.family}/answers/record", cookies=cookies, timeout=60)
    assert answer.status_code == 200
    (folder / "record.jsonl").write_bytes(answer.content)
    proof = held("proof", str(folder / "record.jsonl"), data=folder / "elsewhere")
    assert proof.returncode == 0, proof.stdout
