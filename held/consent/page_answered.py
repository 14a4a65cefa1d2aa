"""What a yes was pressed on: which answer and description the page showed, and whether both are still current.

A browser can send a page again, and a page can stay open for months. A yes from such a page must not undo a later no,
and must not be saved for a description that its reader hasn't seen. A no counts from every page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from held.consent.later import Kind
from held.consent.models import Answer, ConsentLink
from held.consent.states import Status
from held.lib.stored_strings import DERIVED_ANSWER_SEEN
from held.lib.tokens import derived_token


class Outdated(Exception):
    """A yes from this page isn't kept; a no is."""


class OtherWords(Outdated):
    """Readers are now given another description than the one on the page."""


class AnsweredSince(Outdated):
    """Another answer was given after the page was made."""


@dataclass(frozen=True)
class Page:
    """The page that had the button: `fingerprint`: of the answer on it, empty if the form had none.

    `has_newest_words` is called while the person's answers are locked.
    """

    fingerprint: str
    has_newest_words: Callable[[], bool]


@dataclass(frozen=True)
class LadderPage:
    """The page that had the ladder: the fingerprint of the answer for each readers' scope on it."""

    fingerprints: Mapping[str, str]
    has_newest_words: Callable[[], bool]

    def of(self, scope: str) -> Page:
        """The same page, for one scope."""
        return Page(self.fingerprints.get(scope, ""), self.has_newest_words)


def fingerprint(row: Answer) -> str:
    """Changes with each step. It isn't the step number, which would tell how often they changed their answer."""
    return derived_token(settings.SECRET_KEY, DERIVED_ANSWER_SEEN, str(row.pk), str(row.sequence))


def check_yes(page: Page, row: Answer | None, link: ConsentLink | None) -> None:
    """Check that a yes from this page may be saved. The caller holds the lock until the yes is saved.

    A page of a later link has no fingerprint: by such a link no yes replaces a no (`later.counts`). Raises OtherWords,
    AnsweredSince.
    """
    if not page.has_newest_words():
        raise OtherWords
    check_seen(page, row, link)


def check_seen(page: Page, row: Answer | None, link: ConsentLink | None) -> None:
    """Check only that nothing else was answered since the page was made. Raises AnsweredSince."""
    if row is None or (link is not None and link.kind != Kind.FIRST) or row.status == Status.AGREED:
        return
    never_answered = not row.question
    if page.fingerprint != fingerprint(row) and (page.fingerprint or not never_answered):
        raise AnsweredSince
