"""Somebody of the family sends one photograph: `python -m bench.sending URL SESSION STORY FILE`."""

import sys
from pathlib import Path

from tests.forms import Hand


class NotShown(Exception):
    """The place did not answer as it does when a photograph has arrived and can be shown."""


def send(url: str, session: str, story: str, file: str) -> None:
    """Send it as a browser without JavaScript does. Raises NotShown."""
    hand = Hand(url, session)
    form = hand.form(f"/family/stories/{story}/photographs/", action_ends="/photographs/")
    photograph = Path(file)
    sent = {"photographs": (photograph.name, photograph.read_bytes(), "image/jpeg")}
    answer = hand.http.post(form.action, data=form.filled(), files=sent)
    if answer.status_code not in (302, 303):
        raise NotShown(answer.status_code)


if __name__ == "__main__":
    send(*sys.argv[1:])
