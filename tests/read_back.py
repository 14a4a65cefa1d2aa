"""Reads every version's words from a data folder, in a separate process (`python -m tests.read_back`)."""

import json
from pathlib import Path

from tests import forking
from tests.running import surroundings


def read_bodies(data: Path) -> set[str]:
    """The body of every version in the folder. Raises AssertionError if one cannot be opened."""
    ran = forking.run(["-m", "tests.read_back"], surroundings(data, DJANGO_SETTINGS_MODULE="held.settings"))
    assert ran.returncode == 0, ran.stderr
    return set(json.loads(ran.stdout))


def main() -> None:
    """Runs in the separate process."""
    import django  # noqa: PLC0415  # Django has to be set up before its models are imported

    django.setup()
    from held.stories.models import Version  # noqa: PLC0415

    versions = Version.objects.select_related("leaf__story")
    print(json.dumps([version.read(version.leaf.story.key).get("body", "") for version in versions]))


if __name__ == "__main__":
    main()
