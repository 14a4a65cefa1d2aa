"""Two files with the same name are about the same thing: the act in its package, and the page or the command for it.

A file whose name is already used for something else gets another name. One for the same thing is added here.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

HELD = Path(__file__).resolve().parent.parent.parent / "held"
OF_EVERY_ROOM = {
    "__init__",
    "models",
    "urls",
    "forms",
    "desk",
}  # forms: of one folder's pages; desk: somebody's first page
SHARED = {
    "access_requests": "somebody who was not named asks to read",
    "address": "the address at which people find this place",
    "album": "the photographs of a story, in words",
    "answers": "what somebody who is asked about a photograph says",
    "backup": "the backup is made",
    "consent_links": "links by which somebody is asked about a photograph",
    "covering": "a part of a photograph is covered or cut off",
    "full_disk": "there is no room on the disk",
    "help_contacts": "people to talk to, as the host wrote them",
    "in_part": "a photograph of which only a part opens",
    "looking": "somebody who is asked looks at the photograph",
    "lost_links": "somebody in a photograph has no link, and asks for one",
    "named_readers": "people whom the family named to read",
    "parting": "somebody leaves a family",
    "photographs": "photographs of a story",
    "placing": "where a photograph is in its story",
    "proving": "the record of what was asked and answered",
    "questions": "what somebody is asked about a photograph",
    "request_keys": "keys are read once for each request",
    "restore": "the place is filled from a copy",
    "sending": "photographs are sent",
    "setup": "the host's first questions",
    "sign_in_keys": "passkeys and paper codes",
    "stories": "stories",
    "sweeping": "what is left over is removed",
    "taking_back": "the sender of a photograph takes it back",
    "time_zone": "the time zone in which days are shown",
    "trying_again": "a photograph that did not open is tried once more",
    "uninviting": "an invitation is withdrawn",
}


def shared(files: Iterable[Path]) -> set[str]:
    folders = defaultdict(set)
    for file in files:
        if "migrations" not in file.parts:
            folders[file.stem].add(file.parent)
    return {name for name, there in folders.items() if len(there) > 1} - OF_EVERY_ROOM


def test_each_shared_file_name_is_listed_with_its_meaning():
    assert shared(HELD.rglob("*.py")) == set(SHARED)


def test_a_second_file_of_a_name_is_found():
    files = [HELD / "stories" / "naming.py", HELD / "consent" / "naming.py", HELD / "place" / "models.py"]
    assert shared([*files, HELD / "web" / "models.py"]) == {"naming"}
