"""How to type a command of the program on this machine: in a checkout, or for a service."""

import re
from pathlib import Path

import held

SERVICE = str(Path(held.__file__).resolve().parent.parent / "bin" / "held-service")
SETTINGS_OF_SERVICE = Path("/etc/held.env")
PROGRAM_OF_SERVICE = "/opt/held/bin/held-service"  # deploy/held.service runs the program in this folder
START_SERVICE = "systemctl start held"
LIKE_THE_SERVICE = f"If held runs as a service, use {SERVICE} instead of bin/held, as root."


def as_run_here(sentence: str) -> str:
    """The sentence with the service's commands, if this program runs as a service on this machine."""
    if "bin/held" not in sentence or SERVICE != PROGRAM_OF_SERVICE or not SETTINGS_OF_SERVICE.exists():
        return sentence
    sentence = sentence.replace(f" {LIKE_THE_SERVICE}", "")
    sentence = re.sub(r"(?<![\w/.-])bin/held serve\b", START_SERVICE, sentence)
    return re.sub(r"(?<![\w/.-])bin/held(?= )", SERVICE, sentence)
