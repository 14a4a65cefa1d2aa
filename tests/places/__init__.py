"""Places as former versions left them, kept as small files; a newer version has to bring each of them up to date."""

import json
import lzma
import subprocess
import tarfile
from pathlib import Path

from tests.postgres import TOOLS

HERE = Path(__file__).resolve().parent


def lay_down(name: str, data: Path, *, url: str = "") -> dict:
    """Unpack that version's place in an empty folder; returns what is known about it (`told.json`).

    With `url` its rows are put into that empty PostgreSQL database, and the folder has no SQLite file.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(HERE / name / "place.tar.xz") as packed:
        packed.extractall(data, filter="data")
    if url:
        (data / "held.db").unlink()
        fill_postgres(name, url)
    return json.loads((HERE / name / "told.json").read_text())


def fill_postgres(name: str, url: str) -> None:
    """Restore the rows of the place into an empty database."""
    dump = lzma.decompress((HERE / name / "words.pgdump.xz").read_bytes())
    restore = [str(TOOLS / "pg_restore"), "--no-owner", "--single-transaction", f"--dbname={url}"]
    subprocess.run(restore, input=dump, check=True, capture_output=True)
