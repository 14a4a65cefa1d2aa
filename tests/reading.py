"""Reads every version's words from a data folder, in a process of its own (`python -m tests.reading`)."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def read_bodies(data: Path) -> set[str]:
    """The body of every version kept in the folder. Raises CalledProcessError when one does not open."""
    surroundings = {**os.environ, "HELD_DATA": str(data), "DJANGO_SETTINGS_MODULE": "held.settings"}
    surroundings.pop("HELD_DATABASE_URL", None)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.reading"], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout))


def main() -> None:
    """Called in the process of its own."""
    import django  # noqa: PLC0415  # Django wants to be set up before its models are named

    django.setup()
    from held.stories.models import Version  # noqa: PLC0415

    versions = Version.objects.select_related("leaf__story")
    print(json.dumps([version.read(version.leaf.story.key).get("body", "") for version in versions]))


if __name__ == "__main__":
    main()
