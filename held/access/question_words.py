"""The description of a photograph for somebody who is asked: the same words that readers are given."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from held.consent.models import Answer, Involvement
from held.consent.page_answered import LadderPage, Page
from held.consent.redescribing import redescribed
from held.consent.states import OPEN, Status
from held.reading.published import Veil, veil_of
from held.stories.described import Said, descriptions_of, said_in

MOST = 50  # versions on one page: the photograph would have to be in as many stories, each with other words


@dataclass(frozen=True)
class WordsToRead:
    """What readers are told of a photograph, and how a person's answers relate to it.

    `versions`: the ids that the form of an answer sends back. `changed`: the scopes they answered for under other
    words. `unknown`: the scopes with a yes whose words at that time are unknown. `changed_on`: the day of the last
    change.
    """

    veils: tuple[Veil, ...]
    versions: str
    changed: frozenset[str]
    unknown: frozenset[str]
    changed_on: datetime | None

    @property
    def shows(self) -> str:
        """In one line, for people who hear the page instead of seeing it."""
        return " / ".join(veil.shows for veil in self.veils)


def words_to_read(involvement: Involvement, *, tells_answers: bool) -> WordsToRead:
    """The words for this person. Without `tells_answers`, for a link that shows no answers, it reveals none."""
    found = descriptions_of(involvement.picture_id)
    descriptions = {one.said for one in found}
    rows = list(Answer.objects.filter(involvement=involvement).exclude(status=Status.ASKED)) if tells_answers else []
    changed = frozenset(
        row.scope for row in rows if row.words is not None and not descriptions <= _said_to(involvement, row.words)
    )
    last = redescribed(involvement.picture_id) if changed else None
    return WordsToRead(
        veils=tuple(veil_of(one.words) for one in found),
        versions=",".join(one.version.hex for one in found),
        changed=changed,
        unknown=frozenset(row.scope for row in rows if row.words is None and row.status in OPEN),
        changed_on=last.at if last else None,
    )


def words_on_the_page(given: str | None) -> list[str] | None:
    """The versions that the form of an answer named.

    None if it named none, or something that can't be a version: then it is unknown which words were answered.
    """
    if given is None:
        return None
    try:
        return [uuid.UUID(hex=one).hex for one in given.split(",")[:MOST] if one]
    except ValueError:
        return None


def page_as_sent(involvement: Involvement, *, words: Collection[str] | None, fingerprint: str | None) -> Page:
    """The page on which somebody answered, from its form: the versions and the answer's fingerprint on it."""
    return Page(fingerprint or "", partial(_are_newest_words, involvement, words))


def ladder_as_sent(
    involvement: Involvement, *, words: Collection[str] | None, fingerprints: Mapping[str, str]
) -> LadderPage:
    """The same for the ladder, with a fingerprint for each readers' scope on it."""
    return LadderPage(fingerprints, partial(_are_newest_words, involvement, words))


def _are_newest_words(involvement: Involvement, versions: Collection[str] | None) -> bool:
    """Whether somebody who read these versions has read all that readers are given now.

    True if it is unknown what they read; their page then says that it is unknown.
    """
    if versions is None:
        return True
    return {one.said for one in descriptions_of(involvement.picture_id)} <= _said_to(involvement, versions)


def _said_to(involvement: Involvement, versions: Collection[str]) -> set[Said]:
    return said_in(involvement.picture_id, [uuid.UUID(hex=one) for one in versions])
