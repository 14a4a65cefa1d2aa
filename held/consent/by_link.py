"""What a person does by their link, about one picture on it. Each function finds its row by the row's id.

So the page needs no rows.
"""

import uuid

from held.consent import answering
from held.consent.consent_links import end_link
from held.consent.models import ConsentLink
from held.families.account_of_person import with_accounts


class LinkEnded(Exception):
    """Somebody ended this link a moment ago; it can't be used any more."""


def consent_link_of(link: uuid.UUID) -> ConsentLink:
    """The row of this picture on the link, with its involvement and person. Raises LinkEnded."""
    rows = with_accounts(
        ConsentLink.objects.select_related("involvement__picture__family", "involvement__person__family"),
        "involvement__person__",
    )
    found = rows.filter(pk=link).first()
    if found is None:
        raise LinkEnded
    return found


def let_family_see_by_link(link: uuid.UUID) -> None:
    """From now on the family sees this person's answers. Raises LinkEnded, MadeLater."""
    consent_link = consent_link_of(link)
    answering.let_family_see(consent_link.involvement, link=consent_link)


def keep_from_family_by_link(link: uuid.UUID) -> None:
    """The family no longer sees this person's answers. Raises LinkEnded."""
    answering.keep_from_family(consent_link_of(link).involvement)


def end_own_link(link: uuid.UUID) -> None:
    """End this link, for every picture on it; the answers stay. Raises LinkEnded."""
    end_link(consent_link_of(link), by="person")
