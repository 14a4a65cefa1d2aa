"""A form to write in: signed, so that its words are accepted even after the sign-in has ended."""

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import QueryDict

from held.accounts.models import Account
from held.lib.stored_strings import SIGNED_DRAFT
from held.stories.models import Leaf
from held.stories.writing import OpenForm
from held.uptime.moments import Moment, has_ended, this_moment

GOOD_FOR = timedelta(days=60)


class NotOurs(Exception):
    """The form was not signed here, is too old, is for another leaf, or its writer's keys were ended since."""


def sign(account: Account, leaf: Leaf, form_id: str) -> str:
    """A signature that says who opened a form, for which leaf, which form it is, and when it was opened."""
    opened = this_moment()
    signed = [account.pk, leaf.pk, _sign_in_of(account), form_id, int(opened.at.timestamp()), opened.uptime]
    return signing.dumps(signed, salt=SIGNED_DRAFT)


def writer_of(draft: str, leaf_id: int, form_id: str) -> Account:
    """Who opened this form for this leaf. With one form nobody can make more than one conflict.

    Raises NotOurs.
    """
    try:
        account_id, signed_leaf, sign_in, signed_form_id, *opened = signing.loads(draft, salt=SIGNED_DRAFT)
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise NotOurs from reason
    if has_ended(_opened(draft, opened).after(GOOD_FOR)):
        raise NotOurs
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or (signed_leaf, signed_form_id) != (leaf_id, form_id) or sign_in != _sign_in_of(account):
        raise NotOurs
    return account


def new_form_id() -> str:
    """An id for one opened form, to tell its saves from all others."""
    return secrets.token_hex(8)


def open_form_of(sent: QueryDict) -> OpenForm:
    """What the form says about itself: the version it was opened on, its id, and the number of this save."""
    number = sent.get("turn", "")
    return OpenForm(
        based_on=version_id(sent.get("base", "")),
        form_id=sent.get("hand", "")[:32],
        save_number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
    )


def version_id(given: str) -> uuid.UUID | None:
    """The id of a version that a form sent; None if it is not one."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def version_ids(given: list[str]) -> list[uuid.UUID]:
    """Those of the given that are ids of versions."""
    return [found for found in map(version_id, given) if found]


def _opened(draft: str, opened: list[int]) -> Moment:
    """When the form was opened. The previous version counted no uptime, and only its signature says when it was
    made."""
    at, uptime = opened or [signing.b62_decode(draft.split(":")[1]), 0]
    return Moment(datetime.fromtimestamp(at, UTC), uptime)


def _sign_in_of(account: Account) -> str:
    """Changes when all sign-ins of the account are ended: somebody with a lost phone cannot write any more."""
    return account.get_session_auth_hash()[:16]
