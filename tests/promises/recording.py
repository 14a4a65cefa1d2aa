"""The record of a family, looked at as the place sees it, as its family took it home, and opened, without the place."""

from pathlib import Path

import httpx

from tests.inside import inside
from tests.promises.answering import Asked
from tests.running import Running, held

BROKEN = "from held.consent.proving import broken_chains\nprint(len(broken_chains()))"


def look_at_the_record(place: Running, known: dict, asked: Asked, folder: Path) -> None:
    """It is whole as the place sees it; sealed, as a parent takes it home; and as anybody sees it who has it opened."""
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
