"""“What waits for you” on the desk: in words, each thing one tap away, and without when it came or who answered."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from held import access
from held.access import QuestionToViewer, SignedIn
from held.accounts.sign_in_keys import has_key
from held.desk.enclosed import called_on
from held.desk.ready import ready_among
from held.keyring.text import read_keys


@dataclass(frozen=True)
class EnvelopeThatWaits:
    """An envelope with a photograph in it; `called`: the family's name for its sender, empty if it can't be opened."""

    id: uuid.UUID
    called: str


@dataclass(frozen=True)
class ReadyPhotographs:
    """The numbers of the photographs of one story to which everyone has said yes, and where they are decided on."""

    story: int
    numbers: tuple[int, ...]
    where: str


@dataclass(frozen=True)
class Waiting:
    """All that waits for one person."""

    envelopes: tuple[EnvelopeThatWaits, ...]
    photographs: tuple[ReadyPhotographs, ...]
    question: QuestionToViewer | None
    asks_to_read: bool
    lost_link: bool
    no_key: bool

    def __bool__(self) -> bool:
        return any(vars(self).values())


def what_waits(viewer: SignedIn) -> Waiting:
    """Everything that waits for the viewer. Statements do not grow with how much that is."""
    envelopes = list(access.envelopes_that_wait(viewer))
    read_keys([row.story.key for row in envelopes])
    answers = access.answers(viewer)
    return Waiting(
        envelopes=tuple(EnvelopeThatWaits(row.pk, called_on(row)) for row in envelopes),
        photographs=tuple(_ready(viewer)),
        question=access.question_to(viewer),
        asks_to_read=answers and access.access_requests_to_answer(viewer).exists(),
        lost_link=answers and access.lost_link_requests_to_answer(viewer).exists(),
        no_key=not has_key(viewer.account),
    )


def _ready(viewer: SignedIn) -> Iterator[ReadyPhotographs]:
    ready = ready_among(list(access.photographs_to_let(viewer)))
    for story, leaves in groupby(ready, key=lambda leaf: leaf.story_id):
        found = list(leaves)
        alone = reverse("family:photograph", args=[found[0].pk])
        where = alone if len(found) == 1 else reverse("family:photographs", args=[story])
        yield ReadyPhotographs(story, tuple(leaf.number or 0 for leaf in found), where)
