"""People who are in a photograph and have no account: yes, no, and yes again, each by the link that they were given."""

import json
import random
import time
from pathlib import Path

from tests.answered import seen_on
from tests.forms import Hand
from tests.inside import inside
from tests.promises.answering import press
from tests.promises.outlets import Story, Withdrawal

_ASKED = """
import json
from types import SimpleNamespace
from held.consent import consent_links
from held.consent import involved
from held.families.persons import add_person
from held.publishing.addresses import read_address
from held.stories.models import Publication, Story
from held.publishing.models import Address
from held.publishing.named_readers import name_reader
from held.stories.models import Publication
from tests import cast as people
from tests.photographs import MORE, READERS, SHOWS, photograph
story = Story.objects.get(pk={story})
ana = story.made_by
cast = SimpleNamespace(ana=ana, family=story.family)
mika = add_person(story.family, "Mika", "the house beside", by=ana)
words, asked, questions = dict(), dict(), []
for number in range(1, {many} + 1):
    told = f"It is number {{number}}."
    placed = photograph(cast, story, shows=f"{{SHOWS}} {{told}}", more=MORE)
    involvement = involved.name_person(placed.leaf.picture, mika, in_it=True, took_it=False, by=ana)
    words[placed.name], asked[placed.name] = told, involvement.pk.hex
    questions.append(involvement)
link = consent_links.ask(questions[0], READERS, by=ana, also=questions[1:])
people.open_to(story, Publication.Circle.LINK, by=ana)
people.open_to(story, Publication.Circle.EVERYONE, by=ana, wished="noor")
_nele, named = name_reader(story, "Nele", by=ana)
rows = Address.objects.filter(story=story)
addresses = dict((Publication.Circle(row.circle).scope, read_address(row, story)) for row in rows)
print(json.dumps(dict(addresses=addresses, named=named, words=words, asked=asked, link=link)))
"""


def somebody_is_asked(data: Path, story: int, many: int) -> Story:
    """Place `many` photographs in a seeded story that is open to everyone. Mika, who has no account, is in each of
    them, and was asked a moment ago."""
    return Story(**json.loads(inside(data, _ASKED.format(story=story, many=many))))


class Mika:
    """They answer by one link for all photographs, in one browser."""

    def __init__(self, url: str, story: Story, dice: random.Random) -> None:
        self.hand, self.dice, self.scopes = Hand(url), dice, list(story.addresses)
        self.link, self.involvements = story.link, story.asked
        assert self.hand.http.post(f"/c/a/{self.link}").status_code == 200
        page = self.hand.http.get(f"/c/a/{self.link}").text
        assert page.count("Who may see it?") == len(self.involvements)

    def seen(self, name: str) -> dict[str, str]:
        """What the ladder of this photograph sends, on its page as it is now."""
        return seen_on(self.hand.http.get(f"/c/a/{self.link}/photograph/{self.involvements[name]}").text, "readers")

    def agree(self) -> None:
        """Yes to everyone, about each photograph, by one press of the ladder each."""
        for name in self.involvements:
            self._press(name, "answer", "yes", scope="readers", answer="public", **self.seen(name))

    def withdraw(self, one: Withdrawal) -> None:
        """All in one press, of the ladder or of every use; or step by step; or scope by scope, as pages from before the
        ladder do. Sets the moments in which each scope was confirmed to be closed."""
        one.closing.set()
        time.sleep(self.dice.uniform(0, 0.03))
        way = self.dice.random()
        if way < 0.3:
            self._press(one.name, "withdrawing", "withdrawn")
            one.at.update(dict.fromkeys(self.scopes, time.monotonic()))
        elif way < 0.6:
            self._close(one, "no", self.scopes)
        elif way < 0.8:
            for step, closed in (("link", ["public"]), ("named", ["link"]), ("not-now", ["named"])):
                self._close(one, step, closed)
        else:
            for scope in self.dice.sample(self.scopes, len(self.scopes)):
                self._answer(one.name, scope, self.dice.choice(["no", "not-now"]))
                one.at[scope] = time.monotonic()
        one.confirmed.set()

    def close(self) -> None:
        """Close the browser."""
        self.hand.close()

    def _close(self, one: Withdrawal, step: str, scopes: list[str]) -> None:
        """One press of the ladder, on the page as it is, after which these scopes are closed."""
        said = step if step in {"no", "not-now"} else "yes"
        self._press(one.name, "answer", said, scope="readers", answer=step, **self.seen(one.name))
        one.at.update(dict.fromkeys(scopes, time.monotonic()))

    def _answer(self, name: str, scope: str, answer: str, **seen: str) -> None:
        self._press(name, "answer", answer, scope=scope, answer=answer, **seen)

    def _press(self, name: str, button: str, said: str, **given: str) -> None:
        press(self.hand.http, self.link, button, said, about=self.involvements[name], **given)
