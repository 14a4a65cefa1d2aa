"""The libraries that open photographs say their versions themselves, in a process of their own."""

import json
import subprocess

from held.jail.decoders import FLOORS
from held.jail.walls import PYTHON, ROOT, START


def test_each_library_with_a_floor_says_its_version():
    command = [*PYTHON, f"{START}from held.jail.decoder_versions import tell; tell()", str(ROOT)]
    ran = subprocess.run(command, cwd="/", env={}, capture_output=True, check=True)
    assert set(json.loads(ran.stdout)) == set(FLOORS)
