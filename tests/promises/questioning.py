"""Ana, who names people in photographs and asks them by links, as fast as she is answered."""

import random
import re
import secrets
import threading
import uuid
from dataclasses import dataclass, field

import httpx

from tests.promises.answering import SCOPES, Asked, Involvement
from tests.promises.sending import Desk

_LINK = re.compile(r"/c/a/([\w-]+)<")
_SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})">\s*<input type="hidden" name="placed"')
_INVOLVEMENT = re.compile(r"/family/parts/([0-9a-f-]{36})/asking/")


@dataclass
class Questions:
    """What Ana was told, and her one request that was on its way."""

    asked: dict[str, str] = field(default_factory=dict)  # who is in the crowded photograph, and the link made first
    list_complete: dict[str, set[bool]] = field(default_factory=dict)  # more than one while it is unknown
    form: tuple[str, str, str] | None = None  # the id of an involvement, the form that was on its way, and its page


class Asking:
    """Ana at her desk: she makes more links to questions, names and asks others, and takes “these are all” back."""

    def __init__(self, url: str, known: dict, asked: Asked, told: Questions, dice: random.Random) -> None:
        self.desk, self.asked, self.told, self.dice = Desk(url, known), asked, told, dice

    def go_on(self, stop: threading.Event) -> None:
        """Go on until the place is gone."""
        try:
            self.ask_another()
            while not stop.is_set():
                if self.dice.random() < 0.5:
                    self.link_anew(self.dice.choice(self.dice.choice(self.asked.involvements)))
                else:
                    self.say_who(self.dice.choice(list(self.asked.leaves)))
        except httpx.HTTPError:
            return
        except (AssertionError, LookupError, ValueError) as fault:
            self.asked.fault = fault

    def ask_another(self) -> None:
        """Name somebody else in the crowded photograph and ask them."""
        here = f"/family/photographs/{self.asked.crowd}/people/"
        before = set(_INVOLVEMENT.findall(self.desk.page(here)))
        self.desk.press(f"{here}naming", name="Rosa", in_it="on")
        self.asked.count("persons named")
        (involvement,) = set(_INVOLVEMENT.findall(self.desk.page(here))) - before
        self.told.asked[involvement] = self._asks(involvement, secrets.token_hex(16), "asking")

    def link_anew(self, involvement: Involvement) -> None:
        """One more link to the question of somebody who was asked."""
        involvement.by.fresh.append(self._asks(str(uuid.UUID(involvement.pk)), secrets.token_hex(16), "new-link"))

    def say_who(self, name: str) -> None:
        """Say that these are all, or that somebody may be missing."""
        list_complete = self.dice.random() < 0.7
        self.told.list_complete.setdefault(name, {True}).add(list_complete)
        if list_complete:
            confirm_list(self.desk, self.asked.leaves[name])
        else:
            self.desk.press(f"/family/photographs/{self.asked.leaves[name]}/people/everybody/ending")
        self.told.list_complete[name] = {list_complete}
        self.asked.count("sayings who is in it" if list_complete else "takings back of who is in it")

    def again(self) -> None:
        """Send again what was on its way, with the same form: it is there then, once."""
        if self.told.form:
            self._asks(*self.told.form)

    def _asks(self, involvement: str, form: str, page: str) -> str:
        self.told.form = involvement, form, page
        given = {"csrfmiddlewaretoken": self.desk.token, "scope": list(SCOPES), "once": form}
        answer = self.desk.hand.http.post(f"/family/parts/{involvement}/{page}/", data=given)
        assert answer.status_code == 200, answer.status_code
        link = _LINK.search(answer.text)
        assert link, "no link on the page"
        self.told.form = None
        self.asked.count("links made")
        return link[1]


def confirm_list(desk: Desk, leaf: int) -> None:
    """She reads who is named for a photograph, and says that these are all."""
    here = f"/family/photographs/{leaf}/"
    desk.press(f"{here}people/everybody", seen=_SEEN.findall(desk.page(here))[0])
