"""A person's first answer for readers, on the page on which they name themselves: one step, narrow or wide."""

from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent import answering
from held.consent.consent_links import ask_oneself
from held.consent.ladder import NARROW, Step
from held.consent.models import Answer, Involvement
from held.consent.page_answered import Page
from held.consent.scopes import READERS
from held.consent.states import Event, Status


def scopes_of_step(step: Step) -> Collection[str]:
    """The scopes that a step answers: its own and every narrower one; without a yes, every scope of readers."""
    return READERS if step in NARROW else READERS[: READERS.index(step) + 1]


def has_answered(involvement: Involvement) -> bool:
    """Whether they have answered for any scope of readers."""
    answered = Answer.objects.filter(involvement=involvement, scope__in=READERS)
    return answered.exclude(status=Status.ASKED).exists()


@transaction.atomic
def answer_first(  # keyword arguments
    involvement: Involvement, step: Step, *, by: Account, language: str, words: Collection[str], page: Page
) -> None:
    """They ask themselves about these scopes and answer them. Raises OtherWords, AnsweredSince; then nothing changed.

    `words`: ids of the versions of the description on their page. `page`: that page, without a fingerprint, because it
    had no answer on it.
    """
    asked = scopes_of_step(step)
    ask_oneself(involvement, asked, by=by)
    event = NARROW.get(step, Event.AGREE)
    for scope in asked:
        answering.answer(involvement, scope, event, language=language, words=words, page=page)
