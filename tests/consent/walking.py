"""Walks every state of a small family, and remembers separately what each person said last.

What it remembers (`Part.times`, `Part.word`) it derives itself, from what happened; what has to hold is stated in those
words, and compared with what `next_state` and `opens` say. People are interchangeable, so a state is kept once for all
ways to number them. The walk does not continue from a state in which something is wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product
from random import Random

from held.consent.everyone_agreed import Facts, opens
from held.consent.states import BEGINNING, AnswerState, Event, next_state

YES = Event.AGREE
REFUSING = {Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW}
ASKINGS = {Event.ASK, Event.REPEAT, Event.CONFIRM}


class Word(Enum):
    """The last word of a person about one picture for one scope, as the walk remembers it."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    LAPSED = "a yes that lapsed"


@dataclass(frozen=True)
class Part:
    """The state of one person for one picture and scope, and what really happened."""

    state: AnswerState = BEGINNING
    times: int = 0
    word: Word = Word.NONE


Parts = tuple[tuple[int, ...], ...]  # of one person, by picture and scope; empty: not named in that picture
Person = tuple[bool, Parts]  # whether a parent, and their parts
Family = tuple[tuple[tuple[bool, bool], ...], tuple[Person, ...]]  # by picture: everybody told, baby in it; the people
Where = tuple[int, int]  # a picture and a scope


def keep(parts: Parts, where: Where, end: int) -> Parts:
    """One person's parts, with another one for this picture and this scope."""
    picture, scope = where
    there = parts[picture]
    return (*parts[:picture], (*there[:scope], end, *there[scope + 1 :]), *parts[picture + 1 :])


def facts(known: list[Part], family: Family, where: Where) -> Facts:
    """The facts about one picture for one scope; `known`: the parts, by their numbers."""
    (told, baby), (picture, scope) = family[0][where[0]], where
    there = [parts[picture] for _, parts in family[1] if parts[picture]]
    missed = baby and not all(parts[picture] for parent, parts in family[1] if parent)
    return Facts(told, missed, tuple(known[part[scope]].state.status for part in there))


class Steps:
    """What can happen to one person's part, each learned by one real step and numbered; checked as it is learned."""

    def __init__(
        self, step: Callable[[AnswerState, Event], AnswerState | None], judge: Callable[[Facts], bool]
    ) -> None:
        self.parts, self.after, self.wrong = [Part()], {}, Counter()
        self._step, self._judge = step, judge
        for number, part in enumerate(self.parts):  # it grows while it is walked
            for event in Event:
                self.after[number, event] = self._learn(part, event)

    def _learn(self, part: Part, event: Event) -> int | None:
        state = self._step(part.state, event)
        end = None if state is None else self._remembered(part, state, event)
        wrong = list(self._wrong_with(part, event, end))
        self.wrong.update(wrong)
        if end is None or wrong:
            return None
        if end not in self.parts:
            self.parts.append(end)
        return self.parts.index(end)

    def _remembered(self, part: Part, state: AnswerState, event: Event) -> Part:
        word = Word.YES if event == YES else Word.NO if event in REFUSING else part.word
        lapsed = event == Event.LAPSE and word == Word.YES
        return Part(state, part.times + (event in ASKINGS), Word.LAPSED if lapsed else word)

    def _wrong_with(self, part: Part, event: Event, end: Part | None) -> Iterator[str]:
        answers = event in REFUSING or event == YES
        if answers and (end is None) != (part.times == 0):
            yield "who was asked can answer, and nobody else"
        if end is None:
            return
        if end.times > 2 or end.state.asked != end.times:
            yield "nobody is asked more than twice"
        if answers and self.is_open(end) != (event == YES):
            yield "a yes opens and a no closes, in one step"
        if not answers and self.is_open(end) and not self.is_open(part):
            yield "neither family nor time turns anything into a yes"
        if self.is_open(end) != (end.word == Word.YES):
            yield "open is who last said yes, and it has not lapsed"

    def is_open(self, part: Part) -> bool:
        """What the real rule says about a picture in which this person is the only one."""
        return self._judge(Facts(list_complete=True, a_parent_unasked=False, statuses=(part.state.status,)))


