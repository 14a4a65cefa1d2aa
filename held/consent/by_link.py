"""What a person does by their link: each act finds its rows by the id of the link, so that their page holds none."""

import uuid

from held.consent import answering
from held.consent.consent_links import end_link
from held.consent.models import Asking
from held.families.account_of_person import with_accounts


class LinkEnded(Exception):
    """Somebody ended this link a moment ago, so nothing can be done by it."""


def asking_of(link: uuid.UUID) -> Asking:
    """The row of this link, with the part and the person it asks. Raises LinkEnded."""
    rows = with_accounts(
        Asking.objects.select_related("part__picture__family", "part__person__family"), "part__person__"
    )
    found = rows.filter(pk=link).first()
    if found is None:
        raise LinkEnded
    return found


def withdraw_by_link(link: uuid.UUID) -> None:
    """Every yes of theirs for this picture is taken back. Raises LinkEnded."""
    asking = asking_of(link)
    answering.withdraw(asking.part, link=asking)


def let_family_see_by_link(link: uuid.UUID) -> None:
    """From now on the family sees what they answer. Raises LinkEnded, MadeLater."""
    asking = asking_of(link)
    answering.let_family_see(asking.part, link=asking)


def keep_from_family_by_link(link: uuid.UUID) -> None:
    """The family sees it no more. Raises LinkEnded."""
    answering.keep_from_family(asking_of(link).part)


def end_own_link(link: uuid.UUID) -> None:
    """This link opens nothing any more; what was answered stays. Raises LinkEnded."""
    end_link(asking_of(link), by="person")
