"""What a yes was pressed on: which answer and which description were on that page, and whether both are still so.

A browser can send a page again, and a page can stay open for months. A yes from such a page must not undo a later no,
and it must not be kept for a description that its reader has not seen. A no counts from every page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from held.consent.later import Kind
from held.consent.models import Answer, Asking
from held.consent.states import Status
from held.lib.stored_strings import DERIVED_ANSWER_SEEN
from held.lib.tokens import derived_token


class OtherWords(Exception):
    """Readers are given another description now than the one on the page."""


class AnsweredSince(Exception):
    """Something else was answered after the page was made."""


@dataclass(frozen=True)
class Page:
    """The page that carried the button: `seen` is the fingerprint of the answer on it, empty where the form had none.

    `has_newest_words` is asked while the lock on the person's answers is held.
    """

    seen: str
    has_newest_words: Callable[[], bool]


def fingerprint(row: Answer) -> str:
    """Another one after each step. It is not the number of the step, which would tell how often they changed it."""
    return derived_token(settings.SECRET_KEY, DERIVED_ANSWER_SEEN, str(row.pk), str(row.turn))


def check_yes(page: Page, row: Answer | None, link: Asking | None) -> None:
    """Whether a yes from this page may be kept. The caller holds the lock, and holds it until the yes is kept.

    A page behind a link that was made later has no fingerprint: by such a link no yes turns a no (`later.counts`).
    Raises OtherWords, AnsweredSince.
    """
    if not page.has_newest_words():
        raise OtherWords
    if row is None or (link is not None and link.kind != Kind.FIRST) or row.standing == Status.AGREED:
        return
    never_answered = not row.question
    if page.seen != fingerprint(row) and (page.seen or not never_answered):
        raise AnsweredSince