class Walk:
    """States of a number of people, pictures and scopes. `seen`: each state, and what is open in it; `wrong`: what did
    not hold.

    `step` and `judge` are the real ones, `store` keeps a person's state; a test plants others.
    """

    def __init__(
        self, people: int, pictures: int = 1, scopes: int = 1, *, step=next_state, judge=opens, store=keep
    ) -> None:
        self.steps = Steps(step, judge)
        self.wrong, self._judge, self._store = Counter(self.steps.wrong), judge, store
        self._unasked = (0,) * scopes
        self._wheres = list(product(range(pictures), range(scopes)))
        self.first: Family = (((False, False),) * pictures, ((False, ((),) * pictures),) * people)
        self.seen: dict[Family, tuple[bool, ...]] = {}

    def everywhere(self) -> "Walk":
        """Go to every state, once."""
        self.seen = {self.first: self.openness(self.first)}
        ahead = [self.first]
        while ahead:
            family = ahead.pop()
            for what, where, end in self.happenings(family):
                ahead += self._arrive(family, what, where, end)
        return self

    def about(self, dice: Random, steps: int) -> "Walk":
        """Go at random, this many steps."""
        family = self.first
        self.seen = {family: self.openness(family)}
        for _ in range(steps):
            what, where, end = dice.choice(list(self.happenings(family)))
            self._arrive(family, what, where, end)
            family = (end[0], tuple(sorted(end[1])))
        return self

    def happenings(self, family: Family) -> Iterator[tuple[Event | str, Where | None, Family]]:
        """What can happen in this family: what, where, and the state afterwards."""
        yield from self._said_of_pictures(family)
        pictures, people = family
        for at, person in enumerate(people):
            if person in people[:at]:
                continue  # it has been walked for one like them
            for what, where, end in self._happens_to(person):
                yield what, where, (pictures, (*people[:at], end, *people[at + 1 :]))

    def _said_of_pictures(self, family: Family) -> Iterator[tuple[str, Where, Family]]:
        pictures, people = family
        for at, (told, baby) in enumerate(pictures):
            for what, said in (("everybody told", (not told, baby)), ("baby in it", (told, not baby))):
                yield what, (at, 0), ((*pictures[:at], said, *pictures[at + 1 :]), people)

    def _happens_to(self, person: Person) -> Iterator[tuple[Event | str, Where | None, Person]]:
        parent, parts = person
        yield "leaves" if parent else "joins", None, (not parent, parts)
        for picture, there in enumerate(parts):
            if there in ((), self._unasked):  # once asked, a person's name is not removed
                other = () if there else self._unasked
                what = "un-named" if there else "named"
                yield what, (picture, 0), (parent, (*parts[:picture], other, *parts[picture + 1 :]))
            for scope, event in product(range(len(there)), Event):
                end = self.steps.after[there[scope], event]
                if end is not None:
                    yield event, (picture, scope), (parent, self._store(parts, (picture, scope), end))

    def _arrive(self, family: Family, what: Event | str, where: Where | None, end: Family) -> list[Family]:
        moved = set(self._moved(family, end)) if isinstance(what, Event) else set()
        end = (end[0], tuple(sorted(end[1])))
        new = end not in self.seen
        openness = self.openness(end) if new else self.seen[end]
        wrong = list(self._wrong_between(what, where, self.seen[family], openness))
        wrong += list(self._wrong_in(end, openness)) if new else []
        wrong += ["one step moves one part of one person"] if moved - {where} else []
        self.wrong.update(wrong)
        if wrong or not new:
            return []
        self.seen[end] = openness
        return [end]

    def _moved(self, family: Family, end: Family) -> Iterator[Where]:
        for (_, before), (_, after) in zip(family[1], end[1], strict=True):
            for picture, (there, then) in enumerate(zip(before, after, strict=True)):
                if there != then:
                    yield from ((picture, scope) for scope, part in enumerate(then) if part != there[scope])

    def _wrong_between(self, what, where, before, after) -> Iterator[str]:
        opened = [there for there, was, now in zip(self._wheres, before, after, strict=True) if now and not was]
        changed = [there for there, was, now in zip(self._wheres, before, after, strict=True) if now != was]
        if what in REFUSING and after[self._wheres.index(where)]:
            yield "a no of anyone closes at once"
        if opened and (what in ASKINGS or what in {Event.LAPSE, "named", "joins"}):
            yield "asking, naming and time open nothing"
        if where and any(there[0] != where[0] for there in changed):
            yield "what happens to one picture changes nothing of another"
        if isinstance(what, Event) and any(there != where for there in changed):
            yield "an answer for one scope changes no other"

    def _wrong_in(self, family: Family, openness: tuple[bool, ...]) -> Iterator[str]:
        for (picture, scope), is_open in zip(self._wheres, openness, strict=True):
            told, baby = family[0][picture]
            named = [parts[picture] for _, parts in family[1] if parts[picture]]
            missed = baby and any(parent and not parts[picture] for parent, parts in family[1])
            agreed = all(self.steps.parts[there[scope]].word == Word.YES for there in named)
            if is_open != (told and bool(named) and agreed and not missed):
                yield "open is: all are told, no parent is missed, and everybody’s last word is yes"

    def openness(self, family: Family) -> tuple[bool, ...]:
        """What the real rule says about each picture for each scope."""
        return tuple(self._judge(facts(self.steps.parts, family, where)) for where in self._wheres)
