"""A host upgrades, an upgrade fails, and the host goes back, with the commands that docs/hosts/upgrading.md names.

A version is a copy of this checkout. A newer one has a made-up migration on top. `git` and `make` change which copy the
next command runs in; every other command is run as it is written there.
"""

import os
import re
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

import held
from tests.inside import inside
from tests.places import lay_down
from tests.places.later import newest_real_one
from tests.running import ROOT, free_port

pytestmark = pytest.mark.harness
PAGE = (ROOT / "docs" / "hosts" / "upgrading.md").read_text()
MIGRATION = """
from django.db import migrations, models
def change(apps, schema_editor):
    {change}
class Migration(migrations.Migration):
    dependencies = [("stories", "{after}")]
    operations = [
        migrations.AddField("Story", "season", models.CharField(max_length=20, null=True, db_index=True)),
        migrations.RunPython(change),
    ]
"""
SINCE = """
from held.consent import answering
from held.consent.models import Involvement
from held.keyring.text import destroy_key
from held.stories.models import Placement
picture = Placement.objects.get(name="{yes}").leaf.picture
answering.withdraw(Involvement.objects.get(picture=picture, person__account_hash=None))
destroy_key(Placement.objects.get(name="{gone}").leaf.picture.key)
"""
TOLD = """
import json
from held.consent.models import Answer, Involvement
from held.consent.scopes import READERS
from held.stories.models import Leaf, Publication, Placement
essay = Leaf.objects.filter(story={story}, kind="ENTRY").first()
picture = Placement.objects.get(name="{yes}").leaf.picture
mika = Involvement.objects.get(picture=picture, person__account_hash=None)
said = Answer.objects.filter(involvement=mika, scope__in=READERS)
print(json.dumps([
    essay.current.read(essay.story.key)["body"], Publication.objects.count(),
    sorted(set(said.values_list("status", flat=True))),
]))
"""


class Host:
    """Somebody at a terminal, with a folder of the test as home."""

    def __init__(self, home: Path) -> None:
        self.home, self.program, self.said = home, home / "former", ""
        self.data = home / ".local" / "share" / "held"
        self.data.parent.mkdir(parents=True)
        bare = {
            name: value for name, value in os.environ.items() if not name.startswith(("HELD_", "DJANGO_", "PYTHON"))
        }
        self.env = bare | {"HOME": str(home), "HELD_PORT": str(free_port())}

    def install(self, name: str, version: str, change: str = "") -> None:
        """Install a version; with `change` it has a migration that makes this change."""
        for part in ("held", "bin"):
            shutil.copytree(ROOT / part, self.home / name / part)
        (self.home / name / ".venv").symlink_to((ROOT / ".venv").resolve())
        (self.home / name / "held" / "__init__.py").write_text(f'VERSION = "{version}"\n')
        if change:
            text = MIGRATION.format(change=change, after=newest_real_one())
            (self.home / name / "held" / "stories" / "migrations" / "9001_season.py").write_text(text)

    def follow(self, block: str) -> None:
        """Do what each line of the page says. Raises AssertionError if a command fails."""
        for line in block.splitlines():
            if line.startswith("git checkout"):
                self.program = self.home / "former"
            elif line == "bin/held serve":
                assert self.serve(), self.said
            elif line.endswith(" && bin/held serve"):
                self.follow(line.replace(" && ", "\n"))
            elif not line.startswith("make build"):
                self.run(line)
                assert self.code == 0, self.said

    def run(self, line: str) -> None:
        """Run one command to its end."""
        ended = subprocess.run(
            ["sh", "-c", line], cwd=self.program, env=self.env, capture_output=True, text=True, check=False
        )
        self.code, self.said = ended.returncode, ended.stdout + ended.stderr

    def serve(self) -> bool:
        """Start the place and stop it once it is open; returns whether it opened."""
        with self._serving() as place:
            lines = []
            for line in place.stdout:
                lines.append(line)
                if line.startswith("To stop:"):
                    place.send_signal(signal.SIGTERM)
            self.code, self.said = place.wait(60), "".join(lines)
        return "The place is open" in self.said

    @contextmanager
    def _serving(self):
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        place = subprocess.Popen(["bin/held", "serve"], cwd=self.program, env=self.env, **streams)
        try:
            yield place
        finally:
            place.kill()
            place.wait()


def commands(heading: str) -> str:
    """The block of commands below this heading of the page."""
    return re.search(rf"^## {heading}$.*?```\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """The host of a place that is up to date with this version."""
    host = Host(tmp_path)
    host.install("former", held.VERSION)
    host.known = lay_down("0.1.0", host.data)
    assert host.serve(), host.said
    return host


def test_after_a_failed_upgrade_the_former_version_goes_on(host):
    host.install("newer", "99.0", "raise ValueError")
    before = inside(host.data, TOLD.format(story=host.known["story"], yes=host.known["photographs"]["yes"]))
    host.program = host.home / "newer"
    assert not host.serve()
    assert "The upgrade failed (ValueError). Nothing is lost." in host.said
    assert f"git checkout v{held.VERSION} && make build && bin/held serve" in host.said
    host.follow(commands("If the upgrade fails"))
    after = inside(host.data, TOLD.format(story=host.known["story"], yes=host.known["photographs"]["yes"]))
    assert after == before


def test_an_upgrade_and_later_the_way_back(host):
    names = host.known["photographs"]
    host.install("newer", "99.0", "pass")
    host.run(f"bin/held backup {host.home / 'second'}")
    assert host.code == 0, host.said
    host.program = host.home / "newer"
    assert host.serve(), host.said
    assert "The copy is in" in host.said
    inside(host.data, SINCE.format(yes=names["yes"], gone=names["no"]))
    host.follow(commands("If you want to go back later"))
    told = inside(host.data, TOLD.format(story=host.known["story"], yes=names["yes"]))
    assert told == f'["{host.known["words"]}", 0, ["withdrawn"]]'.replace("\n", "\\n")
    assert (host.home / "held-aside" / "before-upgrade").is_dir()
    host.run("bin/held check --all")
    assert "Closed for good, because its key was destroyed on purpose: photograph" in host.said
