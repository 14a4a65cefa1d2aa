"""The record of a family, checked on the place, as its family downloaded it, and opened, without the place."""

from pathlib import Path

import httpx

from tests.inside import inside
from tests.promises.answering import Asked
from tests.running import Running, held

BROKEN = "from held.consent.proving import broken_chains\nprint(len(broken_chains()))"


def look_at_the_record(place: Running, known: dict, asked: Asked, folder: Path) -> None:
    """It is whole on the place; sealed, as a parent downloads it; and once it has been opened."""
    assert inside(place.data, BROKEN) == "0"
    cookies = {"held": known["cookies"]["ana"]}
    answer = httpx.get(f"{place.url}/family/people/of/{asked.family}/answers/record", cookies=cookies, timeout=60)
    assert answer.status_code == 200
    sealed, opened = folder / "record.held", folder / "record.jsonl"
    sealed.write_bytes(answer.content)
    opened.unlink(missing_ok=True)
    proof = held("proof", str(sealed), "--open", str(opened), data=place.data)
    assert proof.returncode == 0, proof.stdout + proof.stderr
    alone = held("proof", str(opened), data=folder / "elsewhere")
    assert alone.returncode == 0, alone.stdout + alone.stderr
